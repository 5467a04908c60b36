//! The register of a day as a table (form 06), always in Vietnamese, and without whoever applied where it does not tell them.

use sanh_domain::deadline::Instant;
use sanh_domain::dossier::file::Office;
use sanh_domain::dossier::register::{Register, RegisterRow};
use sanh_domain::language::Lang;
use sanh_domain::report::sheet::{Cell, Table};

use crate::text::Messages;
use crate::text::date::short_date;
use crate::text::dossier::{channel_name, named, state_name};

const LANG: Lang = Lang::Vi;

/// The lines above the table: who keeps it, what it is, and of which day.
#[must_use]
pub fn register_titles(office: &Office, register: &Register) -> Vec<String> {
    let words = LANG.words();
    let own = [office.parent.clone(), office.centre.vi.clone()];
    let own = own.into_iter().filter(|line| !line.is_empty());
    let title = words.register_title().to_uppercase();
    let day = words.register_day(short_date(register.date), register.rows.len());
    own.chain([title, day]).collect()
}

/// Its table.
#[must_use]
pub fn register_table(office: &Office, register: &Register) -> Table {
    let words = LANG.words();
    let mut head = vec![
        words.slip_papers_place(),
        words.slip_code(),
        words.register_procedure(),
    ];
    if register.has_names {
        head.extend([
            words.register_sets(),
            words.register_name(),
            words.register_reached(),
        ]);
    }
    head.extend([
        words.slip_agency(),
        words.register_received(),
        words.register_due(),
        words.register_handed_over(),
        words.register_channel(),
        words.register_signed(),
        words.control_note(),
    ]);
    let rows = (1..).zip(&register.rows);
    let rows = rows.map(|(place, row)| cells(office, register.has_names, place, row));
    Table {
        name: words.register_sheet(),
        head,
        rows: rows.collect(),
    }
}

fn cells(office: &Office, has_names: bool, place: u64, row: &RegisterRow) -> Vec<Cell> {
    let dossier = &row.dossier;
    let mut procedures = office.procedures.iter();
    let procedure = procedures.find(|it| Some(it.id) == dossier.procedure);
    let agency = office.agencies.iter().find(|it| it.id == dossier.agency);
    let text = |text: Option<String>| Cell::text(text.unwrap_or_default());
    let at = |at: Option<Instant>| Cell::local_time(at, office.calendar.zone());
    let mut cells = vec![
        Cell::Count(place),
        Cell::text(dossier.code.as_str()),
        text(procedure.map(|it| named(LANG, &it.name))),
    ];
    if has_names {
        let submission = row.submission.as_ref();
        let applicant = submission.map(|it| &it.applicant);
        let reached = applicant.map(|it| {
            let told = [&it.address, &it.phone];
            let told = told.into_iter().filter(|text| !text.is_empty());
            told.map(String::as_str).collect::<Vec<_>>().join(", ")
        });
        cells.extend([
            text(
                submission
                    .and_then(|it| it.sets)
                    .map(|sets| sets.to_string()),
            ),
            text(applicant.map(|it| it.name.clone())),
            text(reached),
        ]);
    }
    cells.extend([
        text(agency.map(|it| named(LANG, &it.name))),
        at(dossier.received_at),
        at(dossier.due_at),
        at(dossier.handed_over_at),
        Cell::text(channel_name(LANG, dossier.channel)),
        Cell::Blank,
        Cell::text(state_name(LANG, dossier)),
    ]);
    cells
}
