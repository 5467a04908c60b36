//! A reception as its page and its promise see it.

use sanh_domain::account::model::Caller;
use sanh_domain::dossier::file::Office;
use sanh_domain::language::Lang;

use crate::error::AppError;
use crate::page::PageRequest;

/// Who receives, and what they have asked.
pub(super) struct ReceptionView<'a> {
    pub(super) request: &'a PageRequest,
    pub(super) caller: &'a Caller,
    pub(super) office: &'a Office,
    pub(super) lang: Lang,
}

impl<'a> ReceptionView<'a> {
    /// The reception that a request is about.
    pub(super) fn of(request: &'a PageRequest, office: &'a Office) -> Result<Self, AppError> {
        Ok(Self {
            caller: request.signed_in()?,
            lang: request.room_lang(),
            request,
            office,
        })
    }
}
