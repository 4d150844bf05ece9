//! What is answered to a request that is refused: a clear sentence and the right status.

use std::{collections::BTreeMap, time::Duration};

use axum::{
    extract::{FromRequest, Request, rejection::FormRejection},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use maud::html;

use super::shell::{Setting, shell};
use excomm_class::{Refusal, Why};

/// A request that was refused.
#[derive(Debug)]
pub(super) struct Refused {
    pub(super) status: StatusCode,
    pub(super) says: String,
    /// The desk to which it leads back; none: it is told to a pupil.
    desk: Option<String>,
}

impl Refused {
    pub(super) fn new(status: StatusCode, says: impl Into<String>) -> Refused {
        Refused { status, says: says.into(), desk: None }
    }

    /// Leads the teacher back to the desk.
    pub(super) fn leading_to(self, desk: String) -> Refused {
        Refused { desk: Some(desk), ..self }
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Refused {
        let status = match refusal.why {
            Why::Malformed => StatusCode::BAD_REQUEST,
            Why::Forbidden => StatusCode::FORBIDDEN,
            Why::Unknown => StatusCode::NOT_FOUND,
            Why::Untimely | Why::Already => StatusCode::CONFLICT,
            Why::NotKept => StatusCode::SERVICE_UNAVAILABLE,
        };
        Refused::new(status, refusal.says)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let stale = self.desk.is_some() && self.status == StatusCode::CONFLICT;
        let title = if stale { "Nothing was changed" } else { "That did not work" };
        let body = html! {
            main data-refused="yes" {
                h1 { (title) }
                p .big role="alert" { (self.says) }
                @match &self.desk {
                    Some(desk) => p { a .button href=(desk) { "To the desk as it is now" } },
                    None => p { a href="/seat" { "Back to your seat" } " or " a href="/" { "join a class" } "." },
                }
            }
        };
        (self.status, shell(title, Setting::Hand, &body)).into_response()
    }
}

/// Answers a request for a page that is not there.
pub(super) async fn unknown() -> Refused {
    Refused::new(StatusCode::NOT_FOUND, "There is no such page.")
}

/// Answers a request by another method than the page has.
pub(super) async fn wrong_method() -> Refused {
    Refused::new(StatusCode::METHOD_NOT_ALLOWED, "This page is not asked for in this way.")
}

/// Refuses whoever holds no link to what was asked for.
pub(super) fn no_link() -> Refused {
    Refused::new(StatusCode::NOT_FOUND, "This link opens no class. Ask for a new one.")
}

/// How long a form may take to arrive.
const PATIENCE: Duration = Duration::from_secs(20);

/// The fields of a form.
pub(super) struct Fields(BTreeMap<String, String>);

impl Fields {
    /// Returns what stands in a field; nothing if it is not there.
    pub(super) fn text(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// Returns the number that stands in a field.
    pub(super) fn number<T: std::str::FromStr>(&self, name: &str) -> Result<T, Refused> {
        let text = self.text(name).trim();
        text.parse().map_err(|_| {
            let says = format!("A whole number was expected for “{name}”, found “{text}”.");
            Refused::new(StatusCode::BAD_REQUEST, says)
        })
    }
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = Refused;

    async fn from_request(request: Request, state: &S) -> Result<Fields, Refused> {
        let form = axum::Form::<BTreeMap<String, String>>::from_request(request, state);
        let form = tokio::time::timeout(PATIENCE, form).await.map_err(|_| {
            Refused::new(
                StatusCode::REQUEST_TIMEOUT,
                "The form did not arrive in time. Send it again.",
            )
        })?;
        form.map(|axum::Form(fields)| Fields(fields)).map_err(|rejection: FormRejection| {
            let (status, says) = match rejection.status() {
                StatusCode::PAYLOAD_TOO_LARGE => {
                    (StatusCode::PAYLOAD_TOO_LARGE, "That is too much text for one form.")
                }
                StatusCode::UNSUPPORTED_MEDIA_TYPE => {
                    (StatusCode::UNSUPPORTED_MEDIA_TYPE, "A form was expected.")
                }
                _ => (StatusCode::BAD_REQUEST, "The form could not be read."),
            };
            Refused::new(status, says)
        })
    }
}
