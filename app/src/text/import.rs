//! The names and messages of imports in the reader's language.

use sanh_domain::import::draft::{DateOrder, Fact};
use sanh_domain::import::model::{ReaderMessage, StatusWord};
use sanh_domain::import::state::ImportState;
use sanh_domain::language::Lang;

use crate::text::Messages;
use crate::text::dossier::status_name;
use crate::text::number::number;

/// Bytes of a kilobyte and of a megabyte, as file managers show them.
const KB: u64 = 1_024;
const MB: u64 = KB * KB;

/// The name of an import's state.
#[must_use]
pub fn state_name(lang: Lang, state: ImportState) -> String {
    let words = lang.words();
    match state {
        ImportState::Uploaded => words.import_state_uploaded(),
        ImportState::Mapped => words.import_state_mapped(),
        ImportState::Checking => words.import_state_checking(),
        ImportState::Checked => words.import_state_checked(),
        ImportState::Applying => words.import_state_applying(),
        ImportState::Applied => words.import_state_applied(),
        ImportState::Failed => words.import_state_failed(),
        ImportState::Interrupted => words.import_state_interrupted(),
        ImportState::Removed => words.import_state_removed(),
    }
}

/// The name of a column's meaning.
#[must_use]
pub fn fact_name(lang: Lang, fact: Fact) -> String {
    let words = lang.words();
    match fact {
        Fact::Code => words.import_fact_code(),
        Fact::Received => words.import_fact_received(),
        Fact::Due => words.import_fact_due(),
        Fact::Ended => words.import_fact_ended(),
        Fact::Status => words.import_fact_status(),
        Fact::Channel => words.import_fact_channel(),
        Fact::AgencyName => words.import_fact_agency_name(),
        Fact::AgencyCode => words.import_fact_agency_code(),
        Fact::FieldName => words.import_fact_field_name(),
        Fact::FieldCode => words.import_fact_field_code(),
        Fact::ProcedureName => words.import_fact_procedure_name(),
        Fact::ProcedureCode => words.import_fact_procedure_code(),
        Fact::Limit => words.import_fact_limit(),
        Fact::Registered => words.import_fact_registered(),
        Fact::HandedOver => words.import_fact_handed_over(),
        Fact::Newer => words.import_fact_newer(),
        Fact::Event => words.import_fact_event(),
        Fact::EventAt => words.import_fact_event_at(),
    }
}

/// The name of the meaning of a word in the status column.
#[must_use]
pub fn meaning_name(lang: Lang, meaning: StatusWord) -> String {
    let words = lang.words();
    match meaning {
        StatusWord::Stopped => words.import_status_stopped(),
        StatusWord::Withdrawn => words.import_status_withdrawn(),
        other => status_name(lang, other.status()),
    }
}

/// The name of a date format.
#[must_use]
pub fn order_name(lang: Lang, order: DateOrder) -> String {
    let words = lang.words();
    match order {
        DateOrder::DayFirst => words.import_dates_day_first(),
        DateOrder::MonthFirst => words.import_dates_month_first(),
        DateOrder::Kept => words.import_dates_kept(),
    }
}

/// The size of a file.
#[must_use]
pub fn size(lang: Lang, bytes: u64) -> String {
    if bytes < MB {
        return format!("{} KB", number(lang, bytes.div_ceil(KB)));
    }
    let tenths = bytes.saturating_mul(10) / MB;
    let mark = match lang {
        Lang::Vi => ',',
        Lang::En => '.',
    };
    match tenths % 10 {
        0 => format!("{} MB", number(lang, tenths / 10)),
        tenth => format!("{}{mark}{tenth} MB", number(lang, tenths / 10)),
    }
}

