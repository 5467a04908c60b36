//! A signed post to a gateway of SMS or Zalo.

use async_trait::async_trait;
use hmac::{Hmac, KeyInit, Mac};
use reqwest::header::CONTENT_TYPE;
use reqwest::redirect::Policy;
use reqwest::{Client, Url};
use sanh_app::outbox::model::LetterFault;
use serde_json::{Value, json};
use sha2::Sha256;

use super::{Letter, TRY, Unsent, Way};
use crate::account::secret::hex;
use crate::config::{ConfigError, Secret};

/// The shortest secret, in characters.
const SECRET_CHARS_MIN: usize = 16;

/// A gateway.
pub struct Webhook {
    client: Client,
    url: Url,
    secret: Secret,
}

impl Webhook {
    /// The gateway at an address.
    ///
    /// # Errors
    /// One line that names the setting that cannot be used.
    pub fn new(url: &str, secret: &Secret) -> Result<Self, ConfigError> {
        Self::named("--webhook-url", url, secret)
    }

    /// The same, where another setting names the address.
    pub(super) fn named(flag: &str, url: &str, secret: &Secret) -> Result<Self, ConfigError> {
        let address: Url = url
            .parse()
            .map_err(|error| ConfigError(format!("{flag} {url}: {error}")))?;
        if secret.0.chars().count() < SECRET_CHARS_MIN {
            let why = format!(
                "--webhook-secret: at least {SECRET_CHARS_MIN} characters sign what is posted"
            );
            return Err(ConfigError(why));
        }
        let client = Client::builder()
            .timeout(TRY)
            .redirect(Policy::none())
            .build();
        Ok(Self {
            client: client.map_err(|error| ConfigError(format!("{flag}: {error}")))?,
            url: address,
            secret: secret.clone(),
        })
    }

    /// Posts a body under a key by which whoever receives it twice knows it.
    pub(super) async fn post(&self, key: &str, body: &Value) -> Result<(), Unsent> {
        let body = body.to_string();
        // The gateway compares it with its own clock, not with the centre's.
        let at_s = sent_at_s();
        let request = self
            .client
            .post(self.url.clone())
            .header(CONTENT_TYPE, "application/json")
            .header("idempotency-key", key)
            .header("x-sanh-signature", signature(&self.secret, at_s, &body))
            .body(body);
        match request.send().await {
            Ok(answer) if answer.status().is_success() => Ok(()),
            Ok(answer) => Err(Unsent(LetterFault::GatewayAnswered(
                answer.status().as_u16(),
            ))),
            Err(error) if error.is_timeout() => Err(Unsent(LetterFault::GatewaySilent)),
            Err(_) => Err(Unsent(LetterFault::GatewayAway)),
        }
    }
}

/// What signs a body posted at an instant: `t=<unix seconds>,v1=<hexadecimal HMAC-SHA256 of "t.body">`. Whoever receives it refuses
/// an old `t`.
#[must_use]
pub fn signature(secret: &Secret, at_s: i64, body: &str) -> String {
    // A key of any length fits, so the fallback is never seen.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.0.as_bytes()) else {
        return String::new();
    };
    mac.update(format!("{at_s}.{body}").as_bytes());
    format!("t={at_s},v1={}", hex(&mac.finalize().into_bytes()))
}

#[async_trait]
impl Way for Webhook {
    fn silent(&self) -> LetterFault {
        LetterFault::GatewaySilent
    }

    fn reaches(&self, letter: &Letter) -> bool {
        !letter.phone.is_empty() || !letter.email.is_empty()
    }

    async fn send(&self, letter: &Letter) -> Result<(), Unsent> {
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
    use crate::clock::{Clock, MachineClock};
    MachineClock::new().now().timestamp()
}
