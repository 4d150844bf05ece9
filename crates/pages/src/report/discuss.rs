//! Questions to discuss, made from this world: what was decided otherwise, what luck decided, which
//! disputed facts mattered, and what the source leaves out. Each has an answer that was computed.

mod source;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};

use maud::{Markup, html};

use super::Report;
use excomm_engine::{
    run::{Finished, OutcomeValue, ancestors},
    world::{Chosen, FactId, Knowledge, Setting},
};
use excomm_lab as lab;
use excomm_lab::but_for::Target;
use excomm_scenario::format::{HistoryChoice, Part};
use excomm_tell::{inputs::name_of, outcomes::value_text, quotes::speaker, words};

/// The most questions of one kind.
const EACH: usize = 3;
/// The most twin worlds that are played to find what luck decided.
const TWINS: usize = 40;

/// The most disputed facts that are tried out at both ends of their range.
const TRIED: usize = 12;

/// A question and what an answer can build on.
pub(super) struct Asked {
    ask: String,
    pub(super) answer: Vec<String>,
}

/// All questions, by what they are about.
pub(super) struct Questions(pub(super) Vec<(&'static str, Vec<Asked>)>);

impl Questions {
    /// Makes the questions of a world.
    pub(super) fn new(report: &Report) -> Questions {
        let all = vec![
            ("Decisions", decisions(report)),
            ("Luck", luck(report)),
            ("What is disputed", disputed(report)),
            ("The source", source::questions(report)),
        ];
        Questions(all.into_iter().filter(|(_, asked)| !asked.is_empty()).collect())
    }

    /// Returns the section in which they are asked.
    pub(super) fn section(&self) -> Markup {
        let mut number = 1;
        html! {
            section #discuss .part.sheet aria-labelledby="discuss-title" {
                h2 #discuss-title { "To discuss" }
                p .lead { "Questions made from this world. What an answer can build on stands in the key, on a page of its own." }
                @for (about, asked) in &self.0 {
                    h3 { (about) }
                    ol .discuss start=(number) { @for one in asked {
                        @let () = number += 1;
                        li { p .ask { (one.ask) } }
                    } }
                }
            }
        }
    }

    /// Returns the section with what answers can build on.
    pub(super) fn key(&self) -> Markup {
        let mut number = 1;
        html! {
            section #key .part.sheet aria-labelledby="key-title" {
                h2 #key-title { "Answer key" }
                p .lead { "Computed: each world below was played again with the same luck, and one thing changed. Other answers can be right." }
                details .keyed open { summary .needs-js { "Show or hide the key" }
                    @for (about, asked) in &self.0 {
                        h3 { (about) }
                        ol .discuss start=(number) { @for one in asked {
                            @let () = number += 1;
                            li { @for line in &one.answer { p { (line) } } }
                        } }
                    }
                }
            }
        }
    }
}

/// Plays the world again with something changed; says what differs, and how much that is.
fn again(report: &Report, setting: Setting) -> (String, usize) {
    let other = lab::play(report.why.model, setting);
    let outcomes = changed(&other, report.why.run).count();
    let end = |run: &Finished| run.end.map(|(end, _)| end);
    let other_end = end(&other) != end(report.why.run);
    (differs(report, &other), outcomes + if other_end { 1000 } else { 0 })
}

/// Returns the outcomes that differ between two worlds, as they are in both.
fn changed<'a>(
    a: &'a Finished,
    b: &'a Finished,
) -> impl Iterator<Item = (&'a OutcomeValue, &'a OutcomeValue)> {
    let pairs = a.outcomes.iter().map(|(id, value)| (value, &b.outcomes[id]));
    pairs.filter(|(a, b)| a.value != b.value)
}

