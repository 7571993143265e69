//! Where a request really comes from: the peer, or what a trusted proxy says of it.

use std::{
    convert::Infallible,
    net::{IpAddr, SocketAddr},
};

use axum::extract::{ConnectInfo, FromRequestParts, Request};
use http::{HeaderMap, HeaderName, header, request::Parts};
use sillon_domain::limits::{ForwardedHeader, LimitSettings};

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The client's address, worked out once for each request; none where there is no connection (tests in the process).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientAddress(pub Option<IpAddr>);

impl<S: Send + Sync> FromRequestParts<S> for ClientAddress {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get().copied().unwrap_or(Self(None)))
    }
}

impl ClientAddress {
    pub(crate) fn of(request: &Request, settings: &LimitSettings) -> Self {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip().to_canonical());
        Self(peer.map(|peer| behind_proxies(peer, request.headers(), settings)))
    }
}

/// The rightmost address that no proxy of ours added. What stands left of it is the client's own word, worth nothing.
fn behind_proxies(peer: IpAddr, headers: &HeaderMap, settings: &LimitSettings) -> IpAddr {
    let name = match settings.forwarded_header {
        ForwardedHeader::XForwardedFor => X_FORWARDED_FOR,
        ForwardedHeader::Forwarded => header::FORWARDED,
    };
    let lines: Vec<&str> = headers.get_all(&name).iter().map(|line| line.to_str().unwrap_or("unreadable")).collect();
    let mut hops = lines.iter().flat_map(|line| line.split(',')).collect::<Vec<_>>();
    let mut client = peer;
    while settings.trusts(client) {
        let Some(hop) = hops.pop() else { break };
        let address = match settings.forwarded_header {
            ForwardedHeader::XForwardedFor => parse_address(hop),
            ForwardedHeader::Forwarded => forwarded_for(hop).and_then(parse_address),
        };
        match address {
            Some(address) => client = address.to_canonical(),
            None => break,
        }
    }
    client
}

/// The `for` of one element of `Forwarded` (RFC 7239).
fn forwarded_for(element: &str) -> Option<&str> {
    let pairs = element.split(';').filter_map(|pair| pair.split_once('='));
    let mut named = pairs.filter(|(name, _)| name.trim().eq_ignore_ascii_case("for"));
    named.next().map(|(_, value)| value.trim().trim_matches('"'))
}

/// An address, in brackets or not, with a port or not.
fn parse_address(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let inner = text.strip_prefix('[').and_then(|rest| rest.split_once(']')).map(|(inside, _)| inside);
    match inner {
        Some(inside) => inside.parse().ok(),
        None => text.parse().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|address| address.ip())),
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderName};
    use sillon_domain::limits::{ForwardedHeader, LimitSettings};

    use super::behind_proxies;

    fn settings(forwarded_header: ForwardedHeader) -> LimitSettings {
        let trusted_proxies = ["10.0.0.0/8", "::1"].map(|range| range.parse().unwrap()).to_vec();
        LimitSettings { trusted_proxies, forwarded_header, ..LimitSettings::default() }
    }

    fn client(header: ForwardedHeader, peer: &str, lines: &[(&str, &str)]) -> String {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(name.parse::<HeaderName>().unwrap(), value.parse().unwrap());
        }
        behind_proxies(peer.parse().unwrap(), &headers, &settings(header)).to_string()
    }

    #[test]
    fn only_a_trusted_peer_is_believed() {
        let read = |peer, value| client(ForwardedHeader::XForwardedFor, peer, &[("x-forwarded-for", value)]);
        assert_eq!(read("203.0.113.9", "198.51.100.1"), "203.0.113.9");
        assert_eq!(read("10.0.0.1", "198.51.100.1"), "198.51.100.1");
        assert_eq!(read("::1", "2001:db8::7"), "2001:db8::7");
    }

    #[test]
    fn the_rightmost_address_that_is_not_ours_is_the_client() {
        let read = |value| client(ForwardedHeader::XForwardedFor, "10.0.0.1", &[("x-forwarded-for", value)]);
        assert_eq!(read("1.2.3.4, 198.51.100.1"), "198.51.100.1", "what the client made up is ignored");
        assert_eq!(read("198.51.100.1, 10.9.9.9"), "198.51.100.1");
        assert_eq!(read("198.51.100.1:4711"), "198.51.100.1");
        assert_eq!(read("[2001:db8::7]:443"), "2001:db8::7");
        assert_eq!(read("::ffff:198.51.100.1"), "198.51.100.1");
        assert_eq!(read("nonsense"), "10.0.0.1");
        assert_eq!(read("198.51.100.1, unknown"), "10.0.0.1");
        assert_eq!(read("10.1.1.1"), "10.1.1.1");
        assert_eq!(read(""), "10.0.0.1");
        let two = [("x-forwarded-for", "1.2.3.4"), ("x-forwarded-for", "198.51.100.1")];
        assert_eq!(client(ForwardedHeader::XForwardedFor, "10.0.0.1", &two), "198.51.100.1");
    }

    #[test]
    fn one_header_is_read_and_the_other_is_not() {
        let both = [("x-forwarded-for", "1.2.3.4"), ("forwarded", "for=198.51.100.1;proto=https")];
        assert_eq!(client(ForwardedHeader::Forwarded, "10.0.0.1", &both), "198.51.100.1");
        assert_eq!(client(ForwardedHeader::XForwardedFor, "10.0.0.1", &both), "1.2.3.4");
        let quoted = [("forwarded", "for=1.2.3.4, proto=http;For=\"[2001:db8::7]:47\"")];
        assert_eq!(client(ForwardedHeader::Forwarded, "10.0.0.1", &quoted), "2001:db8::7");
        let hidden = [("forwarded", "for=1.2.3.4, for=_hidden")];
        assert_eq!(client(ForwardedHeader::Forwarded, "10.0.0.1", &hidden), "10.0.0.1");
    }
}
