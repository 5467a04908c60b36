//! The server's clock, and whether it is believed.

use leptos::prelude::*;
use sanh_domain::account::model::PASSWORD_CHARS_MAX;
use sanh_store::AuditActor;
use sanh_store::clock::guard::ClockFault;

use super::{Administrator, failure, now, store};
use crate::Ports;
use crate::account::port::AccountError;
use crate::account::sign_in::error_text;
use crate::admin::clock::{ClockDoubt, ClockState};
use crate::error::AppError;
use crate::text::Messages;
use crate::ui::form::Problem;
use crate::ui::response::request;
use crate::ui::submit::{FormError, Refusal};

/// What the clock says, and why it is not believed.
pub(crate) async fn state(_: &Administrator) -> Result<ClockState, AppError> {
    let (store, now) = (store()?, now());
    let doubt = store.clock_fault().map(|fault| match fault {
        ClockFault::BeforeBuild { built_at, .. } => ClockDoubt::BeforeBuild { built_at },
        ClockFault::Behind { newest, .. } => ClockDoubt::Behind { newest },
        ClockFault::Ahead { expected, .. } => ClockDoubt::Ahead { expected },
    });
    Ok(ClockState {
        now,
        zone: store.centre(now).await.map_err(failure)?.zone,
        newest: store.known_time().await.map_err(failure)?.newest,
        doubt,
    })
}

/// Says that the clock is right now; whether there was a doubt that a word ends.
pub(crate) async fn confirm(
    administrator: &Administrator,
    password: &str,
) -> Result<bool, FormError> {
    let doubt = state(administrator).await?.doubt;
    if !doubt.is_some_and(ClockDoubt::ends_by_a_word) {
        return Ok(false);
    }
    check(administrator, password).await?;
    let (store, by) = (store()?, AuditActor::from(administrator));
    store.confirm_clock(by, now()).await.map_err(failure)?;
    Ok(true)
}

async fn check(administrator: &Administrator, password: &str) -> Result<(), FormError> {
    let accounts = expect_context::<Ports>().account;
    let given = if password.is_empty() || password.chars().count() > PASSWORD_CHARS_MAX {
        Err(AccountError::Wrong)
    } else {
        accounts
            .check_password(administrator.caller(), password)
            .await
    };
    let lang = request().room_lang();
    let (status, text) = match given {
        Ok(()) => return Ok(()),
        Err(AccountError::Wrong) => (422, lang.words().account_password_wrong()),
        Err(error) => error_text(lang, &error),
    };
    Err(FormError::Refused(Refusal {
        problems: vec![Problem::new("password", text)],
        status,
        ..Refusal::default()
    }))
}
