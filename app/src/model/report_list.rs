//! The dossiers behind a figure of throughput.

use sanh_domain::deadline::Instant;
use sanh_domain::id::AgencyId;
use sanh_domain::language::Lang;
use sanh_domain::report::model::ReportNames;
use sanh_domain::report::query::{Figure, Group, ListQuery};
use serde::{Deserialize, Serialize};

use crate::error::AppError;
use crate::model::dossier_row::RowText;
use crate::model::report::{ReportRequest, written};
use crate::page::PageRequest;
use crate::text::date;
use crate::text::report::{cut_name, group_name};

/// The parameters of a list of dossiers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListRequest {
    /// The report of the list.
    pub wanted: ReportRequest,
    /// The figure whose dossiers are listed.
    pub figure: Figure,
    /// The group whose dossiers are listed; `None`: all.
    pub group: Option<Group>,
}

impl ListRequest {
    /// Reads the parameters of an address.
    ///
    /// # Errors
    ///
    /// [`AppError::Invalid`] names the parameter that cannot be read.
    pub(crate) fn read(request: &PageRequest) -> Result<Self, AppError> {
        let (wanted, wrong) = ReportRequest::read(|name| request.parameter(name))?;
        if wrong.is_some() {
            return Err(AppError::Invalid("period".to_owned()));
        }
        let figure = request.parameter("figure").and_then(Figure::read);
        let group = match request.parameter("group") {
            None => None,
            Some(text) => Some(
                Group::read(wanted.grouping, text)
                    .ok_or_else(|| AppError::Invalid("group".to_owned()))?,
            ),
        };
        Ok(Self {
            figure: figure.ok_or_else(|| AppError::Invalid("figure".to_owned()))?,
            wanted,
            group,
        })
    }

    /// The query of the list, from a row on.
    pub(crate) fn query(&self, today: chrono::NaiveDate, after: Option<String>) -> ListQuery {
        ListQuery {
            report: self.wanted.query(today),
            group: self.group.clone(),
            figure: self.figure,
            after,
        }
    }

    /// Of which days, group and dossiers it is, in words.
    pub(crate) fn of(&self, lang: Lang, names: &ReportNames) -> Vec<String> {
        let period = self.wanted.query(names.today()).period;
        let group = self.group.as_ref();
        let of = [
            (!self.figure.is_standing()).then(|| date::period(lang, &period)),
            group.map(|group| group_name(lang, names, group)),
            Some(cut_name(lang, names, &self.wanted.cut)).filter(|text| !text.is_empty()),
        ];
        of.into_iter().flatten().collect()
    }

    /// The part of an address after its `?`.
    pub(crate) fn parameters(&self) -> String {
        let mut pairs = self.wanted.pairs();
        pairs.push(("figure", self.figure.to_string()));
        if let Some(group) = &self.group {
            pairs.push(("group", group.to_string()));
        }
        written(&pairs)
    }
}

/// When what a figure counts happened to a dossier, and by how much it was late.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DossierEnd {
    /// When it was received, resolved, handed over or ended; blank where the figure tells what stands.
    pub at: String,
    /// Working time past the due time; blank where the figure is not of late ones.
    pub late: String,
    /// The same in whole working minutes.
    pub late_min: u64,
}

/// A page of a list of dossiers, in the words of who reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedDossiers {
    /// The instant of the shown state.
    pub at: Instant,
    /// The dossiers, at most [`LIST_ROWS`](sanh_domain::report::model::LIST_ROWS).
    pub rows: Vec<RowText>,
    /// When what the figure counts happened to each.
    pub ends: Vec<DossierEnd>,
    /// The agency of each.
    pub agencies: Vec<AgencyId>,
    /// The start of the next page; `None`: this is the last.
    pub next: Option<String>,
}
