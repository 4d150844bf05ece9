//! The teacher's desk: what is on the table, and the buttons for it.

use maud::{Markup, html};

use super::{Site, refused::Refused, shell::entitled, step::to_do, taught::desk_of};
use excomm_class::{Ballot, ClassId, Phase, Played, State as Class, Token};
use excomm_engine::world::Time;
use excomm_scenario::format::HistoryChoice;
use excomm_tell::words;

impl Site {
    /// Returns what comes next, and everything that can be done.
    pub(super) async fn desk(
        &self,
        class: &ClassId,
        state: &Class,
        token: &Token,
    ) -> Result<Markup, Refused> {
        let played = self.world(state).await?;
        let to = |what: &str| to_do(state, what);
        Ok(html! {
            (entitled(state, "the teacher’s desk"))
            div .card.actions {
                (self.now(state, &played, &to))
                (timer(state, &to))
                @if state.paused { (button(&to("go-on"), "Go on", "")) }
                @else if !matches!(state.phase, Phase::Ended) { (button(&to("pause"), "Stand still", "")) }
                @if state.to_undo().is_some() { (button(&to("undo"), "Take back the last step", "")) }
            }
            (self.followed(state, &played))
            (self.injects(state, &played, &to))
            @if !state.decided.is_empty() {
                h2 { "Decided so far" }
                ol { @for decided in &state.decided { li {
                    (self.question(&decided.ballot.question).map_or("", |q| &q.title)) " "
                    strong { (self.option(&decided.ballot.question, decided.option)) }
                } } }
            }
            (self.afterwards(class, state, token, &to))
            @if !matches!(state.phase, Phase::Ended) {
                h2 { "What everybody knows" }
                (self.map(state, &played, None))
            }
        })
    }

    /// Returns what comes next, and the buttons for it.
    fn now(&self, state: &Class, played: &Played, to: &impl Fn(&str) -> String) -> Markup {
        let next = played.asked.as_ref().and_then(|asked| self.question(&asked.question));
        html! {
            @match &state.phase {
                Phase::Lobby | Phase::Decided => {
                    h2 { "Next" }
                    @match next {
                        Some(question) => { p .big { (question.title) } (button(&to("next"), "Put this question", "main")) }
                        None => { p .big { "No further question comes." } }
                    }
                    @if matches!(state.phase, Phase::Decided) {
                        (button(&to("foretell"), "Let the class foretell", if next.is_some() { "" } else { "main" }))
                        (button(&to("end"), "Show the outcome", ""))
                    }
                }
                Phase::Open(ballot) => {
                    h2 { "On the table" }
                    p .big { (self.question(&ballot.question).map_or("", |q| &q.title)) }
                    (button(&to("close"), "Close the vote and show it", "main"))
                    (self.hands_form(ballot, to))
                }
                Phase::Closed(ballot) => {
                    h2 { "The vote is closed: decide" }
                    p .big { (self.question(&ballot.question).map_or("", |q| &q.title)) }
                    (self.decide_form(ballot, to))
                    (self.hands_form(ballot, to))
                }
                Phase::Foretelling => {
                    h2 { "The class foretells" }
                    (button(&to("end"), "Show the outcome", "main"))
                }
                Phase::Ended => {
                    h2 { "The class has ended" }
                    (self.ending(played.over.as_deref()))
                    @if !state.named && !state.foretold.is_empty() { (button(&to("name"), "Show on the wall who foresaw it best, by name", "")) }
                }
            }
        }
    }

    fn decide_form(&self, ballot: &Ballot, to: &impl Fn(&str) -> String) -> Markup {
        let counts = ballot.counts();
        let most = counts.iter().copied().max().unwrap_or(0);
        let Some(question) = self.question(&ballot.question) else { return html! {} };
        html! {
            form method="post" action=(to("decide")) data-for=(named(ballot)) {
                fieldset {
                    legend { "What is done" }
                    @for (i, option) in question.options.iter().enumerate() {
                        @let open = ballot.open.get(i).copied().unwrap_or(false);
                        label .option {
                            input type="radio" name="option" value=(i) required disabled[!open] checked[open && most > 0 && counts.get(i) == Some(&most)];
                            span { (words::capital(&option.title)) " (" (words::count(counts.get(i).copied().unwrap_or(0) as usize, "vote")) ")"
                                @if question.history == HistoryChoice::Chose(option.id.clone()) { span .argument { "History chose this." } } }
                        }
                    }
                }
                (self.orders(ballot))
                button .main type="submit" { "Decide" }
            }
        }
    }

