//! What other worlds say of a class's: its decisions judged, and what its end hung on.

use maud::{Markup, html};

use super::Site;
use excomm_class::{Course, Rulings, State as Class};
use excomm_lab::{Change, NotJudged, Turn};
use excomm_tell::{effects::Measured, inputs::name_of, judgement::Judgement, words};

/// So many numbers are told on which an end hung.
const TOLD: usize = 6;

impl Site {
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
                Some(rulings) => { (self.rulings(&rulings, state)) (self.hung_on(&rulings)) }
            }
        }
    }

    /// Returns the changes that alone would have brought another end.
    fn hung_on(&self, rulings: &Rulings) -> Markup {
        let (answers, facts): (Vec<&Turn>, Vec<&Turn>) = rulings
            .hung_on
            .iter()
            .flat_map(|turns| turns.answers.iter().chain(&turns.facts))
            .partition(|turn| matches!(turn.change, Change::Answer(_)));
        html! {
            h2 { "What the end hung on" }
            p { "Each of these alone, with the same luck and everything else as it was, would have brought another end." }
            (self.turns(rulings, &answers, "Other answers"))
            p { (facts.len()) " of " (rulings.assumed) " assumed numbers turn the end when they are moved to one or the other end of their range. "
                @if facts.len() > TOLD { "Those that have to move least:" } }
            (self.turns(rulings, &facts[..facts.len().min(TOLD)], "Other assumptions"))
        }
    }

    fn turns(&self, rulings: &Rulings, turns: &[&Turn], caption: &str) -> Markup {
        let end = |turn: &Turn| {
            let first = turn.instead.first();
            first.map_or("", |(end, _)| rulings.model.things[end.index()].title.as_str()).to_owned()
        };
        html! {
            @if turns.is_empty() { p .mute { (caption) ": none." } } @else {
                div .scroll tabindex="0" { table {
                    caption { (caption) }
                    thead { tr { th scope="col" { "What" } th scope="col" { "Instead" } th scope="col" { "Then it would have ended" } } }
                    tbody { @for turn in turns {
                        @let (what, instead) = self.change(rulings, turn);
                        tr { th scope="row" { (what) } td { (instead) } td { (end(turn)) } }
                    } }
                } }
            }
        }
    }

    /// Returns what a change is of, and what it is.
    fn change(&self, rulings: &Rulings, turn: &Turn) -> (String, String) {
        let model = &rulings.model;
        match turn.change {
            Change::Answer(chosen) => {
                let info = &model.things[chosen.question.index()];
                (info.title.clone(), self.option(&info.id, chosen.option))
            }
            Change::Fact(fact, value) => {
                let info = &model.facts[fact.0 as usize];
                let name = words::capital(&name_of(&self.game.part, model, &info.path));
                (name, format!("{} \u{2192} {}", words::about(info.best), words::about(value)))
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
                        Err(NotJudged::Broken(why)) => { p { "A world cannot be played to its end: " (why) "." } }
                        Err(NotJudged::TooFew(count)) => {
                            p { "Of " (count.trials) " worlds tried for one day only " (count.hits) " looked the same to the decider: too few to judge by." }
                        }
                    }
                }
            }
        }
    }

    fn verdicts(
        &self,
        rulings: &Rulings,
        ruling: &excomm_class::Ruling,
        judged: &excomm_lab::Judged,
        state: &Class,
    ) -> Vec<(String, Vec<String>)> {
        let Some(question) = self.question(&ruling.question) else { return Vec::new() };
        let part = &self.game.part;
        let judgement = Judgement {
            part,
            model: &rulings.model,
            question,
            nth: ruling.nth,
            seed: state.seed,
            judged,
            shown: &[],
        };
        let each = self.game.exercise.judged_by.iter().filter_map(|id| {
            let outcome = rulings.model.find_outcome(id)?;
            let measured = Measured::new(part, &rulings.model, outcome);
            let texts = judgement.verdict_texts(&measured, outcome);
            Some((measured.outcome.title.clone(), texts))
        });
        each.collect()
    }
}
