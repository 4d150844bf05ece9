//! What a game says beside its chronicle: the opening, the help, the choices, the causes.

use std::{collections::BTreeSet, io};

use super::{game::Game, typed::HELP};
use excomm_engine::world::Chosen;
use excomm_tell::{
    Printer,
    quotes::Cites,
    style::{self, styled},
    why::Why,
    words,
};

/// How many steps back a game explains.
const DEPTH: usize = 3;

/// Prints what is played and by whom.
pub(super) fn opening(game: &Game, out: &mut Printer) -> io::Result<()> {
    let table = &game.table;
    if let Some(head) = &table.part.scenario {
        out.paragraph("", &head.title, style::HEADING)?;
        out.paragraph("", &head.about, style::PLAIN)?;
    }
    let branch = table.part.branch(&table.model.branch);
    let title = branch.map_or("", |branch| branch.title.as_str());
    let text = format!("Branch {}: {title}. Seed {}.", table.model.branch, table.seed);
    out.paragraph("", &text, style::DIM)?;
    out.line("")?;
    let whom = table.actor_title();
    let text = if table.is_asked() {
        format!(
            "You decide for {whom}. You read what it knows and nothing more: what it has not heard \
             of stays hidden until the end. All others act by their own rules and luck."
        )
    } else {
        format!(
            "No question is put to {whom} here, so you look on. You read what it knows and nothing \
             more: what it has not heard of stays hidden until the end."
        )
    };
    out.paragraph("", &text, style::PLAIN)
}

/// Prints what can be typed.
pub(super) fn help(out: &mut Printer) -> io::Result<()> {
    for (typed, does) in HELP {
        let first = format!("  {typed:<12}");
        out.paragraph(&first, does, style::PLAIN)?;
    }
    Ok(())
}

/// Prints the choices made so far, by their numbers.
pub(super) fn choices(game: &Game, out: &mut Printer) -> io::Result<()> {
    if game.choices().is_empty() {
        return out.line("Nothing has been chosen yet.");
    }
    for (place, chosen) in (1..).zip(game.choices()) {
        let (question, option) = titles(game, chosen);
        let first = format!("{place:>3}. ");
        out.paragraph(&first, &format!("{question} You: {option}."), style::PLAIN)?;
    }
    Ok(())
}

/// Returns the titles of a question and of the option that was chosen.
pub(super) fn titles<'m>(game: &Game<'m>, chosen: &Chosen) -> (&'m str, &'m str) {
    let question = game.table.question(chosen.question);
    let option = question.and_then(|known| known.options.get(chosen.option as usize));
    (
        question.map_or("", |question| question.title.as_str()),
        option.map_or("", |option| option.title.as_str()),
    )
}

/// Prints what led to the question that waits, or to the latest event, as far as the actor knows.
pub(super) fn why(game: &Game, out: &mut Printer) -> io::Result<()> {
    let Some(about) = game.asked().or_else(|| game.latest()) else {
        return out.line("Nothing has happened yet that could be explained.");
    };
    let run = game.so_far();
    let known: BTreeSet<_> = game.known().iter().map(|known| known.event).collect();
    let table = &game.table;
    let setting = table.chosen(game.choices());
    let why = Why {
        part: table.part,
        model: table.model,
        setting: &setting,
        run: &run,
        cites: &Cites::new(table.part),
        known: Some(known),
    };
    let what = if game.pending().is_some() { "is this asked" } else { "did it come to this" };
    let text = format!("Why {what}? As far as {} knows:", table.actor_title());
    out.line(&styled(style::HEADING, &text))?;
    let walk = why.walk([about.event]);
    let mut when = "";
    for step in walk.near(about.event, DEPTH) {
        if step.when != when {
            out.line(&styled(style::DIM, &format!("  {}", step.when)))?;
        }
        when = &step.when;
        let end = if step.text.ends_with('?') { "" } else { "." };
        out.paragraph("    ", &format!("{}{end}", step.text), style::PLAIN)?;
        for (_, quote) in &step.quotes {
            out.paragraph("      ", quote, style::QUOTE)?;
        }
    }
    Ok(())
}

/// Returns which options can be chosen, as words: `1 to 3`, `1 or 3`, `2`.
pub(super) fn can_be_typed(game: &Game) -> String {
    let options = game.pending().map_or(&[][..], |asked| &asked.options);
    let open = (1..).zip(options).filter(|(_, (_, open))| *open).map(|(number, _)| number);
    let open: Vec<usize> = open.collect();
    match open.as_slice() {
        [first, .., last] if open.len() > 2 && last - first + 1 == open.len() => {
            format!("{first} to {last}")
        }
        [rest @ .., last] if !rest.is_empty() => {
            let rest: Vec<String> = rest.iter().map(usize::to_string).collect();
            format!("{} or {last}", rest.join(", "))
        }
        [only] => only.to_string(),
        _ => "nothing".to_owned(),
    }
}

/// Says which time a question is put, if not for the first time.
pub(super) fn again_note(game: &Game) -> Option<String> {
    let nth = game.pending()?.nth;
    (nth > 1).then(|| format!("It is put for the {} time.", words::ordinal(nth)))
}
