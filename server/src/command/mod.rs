//! The command line: its commands and exit statuses.
//!
//! Exit status 0: done. 1: a check failed or input was refused. 2: the program cannot run as it
//! was started (a wrong flag or setting, a port in use, a path that cannot be written).

mod applicant;
mod calendar;
mod catalogue;
mod clock;
mod database;
mod days;
mod demo_people;
mod evidence;
mod export;
mod figures;
mod instant;
mod intake;
mod notice;
mod outbox;
mod screen;
mod seal;
mod server;
mod user;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use chrono::NaiveDate;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use sanh_domain::procedure::model::ItemKind;
use sanh_store::StoreError;

use crate::config::{self, Config, ConfigError, Settings};
use crate::io::demo::DemoError;
use crate::io::private;
use crate::telemetry;

/// Shows a public administration centre's results on its lobby wall, live.
#[derive(Debug, Parser)]
#[command(name = "sanh", version, max_term_width = 100)]
pub struct Command {
    #[command(subcommand)]
    task: Task,
    /// Settings file [default: sanh.toml in the working folder, if there is one]
    #[arg(long, global = true, env = "SANH_CONFIG")]
    config: Option<PathBuf>,
    #[command(flatten)]
    settings: Settings,
    /// Secrets that were typed on the command line, by the names of their settings.
    #[arg(skip)]
    typed_secrets: Vec<&'static str>,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Serve the wall
    Serve,
    /// Serve a made-up centre that lives: its dossiers are received, moved and finished all day
    Demo(server::Demo),
    /// Bring the database's tables up to date
    Migrate,
    /// Take dossiers from a CSV, XLSX or XLS file
    Import(intake::Import),
    /// Prove that dossiers equal their events and counters the dossiers
    Verify {
        /// Check the figures as they stood at this instant, too
        #[arg(long, value_name = "TIME")]
        as_of: Option<String>,
    },
    /// Make counters and dossiers again from the events
    Rebuild,
    /// Print the board as JSON
    Figures(figures::Figures),
    /// Write an official report to a file
    #[command(subcommand)]
    Export(export::Export),
    /// Copy a live SQLite database, and check the copy
    Backup {
        /// The copy to make; must not exist
        file: PathBuf,
    },
    /// Put a copy in the place of the database, if it passes every check
    Restore {
        /// The copy
        file: PathBuf,
        /// Keep a copy that does not pass beside the database, to be looked into
        #[arg(long)]
        quarantine: bool,
    },
    /// Go on with a copy that another tool put in the place of the database: a new chain of seals begins, erased people and
    /// revoked rights stay so, all sessions end
    Resume,
    /// Accounts of people who sign in
    #[command(subcommand)]
    User(user::User),
    /// Applicants' sealed data: erasing a person, changing the master key
    #[command(subcommand)]
    Applicant(applicant::Applicant),
    /// What applicants are to be told
    #[command(subcommand)]
    Outbox(outbox::Outbox),
    /// The key that seals events and audit, and the chains of seals
    #[command(subcommand)]
    Seal(seal::Seal),
    /// What a wall showed, as a file that proves it
    #[command(subcommand)]
    Evidence(evidence::Evidence),
    /// Agencies of the catalogue
    #[command(subcommand)]
    Agency(catalogue::Catalogue),
    /// Fields of the catalogue
    #[command(subcommand)]
    Field(catalogue::Catalogue),
    /// Wall screens
    #[command(subcommand)]
    Screen(Screen),
    /// Notices on the walls, and the emergency over all of them
    #[command(subcommand)]
    Notice(Notice),
    /// The calendar: dates off, half days and make-up days
    #[command(subcommand)]
    Calendar(calendar::Calendar),
    /// The server's clock: whether it is believed, and an administrator's word that it is right
    #[command(subcommand)]
    Clock(clock::Clock),
    /// The centre's settings: name, place, deadline rule …
    #[command(subcommand)]
    Setting(Setting),
}

#[derive(Debug, Subcommand)]
enum Screen {
    /// Set up the wall at /screen/NAME
    Add {
        /// Letters, digits and hyphens
        name: String,
        /// Show this agency only, by its code
        #[arg(long)]
        agency: Option<String>,
        /// vi, en, or vi+en
        #[arg(long, default_value = "vi")]
        lang: String,
        /// all (today, month and year in turn), day, month or year
        #[arg(long, default_value = "month")]
        period: String,
        /// light, dark, or the hours it is dark in: 18:00-06:00
        #[arg(long, default_value = "light")]
        theme: String,
        /// From how far its table is read: near (3 m from 43 inches), middle (4 m) or far (5 m)
        #[arg(long, default_value = "near")]
        distance: String,
        /// When it dims: dim (outside office hours), same (never), or hours: 20:00-06:30
        #[arg(long, default_value = "dim")]
        night: String,
    },
    /// List the walls
    List,
}

#[derive(Debug, Subcommand)]
enum Notice {
    /// Put a notice on every wall, or on some
    Add {
        /// What it says in Vietnamese
        #[arg(long)]
        vi: String,
        /// What it says in English
        #[arg(long)]
        en: Option<String>,
        /// From when on: `2026-11-23`, `2026-11-23T08:00`, or with a zone [default: now]
        #[arg(long, value_name = "TIME")]
        from: Option<String>,
        /// Until when
        #[arg(long, value_name = "TIME")]
        until: String,
        /// Over the whole wall
        #[arg(long)]
        emergency: bool,
        /// On this wall only, by its name; may be given more than once [default: on every wall]
        #[arg(long, value_name = "NAME", conflicts_with = "emergency")]
        screen: Vec<String>,
    },
    /// Take a notice from the walls, or call off one to come
    End {
        /// Its number, as listed
        number: i64,
    },
    /// List the notices on the walls and those to come
    List,
}

