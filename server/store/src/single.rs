//! One change of one dossier: event, dossier, counters and change number in one transaction.

use sanh_domain::account::actor::Actor;
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::{Dossier, Event, Intake, StatusChange, When};

use super::centre::CentreRules;
use super::conn::Conn;
use super::dossier::{self, DossierRow};
use super::error::{Result, StoreError};
use super::event::{self, EventRow};
use super::row::{insert_all, update};
use super::{change, outbox};

/// The result of an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionOutcome {
    /// The dossier after it.
    pub dossier: Dossier,
    /// The events it made: one, or two for a dossier registered and received at once.
    pub events: Vec<Event>,
    /// What followed from it for the other dossiers of a linked one.
    pub linked: Vec<Event>,
}

/// Makes one change of one dossier inside a transaction; what follows from it for linked ones is not done.
pub(super) async fn act(
    conn: &mut Conn<'_>,
    centre_rules: &CentreRules,
    row: &DossierRow,
    change: StatusChange,
    (now, actor): (Instant, &Actor),
) -> Result<ActionOutcome> {
    let conflict = || StoreError::Conflict {
        code: change.code.clone(),
        expected: change.expected_version,
        found: row.version,
    };
    if row.version != change.expected_version {
        return Err(conflict());
    }
    let read = row.dossier()?;
    let history = match change.action.kind() {
        kind if kind.reads_history() => event::history(conn, row.id, &change.code).await?,
        _ => Vec::new(),
    };
    let (calendar, rules) = (
        centre_rules.calendar_of(read.agency),
        centre_rules.rules_at(now),
    );
    let (action, when) = (change.action.clone(), change.when(now));
    let (dossier, event) = read.act(action, when, &calendar, &rules, actor, &history)?;
    let next = DossierRow::of(row.id, &dossier, centre_rules);
    if !update(conn, &next, row.id, row.version).await? {
        return Err(conflict());
    }
    let events = vec![event];
    add_events(conn, (row.id, &dossier), &events, rules.correction_s).await?;
    Ok(ActionOutcome {
        dossier,
        events,
        linked: Vec::new(),
    })
}

/// Opens a dossier inside a transaction.
pub(super) async fn open(
    conn: &mut Conn<'_>,
    centre_rules: &CentreRules,
    intake: Intake,
    when: When,
    actor: &Actor,
    received: bool,
) -> Result<ActionOutcome> {
    if dossier::find(conn, &intake.code).await?.is_some() {
        return Err(StoreError::CodeTaken(intake.code));
    }
    let (calendar, rules) = (
        centre_rules.calendar_of(intake.agency),
        centre_rules.rules_at(when.recorded_at),
    );
    let opened = Dossier::open(intake, when, &calendar, &rules, actor, received)?;
    put_opened(conn, centre_rules, opened, rules.correction_s).await
}

/// Writes a dossier that was just opened.
pub(super) async fn put_opened(
    conn: &mut Conn<'_>,
    centre_rules: &CentreRules,
    (dossier, events): (Dossier, Vec<Event>),
    undo_s: u32,
) -> Result<ActionOutcome> {
    let id = dossier::next_id(conn).await?;
    insert_all(conn, &[DossierRow::of(id, &dossier, centre_rules)]).await?;
    add_events(conn, (id, &dossier), &events, undo_s).await?;
    Ok(ActionOutcome {
        dossier,
        events,
        linked: Vec::new(),
    })
}

/// Writes events, and with them what their applicants are to be told once nobody can undo them any more. Of a linked dossier they are
/// told of the whole.
pub(super) async fn add_events(
    conn: &mut Conn<'_>,
    (dossier_id, dossier): (i64, &Dossier),
    events: &[Event],
    undo_s: u32,
) -> Result<()> {
    // The trigger on the dossier has added this change already.
    let number = change::read(conn).await?;
    let rows: Vec<EventRow> = events
        .iter()
        .map(|event| EventRow::of(dossier_id, event, number))
        .collect::<Result<_>>()?;
    insert_all(conn, &rows).await?;
    if dossier.is_part() {
        return Ok(());
    }
    outbox::put(conn, dossier_id, events, undo_s).await
}
