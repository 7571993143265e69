//! `sillon admin people` and `sillon admin list-roles`

use std::{fmt::Write, process::ExitCode};

use serde_json::json;
use sillon_domain::{
    people::{DescribedPerson, PeopleFilter, list_people},
    roles::{DescribedRole, list_roles},
};

use super::{find_role, on_instance};
use crate::{
    cli::{Format, PeopleList, Report},
    commands::print,
};

pub(super) fn roles(args: &Report) -> anyhow::Result<ExitCode> {
    on_instance(&args.instance, async |ctx| {
        let roles = list_roles(&ctx.db.read().await?).await?;
        print(&match args.format {
            Format::Text => roles_as_text(&roles)?,
            Format::Json => serde_json::to_string_pretty(&roles.iter().map(role_as_json).collect::<Vec<_>>())? + "\n",
        })
    })
}

pub(super) fn people(args: &PeopleList) -> anyhow::Result<ExitCode> {
    on_instance(&args.report.instance, async |ctx| {
        let tx = ctx.db.read().await?;
        let role = match &args.role {
            Some(name) => Some(find_role(&tx, name).await?.id),
            None => None,
        };
        let filter = PeopleFilter { search: args.search.clone(), role };
        let page = list_people(&tx, &filter, None, args.limit).await?;
        print(&match args.report.format {
            Format::Text => people_as_text(&page.rows, page.next.is_some())?,
            Format::Json => {
                serde_json::to_string_pretty(&page.rows.iter().map(person_as_json).collect::<Vec<_>>())? + "\n"
            }
        })
    })
}

fn roles_as_text(roles: &[DescribedRole]) -> anyhow::Result<String> {
    let width = roles.iter().map(|described| described.role.name.chars().count()).max().unwrap_or(0);
    let mut text = String::new();
    for DescribedRole { role, permissions, people } in roles {
        let permits = permissions.names().join(", ");
        writeln!(text, "{:width$}  {people:>6} people  {permits}", role.name)?;
    }
    Ok(text)
}

fn role_as_json(described: &DescribedRole) -> serde_json::Value {
    json!({
        "id": described.role.id, "name": described.role.name, "built_in": described.role.built_in.is_some(),
        "permissions": described.permissions.names(), "people": described.people,
    })
}

fn people_as_text(people: &[DescribedPerson], more: bool) -> anyhow::Result<String> {
    let width = people.iter().map(|person| person.account.email.chars().count()).max().unwrap_or(0);
    let mut text = String::new();
    for DescribedPerson { account, roles } in people {
        let roles: Vec<_> = roles.iter().map(|role| role.name.as_str()).collect();
        let note = if account.suspended_at.is_some() { "  (suspended)" } else { "" };
        writeln!(text, "{:width$}  {}  [{}]{note}", account.email, account.display_name, roles.join(", "))?;
    }
    if more {
        text.push_str("There are more: raise --limit, or search with --search.\n");
    }
    Ok(text)
}

fn person_as_json(person: &DescribedPerson) -> serde_json::Value {
    let roles: Vec<_> = person.roles.iter().map(|role| role.name.as_str()).collect();
    json!({
        "id": person.account.id, "email": person.account.email, "display_name": person.account.display_name,
        "roles": roles, "suspended_at": person.account.suspended_at, "created_at": person.account.created_at,
    })
}