/// Says how another world ends, and which outcomes differ from those told.
fn differs(report: &Report, other: &Finished) -> String {
    let (model, run) = (report.why.model, report.why.run);
    let title = |end: &Finished| {
        end.end
            .map_or("no end is reached", |(end, _)| model.things[end.index()].title.as_str())
            .to_owned()
    };
    let mut said = if other.end.map(|(end, _)| end) == run.end.map(|(end, _)| end) {
        "It ends in the same way".to_owned()
    } else {
        format!("It ends otherwise: {}", title(other))
    };
    let changed: Vec<String> = changed(other, run)
        .map(|(a, b)| {
            let name = &model.outcomes[a.outcome].written.title;
            format!("{name}: {} instead of {}", value_text(model, a), value_text(model, b))
        })
        .collect();
    if changed.is_empty() {
        said.push_str(", and no outcome differs.");
    } else {
        let shown: Vec<&str> = changed.iter().take(4).map(String::as_str).collect();
        said.push_str(". ");
        said.push_str(&shown.join("; "));
        let left = changed.len() - shown.len();
        if left > 0 {
            let _ = write!(said, "; {left} more differ");
        }
        said.push('.');
    }
    said
}

/// Asks about decisions: those on which history chose otherwise first, then those that changed most.
fn decisions(report: &Report) -> Vec<Asked> {
    let (part, model) = (report.why.part, report.why.model);
    let mut seen = BTreeSet::new();
    let mut asked: Vec<(bool, usize, Asked)> = Vec::new();
    for chosen in report.why.run.answered.iter().filter(|chosen| seen.insert(chosen.question)) {
        let id = &model.things[chosen.question.index()].id;
        let Some(question) = part.question(id) else { continue };
        let Some(took) = question.options.get(chosen.option as usize) else { continue };
        let place = |id: &str| question.options.iter().position(|option| option.id == id);
        let history = match &question.history {
            HistoryChoice::Chose(id) => place(id),
            HistoryChoice::NotReached => None,
        };
        let otherwise = history.is_some_and(|history| history != chosen.option as usize);
        let other =
            if otherwise { history } else { place_of_other(question.options.len(), chosen.option) };
        let Some(other) = other else { continue };
        let title = &question.options[other].title;
        let who = part.actor(&question.asks.0);
        let who = who.map_or("", |actor| &actor.title);
        let ask = if otherwise {
            format!(
                "\u{201c}{}\u{201d} Here {who} {}. History: {title}. Who argued for which, on what did they agree, \
                 and what would you have wanted to know first?",
                question.title, took.title
            )
        } else {
            format!(
                "\u{201c}{}\u{201d} {} {}, as {}. What speaks for the other way: {title}?",
                question.title,
                words::capital(who),
                took.title,
                if history.is_some() {
                    "in history"
                } else {
                    "its policy is; history never put the question"
                },
            )
        };
        let change = Chosen { question: chosen.question, nth: None, option: other as u32 };
        let mut setting = report.why.setting.clone();
        setting.choices.push(change);
        let (differs, much) = again(report, setting);
        let mut answer = arguments(part, question);
        answer.push(format!("The same world, but: {title}. {differs}"));
        asked.push((otherwise, much, Asked { ask, answer }));
    }
    asked.sort_by_key(|(otherwise, much, _)| std::cmp::Reverse((*otherwise, *much)));
    asked.into_iter().take(EACH).map(|(_, _, asked)| asked).collect()
}

fn place_of_other(options: usize, chosen: u32) -> Option<usize> {
    (0..options).find(|option| *option != chosen as usize)
}

/// Returns who argued for and against what.
fn arguments(part: &Part, question: &excomm_scenario::format::Question) -> Vec<String> {
    let each = question.options.iter().flat_map(|option| {
        option.arguments.iter().map(move |argument| {
            let side = match argument.side {
                excomm_scenario::format::Side::For => "for",
                excomm_scenario::format::Side::Against => "against",
            };
            let by = words::capital(speaker(part, &argument.by));
            format!("{by}, {side} \u{201c}{}\u{201d}: {}", option.title, argument.says)
        })
    });
    each.collect()
}

