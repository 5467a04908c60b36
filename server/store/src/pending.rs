//! The rows that the requests of a group write, collected in memory: each table gets its rows in one statement, however many
//! requests share the transaction.

use std::collections::{BTreeMap, HashMap};

use sanh_domain::account::model::{AccountId, RequestKey};
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::Event;
use sanh_domain::id::AgencyId;

use super::applicant::{ApplicantRow, BlindIndexRow};
use super::audit::{self, AuditRecord};
use super::conn::Conn;
use super::dossier::DossierRow;
use super::error::{Result, StoreError};
use super::event::EventRow;
use super::options::SealKey;
use super::outbox::{self, OutboxRow};
use super::request::KeyRow;
use super::row_set::{insert_set, update_set};
use super::serial::{self, SerialRow};
use super::slip::SlipRow;

/// A dossier to be written.
struct PendingDossier {
    /// The row as read; `None` for a new dossier.
    before: Option<DossierRow>,
    after: DossierRow,
}

/// The last used numbers when a group was read.
#[derive(Clone, Copy)]
pub(super) struct LastNumbers {
    /// The last change number.
    pub(super) change: i64,
    /// The last number of the outbox.
    pub(super) outbox: i64,
}

/// Rows to be written together.
#[derive(Default)]
pub(super) struct Pending {
    /// The dossiers, each once, in the order of their first change.
    dossiers: Vec<PendingDossier>,
    /// The index of a dossier in them, by its code.
    places: HashMap<String, usize>,
    /// The events, each with the index of its dossier.
    events: Vec<(usize, Event)>,
    outbox: Vec<OutboxRow>,
    audit: Vec<AuditRecord>,
    keys: Vec<KeyRow>,
    serials: BTreeMap<(i64, String), i64>,
    applicants: Vec<ApplicantRow>,
    blind_indexes: Vec<BlindIndexRow>,
    slips: Vec<SlipRow>,
}

impl Pending {
    /// A dossier with its pending changes.
    pub(super) fn dossier(&self, code: &str) -> Option<&DossierRow> {
        let place = self.places.get(code)?;
        self.dossiers.get(*place).map(|pending| &pending.after)
    }

    /// The last serial of an agency's day, if it changes.
    pub(super) fn serial(&self, agency: AgencyId, day: &str) -> Option<i64> {
        self.serials.get(&(agency.0, day.to_owned())).copied()
    }

    /// When the last of the forms that will be remembered was sent, in milliseconds.
    pub(super) fn sent_at(&self) -> Option<i64> {
        self.keys.iter().map(|row| row.at).max()
    }

    /// Whether a form will be remembered.
    pub(super) fn has_key(&self, key: &str) -> bool {
        self.keys.iter().any(|row| row.key == key)
    }

    /// Adds a dossier with new events, and the messages to its applicant, to be sent once the events can no longer be undone
    /// (`undo_s`, seconds).
    pub(super) fn put_dossier(
        &mut self,
        before: Option<DossierRow>,
        after: DossierRow,
        events: &[Event],
        undo_s: u32,
    ) {
        let told = events
            .iter()
            .filter(|event| outbox::notifies_applicant(event));
        let told = told.map(|event| OutboxRow::of(after.id, event, undo_s));
        self.outbox.extend(told);
        let place = self.place(PendingDossier { before, after });
        self.events
            .extend(events.iter().map(|event| (place, event.clone())));
    }

    /// Adds an audit entry.
    pub(super) fn put_audit(&mut self, record: AuditRecord) {
        self.audit.push(record);
    }

    /// Adds a remembered form, with the dossier that it opened.
    pub(super) fn put_key(
        &mut self,
        key: &RequestKey,
        account: Option<AccountId>,
        dossier_id: Option<i64>,
        now: Instant,
    ) {
        self.keys.push(KeyRow::of(key, account, dossier_id, now));
    }

