//! Letters that nobody sees, and that change how others are read.

/// Whether a letter has no shape of its own: control characters, spaces of no width, joiners, and marks that turn the
/// direction of what follows.
pub(crate) fn is_hidden(letter: char) -> bool {
    letter.is_control()
        || matches!(
            letter,
            '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
                | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'
        )
}

/// The first letter of a text that nobody sees.
pub(crate) fn hidden_letter(text: &str) -> Option<char> {
    text.chars().find(|letter| is_hidden(*letter))
}
