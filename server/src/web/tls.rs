//! HTTPS from the certificate and key named in the settings, which may be renewed while the server runs.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::SystemTime;

use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::{ClientHello, ResolvesServerCert};
use tokio_rustls::rustls::sign::CertifiedKey;
use tokio_rustls::rustls::{ServerConfig, crypto::CryptoProvider};

use crate::config::{Config, ConfigError};

/// HTTPS by a certificate that can be read again.
#[derive(Clone)]
pub struct Tls {
    acceptor: TlsAcceptor,
    certificate: Arc<Certificate>,
}

impl Tls {
    /// The certificate of the settings; none if none is set.
    ///
    /// # Errors
    ///
    /// One line that names the file and what is wrong with it.
    pub fn of(config: &Config) -> Result<Option<Self>, ConfigError> {
        if !config.has_tls() {
            return Ok(None);
        }
        let builder = ServerConfig::builder();
        let provider = Arc::clone(builder.crypto_provider());
        let certificate = Certificate::read(&config.tls_cert, &config.tls_key, provider)?;
        let certificate = Arc::new(certificate);
        let shown: Arc<dyn ResolvesServerCert> = Arc::<Certificate>::clone(&certificate);
        let mut server = builder.with_no_client_auth().with_cert_resolver(shown);
        server.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Some(Self {
            acceptor: TlsAcceptor::from(Arc::new(server)),
            certificate,
        }))
    }

    /// The acceptor of TLS connections.
    #[must_use]
    pub fn acceptor(&self) -> TlsAcceptor {
        self.acceptor.clone()
    }

    /// Reads certificate and key again if the files have changed since the last time, or if `always`. Returns whether the
    /// certificate is another one. New connections use it.
    ///
    /// # Errors
    ///
    /// One line that names the file and what is wrong with it; the old certificate stays in use.
    pub fn read_again(&self, always: bool) -> Result<bool, ConfigError> {
        self.certificate.read_again(always)
    }
}

/// The certificate that clients are sent.
struct Certificate {
    files: Files,
    provider: Arc<CryptoProvider>,
    held: RwLock<Held>,
}

struct Files {
    chain: PathBuf,
    key: PathBuf,
}

struct Held {
    key: Arc<CertifiedKey>,
    seen: FileTimes,
}

/// When each file was last changed.
type FileTimes = [Option<SystemTime>; 2];

impl Certificate {
    fn read(chain: &Path, key: &Path, provider: Arc<CryptoProvider>) -> Result<Self, ConfigError> {
        let files = Files {
            chain: chain.to_owned(),
            key: key.to_owned(),
        };
        let held = files.read(&provider)?;
        Ok(Self {
            files,
            provider,
            held: RwLock::new(held),
        })
    }

    fn read_again(&self, always: bool) -> Result<bool, ConfigError> {
        let seen = self.files.seen();
        if !always && seen == self.seen() {
            return Ok(false);
        }
        let read = self.files.read(&self.provider);
        let mut held = self.held.write().unwrap_or_else(PoisonError::into_inner);
        match read {
            Ok(next) => {
                let is_other = next.key.cert != held.key.cert;
                *held = next;
                Ok(is_other)
            }
            Err(error) => {
                // Reported once, not at every check; when the file changes again, it is read again.
                held.seen = seen;
                Err(error)
            }
        }
    }

    fn seen(&self) -> FileTimes {
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner);
        held.seen
    }
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Certificate({})", self.files.chain.display())
    }
}

impl ResolvesServerCert for Certificate {
    fn resolve(&self, _hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner);
        Some(Arc::clone(&held.key))
    }
}

impl Files {
    fn seen(&self) -> FileTimes {
        [&self.chain, &self.key]
            .map(|path| std::fs::metadata(path).and_then(|it| it.modified()).ok())
    }

    fn read(&self, provider: &CryptoProvider) -> Result<Held, ConfigError> {
        let seen = self.seen();
        let chain = CertificateDer::pem_file_iter(&self.chain)
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .map_err(|error| unusable(&self.chain, &error))?;
        if chain.is_empty() {
            return Err(unusable(&self.chain, &"it holds no certificate"));
        }
        let key =
            PrivateKeyDer::from_pem_file(&self.key).map_err(|error| unusable(&self.key, &error))?;
        let key = CertifiedKey::from_der(chain, key, provider)
            .map_err(|error| unusable(&self.chain, &error))?;
        Ok(Held {
            key: Arc::new(key),
            seen,
        })
    }
}

fn unusable(path: &Path, why: &dyn fmt::Display) -> ConfigError {
    ConfigError(format!("{}: {why}", path.display()))
}
