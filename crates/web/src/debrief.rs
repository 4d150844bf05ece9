//! The debrief: the class's path beside history's, its decisions judged, its predictions scored.

use std::{iter, sync::Arc};

use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use maud::{Markup, html};

use super::{
    Site,
    paths::{Path as Way, Step, tree},
    refused::Refused,
    shell::{Setting, shell},
};
use excomm_class::{Course, Debrief, DecisionRow, Over, Phase, State as Class, debrief};
use excomm_pages::causes;
use excomm_tell::{
    headlines::whole,
    outcomes::{markers, title_of, value_text, was_text},
    why::Why,
    words,
};

pub(super) async fn page(
    State(site): State<Arc<Site>>,
    Path(token): Path<String>,
) -> Result<Markup, Refused> {
    let (_, state) = site.shown(&token)?;
    let [head, folds] = site.head_and_folds(&state).await?;
    let played = site.world(&state).await?;
    let poll = format!("/debrief/{token}/part");
    let (done, _) = site.done(&state).await?;
    let body = html! {
        (site.atlas.shapes())
        main .debrief {
            div .no-print {
                (head)
                div data-part=(poll) data-poll="yes" { (site.judged(&state)) }
                @let film = site.film(&state, &played, None);
                @if !film.0.is_empty() { details { summary { "On maps that move in time" } (film) } }
                (folds)
                (site.discussion(false))
                p .screen { button #print type="button" { "Print the worksheet" } }
            }
            (site.worksheet(&done))
        }
    };
    Ok(shell("The debrief", Setting::Desk, &body))
}

/// The part of the debrief that takes time to work out.
pub(super) async fn part(
    State(site): State<Arc<Site>>,
    Path(token): Path<String>,
) -> Result<Markup, Refused> {
    let (_, state) = site.shown(&token)?;
    ended(&state)?;
    Ok(site.judged(&state))
}

fn ended(state: &Class) -> Result<(), Refused> {
    match state.phase {
        Phase::Ended => Ok(()),
        _ => Err(Refused::new(StatusCode::CONFLICT, "The debrief comes when the class has ended.")),
    }
}

impl Site {
    /// Returns what a class did and how its world ended.
    pub(super) async fn done(&self, state: &Class) -> Result<(Debrief, Arc<Over>), Refused> {
        ended(state)?;
        let played = self.world(state).await?;
        let over = played.over.clone().ok_or_else(super::refused::no_link)?;
        Ok((debrief(&self.game, state, &over), over))
    }

    /// Returns all of the debrief that takes no time to work out.
    pub(super) async fn debriefing(&self, state: &Class) -> Result<Markup, Refused> {
        let [head, folds] = self.head_and_folds(state).await?;
        Ok(html! { (head) (folds) })
    }

    /// Returns what lies open, and what is folded away.
    async fn head_and_folds(&self, state: &Class) -> Result<[Markup; 2], Refused> {
        let (done, over) = self.done(state).await?;
        let mut others = Vec::new();
        for fork in &state.forks {
            let course = Course::of(state).forked(fork.decision, fork.option);
            let played = self.played(course).await?;
            let decided = state.decided.get(fork.decision);
            let question = decided.map_or("", |decided| &decided.ballot.question);
            others
                .extend(played.over.clone().map(|over| (self.option(question, fork.option), over)));
        }
        let head = html! {
            header {
                p .kicker { (self.title()) }
                h1 { "The debrief" }
            }
            (self.ending(Some(&over)))
            (as_history(&done))
            (self.foretold(&done))
        };
        let folds = html! {
            (self.paths(&done, &over, state, &others))
            (self.outcomes(&over, &others))
            (self.why(&over))
            details { summary { "What happened, as nobody knew all of it" } (self.log(&over.story.iter().collect::<Vec<_>>())) }
        };
        Ok([head, folds])
    }

    /// Returns the class's path, history's and those of second worlds as one tree, and the votes.
    fn paths(
        &self,
        done: &Debrief,
        over: &Over,
        state: &Class,
        others: &[(String, Arc<Over>)],
    ) -> Markup {
        let mut paths = vec![
            Way {
                who: "The class".to_owned(),
                steps: self.steps(done, None),
                leaf: self.leaf(over),
            },
            Way { who: "History".to_owned(), steps: self.history(done), leaf: self.as_it_was() },
        ];
        for (fork, (what, other)) in state.forks.iter().zip(others) {
            let steps = self.steps(done, Some((fork.decision, what)));
            paths.push(Way { who: format!("If: {what}"), steps, leaf: self.leaf(other) });
        }
        html! {
            details { summary { "Your path beside history\u{2019}s" } (tree(&paths)) }
            details {
                summary { "The votes" }
                div .scroll tabindex="0" { table {
                    thead { tr { th scope="col" { "Question" } th scope="col" { "Votes" } } }
                    tbody { @for row in &done.decisions { tr {
                        th scope="row" { (self.asked(&row.question, row.nth)) }
                        td { ul .plain { @for (option, votes) in &row.votes { li { (votes) " \u{d7} " (self.chosen(&row.question, option)) } } } }
                    } } }
                } }
            }
        }
    }

    /// Returns a question as it was put, with which time it was.
    pub(super) fn asked(&self, question: &str, nth: u32) -> String {
        let title = self.question(question).map_or("", |question| &question.title);
        if nth > 1 { format!("{title} ({} time)", words::ordinal(nth)) } else { title.to_owned() }
    }

    /// Returns an option in words, by its id.
    pub(super) fn chosen(&self, question: &str, id: &str) -> String {
        let options = self.question(question).map_or(&[][..], |question| &question.options);
        let option = options.iter().find(|option| option.id == id);
        option.map_or_else(String::new, |option| words::capital(&option.title))
    }

    /// Returns what the class chose, save the decision that fell otherwise in a second world.
    fn steps(&self, done: &Debrief, otherwise: Option<(usize, &String)>) -> Vec<Step> {
        let step = |(i, row): (usize, &DecisionRow)| {
            let other = otherwise.filter(|(decision, _)| *decision == i);
            let chosen = || self.chosen(&row.question, &row.chosen);
            let option = other.map_or_else(chosen, |(_, what)| what.clone());
            Step { question: self.asked(&row.question, row.nth), option }
        };
        done.decisions.iter().enumerate().map(step).collect()
    }

    /// Returns what history chose, of the questions that were put to the class.
    fn history(&self, done: &Debrief) -> Vec<Step> {
        let met = done.decisions.iter().filter_map(|row| {
            let option = self.chosen(&row.question, row.history.as_ref()?);
            Some(Step { question: self.asked(&row.question, row.nth), option })
        });
        met.collect()
    }

    /// Returns where a world led: its end, and the outcomes by which its decisions are judged.
    fn leaf(&self, over: &Over) -> Vec<String> {
        let judged = self.game.exercise.judged_by.iter().filter_map(|id| {
            let value = over.outcome(id)?;
            let title = title_of(&self.game.part, id);
            Some(format!("{title}: {}", value_text(&self.model, &value)))
        });
        iter::once(self.end_title(over).to_owned()).chain(judged).collect()
    }

    /// Returns where history led, by the same outcomes, as far as that is recorded.
    fn as_it_was(&self) -> Vec<String> {
        let part = &self.game.part;
        let judged = self.game.exercise.judged_by.iter().flat_map(|id| {
            let title = title_of(part, id);
            markers(part, id)
                .map(move |marker| format!("{title}: {}", was_text(&self.model, marker)))
        });
        judged.collect()
    }

    /// Returns why a world ended as it did.
    fn why(&self, over: &Over) -> Markup {
        let Over { model, setting, run, .. } = over;
        let Some((_, reached)) = &run.end else { return Markup::default() };
        let (part, cites) = (&self.game.part, &self.cites);
        let why = Why { part, model, setting, run, cites, known: None };
        html! {
            details .no-print {
                summary { "Why it ended so" }
                p { "From the end back to decisions, odds, numbers and the words they rest on." }
                (causes::tree(&why.walk([reached.by]), reached.by))
            }
        }
    }

    /// Returns the outcomes beside history's, and those of second worlds.
    fn outcomes(&self, over: &Over, others: &[(String, Arc<Over>)]) -> Markup {
        let value = |over: &Over, id: &str| {
            over.outcome(id).map_or_else(String::new, |value| value_text(&self.model, &value))
        };
        let part = &self.game.part;
        let shown = part.outcomes.iter().filter(|outcome| {
            self.game.exercise.judged_by.iter().any(|id| **id == outcome.id)
                || markers(part, &outcome.id).next().is_some()
        });
        html! {
            details { summary { "What came of it, beside history" } div .scroll tabindex="0" { table {
                thead { tr { th scope="col" { "Outcome" } th scope="col" { "Your world" }
                    @for (what, _) in others { th scope="col" { "If: " (what) } }
                    th scope="col" { "History" } } }
                tbody {
                    tr { th scope="row" { "The end" } td { (self.end_title(over)) }
                        @for (_, other) in others { td { (self.end_title(other)) } } td {} }
                    @for outcome in shown { tr {
                        th scope="row" { (outcome.title) }
                        td { (value(over, &outcome.id)) }
                        @for (_, other) in others { td { (value(other, &outcome.id)) } }
                        td { @for marker in markers(part, &outcome.id) { (was_text(&self.model, marker)) " " } }
                    } }
                }
            } } }
        }
    }

    fn end_title(&self, over: &Over) -> &str {
        let id = over.end.as_deref().unwrap_or("");
        self.game.part.end(id).map_or("", |end| &end.title)
    }

    /// Returns what was foretold beside what came, and how well each seat foretold.
    fn foretold(&self, done: &Debrief) -> Markup {
        let held: Vec<_> =
            done.predictions.iter().filter_map(|row| Some((row, row.mean_per_cent?))).collect();
        let scored = done.seats.iter().filter_map(|seat| Some((seat, seat.score?)));
        html! {
            @if !held.is_empty() {
                h2 { "What you foretold" }
                ul .plain { @for (row, mean) in held { li {
                    (row.title) " You held it likely in " (whole(mean / 100.0)) " of 100 worlds; "
                    strong { (came_true(row.came_true)) } "."
                } } }
                details { summary { "How well each seat foretold" } div .scroll tabindex="0" { table {
                    caption { "Brier scores: 0 is best, even odds on everything bring 0.25" }
                    thead { tr { th scope="col" { "Seat" } th scope="col" { "Role" } th scope="col" .number { "Score" } } }
                    tbody { @for (seat, score) in scored { tr {
                        th scope="row" { bdi { (seat.seat) } } td { (self.role_title(&seat.role)) }
                        td .number { (words::about(score)) }
                    } } }
                } } }
            }
        }
    }
}

/// Says how often the class chose as history did.
fn as_history(done: &Debrief) -> Markup {
    let recorded = done.decisions.iter().filter(|row| row.history.is_some());
    let (alike, other): (Vec<_>, Vec<_>) =
        recorded.partition(|row| row.history.as_ref() == Some(&row.chosen));
    let all = alike.len() + other.len();
    html! { @if all > 0 { p .big { "You decided as history did in " (alike.len()) " of " (words::count(all, "question")) "." } } }
}

fn came_true(came: Option<bool>) -> &'static str {
    match came {
        Some(true) => "it came true",
        Some(false) => "it did not come true",
        None => "nobody knows whether it came true",
    }
}
