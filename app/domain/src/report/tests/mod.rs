//! What throughput's rules are shown to do.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod comparing;
mod forecasts;
mod quality;
mod times;
mod words;

use chrono::NaiveDate;
use chrono_tz::Asia::Ho_Chi_Minh;

use crate::deadline::calendar::Calendar;
use crate::deadline::{seed_days_2025_2027, seed_office_hours};

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn calendar() -> Calendar {
    Calendar::new(
        Ho_Chi_Minh,
        vec![seed_office_hours(date("2024-01-01"))],
        seed_days_2025_2027(),
    )
}
