//! Secrets among the settings: their sources, and their protection from being shown.
//!
//! Every user of the machine can see a command line, and every child process an environment. So each secret can be in a file
//! that a setting names, or among systemd's credentials.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::{ConfigError, Settings, refuse};

/// The settings that are or contain a secret, by their names in the file.
const SECRETS: [&str; 7] = [
    "database_url",
    "metrics_token",
    "smtp_url",
    "webhook_url",
    "webhook_secret",
    "webhook_secret_next",
    "alarm_webhook_url",
];

/// Reads the secrets that are in files.
///
/// # Errors
/// One line that names the setting and the file, never the content.
pub(super) fn read(mut given: Settings) -> Result<Settings, ConfigError> {
    let folder = given.credentials_dir.take();
    let place = |name: &'static str, file: Option<PathBuf>| SecretSource {
        name,
        file: file.filter(|path| !path.as_os_str().is_empty()),
        credential: folder
            .as_ref()
            .filter(|path| !path.as_os_str().is_empty())
            .map(|folder| folder.join(name)),
    };
    place("database_url", given.database_url_file.take()).fill(&mut given.database_url)?;
    place("metrics_token", given.metrics_token_file.take()).fill(&mut given.metrics_token)?;
    place("smtp_url", given.smtp_url_file.take()).fill(&mut given.smtp_url)?;
    place("webhook_url", given.webhook_url_file.take()).fill(&mut given.webhook_url)?;
    place("webhook_secret", given.webhook_secret_file.take()).fill(&mut given.webhook_secret)?;
    place("webhook_secret_next", given.webhook_secret_next_file.take())
        .fill(&mut given.webhook_secret_next)?;
    place("alarm_webhook_url", given.alarm_webhook_url_file.take())
        .fill(&mut given.alarm_webhook_url)?;
    Ok(given)
}

/// The places of a secret, other than the setting itself.
struct SecretSource {
    name: &'static str,
    /// The file that a setting names.
    file: Option<PathBuf>,
    /// The credential with its name, if there is one.
    credential: Option<PathBuf>,
}

impl SecretSource {
    fn fill<T: From<String> + AsRef<str>>(&self, value: &mut Option<T>) -> Result<(), ConfigError> {
        let is_given = value.as_ref().is_some_and(|text| !text.as_ref().is_empty());
        let flag = self.name.replace('_', "-");
        match &self.file {
            Some(_) if is_given => refuse(&format!(
                "{flag} and {flag}-file: set one of them, not both"
            )),
            Some(path) => {
                let text = std::fs::read_to_string(path).map_err(|error| {
                    ConfigError(format!("{flag}-file {}: {error}", path.display()))
                })?;
                *value = Some(self.secret(path, &text)?);
                Ok(())
            }
            None if is_given => Ok(()),
            None => self.fill_from_credential(value),
        }
    }

    fn fill_from_credential<T: From<String>>(
        &self,
        value: &mut Option<T>,
    ) -> Result<(), ConfigError> {
        let Some(path) = &self.credential else {
            return Ok(());
        };
        match std::fs::read_to_string(path) {
            Ok(text) => *value = Some(self.secret(path, &text)?),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return refuse(&format!("{}: {error}", path.display())),
        }
        Ok(())
    }

    /// The only line of a file, without its line end.
    fn secret<T: From<String>>(&self, path: &Path, text: &str) -> Result<T, ConfigError> {
        let line = text.trim();
        if line.is_empty() || line.lines().count() > 1 {
            return refuse(&format!(
                "{}: write {} there, on one line",
                path.display(),
                self.name
            ));
        }
        Ok(line.to_owned().into())
    }
}

/// The error of a settings file, without the text of a line that holds a secret.
pub(super) fn unreadable(path: &Path, text: &str, error: &toml::de::Error) -> ConfigError {
    let start = error.span().map(|span| span.start);
    let before = start.and_then(|start| text.get(..start));
    let number = before.map(|before| before.matches('\n').count() + 1);
    let line = number.and_then(|number| text.lines().nth(number - 1));
    let name = line.map(name_in).unwrap_or_default();
    // The parser's message quotes unexpected values, so it is left out for secrets.
    let why = if line.is_none() || SECRETS.contains(&name.as_str()) {
        "it cannot be read"
    } else {
        error.message()
    };
    let place = number.map_or_else(String::new, |number| format!(":{number}"));
    let about = if name.is_empty() {
        String::new()
    } else {
        format!(" {name}:")
    };
    ConfigError(format!(
        "{}{place}:{about} {}",
        path.display(),
        why.replace('\n', " ")
    ))
}

