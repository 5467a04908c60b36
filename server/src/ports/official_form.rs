//! The official report, over the store.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{Days, NaiveDate};
use sanh_app::error::AppError;
use sanh_app::page::File;
use sanh_app::report::official_form::port::{
    CellList, CellQuery, ListedPeriod, OfficialFormError, OfficialFormFile, OfficialFormPort,
    PERIOD_ROWS, PeriodList, Report, ReportOrProgress, Version,
};
use sanh_domain::account::model::{AgencyScope, Caller};
use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;
use sanh_domain::period::{Period, PeriodKind};
use sanh_domain::report::model::{CountResult as Answer, LIST_ROWS, Progress};
use sanh_domain::report::official_form::model::is_revised;
use sanh_domain::report::official_form::period::{PeriodName, PeriodRow, PeriodState, known};
use sanh_domain::report::official_form::signed::{Content, Signed};
use sanh_store::clock::Clock;
use sanh_store::{
    AuditActor, AuditEntry, CellListing, Centre, CountedCube, PeriodOutcome, SigningOutcome, Store,
};
use sha2::{Digest, Sha256};

use super::counting::{Count, Counting};
use super::desk::row;
use super::fault;
use crate::io::official_form::OfficialFormSheet;
use crate::live::store_source::OpenStore;

/// Days ahead of today that the list shows periods to come (ours): the next one of most kinds.
const DAYS_AHEAD: u64 = 32;

/// The official report, of a store that may still be opening.
pub struct OfficialForms {
    store: OpenStore,
    clock: Arc<dyn Clock>,
    counting: Counting,
}

/// A period that an address names, and the row of it.
struct FoundPeriod {
    period: Period,
    row: Option<PeriodRow>,
}

impl OfficialForms {
    /// Creates the port over a store that may still be opening.
    #[must_use]
    pub fn new(store: OpenStore, clock: Arc<dyn Clock>) -> Self {
        Self {
            store,
            clock,
            counting: Counting::default(),
        }
    }

    fn store(&self) -> Result<Arc<Store>, AppError> {
        self.store.borrow().clone().ok_or(AppError::Unavailable)
    }

    async fn centre(&self, store: &Store) -> Result<(Centre, Instant), AppError> {
        let now = self.clock.now();
        Ok((store.centre(now).await.map_err(fault)?, now))
    }

    /// The report of a period that was counted, as far as the caller may see it.
    async fn of(
        &self,
        store: &Store,
        caller: &Caller,
        found: FoundPeriod,
        counted: CountedCube,
    ) -> Result<Report, AppError> {
        let (centre, now) = self.centre(store).await?;
        let reach = &caller.person.reach;
        let content = store.report_content(counted.cube).await.map_err(fault)?;
        let mark = content_digest(&content)?;
        let signed = match &found.row {
            Some(row) => store.signed_reports(row.period).await.map_err(fault)?,
            None => Vec::new(),
        };
        let before = store.kept_cube(found.period.previous(), now).await;
        let before = before.map_err(fault)?.map(|kept| kept.cube.within(reach));
        let is_finished = is_finished(&centre, &found.period, now);
        Ok(Report {
            period: found.period,
            row: found.row,
            now: if is_finished {
                now
            } else {
                content.cube.status_at
            },
            zone: centre.zone,
            is_finished,
            content: within(content, reach),
            signed: signed
                .into_iter()
                .map(|signed| Signed {
                    content: within(signed.content, reach),
                    ..signed
                })
                .collect(),
            before,
            is_whole: *reach == AgencyScope::Everywhere,
            mark,
        })
    }

    async fn state(
        &self,
        store: &Store,
        centre: &Centre,
        row: &PeriodRow,
        now: Instant,
    ) -> Result<PeriodState, AppError> {
        let today = centre.calendar.local_date(now);
        if row.period.from > today {
            return Ok(PeriodState::ToCome);
        }
        if !is_finished(centre, &row.period, now) {
            return Ok(PeriodState::Running);
        }
        if row.signed.is_none() {
            return Ok(PeriodState::Finished);
        }
        let signed = store.signed_reports(row.period).await.map_err(fault)?;
        let kept = store.kept_cube(row.period, now).await.map_err(fault)?;
        Ok(match (signed.last(), kept) {
            (Some(signed), Some(kept)) => {
                let Content { cube, folding, .. } = &signed.content;
                if is_revised(cube, &kept.cube, *folding) {
                    PeriodState::Revised
                } else {
                    PeriodState::Signed
                }
            }
            _ => PeriodState::SignedUncounted,
        })
    }
}

