//! A work list with what its page is made of.

use sanh_domain::account::model::Caller;
use sanh_domain::dossier::file::Office;
use sanh_domain::dossier::worklist::{Worklist, WorklistQuery};
use sanh_domain::language::Lang;
use sanh_domain::report::view::model::SavedView;

use super::address::ListAddress;
use crate::page::PageRequest;
use crate::ui::form::Problem;

/// The work list as its address asks for it.
pub(super) struct Listing<'a> {
    pub(super) request: &'a PageRequest,
    pub(super) caller: &'a Caller,
    pub(super) office: &'a Office,
    pub(super) query: &'a WorklistQuery,
    pub(super) list: &'a Worklist,
    pub(super) views: &'a [SavedView],
    pub(super) problems: &'a [Problem],
    /// The dossiers that a step could not be recorded for, each named as the field of a problem.
    pub(super) refused: &'a [Problem],
    pub(super) lang: Lang,
}

impl<'a> Listing<'a> {
    /// The address of this list's first page.
    pub(super) fn address(&self) -> ListAddress<'a> {
        ListAddress::of(self.request, self.query)
    }

    /// The address of the page that is shown.
    pub(super) fn here(&self) -> ListAddress<'a> {
        ListAddress {
            after: self.query.after.as_deref(),
            ..self.address()
        }
    }
}
