//! The report: a world, its record and many worlds beside it, in one file that needs no network.

mod branches;
mod discuss;
mod events;
mod honesty;
mod memo;
mod people;
mod record;
mod stage;
mod story;

use maud::{Markup, html};

use super::{
    map::{Atlas, hours},
    page::{LICENCES, Page},
};
use excomm_engine::{
    run::digest,
    world::{EventId, Time},
};
use excomm_tell::{
    memo::Memo,
    record::Margin,
    why::{Walk, Why},
    words,
};

pub use branches::Compared;
pub use honesty::Gauged;
pub use story::Story;

/// What a report is made from.
pub struct Report<'a> {
    /// The world that is told.
    pub why: Why<'a>,
    /// The story of the world.
    pub story: &'a Story,
    /// The memorandum at each moment.
    pub memo: &'a Memo<'a>,
    /// The records with what claims each of their sentences.
    pub margins: &'a [Margin<'a>],
    /// The branches compared.
    pub compared: &'a Compared<'a>,
    /// The gauges of honesty.
    pub gauged: &'a Gauged<'a>,
}

impl Report<'_> {
    /// Returns the page.
    #[must_use]
    pub fn one_file(&self) -> String {
        let head = self.why.part.scenario.as_ref();
        let title = head.map_or("", |head| head.title.as_str());
        let about = head.map_or("", |head| head.about.as_str());
        let (atlas, moving) = (Atlas::new(self.why.part), stage::moving(self));
        let walk = self.walk();
        let asked = discuss::Questions::new(self);
        let body = html! {
            a .skip href="#chronicle" { "To the chronicle" }
            (atlas.shapes())
            (self.head(title))
            p .about.print-only { (about) }
            main {
                (stage::section(self, &atlas, &moving))
                p .about.no-print { (about) }
                (record::section(self, &walk))
                (memo::section(self))
                (branches::section(self))
                (honesty::section(self))
                (people::section(self))
                (asked.section())
                (asked.key())
                (events::section(&walk))
            }
            (self.foot())
            (events::dialog())
        };
        let data = [("story", stage::data(self, &atlas, &moving))];
        Page { title, about, body, data: &data }.one_file()
    }

    fn head(&self, title: &str) -> Markup {
        let (part, model) = (self.why.part, self.why.model);
        let branch = part.branch(&model.branch);
        html! {
            header .head {
                p .kicker {
                    "Branch " (model.branch) @if let Some(branch) = branch { ": " (branch.title) }
                    ". Seed " (self.why.setting.seed) "."
                }
                h1 { (title) }
                p #clock .clock.needs-js {}
            }
            nav aria-label="Contents" {
                ul .contents {
                    @for (id, name) in [
                        ("play", "The map and the chronicle"), ("record", "The record"),
                        ("memo", "Who agreed to what"), ("branches", "Many worlds"),
                        ("honesty", "What it rests on"), ("people", "Words and people"),
                        ("discuss", "To discuss"), ("key", "Answer key"),
                    ] { li { a href=(format!("#{id}")) { (name) } } }
                }
            }
        }
    }

    fn foot(&self) -> Markup {
        let Why { model, run, .. } = self.why;
        html! {
            footer .foot {
                p {
                    "What follows from quoted facts and confessed assumptions; no forecast. "
                    "Written by excomm " (env!("CARGO_PKG_VERSION")) ". "
                    (words::count(run.log.events().len(), "event")) ", digest "
                    span .id { (digest(model, &run.log)) } "."
                }
                p { "Coasts: Natural Earth, public domain. Fonts: Libre Franklin and Source Serif 4, SIL Open Font License 1.1." }
                @for (font, licence) in LICENCES {
                    details .no-print { summary { "Licence of " (font) } pre .small.licence { (licence) } }
                }
            }
        }
    }

    /// Returns the hours from the start to a moment, for scripts.
    fn hours(&self, at: Time) -> String {
        words::number(hours(at, &self.why.model.span))
    }

    /// Returns all events that lie behind what the report tells, themselves included.
    fn walk(&self) -> Walk {
        let run = self.why.run;
        let ends = run.end.iter().map(|(_, reached)| reached.by);
        let outcomes = run.outcomes.iter().map(|(_, outcome)| outcome.by);
        self.why.walk(self.story.events().chain(ends).chain(outcomes))
    }
}

/// Returns a link to the walk of these events: to the first of them where there are no scripts.
fn why_link(of: &[EventId], text: &str) -> Markup {
    let ids: Vec<String> = of.iter().map(|id| format!("e{}", id.0)).collect();
    let Some(first) = ids.first() else { return html! { span .text { (text) } } };
    html! { a href=(format!("#{first}")) data-why=(ids.join(" ")) { (text) } }
}
