//! `sanh agency …` and `sanh field …`: joining rows of the catalogue that are one.

use std::io::Write;

use sanh_domain::id::{AgencyId, FieldId};
use sanh_domain::procedure::model::ItemKind;
use sanh_store::clock::Clock;
use sanh_store::{AuditActor, MergeOutcome};

use super::Ended;
use super::database::open_existing;
use crate::clock::MachineClock;
use crate::config::Config;

/// What can be done with a list of the catalogue.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Catalogue {
    /// Join one with another that is the same: all that is the first one's becomes the other's, for good
    Merge {
        /// The code (or number) of the one that goes
        from: String,
        /// The code (or number) of the one that stays
        into: String,
    },
}

/// `sanh agency merge` and `sanh field merge`
pub(super) async fn run(
    kind: ItemKind,
    config: &Config,
    task: Catalogue,
    out: &mut impl Write,
) -> Result<(), Ended> {
    let Catalogue::Merge { from, into } = task;
    let store = open_existing(config).await?;
    let (noun, listed): (_, Vec<_>) = match kind {
        ItemKind::Agency => {
            let agencies = store.agencies().await?.into_iter();
            ("agency", agencies.map(|it| (it.id.0, it.code)).collect())
        }
        ItemKind::Field => {
            let fields = store.fields().await?.into_iter();
            ("field", fields.map(|it| (it.id.0, it.code)).collect())
        }
    };
    let (old, new) = pair(noun, &listed, &from, &into)?;
    let (by, now) = (AuditActor::console(), MachineClock::new().now());
    let merged = match kind {
        ItemKind::Agency => {
            let (old, new) = (AgencyId(old), AgencyId(new));
            store.merge_agencies(old, new, by, now).await?
        }
        ItemKind::Field => {
            let (old, new) = (FieldId(old), FieldId(new));
            store.merge_fields(old, new, by, now).await?
        }
    };
    store.close().await;
    write_outcome(noun, &from, &into, merged, out)
}

/// Both numbers, by the codes or the numbers that were given.
fn pair(noun: &str, listed: &[(i64, String)], from: &str, into: &str) -> Result<(i64, i64), Ended> {
    let find = |given: &str| {
        let by_code = listed.iter().find(|(_, code)| code == given);
        let by_number = || listed.iter().find(|(id, _)| id.to_string() == given);
        let found = by_code.or_else(by_number).map(|(id, _)| *id);
        found.ok_or_else(|| Ended::CannotRun(format!("there is no {noun} `{given}`")))
    };
    Ok((find(from)?, find(into)?))
}

fn write_outcome(
    noun: &str,
    from: &str,
    into: &str,
    merged: MergeOutcome,
    out: &mut impl Write,
) -> Result<(), Ended> {
    match merged {
        MergeOutcome::Done { dossiers } => {
            writeln!(
                out,
                "{noun} {from} is {into} now; dossiers moved: {dossiers}"
            )?;
            Ok(())
        }
        MergeOutcome::Unknown => Err(Ended::Refused(format!(
            "{from} and {into} are the same {noun}, or one was joined meanwhile; nothing was changed"
        ))),
        MergeOutcome::OtherDays(days) => Err(Ended::Refused(format!(
            "{from} and {into} have other working hours on {}, so due times would move; give both the same days in the calendar first",
            days.join(", ")
        ))),
    }
}
