//! The server's clock, and whether it is believed.

use sanh_domain::account::model::PASSWORD_CHARS_MAX;
use sanh_store::AuditActor;
use sanh_store::clock::guard::ClockFault;

use super::account::{AccountError, accounts};
use super::{Administrator, failure, now, store};
use crate::error::AppError;
use crate::model::clock::{ClockDoubt, ClockState};
use crate::ui::submit::FormError;

/// The time of the clock, and why it is not trusted.
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

/// Confirms that the clock is right now. Returns whether there was a doubt that this ends.
pub(crate) async fn confirm(
    administrator: &Administrator,
    password: &str,
) -> Result<bool, FormError> {
    let doubt = state(administrator).await?.doubt;
    if !doubt.is_some_and(ClockDoubt::can_be_confirmed) {
        return Ok(false);
    }
    check(administrator, password).await?;
    let (store, by) = (store()?, AuditActor::from(administrator));
    store.confirm_clock(by, now()).await.map_err(failure)?;
    Ok(true)
}

async fn check(administrator: &Administrator, password: &str) -> Result<(), FormError> {
    let given = if password.is_empty() || password.chars().count() > PASSWORD_CHARS_MAX {
        Err(AccountError::Wrong)
    } else {
        let accounts = accounts();
        accounts
            .check_password(administrator.caller(), password)
            .await
    };
    given.map_err(|error| error.at_password("password"))
}
