//! A change of the calendar: the open due times it would move, and the change itself, with all of them, in one transaction.

mod write;

use std::sync::Arc;

use chrono::NaiveDate;
use sha2::{Digest, Sha256};
use sqlx::query_as;

use sanh_domain::account::actor::{Actor, ActorRole};
use sanh_domain::centre::change::{
    CalendarPlan, CalendarRows, ChangePreview, DueTimePolicy, MOVED_MAX, MovedDue, SHOWN_MAX,
    UnmovableDue,
};
use sanh_domain::deadline::{Calendar, Instant};
use sanh_domain::dossier::{Action, Dossier, Event, RecountedDue, Refusal, Status, When};
use sanh_domain::id::AgencyId;

use super::audit::AuditActor;
use super::centre::CentreRules;
use super::conn::{Conn, on};
use super::dossier::DossierRow;
use super::error::Result;
use super::row::select;
use super::stored_time::ms;
use super::{Store, event, linked, notified_due};
use write::RecountWriter;

/// Dossiers read at a time.
const PAGE_ROWS: usize = 1_000;

/// The statuses of received dossiers that have not ended: their due times may move.
const OPEN: [Status; 5] = [
    Status::Received,
    Status::InProcess,
    Status::PapersAsked,
    Status::PaymentAsked,
    Status::WithdrawalAsked,
];

/// The result of a change of the calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CalendarOutcome {
    /// It was made, and this many due times moved. 0 also where the calendar was already so: a form sent twice is done once.
    Now(u64),
    /// Nothing was written: the effect differs from the one that was shown.
    Otherwise(Box<ChangePreview>),
    /// Nothing was written: more than [`MOVED_MAX`] due times would move.
    TooMany,
}

impl Store {
    /// The effect of a change of the calendar. Nothing is written.
    ///
    /// # Errors
    /// When the dossiers cannot be read.
    pub async fn foretell(
        &self,
        plan: CalendarPlan,
        by: AuditActor,
        now: Instant,
    ) -> Result<ChangePreview> {
        let rules_cache = self.rules_cache();
        self.read(move |mut conn| {
            Box::pin(async move {
                let centre_rules = rules_cache.of_committed(&mut conn).await?;
                let survey = Survey::of(&centre_rules, &plan, &by, now);
                let (foretold, _) = survey.walk(&mut conn).await?;
                Ok(foretold)
            })
        })
        .await
    }

    /// Changes the calendar, and moves the due times or leaves them, if the effect that was shown under `mark` is unchanged.
    /// Rows, events and audit entries are written together or not at all; others wait meanwhile.
    ///
    /// # Errors
    /// When the database cannot be read or written.
    pub async fn change_calendar(
        &self,
        plan: CalendarPlan,
        moving: DueTimePolicy,
        mark: String,
        by: AuditActor,
        now: Instant,
    ) -> Result<CalendarOutcome> {
        let (rules_cache, seal_key) = (self.rules_cache(), self.options.seal_key.clone());
        self.write_alone(move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let centre_rules = rules_cache.of(conn).await?;
                let survey = Survey::of(&centre_rules, &plan, &by, now);
                let (foretold, moves) = survey.walk(conn).await?;
                if foretold.is_so {
                    return Ok(CalendarOutcome::Now(0));
                }
                if foretold.mark != mark {
                    return Ok(CalendarOutcome::Otherwise(Box::new(foretold)));
                }
                if moving == DueTimePolicy::Move && foretold.moved > MOVED_MAX {
                    return Ok(CalendarOutcome::TooMany);
                }
                let writer = RecountWriter::new(seal_key.as_ref(), &by, now);
                writer.rows(conn, &centre_rules, &plan.change).await?;
                let (moves, told_count) = match moving {
                    DueTimePolicy::Move => (moves, foretold.moved),
                    // Dossiers whose due time stays the same are recounted all the same; otherwise a change back would move them.
                    DueTimePolicy::Leave => (moves.into_iter().filter(|it| it.stays).collect(), 0),
                };
                if moves.is_empty() {
                    return Ok(CalendarOutcome::Now(0));
                }
                // Read again, with the change that was just written.
                let centre_rules = rules_cache.of(conn).await?;
                writer
                    .recount(conn, &centre_rules, &moves, &plan.reason)
                    .await?;
                Ok(CalendarOutcome::Now(told_count))
            })
        })
        .await
    }
}

/// One recounted due time.
struct Planned {
    /// The dossier's row.
    id: i64,
    recounted: RecountedDue,
    /// Whether the due time in force stays because of what was promised: nobody is notified.
    stays: bool,
}

