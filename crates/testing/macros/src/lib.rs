//! The attribute `#[db_test]`: one test body, run on SQLite and on PostgreSQL.
//! What a test application is made of does not belong here; it is in `sillon-testing`.

mod expand;

use proc_macro::TokenStream;

/// Makes two tests of one body, `<name>::sqlite` and `<name>::postgres`.
///
/// The function is `async`, takes one argument by shared reference and returns nothing:
///
/// ```text
/// #[db_test]
/// async fn a_track_of_another_cannot_be_renamed(app: &TestApp) { … }
/// ```
///
/// The argument's type implements `sillon_testing::OnDatabase`: it is made for the engine before the body runs and
/// given to `finish` after it. Other attributes (documentation, `#[expect]`) stay on the function.
/// The crate that uses it has `tokio` and `sillon-testing` among its dependencies.
#[proc_macro_attribute]
pub fn db_test(arguments: TokenStream, function: TokenStream) -> TokenStream {
    expand::db_test(&arguments.into(), function.into()).unwrap_or_else(|error| error.to_compile_error()).into()
}
