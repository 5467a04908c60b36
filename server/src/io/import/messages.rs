//! The messages of an import for pages: as codes, so that they are shown in the reader's language.

use sanh_domain::import::model::{BadValue, ImportReport, ReaderMessage, UnmovedDossier};

use super::ImportError;
use super::mapping::MappingError;
use super::reason::Reason;
use super::report::{InvalidValue, Report, UnwrittenDossier, UnwrittenReason};
use super::table_error::TableError;

/// A report for a page.
///
/// # Errors
/// Never for a report in memory; the type keeps callers from assuming that.
pub fn report(report: &Report) -> std::io::Result<ImportReport> {
    let mut printed = Vec::new();
    report.write(&mut printed)?;
    Ok(ImportReport {
        counts: report.counts(),
        bad: report.bad.listed().iter().map(bad).collect(),
        unmoved: report.unmoved.first.iter().map(unmoved).collect(),
        missing: report
            .missing
            .first
            .iter()
            .map(|code| code.as_str().to_owned())
            .collect(),
        lines_left_out: report.reading.left_out.total,
        hidden_rows: report.reading.hidden_rows,
        cleaned_cells: report.reading.cleaned_cells,
        printed: String::from_utf8_lossy(&printed).into_owned(),
    })
}

/// Why nothing could be imported, for a page.
pub fn fault(error: &ImportError) -> ReaderMessage {
    let english = error.to_string();
    match error {
        ImportError::NoColumn { wanted, .. } => message("no_column", vec![wanted.clone()], english),
        ImportError::ColumnTwice(column) => message("column_twice", vec![column.clone()], english),
        ImportError::Table(error) => table(error, english),
        ImportError::Mapping(error) => mapping(error),
        ImportError::DateOrder {
            column,
            line,
            value,
            ..
        } => message(
            "date_order",
            vec![column.clone(), line.to_string(), value.clone()],
            english,
        ),
        ImportError::Unfinished(_) => message("unfinished", Vec::new(), english),
        ImportError::Stopped => message("stopped", Vec::new(), english),
        ImportError::Disk(_) => message("disk", Vec::new(), english),
        // A database's message may quote stored values.
        ImportError::Store(_) => message("database", Vec::new(), "the database failed".to_owned()),
        ImportError::Reader => message("reader", Vec::new(), english),
    }
}

/// Why a mapping cannot be used, for a page.
pub fn mapping(error: &MappingError) -> ReaderMessage {
    message("mapping", Vec::new(), error.to_string())
}

fn message(code: &str, parts: Vec<String>, english: String) -> ReaderMessage {
    ReaderMessage {
        code: code.to_owned(),
        parts,
        english,
    }
}

fn table(error: &TableError, english: String) -> ReaderMessage {
    let (code, parts) = match error {
        TableError::BadEncoding(fault) => (
            "bad_encoding",
            vec![fault.line.to_string(), fault.encoding.to_string()],
        ),
        TableError::UnsupportedEncoding(name) => ("unsupported_encoding", vec![(*name).to_owned()]),
        TableError::FontEncoding(font) => ("font_encoding", vec![font.name().to_owned()]),
        TableError::Password => ("password", Vec::new()),
        TableError::NoHeader(_) => ("no_header", Vec::new()),
        TableError::NoSheet { wanted, .. } => ("no_sheet", vec![wanted.clone()]),
        TableError::Workbook(_) => ("workbook", Vec::new()),
        TableError::Broken { line, .. } => ("broken", vec![line.to_string()]),
        TableError::TooMuch { .. } => ("too_much", Vec::new()),
        TableError::Io(_) => ("", Vec::new()),
    };
    message(code, parts, english)
}

fn bad(bad: &InvalidValue) -> BadValue {
    BadValue {
        line: bad.line,
        column: bad.column.clone(),
        value: bad.value.clone(),
        reason: reason(&bad.reason),
    }
}

fn reason(reason: &Reason) -> ReaderMessage {
    let (code, parts) = match reason {
        Reason::Missing => ("missing", Vec::new()),
        Reason::CellCount { found, wanted } => {
            ("cell_count", vec![found.to_string(), wanted.to_string()])
        }
        Reason::CellTooLong(bytes) => ("cell_too_long", vec![bytes.to_string()]),
        Reason::Code(_) => ("code", Vec::new()),
        Reason::FormulaWithoutValue => ("formula_without_value", Vec::new()),
        Reason::SheetFault => ("sheet_fault", Vec::new()),
        Reason::NotADate => ("not_a_date", Vec::new()),
        Reason::NotALimit => ("not_a_limit", Vec::new()),
        Reason::ImplausibleDate => ("implausible_date", Vec::new()),
        Reason::NoSuchTime => ("no_such_time", Vec::new()),
        Reason::InFuture => ("in_future", Vec::new()),
        Reason::UnknownChannel => ("unknown_channel", Vec::new()),
        Reason::UnknownStatus => ("unknown_status", Vec::new()),
        Reason::NotAnOrder => ("not_an_order", Vec::new()),
        Reason::EndBeforeStart => ("end_before_start", Vec::new()),
        Reason::ReceivedBeforeRegistered => ("received_before_registered", Vec::new()),
        Reason::HandedOverBeforeEnd => ("handed_over_before_end", Vec::new()),
        Reason::NoReception => ("no_reception", Vec::new()),
        Reason::ReceivedAgainstStatus => ("received_against_status", Vec::new()),
        Reason::NoEnd => ("no_end", Vec::new()),
        Reason::EndAgainstStatus => ("end_against_status", Vec::new()),
        Reason::Differs(line) => ("differs", vec![line.to_string()]),
        Reason::Repeated(line) => ("repeated", vec![line.to_string()]),
        Reason::TooManyRows(rows) => ("too_many_rows", vec![rows.to_string()]),
        Reason::OfBadDossier(line) => ("of_bad_dossier", vec![line.to_string()]),
        Reason::UnknownLabel => ("unknown_label", Vec::new()),
        Reason::NoHistory(_) => ("no_history", Vec::new()),
    };
    message(code, parts, reason.to_string())
}

fn unmoved(unmoved: &UnwrittenDossier) -> UnmovedDossier {
    let (code, parts) = match &unmoved.why {
        UnwrittenReason::Older => ("older", Vec::new()),
        UnwrittenReason::Fixed(_) => ("fixed", Vec::new()),
        UnwrittenReason::Staff => ("staff", Vec::new()),
        UnwrittenReason::Overtaken => ("overtaken", Vec::new()),
        UnwrittenReason::Broken(_) => ("broken_history", Vec::new()),
    };
    UnmovedDossier {
        line: unmoved.line,
        code: unmoved.code.as_str().to_owned(),
        why: message(code, parts, unmoved.why.to_string()),
    }
}
