//! `excomm hinges`: the smallest single change after which another end comes.

use serde::Serialize;

use super::{
    Failure, Format, Status,
    many::use_threads,
    print_json, usage,
    world::{Named, WorldArgs},
};
use excomm_engine::world::{Chosen, FactId, FactInfo, Setting, Thing, ThingInfo, Vary};
use excomm_lab as lab;
use excomm_lab::{Change, Design, Hinges, Search, Turn, stats::Interval};
use excomm_tell::{
    Printer, effects::percents, inputs::name_of, style, weights::tell_failed, words,
};

const EXAMPLES: &str = "\
Examples:
  excomm hinges                             what the ends of ten worlds hang on
  excomm hinges --seed 7 --runs 1           one world
  excomm hinges first-steps --vary all      with the facts drawn in each world
  excomm hinges first-steps --least 0.2 --top 10
  excomm hinges --about prior               moves only facts with `prior` in their path";

/// Finds the smallest single change after which another end comes
///
/// In the same worlds, with the same luck: another answer to one question, each time it is put, or one
/// fact moved within its range while all others stay. Answers come first, those that turn most worlds
/// on top; then facts, those that have to move least on top. A fact is tried at both ends of its range,
/// and in between if that turns enough worlds.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Worlds in which each change is tried
    #[arg(long, value_name = "N", default_value_t = 10)]
    runs: u64,
    /// Steps into which the range of a fact is cut
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..=1000))]
    steps: u32,
    /// Share of the worlds with an end that must come to another
    #[arg(long, value_name = "SHARE", default_value_t = 0.5)]
    least: f64,
    /// Moves only facts with this text in their path
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    about: String,
    /// Answers and facts that are shown for each end
    #[arg(long, value_name = "N", default_value_t = 3, requires = "detail")]
    top: usize,
    /// Says all: every change that turns worlds, and the commands that play one
    #[arg(long)]
    detail: bool,
    /// Threads that play [default: one a core]
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    /// How it is printed
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    #[command(flatten)]
    world: WorldArgs,
}

/// What `hinges` answers in JSON.
#[derive(Serialize)]
struct Answer<'a> {
    scenario: &'a str,
    branch: &'a str,
    runs: u64,
    seed: String,
    steps: u32,
    least: f64,
    failed: u64,
    ends: Vec<EndJson<'a>>,
}

#[derive(Serialize)]
struct EndJson<'a> {
    end: &'a str,
    worlds: u64,
    answers: Vec<AnswerJson<'a>>,
    facts: Vec<FactJson<'a>>,
}

#[derive(Serialize)]
struct AnswerJson<'a> {
    question: &'a str,
    option: &'a str,
    #[serde(flatten)]
    turn: TurnJson<'a>,
}

#[derive(Serialize)]
struct FactJson<'a> {
    path: &'a str,
    value: f64,
    low: f64,
    best: f64,
    high: f64,
    distance: f64,
    #[serde(flatten)]
    turn: TurnJson<'a>,
}

#[derive(Serialize)]
struct TurnJson<'a> {
    turned: u64,
    worlds: u64,
    #[serde(flatten)]
    error: Interval,
    enough: bool,
    instead: Vec<InsteadJson<'a>>,
    as_it_comes: String,
    changed: String,
}

#[derive(Serialize)]
struct InsteadJson<'a> {
    end: &'a str,
    worlds: u64,
}

/// What was asked.
struct Told<'a> {
    args: &'a Args,
    named: &'a Named,
}

pub(super) fn run(args: &Args, out: &mut Printer) -> Result<Status, Failure> {
    if args.runs == 0 {
        let hint = "write `--runs 10`, say".to_owned();
        return Err(usage("no world hangs on anything".to_owned(), Some(hint)));
    }
    if !(args.least > 0.0 && args.least <= 1.0) {
        let hint = "write a share between 0 and 1, as in `--least 0.5`".to_owned();
        return Err(usage(format!("`--least {}` is no share", args.least), Some(hint)));
    }
    use_threads(args.threads);
    let named = args.world.open()?;
    let search = Search { worlds: args.runs, steps: args.steps, least: args.least };
    let about = |fact: &FactInfo| fact.path.contains(&args.about);
    let found = lab::hinges(&named.model, &named.setting, search, about);
    let told = Told { args, named: &named };
    if args.format == Format::Json {
        print_json(out, "hinges", told.answer(&found))?;
    } else if args.detail {
        told.print(&found, out)?;
    } else {
        told.print_brief(&found, out)?;
    }
    Ok(Status::Done)
}

