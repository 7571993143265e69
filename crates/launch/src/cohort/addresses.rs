//! What an address is like: in which form two are the same, and whether a person reads it.

use std::net::IpAddr;

use sillon_domain::accounts::EmailAddress;

/// Mailboxes of a function, not of a person (RFC 2142 and custom).
const OF_A_FUNCTION: [&str; 24] = [
    "abuse",
    "accueil",
    "admin",
    "billing",
    "bonjour",
    "bounce",
    "contact",
    "help",
    "hello",
    "hostmaster",
    "info",
    "jobs",
    "mailer-daemon",
    "marketing",
    "no-reply",
    "noc",
    "noreply",
    "office",
    "postmaster",
    "press",
    "root",
    "sales",
    "support",
    "webmaster",
];

/// Providers of addresses that are thrown away; a short list of those that are met.
const DISPOSABLE: [&str; 25] = [
    "10minutemail.com",
    "33mail.com",
    "anonaddy.me",
    "dispostable.com",
    "dropmail.me",
    "emailondeck.com",
    "fakeinbox.com",
    "getnada.com",
    "grr.la",
    "guerrillamail.com",
    "jetable.org",
    "mailcatch.com",
    "maildrop.cc",
    "mailinator.com",
    "mailnesia.com",
    "mintemail.com",
    "mohmal.com",
    "sharklasers.com",
    "spamgourmet.com",
    "temp-mail.org",
    "tempmail.com",
    "throwawaymail.com",
    "trashmail.com",
    "yopmail.com",
    "yopmail.fr",
];

/// Whether the mailbox belongs to a function, such as info@.
pub(super) fn is_of_a_function(email: &EmailAddress) -> bool {
    let local = email.key.rsplit_once('@').map_or("", |(local, _)| local);
    let name = local.split('+').next().unwrap_or_default();
    OF_A_FUNCTION.contains(&name)
}

/// Whether the address is probably thrown away soon.
pub(super) fn is_disposable(email: &EmailAddress) -> bool {
    let domain = email.key.rsplit_once('@').map_or("", |(_, domain)| domain);
    DISPOSABLE.iter().any(|known| domain == *known || domain.ends_with(&format!(".{known}")))
}

/// Whether only servers with SMTPUTF8 (RFC 6531) can take it.
pub(super) fn needs_smtputf8(email: &EmailAddress) -> bool {
    email.key.rsplit_once('@').is_some_and(|(local, _)| !local.is_ascii())
}

/// Whether no mail server on the internet has such a domain: one without a dot, or the number of a machine.
pub(super) fn is_local(email: &EmailAddress) -> bool {
    let domain = email.key.rsplit_once('@').map_or("", |(_, domain)| domain);
    domain.starts_with('[') || !domain.contains('.') || domain.parse::<IpAddr>().is_ok()
}
