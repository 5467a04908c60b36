//! Sends alarms by a signed webhook and by mail.

use chrono_tz::Tz;
use sanh_app::alarm::words::{alarm_advice, alarm_moment, alarm_text, alarm_title};
use sanh_app::text::Messages;
use sanh_domain::alarm::model::Alarm;
use sanh_domain::language::Lang;
use sanh_domain::outbox::model::LetterFault;
use sanh_store::{AlarmChannel, AlarmMessage, AlarmMoment};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::smtp::Mail;
use super::{SendError, Smtp, TRY, Webhook};
use crate::config::{Config, ConfigError};

/// The configured transports for alarms.
#[derive(Default)]
pub struct AlarmTransports {
    webhook: Option<Webhook>,
    mail: Option<(Smtp, String)>,
}

impl AlarmTransports {
    /// The transports that are configured.
    ///
    /// # Errors
    ///
    /// One line that names the setting that cannot be used.
    pub fn of(config: &Config) -> Result<Self, ConfigError> {
        let (url, to) = (&config.alarm_webhook_url, &config.alarm_mail_to);
        let webhook = (!url.is_empty()).then(|| Webhook::of("--alarm-webhook-url", url, config));
        if !to.is_empty() && config.smtp_url.0.is_empty() {
            let why = "--alarm-mail-to: set --smtp-url, too, or nothing can be mailed";
            return Err(ConfigError(why.to_owned()));
        }
        let mail = (!to.is_empty()).then(|| {
            let smtp = Smtp::of(config)?;
            Ok::<_, ConfigError>((smtp, to.clone()))
        });
        Ok(Self {
            webhook: webhook.transpose()?,
            mail: mail.transpose()?,
        })
    }

    /// Their channels.
    #[must_use]
    pub fn list(&self) -> Vec<AlarmChannel> {
        let webhook = self.webhook.as_ref().map(|_| AlarmChannel::Webhook);
        let mail = self.mail.as_ref().map(|_| AlarmChannel::Mail);
        webhook.into_iter().chain(mail).collect()
    }

    /// Sends a message by its channel, within the time limit of one try.
    ///
    /// # Errors
    ///
    /// Why it was not sent.
    pub async fn send(&self, message: &AlarmMessage, zone: Tz) -> Result<(), SendError> {
        let (sent, silent) = match message.channel {
            AlarmChannel::Webhook => (
                tokio::time::timeout(TRY, self.post(message, zone)).await,
                LetterFault::GatewaySilent,
            ),
            AlarmChannel::Mail => (
                tokio::time::timeout(TRY, self.mail(message, zone)).await,
                LetterFault::MailSilent,
            ),
        };
        sent.unwrap_or(Err(SendError(silent)))
    }

    async fn post(&self, message: &AlarmMessage, zone: Tz) -> Result<(), SendError> {
        // The channel was removed after the message was written.
        let webhook = self.webhook.as_ref();
        let webhook = webhook.ok_or(SendError(LetterFault::GatewayAway))?;
        webhook.post(&key(message), &body(message, zone)).await
    }

    async fn mail(&self, message: &AlarmMessage, zone: Tz) -> Result<(), SendError> {
        let mail = self.mail.as_ref();
        let (smtp, to) = mail.ok_or(SendError(LetterFault::MailAway))?;
        let subject = subject(Lang::Vi, message);
        let text = format!(
            "{}\n\n{}\n",
            text(Lang::Vi, message, zone),
            text(Lang::En, message, zone)
        );
        smtp.mail(Mail {
            to,
            key: &key(message),
            subject: &subject,
            text: &text,
            stop: None,
        })
        .await
    }
}

/// The key of a message: digits that reveal nothing. A row number would not do, see [`super::key`].
fn key(message: &AlarmMessage) -> String {
    let AlarmMessage {
        alarm,
        moment,
        made_at,
        node,
        ..
    } = message;
    let told = format!(
        "{} {} {} {} {} {}",
        alarm.kind.as_str(),
        alarm.subject,
        alarm.since.timestamp_millis(),
        moment.as_str(),
        made_at.timestamp_millis(),
        node.as_deref().unwrap_or_default()
    );
    hex::encode(Sha256::digest(told))
}

fn body(message: &AlarmMessage, zone: Tz) -> Value {
    let Alarm {
        kind,
        subject: screen,
        value,
        threshold,
        since,
        ended_at,
        ..
    } = &message.alarm;
    json!({
        "id": key(message),
        "kind": format!("alarm.{}", message.moment.as_str()),
        "alarm": kind.as_str(),
        "screen": screen,
        "node": message.node,
        "value": value,
        "threshold": threshold,
        "since": since.to_rfc3339(),
        "ended_at": ended_at.map(|at| at.to_rfc3339()),
        "subject": subject(Lang::Vi, message),
        "text": text(Lang::Vi, message, zone),
    })
}

fn subject(lang: Lang, message: &AlarmMessage) -> String {
    let words = lang.words();
    let title = alarm_title(lang, &message.alarm);
    match message.moment {
        AlarmMoment::Began => words.alarm_mail_began(title),
        AlarmMoment::Lasts => words.alarm_mail_lasts(title),
        AlarmMoment::Ended => words.alarm_mail_ended(title),
    }
}

fn text(lang: Lang, message: &AlarmMessage, zone: Tz) -> String {
    let words = lang.words();
    let alarm = &message.alarm;
    let since = alarm_moment(alarm.since, zone);
    let head = subject(lang, message);
    if message.moment == AlarmMoment::Ended {
        let at = alarm_moment(alarm.ended_at.unwrap_or(alarm.seen_at), zone);
        return format!("{head}\n{}", words.alarm_mail_ended_text(since, at));
    }
    let (since, measured) = (words.alarm_mail_since(since), alarm_text(lang, alarm));
    let (what, advice) = (words.alarm_do(), alarm_advice(lang, alarm.kind));
    let told = format!("{head}\n{since} {measured}\n{what} {advice}");
    match &message.node {
        Some(node) => format!("{told}\n{}", words.alarm_mail_node(node.clone())),
        None => told,
    }
}
