//! The guard before every page: who may send what here, and what a browser may do with the answer.

use std::net::IpAddr;

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::refused::Refused;

/// What a browser may load and do: only what comes from here, and nothing inline.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
                      font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
                      frame-ancestors 'none'";

const HEADERS: &[(&str, &str)] = &[
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    // without any, a browser would not say from where a form is sent
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cache-control", "no-store"),
    // by this a page knows our answers from those of whoever else may stand between
    ("x-excomm", "class"),
];

/// Refuses what comes from elsewhere, and says on each answer what a browser may do with it.
pub(super) async fn guard(request: Request, next: Next) -> Response {
    let refused = refuse(request.method(), request.headers());
    let mut response = match refused {
        Some(refused) => refused.into_response(),
        None => next.run(request).await,
    };
    for &(name, value) in HEADERS {
        // files that never change say so themselves
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

fn refuse(method: &Method, headers: &HeaderMap) -> Option<Refused> {
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let host = text(header::HOST).unwrap_or("");
    if !is_near(host) {
        let says = "Open this page by the address that was printed.";
        return Some(Refused::new(StatusCode::FORBIDDEN, says));
    }
    if *method == Method::GET || *method == Method::HEAD {
        return None;
    }
    let foreign = match text(header::ORIGIN) {
        Some(origin) => origin.strip_prefix("http://").is_none_or(|from| from != host),
        None => text(header::HeaderName::from_static("sec-fetch-site"))
            .is_some_and(|site| site != "same-origin" && site != "none"),
    };
    let says = "This was sent from another site, so it was not done.";
    foreign.then(|| Refused::new(StatusCode::FORBIDDEN, says))
}

/// Returns whether a host is named as a machine in the room is: by number, or without a domain.
///
/// A foreign site can make its own name point here; its name has dots.
fn is_near(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or(""),
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    };
    let plain = |name: &str| !name.is_empty() && !name.contains('.');
    let local = name.rsplit_once('.').is_some_and(|(_, domain)| domain == "local");
    name.parse::<IpAddr>().is_ok() || plain(name) || local
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_hosts_of_the_room_are_answered() {
        for host in ["127.0.0.1:8000", "[::1]:8000", "localhost:1", "laptop", "laptop.local:80"] {
            assert!(is_near(host), "{host}");
        }
        for host in ["", "example.org", "example.org:8000", "1.2.3.4.example.org"] {
            assert!(!is_near(host), "{host}");
        }
    }

    #[test]
    fn what_a_foreign_site_sends_is_refused() {
        let sent = |origin: Option<&'static str>| {
            let mut headers = HeaderMap::new();
            headers.insert("host", HeaderValue::from_static("127.0.0.1:8000"));
            if let Some(origin) = origin {
                headers.insert("origin", HeaderValue::from_static(origin));
            }
            refuse(&Method::POST, &headers).is_some()
        };
        assert!(!sent(None) && !sent(Some("http://127.0.0.1:8000")));
        for origin in ["null", "http://127.0.0.1:9000", "https://example.org", "http://evil.test"] {
            assert!(sent(Some(origin)), "{origin}");
        }
    }
}
