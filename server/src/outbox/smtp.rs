//! Sends mail by SMTP.

use async_trait::async_trait;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use reqwest::Url;
use sanh_domain::outbox::model::{LetterChannel, LetterFault};

use super::authorities::Authorities;
use super::{Letter, LetterTransport, SendError, TRY};
use crate::config::{Config, ConfigError, Secret};

/// A mail server.
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Smtp {
    /// The mail server of an address (`smtps://USER:PASSWORD@HOST`).
    ///
    /// # Errors
    /// One line that names the setting, never the address: it holds a password.
    pub fn new(url: &Secret, from: &str) -> Result<Self, ConfigError> {
        Self::trusting(url, from, &Authorities::default())
    }

    /// The mail server of the settings, which may name authorities to trust.
    ///
    /// # Errors
    ///
    /// As [`Smtp::new`]; or when the authorities cannot be read.
    pub(super) fn of(config: &Config) -> Result<Self, ConfigError> {
        Self::trusting(
            &config.smtp_url,
            &config.mail_from,
            &Authorities::of(config)?,
        )
    }

    fn trusting(url: &Secret, from: &str, authorities: &Authorities) -> Result<Self, ConfigError> {
        let unusable = |what: &str| ConfigError(format!("{what} cannot be used"));
        let address = || unusable("--smtp-url (smtps://USER:PASSWORD@HOST)");
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(&url.0);
        if let Some(certificate) = authorities.of_mail()? {
            let tls = tls(&url.0, certificate).ok_or_else(address)?;
            builder = builder.map(|builder| builder.tls(tls));
        }
        let builder = builder.map_err(|_| address())?;
        let from = from.parse();
        Ok(Self {
            transport: builder.timeout(Some(TRY)).build(),
            from: from.map_err(|_| unusable("--mail-from (\"Centre <mail@example.vn>\")"))?,
        })
    }
}

/// The TLS mode of an address, as the library reads it from the scheme and `?tls=`, with an authority of the settings.
fn tls(url: &str, certificate: Certificate) -> Option<Tls> {
    let url: Url = url.parse().ok()?;
    let asked = url.query_pairs().find(|(name, _)| name == "tls");
    let asked = asked.map(|(_, value)| value.into_owned());
    let host = url.host_str()?.to_owned();
    let parameters = TlsParameters::builder(host).add_root_certificate(certificate);
    let parameters = parameters.build_rustls().ok()?;
    Some(match (url.scheme(), asked.as_deref()) {
        ("smtps", _) => Tls::Wrapper(parameters),
        (_, Some("required")) => Tls::Required(parameters),
        (_, Some("opportunistic")) => Tls::Opportunistic(parameters),
        _ => Tls::None,
    })
}

/// A text to be mailed.
pub(super) struct Mail<'a> {
    pub(super) to: &'a str,
    /// The idempotency key, so that the recipient can detect duplicates.
    pub(super) key: &'a str,
    pub(super) subject: &'a str,
    pub(super) text: &'a str,
    /// The address at which the recipient ends such mail with one click.
    pub(super) stop: Option<&'a str>,
}

/// Where mail programs end such mail for their user (RFC 2369).
#[derive(Clone)]
struct ListUnsubscribe(String);

impl Header for ListUnsubscribe {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe")
    }

    fn parse(text: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self(text.to_owned()))
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), self.0.clone())
    }
}

/// That one POST there is enough (RFC 8058).
#[derive(Clone)]
struct ListUnsubscribePost;

impl Header for ListUnsubscribePost {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("List-Unsubscribe-Post")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "List-Unsubscribe=One-Click".to_owned())
    }
}

impl Smtp {
    /// Mails a text.
    pub(super) async fn mail(&self, mail: Mail<'_>) -> Result<(), SendError> {
        let Mail {
            to,
            key,
            subject,
            text,
            stop,
        } = mail;
        // Errors of this library may quote the address, so only the failed stage is reported.
        let to: Mailbox = to
            .parse()
            .map_err(|_| SendError(LetterFault::MailAddress))?;
        let mut message = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(subject)
            .message_id(Some(format!("<sanh-{key}@{}>", self.from.email.domain())))
            .header(ContentType::TEXT_PLAIN);
        if let Some(stop) = stop {
            message = message
                .header(ListUnsubscribe(format!("<{stop}>")))
                .header(ListUnsubscribePost);
        }
        let message = message.body(text.to_owned());
        let message = message.map_err(|_| SendError(LetterFault::MailForm))?;
        match self.transport.send(message).await {
            Ok(_) => Ok(()),
            Err(error) if error.is_timeout() => Err(SendError(LetterFault::MailSilent)),
            Err(error) => Err(SendError(match error.status() {
                Some(code) => LetterFault::MailAnswered(code.into()),
                None => LetterFault::MailAway,
            })),
        }
    }
}

#[async_trait]
impl LetterTransport for Smtp {
    fn channel(&self) -> LetterChannel {
        LetterChannel::Mail
    }

    fn silent(&self) -> LetterFault {
        LetterFault::MailSilent
    }

    fn reaches(&self, letter: &Letter) -> bool {
        !letter.email.is_empty()
    }

    async fn send(&self, letter: &Letter) -> Result<(), SendError> {
        self.mail(Mail {
            to: &letter.email,
            key: &letter.key,
            subject: &letter.subject,
            text: &letter.text,
            stop: letter.stop.as_deref(),
        })
        .await
    }
}
