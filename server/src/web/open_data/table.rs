//! The figures as a table: a line per period and field, with a line for the total.

use sanh_domain::board::edition::Edition;
use sanh_domain::board::percentage::Rate;
use sanh_domain::report::sheet::neutral;

/// The boards of an edition as CSV: UTF-8 with a byte order mark, commas, line ends as in RFC 4180. Counts are of dossiers,
/// rates in percent with a decimal point, times in working minutes, instants in RFC 3339.
///
/// # Errors
///
/// When it cannot be written, which is a bug of ours.
pub(super) fn csv(edition: &Edition) -> Result<Vec<u8>, csv::Error> {
    // The byte order mark tells spreadsheets that the text is UTF-8.
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(vec![0xEF, 0xBB, 0xBF]);
    writer.write_record([
        "period_from",
        "period_to",
        "field",
        "field_vi",
        "field_en",
        "received",
        "early",
        "on_time",
        "late",
        "pending",
        "rate_percent",
        "time_80_working_minutes",
        "at",
        "version",
    ])?;
    for board in &edition.boards {
        let period = board.period();
        let shared = |rest: [String; 10]| {
            let mut record = vec![period.from.to_string(), period.to.to_string()];
            record.extend(rest);
            record.push(board.at().to_rfc3339());
            record.push(edition.version.to_string());
            record
        };
        let sums = board.sums();
        writer.write_record(shared([
            "total".to_owned(),
            String::new(),
            String::new(),
            sums.received().to_string(),
            sums.early().to_string(),
            sums.on_time().to_string(),
            sums.late().to_string(),
            sums.pending().to_string(),
            percent(sums.rate().map(Rate::tenths)),
            optional(board.time_80().map(|time| time.0)),
        ]))?;
        for row in board.rows() {
            let name = row.name();
            writer.write_record(shared([
                row.key().to_owned(),
                neutral(name.map_or("Lĩnh vực khác", |name| &name.vi)).into_owned(),
                neutral(name.and_then(|name| name.en.as_deref()).unwrap_or_default()).into_owned(),
                row.received().to_string(),
                row.early().to_string(),
                row.on_time().to_string(),
                row.late().to_string(),
                row.pending().to_string(),
                percent(row.rate().map(Rate::tenths)),
                optional(row.time_80().map(|time| time.0)),
            ]))?;
        }
    }
    writer
        .into_inner()
        .map_err(|error| csv::Error::from(error.into_error()))
}

fn percent(tenths: Option<u16>) -> String {
    tenths.map_or_else(String::new, |tenths| {
        format!("{}.{}", tenths / 10, tenths % 10)
    })
}

fn optional(minutes: Option<u32>) -> String {
    minutes.map_or_else(String::new, |minutes| minutes.to_string())
}
