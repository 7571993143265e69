//! Reads the CSV file (RFC 4180) and finds what makes it unreadable. Rules about its content are in `check_cohort`.

use sillon_database::entities::role::BuiltIn;
use sillon_domain::accounts::{EmailAddress, parse_email};

use super::{Column, Finding};

const BOM: &[u8] = b"\xEF\xBB\xBF";
const UTF_16_MARKS: [&[u8]; 2] = [b"\xFF\xFE", b"\xFE\xFF"];
const LABEL_MAX_CHARACTERS: usize = 64;
const NAME_MAX_CHARACTERS: usize = 80;
/// The headers that are accepted; the words are compared without regard to case.
const HEADERS: [&[Column]; 4] = [
    &[Column::Email, Column::Cohort, Column::Role],
    &[Column::Email, Column::Cohort, Column::Role, Column::Name],
    &[Column::Email, Column::Cohort],
    &[Column::Email, Column::Cohort, Column::Name],
];

/// Somebody to invite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitee {
    /// Line of the file, from 1.
    pub line: u64,
    /// The address.
    pub email: EmailAddress,
    /// The label of the cohort.
    pub cohort: String,
    /// What the account may do.
    pub role: BuiltIn,
    /// How the mail addresses the person.
    pub name: Option<String>,
}

/// A file that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cohort {
    /// The columns in the file's order.
    pub columns: Vec<Column>,
    /// The people whose rows could be read.
    pub people: Vec<Invitee>,
}

impl Cohort {
    /// Place of a column in a row, from 1; where the file lacks it, the place behind the last one.
    pub fn place(&self, column: Column) -> usize {
        self.columns.iter().position(|there| *there == column).unwrap_or(self.columns.len()) + 1
    }
}

/// Reads the file; what cannot be read is in the findings, all of which block.
pub fn read_cohort(file: &[u8]) -> (Cohort, Vec<Finding>) {
    let mut cohort = Cohort::default();
    let text = match decode(file) {
        Ok(text) => text,
        Err(finding) => return (cohort, vec![finding]),
    };
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let mut findings = Vec::new();
    let mut records = reader.records();
    let Some(Ok(header)) = records.next() else {
        return (cohort, vec![Finding::hard(1, 1, "header", format!("the file is empty; {}", header_advice()))]);
    };
    match read_header(&header) {
        Ok(columns) => cohort.columns = columns.to_vec(),
        Err(finding) => return (cohort, vec![finding]),
    }
    for record in records {
        let read = record.map_err(|error| {
            let line = error.position().map_or(1, csv::Position::line);
            vec![Finding::hard(line, 1, "unreadable_row", format!("this row cannot be read: {error}"))]
        });
        match read.and_then(|record| read_row(&cohort, &record)) {
            Ok(person) => cohort.people.push(person),
            Err(problems) => findings.extend(problems),
        }
    }
    (cohort, findings)
}

fn decode(file: &[u8]) -> Result<&str, Finding> {
    if UTF_16_MARKS.iter().any(|mark| file.starts_with(mark)) {
        return Err(Finding::hard(1, 1, "encoding", "this is UTF-16; save the file as “CSV UTF-8”"));
    }
    let file = file.strip_prefix(BOM).unwrap_or(file);
    std::str::from_utf8(file).map_err(|error| {
        let good = &file[..error.valid_up_to()];
        let line = good.split(|byte| *byte == b'\n').count() as u64;
        let in_line = good.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
        // Quotes are not looked at: what cannot be decoded cannot be read as CSV.
        let column = in_line.split(|byte| *byte == b',').count();
        Finding::hard(line, column, "encoding", "this is not UTF-8; save the file as “CSV UTF-8”")
    })
}

fn header_advice() -> &'static str {
    "its first line must be email,cohort,role (a further column name is allowed, role may be left out)"
}

fn read_header(header: &csv::StringRecord) -> Result<&'static [Column], Finding> {
    let words: Vec<String> = header.iter().map(str::to_lowercase).collect();
    let matches =
        |columns: &&&[Column]| columns.iter().map(|column| column.as_str()).eq(words.iter().map(String::as_str));
    if let Some(columns) = HEADERS.iter().find(matches) {
        return Ok(columns);
    }
    if words.len() == 1 && words[0].contains([';', '\t']) {
        let message = format!("the columns are not separated by commas; {}", header_advice());
        return Err(Finding::hard(1, 1, "header", message));
    }
    let wanted = HEADERS[1];
    let wrong = words
        .iter()
        .enumerate()
        .position(|(place, word)| wanted.get(place).is_none_or(|column| column.as_str() != word));
    Err(Finding::hard(
        1,
        wrong.unwrap_or(words.len()) + 1,
        "header",
        format!("this header is not known; {}", header_advice()),
    ))
}

