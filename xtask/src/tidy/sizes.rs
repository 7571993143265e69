//! Files of at most 400 lines, functions of at most 60. What stands in the lines does not belong here.

use syn::{
    ImplItemFn, ItemFn, Signature, TraitItemFn,
    spanned::Spanned,
    visit::{self, Visit},
};

use super::{
    Problem, Tree,
    exceptions::{self, Measure},
    tree::has_extension,
};

const MAX_FILE_LINES: usize = 400;
const MAX_FUNCTION_LINES: usize = 60;
const EXTENSIONS: [&str; 6] = ["rs", "ts", "svelte", "sql", "sh", "css"];
/// Written by `cargo xtask codegen`, read by nobody.
const GENERATED: [&str; 1] = ["web/src/api/schema.d.ts"];

/// Every file and function beyond its limit, exceptions aside, and every exception that is out of date.
pub(super) fn problems(tree: &Tree) -> Vec<Problem> {
    let mut measures = Vec::new();
    for (path, text) in tree.texts() {
        if EXTENSIONS.iter().any(|extension| has_extension(path, extension)) && !GENERATED.contains(&path) {
            measures.push(file_lines(path, text));
        }
    }
    for (path, text) in tree.texts_with("rs") {
        measures.extend(function_lines(path, text));
    }
    exceptions::apply(tree, &measures)
}

fn file_lines(path: &str, text: &str) -> Measure {
    Measure {
        rule: "file-lines",
        place: path.to_owned(),
        path: path.to_owned(),
        line: 1,
        lines: text.lines().count(),
        limit: MAX_FILE_LINES,
        remedy: "split it along its nouns",
    }
}

/// From the signature to the closing brace, comments and empty lines included, documentation above not.
fn function_lines(path: &str, text: &str) -> Vec<Measure> {
    // A file that is no Rust is the compiler's to report.
    let Ok(file) = syn::parse_file(text) else {
        return Vec::new();
    };
    let mut functions = Functions { path, found: Vec::new() };
    functions.visit_file(&file);
    functions.found
}

struct Functions<'path> {
    path: &'path str,
    found: Vec<Measure>,
}

impl Functions<'_> {
    fn measure(&mut self, signature: &Signature, end: usize) {
        let start = signature.span().start().line;
        self.found.push(Measure {
            rule: "function-lines",
            place: format!("{}::{}", self.path, signature.ident),
            path: self.path.to_owned(),
            line: start,
            lines: end - start + 1,
            limit: MAX_FUNCTION_LINES,
            remedy: "take a named step out of it",
        });
    }
}

impl<'ast> Visit<'ast> for Functions<'_> {
    fn visit_item_fn(&mut self, function: &'ast ItemFn) {
        self.measure(&function.sig, function.block.span().end().line);
        visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast ImplItemFn) {
        self.measure(&function.sig, function.block.span().end().line);
        visit::visit_impl_item_fn(self, function);
    }

    fn visit_trait_item_fn(&mut self, function: &'ast TraitItemFn) {
        if let Some(body) = &function.default {
            self.measure(&function.sig, body.span().end().line);
        }
        visit::visit_trait_item_fn(self, function);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A function that is `lines` long.
    fn function(name: &str, lines: usize) -> String {
        format!("/// Documented.\nfn {name}() {{\n{}}}\n", "    work();\n".repeat(lines - 2))
    }

    #[test]
    fn a_file_of_401_lines_is_found_and_one_of_400_passes() {
        let (right, wrong) = ("-- x\n".repeat(400), "-- x\n".repeat(401));
        let problems = problems(&Tree::of([("right.sql", &right), ("wrong.sql", &wrong), ("text.md", &wrong)]));
        assert_eq!(problems.len(), 1);
        assert_eq!((problems[0].path.as_str(), problems[0].rule), ("wrong.sql", "file-lines"));
    }

    #[test]
    fn a_function_of_61_lines_is_found_and_one_of_60_passes() {
        let text = function("right", 60) + &function("wrong", 61);
        let problems = problems(&Tree::of([("a.rs", &text)]));
        assert_eq!(problems.len(), 1);
        assert_eq!((problems[0].line, problems[0].rule), (63, "function-lines"));
    }

    #[test]
    fn methods_trait_methods_and_nested_functions_are_measured() {
        let text = format!(
            "impl A {{ {} }} trait B {{ {} fn without_body(); }} mod c {{ fn outer() {{ {} }} }}",
            function("method", 61),
            function("default", 61),
            function("inner", 57)
        );
        let found: Vec<(String, usize)> =
            function_lines("a.rs", &text).into_iter().map(|measure| (measure.place, measure.lines)).collect();
        let expected = [("a.rs::method", 61), ("a.rs::default", 61), ("a.rs::outer", 59), ("a.rs::inner", 57)];
        assert_eq!(found, expected.map(|(place, lines)| (place.to_owned(), lines)));
    }

    #[test]
    fn generated_files_are_not_measured() {
        assert_eq!(problems(&Tree::of([(GENERATED[0], &"x\n".repeat(5000))])), []);
    }
}
