//! The columns of the table of throughput, and the order of its groups.

use std::cmp::{Ordering, Reverse};

use sanh_domain::report::counts::OpenCounts;
use sanh_domain::report::model::{GroupRow, Throughput};
use sanh_domain::report::query::{Figure, Group};
use sanh_domain::text::fold::folded;
use serde::{Deserialize, Serialize};

/// A column of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Column {
    /// The group.
    Name,
    /// Received.
    Received,
    /// Resolved.
    Resolved,
    /// Resolved early.
    Early,
    /// Resolved on time.
    OnTime,
    /// Resolved late.
    Late,
    /// The on-time rate.
    Rate,
    /// Open.
    Open,
    /// Open past the due time.
    Overdue,
    /// Open and paused.
    Paused,
    /// Waiting to be collected.
    Waiting,
    /// The median working time.
    Median,
    /// The working time in which 80 % were done.
    Eighty,
}

impl Column {
    /// Every column, in the order shown.
    pub const ALL: [Self; 13] = [
        Self::Name,
        Self::Received,
        Self::Resolved,
        Self::Early,
        Self::OnTime,
        Self::Late,
        Self::Rate,
        Self::Open,
        Self::Overdue,
        Self::Paused,
        Self::Waiting,
        Self::Median,
        Self::Eighty,
    ];

    /// The word in addresses.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Received => "received",
            Self::Resolved => "resolved",
            Self::Early => "early",
            Self::OnTime => "on-time",
            Self::Late => "late",
            Self::Rate => "rate",
            Self::Open => "open",
            Self::Overdue => "overdue",
            Self::Paused => "paused",
            Self::Waiting => "waiting",
            Self::Median => "median",
            Self::Eighty => "eighty",
        }
    }

    /// The column with this word in an address.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.as_str() == word)
    }

    /// The figure whose dossiers its cells lead to.
    #[must_use]
    pub const fn figure(self) -> Option<Figure> {
        Some(match self {
            Self::Received => Figure::Received,
            Self::Resolved => Figure::Resolved,
            Self::Early => Figure::Early,
            Self::OnTime => Figure::OnTime,
            Self::Late => Figure::Late,
            Self::Open => Figure::Open,
            Self::Overdue => Figure::Overdue,
            Self::Paused => Figure::Paused,
            Self::Waiting => Figure::WaitingCollection,
            Self::Name | Self::Rate | Self::Median | Self::Eighty => return None,
        })
    }

    /// The value of the column; `None`: there is none.
    #[must_use]
    pub fn value(self, figures: &Throughput) -> Option<u64> {
        let flows = &figures.moved.flows;
        let standing = |of: fn(&OpenCounts) -> u64| figures.standing.as_ref().map(of);
        let time = &figures.moved.working_time;
        match self {
            Self::Name => None,
            Self::Received => Some(flows.received()),
            Self::Resolved => Some(flows.resolved()),
            Self::Early => Some(flows.early),
            Self::OnTime => Some(flows.on_time),
            Self::Late => Some(flows.late),
            Self::Rate => flows.rate().map(|rate| rate.tenths().into()),
            Self::Open => standing(OpenCounts::open),
            Self::Overdue => standing(|it| it.overdue),
            Self::Paused => standing(|it| it.paused),
            Self::Waiting => standing(|it| it.waiting_collection),
            Self::Median => time.median().map(|it| it.0.into()),
            Self::Eighty => time.time_of_80_percent().map(|it| it.0.into()),
        }
    }
}

/// The order of the groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sort {
    /// The column by which they are ordered.
    pub column: Column,
    /// The greatest first.
    pub is_descending: bool,
}

impl Sort {
    /// Reads the order of an address: names ascending, figures descending, unless it says otherwise.
    #[must_use]
    pub fn read(column: Column, order: Option<&str>) -> Option<Self> {
        let is_descending = match order {
            None => column != Column::Name,
            Some("desc") => true,
            Some("asc") => false,
            Some(_) => return None,
        };
        Some(Self {
            column,
            is_descending,
        })
    }

    /// The word in addresses.
    #[must_use]
    pub const fn order(self) -> &'static str {
        if self.is_descending { "desc" } else { "asc" }
    }

    /// The order after a click on a column's heading.
    #[must_use]
    pub fn toggled(column: Column, now: Option<Self>) -> Self {
        match now {
            Some(now) if now.column == column => Self {
                is_descending: !now.is_descending,
                ..now
            },
            _ => Self {
                column,
                is_descending: column != Column::Name,
            },
        }
    }

    /// Puts rows in this order. Groups without a value come last in both directions; equal ones keep their order.
    pub fn put(self, rows: &mut [GroupRow], name: impl Fn(&Group) -> String) {
        if self.column == Column::Name {
            rows.sort_by_cached_key(|row| folded(&name(&row.group)));
            if self.is_descending {
                rows.reverse();
            }
            return;
        }
        rows.sort_by(|one, other| {
            let values = (
                self.column.value(&one.figures),
                self.column.value(&other.figures),
            );
            match values {
                (Some(one), Some(other)) if self.is_descending => Reverse(one).cmp(&Reverse(other)),
                (Some(one), Some(other)) => one.cmp(&other),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => Ordering::Equal,
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sanh_domain::id::AgencyId;
    use sanh_domain::report::counts::Flows;
    use sanh_domain::report::model::PeriodTotals;

    fn row(id: i64, received: u64, early: u64, late: u64) -> GroupRow {
        let flows = Flows {
            received_online: received,
            early,
            late,
            ..Flows::default()
        };
        GroupRow {
            group: Group::Agency(AgencyId(id)),
            figures: Throughput {
                moved: PeriodTotals {
                    flows,
                    ..PeriodTotals::default()
                },
                standing: None,
            },
        }
    }

    fn order(sort: Sort, rows: &[GroupRow]) -> Vec<String> {
        let mut rows = rows.to_vec();
        sort.put(&mut rows, |group| match group {
            Group::Agency(AgencyId(1)) => "Đất đai".to_owned(),
            Group::Agency(AgencyId(2)) => "An ninh".to_owned(),
            _ => "Xây dựng".to_owned(),
        });
        rows.iter().map(|row| row.group.to_string()).collect()
    }

    #[test]
    fn figures_are_sorted_from_the_greatest_and_names_alphabetically_without_diacritics() {
        let rows = [row(1, 5, 1, 0), row(2, 9, 0, 0), row(3, 7, 3, 1)];
        let by = |column| Sort::toggled(column, None);
        assert_eq!(order(by(Column::Received), &rows), ["2", "3", "1"]);
        assert_eq!(order(by(Column::Name), &rows), ["2", "1", "3"]);
        let turned = Sort::toggled(Column::Name, Some(by(Column::Name)));
        assert_eq!(order(turned, &rows), ["3", "1", "2"]);
    }

    #[test]
    fn groups_without_a_rate_come_last_in_both_orders() {
        let rows = [row(1, 5, 1, 0), row(2, 9, 0, 0), row(3, 7, 3, 1)];
        let down = Sort::toggled(Column::Rate, None);
        assert_eq!(order(down, &rows), ["1", "3", "2"]);
        let up = Sort::toggled(Column::Rate, Some(down));
        assert_eq!(order(up, &rows), ["3", "1", "2"]);
    }

    #[test]
    fn every_column_is_parsed_from_its_text() {
        for column in Column::ALL {
            assert_eq!(Column::read(column.as_str()), Some(column));
        }
        assert_eq!(Sort::read(Column::Late, Some("upwards")), None);
    }
}