    /// Uses a serial of an agency's day.
    pub(super) fn put_serial(&mut self, agency: AgencyId, day: &str, last: i64) {
        self.serials.insert((agency.0, day.to_owned()), last);
    }

    /// Adds an applicant, with its search keys.
    pub(super) fn put_applicant(
        &mut self,
        applicant: ApplicantRow,
        blind_indexes: Vec<BlindIndexRow>,
    ) {
        self.applicants.push(applicant);
        self.blind_indexes.extend(blind_indexes);
    }

    /// Adds the first slip of a dossier.
    pub(super) fn put_slip(&mut self, slip: SlipRow) {
        self.slips.push(slip);
    }

    fn place(&mut self, pending: PendingDossier) -> usize {
        let known = self.places.get(&pending.after.code).copied();
        if let Some(place) = known
            && let Some(first) = self.dossiers.get_mut(place)
        {
            first.after = pending.after;
            return place;
        }
        let place = self.dossiers.len();
        self.places.insert(pending.after.code.clone(), place);
        self.dossiers.push(pending);
        place
    }

    /// Adds the rows of another request, which was decided on these rows.
    pub(super) fn absorb(&mut self, other: Self) {
        let dossiers = other.dossiers.into_iter();
        let places: Vec<usize> = dossiers.map(|pending| self.place(pending)).collect();
        let events = other.events.into_iter();
        let events = events.filter_map(|(place, event)| Some((*places.get(place)?, event)));
        self.events.extend(events);
        self.outbox.extend(other.outbox);
        self.audit.extend(other.audit);
        self.keys.extend(other.keys);
        self.serials.extend(other.serials);
        self.applicants.extend(other.applicants);
        self.blind_indexes.extend(other.blind_indexes);
        self.slips.extend(other.slips);
    }

    /// Writes all rows, each table with one statement. The triggers add a change number for each dossier, and its events get
    /// that number.
    pub(super) async fn write(
        self,
        conn: &mut Conn<'_>,
        last: LastNumbers,
        seal_key: Option<&SealKey>,
    ) -> Result<()> {
        let changed = self.dossiers.iter();
        let changed: Vec<_> = changed
            .filter_map(|pending| Some((pending.before.as_ref()?, &pending.after)))
            .collect();
        let updated = update_set(conn, changed.iter().copied()).await?;
        if updated != changed.len() as u64 {
            return Err(StoreError::NotCommitted(
                "a dossier was changed by another client meanwhile".to_owned(),
            ));
        }
        let opened = self.dossiers.iter();
        let opened = opened.filter(|pending| pending.before.is_none());
        let opened: Vec<DossierRow> = opened.map(|pending| pending.after.clone()).collect();
        insert_set(conn, &opened, "").await?;
        let events = self.events.iter().filter_map(|(place, event)| {
            let pending = self.dossiers.get(*place)?;
            let number = last.change + 1 + i64::try_from(*place).ok()?;
            Some(EventRow::of(pending.after.id, event, number))
        });
        let events: Vec<EventRow> = events.collect::<Result<_>>()?;
        insert_set(conn, &events, "").await?;
        let numbered = (last.outbox + 1..).zip(self.outbox);
        let numbered = numbered.map(|(id, row)| OutboxRow { id, ..row });
        insert_set(conn, &numbered.collect::<Vec<_>>(), "").await?;
        insert_set(conn, &self.keys, "").await?;
        let serials = self.serials.into_iter();
        let serials = serials.map(|((agency_id, day), last)| SerialRow {
            agency_id,
            day,
            last,
        });
        insert_set(conn, &serials.collect::<Vec<_>>(), serial::ON_CONFLICT).await?;
        insert_set(conn, &self.applicants, "").await?;
        insert_set(conn, &self.blind_indexes, "ON CONFLICT DO NOTHING").await?;
        insert_set(conn, &self.slips, "").await?;
        audit::put_entries(conn, seal_key, self.audit).await
    }
}
