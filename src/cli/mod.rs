//! The command line: one file a command.

mod backtest;
mod branches;
mod check;
mod compare;
mod coverage;
mod discover;
mod facts;
mod format;
mod given;
mod hinges;
mod honesty;
mod judge;
mod lab;
mod load;
mod many;
mod memo;
mod merge;
mod new;
mod numbers;
mod play;
mod questions;
mod record;
mod report;
mod rows;
mod rules;
mod run;
mod sensitivity;
mod serve;
mod shard;
mod sweep;
mod typical;
mod wanted;
mod why;
pub(crate) mod world;
mod worlds;

use std::{ffi::OsString, io, process::ExitCode};

use clap::{
    CommandFactory, Parser, Subcommand, ValueEnum,
    error::{ContextKind, ContextValue, ErrorKind},
};
use serde::Serialize;

use excomm_engine::run::Broken;
use excomm_tell::{Printer, style};

/// What `excomm` alone prints.
const HELP: &str = "\
excomm plays a recorded crisis forward, lets you change one thing, and says what the answer rests on.

  excomm play                                decide yourself, knowing only what your side knew
  excomm serve                               play it with a class, each pupil on a page of their own
  excomm report -o evening.html              the whole of it as one page for any browser
  excomm run                                 read how it goes, day by day
  excomm run --choose quarantine-8-nov=lift  change one answer, and read again
  excomm compare --branch lift-8-nov         what that choice changes, in 1,000 worlds
  excomm why                                 which choices and chances the end hung on

`excomm help` lists all commands, `excomm help run` the options of one.
";

#[derive(Parser)]
#[command(
    name = "excomm",
    version,
    about = "Plays a recorded crisis forward, lets you change one thing, and says what the answer rests on",
    after_help = "Exit status: 0 done, 1 findings or a failed check, 2 wrong usage, 130 stopped by Ctrl-C.",
    max_term_width = 100
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Play(play::Args),
    Serve(serve::Args),
    Report(report::Args),
    Run(run::Args),
    Why(why::Args),
    Compare(compare::Args),
    Sweep(sweep::Args),
    Judge(judge::Args),
    Worlds(worlds::Args),
    Branches(branches::Args),
    Questions(questions::Args),
    Facts(facts::Args),
    Record(record::Args),
    Memo(memo::Args),
    Lab(lab::Args),
    Merge(merge::Args),
    Backtest(backtest::Args),
    Sensitivity(sensitivity::Args),
    Honesty(honesty::Args),
    Discover(discover::Args),
    Hinges(hinges::Args),
    Typical(typical::Args),
    Coverage(coverage::Args),
    Check(check::Args),
    New(new::Args),
    Rules(rules::Args),
    Format(format::Args),
}

impl Command {
    fn run(&self, out: &mut Printer) -> Result<Status, Failure> {
        match self {
            Command::Run(args) => run::run(args, out),
            Command::Play(args) => play::run(args, out),
            Command::Branches(args) => branches::run(args, out),
            Command::Worlds(args) => worlds::run(args, out),
            Command::Typical(args) => typical::run(args, out),
            Command::Questions(args) => questions::run(args, out),
            Command::Facts(args) => facts::run(args, out),
            Command::Record(args) => record::run(args, out),
            Command::Memo(args) => memo::run(args, out),
            Command::Why(args) => why::run(args, out),
            Command::Sweep(args) => sweep::run(args, out),
            Command::Compare(args) => compare::run(args, out),
            Command::Judge(args) => judge::run(args, out),
            Command::Lab(args) => lab::run(args, out),
            Command::Merge(args) => merge::run(args, out),
            Command::Backtest(args) => backtest::run(args, out),
            Command::Sensitivity(args) => sensitivity::run(args, out),
            Command::Honesty(args) => honesty::run(args, out),
            Command::Discover(args) => discover::run(args, out),
            Command::Hinges(args) => hinges::run(args, out),
            Command::Coverage(args) => coverage::run(args, out),
            Command::Report(args) => report::run(args, out),
            Command::Serve(args) => serve::run(args, out),
            Command::Check(args) => check::run(args, out),
            Command::New(args) => new::run(args, out),
            Command::Rules(args) => rules::run(args, out),
            Command::Format(args) => format::run(args, out),
        }
    }
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Status {
    /// It did what it was asked to.
    Done,
    /// It found something wrong.
    Findings,
}

/// Why a command could not do what it was asked to.
#[derive(Debug)]
enum Failure {
    /// It was asked wrongly.
    Usage(Message),
    /// What it was asked about is wrong.
    Wrong(Message),
    /// Somebody stopped it.
    Stopped(Message),
    /// What it prints cannot be written.
    Printing(io::Error),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        Failure::Printing(error)
    }
}

/// What is said about a failure.
#[derive(Debug, Clone, Serialize)]
struct Message {
    /// What is wrong.
    message: String,
    /// What to do.
    hint: Option<String>,
}