impl Planned {
    fn action(&self, reason: &str) -> Action {
        Action::Recount {
            reason: reason.to_owned(),
            new_due: self.recounted.due,
            counted_due: self.recounted.counted,
        }
    }
}

/// The recounted due time of a dossier; `None` if it does not change.
type Recounted = std::result::Result<Option<RecountedDue>, Refusal>;

/// Reads every open dossier that a change can affect.
struct Survey<'a> {
    plan: &'a CalendarPlan,
    before: &'a CalendarRows,
    after: CalendarRows,
    calendars: (Calendar, Calendar),
    centre_rules: &'a CentreRules,
    actor: Actor,
    now: Instant,
}

impl<'a> Survey<'a> {
    fn of(
        centre_rules: &'a Arc<CentreRules>,
        plan: &'a CalendarPlan,
        by: &AuditActor,
        now: Instant,
    ) -> Self {
        let after = plan.change.applied(centre_rules.rows());
        Self {
            plan,
            before: centre_rules.rows(),
            calendars: (
                centre_rules.calendar().clone(),
                after.calendar(centre_rules.zone()),
            ),
            after,
            centre_rules,
            actor: system(by),
            now,
        }
    }

    /// The effect of the change, and each due time that it would move, up to the limit of one change.
    async fn walk(&self, conn: &mut Conn<'_>) -> Result<(ChangePreview, Vec<Planned>)> {
        let mut found = SurveyResult::default();
        found.foretold.is_so = self.after == *self.before;
        let first_day = self.plan.change.first_day();
        if let Some(first_day) = first_day.filter(|_| !found.foretold.is_so) {
            for status in OPEN {
                self.walk_status(conn, status, first_day, &mut found)
                    .await?;
            }
        }
        let SurveyResult {
            mut foretold,
            moves,
            ..
        } = found;
        foretold.mark = fingerprint(
            &write::descriptions(&self.plan.change, self.before),
            &foretold,
        );
        Ok((foretold, moves))
    }

    async fn walk_status(
        &self,
        conn: &mut Conn<'_>,
        status: Status,
        first_day: NaiveDate,
        found: &mut SurveyResult,
    ) -> Result<()> {
        let start = self.calendars.0.day_start(first_day);
        let mut after = (ms(start), i64::MAX);
        loop {
            let page = page(conn, status, self.plan.change.agency(), after).await?;
            let Some(last) = page.last() else { break };
            after = (last.due_at.unwrap_or(i64::MAX), last.id);
            let stopped = page
                .iter()
                .filter(|row| row.paused_min > 0 || row.paused_at.is_some());
            let stopped: Vec<i64> = stopped.map(|row| row.id).collect();
            let histories = event::histories_of(conn, &stopped).await?;
            let mut recounts = Vec::with_capacity(page.len());
            for row in &page {
                let dossier = row.dossier()?;
                let history = histories.get(&row.id).map_or(&[][..], Vec::as_slice);
                let history = history.iter().map(|event| event.event(&dossier.code));
                let history = history.collect::<Result<Vec<Event>>>()?;
                let recounted = self.recounted(&dossier, &history, first_day);
                recounts.push((row.id, dossier, recounted));
            }
            let is_earlier = |dossier: &Dossier, recounted: &Recounted| {
                let recounted = recounted.as_ref().ok().and_then(Option::as_ref);
                recounted.is_some_and(|recounted| Some(recounted.due) < dossier.due_at)
            };
            let earlier = recounts
                .iter()
                .filter(|(_, dossier, recounted)| is_earlier(dossier, recounted));
            let told = notified_due::due_times(conn, earlier.map(|(id, ..)| *id).collect()).await?;
            for (id, dossier, recounted) in recounts {
                let told = told.get(&id).copied();
                let mut recounted = recounted
                    .map(|recounted| recounted.map(|recounted| recounted.no_earlier_than(told)));
                if let Ok(Some(recounted)) = &mut recounted
                    && dossier.is_part()
                    && let Some(promise) = self.promise_of_whole(conn, id, first_day).await?
                {
                    recounted.due = recounted.due.min(promise);
                }
                let planned = recounted.and_then(|recounted| self.planned(id, &dossier, recounted));
                found.note(&dossier, planned);
            }
            found.keep_soonest();
            if page.len() < PAGE_ROWS {
                break;
            }
        }
        Ok(())
    }

    fn recounted(&self, dossier: &Dossier, history: &[Event], first_day: NaiveDate) -> Recounted {
        let before = self.calendars.0.for_agency(dossier.agency);
        let after = self.calendars.1.for_agency(dossier.agency);
        Ok(dossier.recounted_due(history, &before, &after, first_day)?)
    }

