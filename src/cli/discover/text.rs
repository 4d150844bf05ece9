//! A box in plain sentences.

use super::super::Failure;
use super::Told;
use excomm_lab as lab;
use excomm_lab::{Bound, Design, Dimension, stats::Count};
use excomm_tell::{
    Printer,
    effects::percents,
    headlines::{of_100, whole},
    inputs::limit,
    style,
    weights::tell_failed,
    words,
};

impl Told<'_> {
    /// Returns what is limited and how, in words.
    fn says(&self, limited: &Bound) -> String {
        let (_, name) = self.input(limited);
        match limited.dimension {
            Dimension::Truth(..) if limited.low.is_some() => format!("it is so: {name}"),
            Dimension::Truth(..) => format!("it is not so: {name}"),
            Dimension::Fact(_) => {
                format!("{name}: {}", limit(self.ends(limited), self.whole(limited)))
            }
        }
    }

    pub(super) fn print(&self, out: &mut Printer) -> Result<(), Failure> {
        let Told { discovered, wanted, .. } = self;
        let runs = words::thousands(self.args.runs);
        out.paragraph("", &format!("Worlds in which {}", wanted.says), style::HEADING)?;
        let text = format!(
            "{runs} worlds to look in, {runs} others to count in; of {} facts and truths {} go \
             together with it",
            discovered.dimensions, discovered.screened
        );
        out.paragraph("  ", &text, style::DIM)?;
        tell_failed(discovered.failed, out)?;
        out.line("")?;
        if discovered.found.is_none() || discovered.interest.hits == 0 {
            return self.print_none(out);
        }
        let all = share(discovered.interest);
        out.paragraph("  ", &format!("It comes so in {all} of all worlds."), style::PLAIN)?;
        out.line("")?;
        if self.bounds().is_empty() {
            let text = if self.discovered.luck().is_some_and(|luck| luck < MOSTLY) {
                "Facts and truths set these worlds apart more than luck does, but no single limit \
                 shows it: look in more worlds, with --runs."
            } else {
                "No fact or truth sets these worlds apart: no limit makes them denser by more than \
                 chance would."
            };
            out.paragraph("  ", text, style::PLAIN)?;
            out.line("")?;
            return self.print_luck(out);
        }
        self.print_box(out)?;
        out.line("")?;
        self.print_luck(out)
    }

    /// Prints in a dozen lines what sets these worlds apart.
    pub(super) fn print_brief(&self, out: &mut Printer) -> Result<(), Failure> {
        let Told { discovered, wanted, .. } = self;
        let of = |count: Count| of_100(count.hits, count.trials);
        let heading = format!("What sets the worlds apart in which {}?", wanted.says);
        out.paragraph("", &heading, style::HEADING)?;
        tell_failed(discovered.failed, out)?;
        if discovered.found.is_none() || discovered.interest.hits == 0 {
            return self.print_none(out);
        }
        let text = format!("It comes so in {} worlds.", of(discovered.interest));
        out.paragraph("", &text, style::PLAIN)?;
        if self.bounds().is_empty() {
            let text = "No single fact or hidden truth sets them apart.";
            out.paragraph("", text, style::PLAIN)?;
        } else {
            let text = format!(
                "It comes so in {} worlds, instead, where this holds:",
                of(discovered.inside)
            );
            out.paragraph("", &text, style::PLAIN)?;
            for limit in self.bounds() {
                out.paragraph("  - ", &self.says(limit), style::PLAIN)?;
            }
            let text = format!(
                "That holds in {} worlds, and catches {} of those in which it comes so.",
                of(discovered.mass()),
                of(discovered.coverage())
            );
            out.paragraph("", &text, style::PLAIN)?;
        }
        let text = format!(
            "With the same facts and other luck, {} worlds come out otherwise. `--detail` says how sure \
             that is.",
            of(discovered.otherwise)
        );
        Ok(out.paragraph("", &text, style::DIM)?)
    }

    fn print_none(&self, out: &mut Printer) -> Result<(), Failure> {
        let all = whole(self.discovered.interest.interval(0.95).high);
        let text = format!("It comes so in too few worlds to tell: in {all} of 100 at most.");
        Ok(out.paragraph("  ", &text, style::PLAIN)?)
    }

    fn print_box(&self, out: &mut Printer) -> Result<(), Failure> {
        let Told { discovered, wanted, .. } = self;
        let asked = words::percent(self.args.density);
        if !self.reached() {
            let text = format!(
                "No box was found in which it comes so in {asked} of worlds. The best there is:"
            );
            out.paragraph("  ", &text, style::MARKED)?;
            out.line("")?;
        }
        let text = format!(
            "In {} of the worlds in which {}, and in {} of all worlds, this holds:",
            percent(discovered.coverage()),
            wanted.says,
            percent(discovered.mass())
        );
        out.paragraph("  ", &text, style::PLAIN)?;
        for limit in self.bounds() {
            out.paragraph("    - ", &self.says(limit), style::PLAIN)?;
            let (path, _) = self.input(limit);
            let note = format!("{path}; {}", quasi_p(limit.quasi_p));
            out.paragraph("      ", &note, style::DIM)?;
        }
        let text = format!(
            "Where it holds, it comes so in {} of worlds, instead of {}.",
            share(discovered.inside),
            percent(discovered.interest)
        );
        out.paragraph("  ", &text, style::PLAIN)?;
        if let Some(found) = &discovered.found {
            let text = format!(
                "In the worlds that were looked in: coverage {}, density {}, mass {}; the shares \
                 above are of the others. Quasi-p: how likely the box were as dense if that limit \
                 did not matter.",
                words::percent(found.coverage),
                words::percent(found.density),
                words::percent(found.mass)
            );
            out.paragraph("  ", &text, style::DIM)?;
        }
        if let Some(world) = discovered.example {
            let base = lab::counted(&self.named.setting, self.args.runs);
            let setting = Design { runs: self.args.runs, lucks: 1 }.setting(&base, world);
            let command = self.args.world.run_command(&self.named.model.branch, &setting);
            out.paragraph("  ", "One such world:", style::DIM)?;
            out.line(&format!("    {command}"))?;
        }
        Ok(())
    }

    fn print_luck(&self, out: &mut Printer) -> Result<(), Failure> {
        let Some(luck) = self.discovered.luck() else { return Ok(()) };
        let text = format!(
            "Luck is no side of the box. With the same facts and truths and other luck, {} of worlds \
             come out otherwise: luck alone makes up about {} of what varies, and no box can know it.",
            share(self.discovered.otherwise),
            words::percent_in_short(luck)
        );
        Ok(out.paragraph("  ", &text, style::PLAIN)?)
    }
}

/// The share of what varies below which luck decides less than facts and truths do.
const MOSTLY: f64 = 0.5;

fn percent(count: Count) -> String {
    count.share().map_or_else(|| "none".to_owned(), words::percent)
}

/// Returns a share with its computing error: `76 % (70.1 % to 81 %)`.
fn share(count: Count) -> String {
    format!("{} ({})", percent(count), percents(count.interval(0.95)))
}

fn quasi_p(value: f64) -> String {
    if value < 0.001 {
        "quasi-p below 0.001".to_owned()
    } else {
        format!("quasi-p {}", words::about(value))
    }
}
