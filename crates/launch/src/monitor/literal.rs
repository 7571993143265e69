//! What others wrote, inside Markdown. As code it stays what it is: no picture, no link, no HTML, and, which backslashes do
//! not reach, no mention of anybody and no number of an issue on the forges that show it.

use crate::visible::is_hidden;

/// The text as code, between as many backticks as it takes.
pub(super) fn literal(text: &str) -> String {
    let line: String = text.chars().map(|letter| if is_hidden(letter) { ' ' } else { letter }).collect();
    let line = line.trim();
    if line.is_empty() {
        return String::new();
    }
    let longest = line.split(|letter| letter != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let space = if line.starts_with('`') || line.ends_with('`') { " " } else { "" };
    format!("{fence}{space}{line}{space}{fence}")
}

/// The same in a cell. A bar ends a cell even inside code, and readers disagree on a backslash before it.
pub(super) fn literal_in_table(text: &str) -> String {
    literal(&text.replace('|', "¦"))
}

#[cfg(test)]
mod tests {
    use super::{literal, literal_in_table};

    #[test]
    fn what_others_wrote_stays_between_its_backticks() {
        assert_eq!(literal("![x](https://e.example/p) @ada <b>"), "`![x](https://e.example/p) @ada <b>`");
        assert_eq!(literal("`` ` @ada"), "``` `` ` @ada ```");
        assert_eq!(literal("two\nlines\u{202e}"), "`two lines`");
        assert_eq!(literal(" \n "), "");
    }

    #[test]
    fn a_bar_ends_no_cell() {
        assert_eq!(literal_in_table("a|b\\|c"), "`a¦b\\¦c`");
    }
}
