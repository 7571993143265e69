//! The language of problem details, chosen by `Accept-Language` (RFC 9110, section 12.5.4).
//!
//! Sentences are written in English where a rule refuses; here they are looked up whole, with numbers and quoted parts
//! left open, as gettext does. A sentence that the catalogue lacks becomes the general advice of its code, so that a
//! person reads one language throughout. The web app has texts of its own; they do not belong here.

mod french;

use http::{HeaderMap, header};
use sillon_protocol::ProblemDetails;

/// A language that problems are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    English,
    French,
}

impl Language {
    /// The one that the client likes best; English when it names neither.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let (mut best, mut best_weight) = (Self::English, 0.0);
        for range in accepted.split(',') {
            let (tag, parameter) = range.split_once(';').unwrap_or((range, ""));
            let weight = parameter.trim().strip_prefix("q=").map_or(1.0, |q| q.trim().parse().unwrap_or(0.0));
            let primary = tag.trim().split('-').next().unwrap_or_default().to_ascii_lowercase();
            let language = match primary.as_str() {
                "fr" => Self::French,
                "en" | "*" => Self::English,
                _ => continue,
            };
            if weight > best_weight {
                (best, best_weight) = (language, weight);
            }
        }
        best
    }

    /// For `Content-Language`.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::French => "fr",
        }
    }

    /// Writes title, detail and fields in this language; codes stay.
    pub(crate) fn write(self, problem: &mut ProblemDetails) {
        if self == Self::English {
            return;
        }
        let general = french::CODES.iter().find(|(code, _, _)| *code == problem.code.as_str());
        if let Some((_, title, advice)) = general {
            (*title).clone_into(&mut problem.title);
            problem.detail = translate(&problem.detail).unwrap_or_else(|| (*advice).to_owned());
        }
        for field in &mut problem.errors {
            let general = || french::FIELD_CODES.iter().find(|(code, _)| *code == field.code).map(|(_, text)| *text);
            let text = translate(&field.detail);
            field.detail = text.unwrap_or_else(|| general().unwrap_or(french::ANY_FIELD).to_owned());
        }
    }
}

fn translate(english: &str) -> Option<String> {
    let (form, parts) = open_form(english);
    let (_, french) = french::SENTENCES.iter().find(|(sentence, _)| *sentence == form)?;
    let mut parts = parts.into_iter();
    let mut pieces = french.split("{}");
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        text.push_str(parts.next().unwrap_or_default());
        text.push_str(piece);
    }
    Some(text)
}

/// The sentence with `{}` for what varies (numbers, and everything from the first quotation mark to the last), and those parts.
fn open_form(sentence: &str) -> (String, Vec<&str>) {
    let (mut form, mut parts) = (String::new(), Vec::new());
    let quoted = sentence.find('"').zip(sentence.rfind('"')).filter(|(first, last)| first < last);
    let mut rest = 0;
    while rest < sentence.len() {
        let tail = &sentence[rest..];
        let length = match quoted {
            Some((first, last)) if rest == first => last + 1 - first,
            _ => tail.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(tail.len()),
        };
        if length > 0 {
            form.push_str("{}");
            parts.push(&tail[..length]);
            rest += length;
        } else if let Some(letter) = tail.chars().next() {
            form.push(letter);
            rest += letter.len_utf8();
        }
    }
    (form, parts)
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, header};
    use sillon_protocol::{ErrorCode, FieldProblem, ProblemDetails};

    use super::{Language, french, translate};

    fn accepted(text: &str) -> Language {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, text.parse().unwrap());
        Language::of(&headers)
    }

    #[test]
    fn the_client_chooses_the_language() {
        for text in ["fr", "fr-CA, en;q=0.5", "de, fr;q=0.9, en;q=0.8", "en;q=0.1,fr;q=0.2", "FR"] {
            assert_eq!(accepted(text), Language::French, "{text}");
        }
        for text in ["", "en", "de", "en-GB, fr", "*", "fr;q=0", "fr;q=x", ";;,,"] {
            assert_eq!(accepted(text), Language::English, "{text}");
        }
    }

    #[test]
    fn every_code_has_a_title_and_advice_in_french() {
        for code in ErrorCode::ALL {
            let found = french::CODES.iter().find(|(name, _, _)| *name == code.as_str());
            assert!(found.is_some_and(|(_, title, advice)| !title.is_empty() && advice.ends_with('.')), "{code:?}");
        }
    }

    #[test]
    fn what_varies_in_a_sentence_is_kept() {
        let at_most = translate("This has at most 80 characters.").unwrap();
        assert_eq!(at_most, "Il y a au plus 80 caractères.");
        let choice = translate("This has to be one of: \"by_hand\", \"top40\".").unwrap();
        assert_eq!(choice, "Les valeurs possibles sont\u{a0}: \"by_hand\", \"top40\".");
        assert_eq!(translate("A sentence that nobody wrote down."), None);
    }

    #[test]
    fn a_problem_is_written_in_one_language() {
        let field = FieldProblem { pointer: "/x".into(), code: "too_long".into(), detail: "A new sentence.".into() };
        let mut problem = ProblemDetails {
            r#type: String::new(),
            title: "Some fields need a change".into(),
            status: 422,
            code: ErrorCode::ValidationFailed,
            detail: "Another new sentence.".into(),
            request_id: String::new(),
            errors: vec![field],
        };
        Language::French.write(&mut problem);
        assert_eq!(problem.title, "Certains champs sont à corriger");
        assert_eq!(problem.detail, "Corrigez les champs indiqués, puis réessayez.");
        assert_eq!(problem.errors[0].detail, "C’est trop long.");
        assert_eq!(problem.errors[0].code, "too_long");
    }
}
