//! Every setting of the program: its name, unit, default, and where it comes from.
//!
//! A flag wins over its `SANH_*` environment variable, that over `sanh.toml`, that over the
//! default. A setting in the file that does not exist is an error, so that a typing mistake
//! cannot pass for a setting.

mod checks;
mod secrets;

use std::convert::Infallible;
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use chrono::Duration;
use sanh_domain::dossier::attachment::AttachmentLimits;
use sanh_domain::privacy::model::KeepTimes;
use sanh_domain::subscription::model::TellChannels;
use sanh_store::clock::guard::{ClockBounds, built_at};
use serde::Deserialize;

pub use secrets::on_the_command_line;

/// The database of `sanh demo` when none is named: in a folder of its own, where its keys lie, too.
pub const DEMO_DATABASE_URL: &str = "sqlite://sanh-demo/sanh.db";

/// How a line of the log is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line, for log collectors.
    Json,
}

/// A setting that cannot be used: one line that says what to do.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct ConfigError(pub String);

/// A setting that is never shown.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Secret(pub String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "none" } else { "secret" })
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl AsRef<str> for Secret {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl FromStr for Secret {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self(text.to_owned()))
    }
}

macro_rules! settings {
    ($($(#[doc = $doc:literal])+ $name:ident: $type:ty = $default:expr, $env:literal;)+) => {
        /// The settings as given in one place (flags with environment, or the file).
        #[derive(Clone, Debug, Default, Deserialize, clap::Args)]
        #[serde(deny_unknown_fields)]
        pub struct Settings {
            $($(#[doc = $doc])+
            // Environment variables may contain secrets: help shows only the name of the variable.
            #[arg(long, global = true, env = $env, hide_env_values = true)]
            #[serde(default)]
            pub $name: Option<$type>,)+
        }

        /// The settings in force.
        #[derive(Clone, Debug)]
        pub struct Config {
            $($(#[doc = $doc])+ pub $name: $type,)+
        }

        impl Settings {
            fn over(self, file: Self) -> Self {
                Self { $($name: self.$name.or(file.$name),)+ }
            }

            fn or_defaults(self) -> Config {
                Config { $($name: self.$name.unwrap_or_else(|| $default),)+ }
            }
        }
    };
}

settings! {
    /// The database: `sqlite://PATH` or `postgres://…`
    database_url: String = "sqlite://sanh.db".to_owned(), "SANH_DATABASE_URL";
    /// Connections that read from the database at once; the publisher has two of its own beside them
    database_readers_max: u32 = 4, "SANH_DATABASE_READERS_MAX";
    /// Connections that write to PostgreSQL at once
    database_writers_max: u32 = 4, "SANH_DATABASE_WRITERS_MAX";
    /// Seconds a change waits while another one, or another program, holds the database; then it is refused and nothing is written
    database_busy_s: u32 = 10, "SANH_DATABASE_BUSY_S";
    /// Seconds one statement on PostgreSQL may take; imports and rebuilds have no such bound
    database_statement_s: u32 = 300, "SANH_DATABASE_STATEMENT_S";
    /// Seconds a node may stand still between the beginning and the end of a change on PostgreSQL before the server ends it
    database_idle_s: u32 = 15, "SANH_DATABASE_IDLE_S";
    /// File that holds `database-url`, when a password is in it
    database_url_file: PathBuf = PathBuf::new(), "SANH_DATABASE_URL_FILE";
    /// PEM file of certificates of authorities that are trusted beside the system's: for PostgreSQL, mail and webhooks
    ca_file: PathBuf = PathBuf::new(), "SANH_CA_FILE";
    /// Folder of secrets by the names of their settings, as systemd's `LoadCredential=smtp_url:…` gives it
    credentials_dir: PathBuf = PathBuf::new(), "CREDENTIALS_DIRECTORY";
    /// The address and port to listen on
    listen: SocketAddr = SocketAddr::from(([127, 0, 0, 1], 3000)), "SANH_LISTEN";
    /// The address visitors reach the server at, e.g. `https://hcc.example.vn`; empty → no QR code
    public_url: String = String::new(), "SANH_PUBLIC_URL";
    /// The terms under which anybody may use the open data, e.g. `CC-BY-4.0` or an address; empty → none are named
    open_data_licence: String = String::new(), "SANH_OPEN_DATA_LICENCE";
    /// PEM file of the certificate chain; with `tls-key` the server speaks HTTPS
    tls_cert: PathBuf = PathBuf::new(), "SANH_TLS_CERT";
    /// PEM file of the certificate's private key
    tls_key: PathBuf = PathBuf::new(), "SANH_TLS_KEY";
    /// Addresses of proxies whose `X-Forwarded-For` is believed, separated by commas
    trusted_proxy: Addresses = Addresses::default(), "SANH_TRUSTED_PROXY";
    /// Open the rooms where people sign in over plain HTTP: only on a network of their own
    allow_plain_http: bool = false, "SANH_ALLOW_PLAIN_HTTP";
    /// Let whoever asks look at a wall as it was or will be (`?at=`, `?preview=`), not managers alone: for setting walls up
    allow_preview: bool = false, "SANH_ALLOW_PREVIEW";
    /// The token that `/metrics` asks for as `Authorization: Bearer`; empty → it is not served
    metrics_token: Secret = Secret::default(), "SANH_METRICS_TOKEN";
    /// File that holds `metrics-token`
    metrics_token_file: PathBuf = PathBuf::new(), "SANH_METRICS_TOKEN_FILE";
    /// Whether applicants are told by mail or webhook. With `true` and no way to, what is due waits for a node that has one; `false`
    /// closes it
    tell_applicants: bool = true, "SANH_TELL_APPLICANTS";
    /// Mail server that tells applicants: `smtps://USER:PASSWORD@HOST`; empty → no mail
    smtp_url: Secret = Secret::default(), "SANH_SMTP_URL";
    /// File that holds `smtp-url`
    smtp_url_file: PathBuf = PathBuf::new(), "SANH_SMTP_URL_FILE";
    /// The address that mail comes from, e.g. `Trung tâm <hcc@example.vn>`
    mail_from: String = String::new(), "SANH_MAIL_FROM";
    /// Where what applicants are told is posted, for gateways of SMS or Zalo; empty → nowhere
    webhook_url: String = String::new(), "SANH_WEBHOOK_URL";
    /// File that holds `webhook-url`
    webhook_url_file: PathBuf = PathBuf::new(), "SANH_WEBHOOK_URL_FILE";
    /// The secret that signs what is posted there
    webhook_secret: Secret = Secret::default(), "SANH_WEBHOOK_SECRET";
    /// File that holds `webhook-secret`
    webhook_secret_file: PathBuf = PathBuf::new(), "SANH_WEBHOOK_SECRET_FILE";
    /// The secret that is to follow it: while it is set, what is posted carries a second signature by it
    webhook_secret_next: Secret = Secret::default(), "SANH_WEBHOOK_SECRET_NEXT";
    /// File that holds `webhook-secret-next`
    webhook_secret_next_file: PathBuf = PathBuf::new(), "SANH_WEBHOOK_SECRET_NEXT_FILE";
    /// File of the key that seals the events (made at first start); empty → `sanh.key` beside a
    /// SQLite database, or in the working folder
    seal_key_file: PathBuf = PathBuf::new(), "SANH_SEAL_KEY_FILE";
    /// File of the key that applicants' data are sealed by (made at first start, to be kept apart from backups of the
    /// database); empty → `sanh-master.key` beside a SQLite database, or in the working folder
    master_key_file: PathBuf = PathBuf::new(), "SANH_MASTER_KEY_FILE";
    /// Folder for scheduled copies of a SQLite database; empty → none are made
    backup_dir: PathBuf = PathBuf::new(), "SANH_BACKUP_DIR";
    /// Hours between scheduled copies
    backup_every_h: u32 = 24, "SANH_BACKUP_EVERY_H";
    /// How many of the newest scheduled copies are kept, however close together
    backup_keep: u32 = 4, "SANH_BACKUP_KEEP";
    /// Days whose last scheduled copy is kept
    backup_keep_days: u32 = 14, "SANH_BACKUP_KEEP_DAYS";
    /// Weeks whose last scheduled copy is kept
    backup_keep_weeks: u32 = 8, "SANH_BACKUP_KEEP_WEEKS";
    /// Months whose last scheduled copy is kept
    backup_keep_months: u32 = 12, "SANH_BACKUP_KEEP_MONTHS";
    /// Megabytes (MiB) that a copy leaves free on its disk; it is not made where it would not
    backup_reserve_mb: u32 = 512, "SANH_BACKUP_RESERVE_MB";
    /// Folder for files that administrators upload to be imported; empty → `import` beside a SQLite database, or in the
    /// working folder
    import_dir: PathBuf = PathBuf::new(), "SANH_IMPORT_DIR";
    /// Bytes of a file that is uploaded to be imported
    import_file_bytes_max: u32 = 209_715_200, "SANH_IMPORT_FILE_BYTES_MAX";
    /// Seconds such a file may take to arrive
    import_upload_s: u32 = 300, "SANH_IMPORT_UPLOAD_S";
    /// Minutes a dry run, or the import itself, may take when begun in a browser
    import_run_min: u32 = 60, "SANH_IMPORT_RUN_MIN";
    /// Hours that an uploaded file is kept when nobody goes on with it
    import_keep_h: u32 = 24, "SANH_IMPORT_KEEP_H";
    /// Days that what the walls showed is kept; 0 → it is not
    board_versions_days: u32 = 400, "SANH_BOARD_VERSIONS_DAYS";
    /// Days that sessions, links and wrong tries are kept that are over
    session_keep_days: u32 = 30, "SANH_SESSION_KEEP_DAYS";
    /// Days after a dossier's end that its applicant, notes and slip are kept, and then erased for good; 0 → until somebody asks for it
    applicant_keep_days: u32 = 1_825, "SANH_APPLICANT_KEEP_DAYS";
    /// Days that messages to applicants are kept, after the message and its dossier have ended
    letter_keep_days: u32 = 400, "SANH_LETTER_KEEP_DAYS";
    /// Days that alarms are kept that are over, and the messages about them
    alarm_keep_days: u32 = 400, "SANH_ALARM_KEEP_DAYS";
    /// Days that the list of imports keeps those that are over
    import_keep_days: u32 = 400, "SANH_IMPORT_KEEP_DAYS";
    /// Days that is kept how senders of messages can be reached, after the answer
    feedback_contact_keep_days: u32 = 180, "SANH_FEEDBACK_CONTACT_KEEP_DAYS";
    /// Days after a dossier's end that the addresses are kept which are told of it
    subscription_keep_days: u32 = 30, "SANH_SUBSCRIPTION_KEEP_DAYS";
    /// Finished periods whose figures are kept ready, at the most
    cube_rows_max: u32 = 2_000, "SANH_CUBE_ROWS_MAX";
    /// Where alarms about the walls are posted, signed by `webhook-secret`; empty → nowhere
    alarm_webhook_url: String = String::new(), "SANH_ALARM_WEBHOOK_URL";
    /// File that holds `alarm-webhook-url`
    alarm_webhook_url_file: PathBuf = PathBuf::new(), "SANH_ALARM_WEBHOOK_URL_FILE";
    /// Whom alarms are mailed to, by `smtp-url`; empty → nobody
    alarm_mail_to: String = String::new(), "SANH_ALARM_MAIL_TO";
    /// Seconds between two looks for alarms
    alarm_every_s: u32 = 30, "SANH_ALARM_EVERY_S";
    /// Hours after which an alarm that lasts, or comes again, is told again
    alarm_repeat_h: u32 = 24, "SANH_ALARM_REPEAT_H";
    /// Seconds of office hours after which a wall that was there is dark
    alarm_dark_s: u32 = 300, "SANH_ALARM_DARK_S";
    /// Seconds a wall may take to paint what it was sent
    alarm_behind_s: u32 = 30, "SANH_ALARM_BEHIND_S";
    /// Seconds the clock of a wall's device, or of the database, may differ from the server's
    alarm_clock_s: u32 = 120, "SANH_ALARM_CLOCK_S";
    /// Hours the newest scheduled copy may be old
    alarm_backup_h: u32 = 48, "SANH_ALARM_BACKUP_H";
    /// Per cent of the database's disk that have to be free
    alarm_disk_free_pct: u32 = 10, "SANH_ALARM_DISK_FREE_PCT";
    /// Hours the server's clock may jump ahead before nothing is written until an administrator confirms it
    clock_jump_h: u32 = 24, "SANH_CLOCK_JUMP_H";
    /// Days the first time after a start may be ahead of the newest record before the same
    clock_gap_days: u32 = 366, "SANH_CLOCK_GAP_DAYS";
    /// Seconds events may wait for their seal
    alarm_seal_s: u32 = 300, "SANH_ALARM_SEAL_S";
    /// Seconds the database may be away
    alarm_away_s: u32 = 60, "SANH_ALARM_AWAY_S";
    /// Wrong sign-ins of the last quarter of an hour, of all accounts together
    alarm_sign_in_failures: u32 = 30, "SANH_ALARM_SIGN_IN_FAILURES";
    /// Dossiers that one person may open or print in an hour; who reaches it is an alarm
    openings_per_h_max: u32 = 300, "SANH_OPENINGS_PER_H_MAX";
    /// Bytes of a file that is attached to a dossier; 10,485,760 at most
    attachment_bytes_max: u32 = 10_485_760, "SANH_ATTACHMENT_BYTES_MAX";
    /// Files that one dossier may have attached
    attachments_per_dossier_max: u32 = 30, "SANH_ATTACHMENTS_PER_DOSSIER_MAX";
    /// Applicants that one person may look for in an hour; who reaches it is an alarm
    searches_per_h_max: u32 = 120, "SANH_SEARCHES_PER_H_MAX";
    /// Wrong numbers of slips that are taken in an hour, of all look-ups together; the QR codes on slips go on
    lookup_wrong_per_h_max: u32 = 600, "SANH_LOOKUP_WRONG_PER_H_MAX";
    /// The same of one network: of IPv4 a /24, of IPv6 a /64
    lookup_wrong_per_network_max: u32 = 30, "SANH_LOOKUP_WRONG_PER_NETWORK_MAX";
    /// Minutes what applicants are to be told may wait for a node that can tell it
    alarm_letters_min: u32 = 60, "SANH_ALARM_LETTERS_MIN";
    /// What the log shows, e.g. `info` or `sanh_server=debug`
    log: String = "info".to_owned(), "SANH_LOG";
    /// How the log is written
    log_format: LogFormat = LogFormat::Text, "SANH_LOG_FORMAT";
    /// Boards a second a scope publishes at the most
    boards_per_s_max: u32 = 2, "SANH_BOARDS_PER_S_MAX";
    /// Seconds between two beats on a screen's stream
    beat_s: u32 = 5, "SANH_BEAT_S";
    /// Seconds one page of the table stays on the wall
    slot_s: u32 = 12, "SANH_SLOT_S";
    /// Milliseconds between two looks for changes by other processes
    poll_ms: u32 = 400, "SANH_POLL_MS";
    /// Open connections, in all
    connections_max: u32 = 12_000, "SANH_CONNECTIONS_MAX";
    /// Open connections from one address, of IPv6 from one /64 (a building's screens often share one)
    connections_per_address_max: u32 = 512, "SANH_CONNECTIONS_PER_ADDRESS_MAX";
    /// Open streams of screens, in all; as many again of open desk pages
    streams_max: u32 = 10_000, "SANH_STREAMS_MAX";
    /// Open streams of screens from one visitor: a line, or who is signed in (a building's screens often share one)
    streams_per_visitor_max: u32 = 512, "SANH_STREAMS_PER_VISITOR_MAX";
    /// Open desk pages of one person that are told of changes
    desk_streams_per_person_max: u32 = 32, "SANH_DESK_STREAMS_PER_PERSON_MAX";
    /// Different boards (scope, languages, period) kept up to date for their watchers, at the most
    channels_max: u32 = 256, "SANH_CHANNELS_MAX";
    /// Seconds a client may take to send a request's head; also how long an idle connection stays
    header_s: u32 = 15, "SANH_HEADER_S";
    /// Seconds a request may take, streams aside
    request_s: u32 = 20, "SANH_REQUEST_S";
    /// Seconds a TLS handshake may take
    handshake_s: u32 = 10, "SANH_HANDSHAKE_S";
    /// Seconds a client may leave sent data unacknowledged before it is cut off
    stalled_s: u32 = 60, "SANH_STALLED_S";
    /// Bytes of a request's body
    body_bytes_max: u32 = 65_536, "SANH_BODY_BYTES_MAX";
    /// Seconds a request's body may take to arrive
    body_s: u32 = 10, "SANH_BODY_S";
    /// Bodies on their way at once, in all
    bodies_max: u32 = 1_024, "SANH_BODIES_MAX";
    /// Bodies on their way at once from one visitor: a line, or who is signed in
    bodies_per_visitor_max: u32 = 32, "SANH_BODIES_PER_VISITOR_MAX";
    /// Bytes of a request's head
    head_bytes_max: u32 = 16_384, "SANH_HEAD_BYTES_MAX";
    /// Page renders under way at once; more wait their turn
    renders_max: u32 = 64, "SANH_RENDERS_MAX";
    /// Milliseconds open streams get to end at shutdown before they are cut
    shutdown_ms: u32 = 1_500, "SANH_SHUTDOWN_MS";
}

/// A list of addresses, written with commas.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Addresses(pub Vec<IpAddr>);

impl std::str::FromStr for Addresses {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.split(',')
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .map(|part| {
                part.parse()
                    .map_err(|_| format!("`{part}` is not an IP address"))
            })
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

impl TryFrom<String> for Addresses {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl Config {
    /// The settings in force: `flags` (which carry the environment) over the file over defaults.
    ///
    /// `file` is the settings file; one named but absent is an error, the default one may be.
    ///
    /// # Errors
    /// One line that names the file or the setting and what is wrong with it.
    pub fn load(flags: Settings, file: Option<&Path>) -> Result<Self, ConfigError> {
        let given = secrets::read(given(flags, file)?)?;
        given.or_defaults().checked()
    }

    /// From when on, and how far, the machine's clock is believed.
    #[must_use]
    pub fn clock_bounds(&self) -> ClockBounds {
        ClockBounds {
            built_at: built_at(),
            jump_max: Duration::hours(self.clock_jump_h.into()),
            gap_max: Duration::days(self.clock_gap_days.into()),
        }
    }

    /// The same for `sanh demo`: where no database is named it has its own, with keys of its own, whatever centre has its settings
    /// in this folder.
    ///
    /// # Errors
    /// As [`Config::load`].
    pub fn load_for_demo(flags: Settings, file: Option<&Path>) -> Result<Self, ConfigError> {
        let mut given = secrets::read(given(flags, file)?)?;
        if given.database_url.is_none() {
            given.database_url = Some(DEMO_DATABASE_URL.to_owned());
            given.seal_key_file = None;
            given.master_key_file = None;
            given.import_dir = None;
            given.backup_dir = None;
        }
        given.or_defaults().checked()
    }

    /// How long personal data are kept.
    #[must_use]
    pub fn keep_times(&self) -> KeepTimes {
        KeepTimes {
            applicant_days: self.applicant_keep_days,
            message_days: self.letter_keep_days,
            session_days: self.session_keep_days,
            upload_hours: self.import_keep_h,
            upload_days: self.import_keep_days,
            contact_days: self.feedback_contact_keep_days,
            subscription_days: self.subscription_keep_days,
        }
    }

    /// By what whoever holds a slip can be told of changes: letters hold links, so visitors have to reach the server somewhere.
    #[must_use]
    pub fn tell_channels(&self) -> TellChannels {
        let is_open = self.tell_applicants && !self.public_url.is_empty();
        TellChannels {
            mail: is_open && !self.smtp_url.0.is_empty(),
            phone: is_open && !self.webhook_url.is_empty(),
        }
    }

    /// How large an attached file may be, and how many a dossier may have.
    #[must_use]
    pub fn attachment_limits(&self) -> AttachmentLimits {
        AttachmentLimits {
            bytes_max: usize::try_from(self.attachment_bytes_max).unwrap_or(usize::MAX),
            count_max: self.attachments_per_dossier_max,
        }
    }

    /// Whether the server speaks HTTPS itself.
    #[must_use]
    pub fn has_tls(&self) -> bool {
        !self.tls_cert.as_os_str().is_empty()
    }

    /// Whether visitors reach the server by HTTPS: its own, or that of a proxy before it.
    #[must_use]
    pub fn is_reached_by_https(&self) -> bool {
        self.has_tls() || self.public_url.starts_with("https://")
    }
}

fn refuse<T>(why: &str) -> Result<T, ConfigError> {
    Err(ConfigError(why.to_owned()))
}

/// What flags and environment say, over the file.
fn given(flags: Settings, file: Option<&Path>) -> Result<Settings, ConfigError> {
    let file = match file {
        Some(path) => read(path)?,
        None if Path::new("sanh.toml").exists() => read(Path::new("sanh.toml"))?,
        None => Settings::default(),
    };
    Ok(flags.over(file))
}

fn read(path: &Path) -> Result<Settings, ConfigError> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| ConfigError(format!("{}: {error}", path.display())))?;
    toml::from_str(&text).map_err(|error| secrets::unreadable(path, &text, &error))
}

#[cfg(test)]
mod tests;
