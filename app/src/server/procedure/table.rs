//! Procedures as a table that is taken away, and can be taken back.

use chrono::NaiveDate;
use sanh_domain::deadline::due::{LimitLength, TimeLimit};
use sanh_domain::language::Lang;
use sanh_domain::procedure::channel::Channel;
use sanh_domain::procedure::form_input::{self, limit_typed};
use sanh_domain::procedure::guide::{Guide, GuideTopic};
use sanh_domain::procedure::model::{CatalogueItem, ItemKind, Procedure, ProcedureEntry};
use sanh_domain::procedure::table::{Rows, TableFault};
use sanh_domain::report::sheet::{Cell, FileFormat, Table};
use sanh_domain::report::view::model::Export;
use sanh_domain::text::clock;

use super::super::catalogue::items;
use super::super::exported::exported;
use super::super::{Administrator, failure, now, store};
use super::all;
use super::national::AGENCIES;
use crate::error::AppError;
use crate::model::procedure::{GENERAL, LimitNames, Procedures, RULE_HOUR, names_of, rule_hour};
use crate::page::{File, Form};
use crate::text::Messages;
use crate::text::dossier::channel_name;
use crate::text::guide::topic_words;
use crate::text::procedure::level_name;
use crate::ui::response::request;

/// Takes a table's file apart: its rows, the header first. Handed over through Leptos' context.
#[derive(Clone, Copy)]
pub struct ProcedureTableReader(pub fn(&[u8]) -> Result<Rows, TableFault>);

/// A column: the field of the form that it is read as, and its head.
pub(super) struct Column {
    pub(super) field: &'static str,
    pub(super) head: String,
}

pub(super) fn columns(lang: Lang) -> Vec<Column> {
    let words = lang.words();
    let column = |field, head| Column { field, head };
    let mut columns = vec![
        column("code", words.catalogue_code()),
        column("field", words.catalogue_field()),
        column("name_vi", words.catalogue_name_vi()),
        column("name_en", words.catalogue_name_en()),
        column("national_code", words.office_national_code()),
        column("level", words.office_level()),
        column(AGENCIES, words.office_agencies()),
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
        column(RULE_HOUR, words.office_rule_hour()),
        column("fee", words.procedures_fee_vnd()),
        column("papers", words.procedures_papers()),
        column("is_hidden", words.guide_admin_hidden()),
    ]);
    columns.extend(guide_columns(lang));
    columns
}

fn guide_columns(lang: Lang) -> Vec<Column> {
    let words = lang.words();
    let column = |field, head| Column { field, head };
    let texts = |has_lines| {
        GuideTopic::with_lines(has_lines).flat_map(move |topic| {
            let fields = Lang::ALL.map(|of| topic.field(of)).into_iter();
            let labels = topic_words(lang, topic).labels;
            fields
                .zip(labels)
                .map(move |(field, head)| column(field, head))
        })
    };
    let mut columns = vec![column("wishes", words.guide_wishes())];
    columns.extend(texts(false));
    columns.push(column("is_online", words.guide_admin_online()));
    columns.push(column("online_address", words.guide_admin_online_address()));
    columns.extend(texts(true));
    columns
}

/// A procedure as the form that would say it; fields and agencies are told by their codes.
pub(super) fn form_of(
    lang: Lang,
    entry: &ProcedureEntry,
    guide: &Guide,
    (fields, agencies): (&[CatalogueItem], &[CatalogueItem]),
    today: NaiveDate,
) -> Form {
    let needs = &entry.requirements;
    let field = fields.iter().find(|it| it.id == entry.field.0);
    let handling = agencies.iter();
    let handling = handling.filter(|it| needs.agencies.iter().any(|id| id.0 == it.id));
    let handling: Vec<&str> = handling.map(|it| it.code.as_str()).collect();
    let national_code = needs.national_code.as_ref();
    let level = needs.level.map(|level| level_name(lang, level));
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
            "national_code",
            national_code.map_or_else(String::new, ToString::to_string),
        ),
        ("level", level.unwrap_or_default()),
        (AGENCIES, handling.join("; ")),
        (
            "fee",
            needs
                .fee_vnd
                .map_or_else(String::new, |fee| fee.to_string()),
        ),
        ("papers", form_input::papers_typed(&needs.papers)),
        ("is_hidden", yes(guide.is_hidden)),
        ("wishes", form_input::papers_typed(&guide.wishes)),
        ("is_online", yes(guide.is_online)),
        ("online_address", guide.online_address.clone()),
    ];
    values.extend(GuideTopic::ALL.into_iter().flat_map(|topic| {
        Lang::ALL.map(|of| (topic.field(of), guide.texts.text(topic, of).to_owned()))
    }));
    let own = Channel::ALL.map(|channel| (names_of(channel), limits.own(channel)));
    let all = std::iter::once((GENERAL, limits.general)).chain(own);
    let mut has_cutoff = false;
    let mut given = Vec::new();
    for (names, limit) in all {
        let Some(limit) = limit else { continue };
        given.push(limit);
        let (text, unit) = limit_typed(lang, limit.length);
        values.push((names.limit, text));
        values.push((names.unit, unit.as_str().to_owned()));
        has_cutoff |= limit.cutoff_15h;
    }
    values.push(("cutoff", yes(has_cutoff)));
    let is_same_day = |limit: &TimeLimit| matches!(limit.length, LimitLength::SameDay { .. });
    if given.iter().any(is_same_day) {
        values.push((RULE_HOUR, clock(rule_hour(&given))));
    }
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
    let agencies = items(administrator, ItemKind::Agency).await?;
    let columns = columns(lang);
    let blank = Guide::default();
    let row = |procedure: &Procedure| {
        let guide = guides.get(&procedure.id).unwrap_or(&blank);
        let form = form_of(lang, &procedure.entry, guide, (&*fields, &*agencies), today);
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