fn read_row(cohort: &Cohort, record: &csv::StringRecord) -> Result<Invitee, Vec<Finding>> {
    let line = record.position().map_or(1, csv::Position::line);
    if let Some(place) = record.iter().position(|field| field.contains(['\n', '\r'])) {
        let message = "this row runs over the end of its line: a quote is probably not closed";
        return Err(vec![Finding::hard(line, place + 1, "unreadable_row", message)]);
    }
    if record.len() != cohort.columns.len() {
        let (has, needs) = (record.len(), cohort.columns.len());
        let column = has.min(needs + 1);
        let message = format!("this row has {has} columns, the header has {needs}");
        return Err(vec![Finding::hard(line, column, "unreadable_row", message)]);
    }
    let field =
        |column| (cohort.columns.contains(&column)).then(|| record.get(cohort.place(column) - 1).unwrap_or_default());
    let mut findings = Vec::new();
    let mut find = |column, code, message: String| {
        findings.push(Finding::hard(line, cohort.place(column), code, message));
    };
    let typed = field(Column::Email).unwrap_or_default();
    let email = parse_email(typed);
    if email.is_none() {
        find(Column::Email, "malformed_address", format!("{typed:?} is not a mail address"));
    }
    let label = field(Column::Cohort).unwrap_or_default();
    if label.is_empty() {
        find(Column::Cohort, "missing_cohort", "the label of the cohort is missing".to_owned());
    } else if label.chars().count() > LABEL_MAX_CHARACTERS || label.chars().any(char::is_control) || is_formula(label) {
        let message = "a label has at most 64 characters, all of them visible, and begins with none of = + - @";
        find(Column::Cohort, "malformed_cohort", message.to_owned());
    }
    let name = field(Column::Name).filter(|name| !name.is_empty());
    let is_malformed = |name: &str| {
        name.chars().count() > NAME_MAX_CHARACTERS || name.chars().any(char::is_control) || is_formula(name)
    };
    if name.is_some_and(is_malformed) {
        let message = "a name has at most 80 characters, all of them visible, and begins with none of = + - @";
        find(Column::Name, "malformed_name", message.to_owned());
    }
    let role = match field(Column::Role).map(str::to_lowercase).as_deref() {
        Some("creator") => Some(BuiltIn::Creator),
        Some("listener") => Some(BuiltIn::Listener),
        Some(other) => {
            find(Column::Role, "unknown_role", format!("{other:?} is not a role; creator and listener are"));
            None
        }
        None => Some(role_by_label(label)),
    };
    match (email, role) {
        (Some(email), Some(role)) if findings.is_empty() => {
            Ok(Invitee { line, email, cohort: label.to_owned(), role, name: name.map(str::to_owned) })
        }
        _ => Err(findings),
    }
}

/// Spreadsheets would run it when they open a report or a list of failures.
fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@'])
}

/// Without a column for it, the labels that begin so mark the creators.
fn role_by_label(label: &str) -> BuiltIn {
    let label = label.to_lowercase();
    let of_creators = ["creator", "createur", "créateur"].iter().any(|word| label.starts_with(word));
    if of_creators { BuiltIn::Creator } else { BuiltIn::Listener }
}

#[cfg(test)]
mod tests {
    use sillon_database::entities::role::BuiltIn;

    use super::read_cohort;

    fn places(file: &[u8]) -> Vec<(u64, usize, &'static str)> {
        let (_, findings) = read_cohort(file);
        findings.iter().map(|finding| (finding.line, finding.column, finding.code)).collect()
    }

    #[test]
    fn every_accepted_header_is_read_with_and_without_a_mark() {
        for (file, role) in [
            ("email,cohort,role\nada@example.org,friends,creator\n", BuiltIn::Creator),
            ("\u{feff}Email, Cohort ,ROLE,name\r\nada@example.org,friends,Listener,Ada\r\n", BuiltIn::Listener),
            ("email,cohort\nada@example.org,createurs-2026\n", BuiltIn::Creator),
            ("email,cohort,name\rada@example.org,friends,\"Lovelace, Ada\"\r", BuiltIn::Listener),
        ] {
            let (cohort, findings) = read_cohort(file.as_bytes());
            assert_eq!((findings.as_slice(), cohort.people.len()), ([].as_slice(), 1), "{file:?}");
            assert_eq!(cohort.people[0].role, role, "{file:?}");
        }
    }

    #[test]
    fn other_headers_are_refused_at_their_column() {
        assert_eq!(places(b""), [(1, 1, "header")]);
        assert_eq!(places(b"cohort,email,role\n"), [(1, 1, "header")]);
        assert_eq!(places(b"email,cohort,function\n"), [(1, 3, "header")]);
        assert_eq!(places(b"email,cohort,role,name,notes\n"), [(1, 5, "header")]);
        assert_eq!(places(b"email;cohort;role\n"), [(1, 1, "header")]);
        assert_eq!(places(b"email\n"), [(1, 2, "header")]);
    }

    #[test]
    fn other_encodings_are_refused_where_they_show() {
        assert_eq!(places(b"email,cohort,role\na@example.org,\xe9t\xe9,creator\n"), [(2, 2, "encoding")]);
        assert_eq!(places(b"\xff\xfee\0m\0"), [(1, 1, "encoding")]);
    }

    #[test]
    fn every_row_that_cannot_be_used_is_named() {
        let file = "email,cohort,role\n\
                    a@example.org,friends\n\
                    a@example.org,friends,creator,extra\n\
                    nobody,,wizard\n\
                    b@example.org,=1+1,creator\n\
                    \n\
                    ok@b\u{fc}cher.example,friends,creator\n\
                    \"open@example.org,friends,creator\nlast@example.org,friends,creator\n";
        assert_eq!(
            places(file.as_bytes()),
            [
                (2, 2, "unreadable_row"),
                (3, 4, "unreadable_row"),
                (4, 1, "malformed_address"),
                (4, 2, "missing_cohort"),
                (4, 3, "unknown_role"),
                (5, 2, "malformed_cohort"),
                (8, 1, "unreadable_row"),
            ]
        );
        assert_eq!(read_cohort(file.as_bytes()).0.people.len(), 1);
    }
}
