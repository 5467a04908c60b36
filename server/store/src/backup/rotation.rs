//! Scheduled backups in their folder: their names, and which of them are kept.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use chrono::{Datelike, NaiveDateTime};
use sanh_domain::deadline::Instant;

use super::super::error::Result;
use super::{at, remove_if_there};

/// The prefix of a scheduled backup's name; the instant in UTC follows, so names sort by time.
const NAME_BEGIN: &str = "sanh-";
const NAME_END: &str = ".db";
const STAMP: &str = "%Y%m%dT%H%M%SZ";

/// The suffix of a backup with faults: it replaces no good one.
const FAULTY_END: &str = ".db.faulty";
/// The suffix of an unfinished backup and of the files that SQLite makes beside it.
const PARTIAL: &str = ".db.partial";
/// The most backups with faults that are kept, the newest (ours: one to examine, and one to compare it with).
const FAULTY_MAX: usize = 2;

/// Which scheduled backups are kept: the newest, and the last one of each of the last days, weeks and months that have one.
/// Backups are counted, not time: neither many starts in an afternoon, nor a clock that jumps, nor a month without power
/// deletes earlier ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeepRule {
    /// The number of newest backups that are kept, however close together; at least one.
    pub newest: u32,
    /// The number of days (UTC) whose last backup is kept.
    pub days: u32,
    /// The number of weeks (ISO, from Monday) whose last backup is kept.
    pub weeks: u32,
    /// The number of months whose last backup is kept.
    pub months: u32,
}

impl KeepRule {
    /// The backups that are kept.
    fn keep(&self, copies: &BTreeSet<NaiveDateTime>) -> BTreeSet<NaiveDateTime> {
        let count = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
        let newest = copies.iter().rev().copied();
        let mut kept: BTreeSet<_> = newest.take(count(self.newest).max(1)).collect();
        kept.extend(last_of_each(copies, count(self.days), |at| {
            (at.year(), at.ordinal())
        }));
        kept.extend(last_of_each(copies, count(self.weeks), |at| {
            (at.iso_week().year(), at.iso_week().week())
        }));
        kept.extend(last_of_each(copies, count(self.months), |at| {
            (at.year(), at.month())
        }));
        kept
    }
}

/// The last backup of each of the last `periods_max` periods that have one.
fn last_of_each(
    copies: &BTreeSet<NaiveDateTime>,
    periods_max: usize,
    period: impl Fn(&NaiveDateTime) -> (i32, u32),
) -> Vec<NaiveDateTime> {
    let mut last = Vec::new();
    let mut before = None;
    for at in copies.iter().rev() {
        if last.len() == periods_max {
            break;
        }
        if before.replace(period(at)) != Some(period(at)) {
            last.push(*at);
        }
    }
    last
}

/// The name of a backup made at an instant.
pub(super) fn name(now: Instant) -> String {
    format!("{NAME_BEGIN}{}{NAME_END}", now.format(STAMP))
}

/// The name of the same backup if it has faults.
pub(super) fn faulty_name(now: Instant) -> String {
    format!("{NAME_BEGIN}{}{FAULTY_END}", now.format(STAMP))
}

/// When the newest scheduled backup of a folder was made, by its name; `None` if there is none, or no folder.
///
/// # Errors
/// When the folder cannot be read.
pub async fn newest_copy(folder: &Path) -> Result<Option<Instant>> {
    let copies = ending_with(folder, NAME_END).await?;
    Ok(copies.last().map(NaiveDateTime::and_utc))
}

/// Removes unfinished scheduled backups of a server that was stopped or killed. Returns the number of files.
///
/// # Errors
/// When the folder cannot be read, or a file cannot be removed.
pub async fn remove_unfinished(folder: &Path) -> Result<u64> {
    let is_left = |name: &str| {
        let stamp = name.strip_prefix(NAME_BEGIN);
        let split = stamp.and_then(|rest| rest.split_once(PARTIAL));
        split.is_some_and(|(stamp, _)| read(stamp).is_some())
    };
    let mut removed = 0;
    for name in names(folder).await? {
        if is_left(&name) {
            remove_if_there(&folder.join(name)).await?;
            removed += 1;
        }
    }
    Ok(removed)
}

/// Removes the scheduled backups that the rule does not keep; files with other names are not touched.
pub(super) async fn rotate(folder: &Path, rule: KeepRule) -> Result<()> {
    let copies = ending_with(folder, NAME_END).await?;
    for surplus in copies.difference(&rule.keep(&copies)) {
        remove_if_there(&path(folder, *surplus, NAME_END)).await?;
    }
    Ok(())
}

