//! What other worlds say of a class's: its decisions judged, and what its end hung on.

use maud::{Markup, html};

use super::{
    Site,
    picture::{figure, way, whose},
};
use excomm_class::{Ruling, Rulings, State as Class};
use excomm_engine::world::OutcomeId;
use excomm_lab::{Change, Judged, NotJudged, Turn, number};
use excomm_tell::{
    effects::Measured,
    inputs::name_of,
    judgement::{Came, Judgement},
    words,
};

/// So many numbers are told on which an end hung.
const TOLD: usize = 6;

impl Site {
    /// Returns the decisions judged by what could be known, or that this is still being worked out.
    pub(super) fn judged(&self, state: &Class) -> Markup {
        if state.decided.is_empty() {
            return html! {};
        }
        let rulings = self.bench.rulings(state);
        html! {
            h2 { "A good decision or a lucky one?" }
            @match rulings {
                None => { p role="status" data-pending="yes" { "The other worlds are being played. This takes a moment." } }
                Some(rulings) => {
                    p { "Each strip is 100 worlds with that option: the higher a bar, the more of them. The band is your own world." }
                    (self.rulings(&rulings, state))
                    (self.hung_on(&rulings, state))
                }
            }
        }
    }

    /// Returns what is judged of each decision that was put, in one sentence.
    pub(super) fn sentences(&self, state: &Class) -> Option<Vec<(String, String)>> {
        let rulings = self.bench.rulings(state)?;
        let each = rulings.rulings.iter().filter_map(|ruling| {
            let asked = self.asked(&ruling.question, ruling.nth);
            let says = match &ruling.judged {
                Ok(judged) => {
                    let judgement = self.judgement(&rulings, ruling, judged, state.seed)?;
                    let outcome = judgement.main(&self.judged_by(&rulings))?;
                    judgement.in_a_sentence(outcome).to_owned()
                }
                Err(NotJudged::NotPut) => return None,
                Err(_) => "It cannot be judged.".to_owned(),
            };
            Some((asked, says))
        });
        Some(each.collect())
    }

    fn rulings(&self, rulings: &Rulings, state: &Class) -> Markup {
        let put = |ruling: &&Ruling| !matches!(ruling.judged, Err(NotJudged::NotPut));
        html! {
            @for ruling in rulings.rulings.iter().filter(put) {
                section .ruling {
                    h3 { (self.asked(&ruling.question, ruling.nth)) }
                    @match &ruling.judged {
                        Ok(judged) => {
                            @if let Some(judgement) = self.judgement(rulings, ruling, judged, state.seed) {
                                (self.judgement_shown(&judgement, &self.judged_by(rulings)))
                            }
                        }
                        Err(why) => {
                            p .big { "This decision cannot be judged." }
                            details data-keep=(format!("{}-{}", ruling.question, ruling.nth)) { summary { "Why not" } p { (not_judged(why)) } }
                        }
                    }
                }
            }
        }
    }

