//! The table of throughput: its rows in order, and what its columns are called.

use sanh_domain::language::Lang;
use sanh_domain::report::model::{GroupRow, Report, ReportNames};
use sanh_domain::report::query::{Figure, Group, Grouping};

use crate::model::report::{ReportRequest, written};
use crate::model::report_column::Column;
use crate::text::Messages;
use crate::text::report::{figure_name, group_name, grouping_name};

/// The rows of a report in the order asked for.
#[must_use]
pub fn sorted(sight: &ReportContext<'_>, report: &Report) -> Vec<GroupRow> {
    let mut rows = report.rows.clone();
    if let Some(sort) = sight.wanted.sort {
        sort.put(&mut rows, |group| {
            group_name(sight.lang, sight.names, group)
        });
    }
    rows
}

/// The name of a column.
#[must_use]
pub fn column_name(sight: &ReportContext<'_>, column: Column) -> String {
    column_title(sight.lang, sight.wanted.grouping, column)
}

/// The name of a column of a table whose rows are grouped so.
#[must_use]
pub fn column_title(lang: Lang, grouping: Grouping, column: Column) -> String {
    let words = lang.words();
    match column {
        Column::Name => grouping_name(lang, grouping),
        Column::Rate => words.throughput_rate(),
        Column::Median => words.throughput_median(),
        Column::Eighty => words.throughput_eighty(),
        Column::Waiting => words.throughput_waiting_short(),
        column => column
            .figure()
            .map_or_else(String::new, |figure| figure_name(lang, figure)),
    }
}

/// The context of a report page: language, names and request.
#[derive(Clone, Copy)]
pub struct ReportContext<'a> {
    /// The reader's language.
    pub lang: Lang,
    /// The names of all agencies, fields, procedures and people.
    pub names: &'a ReportNames,
    /// The parameters of the address.
    pub wanted: &'a ReportRequest,
}

impl ReportContext<'_> {
    /// The address of the dossiers behind a figure.
    #[must_use]
    pub fn list(&self, figure: Figure, group: Option<&Group>) -> String {
        let mut pairs = self.wanted.pairs();
        pairs.retain(|(name, _)| !matches!(*name, "sort" | "order"));
        pairs.push(("figure", figure.to_string()));
        if let Some(group) = group {
            pairs.push(("group", group.to_string()));
        }
        format!("/manage/dossiers?{}", written(&pairs))
    }
}