/// Removes the oldest backups with faults.
pub(super) async fn rotate_faulty(folder: &Path) -> Result<()> {
    let copies = ending_with(folder, FAULTY_END).await?;
    for surplus in copies.iter().rev().skip(FAULTY_MAX) {
        remove_if_there(&path(folder, *surplus, FAULTY_END)).await?;
    }
    Ok(())
}

fn path(folder: &Path, stamp: NaiveDateTime, end: &str) -> PathBuf {
    folder.join(format!("{NAME_BEGIN}{}{end}", stamp.format(STAMP)))
}

/// Reads a time stamp as this program writes it; `None` for any other file.
fn read(stamp: &str) -> Option<NaiveDateTime> {
    let read = NaiveDateTime::parse_from_str(stamp, STAMP).ok()?;
    (read.format(STAMP).to_string() == stamp).then_some(read)
}

async fn ending_with(folder: &Path, end: &str) -> Result<BTreeSet<NaiveDateTime>> {
    let names = names(folder).await?;
    let stamp = |name: &String| read(name.strip_prefix(NAME_BEGIN)?.strip_suffix(end)?);
    Ok(names.iter().filter_map(stamp).collect())
}

/// The file names in a folder; empty if it does not exist.
async fn names(folder: &Path) -> Result<Vec<String>> {
    let mut entries = match tokio::fs::read_dir(folder).await {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(at(folder, error)),
    };
    let mut names = Vec::new();
    while let Some(entry) = entries
        .next_entry()
        .await
        .map_err(|error| at(folder, error))?
    {
        names.extend(entry.file_name().into_string());
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::*;

    const RULE: KeepRule = KeepRule {
        newest: 2,
        days: 3,
        weeks: 2,
        months: 2,
    };

    fn stamps(texts: &[&str]) -> BTreeSet<NaiveDateTime> {
        texts.iter().map(|text| read(text).unwrap()).collect()
    }

    #[test]
    fn many_starts_in_an_afternoon_evict_no_day_week_or_month() {
        let before = [
            "20260930T180000Z",
            "20261031T180000Z",
            "20261115T180000Z",
            "20261121T180000Z",
            "20261122T180000Z",
        ];
        let mut copies = stamps(&before);
        let afternoon = (0..14).map(|minute| read(&format!("20261123T06{minute:02}00Z")).unwrap());
        copies.extend(afternoon);
        let kept = RULE.keep(&copies);
        let wanted = stamps(&[
            // The last copies of October, of the last three days with copies and of the week before, and the two newest.
            "20261031T180000Z",
            "20261121T180000Z",
            "20261122T180000Z",
            "20261123T061200Z",
            "20261123T061300Z",
        ]);
        assert_eq!(kept, wanted);
    }

    #[test]
    fn only_files_with_our_names_count_as_copies() {
        assert!(read("20261123T061300Z").is_some());
        for other in ["20261123T0613Z", "notes", "20261323T061300Z", ""] {
            assert_eq!(read(other), None, "{other}");
        }
    }

    proptest! {
        #[test]
        fn the_newest_copy_is_always_kept_and_never_replaces_the_last_of_another_day(
            hours in prop::collection::btree_set(0_i64..20_000, 1..60), days in 1_u32..10,
        ) {
            let begin = read("20240101T000000Z").unwrap();
            let copies: BTreeSet<_> = hours.iter().map(|hour| begin + chrono::Duration::hours(*hour)).collect();
            let rule = KeepRule { newest: 1, days, weeks: 0, months: 0 };
            let kept = rule.keep(&copies);
            prop_assert!(kept.contains(copies.last().unwrap()));
            let all: BTreeSet<_> = copies.iter().map(NaiveDateTime::date).collect();
            prop_assert_eq!(kept.len(), all.len().min(days as usize));
            // More copies on a day that already has one.
            let mut more = copies.clone();
            let last = *copies.last().unwrap();
            more.extend((1..30).map(|second| last + chrono::Duration::seconds(second)).filter(|at| at.date() == last.date()));
            let days_kept = |kept: &BTreeSet<NaiveDateTime>| kept.iter().map(NaiveDateTime::date).collect::<BTreeSet<_>>();
            prop_assert_eq!(days_kept(&rule.keep(&more)), days_kept(&kept));
        }
    }
}
