//! Notices in the case database.

mod draft;

use sanh_domain::account::model::AgencyScope;
use sanh_domain::notice::model::{Audience, NoticeId, Priority};
use sanh_domain::notice::record::{Addressee, NoticeDraft, REFUSAL_CHARS_MAX, may_touch};
use sanh_domain::screen::watching::OpenStream;
use sanh_store::{
    DecisionOutcome, NewNotice, NoticeSubmission, PaintedReport, Store, SubmissionOutcome,
};

use super::{Manager, failure, now, store};
use crate::error::AppError;
use crate::live_board::live_board;
use crate::model::notice::{
    NoticeDetails, NoticeOverview, OpenScreen, PaintConfirmation, TypedNotice,
};
use crate::text::Messages;
use crate::ui::form::Problem;
use crate::ui::response::request;
use crate::ui::submit::FormError;
use draft::DraftReader;

/// The notices that a manager may read.
pub(crate) async fn overview(manager: &Manager) -> Result<NoticeOverview, AppError> {
    let (store, now) = (store()?, now());
    let centre = store.centre(now).await.map_err(failure)?;
    let walls = walls(&store).await?;
    let records = store.notice_records(now, scope(manager)).await;
    Ok(NoticeOverview {
        now,
        zone: centre.zone,
        records: records.map_err(failure)?,
        walls,
        second: centre.notice_second_manager,
    })
}

/// One notice that a manager may read.
pub(crate) async fn details(manager: &Manager, id: NoticeId) -> Result<NoticeDetails, AppError> {
    let NoticeOverview {
        now,
        zone,
        records,
        walls,
        ..
    } = overview(manager).await?;
    let mut records = records.into_iter();
    let record = records.find(|record| record.notice.id == id);
    let record = record.ok_or(AppError::NotFound)?;
    let (painted, open) = match record.notice.priority {
        Priority::Notice => (Vec::new(), Vec::new()),
        Priority::Emergency => (painted(manager, id).await?, open(id).await),
    };
    Ok(NoticeDetails {
        now,
        zone,
        record,
        walls,
        painted,
        open,
    })
}

/// The notice that a form describes.
pub(crate) async fn draft(
    manager: &Manager,
    typed: &TypedNotice,
) -> Result<NoticeDraft, FormError> {
    let (store, now) = (store()?, now());
    let reader = DraftReader {
        typed,
        lang: request().room_lang(),
        now,
        walls: &walls(&store).await?,
        calendar: &store.centre(now).await.map_err(failure)?.calendar,
        person: &manager.caller().person,
    };
    let draft = reader.draft();
    draft.map_err(|problems| FormError::Refused(problems.into()))
}

/// Writes a notice, or another version of one; its number. A notice that is on the walls is replaced by a new one.
pub(crate) async fn write(
    manager: &Manager,
    draft: NoticeDraft,
    edited: Option<(NoticeId, i64)>,
) -> Result<NoticeId, FormError> {
    let (store, now) = (store()?, now());
    if let Some((id, _)) = edited {
        check(&store, manager, id).await?;
    }
    may(
        manager,
        draft.priority,
        &draft.screens,
        &walls(&store).await?,
    )?;
    let centre = store.centre(now).await.map_err(failure)?;
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
        // Never earlier than now: the stored times say when the walls showed the notice.
        from: from.max(now),
        until,
        screens,
    };
    let writing = NoticeSubmission {
        notice,
        edited,
        waits,
    };
    let wrote = store.write_notice(writing, manager.into(), now).await;
    let words = request().room_lang().words();
    Err(refused(match wrote.map_err(failure)? {
        SubmissionOutcome::Done(id) => return Ok(id),
        SubmissionOutcome::Changed => words.notice_changed(),
        SubmissionOutcome::Over => words.notice_over(),
        SubmissionOutcome::TooMany => words.notice_bad_many(),
    }))
}

