//! Whom the limits look at: ranges of addresses, and what the operator chose. How an address is found is the HTTP part's.

use std::{net::IpAddr, str::FromStr};

use super::Budgets;

/// Addresses in CIDR notation (RFC 4632): `10.0.0.0/8`, `2001:db8::/32`, or one address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AddressRange {
    first: u128,
    mask: u128,
}

/// An address as a number; IPv4 stands where IPv6 maps it (RFC 4291, section 2.5.5.2).
fn number(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => address.to_ipv6_mapped().to_bits(),
        IpAddr::V6(address) => address.to_bits(),
    }
}

impl AddressRange {
    /// Whether the address lies in it.
    pub fn contains(&self, address: IpAddr) -> bool {
        number(address) & self.mask == self.first
    }
}

impl FromStr for AddressRange {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("{text} is not an address or a range such as 10.0.0.0/8");
        let (address, length) = text.split_once('/').map_or((text, None), |(address, length)| (address, Some(length)));
        let address: IpAddr = address.trim().parse().map_err(|_| wrong())?;
        let (most, before) = if address.is_ipv4() { (32_u32, 96) } else { (128, 0) };
        let length = length.map_or(Ok(most), |text| text.trim().parse().map_err(|_| wrong()))?;
        if length > most {
            return Err(wrong());
        }
        let mask = u128::MAX.checked_shl(128 - (length + before)).unwrap_or(0);
        Ok(Self { first: number(address) & mask, mask })
    }
}

/// The header in which proxies name the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ForwardedHeader {
    /// `X-Forwarded-For`, a list.
    XForwardedFor,
    /// `Forwarded` (RFC 7239).
    Forwarded,
}

/// What the operator chose.
#[derive(Clone, Debug)]
pub struct LimitSettings {
    /// Whether requests are counted at all.
    pub enabled: bool,
    /// Requests of an address.
    pub address: Budgets,
    /// Requests of an account, wherever they come from.
    pub account: Budgets,
    /// Addresses that are never refused.
    pub exempt: Vec<AddressRange>,
    /// Peers whose forwarding header is believed.
    pub trusted_proxies: Vec<AddressRange>,
    /// The one header that is read; another that a client makes up is not.
    pub forwarded_header: ForwardedHeader,
}

impl Default for LimitSettings {
    fn default() -> Self {
        let loopback = || ["127.0.0.0/8", "::1"].map(|text| text.parse().expect("it is a range")).to_vec();
        Self {
            enabled: true,
            address: Budgets::default(),
            account: Budgets::default(),
            exempt: loopback(),
            trusted_proxies: loopback(),
            forwarded_header: ForwardedHeader::XForwardedFor,
        }
    }
}

impl LimitSettings {
    /// Whether the address is never refused.
    pub fn exempts(&self, address: IpAddr) -> bool {
        self.exempt.iter().any(|range| range.contains(address))
    }

    /// Whether a peer's forwarding header is believed.
    pub fn trusts(&self, peer: IpAddr) -> bool {
        self.trusted_proxies.iter().any(|range| range.contains(peer))
    }
}

#[cfg(test)]
mod tests {
    use super::AddressRange;

    fn contains(range: &str, address: &str) -> bool {
        range.parse::<AddressRange>().unwrap().contains(address.parse().unwrap())
    }

    #[test]
    fn a_range_holds_its_own_addresses() {
        for (range, address) in [
            ("10.0.0.0/8", "10.255.1.2"),
            ("10.1.2.3/8", "10.0.0.1"),
            ("192.0.2.1", "192.0.2.1"),
            ("192.0.2.1", "::ffff:192.0.2.1"),
            ("2001:db8::/32", "2001:db8:1::1"),
            ("0.0.0.0/0", "203.0.113.1"),
            ("::/0", "203.0.113.1"),
            ("::1", "::1"),
        ] {
            assert!(contains(range, address), "{range} {address}");
        }
        for (range, address) in
            [("10.0.0.0/8", "11.0.0.1"), ("192.0.2.1", "192.0.2.2"), ("0.0.0.0/0", "2001:db8::1"), ("::1", "::2")]
        {
            assert!(!contains(range, address), "{range} {address}");
        }
    }

    #[test]
    fn what_is_no_range_is_refused() {
        for text in ["", "10.0.0.0/33", "::/129", "10.0.0/8", "host", "10.0.0.0/x", "10.0.0.0/-1"] {
            assert!(text.parse::<AddressRange>().is_err(), "{text}");
        }
    }
}
