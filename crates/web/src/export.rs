//! Exports: what a class did, without personal data beyond the names of seats.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderName, StatusCode, header},
    response::IntoResponse,
};
use maud::{PreEscaped, html};

use super::{STYLE, Site, refused::Refused};
use excomm_pages::page;

type Named = [(HeaderName, &'static str); 2];

fn named(kind: &'static str, file: &'static str) -> Named {
    [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, file)]
}

fn unwritten() -> Refused {
    Refused::new(StatusCode::INTERNAL_SERVER_ERROR, "The export could not be written.")
}

pub(super) async fn json(
    State(site): State<Arc<Site>>,
    Path(token): Path<String>,
) -> Result<impl IntoResponse, Refused> {
    let (_, state) = site.taught(&token)?;
    let (done, _) = site.done(&state).await?;
    let text = serde_json::to_string_pretty(&done).map_err(|_| unwritten())?;
    let head = named("application/json; charset=utf-8", "attachment; filename=\"class.json\"");
    Ok((head, text))
}

/// One row a vote; decisions without votes from phones have one row for each option.
pub(super) async fn csv(
    State(site): State<Arc<Site>>,
    Path(token): Path<String>,
) -> Result<impl IntoResponse, Refused> {
    let (_, state) = site.taught(&token)?;
    let (done, _) = site.done(&state).await?;
    let mut rows = vec![
        ["question", "time", "chosen", "history", "seat", "role", "vote", "count", "reason"]
            .map(str::to_owned),
    ];
    for row in &done.decisions {
        let start = [&row.question, &row.nth.to_string(), &row.chosen].map(String::clone);
        let history = row.history.clone().unwrap_or_default();
        for cast in &row.cast {
            let [question, time, chosen] = start.clone();
            let end = [&cast.seat, &cast.role, &cast.option].map(|text| tame(text));
            let [seat, role, vote] = end;
            rows.push([
                question,
                time,
                chosen,
                history.clone(),
                seat,
                role,
                vote,
                "1".to_owned(),
                tame(&cast.reason),
            ]);
        }
        for (option, votes) in &row.votes {
            let cast = row.cast.iter().filter(|cast| cast.option == *option).count() as u32;
            let hands = votes.saturating_sub(cast);
            if hands > 0 {
                let [question, time, chosen] = start.clone();
                let hands = hands.to_string();
                rows.push([
                    question,
                    time,
                    chosen,
                    history.clone(),
                    "raised hands".to_owned(),
                    String::new(),
                    option.clone(),
                    hands,
                    String::new(),
                ]);
            }
        }
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).map_err(|_| unwritten())?;
    }
    let bytes = writer.into_inner().map_err(|_| unwritten())?;
    let head = named("text/csv; charset=utf-8", "attachment; filename=\"class.csv\"");
    Ok((head, bytes))
}

/// Keeps a spreadsheet from reading somebody's words as a formula.
fn tame(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// The debrief as one file that needs nothing else.
pub(super) async fn html(
    State(site): State<Arc<Site>>,
    Path(token): Path<String>,
) -> Result<impl IntoResponse, Refused> {
    let (_, state) = site.taught(&token)?;
    let page = site.debriefing(&state).await?;
    let judged = site.judged(&state);
    let style = html! { style { (PreEscaped(page::style())) (PreEscaped(STYLE)) } };
    let body = html! { main { (page) (judged) (site.discussion(false)) } };
    let whole = page::whole("The debrief", &style, Some("desk"), &body);
    let head = named("text/html; charset=utf-8", "attachment; filename=\"class.html\"");
    Ok((head, whole.into_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_of_a_pupil_is_a_formula() {
        assert_eq!(tame("=1+1"), "'=1+1");
        assert_eq!(tame("because"), "because");
    }
}
