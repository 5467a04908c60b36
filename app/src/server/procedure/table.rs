//! The table of procedures that is exported and imported. A row is read like the forms, so that both have the same rules.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use leptos::prelude::expect_context;
use sanh_domain::language::Lang;
use sanh_domain::procedure::channel::Channel;
use sanh_domain::procedure::guide::Guide;
use sanh_domain::procedure::model::{CODE_CHARS_MAX, CatalogueItem, ItemKind, Procedure};
use sanh_domain::procedure::table::{FILE_BYTES_MAX, ROWS_MAX, Rows, TableFault};
use sanh_domain::procedure::typed::{self, limit_typed};
use sanh_domain::report::sheet::{Cell, FileFormat, Table, restored};
use sanh_domain::report::view::model::Export;
use sanh_domain::text::fold::folded;
use sanh_store::{AuditActor, ImportedProcedure, NewProcedure, ProcedureImportOutcome};

use super::super::catalogue::items;
use super::super::exported::exported;
use super::super::{Administrator, failure, now, refuse, store};
use super::{all, guide, stored};
use crate::error::AppError;
use crate::model::procedure::Procedures;
use crate::model::procedure::{GENERAL, ImportedCounts, LimitNames, names_of};
use crate::page::{File, Form};
use crate::text::dossier::channel_name;
use crate::text::number::number;
use crate::text::{Messages, Words};
use crate::ui::form::Problem;
use crate::ui::response::request;
use crate::ui::submit::FormError;

/// The most problems of a table that are listed (ours).
const PROBLEMS_MAX: usize = 20;
/// The field that problems of the table lead to.
const FILE: &str = "file";

/// Parses a table's file into rows, the header first. Provided through Leptos' context.
#[derive(Clone, Copy)]
pub struct ProcedureTableReader(pub fn(&[u8]) -> Result<Rows, TableFault>);

/// A column: the field of the form that it is read as, and its head.
struct Column {
    field: &'static str,
    head: String,
}

fn columns(lang: Lang) -> Vec<Column> {
    let words = lang.words();
    let column = |field, head| Column { field, head };
    let mut columns = vec![
        column("code", words.catalogue_code()),
        column("field", words.catalogue_field()),
        column("name_vi", words.catalogue_name_vi()),
        column("name_en", words.catalogue_name_en()),
        column(GENERAL.limit, words.procedures_limit()),
        column(GENERAL.unit, words.procedures_unit()),
    ];
    columns.extend(Channel::ALL.into_iter().flat_map(|channel| {
        let LimitNames { limit, unit } = names_of(channel);
        let name = channel_name(lang, channel);
        [
            column(limit, words.limit_of_channel(name.clone())),
            column(unit, words.limit_unit_of_channel(name)),
        ]
    }));
    columns.extend([
        column("cutoff", words.procedures_cutoff()),
        column("fee", words.procedures_fee_vnd()),
        column("papers", words.procedures_papers()),
        column("is_hidden", words.guide_admin_hidden()),
    ]);
    columns.extend(guide_columns(words));
    columns
}

fn guide_columns(words: &Words) -> Vec<Column> {
    let column = |field, head| Column { field, head };
    vec![
        column("wishes", words.guide_wishes()),
        column("counter_vi", words.guide_admin_reception_place_vi()),
        column("counter_en", words.guide_admin_reception_place_en()),
        column("is_online", words.guide_admin_online()),
        column("online_address", words.guide_admin_online_address()),
        column("basis_vi", words.guide_admin_basis_vi()),
        column("basis_en", words.guide_admin_basis_en()),
    ]
}

