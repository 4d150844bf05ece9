//! The end of a game: how it ended beside history, what had been hidden, and each choice judged.

use std::{collections::BTreeSet, io, sync::atomic::Ordering};

use super::{Options, game::Game, pages::titles};
use crate::{cli::world::run_command, progress};
use excomm_engine::{
    run::{Finished, digest},
    world::{Chosen, Event, EventId, OutcomeId, Vary, Verb, event_text, known_to},
};
use excomm_lab::{Decision, Design, NotJudged, judge};
use excomm_scenario::format::{HistoryChoice, Question};
use excomm_tell::{
    Printer,
    chronicle::Chronicle,
    judgement::Judgement,
    style::{self, styled},
    words,
};

/// Worlds that share one draw of the facts when a choice is judged.
const LUCKS: u64 = 10;

/// Prints the end of a game, each choice judged over many worlds unless none are wanted.
pub(super) fn print(game: &Game, options: &Options, out: &mut Printer) -> io::Result<()> {
    let run = game.finished();
    if let Some(why) = &run.broken {
        let text = format!("This world cannot be played to its end: {why}.");
        return out.paragraph("", &text, style::WARNING);
    }
    let table = &game.table;
    let chronicle = Chronicle::new(table.part, table.model);
    chronicle.end(out, &run)?;
    chronicle.close(out, &run)?;
    beside_history(game, out)?;
    hidden(game, &run, out)?;
    if options.runs > 0 && !game.choices().is_empty() {
        judged(game, options, out)?;
    }
    again(game, &run, out)
}

/// Prints each choice beside history's.
fn beside_history(game: &Game, out: &mut Printer) -> io::Result<()> {
    if game.choices().is_empty() {
        return Ok(());
    }
    out.line("")?;
    out.line(&styled(style::HEADING, "Your choices beside history's"))?;
    for (place, chosen) in (1..).zip(game.choices()) {
        let (question, option) = titles(game, chosen);
        out.paragraph(&format!("{place:>3}. "), question, style::PLAIN)?;
        out.paragraph("       ", &format!("You: {option}."), style::PLAIN)?;
        let Some(question) = game.table.question(chosen.question) else { continue };
        out.paragraph("       ", &history(question, chosen), style::DIM)?;
    }
    Ok(())
}

fn history(question: &Question, chosen: &Chosen) -> String {
    let HistoryChoice::Chose(id) = &question.history else {
        return "History: it never came to this question.".to_owned();
    };
    let place = question.options.iter().position(|option| option.id == *id);
    if place == Some(chosen.option as usize) {
        return "History: the same.".to_owned();
    }
    let title = place.map_or("", |place| question.options[place].title.as_str());
    format!("History: {title}.")
}

/// Prints what was so all along, and what happened without the actor's knowing.
fn hidden(game: &Game, run: &Finished, out: &mut Printer) -> io::Result<()> {
    let known = known_to(game.table.model, &run.log, game.table.actor);
    let known: BTreeSet<EventId> = known.iter().map(|known| known.event).collect();
    let things = &game.table.model.things;
    let events = || (0..).map(EventId).zip(run.log.events());
    let text = |event: &Event| event_text(event, things);
    let truths: Vec<String> =
        events().filter(|(_, e)| e.key.verb == Verb::Truth).filter_map(|(_, e)| text(e)).collect();
    // how a pledge came to stand is known to whoever knows that the other side found it so
    let found = |event: &Event| {
        let stands = matches!(event.key.verb, Verb::Binds | Verb::Kept | Verb::Broken);
        let same = |by: &&Event| {
            by.key.verb == Verb::Finds && by.key.who == event.key.who && by.change == event.change
        };
        stands && known.iter().filter_map(|id| run.log.event(*id)).any(|by| same(&by))
    };
    let missed = |(id, event): &(EventId, &Event)| {
        let told = matches!(event.key.verb, Verb::Truth | Verb::Ask);
        event.marked && !told && !known.contains(id) && !found(event)
    };
    let missed: Vec<&Event> = events().filter(missed).map(|(_, event)| event).collect();
    if truths.is_empty() && missed.is_empty() {
        return Ok(());
    }
    out.line("")?;
    let heading = format!("What {} did not know", game.table.actor_title());
    out.line(&styled(style::HEADING, &heading))?;
    for truth in truths {
        out.paragraph("  ", &format!("So all along: {truth}."), style::PLAIN)?;
    }
    let mut day = String::new();
    for event in missed {
        let Some(text) = text(event) else { continue };
        let span = &game.table.model.span;
        let on = words::day_month(event.at, span);
        let shown = if on == day { String::new() } else { on.clone() };
        let first = format!("  {shown:>6} {}  ", words::hour(event.at, span));
        out.paragraph(&first, &text, style::PLAIN)?;
        day = on;
    }
    Ok(())
}

