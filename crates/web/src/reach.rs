//! Reach: by which address others in the room come to this site.

use std::{
    net::{IpAddr, SocketAddr, UdpSocket},
    sync::OnceLock,
};

use axum::http::{HeaderMap, header};

use super::Site;

/// The address by which others reach a site, once it is served.
#[derive(Debug, Default)]
pub(super) struct Reach(OnceLock<SocketAddr>);

impl Reach {
    pub(super) fn served_at(&self, listener: SocketAddr) {
        let _ = self.0.set(reached_at(listener));
    }
}

/// Returns the address by which others in the room reach a listener that takes any.
#[must_use]
pub fn reached_at(listener: SocketAddr) -> SocketAddr {
    if !listener.ip().is_unspecified() {
        return listener;
    }
    // no packet is sent: the system only says from which address it would be
    let own = UdpSocket::bind(("0.0.0.0", 0))
        .and_then(|socket| socket.connect(("192.0.2.1", 9)).and_then(|()| socket.local_addr()));
    own.map_or(listener, |own| SocketAddr::new(own.ip(), listener.port()))
}

impl Site {
    /// Returns the link by which pupils join.
    pub(super) fn join_link(&self, headers: &HeaderMap, code: &str) -> String {
        format!("{}/join?code={code}", self.address(headers))
    }

    /// Returns the address of this site as this request came here, unless only this machine can come so.
    pub(super) fn address(&self, headers: &HeaderMap) -> String {
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("");
        match self.reach.0.get() {
            Some(reached) if is_this_machine(host) && !reached.ip().is_loopback() => {
                format!("http://{reached}")
            }
            _ => format!("http://{host}"),
        }
    }
}

/// Returns whether a host is what only this machine itself calls so.
fn is_this_machine(host: &str) -> bool {
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let bare = name.trim_start_matches('[').trim_end_matches(']');
    bare == "localhost" || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_is_known_by_the_names_that_only_it_uses() {
        for host in ["localhost:8000", "localhost", "127.0.0.1:8000", "[::1]:8000", "127.0.1.1"] {
            assert!(is_this_machine(host), "{host}");
        }
        for host in ["10.0.0.7:8000", "laptop.local:8000", "laptop", "[fe80::1]:80"] {
            assert!(!is_this_machine(host), "{host}");
        }
    }

    #[test]
    fn a_listener_that_takes_one_address_is_reached_at_that() {
        let here: SocketAddr = "127.0.0.1:8000".parse().unwrap();
        assert_eq!(reached_at(here), here);
        assert_eq!(reached_at("0.0.0.0:8000".parse().unwrap()).port(), 8000);
    }
}
