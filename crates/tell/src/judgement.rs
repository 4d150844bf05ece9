//! A judged decision in words: its options over the worlds its decider could not know apart, and
//! whether it was a good decision or a lucky one.

mod brief;
mod fair;
mod picture;
mod table;
mod verdict;

use std::io;

pub use fair::Came;
pub use picture::{Drawn, Picture};

use super::{
    Printer,
    effects::{self, Measured},
    style, words,
};
use excomm_charts::{Caption, strip};
use excomm_engine::world::{Model, OutcomeId, Thing};
use excomm_lab::{
    Band, Found, Hypothesis, Judged,
    stats::{Clarity, TwoBands},
};
use excomm_scenario::format::{Better, Gain, Part, Question};

/// A judged decision, and what is needed to tell of it.
pub struct Judgement<'a> {
    /// The scenario.
    pub part: &'a Part,
    /// The scenario in its branch.
    pub model: &'a Model,
    /// The question that was decided.
    pub question: &'a Question,
    /// Which time the question was put.
    pub nth: u32,
    /// The seed of the world in which the question was decided.
    pub seed: u64,
    /// The judgement of the lab.
    pub judged: &'a Judged,
    /// The outcomes that are shown.
    pub shown: &'a [OutcomeId],
}

impl Judgement<'_> {
    /// Prints what each option could have brought.
    ///
    /// # Errors
    /// If the output cannot be written.
    pub fn print(&self, out: &mut Printer) -> io::Result<()> {
        out.paragraph("", &self.question.title, style::HEADING)?;
        let at = words::moment(self.judged.at, &self.model.span);
        let time =
            if self.nth > 1 { format!(", for the {}. time", self.nth) } else { String::new() };
        let text = format!(
            "Put to {} on {at}{time}, in world {} of branch `{}`.",
            self.decider(),
            self.seed,
            self.model.branch
        );
        out.paragraph("  ", &text, style::PLAIN)?;
        out.paragraph("  ", &self.worlds_text(), style::DIM)?;
        out.paragraph("  ", &self.redrawn_text(), style::DIM)?;
        for hypothesis in &self.judged.hypotheses {
            out.paragraph("  ", &self.hypothesis_text(hypothesis), style::DIM)?;
        }
        for &outcome in self.shown {
            let measured = Measured::new(self.part, self.model, outcome);
            out.line("")?;
            self.outcome(&measured, outcome, out)?;
        }
        out.line("")
    }

    fn decider(&self) -> &str {
        &self.model.things[self.judged.decider.index()].title
    }

    /// Says which worlds were played.
    fn worlds_text(&self) -> String {
        let Judged { found, design, .. } = self.judged;
        let Found { pasts, tried, share, effective, unlike, things, searches } = *found;
        let share = match libm::round(1.0 / share) {
            one if one <= 1.0 => "Every world leaves".to_owned(),
            many => format!("One world in {} or so leaves", words::thousands(many as u64)),
        };
        let knew = match unlike {
            0 => "what it knew day by day".to_owned(),
            unlike => format!(
                "what it knew day by day, but for at most {unlike} of {things} things when the question is put"
            ),
        };
        format!(
            "Played on in {} worlds with each option, and with the same luck for all. {share} {} with \
             {knew}: {} were found by trying {}{}, worth {} drawn apart; each has {} lucks.",
            words::thousands(design.runs),
            self.decider(),
            words::thousands(pasts),
            words::thousands(tried),
            if searches > 1 { format!(" in {searches} searches") } else { String::new() },
            words::thousands(libm::round(effective) as u64),
            design.lucks,
        )
    }

    /// Says what was drawn anew in them.
    fn redrawn_text(&self) -> String {
        let Judged { free, own, .. } = self.judged;
        let facts = match (free, own) {
            (0, _) => "Facts stand as in this world.".to_owned(),
            (free, 0) => format!("{free} facts are as they may be, given what was known."),
            (free, own) => format!(
                "{free} facts are as they may be, given what was known; {own} more are of the decider's \
                 own mind and calendar and stand."
            ),
        };
        format!(
            "Of this world only what {} knew is used: luck, past and to come, is drawn anew, and hidden \
             truths are as likely as they were held. {facts} Later questions are answered by their policies.",
            self.decider()
        )
    }

    fn alternative(&self, hypothesis: &Hypothesis) -> &str {
        let id = &self.model.things[hypothesis.truth.index()].id;
        let truth = self.part.truth(id);
        let alternative = truth.and_then(|truth| truth.alternatives.get(hypothesis.alternative));
        alternative.map_or("", |alternative| &alternative.title)
    }

    fn hypothesis_text(&self, hypothesis: &Hypothesis) -> String {
        let so = hypothesis.so.hits as f64 / hypothesis.so.trials as f64;
        let text = format!(
            "{}: held {} likely, so in {} of these worlds.",
            self.alternative(hypothesis),
            words::percent(hypothesis.odds),
            words::percent(so)
        );
        if hypothesis.so.interval(0.99).contains(hypothesis.odds) {
            return text;
        }
        format!(
            "{text} That is not what the decider believes: what was known hardly comes about otherwise, \
             so there are too few worlds of the other kind to weigh."
        )
    }

    fn option(&self, option: Thing) -> &str {
        &self.model.things[option.index()].title
    }

    /// Says which choice this is: of this world, of history.
    fn mark(&self, option: usize) -> &'static str {
        match (option == self.judged.chosen, Some(option) == self.judged.history) {
            (true, true) => " (chosen in this world and in history)",
            (true, false) => " (chosen in this world)",
            (false, true) => " (history's choice)",
            (false, false) => "",
        }
    }

    fn outcome(
        &self,
        measured: &Measured,
        outcome: OutcomeId,
        out: &mut Printer,
    ) -> io::Result<()> {
        let better = measured.whom().map_or_else(String::new, |(better, whom)| {
            let better = match better {
                Better::Earlier => "earlier",
                Better::Later => "later",
                Better::More => "more",
                Better::Less => "less",
            };
            format!(" ({better} is better for {whom})")
        });
        let title = &measured.outcome.title;
        out.paragraph("", &format!("{title}{better}"), style::HEADING)?;
        for (i, option) in self.judged.options.iter().enumerate() {
            let (title, mark) = (self.option(option.option), self.mark(i));
            let Some(prospect) = self.judged.prospect(self.model, i, outcome) else {
                let text = format!("{title}{mark}: could not be chosen");
                out.paragraph("  - ", &text, style::DIM)?;
                continue;
            };
            let Some(bands) = prospect.mean else { continue };
            let mean = measured.mean(bands.answer.value);
            let mean = match measured.outcome.is {
                Gain::Ever(_) => format!("in {mean} of worlds"),
                _ => format!("{mean} on average"),
            };
            out.paragraph("  - ", &format!("{title}{mark}: {mean}"), style::MARKED)?;
            out.paragraph("      ", &spread_text(measured, &prospect.band, &bands), style::DIM)?;
            self.against(measured, i, outcome, out)?;
        }
        self.verdict(measured, outcome, out)
    }

    /// Says what an option does against the one that was chosen.
    fn against(
        &self,
        measured: &Measured,
        option: usize,
        outcome: OutcomeId,
        out: &mut Printer,
    ) -> io::Result<()> {
        let pair = [self.judged.chosen, option];
        if option == self.judged.chosen {
            return Ok(());
        }
        let Some(effect) = self.judged.effect(self.model, pair, outcome) else { return Ok(()) };
        let Some(bands) = effect.difference else { return Ok(()) };
        let (rise, fall) = measured.directions();
        let share = |n: u64| words::percent(n as f64 / effect.pairs as f64);
        let known = range(&bands, |value| measured.signed(value));
        let text = format!(
            "against the choice: {}{known}; {rise} in {} of worlds, {fall} in {}",
            measured.difference(bands.answer.value),
            share(effect.up),
            share(effect.down),
        );
        out.paragraph("      ", &text, style::PLAIN)?;
        if let Some((better, worse, whom)) = measured.verdict(&effect) {
            let text =
                format!("for {whom}: better in {}, worse in {}", share(better), share(worse));
            out.paragraph("      ", &text, style::PLAIN)?;
        }
        Ok(())
    }

    /// Draws what the best other option would do to the first outcome shown, world by world.
    #[must_use]
    pub fn chart(&self) -> String {
        let drawn = || {
            let &outcome = self.shown.first()?;
            let measured = Measured::new(self.part, self.model, outcome);
            let better = measured.outcome.better.as_ref();
            let less = better.is_none_or(|(way, _)| matches!(way, Better::Earlier | Better::Less));
            let other = self.judged.best_other(self.model, outcome, less)?;
            let pair = [self.judged.chosen, other];
            let effect = self.judged.effect(self.model, pair, outcome)?;
            let title = |option: usize| self.option(self.judged.options[option].option);
            let caption = Caption {
                title: format!("{}: {}", measured.outcome.title, self.question.title),
                subtitle: format!(
                    "\u{201c}{}\u{201d} against \u{201c}{}\u{201d}, which was chosen, in {} worlds that {} \
                     could not know apart",
                    title(other),
                    title(self.judged.chosen),
                    words::thousands(self.judged.design.runs),
                    self.decider()
                ),
                source: "What follows from quoted facts and confessed assumptions; no forecast."
                    .to_owned(),
            };
            Some(strip(&measured.strip(caption, &effect)))
        };
        drawn().unwrap_or_default()
    }
}

