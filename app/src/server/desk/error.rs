//! Errors of the desk.

use chrono_tz::Tz;
use sanh_domain::dossier::{DossierCode, Refusal};
use sanh_domain::language::Lang;
use sanh_store::StoreError;

use crate::error::{AppError, NotWritten};
use crate::server::not_written;
use crate::server::readings::ReadRefusal;
use crate::text::Messages;
use crate::text::dossier::refusal_text;
use crate::ui::submit::FormError;

/// Why the desk did not do what was asked. Nothing was written then.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DeskError {
    /// No such dossier, or none this person may know of.
    #[error("not found")]
    NotFound,
    /// Somebody else changed the dossier since the version the form was made from.
    #[error("changed meanwhile")]
    Conflict,
    /// The rules of the domain refuse it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// A field of the form, by its name, cannot be used.
    #[error("cannot use {0}")]
    Invalid(&'static str),
    /// No dossier was changed, because some of them cannot be; with the reasons.
    #[error("some cannot go")]
    SomeCannot(Vec<(DossierCode, Box<DeskError>)>),
    /// The person has reached the hourly limit of opening or searching dossiers.
    #[error("too much was read")]
    TooMuchRead,
    /// The database is away or busy.
    #[error("unavailable")]
    Unavailable,
    /// Nothing was written, and nothing can be for now.
    #[error(transparent)]
    NotWritten(#[from] NotWritten),
    /// A bug of ours, logged where it occurred.
    #[error("internal")]
    Internal,
}

impl From<DeskError> for AppError {
    fn from(error: DeskError) -> Self {
        match error {
            DeskError::NotFound => Self::NotFound,
            DeskError::Invalid(field) => Self::Invalid(field.to_owned()),
            DeskError::TooMuchRead => Self::TooMuchRead,
            DeskError::Unavailable => Self::Unavailable,
            DeskError::NotWritten(why) => Self::NotWritten(why),
            DeskError::Conflict
            | DeskError::Refused(_)
            | DeskError::SomeCannot(_)
            | DeskError::Internal => Self::Internal,
        }
    }
}

impl From<DeskError> for FormError {
    fn from(error: DeskError) -> Self {
        AppError::from(error).into()
    }
}

impl From<ReadRefusal> for DeskError {
    fn from(why: ReadRefusal) -> Self {
        match why {
            ReadRefusal::TooMuch => Self::TooMuchRead,
            ReadRefusal::Full => Self::Unavailable,
        }
    }
}

impl DeskError {
    /// Why one of several dossiers cannot go.
    pub(super) fn text(&self, lang: Lang, zone: Tz) -> String {
        let words = lang.words();
        match self {
            Self::Refused(refusal) => refusal_text(lang, refusal, zone),
            Self::Conflict => words.cannot_changed(),
            Self::Invalid("assignee") => words.assign_cannot(),
            Self::NotFound => words.cannot_not_found(),
            _ => words.cannot_other(),
        }
    }
}

/// Maps an error of the store to one of the desk. The cause is logged here.
pub(super) fn fault(error: StoreError) -> DeskError {
    if let Some(why) = not_written(&error) {
        return why.into();
    }
    match error {
        StoreError::Conflict { .. } => DeskError::Conflict,
        StoreError::NotFound(_) => DeskError::NotFound,
        StoreError::Refused(refusal) => DeskError::Refused(refusal),
        error if error.is_transient() => {
            tracing::warn!(%error, "the desk cannot be served now");
            DeskError::Unavailable
        }
        error => {
            tracing::error!(%error, "the desk cannot be served");
            DeskError::Internal
        }
    }
}

/// The field of a form beside which a refusal is shown.
pub(super) const fn field_of(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::ReasonMissing | Refusal::ReasonTooLong => "reason",
        Refusal::InFuture
        | Refusal::BeforeLastEvent { .. }
        | Refusal::ReceivedAfterNext { .. }
        | Refusal::TooFarBack { .. }
        | Refusal::PeriodSigned { .. } => "occurred",
        Refusal::NewDueNotLater
        | Refusal::ExtensionTooLate { .. }
        | Refusal::ExtensionTooFar { .. }
        | Refusal::ExtensionOverYear { .. }
        | Refusal::NoDueTime => "new_due",
        Refusal::AmendIsManagers | Refusal::PartsStay => "procedure",
        Refusal::WrongOffice => "agency",
        Refusal::DueComesEarlier { .. } => "earlier",
        _ => "act",
    }
}
