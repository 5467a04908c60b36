//! The commands that look after the database.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use sanh_app::text::Messages;
use sanh_domain::language::Lang;
use sanh_domain::scope::Scope;
use sanh_domain::text::name::typed;
use sanh_store::clock::Clock;
use sanh_store::clock::guard::ClockGuard;
use sanh_store::{
    BackupLimits, RestoreOutcome, SettingKey, Store, StoreError, StoreOptions, VerifyOptions,
};

use super::instant::instant;
use super::{Ended, Setting as SettingTask};
use crate::clock::MachineClock;
use crate::config::Config;
use crate::io::{external_files, master_key, private, seal_key};
use crate::jobs;

/// Opens a store that must be there already: what looks at a database does not make one for a mistyped path.
pub(super) async fn open_existing(config: &Config) -> Result<Store, Ended> {
    must_exist(config)?;
    open(config).await
}

pub(super) fn must_exist(config: &Config) -> Result<(), Ended> {
    let url = &config.database_url;
    let file = url
        .strip_prefix("sqlite://")
        .map(|rest| rest.split('?').next().unwrap_or(rest));
    if let Some(file) = file.filter(|file| !Path::new(file).exists()) {
        return Err(Ended::CannotRun(format!(
            "there is no database {file}; name one with --database-url"
        )));
    }
    Ok(())
}

/// Opens the store by the settings and brings its tables up to date. Nothing is written while the machine's clock is wrong.
pub(super) async fn open(config: &Config) -> Result<Store, Ended> {
    let clock = Arc::new(MachineClock::new());
    let guard = ClockGuard::new(clock, config.clock_bounds());
    Ok(open_by_any_clock(config).await?.guarded_by(guard).await?)
}

/// The same, whatever the clock says: for the demo, whose clock may be shifted, and for whoever says that the clock is right.
pub(super) async fn open_by_any_clock(config: &Config) -> Result<Store, Ended> {
    let store = open_unproven(config).await?;
    let adopted = store.adopt_seal_key(MachineClock::new().now()).await;
    let Err(error) = adopted else {
        return Ok(store);
    };
    store.close().await;
    if !matches!(error, StoreError::SealKeyDiffers { .. }) {
        return Err(error.into());
    }
    Err(Ended::CannotRun(format!(
        "{}: {error}: put the right file in its place (--seal-key-file), or see what was changed by `sanh verify`",
        seal_key::path(config).display()
    )))
}

/// The same without its master key: for what changes that one.
pub(super) async fn open_locked(config: &Config) -> Result<Store, Ended> {
    must_exist(config)?;
    let store = sealed(config).await?;
    store.adopt_seal_key(MachineClock::new().now()).await?;
    let guard = ClockGuard::new(Arc::new(MachineClock::new()), config.clock_bounds());
    Ok(store.guarded_by(guard).await?)
}

/// The same, whether or not it is sealed by the key: for what looks into that.
async fn open_unproven(config: &Config) -> Result<Store, Ended> {
    let store = sealed(config).await?;
    let may_make = !store.has_secret().await?;
    let master = master_key::load(&master_key::path(config), may_make)?;
    store.unlock(&master).await?;
    Ok(store)
}

/// The store with the key of its seals, its tables up to date.
async fn sealed(config: &Config) -> Result<Store, Ended> {
    private::restrict_existing(config);
    let options = StoreOptions {
        ledger: Some(external_files::ledger_path(config)),
        ..options(config)
    };
    let store = Store::open(&options).await?;
    store.migrate().await?;
    let key = seal_key::load(&seal_key::path(config), !store.is_sealed().await?)?;
    Ok(store.sealed_with(key))
}

/// Opens a store without the key that seals it, for who has none any more. Nothing is written while the machine's clock is wrong.
pub(super) async fn open_without_seal_key(config: &Config) -> Result<Store, Ended> {
    must_exist(config)?;
    private::restrict_existing(config);
    let store = Store::open(&options(config)).await?;
    store.migrate().await?;
    let guard = ClockGuard::new(Arc::new(MachineClock::new()), config.clock_bounds());
    Ok(store.guarded_by(guard).await?)
}

/// The database and its limits, by the settings.
fn options(config: &Config) -> StoreOptions {
    let has_ca = !config.ca_file.as_os_str().is_empty();
    StoreOptions {
        connections_max: config.database_readers_max,
        writers_max: config.database_writers_max,
        busy_s: config.database_busy_s.into(),
        statement_s: config.database_statement_s.into(),
        idle_in_transaction_s: config.database_idle_s.into(),
        ca_file: has_ca.then(|| config.ca_file.clone()),
        wrong_pins_per_h_max: config.lookup_wrong_per_h_max,
        part_due_reason: Lang::Vi.words().linked_kept_in_promise(),
        ..StoreOptions::new(&config.database_url)
    }
}

/// Refuses a database that the demo must not work on, before anything in it is changed.
pub(super) async fn refuse_real_centre(config: &Config) -> Result<(), Ended> {
    let store = Store::open(&options(config)).await?;
    let refused = store.refuse_real_centre().await;
    store.close().await;
    Ok(refused?)
}

