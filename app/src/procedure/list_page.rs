//! The list of procedures, and how their limits and fees are written.

use chrono::NaiveDate;
use leptos::prelude::*;
use leptos_meta::Title;
use sanh_domain::id::FieldId;
use sanh_domain::language::Lang;
use sanh_domain::procedure::model::{Procedure, ProcedureEntry};
use sanh_domain::procedure::office::NationalCode;
use sanh_domain::text::fold::folded;

use super::api::{AddProcedure, list_procedures};
use super::field_names::{FieldNames, field_name, field_names};
use super::future_limits;
use super::procedure_page::new_form;
use crate::error::AppError;
use crate::model::procedure::adds_paper;
use crate::page::{PageRequest, escaped};
use crate::text::Messages;
use crate::text::dossier::named;
use crate::text::number::number;
use crate::text::procedure::{fee_text, limits_text};
use crate::ui::document::product_title;
use crate::ui::form::{Field, button, field, select};
use crate::ui::response::{loaded, request, response};
use crate::ui::submit::{Refusal, Submitted, submitted};

/// Rows of one page of the list.
const PAGE_ROWS: usize = 50;
/// The longest text looked for, in characters.
const FIND_CHARS_MAX: usize = 100;

/// What the address asks for.
struct Search {
    text: String,
    field: Option<FieldId>,
    /// Only those that no agency is listed for.
    is_without_agency: bool,
    page: usize,
}

impl Search {
    fn of(request: &PageRequest) -> Result<Self, AppError> {
        let given = |name: &str| {
            request
                .parameter(name)
                .map(str::trim)
                .filter(|it| !it.is_empty())
        };
        let invalid = |name: &str| AppError::Invalid(name.to_owned());
        let field = given("field").map(str::parse).transpose();
        let page = given("page").map(str::parse).transpose();
        let text = given("q").unwrap_or_default();
        Ok(Self {
            text: text.chars().take(FIND_CHARS_MAX).collect(),
            field: field.map_err(|_| invalid("field"))?.map(FieldId),
            is_without_agency: given("agencies") == Some("none"),
            page: page.map_err(|_| invalid("page"))?.unwrap_or(1).max(1),
        })
    }

    /// Every word in codes or names, with or without diacritics; those whose code begins with the text first, else by code.
    fn found(&self, procedures: Vec<Procedure>) -> Vec<Procedure> {
        let text = folded(&self.text);
        let fits = |procedure: &Procedure| {
            let ProcedureEntry {
                code,
                name,
                field,
                requirements,
                ..
            } = &procedure.entry;
            let english = name.en.as_deref().unwrap_or_default();
            let national = requirements.national_code.as_ref();
            let national = national.map_or("", NationalCode::as_str);
            let all = folded(&format!("{code} {national} {} {english}", name.vi));
            self.field.is_none_or(|wanted| wanted == *field)
                && (!self.is_without_agency || requirements.agencies.is_empty())
                && text.split(' ').all(|word| all.contains(word))
        };
        let mut found: Vec<_> = procedures.into_iter().filter(fits).collect();
        found.sort_by_cached_key(|procedure| {
            let code = folded(&procedure.entry.code);
            (!code.starts_with(&text), code)
        });
        found
    }

    fn address(&self, page: usize) -> String {
        let field = self
            .field
            .map_or_else(String::new, |field| field.0.to_string());
        let text = escaped(&self.text);
        let agencies = if self.is_without_agency {
            "&agencies=none"
        } else {
            ""
        };
        format!("/admin/procedures?q={text}&field={field}{agencies}&page={page}")
    }
}

/// `/admin/procedures`: the list, and where the form goes that adds to it.
#[component]
pub(super) fn ListPage() -> impl IntoView {
    loaded(list())
}

