//! The server functions of notices.
#![allow(
    missing_docs,
    reason = "the macro makes a struct of the arguments, described at the function"
)]

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use sanh_domain::notice::model::NoticeId;

use crate::error::AppError;
use crate::model::notice::{NoticeDetails, NoticeOverview, TypedNotice};
use crate::ui::submit::FormError;

/// The notices that the caller may read. For managers.
///
/// # Errors
/// [`AppError::Forbidden`] for anybody else; [`AppError::Unavailable`] while the database does not answer.
#[server(prefix = "/api", endpoint = "list_notices", input = GetUrl)]
pub async fn list_notices() -> Result<NoticeOverview, AppError> {
    use crate::server::{manager, notice};
    notice::overview(&manager()?).await
}

/// One notice. For managers.
///
/// # Errors
/// As [`list_notices`]; [`AppError::NotFound`] where there is none that the caller may read.
#[server(prefix = "/api", endpoint = "read_notice", input = GetUrl)]
pub async fn read_notice(notice: NoticeId) -> Result<NoticeDetails, AppError> {
    use crate::server::{manager, notice};
    notice::details(&manager()?, notice).await
}

/// Writes a notice, with its entry in the audit; its number. For managers, each for their walls.
///
/// # Errors
/// The problems of the form; [`AppError::Forbidden`] for walls that are not the caller's.
#[server(prefix = "/api", endpoint = "write_notice")]
pub async fn write_notice(#[server(flatten)] typed: TypedNotice) -> Result<NoticeId, FormError> {
    use crate::server::{manager, notice};
    let manager = manager()?;
    let draft = notice::draft(&manager, &typed).await?;
    notice::write(&manager, draft, None).await
}

/// Writes another version of a notice, with its entry in the audit; its number: one that is on the walls is replaced by
/// a new one. For managers, each for their walls.
///
/// # Errors
/// As [`write_notice`] and [`read_notice`]; a refusal where the notice is over, or is another than the `version` that was read.
#[server(prefix = "/api", endpoint = "change_notice")]
pub async fn change_notice(
    notice: NoticeId,
    #[server(default)] version: i64,
    #[server(flatten)] typed: TypedNotice,
) -> Result<NoticeId, FormError> {
    use crate::server::{manager, notice};
    let manager = manager()?;
    let draft = notice::draft(&manager, &typed).await?;
    notice::write(&manager, draft, Some((notice, version))).await
}

/// Removes a notice from the walls, or cancels a future one, with its entry in the audit. For managers, each for their walls.
///
/// # Errors
///
/// As [`read_notice`]; [`AppError::Forbidden`] for walls that are not the caller's; a refusal if it has ended.
#[server(prefix = "/api", endpoint = "end_notice")]
pub async fn end_notice(notice: NoticeId) -> Result<(), FormError> {
    use crate::server::{manager, notice};
    notice::end(&manager()?, notice).await
}

/// Approves a waiting notice, with its entry in the audit. For managers, each for their walls.
///
/// # Errors
///
/// As [`end_notice`]; a refusal for its author, and if it is another than the `version` that was read.
#[server(prefix = "/api", endpoint = "approve_notice")]
pub async fn approve_notice(
    notice: NoticeId,
    #[server(default)] version: i64,
) -> Result<(), FormError> {
    use crate::server::{manager, notice};
    notice::approve(&manager()?, notice, version).await
}

/// Refuses a waiting notice, with its entry in the audit; `reason` may be blank. For managers, each for their walls.
///
/// # Errors
///
/// As [`approve_notice`]; a refusal for a reason that is too long.
#[server(prefix = "/api", endpoint = "refuse_notice")]
pub async fn refuse_notice(
    notice: NoticeId,
    #[server(default)] version: i64,
    #[server(default)] reason: String,
) -> Result<(), FormError> {
    use crate::server::{manager, notice};
    let (manager, reason) = (manager()?, notice::reason(&reason)?);
    notice::refuse(&manager, (notice, version), reason).await
}
