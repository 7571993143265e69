//! Refuses to serve a configuration that is dangerous in public, or says what is dangerous about it elsewhere.

use std::fmt::Write;

use crate::config::{Loaded, refused_in_production};

/// In production an error that lists everything that is wrong and what to do; in development a line in the log for each.
pub fn refuse_dangers(loaded: &Loaded) -> anyhow::Result<()> {
    let refused = refused_in_production(loaded);
    if refused.is_empty() {
        return Ok(());
    }
    if !loaded.config.is_production() {
        // Without TLS is how development is.
        for danger in refused.iter().filter(|danger| danger.key != "server.public_url") {
            tracing::warn!(setting = danger.key, "production would refuse this: {}", danger.advice);
        }
        return Ok(());
    }
    let mut text = String::from("this configuration is dangerous in production, so the server does not start:");
    for danger in refused {
        write!(text, "\n  {}: {}", danger.key, danger.advice)?;
    }
    text.push_str(
        "\nTo try something on this machine alone, set server.mode to development (SILLON_MODE=development).",
    );
    anyhow::bail!(text)
}