fn usage(message: String, hint: Option<String>) -> Failure {
    Failure::Usage(Message { message, hint })
}

/// Says why a world could not be played to its end.
fn broken(why: &Broken) -> Failure {
    wrong(format!("this world cannot be played to its end: {why}"), Some(why.hint.to_owned()))
}

fn wrong(message: String, hint: Option<String>) -> Failure {
    Failure::Wrong(Message { message, hint })
}

/// How a command prints: text for people, or one object for programs, as in docs/json.md.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Format {
    #[default]
    Text,
    Json,
    /// A table, of commands that have one.
    #[value(skip)]
    Csv,
}

/// Wraps what a command answers in JSON with the name of its schema.
#[derive(Serialize)]
struct Schema<T> {
    schema: String,
    #[serde(flatten)]
    body: T,
}

/// Prints the answer of a command as one JSON object.
fn print_json(out: &mut Printer, command: &str, body: impl Serialize) -> Result<(), Failure> {
    let object = Schema { schema: format!("excomm/{command}/1"), body };
    let text = serde_json::to_string_pretty(&object).map_err(io::Error::from)?;
    Ok(out.line(&text)?)
}

/// Runs the program with these arguments; the first is its name.
#[must_use]
pub fn main(args: Vec<OsString>) -> ExitCode {
    excomm_lab::hush_failures();
    let mut out = Printer::stdout();
    let code = match Cli::try_parse_from(&args) {
        _ if args.len() < 2 => out.raw(HELP).map(|()| 0),
        Ok(cli) => {
            let ended = cli.command.run(&mut out);
            end(&mut out, wanted_json(&args), ended)
        }
        Err(error) => refuse(&mut out, wanted_json(&args), &error),
    };
    match code.and_then(|code| out.flush().map(|()| code)) {
        Ok(code) => ExitCode::from(code),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            let text = format!("what is to be printed cannot be written: {error}");
            // if that cannot be said either, nobody listens
            Printer::stderr().label(style::ERROR, "error", &text).ok();
            ExitCode::FAILURE
        }
    }
}

/// Returns the exit code of a command that has ended, and says why it failed.
fn end(out: &mut Printer, json: Option<String>, ended: Result<Status, Failure>) -> io::Result<u8> {
    let (code, message) = match ended {
        Ok(Status::Done) => return Ok(0),
        Ok(Status::Findings) => return Ok(1),
        Err(Failure::Printing(error)) => return Err(error),
        Err(Failure::Wrong(message)) => (1, message),
        Err(Failure::Usage(message)) => (2, message),
        Err(Failure::Stopped(message)) => (130, message),
    };
    fail(out, json, &message)?;
    Ok(code)
}

/// Says what is wrong: in words on standard error, and as an object if JSON was asked for.
fn fail(out: &mut Printer, json: Option<String>, message: &Message) -> io::Result<()> {
    #[derive(Serialize)]
    struct Error<'a> {
        error: &'a Message,
    }
    if let Some(command) = json {
        let object =
            Schema { schema: format!("excomm/{command}/1"), body: Error { error: message } };
        return out.line(&serde_json::to_string_pretty(&object)?);
    }
    out.flush()?;
    let mut err = Printer::stderr();
    err.label(style::ERROR, "error", &message.message)?;
    match &message.hint {
        Some(hint) => err.label(style::HINT, "hint", hint),
        None => Ok(()),
    }
}

/// Answers arguments that could not be read, or a question for help.
fn refuse(out: &mut Printer, json: Option<String>, error: &clap::Error) -> io::Result<u8> {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        out.raw(&error.render().ansi().to_string())?;
        return Ok(0);
    }
    let hint = match error.get(ContextKind::InvalidValue) {
        Some(ContextValue::String(typed)) => numbers::without_comma(typed),
        _ => None,
    };
    if json.is_some() {
        let text = error.render().to_string();
        let message = text.lines().next().unwrap_or_default().trim_start_matches("error: ");
        let hint = hint.or_else(|| Some("`--help` lists the options".to_owned()));
        fail(out, json, &Message { message: message.to_owned(), hint })?;
        return Ok(2);
    }
    let mut err = Printer::stderr();
    err.raw(&error.render().ansi().to_string())?;
    if let Some(hint) = hint {
        err.label(style::HINT, "hint", &hint)?;
    }
    Ok(2)
}

/// Returns the command, if the arguments ask it for JSON.
fn wanted_json(args: &[OsString]) -> Option<String> {
    let words: Vec<&str> = args.iter().filter_map(|arg| arg.to_str()).collect();
    let json = words.contains(&"--format=json")
        || words.windows(2).any(|pair| pair == ["--format", "json"]);
    let cli = Cli::command();
    let answers = |word: &str| {
        let command = cli.find_subcommand(word)?;
        command.get_arguments().find(|argument| argument.get_id() == "format")
    };
    let command = words.iter().skip(1).find(|word| answers(word).is_some());
    command.filter(|_| json).map(|&command| command.to_owned())
}
