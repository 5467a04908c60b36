//! What the counters of throughput must hold, counted in memory by the rules of [`counting`](crate::counting).

use std::collections::HashMap;

use sanh_domain::dossier::CountedIn;

use crate::counter_row::buckets;
use crate::counting::CountedMoment;
use crate::dossier::DossierRow;
use crate::throughput::{
    PersonRow, PersonTimeRow, ProcedureRow, ProcedureTimeRow, SUMS, Sums, ThroughputRow,
    ThroughputRows, TimeRow,
};

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

/// Counts of dossiers for the counters of throughput: by day, and by month where the counters have no days.
#[derive(Debug, Default)]
pub(crate) struct Throughput {
    texts: Texts,
    counter: HashMap<Key, Sums>,
    procedure: HashMap<Key, Sums>,
    person: HashMap<Key, Sums>,
    /// Of the centre, by day.
    centre_time: HashMap<(Key, i64), i64>,
    /// By month.
    time: HashMap<(Key, i64), i64>,
    /// By month.
    procedure_time: HashMap<(Key, i64), i64>,
    /// By month.
    person_time: HashMap<(Key, i64), i64>,
}

/// The same with the keys of the counters: by month and year, and by day where they have days.
pub(crate) struct ThroughputSums {
    texts: Texts,
    counter: HashMap<Key, Sums>,
    procedure: HashMap<Key, Sums>,
    person: HashMap<Key, Sums>,
    time: HashMap<(Key, i64), i64>,
    procedure_time: HashMap<(Key, i64), i64>,
    person_time: HashMap<(Key, i64), i64>,
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
    pub(crate) fn add(&mut self, row: &DossierRow, times: i64) {
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
        let counted_in = self.texts.number(&row.counted_in);
        let of_counter = |bucket| [bucket, agency, field, channel, counted_in];
        let of_procedure = |bucket| [bucket, procedure, agency, field, counted_in];
        let of_person = |bucket| [bucket, person, agency, 0, counted_in];
        add(
            self.counter.entry(of_counter(*day)).or_default(),
            sums,
            times,
        );
        add(
            self.procedure.entry(of_procedure(*day)).or_default(),
            sums,
            times,
        );
        add(self.person.entry(of_person(*day)).or_default(), sums, times);
        let Some(bin) = *bin else { return };
        if is_in_centre(&row.counted_in) {
            let by = [*day, 0, 0, self.texts.number(""), counted_in];
            *self.centre_time.entry((by, bin)).or_default() += times;
        }
        let [_, month, _] = buckets(*day);
        *self.time.entry((of_counter(month), bin)).or_default() += times;
        *self
            .procedure_time
            .entry((of_procedure(month), bin))
            .or_default() += times;
        *self.person_time.entry((of_person(month), bin)).or_default() += times;
    }

    /// The rows for the counters, in the order of their keys; rows with zeros only are left out.
    pub(crate) fn into_rows(self) -> ThroughputRows {
        self.sums().into_rows()
    }

    pub(crate) fn sums(mut self) -> ThroughputSums {
        let all = self.texts.number("");
        let texts = self.texts.by_number();
        let mut counter: HashMap<Key, Sums> = HashMap::new();
        for (key, sums) in &self.counter {
            let [day, .., counted_in] = *key;
            let is_in_centre = texts
                .get(&counted_in)
                .is_some_and(|text| is_in_centre(text));
            for bucket in buckets(day) {
                add(
                    counter.entry(with_bucket(*key, bucket)).or_default(),
                    sums,
                    1,
                );
                if is_in_centre {
                    let by = [bucket, 0, 0, all, counted_in];
                    add(counter.entry(by).or_default(), sums, 1);
                }
            }
        }
        let mut time = month_and_year(self.time);
        for ((key, bin), n) in self.centre_time {
            for bucket in buckets(key[0]) {
                *time.entry((with_bucket(key, bucket), bin)).or_default() += n;
            }
        }
        ThroughputSums {
            counter,
            procedure: day_month_and_year(self.procedure),
            person: day_month_and_year(self.person),
            time,
            procedure_time: month_and_year(self.procedure_time),
            person_time: month_and_year(self.person_time),
            texts: self.texts,
        }
    }
}

