//! Alarms in the case database.

use chrono::Duration;
use sanh_domain::account::model::{Access, AgencyScope, Person};
use sanh_domain::alarm::model::Alarm;
use sanh_domain::deadline::Instant;
use sanh_domain::language::Lang;
use sanh_store::{AuditActor, StoredScreen};

use super::{Manager, SignedIn, failure, now, screen, store};
use crate::error::AppError;
use crate::model::alarm::{AlarmOverview, MUTE_HOURS};
use crate::text::Messages;
use crate::text::screen::called;
use crate::ui::form::Problem;
use crate::ui::frame::OpenAlarms;
use crate::ui::response::request;
use crate::ui::submit::FormError;

/// Days for which messages that could not be sent are reported.
const UNDELIVERED_DAYS: i64 = 7;

/// The alarms that concern the caller, those that cannot be written down now among them.
pub(crate) async fn overview(manager: &Manager) -> Result<AlarmOverview, AppError> {
    let (store, now, person) = (store()?, now(), &manager.caller().person);
    let scope = scope(person);
    let unstored = store.unstored_alarms(&scope).await.map_err(failure)?;
    let open = store.open_alarms(&scope).await.map_err(failure)?;
    let open = unstored.into_iter().chain(open);
    let past = store.past_alarms(&scope).await.map_err(failure)?;
    let since = now - Duration::days(UNDELIVERED_DAYS);
    let walls = store.stored_screens(&scope).await.map_err(failure)?;
    let fleet = screen::fleet(manager).await?;
    let lang = request().room_lang();
    let named = |alarm: Alarm| Alarm {
        subject: wall_name(&walls, lang, &alarm),
        ..alarm
    };
    Ok(AlarmOverview {
        now,
        zone: store.centre(now).await.map_err(failure)?.zone,
        open: open
            .filter(|alarm| is_of_role(person, alarm))
            .map(named)
            .collect(),
        past: past
            .into_iter()
            .filter(|alarm| is_of_role(person, alarm))
            .map(named)
            .collect(),
        lost: fleet
            .lost()
            .map(|wall| called(&wall.setting, lang))
            .collect(),
        undelivered: store.dead_alarm_messages(since).await.map_err(failure)?,
    })
}

/// What an alarm is about, by the name that people call a wall by.
fn wall_name(walls: &[StoredScreen], lang: Lang, alarm: &Alarm) -> String {
    let mut walls = walls.iter().map(|wall| &wall.setting);
    let wall = walls.find(|setting| alarm.kind.is_of_wall() && setting.name == alarm.subject);
    wall.map_or_else(|| alarm.subject.clone(), |setting| called(setting, lang))
}

/// How many that are not muted concern the caller.
pub(crate) async fn count(signed_in: &SignedIn) -> Result<OpenAlarms, AppError> {
    let person = &signed_in.caller().person;
    if !person.has(Access::Manage) && !person.has(Access::Administer) {
        return Ok(OpenAlarms::default());
    }
    let (store, now) = (store()?, now());
    let open = store.open_alarms(&scope(person)).await.map_err(failure)?;
    let is_heard = |alarm: &&Alarm| is_of_role(person, alarm) && !alarm.is_muted_at(now);
    let heard = open.iter().filter(is_heard).count();
    Ok(OpenAlarms(heard as u64))
}

/// The duration for which an alarm is muted: one of the choices.
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
    let person = &manager.caller().person;
    let open = store.open_alarms(&scope(person)).await.map_err(failure)?;
    let is_own = open
        .iter()
        .any(|alarm| alarm.id == id && is_of_role(person, alarm));
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

/// The scope of the alarms that concern a person: administrators are responsible for the whole centre, even if their account
/// names agencies.
fn scope(person: &Person) -> AgencyScope {
    if person.has(Access::Administer) {
        AgencyScope::Everywhere
    } else {
        person.reach.clone()
    }
}

/// Whether an alarm is one of a person's role: those of the calendar concern administrators, too, and no others do.
fn is_of_role(person: &Person, alarm: &Alarm) -> bool {
    !person.has(Access::Administer) || alarm.kind.is_of_calendar()
}
