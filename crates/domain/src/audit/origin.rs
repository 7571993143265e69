//! Where a change comes from: who, in which session, from which part of the network, in which request.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use sillon_database::{
    entities::audit_entry::ActorKind,
    ids::{AccountId, SessionId},
};

/// Who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Somebody who is not signed in.
    Visitor,
    /// An account, in a session when it has one.
    Account(AccountId, Option<SessionId>),
    /// Whoever runs commands on the server.
    Operator,
    /// Sillon itself, in a job.
    System,
}

/// Where a change comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Who acts.
    pub who: Who,
    /// The client's address. It is compared and counted; what is kept of it is its [`AddressPrefix`].
    pub client: Option<IpAddr>,
    /// The request, as the server's log names it.
    pub request_id: Option<String>,
}

impl Origin {
    /// A command on the server.
    pub fn operator() -> Self {
        Self { who: Who::Operator, client: None, request_id: None }
    }

    /// A job.
    pub fn system() -> Self {
        Self { who: Who::System, client: None, request_id: None }
    }

    /// A request of somebody who is not signed in.
    pub fn visitor(client: Option<IpAddr>, request_id: Option<String>) -> Self {
        Self { who: Who::Visitor, client, request_id }
    }

    /// The same request, once it is known who sent it.
    #[must_use]
    pub fn of_account(&self, account: AccountId, session: Option<SessionId>) -> Self {
        Self { who: Who::Account(account, session), ..self.clone() }
    }
}

impl Who {
    pub(super) fn kind(self) -> ActorKind {
        match self {
            Self::Visitor => ActorKind::Visitor,
            Self::Account(..) => ActorKind::Account,
            Self::Operator => ActorKind::Operator,
            Self::System => ActorKind::System,
        }
    }

    pub(super) fn account(self) -> Option<AccountId> {
        match self {
            Self::Account(account, _) => Some(account),
            _ => None,
        }
    }

    pub(super) fn session(self) -> Option<SessionId> {
        match self {
            Self::Account(_, session) => session,
            _ => None,
        }
    }
}

/// The part of the network an address belongs to: /24 of IPv4, /48 of IPv6. Enough to see that sign-ins come from
/// elsewhere, too little to name a household.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AddressPrefix(IpAddr);

impl From<IpAddr> for AddressPrefix {
    fn from(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V4(address) => {
                let [a, b, c, _] = address.octets();
                Ipv4Addr::new(a, b, c, 0).into()
            }
            IpAddr::V6(address) => {
                let [a, b, c, ..] = address.segments();
                Ipv6Addr::new(a, b, c, 0, 0, 0, 0, 0).into()
            }
        })
    }
}

impl std::fmt::Display for AddressPrefix {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let length = if self.0.is_ipv4() { 24 } else { 48 };
        write!(f, "{}/{length}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use super::AddressPrefix;

    #[test]
    fn an_address_is_cut_to_its_part_of_the_network() {
        for (address, prefix) in [
            ("203.0.113.77", "203.0.113.0/24"),
            ("::ffff:203.0.113.77", "203.0.113.0/24"),
            ("2001:db8:1234:5678:9abc:def0:1234:5678", "2001:db8:1234::/48"),
            ("::1", "::/48"),
        ] {
            let address: IpAddr = address.parse().unwrap();
            assert_eq!(AddressPrefix::from(address).to_string(), prefix);
        }
    }
}
