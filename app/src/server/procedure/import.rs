//! Procedures taken from a table: their own, or the national list's. A row is read as the forms are, so that both say the same.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use leptos::prelude::expect_context;
use sanh_domain::id::ProcedureId;
use sanh_domain::language::Lang;
use sanh_domain::procedure::form_input;
use sanh_domain::procedure::guide::Guide;
use sanh_domain::procedure::model::{CODE_CHARS_MAX, Procedure, ProcedureEntry};
use sanh_domain::procedure::office::NationalCode;
use sanh_domain::procedure::table::{FILE_BYTES_MAX, ROWS_MAX, Rows, TableFault};
use sanh_domain::report::sheet::restored;
use sanh_domain::text::fold::folded;
use sanh_store::{AuditActor, ImportedProcedure, ProcedureImportOutcome};

use super::super::{Administrator, failure, now, refuse, store, today};
use super::national::{self, AGENCIES, in_words_of_form};
use super::office::Listed;
use super::table::{Column, ProcedureTableReader, columns, form_of};
use super::{guide, stored};
use crate::model::procedure::{AGENCY, ImportedCounts, ImportedRow, ImportedTable};
use crate::page::Form;
use crate::text::Messages;
use crate::text::number::number;
use crate::ui::form::Problem;
use crate::ui::response::request;
use crate::ui::submit::FormError;

/// Problems of a table that are told one by one (ours).
const PROBLEMS_MAX: usize = 20;
/// Procedures of a preview that are told one by one (ours).
const PREVIEW_ROWS_MAX: usize = 200;
/// The field that problems of the table lead to.
const FILE: &str = "file";

/// What a table is compared with.
struct CatalogueContext {
    today: NaiveDate,
    guides: BTreeMap<ProcedureId, Guide>,
    listed: Listed,
}

impl CatalogueContext {
    /// The procedure of a national code, where the row has one, else of a code.
    fn procedure(&self, code: &str, national: Option<&NationalCode>) -> Option<&Procedure> {
        let mut procedures = self.listed.procedures.iter();
        procedures.find(|it| match national {
            Some(national) => it.entry.requirements.national_code.as_ref() == Some(national),
            None => it.entry.code == code,
        })
    }

    fn form_of(&self, lang: Lang, entry: &ProcedureEntry, guide: &Guide) -> Form {
        let listed = (&*self.listed.fields, &*self.listed.agencies);
        form_of(lang, entry, guide, listed, self.today)
    }
}

/// Takes the procedures of the table that the form sent, or tells what they would be.
pub(crate) async fn take(
    administrator: &Administrator,
    is_preview: bool,
) -> Result<ImportedTable, FormError> {
    let rows = sent_rows()?;
    let store = store()?;
    let standing = CatalogueContext {
        today: today(&store).await?,
        guides: store.guides().await.map_err(failure)?,
        listed: Listed::read(administrator).await?,
    };
    let ReadTable {
        imported,
        counts,
        told,
    } = read_rows(&standing, &rows)?;
    let table = ImportedTable {
        counts,
        preview: is_preview.then_some(told),
    };
    if imported.is_empty() || is_preview {
        return Ok(table);
    }
    let by = AuditActor::from(administrator);
    match store
        .import_procedures(imported, by, now())
        .await
        .map_err(failure)?
    {
        ProcedureImportOutcome::Done => Ok(table),
        ProcedureImportOutcome::Stale => {
            let message = request().room_lang().words().guide_import_stale();
            Err(Problem::new(FILE, message).into())
        }
    }
}

/// The rows of the file that the form sent, the header first.
fn sent_rows() -> Result<Rows, FormError> {
    let request = request();
    let words = request.room_lang().words();
    let told = |fault: TableFault| -> FormError {
        let message = match fault {
            TableFault::Missing => words.guide_import_no_file(),
            TableFault::TooLarge => {
                let rows = number(request.room_lang(), ROWS_MAX as u64);
                words.guide_import_too_large(rows, FILE_BYTES_MAX >> 20)
            }
            TableFault::NotTable => words.guide_import_no_table(),
        };
        Problem::new(FILE, message).into()
    };
    let content = request
        .file(FILE)
        .ok_or_else(|| told(TableFault::Missing))?;
    let reader: ProcedureTableReader = expect_context();
    (reader.0)(content).map_err(told)
}