    /// Returns what other sides decide at the same time: their own votes, unless the teacher thinks otherwise.
    fn orders(&self, ballot: &Ballot) -> Markup {
        html! {
            @for (i, beside) in ballot.beside.iter().enumerate() {
                @let question = self.question(&beside.question);
                @let roles: Vec<&str> = beside.roles.iter().map(|role| self.role_title(role)).collect();
                @let (favourite, counts) = (beside.favourite(), beside.counts());
                label for=(format!("b{i}")) { (words::listed(&roles)) ", unseen by the others: " (question.map_or("", |question| &question.title)) }
                select id=(format!("b{i}")) name=(format!("b{i}")) {
                    @for (option, count) in (0u32..).zip(&counts) {
                        option value=(option) selected[favourite == Some(option)] {
                            (self.option(&beside.question, option)) " (" (words::count(*count as usize, "vote")) ")" }
                    }
                    option value="" selected[favourite.is_none()] { "No order: leave it to chance" }
                }
            }
        }
    }

    /// Returns what followed the last decision, as the wall tells it.
    fn followed(&self, state: &Class, played: &Played) -> Markup {
        let news = super::bulletin::news(state, played);
        html! {
            @if matches!(state.phase, Phase::Decided) && !news.is_empty() {
                h2 { "What followed" }
                (self.log_since(&news, super::pupil::before(state)))
            }
        }
    }

    fn hands_form(&self, ballot: &Ballot, to: &impl Fn(&str) -> String) -> Markup {
        let Some(question) = self.question(&ballot.question) else { return html! {} };
        html! {
            details {
                summary { "Count raised hands" }
                p .mute { "They are added to the votes from phones: count those who have not voted by phone." }
                form method="post" action=(to("hands")) data-for=(named(ballot)) {
                    @for (i, option) in question.options.iter().enumerate() {
                        @let open = ballot.open.get(i).copied().unwrap_or(false);
                        label for=(format!("c{i}")) { (words::capital(&option.title)) }
                        input id=(format!("c{i}")) type="number" name=(format!("c{i}")) min="0" max="1000" disabled[!open]
                            value=(ballot.hands.as_ref().and_then(|hands| hands.get(i)).copied().unwrap_or(0));
                    }
                    button type="submit" { "Take these counts" }
                }
            }
        }
    }

    fn injects(&self, state: &Class, played: &Played, to: &impl Fn(&str) -> String) -> Markup {
        let may = matches!(state.phase, Phase::Lobby | Phase::Decided) && played.asked.is_some();
        html! {
            @if may && !self.game.exercise.injects.is_empty() {
                section .injects {
                    h2 { "Make something happen" }
                    p .mute { "It happens a minute after the moment on the clock, and is part of this class’s world from then on." }
                    @for inject in &self.game.exercise.injects {
                        @match state.injected.iter().find(|(id, _)| *id == inject.id) {
                            Some((_, at)) => p role="status" { "\u{2713} " (inject.title) ": " (self.moment(Time(*at))) ". The class hears of it once the next question is put." },
                            None => form method="post" action=(to("inject")) {
                                input type="hidden" name="inject" value=(inject.id);
                                button type="submit" { (inject.title) }
                            },
                        }
                    }
                }
            }
        }
    }

