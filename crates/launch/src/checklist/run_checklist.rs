//! Runs one line.

use std::path::Path;

use tokio::process::Command;

/// What came of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemResult {
    /// Whether its command ended with 0.
    pub is_good: bool,
    /// The last lines that the command wrote.
    pub output: String,
}

const LINES_SHOWN: usize = 12;

/// Runs the command of a line in a shell; `sillon` in it is this very program, and it is told where the instance is by
/// the variables.
pub async fn run_item(command: &str, program: &Path, variables: &[(&str, String)]) -> std::io::Result<ItemResult> {
    let script = format!("sillon() {{ \"$PROGRAM_PATH_OF_CHECKLIST\" \"$@\"; }}\n{command}\n");
    let output = Command::new("sh")
        .args(["-c", &script])
        .env("PROGRAM_PATH_OF_CHECKLIST", program)
        .envs(variables.iter().map(|(name, value)| (name, value)))
        .stdin(std::process::Stdio::null())
        .output()
        .await?;
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&text);
    let lines: Vec<&str> = text.lines().collect();
    let shown = lines[lines.len().saturating_sub(LINES_SHOWN)..].join("\n");
    Ok(ItemResult { is_good: output.status.success(), output: shown })
}
