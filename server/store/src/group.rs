//! A group of requests that share one transaction: their data is read once for all of them, each is decided in memory on the
//! results of those before it, and their rows are written as a set. So a change costs a part of a dozen statements, instead of
//! twenty of its own, each of which is a trip to SQLite's thread or to the server.
//!
//! A request that needs more than its dossier's row (a correction, an amendment, a linked dossier) is not decided here: it runs
//! by itself, in the same transaction, after the set.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use chrono::NaiveDate;
use futures::future::BoxFuture;
use sqlx::query_as;

use sanh_domain::account::actor::Actor;
use sanh_domain::account::model::{AccountId, RequestKey};
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::{DossierCode, Intake, StatusChange, When};
use sanh_domain::id::{AgencyId, ProcedureId};

use super::audit::{AuditActor, AuditEntry, AuditRecord};
use super::centre::{CentreRules, RulesCache};
use super::conn::{Conn, on};
use super::dossier::{self, DossierRow};
use super::error::{Result, StoreError};
use super::options::SealKey;
use super::pending::{LastNumbers, Pending};
use super::single_change::{self, ActionOutcome};
use super::{linked, request, secret, serial};
use crate::vault::Vault;

/// The decision on a request.
pub(super) enum Decision<T> {
    /// Its rows are written, and this is returned.
    Write(T),
    /// Nothing is written, and this is returned.
    Refuse(Result<T>),
}

impl<T> From<Result<T>> for Decision<T> {
    fn from(done: Result<T>) -> Self {
        match done {
            Ok(value) => Self::Write(value),
            Err(error) => Self::Refuse(Err(error)),
        }
    }
}

/// A request as a value, so that it can share reads and writes with others.
pub(super) trait Request: Send + Sync {
    /// The result.
    type Output: Send;

    /// Adds what its decision needs.
    fn tell_needs(&self, needs: &mut Needs);

    /// Decides it in memory; `None` if that is not possible, and it must run by itself.
    fn decide(&self, unit: &mut RequestUnit<'_>) -> Option<Decision<Self::Output>>;

    /// Runs it by itself inside a transaction. If it is refused, what it wrote is rolled back.
    fn run<'c>(
        &'c self,
        conn: Conn<'c>,
        context: &'c Context,
    ) -> BoxFuture<'c, Decision<Self::Output>>;
}

/// What all requests of a store share.
pub(super) struct Context {
    /// The cache of rules.
    pub(super) rules_cache: Arc<RulesCache>,
    /// The key that seals the audit.
    pub(super) seal_key: Option<SealKey>,
}

/// What the requests of a group need for their decisions.
#[derive(Default)]
pub(super) struct Needs {
    codes: BTreeSet<String>,
    keys: BTreeSet<String>,
    /// The agencies and times of new dossiers.
    openings: Vec<(AgencyId, Instant)>,
    vault: Option<Arc<Vault>>,
}

impl Needs {
    /// Needs the dossier with this code, if there is one.
    pub(super) fn dossier(&mut self, code: &DossierCode) {
        self.codes.insert(code.as_str().to_owned());
    }

    /// Needs to know whether a form was sent before.
    pub(super) fn key(&mut self, key: &RequestKey, account: Option<AccountId>) {
        self.keys.insert(request::scoped_key(key, account));
    }

    /// Needs a new code of an agency, and a vault for the applicant.
    pub(super) fn opening(&mut self, agency: AgencyId, now: Instant, vault: &Arc<Vault>) {
        self.openings.push((agency, now));
        self.vault = Some(Arc::clone(vault));
    }
}

/// The requests of a group: what was read for them, and the rows they write.
pub(super) struct Group {
    rules: Arc<CentreRules>,
    last: LastNumbers,
    next_id: i64,
    dossiers: HashMap<String, DossierRow>,
    keys: BTreeSet<String>,
    /// When the oldest remembered form was sent, in milliseconds.
    oldest_key: Option<i64>,
    serials: BTreeMap<(i64, String), i64>,
    linked_procedures: Vec<ProcedureId>,
    has_vault: bool,
    pending: Pending,
}

