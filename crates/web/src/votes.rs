//! The votes of a class as a table for a spreadsheet.

use std::sync::Arc;

use axum::{extract::State, response::IntoResponse};
use csv::{QuoteStyle, WriterBuilder};

use super::{
    Site,
    export::{named, unwritten},
    refused::Refused,
    taught::Taught,
};
use excomm_class::DecisionRow;

const HEAD: [&str; 9] =
    ["question", "time", "chosen", "history", "seat", "role", "vote", "count", "reason"];

/// By this a spreadsheet knows that what follows is UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// One row a vote; raised hands have one row for each option.
pub(super) async fn csv(
    State(site): State<Arc<Site>>,
    Taught { state, .. }: Taught,
) -> Result<impl IntoResponse, Refused> {
    let (done, _) = site.done(&state).await?;
    // a spreadsheet may also part what is not quoted where it finds a semicolon
    let mut writer =
        WriterBuilder::new().quote_style(QuoteStyle::Always).from_writer(MARK.to_vec());
    let rows = done.decisions.iter().flat_map(|row| site.votes(row));
    for row in std::iter::once(HEAD.map(str::to_owned)).chain(rows) {
        writer.write_record(row.map(|text| tame(&text))).map_err(|_| unwritten())?;
    }
    let bytes = writer.into_inner().map_err(|_| unwritten())?;
    let head = named("text/csv; charset=utf-8", "attachment; filename=\"class.csv\"");
    Ok((head, bytes))
}

impl Site {
    /// Returns the rows of a decision, in words.
    fn votes(&self, row: &DecisionRow) -> Vec<[String; 9]> {
        let option = |id: &str| self.chosen(&row.question, id);
        let question = self.question(&row.question).map_or(&row.question, |known| &known.title);
        let history = row.history.as_deref().map(option).unwrap_or_default();
        let line = |seat: &str, role: &str, vote: &str, count: u32, reason: &str| {
            let start =
                [question.clone(), row.nth.to_string(), option(&row.chosen), history.clone()];
            let [question, time, chosen, history] = start;
            let end = [
                seat.to_owned(),
                role.to_owned(),
                option(vote),
                count.to_string(),
                reason.to_owned(),
            ];
            let [seat, role, vote, count, reason] = end;
            [question, time, chosen, history, seat, role, vote, count, reason]
        };
        let cast = row.cast.iter().map(|cast| {
            line(&cast.seat, self.role_title(&cast.role), &cast.option, 1, &cast.reason)
        });
        let hands = row.votes.iter().filter_map(|(option, votes)| {
            let cast = row.cast.iter().filter(|cast| cast.option == *option).count() as u32;
            let hands = votes.saturating_sub(cast);
            (hands > 0).then(|| line("raised hands", "", option, hands, ""))
        });
        cast.chain(hands).collect()
    }
}

/// Signs by which a spreadsheet knows a formula, also in their full width.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];

/// Signs after which a spreadsheet may begin another cell.
const PARTS: [char; 4] = [';', '\t', '\r', '\n'];

/// Keeps a spreadsheet from reading somebody's words as a formula, wherever it begins a cell.
fn tame(text: &str) -> String {
    let mut tamed = String::new();
    for cell in text.split_inclusive(PARTS) {
        if cell.trim_start().starts_with(FORMULA) {
            tamed.push('\'');
        }
        tamed.push_str(cell);
    }
    tamed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_of_a_pupil_is_a_formula() {
        for (text, tamed) in [
            ("=1+1", "'=1+1"),
            (" @SUM(A1)", "' @SUM(A1)"),
            ("\u{ff1d}1+1", "'\u{ff1d}1+1"),
            ("yes;=1+1", "yes;'=1+1"),
            ("yes\t+1\r-1", "yes\t'+1\r'-1"),
            ("because 1 + 1 = 2", "because 1 + 1 = 2"),
        ] {
            assert_eq!(tame(text), tamed);
        }
    }
}