#[derive(Debug, Subcommand)]
enum Setting {
    /// List all settings, and what they are
    List,
    /// Set one
    Set {
        /// Its name, as listed
        name: String,
        /// Its value
        value: String,
        /// From which day on [default: today]
        #[arg(long)]
        valid_from: Option<NaiveDate>,
    },
}

/// How a command that did not succeed ended, in one line.
#[derive(Debug, thiserror::Error)]
pub enum Ended {
    /// A check failed or input was refused.
    #[error("{0}")]
    Refused(String),
    /// The program cannot run as it was started.
    #[error("{0}")]
    CannotRun(String),
    /// Whoever read the output has had enough of it (`| head`).
    #[error("nobody reads the output")]
    Unheard,
}

impl From<ConfigError> for Ended {
    fn from(error: ConfigError) -> Self {
        Self::CannotRun(error.0)
    }
}

impl From<StoreError> for Ended {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Misconfigured(_)
            | StoreError::File { .. }
            | StoreError::Migrate(_)
            | StoreError::SealKeyDiffers { .. } => Self::CannotRun(error.to_string()),
            _ => Self::Refused(error.to_string()),
        }
    }
}

impl From<DemoError> for Ended {
    fn from(error: DemoError) -> Self {
        match error {
            DemoError::Store(error) => error.into(),
            error => Self::Refused(error.to_string()),
        }
    }
}

impl From<std::io::Error> for Ended {
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::BrokenPipe {
            return Self::Unheard;
        }
        Self::CannotRun(error.to_string())
    }
}

impl Command {
    /// Reads the command line; where it cannot be understood the program ends and says why.
    #[must_use]
    pub fn read() -> Self {
        let matches = Self::command().get_matches();
        let read = Self::from_arg_matches(&matches);
        Self {
            typed_secrets: config::on_the_command_line(&matches),
            ..read.unwrap_or_else(|error| error.exit())
        }
    }

    /// Does what was asked and says how it went by the exit status.
    #[must_use]
    pub fn run(self) -> ExitCode {
        let mut stderr = std::io::stderr();
        let (ended, code) = match self.try_run() {
            Ok(()) | Err(Ended::Unheard) => return ExitCode::SUCCESS,
            Err(error @ Ended::Refused(_)) => (error, 1),
            Err(error @ Ended::CannotRun(_)) => (error, 2),
        };
        // If standard error is closed, the exit status still reports the failure.
        let _ = writeln!(stderr, "sanh: {ended}");
        ExitCode::from(code)
    }

    fn try_run(self) -> Result<(), Ended> {
        private::by_default();
        let file = self.config.as_deref();
        let config = match &self.task {
            Task::Demo(_) => Config::load_for_demo(self.settings, file)?,
            _ => Config::load(self.settings, file)?,
        };
        telemetry::start(&config.log, config.log_format).map_err(Ended::CannotRun)?;
        for name in self.typed_secrets {
            tracing::warn!(
                setting = name,
                "this secret was given on the command line, where every user of this machine can read it; put it into a file and name that (server/docs/security.md says how)"
            );
        }
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()?;
        runtime.block_on(do_task(self.task, config))
    }
}

async fn do_task(task: Task, config: Config) -> Result<(), Ended> {
    let mut out = std::io::stdout();
    match task {
        Task::Serve => server::serve(config).await,
        Task::Demo(demo) => demo.run(config, &mut out).await,
        Task::Migrate => database::migrate(&config, &mut out).await,
        Task::Import(import) => Box::pin(import.run(&config, &mut out)).await,
        Task::Verify { as_of } => database::verify(&config, as_of.as_deref(), &mut out).await,
        Task::Rebuild => database::rebuild(&config, &mut out).await,
        Task::Figures(figures) => figures.run(&config, &mut out).await,
        Task::Export(export) => export.run(&config, &mut out).await,
        Task::Backup { file } => database::backup(&config, &file, &mut out).await,
        Task::Restore { file, quarantine } => {
            database::restore(&config, &file, quarantine, &mut out).await
        }
        Task::Resume => database::resume(&config, &mut out).await,
        Task::Seal(task) => seal::seal(&config, task, &mut out).await,
        Task::Applicant(task) => applicant::applicant(&config, task, &mut out).await,
        Task::Outbox(task) => outbox::outbox(&config, task, &mut out).await,
        Task::User(task) => user::user(&config, task, &mut out).await,
        Task::Evidence(task) => evidence::evidence(&config, task, &mut out).await,
        Task::Screen(screen) => screen::screen(&config, screen, &mut out).await,
        Task::Notice(notice) => notice::notice(&config, notice, &mut out).await,
        Task::Calendar(task) => calendar::calendar(&config, task, &mut out).await,
        Task::Agency(task) => catalogue::run(ItemKind::Agency, &config, task, &mut out).await,
        Task::Field(task) => catalogue::run(ItemKind::Field, &config, task, &mut out).await,
        Task::Clock(task) => clock::clock(&config, task, &mut out).await,
        Task::Setting(setting) => database::setting(&config, setting, &mut out).await,
    }
}
