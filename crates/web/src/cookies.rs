//! Cookies: what says in a browser whose seat or desk it is.
//!
//! Browsers give all servers on a machine the same cookies, so the port is part of the name.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};

use super::refused::Refused;
use excomm_class::Token;

/// What a cookie opens.
#[derive(Debug, Clone, Copy)]
pub(super) enum Opens {
    /// A pupil's seat.
    Seat,
    /// A teacher's desk.
    Desk,
}

impl Opens {
    fn name(self, headers: &HeaderMap) -> String {
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("");
        let port = host.rsplit_once(':').map_or("", |(_, port)| port);
        let port: u16 = port.parse().unwrap_or(80);
        match self {
            Opens::Seat => format!("seat-{port}"),
            Opens::Desk => format!("desk-{port}"),
        }
    }

    /// Returns the token that a browser sent.
    pub(super) fn sent(self, headers: &HeaderMap) -> Option<Token> {
        let wanted = self.name(headers);
        let cookies =
            headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut each =
            cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.split_once('='));
        each.find(|(name, _)| name.trim() == wanted).map(|(_, token)| Token::sent(token.trim()))
    }

    /// Returns the header that gives a browser a token, for the pages below a path.
    pub(super) fn given(
        self,
        headers: &HeaderMap,
        token: &Token,
        path: &str,
    ) -> Result<[(header::HeaderName, HeaderValue); 1], Refused> {
        let name = self.name(headers);
        let cookie = format!("{name}={}; Path={path}; HttpOnly; SameSite=Lax", token.reveal());
        let cookie = HeaderValue::try_from(cookie).map_err(|_| {
            let says = "No cookie can be given to this browser. Load the page again.";
            Refused::new(StatusCode::INTERNAL_SERVER_ERROR, says)
        })?;
        Ok([(header::SET_COOKIE, cookie)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_on_one_machine_have_cookies_of_their_own() {
        let mut headers = HeaderMap::new();
        headers.insert("host", HeaderValue::from_static("127.0.0.1:8000"));
        headers.insert("cookie", HeaderValue::from_static("seat-80=b; seat-8000=a; desk-8000=c"));
        let sent = |headers: &HeaderMap| Opens::Seat.sent(headers).unwrap().reveal().to_owned();
        assert_eq!(sent(&headers), "a");
        headers.insert("host", HeaderValue::from_static("[::1]"));
        assert_eq!(sent(&headers), "b");
        headers.insert("host", HeaderValue::from_static("127.0.0.1:9000"));
        assert!(Opens::Seat.sent(&headers).is_none());
    }
}
