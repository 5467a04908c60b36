//! One change of one dossier: event, dossier, counters and change number in one transaction.

use sanh_domain::account::actor::Actor;
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::{Dossier, Event, Intake, StatusChange, When};

use super::centre::CentreRules;
use super::conn::Conn;
use super::dossier::{self, DossierRow};
use super::error::{Result, StoreError};
use super::event::{self, EventRow};
use super::row::insert_all;
use super::row_set::update_set;
use super::{change, outbox};

/// The result of an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionOutcome {
    /// The dossier after the action.
    pub dossier: Dossier,
    /// The events of the action: one, or two for a dossier registered and received at once.
    pub events: Vec<Event>,
    /// The events of linked dossiers that followed from it.
    pub linked: Vec<Event>,
}

/// The dossier of a row, if it has the expected version.
pub(super) fn expected(row: &DossierRow, change: &StatusChange) -> Result<Dossier> {
    if row.version == change.expected_version {
        return row.dossier();
    }
    Err(StoreError::Conflict {
        code: change.code.clone(),
        expected: change.expected_version,
        found: row.version,
    })
}

/// The dossier after a change; its history is read if the kind of change needs it.
pub(super) fn decide(
    centre_rules: &CentreRules,
    read: &Dossier,
    change: &StatusChange,
    (now, actor): (Instant, &Actor),
    history: &[Event],
) -> Result<(Dossier, Event)> {
    let calendar = centre_rules.calendar_of(read.agency);
    let rules = centre_rules.rules_at(now);
    let (action, when) = (change.action.clone(), change.when(now));
    Ok(read.act(action, when, &calendar, &rules, actor, history)?)
}

/// The dossier of an intake: registered online and waiting, or `received`.
pub(super) fn decide_opening(
    centre_rules: &CentreRules,
    intake: Intake,
    when: When,
    actor: &Actor,
    received: bool,
) -> Result<(Dossier, Vec<Event>)> {
    let calendar = centre_rules.calendar_of(intake.agency);
    let rules = centre_rules.rules_at(when.recorded_at);
    Ok(Dossier::open(
        intake, when, &calendar, &rules, actor, received,
    )?)
}

/// Makes one change of one dossier inside a transaction, without the changes of linked ones.
pub(super) async fn act(
    conn: &mut Conn<'_>,
    centre_rules: &CentreRules,
    row: &DossierRow,
    change: &StatusChange,
    (now, actor): (Instant, &Actor),
) -> Result<ActionOutcome> {
    let read = expected(row, change)?;
    let history = match change.action.kind() {
        kind if kind.reads_history() => event::history(conn, row.id, &change.code).await?,
        _ => Vec::new(),
    };
    let (dossier, event) = decide(centre_rules, &read, change, (now, actor), &history)?;
    let next = DossierRow::of(row.id, &dossier, centre_rules);
    if update_set(conn, std::iter::once((row, &next))).await? == 0 {
        return Err(StoreError::Conflict {
            code: change.code.clone(),
            expected: change.expected_version,
            found: row.version,
        });
    }
    let (events, undo_s) = (vec![event], centre_rules.rules_at(now).correction_s);
    add_events(conn, (row.id, &dossier), &events, undo_s).await?;
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
    let undo_s = centre_rules.rules_at(when.recorded_at).correction_s;
    let opened = decide_opening(centre_rules, intake, when, actor, received)?;
    put_opened(conn, centre_rules, opened, undo_s).await
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

/// Writes events and the messages to their applicants, to be sent once nobody can undo the events. Of a linked dossier,
/// applicants are notified of the whole.
pub(super) async fn add_events(
    conn: &mut Conn<'_>,
    (dossier_id, dossier): (i64, &Dossier),
    events: &[Event],
    undo_s: u32,
) -> Result<()> {
    // The trigger on the dossier has already counted this change.
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
