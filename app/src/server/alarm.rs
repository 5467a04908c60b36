//! Alarms in the case database.

use chrono::Duration;
use sanh_domain::account::model::{Access, AgencyScope, Person};
use sanh_domain::alarm::model::{Alarm, concerns};
use sanh_domain::deadline::Instant;
use sanh_store::{AuditActor, Store};

use super::notice::walls;
use super::{Manager, SignedIn, failure, now, store};
use crate::error::AppError;
use crate::model::alarm::{AlarmOverview, MUTE_HOURS};
use crate::text::Messages;
use crate::ui::form::Problem;
use crate::ui::frame::OpenAlarms;
use crate::ui::response::request;
use crate::ui::submit::FormError;

/// Days for which messages that could not be sent are told of.
const UNDELIVERED_DAYS: i64 = 7;

/// The alarms that concern the caller, those that cannot be written down now among them.
pub(crate) async fn overview(manager: &Manager) -> Result<AlarmOverview, AppError> {
    let (store, now, person) = (store()?, now(), &manager.caller().person);
    let mut open = store.health().unkept_alarms();
    open.extend(store.open_alarms().await.map_err(failure)?);
    let past = store.past_alarms().await.map_err(failure)?;
    let since = now - Duration::days(UNDELIVERED_DAYS);
    Ok(AlarmOverview {
        now,
        zone: store.centre(now).await.map_err(failure)?.zone,
        open: own(&store, person, open).await?,
        past: own(&store, person, past).await?,
        undelivered: store.dead_alarm_messages(since).await.map_err(failure)?,
    })
}

/// How many that are not muted concern the caller.
pub(crate) async fn count(signed_in: &SignedIn) -> Result<OpenAlarms, AppError> {
    let person = &signed_in.caller().person;
    if !person.has(Access::Manage) && !person.has(Access::Administer) {
        return Ok(OpenAlarms::default());
    }
    let (store, now) = (store()?, now());
    let open = store.open_alarms().await.map_err(failure)?;
    let open = own(&store, person, open).await?;
    let heard = open.iter().filter(|alarm| !alarm.is_muted_at(now)).count();
    Ok(OpenAlarms(heard as u64))
}

/// For how long an alarm is muted: one of the choices.
pub(crate) fn mute_hours(hours: u32) -> Result<Duration, AppError> {
    let chosen = MUTE_HOURS.contains(&hours);
    let hours = chosen.then(|| Duration::hours(hours.into()));
    hours.ok_or_else(|| AppError::Invalid("hours".to_owned()))
}

/// Mutes an alarm for so long.
pub(crate) async fn mute(manager: &Manager, id: i64, span: Duration) -> Result<(), FormError> {
    change(manager, id, Some(now() + span)).await
}

/// Lets an alarm be heard again.
pub(crate) async fn hear(manager: &Manager, id: i64) -> Result<(), FormError> {
    change(manager, id, None).await
}

async fn change(manager: &Manager, id: i64, until: Option<Instant>) -> Result<(), FormError> {
    let (store, by) = (store()?, AuditActor::from(manager));
    let open = store.open_alarms().await.map_err(failure)?;
    let own = own(&store, &manager.caller().person, open).await?;
    let is_own = own.iter().any(|alarm| alarm.id == id);
    if is_own
        && store
            .mute_alarm(id, until, by, now())
            .await
            .map_err(failure)?
    {
        return Ok(());
    }
    let message = request().room_lang().words().alarm_over();
    Err(Problem::new("open", message).into())
}

/// Those that concern a person.
async fn own(
    store: &Store,
    person: &Person,
    mut alarms: Vec<Alarm>,
) -> Result<Vec<Alarm>, AppError> {
    let needs_walls = !person.has(Access::Administer) && person.reach != AgencyScope::Everywhere;
    let walls = if needs_walls && !alarms.is_empty() {
        walls(store).await?
    } else {
        Vec::new()
    };
    alarms.retain(|alarm| concerns(person, alarm, &walls));
    Ok(alarms)
}
