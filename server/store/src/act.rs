//! Status changes: each request in one transaction, with the changes of linked dossiers that follow from it.

use futures::FutureExt;
use futures::future::BoxFuture;

use sanh_domain::account::actor::Actor;
use sanh_domain::account::model::RequestKey;
use sanh_domain::audit::model::AuditAct;
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::{
    Action, DossierCode, Event, EventKind, Intake, Status, StatusChange, When,
};

use super::audit::{self, AuditActor, AuditEntry};
use super::centre::CentreRules;
use super::conn::Conn;
use super::error::{Result, StoreError};
use super::group::{Context, Decision, Needs, Request, RequestUnit};
use super::linked::LinkedRows;
use super::single_change::{self, ActionOutcome};
use super::{Store, dossier, event, request};

/// The result of a request.
#[derive(Debug)]
pub enum RequestOutcome {
    /// Every change was made.
    Now(Vec<ActionOutcome>),
    /// They were made when the form was first sent.
    Before,
    /// None was made: the dossiers that were refused, with the reasons.
    None(Vec<(DossierCode, StoreError)>),
}

impl Store {
    /// Makes one change of a dossier, if nobody has changed it since `expected_version` was read. Returns after the commit. For
    /// the program itself: acts of people go through [`Store::act_once`].
    ///
    /// # Errors
    /// [`StoreError::Conflict`] names the version found; [`StoreError::NotFound`]; [`StoreError::Refused`] by the domain; or
    /// the database cannot be written. Nothing was written then.
    pub async fn act(
        &self,
        code: &DossierCode,
        action: Action,
        expected_version: i64,
        when: impl Into<When>,
        actor: &Actor,
    ) -> Result<ActionOutcome> {
        let when = when.into();
        let change = StatusChange {
            code: code.clone(),
            expected_version,
            action,
            occurred_at: Some(when.occurred_at),
            late_reason: when.late_reason,
        };
        self.request(SingleChange {
            change,
            actor: actor.clone(),
            now: when.recorded_at,
        })
        .await
    }

    /// Makes every change or none, once for this key, and adds an audit entry for each. Returns after the commit.
    ///
    /// # Errors
    /// When the database cannot be written; refused changes are in the outcome.
    pub async fn act_once(
        &self,
        key: RequestKey,
        by: AuditActor,
        changes: Vec<StatusChange>,
        now: Instant,
    ) -> Result<RequestOutcome> {
        self.request(ChangeForm {
            key,
            by,
            changes,
            now,
        })
        .await
    }

    /// Opens a dossier: registered online and waiting, or `received`. Returns after the commit.
    ///
    /// # Errors
    /// [`StoreError::CodeTaken`]; [`StoreError::Refused`] by the domain; or the database cannot be written. Nothing was written
    /// then.
    pub async fn receive(
        &self,
        intake: Intake,
        when: impl Into<When>,
        actor: &Actor,
        received: bool,
    ) -> Result<ActionOutcome> {
        self.request(Opening {
            intake,
            when: when.into(),
            actor: actor.clone(),
            received,
        })
        .await
    }
}

/// One change by the program itself.
struct SingleChange {
    change: StatusChange,
    actor: Actor,
    now: Instant,
}

impl Request for SingleChange {
    type Output = ActionOutcome;

    fn tell_needs(&self, needs: &mut Needs) {
        needs.dossier(&self.change.code);
    }

    fn decide(&self, unit: &mut RequestUnit<'_>) -> Option<Decision<ActionOutcome>> {
        let made = unit.change(&self.change, (self.now, &self.actor));
        made.transpose().map(Decision::from)
    }

    fn run<'c>(
        &'c self,
        mut conn: Conn<'c>,
        context: &'c Context,
    ) -> BoxFuture<'c, Decision<ActionOutcome>> {
        let made = async move {
            let centre_rules = context.rules_cache.of(&mut conn).await?;
            let at = (self.now, &self.actor);
            take(&mut conn, &centre_rules, &self.change, at).await
        };
        Box::pin(made.map(Decision::from))
    }
}

/// The changes of a form.
struct ChangeForm {
    key: RequestKey,
    by: AuditActor,
    changes: Vec<StatusChange>,
    now: Instant,
}

impl ChangeForm {
    async fn make(&self, conn: &mut Conn<'_>, context: &Context) -> Result<RequestOutcome> {
        if !request::remember(conn, &self.key, self.by.account, self.now).await? {
            return Ok(RequestOutcome::Before);
        }
        let centre_rules = context.rules_cache.of(conn).await?;
        let (mut done, mut against) = (Vec::new(), Vec::new());
        for change in &self.changes {
            match take(conn, &centre_rules, change, (self.now, &self.by.actor)).await {
                Ok(acted) => done.push(acted),
                Err(error) if stands_against(&error) => against.push((change.code.clone(), error)),
                Err(error) => return Err(error),
            }
        }
        if !against.is_empty() {
            return Ok(RequestOutcome::None(against));
        }
        let told = done.iter().flat_map(audit_entries_of).collect();
        audit::put_all(conn, context.seal_key.as_ref(), &self.by, told, self.now).await?;
        Ok(RequestOutcome::Now(done))
    }
}

impl Request for ChangeForm {
    type Output = RequestOutcome;