/// Prints each choice, judged over the worlds that the actor could not know apart.
fn judged(game: &Game, options: &Options, out: &mut Printer) -> io::Result<()> {
    let table = &game.table;
    let branch = table.part.branch(&table.model.branch);
    let about = branch.into_iter().flat_map(|branch| &branch.about);
    let shown: Vec<OutcomeId> = about.filter_map(|about| table.model.find_outcome(about)).collect();
    let worlds = options.runs.div_ceil(LUCKS) * LUCKS;
    out.line("")?;
    out.line(&styled(style::HEADING, "Good decisions or lucky ones?"))?;
    let text = format!(
        "Each option of each choice is played on in up to {} worlds that {} could not have known \
         apart. Your other choices stay as you made them, where they can be made. A late choice may \
         take a minute; Ctrl-C leaves it.",
        words::thousands(worlds),
        table.actor_title()
    );
    out.paragraph("", &text, style::DIM)?;
    out.flush()?;
    let design = Design { runs: worlds, lucks: LUCKS };
    let setting = table.chosen(game.choices());
    let mut level: Vec<usize> = Vec::new();
    let bar = progress::bar(game.choices().len() as u64, "choices");
    for (number, chosen) in (1_usize..).zip(game.choices()) {
        if options.stopped.load(Ordering::Relaxed) {
            break;
        }
        let Some(question) = table.question(chosen.question) else { continue };
        let nth = chosen.nth.unwrap_or(1);
        let decision = Decision { question: chosen.question, nth };
        let judged = judge(table.model, &setting, decision, Vary::All, &design);
        bar.inc(1);
        bar.suspend(|| match &judged {
            Ok(judged) => {
                let (part, model, seed) = (table.part, table.model, table.seed);
                let shown = shown.as_slice();
                let judgement = Judgement { part, model, question, nth, seed, judged, shown };
                if number == 1 {
                    out.line(
                        "How lucky was this world, among those that begin with your first choice?",
                    )?;
                    judgement.luck(out)?;
                    out.line("")?;
                }
                let stands_out = judgement.brief(number, out)?;
                level.extend((!stands_out).then_some(number));
                Ok(())
            }
            Err(error) => not_judged(number, question, error.clone(), out),
        })?;
        out.flush()?;
    }
    bar.finish_and_clear();
    say_level(&level, out)
}

/// Says which choices stand out by nothing.
fn say_level(level: &[usize], out: &mut Printer) -> io::Result<()> {
    let numbers: Vec<String> = level.iter().map(usize::to_string).collect();
    let numbers: Vec<&str> = numbers.iter().map(String::as_str).collect();
    let text = match numbers.as_slice() {
        [] => return Ok(()),
        [one] => format!("Choice {one}: another option does as well"),
        many => format!("Choices {}: another option does as well", words::series(many)),
    };
    let text = format!("{text} for you, as far as so many worlds can tell.");
    out.paragraph("  ", &text, style::DIM)
}

fn not_judged(
    number: usize,
    question: &Question,
    error: NotJudged,
    out: &mut Printer,
) -> io::Result<()> {
    out.paragraph(&format!("{number:>3}. "), &question.title, style::MARKED)?;
    let text = match error {
        NotJudged::TooFew(_) => {
            "too few worlds look the same to the one who decides. More `--runs` may do.".to_owned()
        }
        NotJudged::NotPut => "the question is not put when this world is played again.".to_owned(),
        NotJudged::Broken(why) => format!("a world cannot be played to its end: {why}."),
    };
    out.paragraph("     ", &format!("Not judged: {text}"), style::DIM)
}

/// Prints the commands that play this very world again.
fn again(game: &Game, run: &Finished, out: &mut Printer) -> io::Result<()> {
    let table = &game.table;
    let choose: Vec<String> = game
        .choices()
        .iter()
        .filter_map(|chosen| {
            let question = table.question(chosen.question)?;
            let option = &question.options.get(chosen.option as usize)?.id;
            Some(format!("{}@{}={option}", question.id, chosen.nth.unwrap_or(1)))
        })
        .collect();
    let command = run_command(table.scenario, &table.model.branch, &table.setting(), &choose, &[]);
    out.line("")?;
    out.line("This very world again, with all that was hidden:")?;
    out.line(&format!("  {command}"))?;
    if digest(table.model, &run.log) != game.digest() {
        let text = "It may come out a little otherwise: somebody in it looks ahead, and then knows \
                    your later choices.";
        out.paragraph("  ", text, style::WARNING)?;
    }
    out.line("With `excomm why` for `excomm run` it says what led to its end.")
}