    fn afterwards(
        &self,
        class: &ClassId,
        state: &Class,
        token: &Token,
        to: &impl Fn(&str) -> String,
    ) -> Markup {
        let (onlooker, desk) = (token.onlooker(), desk_of(state));
        let ended = matches!(state.phase, Phase::Ended);
        html! {
            @if ended {
                h2 { "Afterwards" }
                ul {
                    li { a href=(format!("/debrief/{}", onlooker.reveal())) { "The debrief, with a worksheet to print" } }
                    li { a href=(format!("{desk}/key")) { "The answer key" } }
                    li { "Export: " a href=(format!("{desk}/export.html")) { "HTML" } ", "
                        a href=(format!("{desk}/export.csv")) { "CSV" } ", "
                        a href=(format!("{desk}/export.json")) { "JSON" } }
                }
                h3 { "What if one decision had fallen otherwise?" }
                @if !state.forks.is_empty() {
                    p { "Played with the same luck, and in the debrief beside the class’s world: "
                        @for (i, fork) in state.forks.iter().enumerate() {
                            @let question = state.decided.get(fork.decision).map_or("", |decided| &decided.ballot.question);
                            @if i > 0 { "; " } strong { (self.option(question, fork.option)) }
                        } "." }
                }
                @for (i, decided) in state.decided.iter().enumerate() {
                    p .mute { (self.question(&decided.ballot.question).map_or("", |q| &q.title)) }
                    @for (option, open) in (0u32..).zip(&decided.ballot.open) {
                        @let made = state.forks.iter().any(|fork| fork.decision == i && fork.option == option);
                        @if *open && option != decided.option && !made {
                            form method="post" action=(to("fork")) {
                                input type="hidden" name="decision" value=(i);
                                input type="hidden" name="option" value=(option);
                                button type="submit" { (self.option(&decided.ballot.question, option)) }
                            }
                        }
                    }
                }
            }
            details {
                summary { "Another class, or forget this one" }
                form method="post" action=(to("another")) {
                    input type="hidden" name="after" value=(self.once.opened(class));
                    button type="submit" { "Open another class" }
                }
                form method="post" action=(to("forget")) {
                    label .option { input type="checkbox" name="sure" value="yes" required; span { "Yes, delete all this class did. It cannot be had back." } }
                    button .danger type="submit" { "Forget this class" }
                }
            }
        }
    }

    /// Returns who is there and how the vote stands; it changes with every act.
    pub(super) fn happening(&self, state: &Class) -> Markup {
        html! {
            h2 { "In the room" }
            @if let Some(ballot) = state.ballot() {
                (self.counts(ballot))
                p { (turnout(state, ballot)) "." }
                @let said: Vec<_> = ballot.votes.iter().filter(|(_, vote)| !vote.reason.is_empty()).collect();
                @for beside in &ballot.beside {
                    h3 { (self.question(&beside.question).map_or("", |q| &q.title)) }
                    p .mute { "Unseen by the others. " (words::count(beside.votes.len(), "vote")) "." }
                }
                @if !said.is_empty() {
                    h3 { "Reasons" }
                    ul { @for (number, vote) in said {
                        @let seat = state.seats.iter().find(|seat| seat.number == *number);
                        li { strong { bdi { (seat.map_or("", |seat| &seat.name)) } } ": " bdi { (vote.reason) }
                            span .mute { " (" (self.option(&ballot.question, vote.option)) ")" } }
                    } }
                }
            }
            @if matches!(state.phase, Phase::Foretelling) { p { (state.foretold.len()) " of " (state.seats.len()) " have foretold." } }
        }
    }

    /// Returns the timetable of the lesson.
    pub(super) fn plan(&self) -> Markup {
        html! {
            details { summary { "The lesson, " (self.game.exercise.lesson_min) " minutes" }
                table {
                    thead { tr { th scope="col" .number { "Minutes" } th scope="col" { "What" } } }
                    tbody { @for slot in &self.game.exercise.timetable { tr { td .number { (slot.min) } td { (slot.says) } } } }
                }
            }
        }
    }
}

/// Says how many have voted.
pub(super) fn turnout(state: &Class, ballot: &Ballot) -> String {
    let hands = ballot.hands.iter().flatten().sum::<u32>();
    let answered = state.seats.iter().filter(|seat| ballot.heard(seat.number)).count();
    let voted = format!("{answered} of {} have answered", state.seats.len());
    match hands {
        0 => voted,
        _ => format!("{voted} by phone, beside {}", words::count(hands as usize, "raised hand")),
    }
}

/// Returns what a form is for, so that what is typed into it stays while the page is kept up to date.
fn named(ballot: &Ballot) -> String {
    format!("{} {}", ballot.question, ballot.nth)
}

/// Returns a form that is one button.
fn button(to: &str, says: &str, class: &str) -> Markup {
    html! { form method="post" action=(to) { button class=[(!class.is_empty()).then_some(class)] type="submit" { (says) } } }
}

/// Returns the countdown's buttons.
fn timer(state: &Class, to: &impl Fn(&str) -> String) -> Markup {
    html! {
        @if matches!(state.phase, Phase::Open(_)) {
            form method="post" action=(to("time")) {
                span .mute { "Countdown: " }
                @for minutes in [1, 2, 3, 5] { button .small type="submit" name="min" value=(minutes) { (minutes) " min" } }
                @if state.until.is_some() { button .small type="submit" name="min" value="0" { "Stop it" } }
            }
            (super::stage::countdown(state))
        }
    }
}