impl Group {
    /// Reads what requests need.
    pub(super) async fn read(conn: &mut Conn<'_>, context: &Context, needs: Needs) -> Result<Self> {
        let sql = "SELECT number, rules_number, (SELECT coalesce(max(id), 0) FROM outbox), (SELECT coalesce(max(id), 0) FROM dossier),
                          (SELECT min(at) FROM request_key) FROM change";
        let (change, rules_number, outbox, last_id, oldest_key): (i64, i64, i64, i64, Option<i64>) =
            on!(&mut *conn, c => query_as(sql).fetch_one(&mut **c).await)?;
        let rules = context.rules_cache.at(conn, rules_number).await?;
        let mut codes: Vec<String> = needs.codes.into_iter().collect();
        let mut group = Self {
            last: LastNumbers { change, outbox },
            next_id: last_id + 1,
            dossiers: HashMap::new(),
            keys: request::known(conn, needs.keys).await?,
            oldest_key,
            serials: BTreeMap::new(),
            linked_procedures: Vec::new(),
            has_vault: false,
            pending: Pending::default(),
            rules,
        };
        if let Some(vault) = needs.vault {
            group.has_vault = secret::is_current(conn, &vault).await?;
            group.linked_procedures = linked::procedures(conn).await?;
            codes.extend(group.read_serials(conn, &needs.openings).await?);
        }
        let rows = dossier::find_all(conn, &codes).await?.into_iter();
        group.dossiers = rows.map(|row| (row.code.clone(), row)).collect();
        Ok(group)
    }

    /// Reads the serials from which codes are made; returns the codes that can be given.
    async fn read_serials(
        &mut self,
        conn: &mut Conn<'_>,
        openings: &[(AgencyId, Instant)],
    ) -> Result<Vec<String>> {
        let day = |at| self.rules.calendar().local_date(at);
        let mut wanted = BTreeMap::<(AgencyId, NaiveDate), i64>::new();
        for (agency, now) in openings {
            *wanted.entry((*agency, day(*now))).or_default() += 1;
        }
        let days: BTreeSet<NaiveDate> = wanted.keys().map(|(_, day)| *day).collect();
        self.serials = serial::of_days(conn, &days).await?;
        let mut codes = Vec::new();
        for ((agency, day), openings) in wanted {
            let last = self.last_serial(agency, &day.to_string());
            let numbers = last + 1..=last + openings;
            let issued = numbers.filter_map(|number| self.issue(agency, day, number));
            codes.extend(issued.map(|code| code.as_str().to_owned()));
        }
        Ok(codes)
    }

    fn last_serial(&self, agency: AgencyId, day: &str) -> i64 {
        let read = self.serials.get(&(agency.0, day.to_owned())).copied();
        let pending = self.pending.serial(agency, day);
        pending.or(read).unwrap_or_default()
    }

    fn issue(&self, agency: AgencyId, day: NaiveDate, number: i64) -> Option<DossierCode> {
        let agency = self.rules.agency_code(agency)?;
        DossierCode::issue(&agency, day, u32::try_from(number).ok()?).ok()
    }

    fn dossier(&self, code: &str) -> Option<&DossierRow> {
        self.pending
            .dossier(code)
            .or_else(|| self.dossiers.get(code))
    }

    /// The view of one request.
    pub(super) fn unit(&self) -> RequestUnit<'_> {
        RequestUnit {
            group: self,
            next_id: self.next_id,
            pending: Pending::default(),
        }
    }

    /// Adds the rows of a request.
    pub(super) fn take(&mut self, written: RequestRows) {
        self.next_id = written.next_id;
        self.pending.absorb(written.pending);
    }

    /// Writes the rows of all requests.
    pub(super) async fn write(self, conn: &mut Conn<'_>, context: &Context) -> Result<()> {
        request::forget_old(conn, self.oldest_key, self.pending.sent_at()).await?;
        let seal_key = context.seal_key.as_ref();
        self.pending.write(conn, self.last, seal_key).await
    }
}

/// The rows that one request writes.
pub(super) struct RequestRows {
    next_id: i64,
    pending: Pending,
}

/// One request of a group: it sees the rows of those before it; its own rows are kept only if it is not refused.
pub(super) struct RequestUnit<'g> {
    group: &'g Group,
    next_id: i64,
    pending: Pending,
}