/// The same, with the keys that sealed before as far as the files outside know them.
async fn open_with_retired(config: &Config) -> Result<Store, Ended> {
    must_exist(config)?;
    let key = seal_key::path(config);
    let retired = if key.exists() {
        external_files::heads(config)?.retired_keys(&seal_key::load(&key, false)?)
    } else {
        Vec::new()
    };
    Ok(open_unproven(config).await?.with_retired_keys(retired))
}

/// `sanh migrate`
pub(super) async fn migrate(config: &Config, out: &mut impl Write) -> Result<(), Ended> {
    open(config).await?.close().await;
    writeln!(out, "the tables are up to date")?;
    Ok(())
}

/// `sanh verify`
pub(super) async fn verify(
    config: &Config,
    as_of: Option<&str>,
    out: &mut impl Write,
) -> Result<(), Ended> {
    let store = open_with_retired(config).await?;
    let now = MachineClock::new().now();
    let centre = store.centre(now).await?;
    let as_of = as_of.map(|text| instant(text, &centre)).transpose()?;
    let options = VerifyOptions {
        as_of,
        ..VerifyOptions::from(external_files::read(config).await?)
    };
    let report = store.verify_with(options).await?;
    writeln!(out, "{report}")?;
    store.close().await;
    if report.is_clean() {
        return Ok(());
    }
    Err(Ended::Refused("the database does not verify".to_owned()))
}

/// `sanh rebuild`
pub(super) async fn rebuild(config: &Config, out: &mut impl Write) -> Result<(), Ended> {
    let store = open_existing(config).await?;
    let report = store.rebuild().await?;
    writeln!(out, "{report}")?;
    store.close().await;
    Ok(())
}

/// `sanh backup`
pub(super) async fn backup(
    config: &Config,
    file: &Path,
    out: &mut impl Write,
) -> Result<(), Ended> {
    let store = open_existing(config).await?;
    let limits = BackupLimits {
        reserve_bytes: jobs::copies::reserve_bytes(config),
        ..BackupLimits::default()
    };
    let said = store.backup_within(file, &limits).await?;
    writeln!(out, "{said}")?;
    store.close().await;
    Ok(())
}

/// `sanh restore`
pub(super) async fn restore(
    config: &Config,
    file: &Path,
    quarantine: bool,
    out: &mut impl Write,
) -> Result<(), Ended> {
    private::restrict_existing(config);
    let path = seal_key::path(config);
    let mut options = options(config);
    if path.exists() {
        options = options.sealed_with(seal_key::load(&path, false)?);
    }
    let (outside, now) = (
        external_files::read(config).await?,
        MachineClock::new().now(),
    );
    let restored = Store::restore(&options, file, quarantine, &outside, now).await;
    if matches!(restored, Err(StoreError::KeyMissing)) {
        // This error names the key file.
        seal_key::load(&path, false)?;
    }
    let restored = restored?;
    writeln!(out, "{restored}")?;
    if let RestoreOutcome::InPlace { resumed, .. } = &restored {
        external_files::keep_resumed(config, resumed, now.date_naive())?;
    }
    Ok(())
}

/// `sanh resume`
pub(super) async fn resume(config: &Config, out: &mut impl Write) -> Result<(), Ended> {
    let store = open_with_retired(config).await?;
    let (outside, now) = (
        external_files::read(config).await?,
        MachineClock::new().now(),
    );
    let resumed = store.resume(&outside, now).await;
    store.close().await;
    let resumed = resumed?;
    writeln!(out, "{resumed}")?;
    external_files::keep_resumed(config, &resumed, now.date_naive())?;
    Ok(())
}

/// `sanh setting …`
pub(super) async fn setting(
    config: &Config,
    task: SettingTask,
    out: &mut impl Write,
) -> Result<(), Ended> {
    let store = open(config).await?;
    let now = MachineClock::new().now();
    let today = store.centre(now).await?.calendar.local_date(now);
    match task {
        SettingTask::List => {
            for (key, value) in store.settings(today).await? {
                writeln!(out, "{}\t{value}", key.as_str())?;
            }
        }
        SettingTask::Set {
            name,
            value,
            valid_from,
        } => {
            let key = SettingKey::ALL.into_iter().find(|key| key.as_str() == name);
            let key = key.ok_or_else(|| {
                Ended::CannotRun(format!(
                    "there is no setting `{name}`; see `sanh setting list`"
                ))
            })?;
            let value = typed(&value);
            store.set(key, valid_from.unwrap_or(today), &value).await?;
            writeln!(out, "{name}\t{value}")?;
        }
    }
    store.close().await;
    Ok(())
}

/// The scope of an agency named by its code.
pub(super) async fn agency(store: &Store, code: &str) -> Result<Scope, Ended> {
    let agencies = store.agencies().await?;
    let found = agencies.iter().find(|agency| agency.code == code);
    let found = found.map(|agency| Scope::Agency(agency.id));
    found.ok_or_else(|| Ended::CannotRun(format!("there is no agency `{code}`")))
}