async fn list() -> Result<AnyView, AppError> {
    let (request, response) = (request(), response());
    if adds_paper(&request.form) {
        return new_form(Refusal::default()).await;
    }
    match submitted::<AddProcedure>(&[]).await? {
        Submitted::Done(id) => {
            response.redirect(format!("/admin/procedures/{}?saved=1", id.0));
            return Ok(().into_any());
        }
        Submitted::Refused(refusal) => return new_form(refusal).await,
        Submitted::Not => {}
    }
    let search = Search::of(&request)?;
    let fields = field_names(request.room_lang()).await?;
    let listed = list_procedures().await?;
    let (without_agency, today) = (listed.without_agency(), listed.today);
    let found = search.found(listed.procedures);
    Ok(view! { <List search fields today found without_agency /> }.into_any())
}

#[component]
#[allow(clippy::needless_pass_by_value, reason = "a component owns its props")]
fn List(
    search: Search,
    fields: FieldNames,
    today: NaiveDate,
    found: Vec<Procedure>,
    without_agency: usize,
) -> impl IntoView {
    let lang = request().room_lang();
    let words = lang.words();
    let first = (search.page - 1).saturating_mul(PAGE_ROWS);
    let shown: Vec<&Procedure> = found.iter().skip(first).take(PAGE_ROWS).collect();
    let status = match (shown.len(), found.len()) {
        (0, _) => words.procedures_found_none(),
        (shown, all) if shown == all => words.procedures_found_all(number(lang, all as u64)),
        (shown, all) => {
            let (from, to) = (
                number(lang, first as u64 + 1),
                number(lang, (first + shown) as u64),
            );
            words.procedures_found(from, to, number(lang, all as u64))
        }
    };
    let to_page = |page: usize, name: String| view! { <a href=search.address(page)>{name}</a> };
    let before =
        (search.page > 1).then(|| to_page(search.page - 1, words.procedures_page_before()));
    let has_more = found.len() > first.saturating_add(PAGE_ROWS);
    let next = has_more.then(|| to_page(search.page + 1, words.procedures_page_next()));
    let title = words.procedures_title();
    view! {
        <Title text=product_title(lang, &title) />
        <h1>{title}</h1>
        <p>
            <a class="button-link" href="/admin/procedures/new">
                {words.procedures_add()}
            </a>
        </p>
        <p class="pages">
            <a href="/admin/procedures/import">{words.guide_import_title()}</a>
            <a href="/procedures">{words.guide_admin_list()}</a>
        </p>
        {missing(lang, without_agency)}
        {filters(lang, &search, &fields)}
        <p class="hint" role="status">
            {status}
        </p>
        <p class="hint">{words.working_day_is()}</p>
        {table(lang, &shown, &fields, today)}
        <p class="pages">{before} {next}</p>
    }
}

/// What administrators have to say yet: who handles these procedures.
fn missing(lang: Lang, without_agency: usize) -> Option<AnyView> {
    let words = lang.words();
    (without_agency > 0).then(|| {
        view! {
            <div class="notice" role="status">
                <p>
                    {words.office_none_count(number(lang, without_agency as u64))} " "
                    <a href="/admin/procedures?agencies=none">{words.office_none_show()}</a>
                </p>
            </div>
        }
        .into_any()
    })
}

fn filters(lang: Lang, search: &Search, fields: &FieldNames) -> AnyView {
    let words = lang.words();
    let find = Field {
        hint: Some(words.procedures_find_hint()),
        value: search.text.clone(),
        kind: "search",
        chars_max: FIND_CHARS_MAX,
        ..Field::text("q", words.procedures_find())
    };
    let all = (String::new(), words.procedures_field_all());
    let options = fields
        .iter()
        .map(|(id, name)| (id.0.to_string(), name.clone()));
    let options = std::iter::once(all).chain(options).collect();
    let chosen = search
        .field
        .map_or_else(String::new, |field| field.0.to_string());
    view! {
        <form method="get" action="/admin/procedures" class="filters" role="search">
            {field(find, &[])}
            {select("field", words.catalogue_field(), options, &chosen, &[])}
            <div class="filters-do">
                {button(words.procedures_find_button())}
                <a href="/admin/procedures">{words.procedures_find_clear()}</a>
            </div>
        </form>
    }
    .into_any()
}

