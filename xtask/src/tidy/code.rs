//! What Rust code does not do: open without saying its purpose, silence a lint for good, leave a test or a function
//! unfinished, query outside the domain. Sizes do not belong here.
//!
//! The rules look at tokens, so that comments and texts may speak of what is forbidden.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};

use super::{Problem, Tree, direction};

/// Every such place in the Rust files.
pub(super) fn problems(tree: &Tree) -> Vec<Problem> {
    tree.texts_with("rs").flat_map(|(path, text)| of_file(path, text)).collect()
}

fn of_file(path: &str, text: &str) -> Vec<Problem> {
    let mut found = Vec::new();
    if !text.starts_with("//!") {
        found.push((
            1,
            "module-opening",
            "open with `//!`: the module's purpose, then what does not belong".to_owned(),
        ));
    }
    // A file that is no Rust is the compiler's to report.
    if let Ok(tokens) = text.parse::<TokenStream>() {
        let mut search = Search { queries: direction::may_query(path), found };
        search.stream(tokens);
        found = search.found;
    }
    let problem = |(line, rule, advice)| Problem { path: path.to_owned(), line, rule, advice };
    found.into_iter().map(problem).collect()
}

struct Search {
    queries: bool,
    found: Vec<(usize, &'static str, String)>,
}

impl Search {
    fn stream(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        for (index, token) in tokens.iter().enumerate() {
            let next = tokens.get(index + 1);
            match token {
                TokenTree::Group(group) => {
                    if group.delimiter() == Delimiter::Bracket && opens_attribute(&tokens[..index]) {
                        self.attribute(&group.stream());
                    }
                    self.stream(group.stream());
                }
                TokenTree::Ident(ident) => self.ident(ident, next),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }

    fn ident(&mut self, ident: &Ident, next: Option<&TokenTree>) {
        let line = ident.span().start().line;
        let name = ident.to_string();
        let is_macro = matches!(next, Some(TokenTree::Punct(punct)) if punct.as_char() == '!');
        if is_macro && (name == "todo" || name == "unimplemented") {
            self.found.push((line, "unfinished", format!("`{name}!` is a promise: finish it or leave it out")));
        }
        if !self.queries && (name == "sea_orm" || name == "sqlx") {
            let advice = format!("`{name}` belongs to the database and the domain: call a domain function");
            self.found.push((line, "direction", advice));
        }
    }

    /// What stands between the brackets of an attribute, conditional ones included.
    fn attribute(&mut self, content: &TokenStream) {
        let tokens: Vec<TokenTree> = content.clone().into_iter().collect();
        let Some(TokenTree::Ident(first)) = tokens.first() else {
            return;
        };
        let conditional = match tokens.get(1) {
            Some(TokenTree::Group(group)) if first == "cfg_attr" => group.stream().into_iter().collect(),
            _ => Vec::new(),
        };
        let idents = std::iter::once(first).chain(conditional.iter().filter_map(|token| match token {
            TokenTree::Ident(ident) => Some(ident),
            _ => None,
        }));
        for ident in idents {
            let advice = if ident == "allow" {
                "use #[expect(lint, reason = \"…\")]: it fails when it is no longer needed"
            } else if ident == "ignore" {
                "a test runs or does not exist: mend it or remove it"
            } else {
                continue;
            };
            self.found.push((ident.span().start().line, "attribute", advice.to_owned()));
        }
    }
}

/// Whether `#` or `#!` stands before.
fn opens_attribute(before: &[TokenTree]) -> bool {
    let is = |token: &TokenTree, wanted: char| matches!(token, TokenTree::Punct(punct) if punct.as_char() == wanted);
    match before {
        [.., hash, bang] if is(bang, '!') => is(hash, '#'),
        [.., hash] => is(hash, '#'),
        [] => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(path: &str, code: &str) -> Vec<&'static str> {
        let text = format!("//! Purpose.\n{code}");
        of_file(path, &text).into_iter().map(|problem| problem.rule).collect()
    }

    #[test]
    fn a_module_without_an_opening_is_found() {
        let found = problems(&Tree::of([("a.rs", "use std::fmt;\n"), ("b.rs", "//! Purpose.\n"), ("c.md", "x")]));
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].path.as_str(), found[0].rule), ("a.rs", "module-opening"));
    }

    #[test]
    fn silenced_lints_are_found_in_every_form() {
        for code in [
            "#[allow(dead_code)] fn f() {}",
            "#![allow(dead_code)]",
            "#[cfg_attr(test, allow(dead_code))] fn f() {}",
            "macro_rules! m { () => { #[allow(dead_code)] fn f() {} } }",
        ] {
            assert_eq!(rules("a.rs", code), ["attribute"], "{code}");
        }
    }

    #[test]
    fn ignored_tests_and_unfinished_functions_are_found() {
        assert_eq!(rules("a.rs", "#[test] #[ignore] fn f() {}"), ["attribute"]);
        assert_eq!(rules("a.rs", "#[test] #[ignore = \"slow\"] fn f() {}"), ["attribute"]);
        assert_eq!(rules("a.rs", "fn f() { todo!() } fn g() { unimplemented!(\"x\") }"), ["unfinished"; 2]);
    }

    #[test]
    fn a_place_is_named_with_its_line() {
        let text = "//! Purpose.\n\nfn f() {\n    todo!()\n}\n";
        let found = of_file("a.rs", text);
        assert_eq!(found.iter().map(|problem| problem.line).collect::<Vec<_>>(), [4]);
    }

    #[test]
    fn queries_outside_the_database_and_the_domain_are_found() {
        let code = "use sillon_domain::database::sea_orm::EntityTrait;";
        assert_eq!(rules("crates/api/src/lib.rs", code), ["direction"]);
        assert!(rules("crates/domain/src/lib.rs", code).is_empty());
    }

    #[test]
    fn expectations_comments_texts_and_other_words_pass() {
        let code = "// #[allow(dead_code)] todo!()\n\
                    #[expect(dead_code, reason = \"todo!()\")]\nfn allow(ignore: u8) -> u8 { ignore }\n\
                    #[serde(skip, allow)]\nstruct S;\n";
        assert!(rules("a.rs", code).is_empty());
    }
}