/// A table that was read.
#[derive(Default)]
struct ReadTable {
    imported: Vec<ImportedProcedure>,
    counts: ImportedCounts,
    /// What is added and changed, as far as a preview tells it.
    told: Vec<ImportedRow>,
}

impl ReadTable {
    fn take(&mut self, read: ReadRow) {
        match (&read.result, &read.differs) {
            (None, _) => self.counts.same += 1,
            (Some(_), None) => self.counts.added += 1,
            (Some(_), Some(_)) => self.counts.changed += 1,
        }
        let Some(result) = read.result else { return };
        self.imported.push(result);
        if self.told.len() < PREVIEW_ROWS_MAX {
            self.told.push(ImportedRow {
                code: read.code,
                name: read.name,
                differs: read.differs,
            });
        }
    }
}

/// What the rows make of the procedures; whatever is wrong is told by row and column.
fn read_rows(standing: &CatalogueContext, rows: &[Vec<String>]) -> Result<ReadTable, FormError> {
    let lang = request().room_lang();
    let words = lang.words();
    let heads = rows.first().map(Vec::as_slice).unwrap_or_default();
    let head = fields_of(heads);
    if !head.contains(&Some("code")) && !head.contains(&Some("national_code")) {
        return Err(Problem::new(FILE, words.guide_import_no_code(words.catalogue_code())).into());
    }
    let mut table = ReadTable::default();
    let (mut problems, mut codes) = (Vec::new(), BTreeSet::new());
    for (line, row) in (2_usize..).zip(rows.iter().skip(1)) {
        if row.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let mut wrong = Vec::new();
        let read = read_row(lang, standing, &head, row, &mut wrong);
        if !read.code.is_empty() && !codes.insert(read.code.to_lowercase()) {
            wrong.push(Problem::new(
                "code",
                words.catalogue_taken(read.code.clone()),
            ));
        }
        let told = wrong.into_iter().map(|it| {
            let place = head
                .iter()
                .position(|field| *field == Some(column_of(&it.field)));
            let message = match place.and_then(|place| heads.get(place)) {
                Some(column) => words.office_import_cell(line, restored(column), it.message),
                None => words.guide_import_row(line, it.message),
            };
            Problem::new(FILE, message)
        });
        problems.extend(told);
        table.take(read);
    }
    if problems.len() > PROBLEMS_MAX {
        let more = problems.len() - PROBLEMS_MAX;
        problems.truncate(PROBLEMS_MAX);
        problems.push(Problem::new(FILE, words.file_fault_more(more)));
    }
    refuse(problems)?;
    Ok(table)
}

/// The column that a field of the form is read from.
fn column_of(field: &str) -> &str {
    if field == AGENCY { AGENCIES } else { field }
}

/// Which field of the form each column is, by its head in either language or the field's own name.
fn fields_of(head: &[String]) -> Vec<Option<&'static str>> {
    let known: Vec<Column> = Lang::ALL.into_iter().flat_map(columns).collect();
    let of = |cell: &String| {
        let text = folded(restored(cell));
        let is_it = |it: &&Column| folded(&it.head) == text || it.field == text;
        let of_form = known.iter().find(is_it).map(|it| it.field);
        of_form.or_else(|| national::field_of(&text))
    };
    head.iter().map(of).collect()
}

/// A row that was read.
struct ReadRow {
    code: String,
    name: String,
    /// The columns in which it differs from what stands; `None`: it is new.
    differs: Option<Vec<String>>,
    /// What it makes of the procedures; `None`: nothing differs.
    result: Option<ImportedProcedure>,
}

/// A row's cells by the field that each is read as.
type RowCells<'a> = Vec<(&'a str, String)>;

