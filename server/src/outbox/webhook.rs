//! A signed webhook to a gateway of SMS or Zalo.

use std::net::IpAddr;

use async_trait::async_trait;
use hmac::{Hmac, KeyInit, Mac};
use reqwest::header::CONTENT_TYPE;
use reqwest::redirect::Policy;
use reqwest::{Client, Url};
use sanh_domain::outbox::model::{LetterChannel, LetterFault};
use serde_json::{Value, json};
use sha2::Sha256;

use super::authorities::Authorities;
use super::{Letter, LetterTransport, SendError, TRY};
use crate::config::{Config, ConfigError, Secret};

/// The shortest secret, in characters.
const SECRET_CHARS_MIN: usize = 16;

/// A gateway.
pub struct Webhook {
    client: Client,
    url: Url,
    secrets: Secrets,
}

/// The secrets that sign posts.
struct Secrets {
    present: Secret,
    /// The next secret: posts are signed with it as well, so that the receiver can change to it at any time.
    next: Option<Secret>,
}

impl Webhook {
    /// A gateway whose certificate the system trusts.
    ///
    /// # Errors
    ///
    /// One line that names the setting that cannot be used.
    pub fn new(url: &str, secret: &Secret) -> Result<Self, ConfigError> {
        let secrets = Secrets {
            present: secret.clone(),
            next: None,
        };
        Self::trusting("--webhook-url", url, secrets, &Authorities::default())
    }

    /// The gateway at the address that a setting names, with the other settings.
    ///
    /// # Errors
    ///
    /// As [`Webhook::new`]; or when the authorities to trust cannot be read.
    pub(super) fn of(flag: &str, url: &str, config: &Config) -> Result<Self, ConfigError> {
        let next = &config.webhook_secret_next;
        let secrets = Secrets {
            present: config.webhook_secret.clone(),
            next: Some(next.clone()).filter(|next| !next.0.is_empty()),
        };
        Self::trusting(flag, url, secrets, &Authorities::of(config)?)
    }

    fn trusting(
        flag: &str,
        url: &str,
        secrets: Secrets,
        authorities: &Authorities,
    ) -> Result<Self, ConfigError> {
        // The address may contain a token, so it is not in the message.
        let address: Url = url
            .parse()
            .map_err(|error| ConfigError(format!("{flag}: {error}")))?;
        if !is_private(&address) {
            return Err(ConfigError(format!(
                "{flag}: names and phones are posted, so write https://; http:// only to this machine itself (127.0.0.1, localhost)"
            )));
        }
        check(&secrets.present, "--webhook-secret")?;
        if let Some(next) = &secrets.next {
            check(next, "--webhook-secret-next")?;
        }
        let mut client = Client::builder().timeout(TRY).redirect(Policy::none());
        for certificate in authorities.of_webhook()? {
            client = client.add_root_certificate(certificate);
        }
        let client = client.build();
        Ok(Self {
            client: client.map_err(|error| ConfigError(format!("{flag}: {error}")))?,
            url: address,
            secrets,
        })
    }

    /// Posts a body with an idempotency key, so that the recipient can detect duplicates.
    pub(super) async fn post(&self, key: &str, body: &Value) -> Result<(), SendError> {
        let body = body.to_string();
        // The gateway compares this time with its own clock, so it must not come from the centre's clock.
        let at_s = sent_at_s();
        let mut request = self
            .client
            .post(self.url.clone())
            .header(CONTENT_TYPE, "application/json")
            .header("idempotency-key", key)
            .header(
                "x-sanh-signature",
                signature(&self.secrets.present, at_s, &body),
            );
        if let Some(next) = &self.secrets.next {
            request = request.header("x-sanh-signature-next", signature(next, at_s, &body));
        }
        match request.body(body).send().await {
            Ok(answer) if answer.status().is_success() => Ok(()),
            Ok(answer) => Err(SendError(LetterFault::GatewayAnswered(
                answer.status().as_u16(),
            ))),
            Err(error) if error.is_timeout() => Err(SendError(LetterFault::GatewaySilent)),
            Err(_) => Err(SendError(LetterFault::GatewayAway)),
        }
    }
}

/// Whether the connection to an address is private: HTTPS, or the same machine.
fn is_private(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']');
    let is_here = address
        .parse::<IpAddr>()
        .map_or(host == "localhost", |address| address.is_loopback());
    url.scheme() == "https" || (url.scheme() == "http" && is_here)
}

fn check(secret: &Secret, flag: &str) -> Result<(), ConfigError> {
    if secret.0.chars().count() >= SECRET_CHARS_MIN {
        return Ok(());
    }
    Err(ConfigError(format!(
        "{flag}: at least {SECRET_CHARS_MIN} characters sign what is posted"
    )))
}

/// The signature of a body posted at an instant: `t=<unix seconds>,v1=<hexadecimal HMAC-SHA256 of "t.body">`. The receiver
/// refuses an old `t`.
#[must_use]
pub fn signature(secret: &Secret, at_s: i64, body: &str) -> String {
    // HMAC accepts keys of any length, so this never fails.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.0.as_bytes()) else {
        return String::new();
    };
    mac.update(format!("{at_s}.{body}").as_bytes());
    format!("t={at_s},v1={}", hex::encode(mac.finalize().into_bytes()))
}

#[async_trait]
impl LetterTransport for Webhook {
    fn channel(&self) -> LetterChannel {
        LetterChannel::Gateway
    }

    fn silent(&self) -> LetterFault {
        LetterFault::GatewaySilent
    }

    fn reaches(&self, letter: &Letter) -> bool {
        !letter.phone.is_empty() || !letter.email.is_empty()
    }

    async fn send(&self, letter: &Letter) -> Result<(), SendError> {
        let body = json!({
            "id": letter.key,
            "kind": letter.kind,
            "code": letter.code,
            "occurred_at": letter.occurred_at.to_rfc3339(),
            "phone": letter.phone,
            "email": letter.email,
            "subject": letter.subject,
            "text": letter.text,
        });
        self.post(&letter.key, &body).await
    }
}

fn sent_at_s() -> i64 {
    use crate::clock::MachineClock;
    use sanh_store::clock::Clock;
    MachineClock::new().now().timestamp()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_http_address_of_another_machine_is_refused_and_not_repeated() {
        let secret = Secret("a secret of sixteen and more".to_owned());
        for url in [
            "http://127.0.0.1:9/",
            "http://[::1]/",
            "http://localhost/x",
            "https://sms.example.vn/x",
        ] {
            assert!(Webhook::new(url, &secret).is_ok(), "{url}");
        }
        for url in [
            "http://sms.example.vn/token-4711",
            "http://10.1.2.3/token-4711",
            "http://127.0.0.1.example.vn/token-4711",
            "http://localhost.example.vn/token-4711",
            "ftp://127.0.0.1/token-4711",
            "sms.example.vn/token-4711",
        ] {
            let refused = Webhook::new(url, &secret).err().map(|error| error.0);
            let said = refused.unwrap_or_default();
            assert!(said.starts_with("--webhook-url: "), "{url}: {said}");
            assert!(!said.contains("4711"), "{said}");
        }
    }
}
