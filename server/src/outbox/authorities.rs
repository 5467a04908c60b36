//! The certificate authorities that mail and webhooks trust beside the system's: those of the file in the settings.

use std::path::Path;

use crate::config::{Config, ConfigError};

/// Certificates of authorities, as PEM; if there are none, only the system's are trusted.
#[derive(Clone, Debug, Default)]
pub(super) struct Authorities {
    pem: Vec<u8>,
}

impl Authorities {
    /// The authorities of the settings.
    ///
    /// # Errors
    ///
    /// One line that names the file.
    pub(super) fn of(config: &Config) -> Result<Self, ConfigError> {
        if config.ca_file.as_os_str().is_empty() {
            return Ok(Self::default());
        }
        let pem = std::fs::read(&config.ca_file);
        let pem = pem.map_err(|error| unusable(&config.ca_file, &error))?;
        let it = Self { pem };
        if it.of_webhook()?.is_empty() {
            return Err(unusable(&config.ca_file, &"it holds no certificate"));
        }
        Ok(it)
    }

    /// The certificates for the HTTP library of the webhook.
    pub(super) fn of_webhook(&self) -> Result<Vec<reqwest::Certificate>, ConfigError> {
        let read = reqwest::Certificate::from_pem_bundle(&self.pem);
        read.map_err(|error| ConfigError(format!("--ca-file: {error}")))
    }

    /// The certificates for the mail library; `None`: only the system's.
    pub(super) fn of_mail(
        &self,
    ) -> Result<Option<lettre::transport::smtp::client::Certificate>, ConfigError> {
        if self.pem.is_empty() {
            return Ok(None);
        }
        let read = lettre::transport::smtp::client::Certificate::from_pem(&self.pem);
        let read = read.map_err(|error| ConfigError(format!("--ca-file: {error}")));
        read.map(Some)
    }
}

fn unusable(path: &Path, why: &dyn std::fmt::Display) -> ConfigError {
    ConfigError(format!("--ca-file {}: {why}", path.display()))
}
