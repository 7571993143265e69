//! Runs one line.

use std::path::Path;

use tokio::process::Command;

/// What came of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemResult {
    /// Whether its command ended with 0.
    pub is_good: bool,
    /// What the command wrote; of much, the beginning and the end.
    pub output: String,
}

const FIRST_LINES: usize = 30;
const LAST_LINES: usize = 10;

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
    Ok(ItemResult { is_good: output.status.success(), output: shortened(&text) })
}

fn shortened(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    if lines.len() <= FIRST_LINES + LAST_LINES + 1 {
        return lines.join("\n");
    }
    let (first, last) = (&lines[..FIRST_LINES], &lines[lines.len() - LAST_LINES..]);
    let left_out = format!("… {} lines more …", lines.len() - FIRST_LINES - LAST_LINES);
    [first, &[&left_out], last].concat().join("\n")
}

#[cfg(test)]
mod tests {
    use super::shortened;

    #[test]
    fn of_much_the_beginning_and_the_end_are_shown() {
        let numbers = |from: u32, to: u32| (from..=to).map(|number| number.to_string()).collect::<Vec<_>>().join("\n");
        assert_eq!(shortened(&numbers(1, 41)), numbers(1, 41));
        assert_eq!(shortened(&numbers(1, 100)), format!("{}\n… 60 lines more …\n{}", numbers(1, 30), numbers(91, 100)));
    }
}