/// Whether the centre counts dossiers that are counted in these figures.
fn is_in_centre(counted_in: &str) -> bool {
    counted_in != CountedIn::Agency.as_str()
}

const fn with_bucket(mut key: Key, bucket: i64) -> Key {
    key[0] = bucket;
    key
}

fn day_month_and_year(days: HashMap<Key, Sums>) -> HashMap<Key, Sums> {
    let mut all: HashMap<Key, Sums> = HashMap::with_capacity(days.len());
    for (key, sums) in days {
        for bucket in buckets(key[0]) {
            add(all.entry(with_bucket(key, bucket)).or_default(), &sums, 1);
        }
    }
    all
}

fn month_and_year(months: HashMap<(Key, i64), i64>) -> HashMap<(Key, i64), i64> {
    let mut all = HashMap::with_capacity(months.len());
    for ((key, bin), n) in months {
        let [_, month, year] = buckets(key[0]);
        for bucket in [month, year] {
            *all.entry((with_bucket(key, bucket), bin)).or_default() += n;
        }
    }
    all
}

impl ThroughputSums {
    /// Adds the values of counters (`times` 1), or subtracts them (-1).
    pub(crate) fn add(&mut self, held: &ThroughputRows, times: i64) {
        for row in &held.counter {
            let channel = self.texts.number(&row.channel);
            let counted_in = self.texts.number(&row.counted_in);
            let by = [row.bucket, row.agency_id, row.field_id, channel, counted_in];
            add(self.counter.entry(by).or_default(), &row.sums(), times);
        }
        for row in &held.procedure {
            let counted_in = self.texts.number(&row.counted_in);
            let (procedure, agency, field) = (row.procedure_id, row.agency_id, row.field_id);
            let by = [row.bucket, procedure, agency, field, counted_in];
            add(self.procedure.entry(by).or_default(), &row.sums(), times);
        }
        for row in &held.person {
            let person = self.texts.number(&row.person);
            let counted_in = self.texts.number(&row.counted_in);
            let by = [row.bucket, person, row.agency_id, 0, counted_in];
            add(self.person.entry(by).or_default(), &row.sums(), times);
        }
        self.add_times(held, times);
    }

    fn add_times(&mut self, held: &ThroughputRows, times: i64) {
        for row in &held.time {
            let channel = self.texts.number(&row.channel);
            let counted_in = self.texts.number(&row.counted_in);
            let by = [row.bucket, row.agency_id, row.field_id, channel, counted_in];
            *self.time.entry((by, row.working_time_bin)).or_default() += row.n * times;
        }
        for row in &held.procedure_time {
            let counted_in = self.texts.number(&row.counted_in);
            let (procedure, agency, field) = (row.procedure_id, row.agency_id, row.field_id);
            let by = [row.bucket, procedure, agency, field, counted_in];
            let n = self.procedure_time.entry((by, row.working_time_bin));
            *n.or_default() += row.n * times;
        }
        for row in &held.person_time {
            let person = self.texts.number(&row.person);
            let counted_in = self.texts.number(&row.counted_in);
            let by = [row.bucket, person, row.agency_id, 0, counted_in];
            *self
                .person_time
                .entry((by, row.working_time_bin))
                .or_default() += row.n * times;
        }
    }

    /// Whether every count is 0.
    pub(crate) fn is_zero(&self) -> bool {
        let flows = [&self.counter, &self.procedure, &self.person];
        let times = [&self.time, &self.procedure_time, &self.person_time];
        flows
            .iter()
            .all(|of| of.values().all(|sums| *sums == [0; SUMS]))
            && times.iter().all(|of| of.values().all(|n| *n == 0))
    }

    /// The rows, in the order of their keys; rows with zeros only are left out.
    pub(crate) fn into_rows(self) -> ThroughputRows {
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
