//! The rows of the counters of throughput, and what they must hold, counted in memory by the rules of
//! [`counting`](super::counting).

use std::collections::HashMap;

use sanh_domain::dossier::CountedIn;
use sqlx::query_as;

use super::conn::{Conn, on};
use super::counter_row::buckets;
use super::counting::{CountedMoment, FLOWS};
use super::dossier::DossierRow;
use super::error::Result;
use super::row::{row, select};

/// The number of sums in a row of flows: [`FLOWS`], and the working minutes of the resolved dossiers.
const SUMS: usize = FLOWS.len() + 1;

/// The counts of one dossier, in the order of the columns.
type Sums = [i64; SUMS];

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
            fn of(($($key,)+): ($($type,)+), sums: Sums) -> Self {
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

            fn sums(&self) -> Sums {
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
            fn of((($($key,)+), working_time_bin): (($($type,)+), i64), n: i64) -> Self {
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

/// Numbers for texts: long keys are counted by number.
#[derive(Debug, Default)]
struct Texts {
    numbers: HashMap<String, i64>,
}

impl Texts {
    fn number(&mut self, text: &str) -> i64 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = i64::try_from(self.numbers.len()).unwrap_or(i64::MAX);
        self.numbers.insert(text.to_owned(), number);
        number
    }

    /// The texts by their numbers.
    fn by_number(&self) -> HashMap<i64, &str> {
        let pairs = self.numbers.iter();
        pairs
            .map(|(text, number)| (*number, text.as_str()))
            .collect()
    }
}

/// A key, as numbers: bucket, three others, and the figures in which it counts.
type Key = [i64; 5];

/// Counts of dossiers, with the keys of the counters of throughput.
#[derive(Debug, Default)]
pub(super) struct Throughput {
    texts: Texts,
    counter: HashMap<Key, Sums>,
    procedure: HashMap<Key, Sums>,
    person: HashMap<Key, Sums>,
    time: HashMap<(Key, i64), i64>,
    procedure_time: HashMap<(Key, i64), i64>,
    person_time: HashMap<(Key, i64), i64>,
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

/// A dossier's event on a day, and its person.
struct DayEvent<'r> {
    row: &'r DossierRow,
    day: i64,
    person: Option<&'r str>,
    sums: Sums,
    bin: Option<i64>,
}

impl Throughput {
    /// Adds a dossier (`times` 1) or removes it (-1).
    pub(super) fn add(&mut self, row: &DossierRow, times: i64) {
        // These dossiers are in no counter.
        if row.counted_in == CountedIn::None.as_str() {
            return;
        }
        for event in CountedMoment::ALL
            .into_iter()
            .filter_map(|moment| event(moment, row))
        {
            self.put(&event, times);
        }
    }

    fn put(&mut self, event: &DayEvent<'_>, times: i64) {
        let DayEvent {
            row,
            day,
            person,
            sums,
            bin,
        } = event;
        let channel = self.texts.number(&row.channel);
        let person = self.texts.number(person.unwrap_or_default());
        let procedure = row.procedure_id.unwrap_or_default();
        let (agency, field) = (row.agency_id, row.field_id);
        let all = self.texts.number("");
        let counted_in = self.texts.number(&row.counted_in);
        let is_in_all = row.counted_in != CountedIn::Agency.as_str();
        for bucket in buckets(*day) {
            let by = [bucket, agency, field, channel, counted_in];
            add(self.counter.entry(by).or_default(), sums, times);
            if is_in_all {
                let by = [bucket, 0, 0, all, counted_in];
                add(self.counter.entry(by).or_default(), sums, times);
            }
            let by = [bucket, procedure, agency, field, counted_in];
            add(self.procedure.entry(by).or_default(), sums, times);
            let by = [bucket, person, agency, 0, counted_in];
            add(self.person.entry(by).or_default(), sums, times);
        }
        let Some(bin) = *bin else { return };
        for bucket in buckets(*day).into_iter().filter(|_| is_in_all) {
            let by = [bucket, 0, 0, all, counted_in];
            *self.time.entry((by, bin)).or_default() += times;
        }
        let [_, month, year] = buckets(*day);
        for bucket in [month, year] {
            let by = [bucket, agency, field, channel, counted_in];
            *self.time.entry((by, bin)).or_default() += times;
            let by = [bucket, procedure, agency, field, counted_in];
            *self.procedure_time.entry((by, bin)).or_default() += times;
            let by = [bucket, person, agency, 0, counted_in];
            *self.person_time.entry((by, bin)).or_default() += times;
        }
    }

    /// Subtracts the values of counters.
    pub(super) fn take_out(&mut self, held: &ThroughputRows) {
        for row in &held.counter {
            let channel = self.texts.number(&row.channel);
            let counted_in = self.texts.number(&row.counted_in);
            let by = [row.bucket, row.agency_id, row.field_id, channel, counted_in];
            add(self.counter.entry(by).or_default(), &row.sums(), -1);
        }
        for row in &held.procedure {
            let counted_in = self.texts.number(&row.counted_in);
            let (procedure, agency, field) = (row.procedure_id, row.agency_id, row.field_id);
            let by = [row.bucket, procedure, agency, field, counted_in];
            add(self.procedure.entry(by).or_default(), &row.sums(), -1);
        }
        for row in &held.person {
            let person = self.texts.number(&row.person);
            let counted_in = self.texts.number(&row.counted_in);
            let by = [row.bucket, person, row.agency_id, 0, counted_in];
            add(self.person.entry(by).or_default(), &row.sums(), -1);
        }
        self.take_out_times(held);
    }

    fn take_out_times(&mut self, held: &ThroughputRows) {
        for row in &held.time {
            let channel = self.texts.number(&row.channel);
            let counted_in = self.texts.number(&row.counted_in);
            let by = [row.bucket, row.agency_id, row.field_id, channel, counted_in];
            *self.time.entry((by, row.working_time_bin)).or_default() -= row.n;
        }
        for row in &held.procedure_time {
            let counted_in = self.texts.number(&row.counted_in);
            let (procedure, agency, field) = (row.procedure_id, row.agency_id, row.field_id);
            let by = [row.bucket, procedure, agency, field, counted_in];
            let times = self.procedure_time.entry((by, row.working_time_bin));
            *times.or_default() -= row.n;
        }
        for row in &held.person_time {
            let person = self.texts.number(&row.person);
            let counted_in = self.texts.number(&row.counted_in);
            let by = [row.bucket, person, row.agency_id, 0, counted_in];
            *self
                .person_time
                .entry((by, row.working_time_bin))
                .or_default() -= row.n;
        }
    }

    /// The rows for the counters, in the order of their keys; rows with zeros only are left out.
    pub(super) fn into_rows(self) -> ThroughputRows {
        let texts = self.texts.by_number();
        let text = |number: i64| texts.get(&number).copied().unwrap_or_default().to_owned();
        let of_counter = |[bucket, agency, field, channel, counted_in]: Key| {
            (bucket, agency, field, text(channel), text(counted_in))
        };
        let of_procedure = |[bucket, procedure, agency, field, counted_in]: Key| {
            (bucket, procedure, agency, field, text(counted_in))
        };
        let of_person = |[bucket, person, agency, _, counted_in]: Key| {
            (bucket, text(person), agency, text(counted_in))
        };
        let mut rows = ThroughputRows {
            counter: flows(self.counter, |key, sums| {
                ThroughputRow::of(of_counter(key), sums)
            }),
            procedure: flows(self.procedure, |key, sums| {
                ProcedureRow::of(of_procedure(key), sums)
            }),
            person: flows(self.person, |key, sums| PersonRow::of(of_person(key), sums)),
            time: times(self.time, |(key, bin), n| {
                TimeRow::of((of_counter(key), bin), n)
            }),
            procedure_time: times(self.procedure_time, |(key, bin), n| {
                ProcedureTimeRow::of((of_procedure(key), bin), n)
            }),
            person_time: times(self.person_time, |(key, bin), n| {
                PersonTimeRow::of((of_person(key), bin), n)
            }),
        };
        rows.counter.sort_by_cached_key(ThroughputRow::key);
        rows.procedure.sort_by_cached_key(ProcedureRow::key);
        rows.person.sort_by_cached_key(PersonRow::key);
        rows.time.sort_by_cached_key(TimeRow::key);
        rows.procedure_time
            .sort_by_cached_key(ProcedureTimeRow::key);
        rows.person_time.sort_by_cached_key(PersonTimeRow::key);
        rows
    }
}

fn flows<R>(counted: HashMap<Key, Sums>, row: impl Fn(Key, Sums) -> R) -> Vec<R> {
    let told = counted.into_iter().filter(|(_, sums)| *sums != [0; SUMS]);
    told.map(|(key, sums)| row(key, sums)).collect()
}

fn times<R>(counted: HashMap<(Key, i64), i64>, row: impl Fn((Key, i64), i64) -> R) -> Vec<R> {
    let told = counted.into_iter().filter(|(_, n)| *n != 0);
    told.map(|(key, n)| row(key, n)).collect()
}

fn add(sums: &mut Sums, more: &Sums, times: i64) {
    sums.iter_mut()
        .zip(more)
        .for_each(|(sum, n)| *sum += n * times);
}

fn event(moment: CountedMoment, row: &DossierRow) -> Option<DayEvent<'_>> {
    let (day, flows) = moment.counted(row)?;
    let is_end = moment == CountedMoment::Ended;
    let mut sums = [0; SUMS];
    sums[..flows.len()].copy_from_slice(&flows);
    if is_end && row.outcome.is_some() {
        sums[SUMS - 1] = row.handled_min.unwrap_or_default();
    }
    Some(DayEvent {
        row,
        day,
        person: moment.person(row),
        sums,
        bin: row.working_time_bin.filter(|_| is_end),
    })
}

/// Every row of the counters of throughput.
pub(super) async fn load(conn: &mut Conn<'_>) -> Result<ThroughputRows> {
    macro_rules! all {
        ($row:ident) => {{
            let sql = select::<$row>("");
            on!(&mut *conn, c => query_as(sql).fetch_all(&mut **c).await)?
        }};
    }
    Ok(ThroughputRows {
        counter: all!(ThroughputRow),
        procedure: all!(ProcedureRow),
        person: all!(PersonRow),
        time: all!(TimeRow),
        procedure_time: all!(ProcedureTimeRow),
        person_time: all!(PersonTimeRow),
    })
}
