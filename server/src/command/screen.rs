//! `sanh screen …`: the walls and what each of them shows.

use std::io::Write;

use sanh_app::board::model::Scope;
use sanh_app::error::AppError;
use sanh_app::screen::model::Look;

use super::database::{agency, open};
use super::{Ended, Screen as Task};
use crate::config::Config;
use crate::store::Screen;

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
            let look = look(&theme, &distance, &night).map_err(|error| {
                let given = [
                    ("theme", &theme),
                    ("distance", &distance),
                    ("night", &night),
                ];
                let wrong = given.into_iter().find(
                    |(name, _)| matches!(&error, AppError::Invalid(parameter) if parameter == name),
                );
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
            for screen in store.screens().await? {
                let Screen {
                    name,
                    scope,
                    lang,
                    periods,
                    look,
                } = screen;
                let Look {
                    theme,
                    distance,
                    night,
                } = look;
                let distance = distance.as_str();
                writeln!(
                    out,
                    "/screen/{name}\t{scope}\t{lang}\t{periods}\t{theme}\t{distance}\t{night}"
                )?;
            }
        }
    }
    store.close().await;
    Ok(())
}

fn look(theme: &str, distance: &str, night: &str) -> Result<Look, AppError> {
    Ok(Look {
        theme: theme.parse()?,
        distance: distance.parse()?,
        night: night.parse()?,
    })
}