fn table(
    lang: Lang,
    shown: &[&Procedure],
    fields: &FieldNames,
    today: NaiveDate,
) -> Option<AnyView> {
    if shown.is_empty() {
        return None;
    }
    let words = lang.words();
    let row = |procedure: &&Procedure| {
        let entry = &procedure.entry;
        let href = format!("/admin/procedures/{}", procedure.id.0);
        let national = entry.requirements.national_code.as_ref();
        let national = national.filter(|national| national.as_str() != entry.code);
        let national = national.map(|national| {
            view! { <span class="hint">{national.to_string()}</span> }
        });
        let is_unsaid = entry.requirements.agencies.is_empty();
        let none = is_unsaid.then(|| view! { <p class="hint">{words.office_none()}</p> });
        view! {
            <tr>
                <th scope="row" class="whole" data-label=words.catalogue_code()>
                    <a href=href>{entry.code.clone()}</a>
                    " "
                    {national}
                </th>
                <td data-label=words.procedures_name()>{named(lang, &entry.name)} {none}</td>
                <td data-label=words.catalogue_field()>{field_name(fields, entry.field)}</td>
                <td data-label=words.procedures_limit()>
                    {limits_text(lang, entry.limits.on(today))} {future_limits::next(lang, &entry.limits, today)}
                </td>
                <td class="whole" data-label=words.procedures_fee()>{fee_text(lang, entry.requirements.fee_vnd)}</td>
                <td data-label=words.procedures_papers_count()>{entry.requirements.papers.len().to_string()}</td>
            </tr>
        }
    };
    let rows: Vec<_> = shown.iter().map(row).collect();
    Some(
        view! {
            <table class="table catalogue">
                <thead>
                    <tr>
                        <th scope="col">{words.catalogue_code()}</th>
                        <th scope="col">{words.procedures_name()}</th>
                        <th scope="col">{words.catalogue_field()}</th>
                        <th scope="col">{words.procedures_limit()}</th>
                        <th scope="col">{words.procedures_fee()}</th>
                        <th scope="col">{words.procedures_papers_count()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        }
        .into_any(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use sanh_domain::id::ProcedureId;
    use sanh_domain::procedure::limits::Limits;
    use sanh_domain::procedure::model::Requirements;
    use sanh_domain::text::name::Name;

    fn procedure(id: i64, code: &str, vi: &str) -> Procedure {
        let entry = ProcedureEntry {
            code: code.to_owned(),
            field: FieldId(id % 2),
            name: Name {
                vi: vi.to_owned(),
                en: None,
            },
            limits: Limits::default(),
            requirements: Requirements::default(),
        };
        Procedure {
            id: ProcedureId(id),
            entry,
        }
    }

    fn found(text: &str, field: Option<i64>) -> Vec<i64> {
        let procedures = vec![
            procedure(1, "2.002", "Đăng ký khai sinh"),
            procedure(2, "1.002", "Đăng ký khai tử"),
            procedure(3, "3.1.002", "Cấp bản sao"),
        ];
        let search = Search {
            text: text.to_owned(),
            field: field.map(FieldId),
            is_without_agency: false,
            page: 1,
        };
        let found = search.found(procedures).into_iter();
        found.map(|procedure| procedure.id.0).collect()
    }

    #[test]
    fn procedures_are_found_by_words_without_diacritics_and_by_code_with_matching_beginnings_first()
    {
        assert_eq!(found("", None), [2, 1, 3]);
        assert_eq!(found("KHAI dang", None), [2, 1]);
        assert_eq!(found("1.002", None), [2, 3]);
        assert_eq!(found("khai", Some(1)), [1]);
        assert!(found("rubbish", None).is_empty());
    }
}