/// The form that would describe a procedure; fields are named by their codes.
fn form_of(
    lang: Lang,
    procedure: &Procedure,
    guide: &Guide,
    fields: &[CatalogueItem],
    today: NaiveDate,
) -> Form {
    let entry = &procedure.entry;
    let field = fields.iter().find(|it| it.id == entry.field.0);
    let yes = |is_so: bool| if is_so { "yes" } else { "" }.to_owned();
    let limits = entry.limits.on(today);
    let mut values = vec![
        ("code", entry.code.clone()),
        (
            "field",
            field.map_or_else(String::new, |it| it.code.clone()),
        ),
        ("name_vi", entry.name.vi.clone()),
        ("name_en", entry.name.en.clone().unwrap_or_default()),
        (
            "fee",
            entry
                .requirements
                .fee_vnd
                .map_or_else(String::new, |fee| fee.to_string()),
        ),
        ("papers", typed::papers_typed(&entry.requirements.papers)),
        ("is_hidden", yes(guide.is_hidden)),
        ("wishes", typed::papers_typed(&guide.wishes)),
        ("counter_vi", guide.reception_place.vi.clone()),
        ("counter_en", guide.reception_place.en.clone()),
        ("is_online", yes(guide.is_online)),
        ("online_address", guide.online_address.clone()),
        ("basis_vi", guide.basis.vi.clone()),
        ("basis_en", guide.basis.en.clone()),
    ];
    let own = Channel::ALL.map(|channel| (names_of(channel), limits.own(channel)));
    let all = std::iter::once((GENERAL, limits.general)).chain(own);
    let mut has_cutoff = false;
    for (names, limit) in all {
        let Some(limit) = limit else { continue };
        let (text, unit) = limit_typed(lang, limit.length);
        values.push((names.limit, text));
        values.push((names.unit, unit.as_str().to_owned()));
        has_cutoff |= limit.cutoff_15h;
    }
    values.push(("cutoff", yes(has_cutoff)));
    let values = values.into_iter();
    Form(
        values
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
    )
}

/// Every procedure as a table.
pub(crate) async fn export(
    administrator: &Administrator,
    format: FileFormat,
) -> Result<File, AppError> {
    let lang = request().room_lang();
    let store = store()?;
    let Procedures { today, procedures } = all(administrator).await?;
    let guides = store.guides().await.map_err(failure)?;
    let fields = items(administrator, ItemKind::Field).await?;
    let columns = columns(lang);
    let blank = Guide::default();
    let row = |procedure: &Procedure| {
        let guide = guides.get(&procedure.id).unwrap_or(&blank);
        let form = form_of(lang, procedure, guide, &fields, today);
        let cells = columns.iter().map(|it| Cell::text(form.raw(it.field)));
        cells.collect()
    };
    let table = Table {
        name: lang.words().procedures_one(),
        head: columns.iter().map(|it| it.head.clone()).collect(),
        rows: procedures.iter().map(row).collect(),
    };
    let export = Export {
        subject: format!("procedures.{}", format.as_str()),
        name: "procedures".to_owned(),
        table,
    };
    exported(&store, administrator.caller(), export, format, now()).await
}

/// The stored procedures with which a table is compared.
struct StoredProcedures {
    today: NaiveDate,
    procedures: Vec<Procedure>,
    guides: std::collections::BTreeMap<sanh_domain::id::ProcedureId, Guide>,
    fields: Vec<CatalogueItem>,
}

