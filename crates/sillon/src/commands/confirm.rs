//! Asks before something is taken away.

use std::io::{BufRead, IsTerminal, Write};

use anyhow::bail;

/// Asks on the terminal unless `yes` was given; without a terminal nobody can answer, which is no.
pub(super) fn confirm(question: &str, yes: bool) -> anyhow::Result<()> {
    if yes {
        return Ok(());
    }
    let input = std::io::stdin();
    if !input.is_terminal() {
        bail!("{question} Nobody is here to answer: say --yes to mean it");
    }
    let mut out = std::io::stderr().lock();
    write!(out, "{question} [y/N] ")?;
    out.flush()?;
    let mut answer = String::new();
    input.lock().read_line(&mut answer)?;
    if !matches!(answer.trim().to_lowercase().as_str(), "y" | "yes" | "o" | "oui") {
        bail!("nothing was changed");
    }
    Ok(())
}