    fn tell_needs(&self, needs: &mut Needs) {
        needs.key(&self.key, self.by.account);
        for change in &self.changes {
            needs.dossier(&change.code);
        }
    }

    fn decide(&self, unit: &mut RequestUnit<'_>) -> Option<Decision<RequestOutcome>> {
        if unit.has_key(&self.key, self.by.account) {
            return Some(Decision::Refuse(Ok(RequestOutcome::Before)));
        }
        let (mut done, mut against) = (Vec::new(), Vec::new());
        for change in &self.changes {
            match unit.change(change, (self.now, &self.by.actor)) {
                Ok(acted) => done.push(acted?),
                Err(error) if stands_against(&error) => against.push((change.code.clone(), error)),
                Err(error) => return Some(Decision::Refuse(Err(error))),
            }
        }
        if !against.is_empty() {
            return Some(Decision::Refuse(Ok(RequestOutcome::None(against))));
        }
        unit.remember(&self.key, self.by.account, None, self.now);
        let told = done.iter().flat_map(audit_entries_of).collect();
        unit.tell(&self.by, told, self.now);
        Some(Decision::Write(RequestOutcome::Now(done)))
    }

    fn run<'c>(
        &'c self,
        mut conn: Conn<'c>,
        context: &'c Context,
    ) -> BoxFuture<'c, Decision<RequestOutcome>> {
        Box::pin(async move {
            match self.make(&mut conn, context).await {
                Ok(made @ RequestOutcome::Now(_)) => Decision::Write(made),
                not_made => Decision::Refuse(not_made),
            }
        })
    }
}

/// A dossier opened by the program itself.
struct Opening {
    intake: Intake,
    when: When,
    actor: Actor,
    received: bool,
}

impl Request for Opening {
    type Output = ActionOutcome;

    fn tell_needs(&self, needs: &mut Needs) {
        needs.dossier(&self.intake.code);
    }

    fn decide(&self, unit: &mut RequestUnit<'_>) -> Option<Decision<ActionOutcome>> {
        let (intake, when) = (self.intake.clone(), self.when.clone());
        let opened = unit.open(intake, when, &self.actor, self.received);
        Some(opened.map(|(_, opened)| opened).into())
    }

    fn run<'c>(
        &'c self,
        mut conn: Conn<'c>,
        context: &'c Context,
    ) -> BoxFuture<'c, Decision<ActionOutcome>> {
        let opened = async move {
            let centre_rules = context.rules_cache.of(&mut conn).await?;
            let (intake, when) = (self.intake.clone(), self.when.clone());
            let (actor, received) = (&self.actor, self.received);
            single_change::open(&mut conn, &centre_rules, intake, when, actor, received).await
        };
        Box::pin(opened.map(Decision::from))
    }
}

/// Makes one change inside a transaction, and the changes of linked dossiers that follow from it.
pub(super) async fn take(
    conn: &mut Conn<'_>,
    centre_rules: &CentreRules,
    change: &StatusChange,
    (now, actor): (Instant, &Actor),
) -> Result<ActionOutcome> {
    let row = dossier::known(conn, &change.code).await?;
    if row.version != change.expected_version {
        return single_change::act(conn, centre_rules, &row, change, (now, actor)).await;
    }
    let Some(family) = LinkedRows::of(conn, &row).await? else {
        return single_change::act(conn, centre_rules, &row, change, (now, actor)).await;
    };
    let read = row.dossier()?;
    let history = match change.action {
        Action::Correct { .. } => event::history(conn, row.id, &change.code).await?,
        _ => Vec::new(),
    };
    family.check(conn, &read, &change.action, &history).await?;
    let taken = event::in_force(&change.code, &history)?.pop();
    let (action, when) = (change.action.clone(), change.when(now));
    let mut acted = single_change::act(conn, centre_rules, &row, change, (now, actor)).await?;
    let done = (&acted.dossier, &action);
    acted.linked = family
        .follow(conn, centre_rules, done, taken.as_deref(), (&when, actor))
        .await?;
    Ok(acted)
}

/// The audit entries of an action: each event with the status before and after, the assignee, the new due time of an extension
/// or an amendment.
pub(super) fn audit_entries_of(acted: &ActionOutcome) -> Vec<AuditEntry> {
    let status =
        |status: Option<Status>| status.map_or_else(String::new, |it| it.code().to_string());
    let due = |due: Option<Instant>| due.map_or_else(String::new, |due| due.to_string());
    let audit_entry = |event: &Event| {
        let (was, became) = match event.kind {
            EventKind::Assign => (String::new(), event.reason.clone().unwrap_or_default()),
            EventKind::Amend => (
                due(event.amendment.as_ref().and_then(|it| it.due_before)),
                due(event.due_at),
            ),
            EventKind::Extend => (String::new(), due(event.due_at)),
            _ => (status(event.from), status(Some(event.to))),
        };
        AuditEntry {
            was,
            became,
            ..AuditEntry::new(AuditAct::Dossier(event.kind), event.code.as_str())
        }
    };
    let events = acted.events.iter().chain(&acted.linked);
    events.map(audit_entry).collect()
}

/// Whether the dossier is the reason of the error, and not the database.
const fn stands_against(error: &StoreError) -> bool {
    matches!(
        error,
        StoreError::Conflict { .. } | StoreError::NotFound(_) | StoreError::Refused(_)
    )
}
