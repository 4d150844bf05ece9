//! `excomm judge`: what a decision could have brought, in worlds its decider could not know apart.

use super::{
    Failure, Format, Status, broken,
    many::ManyArgs,
    print_json, usage,
    world::{known_question, occasion},
    wrong,
};
use excomm_engine::world::{Model, Setting, Vary};
use excomm_lab::{Decision, NotJudged, judge};
use excomm_scenario::format::{Part, Question};
use excomm_tell::{Printer, judgement::Judgement};

const EXAMPLES: &str = "\
Examples:
  excomm judge --question bombers                    by the outcomes its branch is about
  excomm judge --question bombers --outcome bombers_out_on --chart bombers.svg
  excomm judge --question quarantine@2 --seed 7 --runs 4000 --format csv";

/// Judges a decision by what its decider could have known, and not by what came of it
///
/// The world that the options name is played up to the question. Then each option is chosen in many
/// worlds that the decider could not have told apart from it. These are drawn whole, facts, truths and
/// luck, and kept if the decider has known the same in them at the end of each day; what is hidden is
/// as likely as the decider holds it. All options get the same luck. `--vary` says which facts may
/// differ between these worlds; in the world that is judged they stand as in `excomm run`.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// The question, the first or the N-th time it is put; `excomm questions` lists all
    #[arg(long, value_name = "ID[@N]")]
    question: String,
    /// Says all: what each option would bring, how the worlds were found, computing errors
    #[arg(long)]
    detail: bool,
    #[command(flatten)]
    many: ManyArgs,
}

pub(super) fn run(args: &Args, out: &mut Printer) -> Result<Status, Failure> {
    if let [_, second, ..] = args.many.world.branch.as_slice() {
        let hint = "a decision is made in one world".to_owned();
        return Err(usage(format!("one branch is enough: `{second}`"), Some(hint)));
    }
    let many = args.many.open_table(&args.many.world.branch)?;
    let (model, others) = &many.sides[0];
    let (question, decision) = decision(&many.part, model, &args.question)?;
    let vary = args.many.world.vary.map_or(Vary::None, Vary::from);
    let world = Setting { vary, ..others.clone() };
    let judged = judge(model, &world, decision, others.vary, &many.design);
    let judged = judged.map_err(|error| refused(args, question, decision, error))?;
    let judgement = Judgement {
        part: &many.part,
        model,
        question,
        nth: decision.nth,
        seed: world.seed,
        judged: &judged,
        shown: &many.shown,
    };
    args.many.draw(|| judgement.chart())?;
    match args.many.format {
        Format::Json => print_json(out, "judge", judgement.json())?,
        Format::Csv => out.raw(&judgement.csv())?,
        Format::Text if args.detail => judgement.print(out)?,
        Format::Text => judgement.in_brief(out)?,
    }
    Ok(Status::Done)
}

/// Reads `QUESTION[@N]`.
fn decision<'a>(
    part: &'a Part,
    model: &Model,
    text: &str,
) -> Result<(&'a Question, Decision), Failure> {
    let shape = || {
        let hint = "write `--question ID`, or `ID@2` for the second time it is put".to_owned();
        usage(format!("`{text}` does not name a question"), Some(hint))
    };
    let (id, nth) = occasion(text).ok_or_else(shape)?;
    let question = known_question(part, id)?;
    let thing = model.find(&format!("questions/{id}")).ok_or_else(shape)?;
    Ok((question, Decision { question: thing, nth: nth.unwrap_or(1) }))
}

fn refused(args: &Args, question: &Question, decision: Decision, error: NotJudged) -> Failure {
    let Question { id, .. } = question;
    let scenario = &args.many.world.scenario;
    match error {
        NotJudged::NotPut => {
            let time =
                if decision.nth > 1 { format!(" {} times", decision.nth) } else { String::new() };
            let hint = format!("`excomm run {scenario}` shows what is asked; try another `--seed`");
            wrong(format!("`{id}` is not put{time} in this world"), Some(hint))
        }
        NotJudged::Broken(why) => broken(&why),
        NotJudged::TooFew(count) => {
            let hint =
                "judge the question in another world, `--seed`, or an earlier question".to_owned();
            let (kept, of) = (count.hits, count.trials);
            let text = format!(
                "of {of} worlds tried for one day only {kept} leave the decider with nearly what it knew \
                 before `{id}` is put; that is too few to judge by"
            );
            wrong(text, Some(hint))
        }
    }
}
