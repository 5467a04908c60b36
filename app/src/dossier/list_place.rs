//! Where a dossier stands on the work list that it was opened from: the way back, and the dossiers before and after it.

use sanh_domain::dossier::DossierCode;
use sanh_domain::dossier::worklist::WorklistQuery;

use super::address::{ListAddress, dossier_path, is_wide, query_of};
use super::api::list_dossiers;
use crate::error::AppError;
use crate::page::PageRequest;

/// The parameter that names the dossier after this one: once a step has taken a dossier off its list, the list cannot tell any more.
const NEXT: &str = "next";

/// Another dossier of the list, with where its page of the list begins.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Neighbour {
    code: DossierCode,
    after: Option<String>,
}

/// The place of a dossier on a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ListPlace {
    query: WorklistQuery,
    previous: Option<Neighbour>,
    next: Option<Neighbour>,
    is_on_it: bool,
    /// Whether the list's rows stand wide apart.
    is_wide: bool,
}

impl ListPlace {
    /// The place that the address of a dossier's page tells of; `None`: it was not opened from a list.
    pub(super) async fn of(
        request: &PageRequest,
        code: &DossierCode,
    ) -> Result<Option<Self>, AppError> {
        if request.parameter("tab").is_none() {
            return Ok(None);
        }
        let query = WorklistQuery {
            find: None,
            ..query_of(request)?
        };
        let list = list_dossiers(query.clone(), false).await?;
        let codes: Vec<_> = list.rows.into_iter().map(|row| row.dossier.code).collect();
        let named = request.parameter(NEXT).map(str::to_owned);
        let named = named.and_then(|named| DossierCode::try_from(named).ok());
        let mut place = Self {
            is_wide: is_wide(request),
            ..Self::on(query, &codes, code, named.as_ref())
        };
        if let Some(after) = list.next.filter(|_| codes.last() == Some(code)) {
            let query = WorklistQuery {
                after: Some(after.clone()),
                ..place.query.clone()
            };
            let first = list_dossiers(query, false).await?.rows.into_iter().next();
            place.next = first.map(|row| Neighbour {
                code: row.dossier.code,
                after: Some(after),
            });
        }
        Ok(Some(place))
    }

    /// The place on a page of the list with these dossiers; `named` is the one that came next while this one was on it.
    fn on(
        query: WorklistQuery,
        codes: &[DossierCode],
        code: &DossierCode,
        named: Option<&DossierCode>,
    ) -> Self {
        let here = codes.iter().position(|it| it == code);
        let (previous, next) = match here {
            Some(here) => (
                here.checked_sub(1).and_then(|index| codes.get(index)),
                codes.get(here + 1),
            ),
            None => (None, named.filter(|named| *named != code)),
        };
        let on_this_page = |code: &DossierCode| Neighbour {
            code: code.clone(),
            after: query.after.clone(),
        };
        Self {
            previous: previous.map(on_this_page),
            next: next.map(on_this_page),
            is_on_it: here.is_some(),
            is_wide: false,
            query,
        }
    }

    /// The filters of the list, and where a page of it begins, as they stand in an address.
    fn parameters(&self, after: Option<&str>) -> String {
        let list = ListAddress {
            query: &self.query,
            tab: self.query.tab,
            sort: self.query.sort,
            after,
            is_wide: self.is_wide,
        };
        list.parameters()
    }

    /// The address of the list.
    pub(super) fn list(&self) -> String {
        format!("/desk?{}", self.parameters(self.query.after.as_deref()))
    }

    /// The address of the dossier before this one on its page of the list.
    pub(super) fn previous(&self) -> Option<String> {
        self.previous.as_ref().map(|it| self.path(it))
    }

    /// The address of the dossier after this one.
    pub(super) fn next(&self) -> Option<String> {
        self.next.as_ref().map(|it| self.path(it))
    }

    /// Whether the list ends with it.
    pub(super) fn is_last(&self) -> bool {
        self.is_on_it && self.next.is_none()
    }

    fn path(&self, other: &Neighbour) -> String {
        let parameters = self.parameters(other.after.as_deref());
        format!("{}?{parameters}", dossier_path(&other.code))
    }

    /// What the addresses of this dossier's own page and forms carry along.
    pub(super) fn carried(&self) -> String {
        let parameters = self.parameters(self.query.after.as_deref());
        let next = self.next.as_ref();
        let next = next.map_or_else(String::new, |next| format!("&{NEXT}={}", next.code));
        format!("{parameters}{next}")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use sanh_domain::dossier::worklist::Tab;

    fn code(number: u32) -> DossierCode {
        DossierCode::try_from(format!("H49.1-261123-{number:04}")).unwrap()
    }

    fn place(listed: &[u32], here: u32, named: Option<u32>) -> ListPlace {
        let query = WorklistQuery {
            tab: Tab::Received,
            after: Some("5.6".to_owned()),
            ..WorklistQuery::default()
        };
        let codes: Vec<_> = listed.iter().map(|number| code(*number)).collect();
        ListPlace::on(query, &codes, &code(here), named.map(code).as_ref())
    }

    #[test]
    fn neighbours_keep_the_filter_of_their_list() {
        let middle = place(&[1, 2, 3], 2, None);
        assert_eq!(
            middle.next().unwrap(),
            "/desk/dossiers/H49.1-261123-0003?tab=received&after=5.6"
        );
        assert_eq!(
            middle.previous().unwrap(),
            "/desk/dossiers/H49.1-261123-0001?tab=received&after=5.6"
        );
        assert_eq!(middle.list(), "/desk?tab=received&after=5.6");
        assert_eq!(
            middle.carried(),
            "tab=received&after=5.6&next=H49.1-261123-0003"
        );
        let wide = ListPlace {
            is_wide: true,
            ..middle.clone()
        };
        assert_eq!(
            wide.list(),
            "/desk?tab=received&density=wide&after=5.6",
            "and how close its rows stand"
        );
        let last = place(&[1, 2, 3], 3, Some(1));
        assert_eq!(last.next(), None, "the list itself knows better");
        assert!(last.is_last() && !middle.is_last());
    }

    #[test]
    fn a_dossier_that_has_left_its_list_still_leads_to_the_one_that_came_next() {
        let left = place(&[1, 3], 2, Some(3));
        assert!(left.next().unwrap().contains("0003"));
        assert_eq!(left.previous(), None);
        let lone = place(&[1, 3], 2, None);
        assert_eq!(lone.next(), None);
        assert!(!lone.is_last());
    }
}
