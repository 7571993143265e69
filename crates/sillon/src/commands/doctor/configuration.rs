//! The settings: usable, and fit for the mode.

use super::finding::{Finding, Findings};
use crate::config::{Loaded, refused_in_production};

pub(super) fn examine(loaded: &Loaded) -> Findings {
    let config = &loaded.config;
    let production = config.is_production();
    let mode = if production { "production" } else { "development" };
    let mut findings =
        vec![("configuration", Finding::Good(format!("every setting is known and usable; the mode is {mode}")))];
    for refused in refused_in_production(loaded) {
        let text = format!("{}: {}", refused.key, refused.advice);
        let finding =
            if production { Finding::Bad(text) } else { Finding::Poor(format!("production would refuse {text}")) };
        findings.push(("configuration", finding));
    }
    findings.push(("address", examine_address(loaded)));
    findings
}

fn examine_address(loaded: &Loaded) -> Finding {
    let server = &loaded.config.server;
    let (listen, url) = (server.listen, &server.public_url);
    match (url.strip_prefix("https://").is_some(), listen.ip().is_loopback()) {
        (true, true) => Finding::Good(format!("{url}, where a proxy with TLS passes requests on to {listen}")),
        (true, false) => Finding::Poor(format!(
            "{url}; but {listen} can be reached without the proxy and in the clear: listen on loopback, or let a \
             firewall keep others out"
        )),
        (false, true) => Finding::Good(format!("{listen}, for this machine only")),
        (false, false) => Finding::Poor(format!(
            "{listen} can be reached from elsewhere, and passwords travel in the clear: put a proxy with TLS before it \
             and set server.public_url"
        )),
    }
}
