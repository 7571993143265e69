//! What `#[db_test]` makes of a function, on tokens alone so that it can be tested.
//! Running the tests does not belong here.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, FnArg, ItemFn, ReturnType, Signature, Type};

/// The function itself, and beside it a module of the same name with one test for each engine.
pub(crate) fn db_test(arguments: &TokenStream, function: TokenStream) -> syn::Result<TokenStream> {
    if !arguments.is_empty() {
        return Err(syn::Error::new_spanned(arguments, "#[db_test] takes no arguments"));
    }
    let function: ItemFn = syn::parse2(function)?;
    check_attributes(&function.attrs)?;
    let app = application_type(&function.sig)?;
    let sqlite = test_on(&function.sig, app, &quote!(sqlite), &quote!(on_sqlite));
    let postgres = test_on(&function.sig, app, &quote!(postgres), &quote!(on_postgres));
    let name = &function.sig.ident;
    Ok(quote! {
        #function

        mod #name {
            use super::*;

            #sqlite

            #postgres
        }
    })
}

fn test_on(signature: &Signature, app: &Type, engine: &TokenStream, make: &TokenStream) -> TokenStream {
    let name = &signature.ident;
    let text = name.to_string();
    quote! {
        #[::tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn #engine() {
            let app = <#app as ::sillon_testing::OnDatabase>::#make(#text).await;
            super::#name(&app).await;
            <#app as ::sillon_testing::OnDatabase>::finish(app).await;
        }
    }
}

/// Attributes that would speak of the function as a test have no meaning on the shared body.
fn check_attributes(attributes: &[Attribute]) -> syn::Result<()> {
    for attribute in attributes {
        let name = attribute.path().segments.last().map(|segment| segment.ident.to_string());
        if matches!(name.as_deref(), Some("test" | "should_panic" | "ignore" | "db_test")) {
            let message = "#[db_test] makes the tests itself: remove this attribute";
            return Err(syn::Error::new_spanned(attribute, message));
        }
    }
    Ok(())
}

/// The type behind the reference of the only argument.
fn application_type(signature: &Signature) -> syn::Result<&Type> {
    if signature.asyncness.is_none() {
        return Err(syn::Error::new_spanned(signature.fn_token, "#[db_test] needs an `async fn`"));
    }
    if !signature.generics.params.is_empty() || signature.generics.where_clause.is_some() {
        return Err(syn::Error::new_spanned(&signature.generics, "#[db_test] cannot be generic"));
    }
    if let ReturnType::Type(_, returned) = &signature.output
        && !matches!(&**returned, Type::Tuple(tuple) if tuple.elems.is_empty())
    {
        return Err(syn::Error::new_spanned(returned, "#[db_test] returns nothing: assert in the body"));
    }
    let wrong = "#[db_test] takes one argument, the test application by shared reference: `app: &TestApp`";
    let mut inputs = signature.inputs.iter();
    let (Some(FnArg::Typed(argument)), None) = (inputs.next(), inputs.next()) else {
        return Err(syn::Error::new_spanned(signature, wrong));
    };
    match &*argument.ty {
        Type::Reference(reference) if reference.mutability.is_none() => Ok(&reference.elem),
        other => Err(syn::Error::new_spanned(other, wrong)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expand(arguments: &str, function: &str) -> syn::Result<TokenStream> {
        let tokens = |text: &str| text.parse::<TokenStream>().expect("tokens");
        db_test(&tokens(arguments), tokens(function))
    }

    fn refusal(function: &str) -> String {
        expand("", function).expect_err("refused").to_string()
    }

    #[test]
    fn the_body_is_kept_and_run_once_for_each_engine() {
        let made = db_test(
            &quote!(),
            quote! {
                /// Behaviour.
                async fn a_track_is_found(app: &world::TestApp) { app.find().await; }
            },
        )
        .expect("expands");
        let expected = quote! {
            /// Behaviour.
            async fn a_track_is_found(app: &world::TestApp) { app.find().await; }

            mod a_track_is_found {
                use super::*;

                #[::tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn sqlite() {
                    let app = <world::TestApp as ::sillon_testing::OnDatabase>::on_sqlite("a_track_is_found").await;
                    super::a_track_is_found(&app).await;
                    <world::TestApp as ::sillon_testing::OnDatabase>::finish(app).await;
                }

                #[::tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn postgres() {
                    let app = <world::TestApp as ::sillon_testing::OnDatabase>::on_postgres("a_track_is_found").await;
                    super::a_track_is_found(&app).await;
                    <world::TestApp as ::sillon_testing::OnDatabase>::finish(app).await;
                }
            }
        };
        assert_eq!(made.to_string(), expected.to_string());
    }

    #[test]
    fn an_explicit_unit_return_is_accepted() {
        assert!(expand("", "async fn t(app: &A) -> () {}").is_ok());
    }

    #[test]
    fn arguments_of_the_attribute_are_refused() {
        let error = expand("sqlite", "async fn t(app: &A) {}").expect_err("refused");
        assert!(error.to_string().contains("no arguments"));
    }

    #[test]
    fn a_function_that_is_not_async_is_refused() {
        assert!(refusal("fn t(app: &A) {}").contains("async fn"));
    }

    #[test]
    fn a_wrong_argument_list_is_refused_with_the_right_one() {
        for list in ["", "app: A", "app: &mut A", "app: &A, other: &A", "&self"] {
            assert!(refusal(&format!("async fn t({list}) {{}}")).contains("app: &TestApp"), "{list}");
        }
    }

    #[test]
    fn a_generic_function_and_a_returned_value_are_refused() {
        assert!(refusal("async fn t<A>(app: &A) {}").contains("generic"));
        assert!(refusal("async fn t(app: &A) -> u8 { 1 }").contains("returns nothing"));
    }

    #[test]
    fn attributes_of_a_test_are_refused() {
        for attribute in ["test", "should_panic", "tokio::test"] {
            let error = refusal(&format!("#[{attribute}] async fn t(app: &A) {{}}"));
            assert!(error.contains("remove this attribute"), "{attribute}");
        }
    }

    #[test]
    fn something_that_is_not_a_function_is_refused() {
        assert!(expand("", "struct A;").is_err());
    }
}