fn read_row(
    lang: Lang,
    standing: &CatalogueContext,
    head: &[Option<&'static str>],
    row: &[String],
    problems: &mut Vec<Problem>,
) -> ReadRow {
    // Workbooks leave out the empty cells at the end of a row.
    let blank = String::new();
    let cells = head.iter().enumerate();
    let cells = cells.map(|(place, field)| (*field, row.get(place).unwrap_or(&blank)));
    let given = cells.filter_map(|(field, cell)| Some((field?, restored(cell).to_owned())));
    let given: RowCells<'_> = given.collect();
    let is_national = !head.contains(&Some("code"));
    let (code, before) = found(lang, standing, &given, problems);
    let told = before.and_then(|it| standing.guides.get(&it.id)).cloned();
    let told = told.unwrap_or_default();
    let stands = before.map(|it| standing.form_of(lang, &it.entry, &told));
    let form = merged(stands.clone().unwrap_or_default(), given);
    let form = in_words_of_form(lang, form, &standing.listed, is_national);
    let mut entry = super::form_input::entry(&standing.listed, &form, code.clone(), problems);
    let tells = Guide {
        forms: told.forms.clone(),
        ..guide::told(&form, problems)
    };
    let name = entry.name.vi.clone();
    let (Some(before), Some(stands)) = (before, stands) else {
        return ReadRow {
            code,
            name,
            differs: None,
            result: Some(new_procedure(entry, tells)),
        };
    };
    let limits = before.entry.limits.clone();
    entry.limits = limits.with(entry.limits.first, standing.today, standing.today);
    let becomes = standing.form_of(lang, &entry, &tells);
    let columns = columns(lang).into_iter();
    let differing = columns.filter(|it| stands.raw(it.field) != becomes.raw(it.field));
    let differs = Some(differing.map(|it| it.head).collect());
    let is_same = entry == before.entry && tells == told;
    let with = |entry, guide| {
        let (procedure, needs) = stored(before.id, entry);
        Box::new((procedure, needs, guide))
    };
    let result = (!is_same)
        .then(|| ImportedProcedure::Changed(with(before.entry.clone(), told), with(entry, tells)));
    ReadRow {
        code,
        name,
        differs,
        result,
    }
}

/// The code of a row, and the procedure that it is of: by its code, or by that of the national list where the table has no other. A
/// procedure that is not listed yet has the national code for its own.
fn found<'a>(
    lang: Lang,
    standing: &'a CatalogueContext,
    given: &RowCells<'_>,
    problems: &mut Vec<Problem>,
) -> (String, Option<&'a Procedure>) {
    let cell = |name: &str| given.iter().find(|(field, _)| *field == name);
    let (field, code, national) = if let Some((_, code)) = cell("code") {
        ("code", form_input::code(code), None)
    } else {
        let national: Option<NationalCode> =
            cell("national_code").and_then(|(_, code)| code.parse().ok());
        let code = national.as_ref().map(NationalCode::to_string);
        ("national_code", code, national)
    };
    let Some(code) = code else {
        let words = lang.words();
        let message = match field {
            "code" => words.procedures_needs_code(CODE_CHARS_MAX),
            _ => words.office_bad_national_code(),
        };
        problems.push(Problem::new(field, message));
        return (String::new(), None);
    };
    let before = standing.procedure(&code, national.as_ref());
    let code = before.map_or(code, |before| before.entry.code.clone());
    (code, before)
}

fn new_procedure(entry: ProcedureEntry, tells: Guide) -> ImportedProcedure {
    let (procedure, needs) = stored(ProcedureId(0), entry);
    ImportedProcedure::New(Box::new((procedure.into(), needs, tells)))
}

/// What stands, with what a row gives in its place.
fn merged(stands: Form, given: Vec<(&str, String)>) -> Form {
    let is_given = |name: &str| given.iter().any(|(field, _)| *field == name);
    let mut values = stands.0;
    values.retain(|(name, _)| !is_given(name));
    let given = given.into_iter();
    values.extend(given.map(|(name, value)| (name.to_owned(), value)));
    Form(values)
}
