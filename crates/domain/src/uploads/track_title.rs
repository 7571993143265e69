//! The title that a track has until its creator writes another.

const MAX_CHARACTERS: usize = 200;

/// The file's name without its extension, readable: `03_blue-moon.flac` becomes `03 blue-moon`.
pub fn title_from_file_name(file_name: &str) -> String {
    let base = file_name.rsplit(['/', '\\']).next().unwrap_or(file_name);
    let stem = match base.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() && extension.len() <= 5 => stem,
        _ => base,
    };
    clean_title(&stem.replace('_', " ")).unwrap_or_else(|| "Untitled".to_owned())
}

/// A title without control characters and double spaces, cut to 200 characters; none when nothing is left.
pub(crate) fn clean_title(text: &str) -> Option<String> {
    let visible: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    let words: Vec<&str> = visible.split_whitespace().collect();
    let title: String = words.join(" ").chars().take(MAX_CHARACTERS).collect();
    (!title.is_empty()).then_some(title)
}

#[cfg(test)]
mod tests {
    use super::title_from_file_name;

    #[test]
    fn a_title_is_read_from_the_file_name() {
        for (file_name, title) in [
            ("03_blue-moon.flac", "03 blue-moon"),
            ("C:\\Music\\Été.mp3", "Été"),
            ("../../etc/passwd", "passwd"),
            ("no extension at all", "no extension at all"),
            ("Mr. Sandman", "Mr. Sandman"),
            (".ogg", ".ogg"),
            ("\u{0}\n", "Untitled"),
            ("", "Untitled"),
        ] {
            assert_eq!(title_from_file_name(file_name), title, "{file_name:?}");
        }
        assert_eq!(title_from_file_name(&"é".repeat(500)).chars().count(), 200);
    }
}
