//! The debrief: the class's path beside history's, its decisions judged, its predictions scored.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::StatusCode,
};
use maud::{Markup, html};

use super::{
    Site,
    refused::Refused,
    shell::{Setting, shell},
};
use crate::{
    class::{Course, Debrief, Over, Phase, Rulings, State as Class, debrief},
    lab::NotJudged,
    tell::{
        effects::Measured,
        judgement::Judgement,
        outcomes::{markers, value_text, was_text},
        quotes::cite_text,
        words,
    },
};

pub(super) async fn page(
    State(site): State<Arc<Site>>,
    Path(token): Path<String>,
) -> Result<Markup, Refused> {
    let (_, state) = site.shown(&token)?;
    let page = site.debriefing(&state).await?;
    let poll = format!("/debrief/{token}/part");
    let body = html! {
        main {
            (page)
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
pub(super) async fn key(
    State(site): State<Arc<Site>>,
    Path(token): Path<String>,
) -> Result<Markup, Refused> {
    let (_, state) = site.taught(&token)?;
    let body = html! {
        main {
            header { p .kicker { (site.title()) } h1 { "Answer key" } }
            @if matches!(state.phase, Phase::Ended) { (site.judged(&state)) }
            (site.discussion(true))
            p .screen { button #print type="button" { "Print" } }
        }
    };
    Ok(shell("Answer key", Setting::Desk, &body))
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
        // a class may end before its last question: the rest is answered by policies
        let course = Course { to_the_end: true, ..Course::of(state) };
        let played = self.played(course).await?;
        let over = played.over.clone().ok_or_else(super::refused::no_link)?;
        Ok((debrief(&self.game, state, &over), Arc::new(over)))
    }

    pub(super) async fn debriefing(&self, state: &Class) -> Result<Markup, Refused> {
        let (done, over) = self.done(state).await?;
        let mut others = Vec::new();
        for fork in &state.forks {
            let course = Course::of(state).forked(fork.decision, fork.option);
            let played = self.played(course).await?;
            let Some(decided) = state.decided.get(fork.decision) else { continue };
            let what = self.option(&decided.ballot.question, fork.option);
            others.extend(played.over.clone().map(|over| (what, over)));
        }
        Ok(html! {
            header {
                p .kicker { (self.title()) }
                h1 { "The debrief" }
            }
            (self.ending(Some(&*over)))
            (self.paths(&done))
            (self.outcomes(&over, &others))
            (self.predicted(&done))
            details { summary { "What happened, as nobody knew all of it" } (self.log(&over.story.iter().collect::<Vec<_>>())) }
        })
    }

    /// Returns the class's path beside history's.
    fn paths(&self, done: &Debrief) -> Markup {
        let title = |question: &str, id: &str| {
            let option = self.question(question)?.options.iter().find(|option| option.id == id)?;
            Some(words::capital(&option.title))
        };
        html! {
            h2 { "Your path beside history’s" }
            div .scroll tabindex="0" { table {
                thead { tr { th scope="col" { "Question" } th scope="col" { "The class" } th scope="col" { "History" } th scope="col" { "Votes" } } }
                tbody { @for row in &done.decisions { tr {
                    th scope="row" { (self.question(&row.question).map_or("", |q| &q.title)) @if row.nth > 1 { " (" (row.nth) ". time)" } }
                    td { (title(&row.question, &row.chosen).unwrap_or_default()) }
                    td { @match &row.history {
                        Some(id) if *id == row.chosen => "the same",
                        Some(id) => (title(&row.question, id).unwrap_or_default()),
                        None => "the question never came",
                    } }
                    td { ul .plain { @for (option, votes) in &row.votes { li { (votes) " × " (title(&row.question, option).unwrap_or_default()) } } } }
                } } }
            } }
        }
    }

    /// Returns the outcomes beside history's, and those of second worlds.
    fn outcomes(&self, over: &Over, others: &[(String, Over)]) -> Markup {
        let value = |over: &Over, id: &str| {
            let known = over.outcomes.iter().find(|(known, _)| known == id);
            known.map_or_else(String::new, |(_, value)| {
                value_text(&self.game.part, &self.model, value)
            })
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
        self.game.part.ends.iter().find(|end| end.id == id).map_or("", |end| &end.title)
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
                        th scope="row" { (seat.seat) } td { (self.role_title(&seat.role)) }
                        td .number { (words::about(seat.score.unwrap_or_default())) }
                    } } }
                } }
            }
        }
    }

    /// Returns the decisions judged by what could be known, or that this is still being worked out.
    pub(super) fn judged(&self, state: &Class) -> Markup {
        if state.decided.is_empty() {
            return html! {};
        }
        let rulings = self.bench.rulings(&Course::of(state));
        html! {
            h2 { "A good decision or a lucky one?" }
            p { "Each decision is played on in many worlds that its decider could not have told apart from this one. So it is judged by what could be known, not by what came." }
            @match rulings {
                None => { p role="status" data-pending="yes" { "The other worlds are being played. This takes a moment." } }
                Some(rulings) => { (self.rulings(&rulings, state)) }
            }
        }
    }

    fn rulings(&self, rulings: &Rulings, state: &Class) -> Markup {
        html! {
            @for ruling in &rulings.rulings {
                @let title = self.question(&ruling.question).map_or("", |q| &q.title);
                div .card {
                    h3 { (title) }
                    @match &ruling.judged {
                        Ok(judged) => {
                            p .mute { (words::count(judged.design.runs as usize, "world")) " with each option" }
                            @for (title, texts) in self.verdicts(rulings, ruling, judged, state) {
                                p { strong { (title) ". " } @for text in texts { (text) " " } }
                            }
                        }
                        Err(NotJudged::NotPut) => { p { "This question is not put in the world that is judged." } }
                        Err(NotJudged::TooFew(count)) => {
                            p { "Of " (count.trials) " worlds only " (count.hits) " looked the same to the decider: too few to judge by." }
                        }
                    }
                }
            }
        }
    }

    fn verdicts(
        &self,
        rulings: &Rulings,
        ruling: &crate::class::Ruling,
        judged: &crate::lab::Judged,
        state: &Class,
    ) -> Vec<(String, Vec<String>)> {
        let Some(question) = self.question(&ruling.question) else { return Vec::new() };
        let part = &self.game.part;
        let mut names: Vec<&str> =
            part.outcomes.iter().map(|outcome| outcome.id.as_str()).collect();
        names.sort_unstable();
        let judgement = Judgement {
            part,
            model: &rulings.model,
            question,
            nth: ruling.nth,
            seed: state.seed,
            judged,
            names: names.clone(),
            shown: &[],
        };
        let each = self.game.exercise.judged_by.iter().filter_map(|id| {
            let place = names.binary_search(&&**id).ok()?;
            let measured = Measured::new(part, &rulings.model, id)?;
            let texts = judgement.verdict_texts(&measured, place);
            Some((measured.outcome.title.clone(), texts))
        });
        each.collect()
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