/// So many ends, and so many changes of each, are told in brief.
const BRIEF: usize = 3;

impl Told<'_> {
    fn print_brief(&self, found: &Hinges, out: &mut Printer) -> Result<(), Failure> {
        let worlds = words::count(self.args.runs as usize, "world");
        let text =
            format!("What does the end hang on? {worlds}, and each again with one thing changed");
        out.paragraph("", &text, style::HEADING)?;
        tell_failed(found.failed, out)?;
        for turns in found.ends.iter().take(BRIEF) {
            let title = &self.named.model.things[turns.end.index()].title;
            let each = turns.answers.iter().take(2).chain(turns.facts.iter().take(1));
            let each: Vec<&Turn> = each.filter(|turn| turn.turned.hits > 0).collect();
            let says = if each.is_empty() {
                "comes whatever single thing is changed"
            } else {
                "does not come"
            };
            let text = format!("\u{201c}{title}\u{201d} ({} of {worlds}) {says}", turns.worlds);
            out.paragraph("", &text, style::MARKED)?;
            for turn in each {
                let text = format!(
                    "if {}: in {} of {} worlds",
                    self.condition(turn),
                    turn.turned.hits,
                    turn.turned.trials
                );
                out.paragraph("  ", &text, style::PLAIN)?;
            }
        }
        let text = "`--detail` shows every change, and the commands that play one world both ways.";
        Ok(out.paragraph("", text, style::DIM)?)
    }

    /// Says a change as a condition: `the South waits`, `the base odds are 0.15 instead of 0.1`.
    fn condition(&self, turn: &Turn) -> String {
        let Named { part, model, setting } = self.named;
        match turn.change {
            Change::Answer(chosen) => {
                let question = part.question(&model.things[chosen.question.index()].id);
                let who = question.and_then(|question| part.actor(&question.asks.0));
                let option = question.and_then(|known| known.options.get(chosen.option as usize));
                let who = who.map_or("", |actor| &actor.title);
                format!("{who} {}", option.map_or("", |option| &option.title))
            }
            Change::Fact(fact, value) => {
                let info = &model.facts[fact.0 as usize];
                let name = name_of(part, model, &info.path);
                let instead = if setting.vary == Vary::None {
                    format!(" instead of {}", words::about(info.best))
                } else {
                    String::new()
                };
                format!("\u{201c}{name}\u{201d} is {}{instead}", words::about(value))
            }
        }
    }

    fn print(&self, found: &Hinges, out: &mut Printer) -> Result<(), Failure> {
        let facts = match self.named.setting.vary {
            Vary::None => "facts at their best values",
            _ => "facts drawn in each",
        };
        let worlds = words::count(self.args.runs as usize, "world");
        let text = format!("{worlds} as it may come and with each single change; {facts}");
        out.paragraph("", &text, style::DIM)?;
        tell_failed(found.failed, out)?;
        for turns in &found.ends {
            out.line("")?;
            let title = &self.named.model.things[turns.end.index()].title;
            let text = format!("{title} ({} of {worlds})", turns.worlds);
            out.paragraph("", &text, style::HEADING)?;
            self.print_turns("Another answer", &turns.answers, out)?;
            self.print_turns("Another number", &turns.facts, out)?;
        }
        Ok(out.line("")?)
    }

    fn print_turns(&self, title: &str, turns: &[Turn], out: &mut Printer) -> Result<(), Failure> {
        let enough = turns.iter().filter(|turn| turn.enough).count();
        let least = words::percent(self.args.least);
        let title = match (turns.is_empty(), enough) {
            (true, _) => format!("{title}: none turns any of these worlds."),
            (_, 0) => format!("{title}: none turns {least} of these worlds. The most:"),
            _ => format!("{title}:"),
        };
        out.paragraph("  ", &title, style::PLAIN)?;
        for turn in turns.iter().filter(|turn| turn.enough || enough == 0).take(self.args.top) {
            out.paragraph("    - ", &self.says(turn), style::MARKED)?;
            out.paragraph("      ", &self.turned(turn), style::PLAIN)?;
            let (as_it_comes, changed) = self.commands(turn);
            out.line(&format!("        {as_it_comes}"))?;
            out.line(&format!("        {changed}"))?;
        }
        if enough > self.args.top {
            let more = words::count(enough - self.args.top, "more change");
            out.paragraph("    ", &format!("and {more}: `--top {enough}` shows all"), style::DIM)?;
        }
        Ok(())
    }

    /// Says a change: `Warn the South?: waits`, `the base odds that ...: 0.1 -> 0.15`.
    fn says(&self, turn: &Turn) -> String {
        let Named { part, model, .. } = self.named;
        match turn.change {
            Change::Answer(chosen) => {
                let ThingInfo { id, title, .. } = &model.things[chosen.question.index()];
                let option =
                    part.question(id).and_then(|known| known.options.get(chosen.option as usize));
                format!("{title} {}", words::capital(option.map_or("", |option| &option.title)))
            }
            Change::Fact(fact, value) => {
                let info = &model.facts[fact.0 as usize];
                let name = name_of(part, model, &info.path);
                let value = words::about(value);
                let moved = words::percent_in_short(turn.distance);
                if self.named.setting.vary == Vary::None {
                    let best = words::about(info.best);
                    format!("{name}: {best} \u{2192} {value}, {moved} of its range")
                } else {
                    format!("{name}: {value} in each world, on average {moved} of its range away")
                }
            }
        }
    }

    fn turned(&self, turn: &Turn) -> String {
        let title = |end: &Thing| &self.named.model.things[end.index()].title;
        let count = turn.turned;
        let instead = turn.instead.first();
        let only = if turn.instead.len() > 1 { "most often " } else { "" };
        let instead = instead
            .map(|(end, _)| format!(": {only}\u{201c}{}\u{201d}", title(end)))
            .unwrap_or_default();
        let error = if count.trials > 1 {
            format!(" ({})", percents(count.interval(0.95)))
        } else {
            String::new()
        };
        format!("another end in {} of {}{error}{instead}", count.hits, count.trials)
    }

    /// Returns the commands that play one world as it comes and with the change.
    fn commands(&self, turn: &Turn) -> (String, String) {
        let Named { model, setting, .. } = self.named;
        let setting: Setting =
            Design { runs: self.args.runs, lucks: 1 }.setting(setting, turn.world);
        let as_it_comes = self.args.world.run_command(&model.branch, &setting);
        let option = match turn.change {
            Change::Answer(chosen) => {
                let (question, option) = self.ids(chosen);
                format!("--choose {question}={option}")
            }
            Change::Fact(fact, value) => format!("--set {}={value}", self.path(fact)),
        };
        (as_it_comes.clone(), format!("{as_it_comes} {option}"))
    }

    fn path(&self, fact: FactId) -> &str {
        &self.named.model.facts[fact.0 as usize].path
    }

    /// Returns the ids of a question and of its option.
    fn ids(&self, chosen: Chosen) -> (&str, &str) {
        let question = &self.named.model.things[chosen.question.index()].id;
        let known = self.named.part.question(question);
        let option = known.and_then(|known| known.options.get(chosen.option as usize));
        (question, option.map_or("", |option| &option.id))
    }

    fn answer(&self, found: &Hinges) -> Answer<'_> {
        let Named { part, model, setting } = self.named;
        let mut ends = Vec::new();
        for turns in &found.ends {
            let (mut answers, mut facts) = (Vec::new(), Vec::new());
            for turn in turns.answers.iter().chain(&turns.facts) {
                match turn.change {
                    Change::Answer(chosen) => {
                        let (question, option) = self.ids(chosen);
                        answers.push(AnswerJson { question, option, turn: self.turn_json(turn) });
                    }
                    Change::Fact(fact, value) => facts.push(self.fact_json(fact, value, turn)),
                }
            }
            let end = &model.things[turns.end.index()].id;
            ends.push(EndJson { end, worlds: turns.worlds, answers, facts });
        }
        Answer {
            scenario: part.id(),
            branch: &model.branch,
            runs: self.args.runs,
            seed: setting.seed.to_string(),
            steps: self.args.steps,
            least: self.args.least,
            failed: found.failed,
            ends,
        }
    }

    fn fact_json(&self, fact: FactId, value: f64, turn: &Turn) -> FactJson<'_> {
        let info = &self.named.model.facts[fact.0 as usize];
        FactJson {
            path: &info.path,
            value,
            low: info.low,
            best: info.best,
            high: info.high,
            distance: turn.distance,
            turn: self.turn_json(turn),
        }
    }

    fn turn_json(&self, turn: &Turn) -> TurnJson<'_> {
        let (as_it_comes, changed) = self.commands(turn);
        let instead = |&(end, worlds): &(Thing, u64)| InsteadJson {
            end: &self.named.model.things[end.index()].id,
            worlds,
        };
        TurnJson {
            turned: turn.turned.hits,
            worlds: turn.turned.trials,
            error: turn.turned.interval(0.95),
            enough: turn.enough,
            instead: turn.instead.iter().map(instead).collect(),
            as_it_comes,
            changed,
        }
    }
}