async fn find(store: &Store, name: PeriodName) -> Result<FoundPeriod, AppError> {
    match name {
        PeriodName::Days(days) => Ok(FoundPeriod {
            period: known(days),
            row: None,
        }),
        PeriodName::Row(kind, from) => {
            let row = store.report_period(kind, from).await.map_err(fault)?;
            let row = row.ok_or(AppError::NotFound)?;
            Ok(FoundPeriod {
                period: row.period,
                row: Some(row),
            })
        }
    }
}

fn is_finished(centre: &Centre, period: &Period, now: Instant) -> bool {
    centre.calendar.day_start(period.to) <= now
}

fn within(content: Content, reach: &AgencyScope) -> Content {
    Content {
        cube: content.cube.within(reach),
        sent_up: content.sent_up.map(|sent_up| sent_up.within(reach)),
        ..content
    }
}

/// What a form to sign carries: it changes with whatever the report says.
fn content_digest(content: &Content) -> Result<String, AppError> {
    let text = serde_json::to_vec(content).map_err(|error| {
        tracing::error!(%error, "a report cannot be written");
        AppError::Internal
    })?;
    Ok(hex::encode(Sha256::digest(&text)))
}

/// Refuses who does not decide for the whole centre.
fn for_all(caller: &Caller) -> Result<(), AppError> {
    match caller.person.reach {
        AgencyScope::Everywhere => Ok(()),
        AgencyScope::Agencies(_) => Err(AppError::Forbidden),
    }
}

fn put(done: PeriodOutcome) -> Result<(), OfficialFormError> {
    match done {
        PeriodOutcome::Done => Ok(()),
        PeriodOutcome::Signed => Err(OfficialFormError::Signed),
        PeriodOutcome::Taken => Err(OfficialFormError::Taken),
        PeriodOutcome::Missing => Err(AppError::NotFound.into()),
    }
}

fn row_name(name: PeriodName) -> Result<(PeriodKind, NaiveDate), AppError> {
    match name {
        PeriodName::Row(kind, from) => Ok((kind, from)),
        PeriodName::Days(_) => Err(AppError::NotFound),
    }
}

#[async_trait]
impl OfficialFormPort for OfficialForms {
    async fn periods(
        &self,
        kind: PeriodKind,
        before: Option<NaiveDate>,
    ) -> Result<PeriodList, AppError> {
        let store = self.store()?;
        let (centre, now) = self.centre(&store).await?;
        let today = centre.calendar.local_date(now);
        let ahead = today.checked_add_days(Days::new(DAYS_AHEAD));
        let before = before.or(ahead).unwrap_or(today);
        let one_more = u32::try_from(PERIOD_ROWS).unwrap_or(u32::MAX) + 1;
        let mut rows = store
            .report_periods(kind, before, one_more)
            .await
            .map_err(fault)?;
        let has_older = rows.len() > PERIOD_ROWS;
        rows.truncate(PERIOD_ROWS);
        let mut periods = Vec::with_capacity(rows.len());
        for row in rows {
            let state = self.state(&store, &centre, &row, now).await?;
            periods.push(ListedPeriod { row, state });
        }
        Ok(PeriodList {
            today,
            zone: centre.zone,
            periods,
            has_older,
        })
    }

    async fn period(&self, _caller: &Caller, name: PeriodName) -> Result<PeriodRow, AppError> {
        let found = find(self.store()?.as_ref(), name).await?;
        found.row.ok_or(AppError::NotFound)
    }

    async fn report(
        &self,
        caller: &Caller,
        name: PeriodName,
    ) -> Result<ReportOrProgress, AppError> {
        let (store, now) = (self.store()?, self.clock.now());
        let found = find(&store, name).await?;
        match self.counting.cube(&store, found.period, now).await? {
            Count::Done(counted) => {
                let report = self.of(&store, caller, found, counted).await?;
                Ok(ReportOrProgress::Ready(Box::new(report)))
            }
            Count::Running(done, whole) => Ok(ReportOrProgress::Counting(done, whole)),
        }
    }