/// Asks about events that were drawn, without which the end would have been another.
fn luck(report: &Report) -> Vec<Asked> {
    let why = &report.why;
    let Some((_, reached)) = why.run.end else { return Vec::new() };
    let verdicts = why.verdicts(reached.by, &Target::End, TWINS);
    let drawn = verdicts.iter().filter(|known| !known.is_same()).filter_map(|known| {
        let event = why.event(known.hinge)?;
        Some((known, event, event.odds?, event.draw?))
    });
    let mut drawn: Vec<_> = drawn.collect();
    // the closest calls first
    drawn.sort_by(|a, b| (a.2 - a.3).abs().total_cmp(&(b.2 - b.3).abs()));
    let ask = |(known, event, odds, draw): (
        &excomm_tell::why::ButFor,
        &excomm_engine::world::Event,
        f64,
        f64,
    )| {
        let says = why.says(event);
        let at = words::moment(event.at, &why.model.span);
        Asked {
            ask: format!(
                "\u{201c}{says}\u{201d} ({at}). It was a draw, at odds of {}. Would you call what came of it luck? \
                 Who could have made it more or less likely?",
                words::percent(odds)
            ),
            answer: vec![
                format!(
                    "Drawn was {}; under {} it happens.",
                    words::percent(draw),
                    words::percent(odds)
                ),
                format!("But for it, the end {}.", known.says),
            ],
        }
    };
    drawn.into_iter().take(EACH).map(ask).collect()
}

/// Asks about disputed facts that stand behind the end.
fn disputed(report: &Report) -> Vec<Asked> {
    let (why, model) = (&report.why, report.why.model);
    let Some((_, reached)) = why.run.end else { return Vec::new() };
    let mut used: BTreeMap<FactId, usize> = BTreeMap::new();
    for id in ancestors(&why.run.log, reached.by) {
        for fact in why.event(id).into_iter().flat_map(|event| why.run.log.facts(event)) {
            *used.entry(*fact).or_default() += 1;
        }
    }
    let open = |fact: &FactId| {
        let info = &model.facts[fact.0 as usize];
        info.knowledge == Knowledge::Disputed && info.low < info.high
    };
    let mut facts: Vec<(FactId, usize)> = used.into_iter().filter(|(fact, _)| open(fact)).collect();
    facts.sort_by_key(|(fact, times)| (std::cmp::Reverse(*times), *fact));
    let ask = |(fact, times): (FactId, usize)| {
        let info = &model.facts[fact.0 as usize];
        let name = name_of(why.part, model, &info.path);
        let [low, here, high] =
            [info.low, why.run.facts[fact.0 as usize], info.high].map(words::about);
        let at = |value: f64| {
            let mut setting = why.setting.clone();
            setting.facts.insert(fact, value);
            let (differs, much) = again(report, setting);
            (format!("At {}: {}", words::about(value), differs), much)
        };
        let ((at_low, a), (at_high, b)) = (at(info.low), at(info.high));
        let stands = words::count(times, "event");
        let source = excomm_tell::quotes::source_of(why.part, info);
        let asked = Asked {
            ask: format!(
                "How sure are we of this number: {name}? Sources leave {low} to {high}; this world takes {here}. \
                 What evidence would settle it, and who has it?"
            ),
            answer: vec![
                format!(
                    "It stands behind {stands} on the way to the end. What is known: {source}."
                ),
                at_low,
                at_high,
            ],
        };
        (a.max(b), source, asked)
    };
    let mut tried: Vec<(usize, String, Asked)> = facts.into_iter().take(TRIED).map(ask).collect();
    tried.sort_by_key(|(much, ..)| std::cmp::Reverse(*much));
    let mut sources = BTreeSet::new();
    let apart = tried.into_iter().filter(|(_, source, _)| sources.insert(source.clone()));
    apart.take(EACH).map(|(.., asked)| asked).collect()
}
