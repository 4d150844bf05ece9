//! `excomm questions`: what can be decided.

use serde::Serialize;

use super::{Failure, Format, Status, load::load, print_json};
use excomm_scenario::format::{Choice, HistoryChoice, Part, Question, Side};
use excomm_tell::{
    Printer,
    quotes::{CiteJson, cite_json, quoted, speaker},
    style::{self, styled},
};

const EXAMPLES: &str = "\
Examples:
  excomm questions
  excomm questions first-steps --format json";

/// Lists the questions, their options and arguments, and what history chose
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// A shipped scenario by its name, or a file or folder
    #[arg(default_value = "november-1962")]
    scenario: String,
    /// How it is printed
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// What `questions` answers in JSON.
#[derive(Serialize)]
struct Answer<'a> {
    questions: Vec<QuestionJson<'a>>,
}

#[derive(Serialize)]
struct QuestionJson<'a> {
    id: &'a str,
    title: &'a str,
    asks: &'a str,
    history: Option<&'a str>,
    options: Vec<OptionJson<'a>>,
    cite: Vec<CiteJson>,
}

#[derive(Serialize)]
struct OptionJson<'a> {
    id: &'a str,
    title: &'a str,
    arguments: Vec<ArgumentJson<'a>>,
    cite: Vec<CiteJson>,
}

#[derive(Serialize)]
struct ArgumentJson<'a> {
    by: &'a str,
    side: &'static str,
    says: &'a str,
    cite: Vec<CiteJson>,
}

pub(super) fn run(args: &Args, out: &mut Printer) -> Result<Status, Failure> {
    let part = load(&args.scenario)?;
    if args.format == Format::Json {
        let questions = part.questions.iter().map(question_json).collect();
        print_json(out, "questions", Answer { questions })?;
        return Ok(Status::Done);
    }
    for (i, question) in part.questions.iter().enumerate() {
        if i > 0 {
            out.line("")?;
        }
        let asks = part.actor(&question.asks.0);
        let asks = asks.map_or(question.asks.as_ref(), |actor| actor.title.as_str());
        let id = styled(style::NAME, &question.id);
        out.paragraph("", &format!("{id}: {} (asked of {asks})", question.title), style::PLAIN)?;
        for words in question.cite.iter().filter_map(|cite| quoted(&part, cite)) {
            out.paragraph("    ", &words, style::QUOTE)?;
        }
        for option in &question.options {
            print_option(out, &part, question, option)?;
        }
        if question.history == HistoryChoice::NotReached {
            out.paragraph("    ", "History never put this question.", style::DIM)?;
        }
    }
    Ok(Status::Done)
}

fn print_option(
    out: &mut Printer,
    part: &Part,
    question: &Question,
    option: &Choice,
) -> Result<(), Failure> {
    let history = question.history == HistoryChoice::Chose(option.id.clone());
    let note = if history { " (history's choice)" } else { "" };
    let id = styled(style::NAME, &option.id);
    out.paragraph("    - ", &format!("{id}: {}{note}", option.title), style::PLAIN)?;
    for argument in &option.arguments {
        let by = speaker(part, &argument.by);
        let text = format!("{by} {}: {}", side(argument.side), argument.says);
        out.paragraph("        ", &text, style::DIM)?;
    }
    Ok(())
}

fn side(side: Side) -> &'static str {
    match side {
        Side::For => "for",
        Side::Against => "against",
    }
}

fn question_json(question: &Question) -> QuestionJson<'_> {
    let argument = |argument: &'_ excomm_scenario::format::Argument| {
        argument.cite.iter().map(cite_json).collect::<Vec<_>>()
    };
    let options = question.options.iter().map(|option| OptionJson {
        id: &option.id,
        title: &option.title,
        arguments: option
            .arguments
            .iter()
            .map(|a| ArgumentJson {
                by: &a.by,
                side: side(a.side),
                says: &a.says,
                cite: argument(a),
            })
            .collect(),
        cite: option.cite.iter().map(cite_json).collect(),
    });
    QuestionJson {
        id: &question.id,
        title: &question.title,
        asks: &question.asks,
        history: match &question.history {
            HistoryChoice::Chose(option) => Some(option),
            HistoryChoice::NotReached => None,
        },
        options: options.collect(),
        cite: question.cite.iter().map(cite_json).collect(),
    }
}
