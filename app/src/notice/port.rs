//! What the writers of notices need of the server.

use async_trait::async_trait;
use sanh_domain::account::model::Caller;
use sanh_domain::deadline::Instant;
use sanh_domain::notice::model::NoticeId;
use sanh_domain::notice::record::{Addressee, NoticeDraft, NoticeRecord, SecondManager};

use crate::error::AppError;

/// Why a notice was not written, decided or ended.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoticeError {
    /// Somebody else changed it meanwhile.
    #[error("the notice was changed meanwhile")]
    Changed,
    /// It is over already.
    #[error("the notice is over")]
    Over,
    /// Whoever wrote it cannot approve it.
    #[error("the author cannot decide")]
    OwnNotice,
    /// There are as many as the walls know.
    #[error("there are too many notices")]
    TooMany,
    /// Anything else.
    #[error(transparent)]
    Other(#[from] AppError),
}

/// What stands on the walls, and what else there is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeOverview {
    /// The present instant.
    pub now: Instant,
    /// The centre's zone.
    pub zone: chrono_tz::Tz,
    /// The notices that the caller may read: every current one and the last ended ones.
    pub records: Vec<NoticeRecord>,
    /// Every wall that was set up.
    pub walls: Vec<Addressee>,
    /// Which notices a second manager has to approve.
    pub second: SecondManager,
}

/// A wall that has painted an emergency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaintConfirmation {
    /// Its name.
    pub screen: String,
    /// When it first said so.
    pub at: Instant,
}

/// Notices. Every method is for managers; the pages have seen to that.
#[async_trait]
pub trait NoticePort: Send + Sync {
    /// What the caller may read.
    async fn overview(&self, caller: &Caller) -> Result<NoticeOverview, AppError>;

    /// Which walls have painted an emergency.
    async fn painted(&self, id: NoticeId) -> Result<Vec<PaintConfirmation>, AppError>;

    /// Writes a notice, or another version of one; its number. A notice that is on the walls is replaced by a new one.
    async fn write(
        &self,
        caller: &Caller,
        draft: NoticeDraft,
        edited: Option<(NoticeId, i64)>,
    ) -> Result<NoticeId, NoticeError>;

    /// Takes a notice from the walls, or calls off one to come.
    async fn end(&self, caller: &Caller, id: NoticeId) -> Result<(), NoticeError>;

    /// Lets a notice that waits be shown.
    async fn approve(&self, caller: &Caller, id: NoticeId, version: i64)
    -> Result<(), NoticeError>;

    /// Does not let it be shown; `reason` may be blank.
    async fn refuse(
        &self,
        caller: &Caller,
        id: NoticeId,
        version: i64,
        reason: &str,
    ) -> Result<(), NoticeError>;
}
