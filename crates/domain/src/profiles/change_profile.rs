//! Changes a person's own profile.

use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use serde_json::json;
use sillon_database::{
    Reads, WriteTx,
    entities::account::{self, Language, ProfileVisibility},
    sea_orm,
};
use sillon_protocol::FieldProblem;

use crate::{Failure, accounts::display_name_problem, sessions::Actor};

const BIO_MAX_CHARACTERS: usize = 2_000;
const MOST_LINKS: usize = 5;
const LINK_MAX_CHARACTERS: usize = 200;

/// What is to be changed; what is none stays.
#[derive(Clone, Debug, Default)]
pub struct ProfileChange {
    /// The name that others see.
    pub display_name: Option<String>,
    /// What the person says about themselves.
    pub bio: Option<String>,
    /// Addresses on the web.
    pub links: Option<Vec<String>>,
    /// The language of their mails.
    pub language: Option<Language>,
    /// Who sees the profile.
    pub visibility: Option<ProfileVisibility>,
}

/// Changes the actor's profile; names every field that breaks a rule.
pub async fn change_profile(tx: &mut WriteTx, actor: &Actor, change: ProfileChange) -> Result<account::Model, Failure> {
    let change = valid(change)?;
    let mut row = actor.account.clone().into_active_model();
    if let Some(name) = change.display_name {
        row.display_name = Set(name);
    }
    if let Some(bio) = change.bio {
        row.bio = Set(bio);
    }
    if let Some(links) = change.links {
        row.links = Set(json!(links));
    }
    if let Some(language) = change.language {
        row.language = Set(language);
    }
    if let Some(visibility) = change.visibility {
        row.profile_visibility = Set(visibility);
    }
    Ok(row.update(tx.conn()).await?)
}

fn valid(change: ProfileChange) -> Result<ProfileChange, Failure> {
    let mut problems = Vec::new();
    let display_name = change.display_name.map(|name| name.trim().to_owned());
    problems.extend(display_name.as_deref().and_then(display_name_problem));
    let bio = change.bio.map(|bio| bio.trim().to_owned());
    problems.extend(bio.as_deref().and_then(bio_problem));
    let links: Option<Vec<_>> = change.links.map(|links| links.iter().map(|link| link.trim().to_owned()).collect());
    if let Some(links) = &links {
        if links.len() > MOST_LINKS {
            problems.push(problem("/links".to_owned(), "too_many", "A profile has at most 5 links."));
        }
        let broken = links.iter().enumerate().filter(|(_, link)| !is_web_address(link));
        problems.extend(broken.map(|(at, _)| {
            problem(format!("/links/{at}"), "not_a_web_address", "A link begins with https:// or http://.")
        }));
    }
    if !problems.is_empty() {
        return Err(Failure::invalid(problems));
    }
    Ok(ProfileChange { display_name, bio, links, ..change })
}

fn bio_problem(bio: &str) -> Option<FieldProblem> {
    let (code, detail) = if bio.chars().count() > BIO_MAX_CHARACTERS {
        ("too_long", "This has at most 2,000 characters.")
    } else if bio.chars().any(|letter| letter.is_control() && letter != '\n') {
        ("control_character", "This has no control characters but line breaks.")
    } else {
        return None;
    };
    Some(problem("/bio".to_owned(), code, detail))
}

/// Whether a browser may follow it: a web address with a host, and nothing that hides where it leads.
fn is_web_address(link: &str) -> bool {
    let rest = link.strip_prefix("https://").or_else(|| link.strip_prefix("http://"));
    let host = rest.map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
    let has_host = host.is_some_and(|host| host.contains('.') && !host.contains('@'));
    let is_plain =
        !link.chars().any(|letter| letter.is_control() || letter.is_whitespace() || "<>\"\\".contains(letter));
    has_host && is_plain && link.chars().count() <= LINK_MAX_CHARACTERS
}

fn problem(pointer: String, code: &str, detail: &str) -> FieldProblem {
    FieldProblem { pointer, code: code.to_owned(), detail: detail.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::is_web_address;

    #[test]
    fn links_are_web_addresses_that_hide_nothing() {
        for link in ["https://music.example", "http://music.example/ada?album=1#side-b"] {
            assert!(is_web_address(link), "{link}");
        }
        let long = format!("https://music.example/{}", "a".repeat(200));
        for link in [
            "",
            "music.example",
            "javascript:alert(1)",
            "https://",
            "https://localhost",
            "https://a.b@evil.example",
            "https://music.example/a b",
            "https://evil.example\\.music.example",
            "https://music.example/\"onclick",
            &long,
        ] {
            assert!(!is_web_address(link), "{link}");
        }
    }
}
