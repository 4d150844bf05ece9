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
    taught::Taught,
};
use excomm_class::{Course, Debrief, DecisionRow, Over, Phase, State as Class, debrief};
use excomm_pages::causes;
use excomm_scenario::format::HistoryChoice;
use excomm_tell::{
    outcomes::{markers, title_of, value_text, was_text},
    quotes::cite_text,
    why::Why,
    words,
};

pub(super) async fn page(
    State(site): State<Arc<Site>>,
    Path(token): Path<String>,
) -> Result<Markup, Refused> {
    let (_, state) = site.shown(&token)?;
    let page = site.debriefing(&state).await?;
    let played = site.world(&state).await?;
    let poll = format!("/debrief/{token}/part");
    let body = html! {
        (site.atlas.shapes())
        main {
            (page)
            (site.film(&state, &played, None))
            div data-part=(poll) data-poll="yes" { (site.judged(&state)) }
            (site.discussion(false))
            p .screen { button #print type="button" { "Print as a worksheet" } }
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

/// The answer key, for the teacher.
pub(super) async fn key(State(site): State<Arc<Site>>, Taught { state, .. }: Taught) -> Markup {
    let body = html! {
        main {
            header { p .kicker { (site.title()) } h1 { "Answer key" } }
            @if matches!(state.phase, Phase::Ended) { (site.judged(&state)) }
            (site.discussion(true))
            p .screen { button #print type="button" { "Print" } }
        }
    };
    shell("Answer key", Setting::Desk, &body)
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

    pub(super) async fn debriefing(&self, state: &Class) -> Result<Markup, Refused> {
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
        Ok(html! {
            header {
                p .kicker { (self.title()) }
                h1 { "The debrief" }
            }
            (self.ending(Some(&over)))
            (self.paths(&done, &over, state, &others))
            (self.why(&over))
            (self.outcomes(&over, &others))
            (self.predicted(&done))
            details { summary { "What happened, as nobody knew all of it" } (self.log(&over.story.iter().collect::<Vec<_>>())) }
        })
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
            h2 { "Your path beside history\u{2019}s" }
            (tree(&paths))
            details {
                summary { "The votes" }
                div .scroll tabindex="0" { table {
                    thead { tr { th scope="col" { "Question" } th scope="col" { "Votes" } } }
                    tbody { @for row in &done.decisions { tr {
                        th scope="row" { (self.asked(row)) }
                        td { ul .plain { @for (option, votes) in &row.votes { li { (votes) " \u{d7} " (self.chosen(&row.question, option)) } } } }
                    } } }
                } }
            }
        }
    }

    fn asked(&self, row: &DecisionRow) -> String {
        let title = self.question(&row.question).map_or("", |question| &question.title);
        if row.nth > 1 {
            format!("{title} ({} time)", words::ordinal(row.nth))
        } else {
            title.to_owned()
        }
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
            Step { question: self.asked(row), option }
        };
        done.decisions.iter().enumerate().map(step).collect()
    }

    /// Returns what history chose: of the questions the class met, then of those it did not come to.
    fn history(&self, done: &Debrief) -> Vec<Step> {
        let met = done.decisions.iter().filter_map(|row| {
            let option = self.chosen(&row.question, row.history.as_ref()?);
            Some(Step { question: self.asked(row), option })
        });
        let known = |id: &str| done.decisions.iter().any(|row| row.question == id);
        let unmet = self.game.exercise.questions.iter().filter(|put| !known(&put.question));
        let unmet = unmet.filter_map(|put| {
            let question = self.question(&put.question)?;
            let HistoryChoice::Chose(id) = &question.history else { return None };
            let option = self.chosen(&question.id, id);
            Some(Step { question: question.title.clone(), option })
        });
        met.chain(unmet).collect()
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
                .map(move |marker| format!("{title}: {}", was_text(&self.model, &marker.was)))
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
            section .no-print {
                h2 { "Why it ended so" }
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
            h2 { "What came of it" }
            div .scroll tabindex="0" { table {
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
                        td { @for marker in markers(part, &outcome.id) { (was_text(&self.model, &marker.was)) " " } }
                    } }
                }
            } }
        }
    }

    fn end_title(&self, over: &Over) -> &str {
        let id = over.end.as_deref().unwrap_or("");
        self.game.part.end(id).map_or("", |end| &end.title)
    }

    fn predicted(&self, done: &Debrief) -> Markup {
        let scored: Vec<_> = done.seats.iter().filter(|seat| seat.score.is_some()).collect();
        html! {
            @if done.predictions.iter().any(|row| row.mean_per_cent.is_some()) {
                h2 { "What you foretold" }
                div .scroll tabindex="0" { table {
                    thead { tr { th scope="col" { "Prediction" } th scope="col" .number { "The class, on average" } th scope="col" { "It came true" } } }
                    tbody { @for row in &done.predictions { tr {
                        th scope="row" { (row.title) }
                        td .number { @if let Some(mean) = row.mean_per_cent { (words::about(mean)) " %" } }
                        td { @match row.came_true { Some(true) => "yes", Some(false) => "no", None => "not known" } }
                    } } }
                } }
                div .scroll tabindex="0" { table {
                    caption { "Brier scores: 0 is best, even odds on everything bring 0.25" }
                    thead { tr { th scope="col" { "Seat" } th scope="col" { "Role" } th scope="col" .number { "Score" } } }
                    tbody { @for seat in scored { tr {
                        th scope="row" { bdi { (seat.seat) } } td { (self.role_title(&seat.role)) }
                        td .number { (words::about(seat.score.unwrap_or_default())) }
                    } } }
                } }
            }
        }
    }

    /// Returns the questions to talk about, with or without the key.
    pub(super) fn discussion(&self, key: bool) -> Markup {
        html! {
            h2 { "To talk about" }
            ol {
                @for question in &self.game.exercise.discussion {
                    li {
                        p .big { (question.asks) }
                        @if key {
                            p { (question.key) }
                            @for cite in &question.cite { p .quote { (cite_text(&self.game.part, cite)) } }
                        }
                    }
                }
            }
        }
    }
}