    async fn sign(
        &self,
        caller: &Caller,
        name: PeriodName,
        shown: &str,
    ) -> Result<(), OfficialFormError> {
        for_all(caller)?;
        let store = self.store()?;
        let found = find(&store, name).await?;
        if found.row.is_none() {
            return Err(AppError::NotFound.into());
        }
        let (centre, now) = self.centre(&store).await?;
        if !is_finished(&centre, &found.period, now) {
            return Err(OfficialFormError::Running);
        }
        // The figures shown are in the cache. If they are outdated, the page counts again.
        let kept = store.kept_cube(found.period, now).await.map_err(fault)?;
        let counted = kept.ok_or(OfficialFormError::Changed)?;
        let counted_to = counted.event_id;
        let report = self.of(&store, caller, found, counted).await?;
        if report.mark != shown {
            return Err(OfficialFormError::Changed);
        }
        if !report.can_be_signed() {
            return Err(OfficialFormError::SignedAlready);
        }
        let who = (AuditActor::from(caller), caller.person.display_name.clone());
        let signing = store.sign_report(report.content, counted_to, who, now);
        match signing.await.map_err(fault)? {
            SigningOutcome::Done => Ok(()),
            SigningOutcome::Already => Err(OfficialFormError::SignedAlready),
            SigningOutcome::Changed => Err(OfficialFormError::Changed),
            SigningOutcome::Missing => Err(AppError::NotFound.into()),
        }
    }

    async fn put_period(
        &self,
        caller: &Caller,
        row: PeriodRow,
        changing: Option<PeriodName>,
    ) -> Result<(), OfficialFormError> {
        for_all(caller)?;
        let (store, now) = (self.store()?, self.clock.now());
        let changing = changing.map(row_name).transpose()?;
        let done = store.put_report_period(row, changing, AuditActor::from(caller), now);
        put(done.await.map_err(fault)?)
    }

    async fn remove_period(
        &self,
        caller: &Caller,
        name: PeriodName,
    ) -> Result<(), OfficialFormError> {
        for_all(caller)?;
        let (store, now) = (self.store()?, self.clock.now());
        let (kind, from) = row_name(name)?;
        let done = store.remove_report_period(kind, from, AuditActor::from(caller), now);
        put(done.await.map_err(fault)?)
    }

    async fn dossiers(
        &self,
        caller: &Caller,
        query: CellQuery,
    ) -> Result<Answer<CellList>, AppError> {
        let report = match self.report(caller, query.name).await? {
            ReportOrProgress::Ready(report) => report,
            ReportOrProgress::Counting(done, total) => {
                return Ok(Answer::Counting(Progress { done, total }));
            }
        };
        let (content, signed) = report.version(query.version)?;
        let at = content.cube.status_at;
        let store = self.store()?;
        let listing = CellListing {
            cell: query.cell,
            period: report.period,
            as_of: at,
            recorded_by: signed.map(|signed| signed.at),
            folding: content.folding,
            reach: caller.person.reach.clone(),
            after: query.after.unwrap_or(0),
            rows_max: LIST_ROWS as usize,
        };
        let page = store.dossiers_of_cell(listing).await.map_err(fault)?;
        let centre = store.centre(at).await.map_err(fault)?;
        let rows = page.dossiers.into_iter();
        Ok(Answer::Done(CellList {
            period: report.period,
            names: content.names.clone(),
            at,
            zone: report.zone,
            rows: rows.map(|dossier| row(dossier, &centre, at)).collect(),
            next: page.next,
        }))
    }

    async fn file(&self, caller: &Caller, wanted: OfficialFormFile) -> Result<File, AppError> {
        let ReportOrProgress::Ready(report) = self.report(caller, wanted.name).await? else {
            return Err(AppError::Busy);
        };
        let (content, signed) = report.version(wanted.version)?;
        let stand = report.stand(wanted.version)?;
        let sheet = OfficialFormSheet {
            content,
            stand: &stand,
            axis: wanted.axis,
            now: (report.now, report.zone),
        };
        let name = sheet.file_name(wanted.format);
        let bytes = sheet.bytes(wanted.format).map_err(|error| {
            tracing::error!(%error, "the report cannot be written");
            AppError::Internal
        })?;
        let version = match (signed, wanted.version) {
            (Some(signed), Version::Latest | Version::Signed(_)) => {
                format!("signed {}", signed.fingerprint)
            }
            _ => "as counted".to_owned(),
        };
        let audit_entry = AuditEntry {
            became: version,
            ..AuditEntry::new(AuditAct::Exported, name.clone())
        };
        let told = self.store()?;
        let told = told.audit(AuditActor::from(caller), audit_entry, self.clock.now());
        told.await.map_err(fault)?;
        Ok(File {
            name,
            media_type: wanted.format.media_type(),
            bytes,
        })
    }
}
