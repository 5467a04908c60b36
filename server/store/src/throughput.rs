//! The rows of the counters of throughput.

use super::conn::Conn;
use super::counting::FLOWS;
use super::error::Result;
use super::row::row;
use super::row_page::fetch_table;

/// The number of sums in a row of flows: [`FLOWS`], and the working minutes of the resolved dossiers.
pub(super) const SUMS: usize = FLOWS.len() + 1;

/// The counts of one dossier, in the order of the columns.
pub(super) type Sums = [i64; SUMS];

/// Declares a row of flows: its keys, and the sums after them.
macro_rules! flow_row {
    ($(#[$doc:meta])* $name:ident of $table:literal { $($key:ident: $type:ty,)+ }) => {
        row! {
            $(#[$doc])*
            $name of $table {
                $($key: $type,)+
                received_online: i64,
                received_direct: i64,
                received_post: i64,
                early: i64,
                on_time: i64,
                late: i64,
                first_late: i64,
                withdrawn: i64,
                ineligible: i64,
                refused: i64,
                handed_over: i64,
                handled_min: i64,
            }
        }

        impl $name {
            pub(super) fn of(($($key,)+): ($($type,)+), sums: Sums) -> Self {
                let [
                    received_online,
                    received_direct,
                    received_post,
                    early,
                    on_time,
                    late,
                    first_late,
                    withdrawn,
                    ineligible,
                    refused,
                    handed_over,
                    handled_min,
                ] = sums;
                Self {
                    $($key,)+
                    received_online,
                    received_direct,
                    received_post,
                    early,
                    on_time,
                    late,
                    first_late,
                    withdrawn,
                    ineligible,
                    refused,
                    handed_over,
                    handled_min,
                }
            }

            pub(super) fn key(&self) -> ($($type,)+) {
                ($(self.$key.clone(),)+)
            }

            pub(super) fn sums(&self) -> Sums {
                [
                    self.received_online,
                    self.received_direct,
                    self.received_post,
                    self.early,
                    self.on_time,
                    self.late,
                    self.first_late,
                    self.withdrawn,
                    self.ineligible,
                    self.refused,
                    self.handed_over,
                    self.handled_min,
                ]
            }

            pub(super) fn is_zero(&self) -> bool {
                *self == Self::of(self.key(), [0; SUMS])
            }
        }
    };
}

/// Declares a row of a histogram: its keys, the bin, and the count.
macro_rules! time_row {
    ($(#[$doc:meta])* $name:ident of $table:literal { $($key:ident: $type:ty,)+ }) => {
        row! {
            $(#[$doc])*
            $name of $table {
                $($key: $type,)+
                working_time_bin: i64,
                n: i64,
            }
        }

        impl $name {
            pub(super) fn of((($($key,)+), working_time_bin): (($($type,)+), i64), n: i64) -> Self {
                Self {
                    $($key,)+
                    working_time_bin,
                    n,
                }
            }

            pub(super) fn key(&self) -> (($($type,)+), i64) {
                (($(self.$key.clone(),)+), self.working_time_bin)
            }
        }
    };
}

flow_row! {
    /// Flows of a day, month or year, by agency, field and channel.
    ThroughputRow of "throughput_counter" {
        bucket: i64,
        agency_id: i64,
        field_id: i64,
        channel: String,
        counted_in: String,
    }
}

flow_row! {
    /// The same by procedure.
    ProcedureRow of "throughput_procedure" {
        bucket: i64,
        procedure_id: i64,
        agency_id: i64,
        field_id: i64,
        counted_in: String,
    }
}

flow_row! {
    /// The same by person.
    PersonRow of "throughput_person" {
        bucket: i64,
        person: String,
        agency_id: i64,
        counted_in: String,
    }
}

time_row! {
    /// Resolved dossiers by working time, by agency, field and channel.
    TimeRow of "working_time_counter" {
        bucket: i64,
        agency_id: i64,
        field_id: i64,
        channel: String,
        counted_in: String,
    }
}

time_row! {
    /// The same by procedure.
    ProcedureTimeRow of "working_time_procedure" {
        bucket: i64,
        procedure_id: i64,
        agency_id: i64,
        field_id: i64,
        counted_in: String,
    }
}

time_row! {
    /// The same by person.
    PersonTimeRow of "working_time_person" {
        bucket: i64,
        person: String,
        agency_id: i64,
        counted_in: String,
    }
}

/// The rows of every counter of throughput.
pub(super) struct ThroughputRows {
    pub counter: Vec<ThroughputRow>,
    pub procedure: Vec<ProcedureRow>,
    pub person: Vec<PersonRow>,
    pub time: Vec<TimeRow>,
    pub procedure_time: Vec<ProcedureTimeRow>,
    pub person_time: Vec<PersonTimeRow>,
}

/// Every row of the counters of throughput.
pub(super) async fn load(conn: &mut Conn<'_>) -> Result<ThroughputRows> {
    Ok(ThroughputRows {
        counter: fetch_table(conn).await?,
        procedure: fetch_table(conn).await?,
        person: fetch_table(conn).await?,
        time: fetch_table(conn).await?,
        procedure_time: fetch_table(conn).await?,
        person_time: fetch_table(conn).await?,
    })
}
