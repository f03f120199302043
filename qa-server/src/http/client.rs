//! Which machine asks: the peer, or what a trusted proxy says of it.

use std::net::IpAddr;

use axum::http::request::Parts;

use crate::app::App;

/// The address at the other end of the connection.
#[derive(Clone, Copy, Debug)]
pub(super) struct Peer(pub IpAddr);

/// The digest of the address that asks.
pub(super) fn client(app: &App, parts: &Parts) -> String {
    let peer = parts.extensions.get::<Peer>().map_or(IpAddr::from([0, 0, 0, 0]), |peer| peer.0);
    let forwarded = parts.headers.get_all("x-forwarded-for").into_iter().filter_map(|value| value.to_str().ok());
    app.keys.client(address(peer, forwarded, &app.trusted_proxies))
}

/// The right-most address that is not a trusted proxy's: everything left of it may be made up.
fn address<'a>(peer: IpAddr, forwarded: impl Iterator<Item = &'a str>, trusted: &[IpAddr]) -> IpAddr {
    let mut chain: Vec<&str> = forwarded.flat_map(|value| value.split(',')).map(str::trim).collect();
    let mut address = peer;
    while trusted.contains(&address) {
        match chain.pop().and_then(|text| text.parse().ok()) {
            Some(next) => address = next,
            None => break,
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        let proxy = [ip("10.0.0.1")];
        let forwarded = || ["203.0.113.9, 198.51.100.7"].into_iter();
        assert_eq!(address(ip("192.0.2.1"), forwarded(), &proxy), ip("192.0.2.1"));
        assert_eq!(address(ip("10.0.0.1"), forwarded(), &proxy), ip("198.51.100.7"));
        assert_eq!(address(ip("10.0.0.1"), ["garbage"].into_iter(), &proxy), ip("10.0.0.1"));
        assert_eq!(address(ip("10.0.0.1"), ["x, 10.0.0.1"].into_iter(), &proxy), ip("10.0.0.1"));
    }
}
