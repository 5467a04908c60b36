//! What is done to dossiers, each change in one transaction, with what follows from it for linked ones.

use sanh_domain::account::actor::Actor;
use sanh_domain::dossier::{Action, DossierCode, Intake, When};

use super::centre::CentreRules;
use super::conn::Conn;
use super::dossier;
use super::error::{Result, StoreError};
use super::linked::LinkedRows;
use super::step::{ActionOutcome, Step, open, take_one};
use super::{Store, event};

impl Store {
    /// Does one thing to a dossier, if nobody has changed it since `expected_version` was read. Answers after the commit.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] names the version found; [`StoreError::NotFound`]; [`StoreError::Refused`] by the domain; or the
    /// database cannot be written. Nothing was written then.
    pub async fn act(
        &self,
        code: &DossierCode,
        action: Action,
        expected_version: i64,
        when: impl Into<When>,
        actor: &Actor,
    ) -> Result<ActionOutcome> {
        let (rules_cache, actor, when) = (self.rules_cache(), actor.clone(), when.into());
        let step = Step {
            code: code.clone(),
            action,
            expected_version,
            when,
        };
        self.write(move |mut conn| {
            Box::pin(async move {
                let centre_rules = rules_cache.of(&mut conn).await?;
                take(&mut conn, &centre_rules, step, &actor).await
            })
        })
        .await
    }

    /// Opens a dossier: registered online and waiting, or `received`. Answers after the commit.
    ///
    /// # Errors
    /// [`StoreError::CodeTaken`]; [`StoreError::Refused`] by the domain; or the database cannot be written. Nothing was written then.
    pub async fn receive(
        &self,
        intake: Intake,
        when: impl Into<When>,
        actor: &Actor,
        received: bool,
    ) -> Result<ActionOutcome> {
        let (rules_cache, actor, when) = (self.rules_cache(), actor.clone(), when.into());
        self.write(move |mut conn| {
            Box::pin(async move {
                let centre_rules = rules_cache.of(&mut conn).await?;
                open(&mut conn, &centre_rules, intake, when, &actor, received).await
            })
        })
        .await
    }
}

/// Does one thing to a dossier inside a transaction, and to the others of a linked one what follows from it.
pub(super) async fn take(
    conn: &mut Conn<'_>,
    centre_rules: &CentreRules,
    step: Step,
    actor: &Actor,
) -> Result<ActionOutcome> {
    let row = dossier::find(conn, &step.code)
        .await?
        .ok_or_else(|| StoreError::NotFound(step.code.clone()))?;
    if row.version != step.expected_version {
        return take_one(conn, centre_rules, &row, step, actor).await;
    }
    let Some(family) = LinkedRows::of(conn, &row).await? else {
        return take_one(conn, centre_rules, &row, step, actor).await;
    };
    let read = row.dossier()?;
    let history = match step.action {
        Action::Correct { .. } => event::history(conn, row.id, &step.code).await?,
        _ => Vec::new(),
    };
    family.check(conn, &read, &step.action, &history).await?;
    let taken = event::in_force(&step.code, &history)?.pop();
    let (action, when) = (step.action.clone(), step.when.clone());
    let mut acted = take_one(conn, centre_rules, &row, step, actor).await?;
    let done = (&acted.dossier, &action);
    acted.linked = family
        .follow(conn, centre_rules, done, taken.as_deref(), (&when, actor))
        .await?;
    Ok(acted)
}