/// Takes the procedures of the table that the form sent.
pub(crate) async fn import(administrator: &Administrator) -> Result<ImportedCounts, FormError> {
    let rows = sent_rows()?;
    let store = store()?;
    let Procedures { today, procedures } = all(administrator).await?;
    let standing = StoredProcedures {
        today,
        procedures,
        guides: store.guides().await.map_err(failure)?,
        fields: items(administrator, ItemKind::Field).await?,
    };
    let (imported, counts) = read_rows(&standing, &rows)?;
    if imported.is_empty() {
        return Ok(counts);
    }
    let by = AuditActor::from(administrator);
    match store
        .import_procedures(imported, by, now())
        .await
        .map_err(failure)?
    {
        ProcedureImportOutcome::Done => Ok(counts),
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

/// The changes that the rows make; problems are reported by row.
fn read_rows(
    standing: &StoredProcedures,
    rows: &[Vec<String>],
) -> Result<(Vec<ImportedProcedure>, ImportedCounts), FormError> {
    let lang = request().room_lang();
    let words = lang.words();
    let head = rows.first().map(|head| fields_of(head)).unwrap_or_default();
    if !head.contains(&Some("code")) {
        return Err(Problem::new(FILE, words.guide_import_no_code(words.catalogue_code())).into());
    }
    let (mut imported, mut counts) = (Vec::new(), ImportedCounts::default());
    let (mut problems, mut codes) = (Vec::new(), BTreeSet::new());
    for (line, row) in (2_usize..).zip(rows.iter().skip(1)) {
        if row.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let mut wrong = Vec::new();
        let read = read_row(lang, standing, &head, row, &mut wrong);
        if !codes.insert(read.code.to_lowercase()) {
            wrong.push(Problem::new(
                "code",
                words.catalogue_taken(read.code.clone()),
            ));
        }
        let told = wrong.into_iter();
        problems
            .extend(told.map(|it| Problem::new(FILE, words.guide_import_row(line, it.message))));
        match &read.result {
            None => counts.same += 1,
            Some(ImportedProcedure::New(_)) => counts.added += 1,
            Some(ImportedProcedure::Changed(..)) => counts.changed += 1,
        }
        imported.extend(read.result);
    }
    if problems.len() > PROBLEMS_MAX {
        let more = problems.len() - PROBLEMS_MAX;
        problems.truncate(PROBLEMS_MAX);
        problems.push(Problem::new(FILE, words.file_fault_more(more)));
    }
    refuse(problems)?;
    Ok((imported, counts))
}

/// Which field of the form each column is, by its head in either language or the field's own name.
fn fields_of(head: &[String]) -> Vec<Option<&'static str>> {
    let known: Vec<Column> = Lang::ALL.into_iter().flat_map(columns).collect();
    let of = |cell: &String| {
        let text = folded(restored(cell));
        let is_it = |it: &&Column| folded(&it.head) == text || it.field == text;
        known.iter().find(is_it).map(|it| it.field)
    };
    head.iter().map(of).collect()
}

/// A row that was read.
struct ReadRow {
    code: String,
    /// The changed procedure; `None`: nothing differs.
    result: Option<ImportedProcedure>,
}

fn read_row(
    lang: Lang,
    standing: &StoredProcedures,
    head: &[Option<&'static str>],
    row: &[String],
    problems: &mut Vec<Problem>,
) -> ReadRow {
    // A workbook leaves out the empty cells at the end of a row.
    let blank = String::new();
    let cells = head.iter().enumerate();
    let cells = cells.map(|(place, field)| (*field, row.get(place).unwrap_or(&blank)));
    let given = cells.filter_map(|(field, cell)| Some((field?, restored(cell).to_owned())));
    let given: Vec<(&str, String)> = given.collect();
    let code = given.iter().find(|(field, _)| *field == "code");
    let code = code
        .and_then(|(_, code)| typed::code(code))
        .unwrap_or_default();
    if code.is_empty() {
        let message = lang.words().procedures_needs_code(CODE_CHARS_MAX);
        problems.push(Problem::new("code", message));
    }
    let before = standing.procedures.iter().find(|it| it.entry.code == code);
    let told = before.and_then(|it| standing.guides.get(&it.id)).cloned();
    let told = told.unwrap_or_default();
    let stands = before.map(|it| form_of(lang, it, &told, &standing.fields, standing.today));
    let form = with_ids(merged(stands.unwrap_or_default(), given), &standing.fields);
    let mut entry = super::typed::entry(&standing.fields, &form, code.clone(), problems);
    let tells = Guide {
        forms: told.forms.clone(),
        ..guide::told(&form, problems)
    };
    let Some(before) = before else {
        let limit = entry.limits.first;
        let (procedure, needs) = stored(sanh_domain::id::ProcedureId(0), entry);
        let new = NewProcedure {
            code: procedure.code,
            field: procedure.field,
            name: procedure.name,
            limit,
        };
        let new = ImportedProcedure::New(Box::new((new, needs, tells)));
        return ReadRow {
            code,
            result: Some(new),
        };
    };
    let limits = before.entry.limits.clone();
    entry.limits = limits.with(entry.limits.first, standing.today, standing.today);
    if entry == before.entry && tells == told {
        return ReadRow { code, result: None };
    }
    let with = |entry, guide| {
        let (procedure, needs) = stored(before.id, entry);
        Box::new((procedure, needs, guide))
    };
    let changed = ImportedProcedure::Changed(with(before.entry.clone(), told), with(entry, tells));
    ReadRow {
        code,
        result: Some(changed),
    }
}

/// The stored values, replaced by those that a row gives.
fn merged(stands: Form, given: Vec<(&str, String)>) -> Form {
    let is_given = |name: &str| given.iter().any(|(field, _)| *field == name);
    let mut values = stands.0;
    values.retain(|(name, _)| !is_given(name));
    let given = given.into_iter();
    values.extend(given.map(|(name, value)| (name.to_owned(), value)));
    Form(values)
}

/// The field's number in the place of its code.
fn with_ids(form: Form, fields: &[CatalogueItem]) -> Form {
    let values = form.0.into_iter().map(|(name, value)| {
        if name != "field" {
            return (name, value);
        }
        let field = fields
            .iter()
            .find(|it| it.code.eq_ignore_ascii_case(value.trim()));
        (name, field.map_or_else(String::new, |it| it.id.to_string()))
    });
    Form(values.collect())
}
