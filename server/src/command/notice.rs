//! `sanh notice …`: notices on the walls.

use std::io::Write;

use sanh_domain::notice::model::{Audience, NoticeId, Priority};
use sanh_domain::text::name::Name;
use sanh_store::clock::Clock;
use sanh_store::{AuditActor, NewNotice, Store};

use super::database::open_existing;
use super::instant::instant;
use super::{Ended, Notice as Task};
use crate::clock::MachineClock;
use crate::config::Config;

/// Makes, ends or lists notices. A server that runs shows the change at once.
pub(super) async fn notice(config: &Config, task: Task, out: &mut impl Write) -> Result<(), Ended> {
    // Only an existing database: in a new one nobody would see the notice.
    let store = open_existing(config).await?;
    let now = MachineClock::new().now();
    match task {
        Task::Add {
            vi,
            en,
            from,
            until,
            emergency,
            screen,
        } => {
            let centre = store.centre(now).await?;
            let screens = audience(&store, screen).await?;
            let from = from.as_deref().map(|text| instant(text, &centre));
            let notice = NewNotice {
                text: Name { vi, en },
                priority: if emergency {
                    Priority::Emergency
                } else {
                    Priority::Notice
                },
                // Never earlier than now: the stored times say when the walls showed the notice.
                from: from.transpose()?.map_or(now, |from| from.max(now)),
                until: instant(&until, &centre)?,
                screens,
            };
            if notice.until <= now {
                return Err(Ended::Refused("the notice has ended already".to_owned()));
            }
            let NoticeId(number) = store.put_notice(notice, AuditActor::console(), now).await?;
            writeln!(out, "{number}")?;
        }
        Task::End { number } => {
            if !store
                .end_notice(NoticeId(number), AuditActor::console(), now)
                .await?
            {
                return Err(Ended::Refused(format!(
                    "there is no notice {number} on the walls or to come"
                )));
            }
        }
        Task::List => {
            let zone = store.centre(now).await?.zone;
            for notice in store.notices_from(now).await? {
                let local =
                    |at: sanh_domain::deadline::Instant| at.with_timezone(&zone).to_rfc3339();
                let (NoticeId(number), priority) = (notice.id, notice.priority.as_str());
                let (from, until) = (local(notice.from), local(notice.until));
                writeln!(
                    out,
                    "{number}\t{priority}\t{from}\t{until}\t{}\t{}",
                    notice.text.vi,
                    notice.text.en.unwrap_or_default()
                )?;
            }
        }
    }
    store.close().await;
    Ok(())
}

/// The walls of these names; without one, all.
async fn audience(store: &Store, names: Vec<String>) -> Result<Audience, Ended> {
    let known = store.screens().await?;
    let is_known = |name: &String| known.iter().any(|screen| screen.name == *name);
    if let Some(unknown) = names.iter().find(|name| !is_known(name)) {
        return Err(Ended::Refused(format!("there is no wall \"{unknown}\"")));
    }
    if names.is_empty() {
        return Ok(Audience::All);
    }
    Ok(Audience::Named(names.into_iter().collect()))
}