/// Says how an outcome is spread over the worlds with an option.
fn spread_text(measured: &Measured, band: &Band, bands: &TwoBands) -> String {
    let known = range(bands, |value| measured.mean(value));
    let [bottom, .., top] = band.quantiles.map(|value| measured.value(value));
    let spread = match measured.outcome.is {
        Gain::Ever(_) => String::new(),
        _ => format!("nine in ten worlds {bottom} to {top}"),
    };
    let never = match measured.outcome.is {
        Gain::DateOrNever(_) if band.never > 0.0 && band.never < 1.0 => {
            format!(", never in {}, which counts as the last day", words::percent(band.never))
        }
        _ => String::new(),
    };
    let error = format!("computing error {}", measured.error(bands.answer.interval));
    let parts = [format!("{spread}{never}"), known, error];
    let parts: Vec<&str> =
        parts.iter().map(|part| part.trim_start_matches("; ")).filter(|p| !p.is_empty()).collect();
    parts.join("; ")
}

/// Says what could not be known leaves, unless both ends read alike.
fn range(bands: &TwoBands, say: impl Fn(f64) -> String) -> String {
    let alike = bands.clarity == Clarity::Clear && say(bands.low.value) == say(bands.high.value);
    let known = effects::band(bands, "what could not be known", "", say);
    known.filter(|_| !alike).map_or_else(String::new, |known| format!("; {known}"))
}
