//! Reads the HTTPS certificate again when its files change, and at SIGHUP.

use std::time::Duration;

use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::sync::CancellationToken;

use crate::web::tls::Tls;

/// How often the files are checked: certificates are renewed days before they expire.
const EVERY: Duration = Duration::from_secs(30);

/// Checks until `shutdown`.
pub async fn run(tls: Option<Tls>, shutdown: CancellationToken) {
    let Some(tls) = tls else {
        return;
    };
    let mut asked = signal(SignalKind::hangup())
        .inspect_err(|error| {
            tracing::warn!(%error, "SIGHUP cannot be heard; the certificate is read again by itself only");
        })
        .ok();
    loop {
        let is_asked = tokio::select! {
            () = shutdown.cancelled() => return,
            () = hangup(asked.as_mut()) => true,
            () = tokio::time::sleep(EVERY) => false,
        };
        reload(tls.clone(), is_asked).await;
    }
}

async fn hangup(asked: Option<&mut Signal>) {
    let heard = match asked {
        Some(asked) => asked.recv().await,
        None => None,
    };
    if heard.is_none() {
        std::future::pending::<()>().await;
    }
}

async fn reload(tls: Tls, is_asked: bool) {
    // Reading files blocks, and the disk may be slow.
    match tokio::task::spawn_blocking(move || tls.read_again(is_asked)).await {
        Ok(Ok(true)) => tracing::info!("the certificate was read again"),
        Ok(Ok(false)) if is_asked => tracing::info!("the certificate is the same as before"),
        Ok(Ok(false)) => {}
        Ok(Err(error)) => {
            tracing::error!(%error, "the new certificate cannot be used; the one before is shown on");
        }
        Err(error) => tracing::error!(%error, "the certificate could not be looked at"),
    }
}
