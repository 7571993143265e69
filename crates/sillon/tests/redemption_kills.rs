//! A sign-up with an invitation, ended at each of its steps: the account and the used code are there together or not.
#![expect(clippy::unwrap_used, reason = "in tests a failure is a panic")]

use chrono::TimeDelta;
use sillon_domain::{
    Context, Failure, Registration, Settings,
    accounts::{self, NewAccount, account_by_email, parse_email, validate},
    audit::{Origin, verify_chain},
    database::entities::{account::Language, beta_invite, role::BuiltIn},
    invitations::{InvitationCode, Invited, NewInvitation, create_invitation, invitation_by_id},
};
use sillon_testing::{Kills, TestApp, db_test};

const ADDRESS: &str = "ada@example.org";

async fn invite(ctx: &Context) -> beta_invite::Model {
    let new = NewInvitation {
        email: parse_email(ADDRESS).unwrap(),
        cohort: "friends".to_owned(),
        role: BuiltIn::Creator,
        sent_by: None,
        valid_for: TimeDelta::days(30),
    };
    let mut tx = ctx.db.write().await.unwrap();
    let Invited::New(invitation) = create_invitation(&mut tx, &ctx.clock, &new).await.unwrap() else { panic!() };
    tx.commit().await.unwrap();
    invitation
}

async fn join(ctx: Context, code: String) -> Result<(), Failure> {
    let new = validate(
        &ctx.settings,
        NewAccount {
            email: ADDRESS.to_owned(),
            display_name: "Ada".to_owned(),
            password: "correct horse".to_owned(),
            language: Language::French,
        },
    )?;
    let password = ctx.passwords.hash(new.password.clone()).await?;
    let code = InvitationCode::parse(&code).unwrap();
    let mut tx = ctx.db.write().await?;
    accounts::sign_up(&mut tx, &ctx.clock, &ctx.settings, &Origin::system(), &new, password, Some(&code)).await?;
    Ok(tx.commit().await?)
}

/// Whether there is an account, once it is sure that the invitation says the same.
async fn is_done(ctx: &Context, invitation: &beta_invite::Model) -> bool {
    let tx = ctx.db.read().await.unwrap();
    let account = account_by_email(&tx, &parse_email(ADDRESS).unwrap()).await.unwrap().map(|account| account.id);
    let row = invitation_by_id(&tx, invitation.id).await.unwrap().unwrap();
    assert_eq!((row.used_at.is_some(), row.used_by), (account.is_some(), account));
    assert_eq!(verify_chain(&tx, None).await.unwrap().fault, None);
    account.is_some()
}

#[db_test]
async fn a_redemption_that_is_ended_at_any_step_is_done_wholly_or_not_at_all(app: &TestApp) {
    let app = &app.with_settings(Settings { registration: Registration::Invite, ..Settings::default() });
    app.admin().await;
    let (invitation, kills) = (invite(&app.ctx).await, Kills::new());
    let mut step = 1;
    loop {
        let run = async {
            tokio::spawn(join(app.ctx.clone(), invitation.code.clone())).await.expect_err("ended");
        };
        assert!(kills.at_step(step, run).await, "there is a step {step}");
        if is_done(&app.ctx, &invitation).await {
            break;
        }
        step += 1;
    }
    // The code, its row, the account, its role, its mails, who used the code, the log, the commit.
    assert!(step >= 8, "only {step} steps");
}
