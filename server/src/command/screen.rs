//! `sanh screen …`: the walls and what each of them shows.

use std::io::Write;

use sanh_domain::account::model::AgencyScope;
use sanh_domain::scope::Scope;
use sanh_domain::screen::model::Appearance;
use sanh_domain::word::InvalidParameter;
use sanh_store::{Screen, StoredScreen};

use super::database::{agency, open};
use super::{Ended, Screen as Task};
use crate::config::Config;

/// Sets a wall up, or lists them.
pub(super) async fn screen(config: &Config, task: Task, out: &mut impl Write) -> Result<(), Ended> {
    let store = open(config).await?;
    match task {
        Task::Add {
            name,
            agency: code,
            lang,
            period,
            theme,
            distance,
            night,
        } => {
            let look = appearance(&theme, &distance, &night).map_err(|error| {
                let given = [
                    ("theme", &theme),
                    ("distance", &distance),
                    ("night", &night),
                ];
                let wrong = given.into_iter().find(|(name, _)| *name == error.0);
                Ended::CannotRun(wrong.map_or_else(
                    || error.to_string(),
                    |(name, value)| {
                        format!("`{value}` is no --{name}; see `sanh screen add --help`")
                    },
                ))
            })?;
            let scope = match code {
                None => Scope::Centre,
                Some(code) => agency(&store, &code).await?,
            };
            let screen = Screen {
                name: name.clone(),
                scope,
                lang,
                periods: period,
                look,
            };
            store.put_screen(screen).await?;
            writeln!(out, "/screen/{name}")?;
        }
        Task::List => {
            for stored in store.stored_screens(&AgencyScope::Everywhere).await? {
                writeln!(out, "{}", line(&stored))?;
            }
        }
    }
    store.close().await;
    Ok(())
}

/// A wall on one line: address, whose figures (several in turn with commas), languages, periods, look; then its name and place, how it
/// is paired, since when its figures are held.
fn line(stored: &StoredScreen) -> String {
    let setting = &stored.setting;
    let Appearance {
        theme,
        distance,
        night,
    } = setting.look;
    let (name, turn) = (&setting.name, setting.turn);
    let scopes = std::iter::once(&setting.scope).chain(&setting.others);
    let scope = scopes.map(ToString::to_string).collect::<Vec<_>>();
    let scope = scope.join(",");
    let (lang, distance) = (setting.languages.as_str(), distance.as_str());
    let pairing = match (setting.is_paired, stored.paired_at) {
        (false, _) => "open",
        (true, Some(_)) => "paired",
        (true, None) => "waits to be paired",
    };
    let held = setting
        .held
        .map(|at| format!("held since {}", at.to_rfc3339()));
    let (label, place, held) = (&setting.label, &setting.place, held.unwrap_or_default());
    format!(
        "/screen/{name}\t{scope}\t{lang}\t{turn}\t{theme}\t{distance}\t{night}\t{label}\t{place}\t{pairing}\t{held}"
    )
}

fn appearance(theme: &str, distance: &str, night: &str) -> Result<Appearance, InvalidParameter> {
    Ok(Appearance {
        theme: theme.parse()?,
        distance: distance.parse()?,
        night: night.parse()?,
    })
}
