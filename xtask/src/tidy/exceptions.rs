//! The list of what may be longer than the limit. It only shrinks: an entry holds the present length exactly, so that
//! growing fails, and shrinking lowers the entry until it must go. How lines are counted does not belong here.

use super::{Problem, Tree};

const LIST: &str = "xtask/tidy-exceptions.txt";

/// The length of something that has a limit.
pub(super) struct Measure {
    pub(super) rule: &'static str,
    /// How the list names it: a path, or a path and a function.
    pub(super) place: String,
    pub(super) path: String,
    /// Where it begins, from 1.
    pub(super) line: usize,
    pub(super) lines: usize,
    pub(super) limit: usize,
    pub(super) remedy: &'static str,
}

struct Exception<'list> {
    rule: &'list str,
    place: &'list str,
    lines: usize,
    line: usize,
}

/// The measures beyond their limit that no entry covers, and the entries that are no longer right.
pub(super) fn apply(tree: &Tree, measures: &[Measure]) -> Vec<Problem> {
    let (exceptions, mut problems) = read(tree.text(LIST).unwrap_or_default());
    for measure in measures.iter().filter(|measure| measure.lines > measure.limit) {
        let matches = |exception: &&Exception| exception.rule == measure.rule && exception.place == measure.place;
        let ceiling = exceptions.iter().find(matches).map_or(measure.limit, |exception| exception.lines);
        if measure.lines > ceiling {
            problems.push(Problem {
                path: measure.path.clone(),
                line: measure.line,
                rule: measure.rule,
                advice: format!("{} lines, at most {ceiling}: {}", measure.lines, measure.remedy),
            });
        }
    }
    problems.extend(exceptions.iter().filter_map(|exception| out_of_date(exception, measures)));
    problems
}

fn out_of_date(exception: &Exception, measures: &[Measure]) -> Option<Problem> {
    let matches = |measure: &&Measure| exception.rule == measure.rule && exception.place == measure.place;
    // Two methods of one file may share a name: the longest one counts.
    let longest = measures.iter().filter(matches).max_by_key(|measure| measure.lines);
    let advice = match longest {
        Some(longest) if longest.lines <= longest.limit => "is no longer needed: remove this line".to_owned(),
        Some(longest) if longest.lines < exception.lines => format!("has shrunk: write {} here", longest.lines),
        Some(_) => return None,
        None => "names nothing that exists: remove this line".to_owned(),
    };
    Some(problem(exception.line, format!("{} {advice}", exception.place)))
}

/// A line is `rule place lines`, with a comment above it that says why.
fn read(list: &str) -> (Vec<Exception<'_>>, Vec<Problem>) {
    let (mut exceptions, mut problems) = (Vec::new(), Vec::new());
    let mut before = "";
    for (index, line) in list.lines().enumerate() {
        let line_number = index + 1;
        if !line.is_empty() && !line.starts_with('#') {
            let words: Vec<&str> = line.split_whitespace().collect();
            match words.as_slice() {
                [rule, place, lines] if lines.parse::<usize>().is_ok() => {
                    let lines = lines.parse().expect("the guard has parsed it");
                    exceptions.push(Exception { rule, place, lines, line: line_number });
                    if !before.starts_with('#') {
                        problems.push(problem(line_number, "say in a comment line above why this is right".to_owned()));
                    }
                }
                _ => problems.push(problem(line_number, "write: rule, place, number of lines".to_owned())),
            }
        }
        before = line;
    }
    (exceptions, problems)
}

fn problem(line: usize, advice: String) -> Problem {
    Problem { path: LIST.to_owned(), line, rule: "exception", advice }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn advice(list: &str, lines: usize) -> Vec<String> {
        let measure = Measure {
            rule: "file-lines",
            place: "a.rs".to_owned(),
            path: "a.rs".to_owned(),
            line: 1,
            lines,
            limit: 400,
            remedy: "split it",
        };
        apply(&Tree::of([(LIST, list)]), &[measure]).into_iter().map(|problem| problem.to_string()).collect()
    }

    #[test]
    fn an_entry_covers_exactly_its_length() {
        assert!(advice("# A table.\nfile-lines a.rs 450\n", 450).is_empty());
    }

    #[test]
    fn growing_beyond_an_entry_is_found() {
        let found = advice("# A table.\nfile-lines a.rs 450\n", 451);
        assert_eq!(found, ["a.rs:1: [file-lines] 451 lines, at most 450: split it"]);
    }

    #[test]
    fn an_entry_must_shrink_with_what_it_covers() {
        let found = advice("# A table.\nfile-lines a.rs 450\n", 420);
        assert_eq!(found, [format!("{LIST}:2: [exception] a.rs has shrunk: write 420 here")]);
    }

    #[test]
    fn an_entry_that_is_no_longer_needed_is_found() {
        let found = advice("# A table.\nfile-lines a.rs 450\n", 400);
        assert_eq!(found, [format!("{LIST}:2: [exception] a.rs is no longer needed: remove this line")]);
    }

    #[test]
    fn an_entry_for_nothing_is_found() {
        let found = advice("# A table.\nfile-lines b.rs 450\n", 10);
        assert_eq!(found, [format!("{LIST}:2: [exception] b.rs names nothing that exists: remove this line")]);
    }

    #[test]
    fn an_entry_without_a_comment_and_one_that_cannot_be_read_are_found() {
        let found = advice("file-lines a.rs 450\nfile-lines a.rs many\n", 450);
        assert_eq!(found.len(), 2);
        assert!(found[0].contains("say in a comment"));
        assert!(found[1].contains("write: rule, place, number of lines"));
    }
}
