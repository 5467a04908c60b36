//! Columns and cells of a table as the national list of procedures writes them, in the form's own words.

use sanh_domain::language::Lang;
use sanh_domain::procedure::channel::Channel;
use sanh_domain::procedure::form_input::limit_typed;
use sanh_domain::procedure::model::CatalogueItem;
use sanh_domain::procedure::office::ProcedureLevel;
use sanh_domain::procedure::written;
use sanh_domain::text::fold::folded;

use super::office::Listed;
use crate::model::procedure::{AGENCY, GENERAL, names_of};
use crate::page::Form;
use crate::text::procedure::level_name;

/// The column of the agencies: their codes or names, one a line or between semicolons.
pub(super) const AGENCIES: &str = "agencies";

/// Heads of the national list, folded, with the field that each is read as.
const HEADS: [(&str, &str); 23] = [
    ("ma tthc", "national_code"),
    ("ma so tthc", "national_code"),
    ("ma thu tuc", "national_code"),
    ("ma so thu tuc", "national_code"),
    ("ma thu tuc hanh chinh", "national_code"),
    ("ten tthc", "name_vi"),
    ("ten thu tuc", "name_vi"),
    ("ten thu tuc hanh chinh", "name_vi"),
    ("linh vuc thuc hien", "field"),
    ("cap giai quyet", "level"),
    ("thoi han", "limit"),
    ("thoi gian giai quyet", "limit"),
    ("phi", "fee"),
    ("le phi", "fee"),
    ("phi le phi", "fee"),
    ("phi, le phi", "fee"),
    ("thanh phan ho so", "papers"),
    ("giay to", "papers"),
    ("co quan thuc hien", AGENCIES),
    ("co quan giai quyet", AGENCIES),
    ("co quan", AGENCIES),
    ("don vi giai quyet", AGENCIES),
    ("don vi thuc hien", AGENCIES),
];

/// The field of a folded head.
pub(super) fn field_of(head: &str) -> Option<&'static str> {
    let found = HEADS.iter().find(|(known, _)| *known == head);
    found.map(|(_, field)| *field)
}

/// A row as the form would say it: fields and agencies by their numbers, levels by their words, limits as a number and a unit. What
/// is not known stays as it was written, and is told of when the form is read. Papers may stand in one line in the national list alone.
pub(super) fn in_words_of_form(lang: Lang, form: Form, listed: &Listed, is_national: bool) -> Form {
    let mut values = Vec::new();
    for (name, value) in form.0 {
        match name.as_str() {
            "field" => values.push((name, number_of(&listed.fields, &value).unwrap_or_default())),
            "level" => values.push((name, level(&value))),
            "papers" if is_national => values.push((name, one_a_line(&value))),
            AGENCIES => {
                let said = value.split(['\n', ';']).map(str::trim);
                let ids = said.filter(|text| !text.is_empty()).map(|text| {
                    let id = number_of(&listed.agencies, text).unwrap_or_else(|| text.to_owned());
                    (AGENCY.to_owned(), id)
                });
                values.extend(ids);
            }
            _ => values.push((name, value)),
        }
    }
    with_limits(lang, Form(values))
}

/// The number of an item by its code or one of its names.
fn number_of(items: &[CatalogueItem], text: &str) -> Option<String> {
    let wanted = folded(text);
    let of_code = items.iter().find(|it| folded(&it.code) == wanted);
    let is_named = |it: &&CatalogueItem| {
        let en = it.name.en.as_deref().unwrap_or_default();
        !wanted.is_empty() && (folded(&it.name.vi) == wanted || folded(en) == wanted)
    };
    let found = of_code.or_else(|| items.iter().find(is_named));
    found.map(|it| it.id.to_string())
}

fn level(text: &str) -> String {
    let wanted = folded(text);
    let is_it = |level: &ProcedureLevel| {
        let names = Lang::ALL.map(|lang| folded(&level_name(lang, *level)));
        names.contains(&wanted) || level.as_str() == wanted
    };
    let found = ProcedureLevel::ALL.into_iter().find(is_it);
    found.map_or_else(|| text.to_owned(), |level| level.as_str().to_owned())
}

/// Papers that stand in one line between semicolons, each in its own; the dashes of a list go.
fn one_a_line(text: &str) -> String {
    let text = if text.contains('\n') {
        text.to_owned()
    } else {
        text.replace(';', "\n")
    };
    let lines = text.lines().map(str::trim);
    let lines = lines.map(|line| line.trim_start_matches(['-', '+', '•']).trim_start());
    lines.collect::<Vec<_>>().join("\n")
}

/// Limits that are written with their unit, such as "03 working days" in Vietnamese, as number and unit.
fn with_limits(lang: Lang, form: Form) -> Form {
    let own = Channel::ALL.map(names_of);
    let all = std::iter::once(GENERAL).chain(own);
    all.fold(form, |form, names| {
        let Some(length) = written::limit(form.raw(names.limit), None) else {
            return form;
        };
        let (text, unit) = limit_typed(lang, length);
        let mut values = form.0;
        values.retain(|(name, _)| name != names.limit && name != names.unit);
        values.push((names.limit.to_owned(), text));
        values.push((names.unit.to_owned(), unit.as_str().to_owned()));
        Form(values)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use sanh_domain::text::name::Name;

    fn item(id: i64, code: &str, vi: &str) -> CatalogueItem {
        CatalogueItem {
            id,
            code: code.to_owned(),
            name: Name {
                vi: vi.to_owned(),
                en: None,
            },
            sensitive: false,
        }
    }

    fn read(name: &str, value: &str) -> Vec<(String, String)> {
        let listed = Listed {
            fields: vec![item(3, "HT", "Hộ tịch")],
            agencies: vec![
                item(7, "H49.7", "Quầy Tư pháp"),
                item(8, "H49.8", "Công an"),
            ],
            procedures: Vec::new(),
        };
        let form = Form(vec![(name.to_owned(), value.to_owned())]);
        in_words_of_form(Lang::Vi, form, &listed, true).0
    }

    fn pair(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    #[test]
    fn fields_agencies_and_levels_are_found_by_code_or_name() {
        for text in ["HT", "ht", "Hộ tịch", "ho tich"] {
            assert_eq!(read("field", text), [pair("field", "3")], "{text}");
        }
        assert_eq!(read("field", "Đất đai"), [pair("field", "")]);
        assert_eq!(
            read(AGENCIES, "H49.7; công an\nSở khác"),
            [
                pair("agency", "7"),
                pair("agency", "8"),
                pair("agency", "Sở khác")
            ]
        );
        assert_eq!(read("level", "Cấp xã"), [pair("level", "commune")]);
        assert_eq!(read("level", "Cấp huyện"), [pair("level", "Cấp huyện")]);
    }

    #[test]
    fn limits_and_papers_are_read_as_the_national_list_writes_them() {
        assert_eq!(
            read("limit", "03 Ngày làm việc"),
            [pair("limit", "3"), pair("unit", "days")]
        );
        assert_eq!(
            read("limit", "Trong ngày"),
            [pair("limit", ""), pair("unit", "same_day")]
        );
        assert_eq!(read("limit", "3"), [pair("limit", "3")]);
        assert_eq!(
            read("papers", "- Tờ khai; - Bản sao"),
            [pair("papers", "Tờ khai\nBản sao")]
        );
    }

    #[test]
    fn heads_of_the_national_list_are_known() {
        assert_eq!(field_of("ma tthc"), Some("national_code"));
        assert_eq!(field_of("co quan thuc hien"), Some(AGENCIES));
        assert_eq!(field_of("ghi chu"), None);
    }
}
