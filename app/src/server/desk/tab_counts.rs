//! How many dossiers the tabs of a work list have: as the counters tell it, or counted along an index up to a bound.

use sanh_domain::dossier::worklist::{
    NARROWED_TAB_COUNT_MAX, TAB_COUNT_MAX, Tab, TabCount, WorklistQuery,
};
use sanh_domain::scope::CountedBy;
use sanh_store::{Centre, WorklistFilter};

use super::error::fault;
use super::{Desk, DeskError};

impl Desk {
    /// How many dossiers each tab has with the filters of a list; none where they could be counted only by reading all dossiers.
    pub(super) async fn tab_counts(
        &self,
        query: &WorklistQuery,
        centre: &Centre,
    ) -> Result<Vec<TabCount>, DeskError> {
        if !query.is_countable() {
            return Ok(Vec::new());
        }
        // In whichever order the list is, it is counted along the index that has its filters.
        let in_own_order = WorklistQuery {
            sort: None,
            ..query.clone()
        };
        let filter = self.filter_of_no_tab(&in_own_order, centre).await?;
        if query.is_narrowed() {
            let filters = self.on_tabs(&Tab::ALL, &filter, NARROWED_TAB_COUNT_MAX, centre);
            return self.bounded(filters, NARROWED_TAB_COUNT_MAX, None).await;
        }
        self.whole_counts(query, &filter, centre).await
    }

    /// The tabs of a list that nothing but an agency narrows.
    async fn whole_counts(
        &self,
        query: &WorklistQuery,
        filter: &WorklistFilter,
        centre: &Centre,
    ) -> Result<Vec<TabCount>, DeskError> {
        let open = self.store.open_counts(&self.scope_of(query.whose)).await;
        let open = open.map_err(fault)?;
        let uncounted = [Tab::Received, Tab::StopProposed, Tab::Closed];
        // As the counters count, so that the tabs add up.
        let by = Some(CountedBy::Agencies);
        let filters = self.on_tabs(&uncounted, filter, TAB_COUNT_MAX, centre);
        let mut counts = self.bounded(filters, TAB_COUNT_MAX, by).await?;
        let mut all_received = counts.iter().filter(|it| !it.has_more);
        let received = all_received.find(|it| it.tab == Tab::Received).copied();
        // All whose clock runs are received or in process.
        if let Some(received) = received {
            let in_process = open.running.saturating_sub(received.count);
            counts.push(TabCount::exact(Tab::InProcess, in_process));
        } else {
            let filters = self.on_tabs(&[Tab::InProcess], filter, TAB_COUNT_MAX, centre);
            counts.extend(self.bounded(filters, TAB_COUNT_MAX, by).await?);
        }
        counts.extend([
            TabCount::exact(Tab::Open, open.running),
            TabCount::exact(Tab::Registered, open.registered),
            TabCount::exact(Tab::Waiting, open.waiting),
            TabCount::exact(Tab::Resolved, open.resolved),
        ]);
        Ok(counts)
    }

    /// What selects the dossiers of some tabs, one more of each than are counted.
    fn on_tabs(
        &self,
        tabs: &[Tab],
        filter: &WorklistFilter,
        count_max: u32,
        centre: &Centre,
    ) -> Vec<(Tab, WorklistFilter)> {
        let one_more = WorklistFilter {
            rows_max: count_max + 1,
            ..filter.clone()
        };
        let of_tab = |tab: &Tab| {
            let of_tab = self.on_tab(*tab, &one_more, centre);
            // Without a status it is of no dossier.
            (*tab, of_tab.unwrap_or_else(|| one_more.clone()))
        };
        tabs.iter().map(of_tab).collect()
    }

    /// These tabs, counted up to a bound.
    async fn bounded(
        &self,
        tabs: Vec<(Tab, WorklistFilter)>,
        count_max: u32,
        by: Option<CountedBy>,
    ) -> Result<Vec<TabCount>, DeskError> {
        let (tabs, filters): (Vec<Tab>, Vec<WorklistFilter>) = tabs.into_iter().unzip();
        let counts = self.store.worklist_counts(filters, by).await;
        let counts = counts.map_err(fault)?;
        let tabs = tabs.into_iter().zip(counts);
        let bounded = |(tab, counted)| TabCount::bounded(tab, counted, count_max);
        Ok(tabs.map(bounded).collect())
    }
}