impl RequestUnit<'_> {
    /// Its rows.
    pub(super) fn written(self) -> RequestRows {
        RequestRows {
            next_id: self.next_id,
            pending: self.pending,
        }
    }

    /// The rules in force.
    pub(super) fn rules(&self) -> &CentreRules {
        &self.group.rules
    }

    /// Whether a form was sent before.
    pub(super) fn has_key(&self, key: &RequestKey, account: Option<AccountId>) -> bool {
        let key = request::scoped_key(key, account);
        self.group.keys.contains(&key) || self.group.pending.has_key(&key)
    }

    /// Remembers a form, and the dossier that it opened.
    pub(super) fn remember(
        &mut self,
        key: &RequestKey,
        account: Option<AccountId>,
        dossier_id: Option<i64>,
        now: Instant,
    ) {
        self.pending.put_key(key, account, dossier_id, now);
    }

    /// Adds audit entries.
    pub(super) fn tell(&mut self, by: &AuditActor, entries: Vec<AuditEntry>, at: Instant) {
        for audit_entry in entries {
            self.pending.put_audit(AuditRecord {
                by: by.clone(),
                audit_entry,
                at,
            });
        }
    }

    /// Makes one change; `None` if it needs more than the dossier's row.
    ///
    /// # Errors
    /// The reason for the refusal.
    pub(super) fn change(
        &mut self,
        change: &StatusChange,
        (now, actor): (Instant, &Actor),
    ) -> Result<Option<ActionOutcome>> {
        let row = self.dossier(&change.code);
        let row = row.ok_or_else(|| StoreError::NotFound(change.code.clone()))?;
        let read = single_change::expected(row, change)?;
        if change.action.kind().reads_history() || read.is_whole() || read.is_part() {
            return Ok(None);
        }
        let rules = Arc::clone(&self.group.rules);
        let (dossier, event) = single_change::decide(&rules, &read, change, (now, actor), &[])?;
        let (before, after) = (row.clone(), DossierRow::of(row.id, &dossier, &rules));
        let (events, undo_s) = (vec![event], rules.rules_at(now).correction_s);
        self.pending
            .put_dossier(Some(before), after, &events, undo_s);
        Ok(Some(ActionOutcome {
            dossier,
            events,
            linked: Vec::new(),
        }))
    }

    /// Opens a dossier; also returns its number.
    ///
    /// # Errors
    /// The reason for the refusal.
    pub(super) fn open(
        &mut self,
        intake: Intake,
        when: When,
        actor: &Actor,
        received: bool,
    ) -> Result<(i64, ActionOutcome)> {
        if self.dossier(&intake.code).is_some() {
            return Err(StoreError::CodeTaken(intake.code));
        }
        let rules = Arc::clone(&self.group.rules);
        let undo_s = rules.rules_at(when.recorded_at).correction_s;
        let (dossier, events) =
            single_change::decide_opening(&rules, intake, when, actor, received)?;
        let id = self.next_id;
        self.next_id += 1;
        let row = DossierRow::of(id, &dossier, &rules);
        self.pending.put_dossier(None, row, &events, undo_s);
        let linked = Vec::new();
        Ok((
            id,
            ActionOutcome {
                dossier,
                events,
                linked,
            },
        ))
    }

    /// Uses a new code of an agency's day for a dossier without parts; `None` if the next codes were not read.
    pub(super) fn new_code(
        &mut self,
        agency: AgencyId,
        procedure: ProcedureId,
        now: Instant,
    ) -> Option<DossierCode> {
        if !self.group.has_vault || self.group.linked_procedures.contains(&procedure) {
            return None;
        }
        let day = self.group.rules.calendar().local_date(now);
        let number = self.group.last_serial(agency, &day.to_string()) + 1;
        let code = self.group.issue(agency, day, number)?;
        if self.dossier(&code).is_some() {
            return None;
        }
        self.pending.put_serial(agency, &day.to_string(), number);
        Some(code)
    }

    /// Its rows other than dossiers.
    pub(super) fn pending(&mut self) -> &mut Pending {
        &mut self.pending
    }

    fn dossier(&self, code: &DossierCode) -> Option<&DossierRow> {
        let own = self.pending.dossier(code.as_str());
        own.or_else(|| self.group.dossier(code.as_str()))
    }
}
