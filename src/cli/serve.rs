//! `excomm serve`: a class plays the scenario, each pupil on a page of its own.

use std::{
    fs,
    io::{self, IsTerminal as _},
    net::SocketAddr,
    path::PathBuf,
    sync::Arc,
};

use qrcode::{QrCode, render::unicode};

use super::{
    Failure, Message, Status,
    load::{playable, sources},
    usage, wrong,
};
use excomm_class::{Game, Keeper, Ledger, Phase, State};
use excomm_scenario::Sources;
use excomm_tell::{Printer, style};
use excomm_web as web;
use excomm_web::{Links, Site};

const EXAMPLES: &str = "\
Examples:
  excomm serve                            on this machine only: try it alone
  excomm serve --listen :8000             for the room: prints address, code and QR code
  excomm serve --exercise mine.ron        another lesson on the same scenario";

/// Lets a class play the scenario, each pupil on a page of its own
///
/// Everything a class does is kept in a file before it is answered. Stop the program at any time and
/// start it again: the classes go on, and the pages find their way back. Nothing leaves this machine
/// and those who look at it.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// A shipped scenario by its name, or a file or folder
    #[arg(default_value = "november-1962")]
    scenario: String,
    /// Another exercise than the scenario's: a file with a section `exercise`
    #[arg(long, value_name = "FILE")]
    exercise: Option<PathBuf>,
    /// Where to listen; `:8000` lets others in the room reach it
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:0", value_parser = listens_at)]
    listen: SocketAddr,
    /// Does not open the teacher's page in the browser
    #[arg(long)]
    no_open: bool,
    /// The folder in which the classes are kept
    #[arg(long, value_name = "DIR", default_value = "excomm-classes")]
    data: PathBuf,
    /// Closes the teacher's old links: only those printed now open a desk
    #[arg(long)]
    new_link: bool,
    /// The seed of all luck of a new class [default: the scenario's own]
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// How many worlds each decision is judged by, with each option
    #[arg(long, value_name = "N", default_value_t = 400)]
    worlds: u64,
}

/// Reads where to listen: `127.0.0.1:8000`, `localhost:8000`, or `:8000` for everybody in the room.
fn listens_at(text: &str) -> Result<SocketAddr, String> {
    let (host, port) = text.rsplit_once(':').unwrap_or(("", text));
    let host = match host {
        "localhost" => "127.0.0.1",
        "" => "0.0.0.0",
        host => host,
    };
    format!("{host}:{port}").parse().map_err(|_| {
        "that is no address and port; write `:8000` for the room, `localhost:8000` for this machine"
            .to_owned()
    })
}

pub(super) fn run(args: &Args, out: &mut Printer) -> Result<Status, Failure> {
    let game = game(args)?;
    let ledger = Ledger::open(&args.data).map_err(|error| wrong(error.to_string(), None))?;
    let keeper = Keeper::start(ledger).map_err(|error| wrong(error.to_string(), None))?;
    let site =
        Site::new(game, keeper, args.worlds).map_err(|error| wrong(error.to_string(), None))?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(serve(args, Arc::new(site), out))
}

/// Reads the scenario and its exercise.
fn game(args: &Args) -> Result<Game, Failure> {
    let mut sources = sources(&args.scenario)?;
    if let Some(file) = &args.exercise {
        let shown = file.display();
        let text = fs::read_to_string(file)
            .map_err(|error| usage(format!("`{shown}` cannot be read: {error}"), None))?;
        swap_exercise(&mut sources, shown.to_string(), text);
    }
    let (part, _) = playable(&sources, &args.scenario)?;
    let Some(exercise) = part.exercise.clone() else {
        let hint = "give it a section `exercise`, or name a file with one: `--exercise FILE`";
        let message = format!("`{}` has no exercise for a class", args.scenario);
        return Err(wrong(message, Some(hint.to_owned())));
    };
    let head = part.scenario.as_ref().map(|head| head.default_branch.clone());
    let branch = exercise.branch.clone().or(head).unwrap_or_default();
    Ok(Game { digest: sources.digest(), part, exercise, branch })
}

/// Puts another exercise in the place of the one that stands in a file of its own.
fn swap_exercise(sources: &mut Sources, name: String, text: String) {
    let is_exercise = |name: &str| name.ends_with("exercise.ron");
    sources.parts.retain(|(name, _)| !is_exercise(name));
    sources.parts.push((name, text));
}