/// Takes a notice from the walls, or calls off one to come.
pub(crate) async fn end(manager: &Manager, id: NoticeId) -> Result<(), FormError> {
    let store = store()?;
    check(&store, manager, id).await?;
    let ended = store.end_notice(id, manager.into(), now()).await;
    if ended.map_err(failure)? {
        return Ok(());
    }
    Err(refused(request().room_lang().words().notice_over()))
}

/// Lets a notice that waits be shown.
pub(crate) async fn approve(
    manager: &Manager,
    id: NoticeId,
    version: i64,
) -> Result<(), FormError> {
    let store = store()?;
    check(&store, manager, id).await?;
    let done = store.approve_notice(id, version, manager.into(), now());
    decided(done.await.map_err(failure)?)
}

/// The typed reason for refusing a notice.
pub(crate) fn reason(typed: &str) -> Result<String, FormError> {
    let typed = typed.trim();
    if typed.chars().count() > REFUSAL_CHARS_MAX {
        let words = request().room_lang().words();
        let message = words.notice_bad_reason(REFUSAL_CHARS_MAX);
        return Err(Problem::new("reason", message).into());
    }
    Ok(typed.to_owned())
}

/// Does not let a notice be shown; `reason` may be blank.
pub(crate) async fn refuse(
    manager: &Manager,
    (id, version): (NoticeId, i64),
    reason: String,
) -> Result<(), FormError> {
    let store = store()?;
    check(&store, manager, id).await?;
    let done = store.refuse_notice(id, version, reason, manager.into(), now());
    decided(done.await.map_err(failure)?)
}

/// Every wall that was set up: a notice that a manager may read may be on walls of others, too.
async fn walls(store: &Store) -> Result<Vec<Addressee>, AppError> {
    let screens = store.stored_screens(&AgencyScope::Everywhere).await;
    let screens = screens.map_err(failure)?;
    Ok(screens.into_iter().map(Addressee::from).collect())
}

fn scope(manager: &Manager) -> &AgencyScope {
    &manager.caller().person.reach
}

/// Whether a manager may touch a notice that is there; what is not for their eyes is not there.
async fn check(store: &Store, manager: &Manager, id: NoticeId) -> Result<(), AppError> {
    let record = store.notice_record(id, scope(manager)).await;
    let record = record.map_err(failure)?.ok_or(AppError::NotFound)?;
    let (notice, walls) = (record.notice, walls(store).await?);
    may(manager, notice.priority, &notice.screens, &walls)
}

fn may(
    manager: &Manager,
    priority: Priority,
    screens: &Audience,
    walls: &[Addressee],
) -> Result<(), AppError> {
    let person = &manager.caller().person;
    let may = may_touch(person, priority, screens, walls);
    may.then_some(()).ok_or(AppError::Forbidden)
}

fn decided(decided: DecisionOutcome) -> Result<(), FormError> {
    let words = request().room_lang().words();
    Err(refused(match decided {
        DecisionOutcome::Done => return Ok(()),
        DecisionOutcome::Changed => words.notice_changed(),
        DecisionOutcome::Over => words.notice_over(),
        DecisionOutcome::Own => words.notice_own(),
    }))
}

/// A refusal without a field.
fn refused(message: String) -> FormError {
    Problem::new("main", message).into()
}

/// Which walls have painted an emergency.
async fn painted(manager: &Manager, id: NoticeId) -> Result<Vec<PaintConfirmation>, AppError> {
    let painted = store()?.painted(id, scope(manager)).await;
    let painted = painted.map_err(failure)?;
    let confirmed = |PaintedReport { screen, at, .. }| PaintConfirmation { screen, at };
    Ok(painted.into_iter().map(confirmed).collect())
}

/// The screens that watch now, and whether each shows an emergency.
async fn open(id: NoticeId) -> Vec<OpenScreen> {
    let watchers = live_board().watchers().await;
    let screen = |watching: OpenStream| OpenScreen {
        wall: watching.name,
        is_paired: watching.is_paired,
        is_showing: watching.emergency == Some(id),
    };
    watchers.now.into_iter().map(screen).collect()
}