/// What the reader tells, by its code; in the command line's words where it has learned to tell more than this page knows.
#[must_use]
#[allow(
    clippy::too_many_lines,
    reason = "one line for each thing that can be told"
)]
pub fn message_text(lang: Lang, told: &ReaderMessage) -> String {
    let words = lang.words();
    let part = |place: usize| told.parts.get(place).cloned().unwrap_or_default();
    match told.code.as_str() {
        "missing" => words.import_bad_missing(),
        "cell_count" => words.import_bad_cell_count(part(0), part(1)),
        "cell_too_long" => words.import_bad_cell_too_long(part(0)),
        "code" => words.import_bad_code(),
        "formula_without_value" => words.import_bad_formula_without_value(),
        "sheet_fault" => words.import_bad_sheet_fault(),
        "not_a_date" => words.import_bad_not_a_date(),
        "not_a_limit" => words.import_bad_not_a_limit(),
        "implausible_date" => words.import_bad_implausible_date(),
        "no_such_time" => words.import_bad_no_such_time(),
        "in_future" => words.import_bad_in_future(),
        "unknown_channel" => words.import_bad_unknown_channel(),
        "unknown_status" => words.import_bad_unknown_status(),
        "not_an_order" => words.import_bad_not_an_order(),
        "end_before_start" => words.import_bad_end_before_start(),
        "received_before_registered" => words.import_bad_received_before_registered(),
        "handed_over_before_end" => words.import_bad_handed_over_before_end(),
        "no_reception" => words.import_bad_no_reception(),
        "received_against_status" => words.import_bad_received_against_status(),
        "no_end" => words.import_bad_no_end(),
        "end_against_status" => words.import_bad_end_against_status(),
        "differs" => words.import_bad_differs(part(0)),
        "repeated" => words.import_bad_repeated(part(0)),
        "too_many_rows" => words.import_bad_too_many_rows(part(0)),
        "unknown_label" => words.import_bad_unknown_label(),
        "no_history" => words.import_bad_no_history(),
        "older" => words.import_left_older(),
        "fixed" => words.import_left_fixed(),
        "staff" => words.import_left_staff(),
        "overtaken" => words.import_left_overtaken(),
        "broken_history" => words.import_left_broken(),
        "no_column" => words.import_fault_no_column(part(0)),
        "column_twice" => words.import_fault_column_twice(part(0)),
        "bad_encoding" => words.import_fault_bad_encoding(part(0), part(1)),
        "unsupported_encoding" => words.import_fault_unsupported_encoding(part(0)),
        "font_encoding" => words.import_fault_font_encoding(part(0)),
        "password" => words.import_fault_password(),
        "date_order" => words.import_fault_date_order(part(0), part(1), part(2)),
        "no_header" => words.import_fault_no_header(),
        "no_sheet" => words.import_fault_no_sheet(part(0)),
        "workbook" => words.import_fault_workbook(),
        "broken" => words.import_fault_broken(part(0)),
        "too_much" => words.import_fault_too_much(),
        "unfinished" => words.import_fault_unfinished(),
        "stopped" => words.import_fault_stopped(),
        "disk" => words.import_fault_disk(),
        "database" => words.import_fault_database(),
        "reader" => words.import_fault_reader(),
        "mapping" => words.import_fault_mapping(&told.english),
        "no_file" => words.import_fault_no_file(),
        "file_too_large" => words.import_fault_file_too_large(),
        "cut_off" => words.import_fault_cut_off(),
        "too_slow" => words.import_fault_too_slow(),
        "busy" => words.import_fault_busy(),
        "too_many_files" => words.import_fault_too_many_files(part(0)),
        "too_many_mappings" => words.import_fault_too_many_mappings(),
        _ => words.import_fault_other(&told.english),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_written_as_file_managers_do() {
        assert_eq!(size(Lang::Vi, 1), "1 KB");
        assert_eq!(size(Lang::Vi, 209_715_200), "200 MB");
        assert_eq!(size(Lang::Vi, 1_258_292), "1,2 MB");
        assert_eq!(size(Lang::En, 1_258_292), "1.2 MB");
    }

    #[test]
    fn an_unknown_message_is_shown_in_the_command_lines_words() {
        let told = ReaderMessage {
            code: "something new".to_owned(),
            english: "something <new>".to_owned(),
            ..ReaderMessage::default()
        };
        assert!(message_text(Lang::Vi, &told).contains("something <new>"));
    }
}