async fn serve(args: &Args, site: Arc<Site>, out: &mut Printer) -> Result<Status, Failure> {
    let listener = web::listen(args.listen).map_err(|error| {
        let hint = "another program may have the port; `--listen 127.0.0.1:0` takes a free one";
        wrong(format!("`{}` cannot be listened on: {error}", args.listen), Some(hint.to_owned()))
    })?;
    let address = listener.local_addr()?;
    let reached = web::reached_at(address);
    let Classes { ended, going_on, other } =
        classes(args, &site).await.map_err(|r| wrong(r.says, None))?;
    for class in site.keeper.unread() {
        let name = class
            .code
            .as_ref()
            .map_or_else(|| "A class".to_owned(), |code| format!("Class {code}"));
        let text = format!(
            "{name} cannot be read, so its pages stay shut and nothing of it is changed: act {} is of another \
             version ({}). To go on with it, serve it with the version that wrote it.",
            class.row, class.cause
        );
        out.paragraph("", &text, style::WARNING)?;
    }
    for state in other {
        let text = format!(
            "Class {} plays `{}` as it was when the class began; its pages stay shut. To go on with it, serve \
             that scenario as it was.",
            state.code, state.scenario
        );
        out.paragraph("", &text, style::WARNING)?;
    }
    for links in ended {
        let text = format!("Class {} has ended. Its desk, debrief and exports:", links.code);
        out.paragraph("", &text, style::PLAIN)?;
        out.line(&format!("  http://{reached}/teach/{}", links.teacher.reveal()))?;
    }
    for links in &going_on {
        tell(links, reached, out)?;
    }
    out.flush()?;
    // a page opens for somebody who sits at this machine, not for a script
    if let Some(links) = going_on.last().filter(|_| !args.no_open && io::stdout().is_terminal()) {
        let desk = format!("http://{address}/teach/{}", links.teacher.reveal());
        if open::that_detached(desk.replace("0.0.0.0", "127.0.0.1")).is_err() {
            out.paragraph(
                "",
                "No browser could be opened: open the teacher's link by hand.",
                style::DIM,
            )?;
            out.flush()?;
        }
    }
    let stop = async { _ = tokio::signal::ctrl_c().await };
    web::serve(listener, site, stop).await?;
    let message = "stopped; the classes are kept".to_owned();
    let hint = Some("start `excomm serve` again, and they go on".to_owned());
    Err(Failure::Stopped(Message { message, hint }))
}

/// The classes of a folder.
struct Classes {
    /// Links of those that have ended.
    ended: Vec<Links>,
    /// Links of those that go on, or of a new one.
    going_on: Vec<Links>,
    /// Those that play something else.
    other: Vec<Arc<State>>,
}

async fn classes(args: &Args, site: &Site) -> Result<Classes, excomm_class::Refusal> {
    let (mut ended, mut going_on, mut other) = (Vec::new(), Vec::new(), Vec::new());
    for (class, state) in site.keeper.classes() {
        if !site.plays(&state) {
            other.push(state);
            continue;
        }
        let links = site.link_again(&class, args.new_link).await?;
        let kept = if matches!(state.phase, Phase::Ended) { &mut ended } else { &mut going_on };
        kept.push(links);
    }
    if going_on.is_empty() {
        going_on.push(site.open(args.seed.unwrap_or_else(|| site.game.part.seed())).await?);
    }
    Ok(Classes { ended, going_on, other })
}

fn tell(links: &Links, address: SocketAddr, out: &mut Printer) -> Result<(), Failure> {
    let join = format!("http://{address}/join?code={}", links.code);
    out.line("")?;
    out.paragraph("", &format!("Class {}", links.code), style::HEADING)?;
    out.line(&format!("  Pupils:  http://{address}/   code {}", links.code))?;
    out.line(&format!("  Teacher: http://{address}/teach/{}", links.teacher.reveal()))?;
    out.line(&format!("  Wall:    http://{address}/show/{}", links.teacher.onlooker().reveal()))?;
    out.paragraph(
        "  ",
        "Keep the teacher’s link to yourself. Ctrl-C stops; nothing is lost.",
        style::DIM,
    )?;
    if !address.ip().is_loopback()
        && let Ok(code) = QrCode::new(&join)
    {
        let picture = code.render::<unicode::Dense1x2>().quiet_zone(true).build();
        out.line("")?;
        for line in picture.lines() {
            out.line(&format!("  {line}"))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_to_listen_is_written_in_the_ways_people_write_it() {
        for (text, address) in [
            (":8000", "0.0.0.0:8000"),
            ("8000", "0.0.0.0:8000"),
            ("localhost:8000", "127.0.0.1:8000"),
            ("127.0.0.1:0", "127.0.0.1:0"),
            ("[::1]:80", "[::1]:80"),
        ] {
            assert_eq!(listens_at(text).map(|at| at.to_string()).as_deref(), Ok(address), "{text}");
        }
        for text in ["here", "localhost", ":", "1.2.3:80", ":99999"] {
            assert!(listens_at(text).is_err(), "{text}");
        }
    }
}
