//! HTTPS from the certificate and key named in the settings.

use std::path::Path;
use std::sync::Arc;

use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::config::{Config, ConfigError};

/// The acceptor for the settings' certificate; none when no certificate is set.
///
/// # Errors
/// One line that names the file and what is wrong with it.
pub fn acceptor(config: &Config) -> Result<Option<TlsAcceptor>, ConfigError> {
    if !config.has_tls() {
        return Ok(None);
    }
    let chain = CertificateDer::pem_file_iter(&config.tls_cert)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|error| unusable(&config.tls_cert, &error))?;
    if chain.is_empty() {
        return Err(unusable(&config.tls_cert, &"it holds no certificate"));
    }
    let key = PrivateKeyDer::from_pem_file(&config.tls_key)
        .map_err(|error| unusable(&config.tls_key, &error))?;
    let mut server = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .map_err(|error| unusable(&config.tls_cert, &error))?;
    server.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Some(TlsAcceptor::from(Arc::new(server))))
}

fn unusable(path: &Path, why: &dyn std::fmt::Display) -> ConfigError {
    ConfigError(format!("{}: {why}", path.display()))
}
