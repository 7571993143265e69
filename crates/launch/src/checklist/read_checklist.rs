//! Reads the sections and lines of the checklist.

/// A part of the checklist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Its title.
    pub title: String,
    /// Its lines.
    pub items: Vec<Item>,
}

/// A line: `- [ ] ⚙ What must be so: ` and the command in backticks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What must be so.
    pub text: String,
    /// What proves it.
    pub command: Option<String>,
    /// Whether a machine can judge by the exit code alone.
    pub is_for_machines: bool,
}

const MARK: char = '⚙';

/// The sections that have lines to tick.
pub fn read_checklist(document: &str) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    let mut chapter = "";
    for line in document.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            chapter = title;
            sections.push(Section { title: title.to_owned(), items: Vec::new() });
        } else if let Some(title) = line.strip_prefix("### ") {
            sections.push(Section { title: format!("{chapter}: {title}"), items: Vec::new() });
        } else if let Some((text, section)) = line.strip_prefix("- [ ] ").zip(sections.last_mut()) {
            section.items.push(read_item(text));
        }
    }
    sections.retain(|section| !section.items.is_empty());
    sections
}

fn read_item(line: &str) -> Item {
    let is_for_machines = line.starts_with(MARK);
    let text = line.trim_start_matches(MARK).trim();
    let (text, command) = match text.split_once('`') {
        Some((text, rest)) => (text, rest.split_once('`').map(|(command, _)| command.to_owned())),
        None => (text, None),
    };
    Item { text: text.trim().trim_end_matches(':').to_owned(), command, is_for_machines }
}

#[cfg(test)]
mod tests {
    use super::{Item, read_checklist};

    #[test]
    fn lines_are_read_with_their_sections_and_commands() {
        let sections = read_checklist(
            "# Title\n\n- [ ] outside\n## T-72 h\nText.\n### Database\n- [ ] ⚙ It is current: `sillon migrate --dry-run`\n\
             - [ ] Somebody is there.\n",
        );
        assert_eq!(sections.len(), 1);
        assert_eq!(sections[0].title, "T-72 h: Database");
        let current = Item {
            text: "It is current".to_owned(),
            command: Some("sillon migrate --dry-run".to_owned()),
            is_for_machines: true,
        };
        let there = Item { text: "Somebody is there.".to_owned(), command: None, is_for_machines: false };
        assert_eq!(sections[0].items, [current, there]);
    }
}
