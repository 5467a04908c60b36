//! Notices, over the store.

use std::sync::Arc;

use async_trait::async_trait;
use sanh_app::error::AppError;
use sanh_app::notice::port::{NoticeError, NoticeOverview, NoticePort, PaintConfirmation};
use sanh_domain::account::model::Caller;
use sanh_domain::notice::model::{Audience, NoticeId, Priority};
use sanh_domain::notice::record::{Addressee, NoticeDraft, may_read, may_touch};
use sanh_store::clock::Clock;
use sanh_store::{
    AuditActor, DecisionOutcome, NewNotice, NoticeSubmission, Store, StoreError, SubmissionOutcome,
};

use crate::live::store_source::OpenStore;

/// Notices, of a store that may still be opening.
pub struct Notices {
    store: OpenStore,
    clock: Arc<dyn Clock>,
}

impl Notices {
    /// Creates the port over a store that may still be opening.
    #[must_use]
    pub fn new(store: OpenStore, clock: Arc<dyn Clock>) -> Self {
        Self { store, clock }
    }

    fn store(&self) -> Result<Arc<Store>, AppError> {
        self.store.borrow().clone().ok_or(AppError::Unavailable)
    }

    /// Whether the caller may touch a notice that is there; what is not for their eyes is not there.
    async fn check(&self, store: &Store, caller: &Caller, id: NoticeId) -> Result<(), AppError> {
        let record = store.notice_record(id).await.map_err(fault)?;
        let notice = record.ok_or(AppError::NotFound)?.notice;
        let walls = walls(store).await?;
        if !may_read(&caller.person, &notice.screens, &walls) {
            return Err(AppError::NotFound);
        }
        may(caller, notice.priority, &notice.screens, &walls)
    }
}

fn may(
    caller: &Caller,
    priority: Priority,
    screens: &Audience,
    walls: &[Addressee],
) -> Result<(), AppError> {
    if may_touch(&caller.person, priority, screens, walls) {
        return Ok(());
    }
    Err(AppError::Forbidden)
}

pub(super) async fn walls(store: &Store) -> Result<Vec<Addressee>, AppError> {
    let screens = store.stored_screens().await.map_err(fault)?;
    let wall = |screen: sanh_store::StoredScreen| Addressee {
        name: screen.setting.name,
        scope: screen.setting.scope,
        is_paired: screen.setting.is_paired,
    };
    Ok(screens.into_iter().map(wall).collect())
}

/// Causes are logged here, where they are met.
#[expect(clippy::needless_pass_by_value, reason = "the end of the error's way")]
fn fault(error: StoreError) -> AppError {
    if let Some(why) = super::not_written(&error) {
        return why.into();
    }
    if error.is_transient() {
        tracing::warn!(%error, "notices cannot be served now");
        return AppError::Unavailable;
    }
    tracing::error!(%error, "notices cannot be served");
    AppError::Internal
}

fn decided(decided: DecisionOutcome) -> Result<(), NoticeError> {
    match decided {
        DecisionOutcome::Done => Ok(()),
        DecisionOutcome::Changed => Err(NoticeError::Changed),
        DecisionOutcome::Over => Err(NoticeError::Over),
        DecisionOutcome::Own => Err(NoticeError::OwnNotice),
    }
}

#[async_trait]
impl NoticePort for Notices {
    async fn overview(&self, caller: &Caller) -> Result<NoticeOverview, AppError> {
        let (store, now) = (self.store()?, self.clock.now());
        let centre = store.centre(now).await.map_err(fault)?;
        let walls = walls(&store).await?;
        let mut records = store.notice_records(now).await.map_err(fault)?;
        records.retain(|record| may_read(&caller.person, &record.notice.screens, &walls));
        Ok(NoticeOverview {
            now,
            zone: centre.zone,
            records,
            walls,
            second: centre.notice_second_manager,
        })
    }

    async fn painted(&self, id: NoticeId) -> Result<Vec<PaintConfirmation>, AppError> {
        let painted = self.store()?.painted(id).await.map_err(fault)?;
        let by = |painted: sanh_store::PaintedReport| PaintConfirmation {
            screen: painted.screen,
            at: painted.at,
        };
        Ok(painted.into_iter().map(by).collect())
    }

    async fn write(
        &self,
        caller: &Caller,
        draft: NoticeDraft,
        edited: Option<(NoticeId, i64)>,
    ) -> Result<NoticeId, NoticeError> {
        let (store, now) = (self.store()?, self.clock.now());
        if let Some((id, _)) = edited {
            self.check(&store, caller, id).await?;
        }
        let walls = walls(&store).await?;
        may(caller, draft.priority, &draft.screens, &walls)?;
        let centre = store.centre(now).await.map_err(fault)?;
        let waits = centre.notice_second_manager.is_needed_for(draft.priority);
        let NoticeDraft {
            text,
            priority,
            from,
            until,
            screens,
        } = draft;
        let notice = NewNotice {
            text,
            priority,
            // Not earlier than it is told: the rows tell what the walls have shown.
            from: from.max(now),
            until,
            screens,
        };
        let writing = NoticeSubmission {
            notice,
            edited,
            waits,
        };
        let wrote = store
            .write_notice(writing, AuditActor::from(caller), now)
            .await;
        match wrote.map_err(fault)? {
            SubmissionOutcome::Done(id) => Ok(id),
            SubmissionOutcome::Changed => Err(NoticeError::Changed),
            SubmissionOutcome::Over => Err(NoticeError::Over),
            SubmissionOutcome::TooMany => Err(NoticeError::TooMany),
        }
    }

    async fn end(&self, caller: &Caller, id: NoticeId) -> Result<(), NoticeError> {
        let (store, now) = (self.store()?, self.clock.now());
        self.check(&store, caller, id).await?;
        let ended = store.end_notice(id, AuditActor::from(caller), now).await;
        if ended.map_err(fault)? {
            return Ok(());
        }
        Err(NoticeError::Over)
    }

    async fn approve(
        &self,
        caller: &Caller,
        id: NoticeId,
        version: i64,
    ) -> Result<(), NoticeError> {
        let (store, now) = (self.store()?, self.clock.now());
        self.check(&store, caller, id).await?;
        let done = store.approve_notice(id, version, AuditActor::from(caller), now);
        decided(done.await.map_err(fault)?)
    }

    async fn refuse(
        &self,
        caller: &Caller,
        id: NoticeId,
        version: i64,
        reason: &str,
    ) -> Result<(), NoticeError> {
        let (store, now) = (self.store()?, self.clock.now());
        self.check(&store, caller, id).await?;
        let by = AuditActor::from(caller);
        let done = store.refuse_notice(id, version, reason.to_owned(), by, now);
        decided(done.await.map_err(fault)?)
    }
}
