//! Reads the CSV file (RFC 4180) and finds what makes it unreadable. Rules about its content are in `check_cohort`.

use sillon_database::entities::role::BuiltIn;
use sillon_domain::accounts::EmailAddress;

use super::{
    Column, Finding,
    decode::{decode, separator},
    read_row::read_row,
};

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
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .delimiter(separator(text.as_bytes()))
        .from_reader(text.as_bytes());
    let mut findings = Vec::new();
    let mut records = reader.records();
    let Some(Ok(header)) = records.next() else {
        return (cohort, vec![Finding::hard(1, 1, "header", format!("the file is empty; {}", header_advice()))]);
    };
    match read_header(&header) {
        Ok(columns) => cohort.columns = columns.to_vec(),
        Err(finding) => return (cohort, vec![finding]),
    }
    // Spreadsheets leave rows behind in which nothing stands.
    let is_empty = |record: &csv::StringRecord| record.iter().all(str::is_empty);
    for record in records.filter(|record| !record.as_ref().is_ok_and(is_empty)) {
        let read = record.map_err(|error| {
            let line = error.position().map_or(1, csv::Position::line);
            vec![Finding::hard(line, 1, "unreadable_row", format!("this row cannot be read: {error}"))]
        });
        match read.and_then(|record| read_row(&cohort, &record)) {
            Ok(person) => cohort.people.push(person),
            Err(problems) => findings.extend(problems),
        }
    }
    if cohort.people.is_empty() && findings.is_empty() {
        let message = "there are no people in the file, only its header";
        findings.push(Finding::hard(1, cohort.place(Column::Email), "no_people", message));
    }
    (cohort, findings)
}

fn header_advice() -> &'static str {
    "its first line must be email,cohort,role (a further column name is allowed, role may be left out, semicolons or \
     tabs may stand for the commas)"
}

fn read_header(header: &csv::StringRecord) -> Result<&'static [Column], Finding> {
    let words: Vec<String> = header.iter().map(str::to_lowercase).collect();
    let matches =
        |columns: &&&[Column]| columns.iter().map(|column| column.as_str()).eq(words.iter().map(String::as_str));
    if let Some(columns) = HEADERS.iter().find(matches) {
        return Ok(columns);
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

#[cfg(test)]
mod tests {
    use sillon_database::entities::role::BuiltIn;

    use super::{Invitee, read_cohort};

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
        assert_eq!(places(b"email;cohort,role\n"), [(1, 1, "header")]);
        assert_eq!(places(b"email;cohort;function\n"), [(1, 3, "header")]);
        assert_eq!(places(b"email\n"), [(1, 2, "header")]);
    }

    #[test]
    fn other_encodings_are_refused_where_they_show() {
        assert_eq!(places(b"email,cohort,role\na@example.org,\xe9t\xe9,creator\n"), [(2, 2, "encoding")]);
        assert_eq!(places(b"email;cohort;role\na@example.org;\xe9t\xe9;creator\n"), [(2, 2, "encoding")]);
        for wide in [&b"\xff\xfee\0m\0"[..], b"e\0m\0", b"\0e\0m"] {
            assert_eq!(places(wide), [(1, 1, "encoding")]);
        }
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

    fn people(file: &str) -> Vec<Invitee> {
        let (cohort, findings) = read_cohort(file.as_bytes());
        assert_eq!(findings, [], "{file:?}");
        cohort.people
    }

    #[test]
    fn what_spreadsheets_write_is_read() {
        for file in [
            "\u{feff}email;cohort;role;name\r\nada@example.org;friends;creator;\"Lovelace; Ada, née Byron\"\r\n;;;\r\n ; ;;\r\n",
            "Email\tCohort\tRole\tName\nada@example.org\tfriends\tcreator\t\"Lovelace; Ada, née Byron\"\n\t\t\t\n",
            "email,cohort,role,name\nada@example.org,friends,creator,\"Lovelace; Ada, née Byron\"\n,,,\n  \n,\n",
        ] {
            let people = people(file);
            assert_eq!(people.len(), 1, "{file:?}");
            assert_eq!(people[0].name.as_deref(), Some("Lovelace; Ada, née Byron"), "{file:?}");
        }
        assert_eq!(places(b"email;cohort;role\na@example.org,friends,creator\n;;x\n")[0], (2, 1, "unreadable_row"));
        assert_eq!(places(b"email;cohort;role\n;;x\n")[2], (2, 3, "unknown_role"));
    }

    #[test]
    fn a_file_without_people_blocks() {
        assert_eq!(places(b"email,cohort,role\n"), [(1, 1, "no_people")]);
        assert_eq!(places(b"email;cohort;role\n;;\n"), [(1, 1, "no_people")]);
        assert_eq!(places(b"email,cohort,role\nada,friends,creator\n"), [(2, 1, "malformed_address")]);
    }

    #[test]
    fn a_label_has_one_spelling_whatever_system_wrote_it() {
        let people = people(
            "email,cohort,name\na@example.org,cre\u{301}ateurs,Zoe\u{308}\nb@example.org,créateurs,\nc@example.org,REHEARSAL,\n",
        );
        let seen: Vec<_> = people.iter().map(|person| (person.cohort.as_str(), person.role)).collect();
        let creators = ("créateurs", BuiltIn::Creator);
        assert_eq!(seen, [creators, creators, ("rehearsal", BuiltIn::Listener)]);
        assert_eq!(people[0].name.as_deref(), Some("Zoë"));
    }

    #[test]
    fn the_label_of_journeys_is_refused_in_every_spelling() {
        for label in ["journey", "Journey", "ｊｏｕｒｎｅｙ"] {
            let file = format!("email,cohort,role\na@example.org,{label},creator\n");
            assert_eq!(places(file.as_bytes()), [(2, 2, "reserved_cohort")], "{label}");
        }
        assert_eq!(people("email,cohort\na@example.org,journeymen\n").len(), 1);
    }

    #[test]
    fn letters_that_nobody_sees_and_formulas_are_refused_at_their_column() {
        for letter in
            ['\u{200b}', '\u{200f}', '\u{202a}', '\u{202e}', '\u{2066}', '\u{2069}', '\u{feff}', '\u{ad}', '\u{7}']
        {
            let file = format!("email,cohort,role,name\na{letter}@example.org,fri{letter}ends,creator,A{letter}da\n");
            let wanted = [(2, 1, "malformed_address"), (2, 2, "malformed_cohort"), (2, 4, "malformed_name")];
            assert_eq!(places(file.as_bytes()), wanted, "{letter:?}");
        }
        for first in ["=", "+", "-", "@", "＝", "＋", "－", "＠"] {
            let file = format!("email,cohort,role,name\na@example.org,{first}1,creator,{first}1\n");
            assert_eq!(places(file.as_bytes()), [(2, 2, "malformed_cohort"), (2, 4, "malformed_name")], "{first}");
        }
        let long = format!("email,cohort,role\na@example.org,{},creator\n", "x".repeat(65));
        assert_eq!(places(long.as_bytes()), [(2, 2, "malformed_cohort")]);
    }
}