/// The setting that a line begins with, if any.
fn name_in(line: &str) -> String {
    let letters = |letter: &char| letter.is_ascii_alphanumeric() || "_-".contains(*letter);
    let start = line.trim_start().trim_start_matches(['"', '\'']);
    let name: String = start.chars().take_while(letters).collect();
    name.replace('-', "_")
}

/// The secrets given on the command line, which every user of the machine can read.
#[must_use]
pub fn on_the_command_line(matches: &clap::ArgMatches) -> Vec<&'static str> {
    let mut last = matches;
    while let Some((_, deeper)) = last.subcommand() {
        last = deeper;
    }
    let is_typed = |name: &&str| {
        last.value_source(name) == Some(clap::parser::ValueSource::CommandLine)
            && last
                .try_get_raw(name)
                .ok()
                .flatten()
                .and_then(|mut values| values.next())
                .is_some_and(|value| is_secret(name, &value.to_string_lossy()))
    };
    SECRETS.into_iter().filter(is_typed).collect()
}

/// Whether a value of a setting must not be shown: of an address only if it contains a password.
fn is_secret(name: &str, value: &str) -> bool {
    !name.ends_with("_url") || has_password(value)
}

fn has_password(url: &str) -> bool {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let before_host = rest.rsplit_once('@').map_or("", |(user, _)| user);
    before_host.contains(':') || url.contains("password=")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::{Config, Secret};
    use super::*;

    const HIDDEN: &str = "hunter2-and-more";

    fn refused(toml: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sanh.toml");
        std::fs::write(&path, toml).unwrap();
        let error = Config::load(Settings::default(), Some(&path)).unwrap_err();
        error.to_string()
    }

    #[test]
    fn an_error_in_a_settings_file_never_quotes_a_secret() {
        for (toml, line) in [
            (format!("webhook_secret = [\"{HIDDEN}\"]\n"), 1),
            (format!("\nsmtp_url = \"smtps://u:{HIDDEN}@h\n"), 2),
            (format!("smtp_url: smtps://u:{HIDDEN}@h\n"), 1),
            (format!("database_url = postgres://u:{HIDDEN}@h\n"), 1),
            (
                format!("beat_s = 3\nwebhook_secret = {{ a = \"{HIDDEN}\" }}\n"),
                2,
            ),
        ] {
            let said = refused(&toml);
            assert!(!said.contains(HIDDEN), "{said}");
            assert!(said.contains(&format!("sanh.toml:{line}:")), "{said}");
        }
        let said = refused("webhook_secret = 20261127\n");
        assert!(!said.contains("20261127"), "{said}");
        assert!(said.contains("webhook_secret"), "{said}");
    }

    #[test]
    fn other_faults_are_shown_unchanged() {
        let said = refused("beat_s = \"five\"\n");
        assert!(said.contains("beat_s") && said.contains("five"), "{said}");
    }

    #[test]
    fn a_secret_is_read_from_its_file_or_from_the_credentials() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("mail");
        std::fs::write(&file, "smtps://u:p@h\n").unwrap();
        std::fs::write(folder.path().join("webhook_secret"), HIDDEN).unwrap();
        let settings = || Settings {
            smtp_url_file: Some(file.clone()),
            credentials_dir: Some(folder.path().to_owned()),
            ..Settings::default()
        };
        let config = Config::load(settings(), None).unwrap();
        assert_eq!(config.smtp_url.0, "smtps://u:p@h");
        assert_eq!(config.webhook_secret.0, HIDDEN);
        let both = Settings {
            smtp_url: Some(Secret("smtps://h".to_owned())),
            ..settings()
        };
        let said = Config::load(both, None).unwrap_err().to_string();
        assert!(said.contains("smtp-url-file"), "{said}");
        std::fs::write(&file, "\n").unwrap();
        let said = Config::load(settings(), None).unwrap_err().to_string();
        assert!(said.contains("on one line"), "{said}");
    }

    #[test]
    fn an_address_of_a_database_is_secret_with_a_password_in_it() {
        assert!(has_password("postgres://sanh:geheim@db/sanh"));
        assert!(has_password("postgres://db/sanh?password=geheim"));
        assert!(!has_password("postgres://sanh@db:5432/sanh"));
        assert!(!has_password("sqlite://sanh.db"));
    }
}
