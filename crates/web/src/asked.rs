//! A question on a page: its options, what is argued, and the record's words.

use maud::{Markup, html};

use super::Site;
use excomm_class::Ballot;
use excomm_scenario::format::{Choice, Question, Role, Side};
use excomm_tell::{
    quotes::{quoted, speaker},
    words,
};

impl Site {
    /// Returns the question with this id.
    pub(super) fn question(&self, id: &str) -> Option<&Question> {
        self.game.part.question(id)
    }

    /// Returns an option in words.
    pub(super) fn option(&self, question: &str, option: u32) -> String {
        let known = self.question(question).and_then(|q| q.options.get(option as usize));
        known.map_or_else(|| "?".to_owned(), |option| words::capital(&option.title))
    }

    pub(super) fn role(&self, id: &str) -> Option<&Role> {
        self.game.exercise.roles.iter().find(|role| role.id == id)
    }

    pub(super) fn role_title<'a>(&'a self, id: &'a str) -> &'a str {
        self.role(id).map_or(id, |role| &role.title)
    }

    /// Returns the record's words on a question.
    pub(super) fn words_on(&self, question: &Question) -> Markup {
        let quotes = question.cite.iter().filter_map(|cite| quoted(&self.game.part, cite));
        html! { @for quote in quotes { p .quote { (quote) } } }
    }

    /// Returns what is argued for and against an option; what a role itself argues stands out.
    pub(super) fn arguments(&self, option: &Choice, role: Option<&Role>) -> Markup {
        html! {
            @for argument in &option.arguments {
                @let side = match argument.side { Side::For => "for", Side::Against => "against" };
                @let own = role.is_some_and(|role| role.stands_for.contains(&argument.by));
                span class=(if own { "argument own" } else { "argument" }) {
                    (words::capital(speaker(&self.game.part, &argument.by))) " " (side)
                    @if own { ", whom you stand for" }
                    ": " (argument.says)
                }
            }
        }
    }

    /// Returns the options with the votes for each, as a table that is also a picture: bars are shares of all
    /// votes.
    pub(super) fn counts(&self, ballot: &Ballot) -> Markup {
        let counts = ballot.counts();
        let all = counts.iter().sum::<u32>().max(1);
        let Some(question) = self.question(&ballot.question) else { return html! {} };
        html! {
            table .counts {
                caption { "Votes" }
                thead { tr { th scope="col" { "Option" } th scope="col" colspan="2" { "Votes" } } }
                tbody {
                    @for ((option, count), open) in question.options.iter().zip(&counts).zip(&ballot.open) {
                        tr {
                            th scope="row" {
                                (words::capital(&option.title))
                                @if !open { span .mute { " (not open now)" } }
                            }
                            td .number { (count) }
                            td .bars {
                                svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" {
                                    rect width=(100 * count / all) height="10" {}
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