    /// The due time of a part's whole after the change: a day off of the part's own agency must not move the part past it.
    async fn promise_of_whole(
        &self,
        conn: &mut Conn<'_>,
        part_id: i64,
        first_day: NaiveDate,
    ) -> Result<Option<Instant>> {
        let Some(row) = linked::whole_of(conn, part_id).await? else {
            return Ok(None);
        };
        let whole = row.dossier()?;
        let history = event::history(conn, row.id, &whole.code).await?;
        let told = notified_due::due_times(conn, vec![row.id]).await?;
        let told = told.get(&row.id).copied();
        let recounted = self.recounted(&whole, &history, first_day).ok().flatten();
        let due = recounted.map(|recounted| recounted.no_earlier_than(told).due);
        Ok(due.or(whole.due_at))
    }

    /// The recount of a dossier, if it is allowed.
    fn planned(
        &self,
        id: i64,
        dossier: &Dossier,
        recounted: Option<RecountedDue>,
    ) -> std::result::Result<Option<Planned>, Refusal> {
        let Some(recounted) = recounted.filter(|recounted| recounted.differs(dossier)) else {
            return Ok(None);
        };
        let planned = Planned {
            id,
            recounted,
            stays: Some(recounted.due) == dossier.due_at,
        };
        let after = self.calendars.1.for_agency(dossier.agency);
        let action = planned.action(&self.plan.reason);
        let (when, rules) = (When::from(self.now), self.centre_rules.rules_at(self.now));
        dossier.act(action, when, &after, &rules, &self.actor, &[])?;
        Ok(Some(planned))
    }
}

/// The next open dossiers of a status that are due after an instant, due soonest first.
async fn page(
    conn: &mut Conn<'_>,
    status: Status,
    agency: Option<AgencyId>,
    after: (i64, i64),
) -> Result<Vec<DossierRow>> {
    let agency = agency.map_or(String::new(), |agency| {
        format!("agency_id = {} AND ", agency.0)
    });
    let sql = select::<DossierRow>(&format!(
        "WHERE {agency}status = {status} AND (worklist_due, id) > ($1, $2) AND worklist_due < {}
         ORDER BY worklist_due, id LIMIT {PAGE_ROWS}",
        i64::MAX
    ));
    Ok(on!(conn, c => query_as(sql).bind(after.0).bind(after.1).fetch_all(&mut **c).await)?)
}

/// What a survey has found so far.
#[derive(Default)]
struct SurveyResult {
    foretold: ChangePreview,
    moves: Vec<Planned>,
    /// The number of all moves, including those beyond the limit of one change.
    planned: u64,
}

impl SurveyResult {
    /// Adds the result for a dossier.
    fn note(&mut self, dossier: &Dossier, planned: std::result::Result<Option<Planned>, Refusal>) {
        let Some(due) = dossier.due_at else { return };
        let (code, agency) = (dossier.code.clone(), dossier.agency);
        let foretold = &mut self.foretold;
        match planned {
            Ok(None) => {}
            Ok(Some(planned)) => {
                if !planned.stays {
                    foretold.moved += 1;
                    foretold.moves.push(MovedDue {
                        code,
                        agency,
                        due,
                        new_due: planned.recounted.due,
                    });
                }
                self.planned += 1;
                if self.planned <= MOVED_MAX {
                    self.moves.push(planned);
                }
            }
            Err(why) => {
                foretold.stuck += 1;
                foretold.stays.push(UnmovableDue {
                    code,
                    agency,
                    due,
                    why,
                });
            }
        }
    }

    /// Keeps the dossiers that are listed in the preview: those due soonest.
    fn keep_soonest(&mut self) {
        let ChangePreview { moves, stays, .. } = &mut self.foretold;
        moves.sort_by(|a, b| (a.due, &a.code).cmp(&(b.due, &b.code)));
        moves.truncate(SHOWN_MAX);
        stays.sort_by(|a, b| (a.due, &a.code).cmp(&(b.due, &b.code)));
        stays.truncate(SHOWN_MAX);
    }
}

/// See [`ChangePreview::mark`].
fn fingerprint(was: &[String], foretold: &ChangePreview) -> String {
    let mut hash = Sha256::new();
    let mut take = |text: &str| {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text);
    };
    for row in was {
        take(row);
    }
    for shown in &foretold.moves {
        take(shown.code.as_str());
        take(&format!("{} {}", ms(shown.due), ms(shown.new_due)));
    }
    for shown in &foretold.stays {
        take(shown.code.as_str());
        take(&format!("{} stays", ms(shown.due)));
    }
    hex::encode(hash.finalize())
}

/// The system as actor under an administrator's name: the change of the calendar moves due times as the program does.
fn system(by: &AuditActor) -> Actor {
    Actor {
        name: by.actor.name.clone(),
        role: ActorRole::System,
    }
}
