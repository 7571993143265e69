//! Names of files in an archive, made of titles that people chose: safe on every system, and no two the same.

use std::collections::HashSet;

const LONGEST_BYTES: usize = 120;
const LONGEST_EXTENSION: usize = 5;
/// What stands for a title of which nothing is left.
const NAMELESS: &str = "untitled";
/// Names of devices on Windows, with any extension.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
const NUMBERED_DEVICES: [&str; 2] = ["com", "lpt"];

/// The names that are taken.
#[derive(Debug, Default)]
pub(super) struct FileNames {
    taken: HashSet<String>,
}

impl FileNames {
    /// A name in this folder that nothing has yet. Names that differ in case only are the same, as on macOS and Windows.
    pub(super) fn choose(&mut self, folder: &str, title: &str, extension: &str) -> String {
        let (stem, extension) = (safe_stem(title), safe_extension(extension));
        for number in 1_u64.. {
            let name = match number {
                1 => format!("{stem}{extension}"),
                _ => format!("{stem} ({number}){extension}"),
            };
            if self.taken.insert(format!("{folder}/{}", name.to_lowercase())) {
                return name;
            }
        }
        unreachable!("there are fewer files than numbers")
    }
}

fn safe_stem(title: &str) -> String {
    let mut stem = String::new();
    for letter in title.chars() {
        let letter = if is_unsafe(letter) { '_' } else { letter };
        if stem.len() + letter.len_utf8() > LONGEST_BYTES {
            break;
        }
        stem.push(letter);
    }
    // Windows drops dots and spaces at the end; a dot at the beginning hides, or leads out of the folder.
    let stem = stem.trim_matches(|letter: char| letter == '.' || letter.is_whitespace());
    if stem.is_empty() {
        return NAMELESS.to_owned();
    }
    if is_device(stem) { format!("_{stem}") } else { stem.to_owned() }
}

/// What ends a path or a name somewhere, what a terminal obeys, and what makes a name look like another.
fn is_unsafe(letter: char) -> bool {
    letter.is_control()
        || "/\\:*?\"<>|".contains(letter)
        || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

fn is_device(stem: &str) -> bool {
    let stem = stem.split('.').next().unwrap_or(stem).trim_end().to_lowercase();
    let numbered = |device: &str| stem.strip_prefix(device).is_some_and(|rest| rest.chars().count() == 1);
    DEVICES.contains(&stem.as_str()) || NUMBERED_DEVICES.into_iter().any(numbered)
}

/// With its dot; none when it is not a plain one.
fn safe_extension(extension: &str) -> String {
    let plain = !extension.is_empty() && extension.len() <= LONGEST_EXTENSION;
    if plain && extension.chars().all(|letter| letter.is_ascii_alphanumeric()) {
        format!(".{}", extension.to_ascii_lowercase())
    } else {
        String::new()
    }
}

#[cfg(test)]
mod tests {
    use super::FileNames;

    #[test]
    fn hostile_titles_become_safe_names() {
        for (title, name) in [
            ("Morning", "Morning.wav"),
            ("../../etc/passwd", "_.._etc_passwd.wav"),
            ("..", "untitled.wav"),
            ("", "untitled.wav"),
            (" . ", "untitled.wav"),
            ("a/b\\c:d*e?f\"g<h>i|j", "a_b_c_d_e_f_g_h_i_j.wav"),
            ("nul\0l\u{1b}[31m\r\n", "nul_l_[31m__.wav"),
            ("C:\\Windows", "C__Windows.wav"),
            ("CON", "_CON.wav"),
            ("lpt1.txt", "_lpt1.txt.wav"),
            ("Company", "Company.wav"),
            ("gnp\u{202e}vaw", "gnp_vaw.wav"),
            ("Été – ночь 夜", "Été – ночь 夜.wav"),
        ] {
            assert_eq!(FileNames::default().choose("originals", title, "WAV"), name, "{title:?}");
        }
    }

    #[test]
    fn names_are_short_enough_and_cut_between_letters() {
        let name = FileNames::default().choose("originals", &"夜".repeat(500), "flac");
        assert_eq!(name, format!("{}.flac", "夜".repeat(40)));
    }

    #[test]
    fn the_same_title_twice_gets_a_number() {
        let mut names = FileNames::default();
        let mut choose = |folder, title| names.choose(folder, title, "mp3");
        assert_eq!(choose("originals", "Song"), "Song.mp3");
        assert_eq!(choose("originals", "song"), "song (2).mp3");
        assert_eq!(choose("originals", "Song (2)"), "Song (2) (2).mp3");
        assert_eq!(choose("artwork", "Song"), "Song.mp3");
    }

    #[test]
    fn extensions_are_plain_or_left_out() {
        for (extension, name) in [("m4a", "a.m4a"), ("", "a"), ("a/b", "a"), ("..", "a"), ("toolong", "a")] {
            assert_eq!(FileNames::default().choose("originals", "a", extension), name);
        }
    }
}