    fn judgement<'a>(
        &'a self,
        rulings: &'a Rulings,
        ruling: &Ruling,
        judged: &'a Judged,
        seed: u64,
    ) -> Option<Judgement<'a>> {
        let (part, model) = (&self.game.part, &rulings.model);
        let question = self.question(&ruling.question)?;
        Some(Judgement { part, model, question, nth: ruling.nth, seed, judged, shown: &[] })
    }

    /// Returns the outcomes by which decisions are judged, the first ones first.
    fn judged_by(&self, rulings: &Rulings) -> Vec<OutcomeId> {
        let named = self.game.exercise.judged_by.iter();
        named.filter_map(|id| rulings.model.find_outcome(id)).collect()
    }

    /// Returns a judged decision: a sentence, a picture, and all else folded away.
    fn judgement_shown(&self, judgement: &Judgement, by: &[OutcomeId]) -> Markup {
        let Some(main) = judgement.main(by) else { return html! {} };
        let measured = Measured::new(&self.game.part, judgement.model, main);
        let better = measured.whom().map(|(better, _)| format!(" ({} is better)", way(better)));
        let of = format!("{}{}.", measured.outcome.title, better.unwrap_or_default());
        let came = measured.value(number(judgement.model, judgement.judged.came[main].value));
        html! {
            p .big { (judgement.in_a_sentence(main)) }
            (figure(&judgement.picture(main), &of, &came))
            details data-keep=(format!("{}-{}", judgement.question.id, judgement.nth)) {
                summary { "The numbers" }
                @for outcome in by { (self.numbers(judgement, *outcome)) }
                p .mute { (worlds_text(judgement.judged)) }
            }
        }
    }

    /// Returns what came of one outcome with each option, in numbers.
    fn numbers(&self, judgement: &Judgement, outcome: OutcomeId) -> Markup {
        let measured = Measured::new(&self.game.part, judgement.model, outcome);
        html! {
            h4 { (measured.outcome.title) }
            ul .plain {
                @for drawn in judgement.picture(outcome).options { li {
                    @if let Some(whose) = whose(&drawn) { strong { (whose) ": " } }
                    (words::capital(&drawn.title)) ": " (drawn.says)
                    @if let Some(against) = &drawn.against { "; against your choice " (against) }
                    "."
                } }
            }
            p { @for text in judgement.verdict_texts(&measured, outcome) { (text) " " } @if let Some(came) = judgement.how_it_came(outcome) { (came_text(came)) } }
        }
    }

    /// Returns the changes that alone would have brought another end; of answers, those to what the class was asked.
    fn hung_on(&self, rulings: &Rulings, state: &Class) -> Markup {
        let all =
            || rulings.hung_on.iter().flat_map(|turns| turns.answers.iter().chain(&turns.facts));
        let answers: Vec<&Turn> = all().filter(|turn| was_put(rulings, turn, state)).collect();
        let facts: Vec<&Turn> =
            all().filter(|turn| matches!(turn.change, Change::Fact(..))).collect();
        html! {
            details {
                summary { "What the end hung on" }
                p { "Each of these alone, with the same luck and everything else as it was, would have brought another end." }
                (self.turns(rulings, &answers, "Other answers"))
                p { (facts.len()) " of " (rulings.assumed) " assumed numbers turn the end when they are moved to one or the other end of their range. "
                    @if facts.len() > TOLD { "Those that have to move least:" } }
                (self.turns(rulings, &facts[..facts.len().min(TOLD)], "Other assumptions"))
            }
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
}

/// Says which worlds a decision is judged by.
fn worlds_text(judged: &Judged) -> String {
    format!(
        "Judged in {} with each option, all of which whoever decided could not have told apart from this one: \
         by what could be known, not by what came.",
        words::count(judged.design.runs as usize, "world")
    )
}

fn came_text(came: Came) -> &'static str {
    match came {
        Came::Well => {
            "What came was good: it lies in the better half of the worlds with the same choice."
        }
        Came::Badly => {
            "What came was not good: it lies in the worse half of the worlds with the same choice."
        }
        Came::Between => {
            "What came was neither good nor bad among the worlds with the same choice."
        }
    }
}

/// Says why a decision cannot be judged.
fn not_judged(why: &NotJudged) -> String {
    match why {
        NotJudged::NotPut => "This question is not put in the world that is judged.".to_owned(),
        NotJudged::Broken(why) => format!("A world cannot be played to its end: {why}."),
        NotJudged::TooFew(count) => format!(
            "Of {} tried for one day only {} looked the same to whoever decided: too few to judge by.",
            words::count(count.trials as usize, "world"),
            count.hits
        ),
    }
}

/// Returns whether a change is of an answer to a question that was put to the class.
fn was_put(rulings: &Rulings, turn: &Turn, state: &Class) -> bool {
    let Change::Answer(chosen) = turn.change else { return false };
    let id = &rulings.model.things[chosen.question.index()].id;
    let same = |nth: u32| chosen.nth.is_none_or(|n| n == nth);
    state.decided.iter().any(|d| d.ballot.question == *id && same(d.ballot.nth))
}
