//! `/procedures`: the search for procedures by a visitor's wish, by name or by field.

use leptos::prelude::*;
use sanh_domain::id::FieldId;

use super::api::find_procedures;
use crate::error::AppError;
use crate::model::guide::{FIND_CHARS_MAX, FoundProcedure, FoundProcedures, PAGE_ROWS};
use crate::page::{PageRequest, escaped};
use crate::text::Messages;
use crate::text::dossier::named;
use crate::text::number::number;
use crate::text::procedure::{fee_text, limits_text};
use crate::ui::form::{Field, button, field, select};
use crate::ui::public::{in_lang, lang_field, public_page};
use crate::ui::response::{loaded, request};

/// The search of the address.
struct Search {
    text: String,
    field: Option<FieldId>,
    page: u32,
}

impl Search {
    fn of(request: &PageRequest) -> Result<Self, AppError> {
        let given = |name: &str| {
            let value = request.parameter(name).map(str::trim);
            value.filter(|value| !value.is_empty())
        };
        let invalid = |name: &str| AppError::Invalid(name.to_owned());
        let field = given("field").map(str::parse).transpose();
        let page = given("page").map(str::parse).transpose();
        let text = given("q").unwrap_or_default();
        Ok(Self {
            text: text.chars().take(FIND_CHARS_MAX).collect(),
            field: field.map_err(|_| invalid("field"))?.map(FieldId),
            page: page.map_err(|_| invalid("page"))?.unwrap_or(1).max(1),
        })
    }

    fn field_value(&self) -> String {
        self.field
            .map_or_else(String::new, |field| field.0.to_string())
    }

    fn address(&self, request: &PageRequest, page: u32) -> String {
        let (text, field) = (escaped(&self.text), self.field_value());
        let address = format!("/procedures?q={text}&field={field}&page={page}");
        in_lang(request, &address)
    }
}

/// `/procedures`
#[component]
pub(super) fn ListPage() -> impl IntoView {
    loaded(list())
}

async fn list() -> Result<AnyView, AppError> {
    let request = request();
    let search = Search::of(&request)?;
    let found = find_procedures(search.text.clone(), search.field, search.page).await?;
    let title = request.room_lang().words().guide_title();
    let body = view! {
        {filters(&request, &search, &found)}
        {wishes(&request, &found)}
        {results(&request, &search, &found)}
    };
    Ok(public_page(title, (), body))
}

fn filters(request: &PageRequest, search: &Search, found: &FoundProcedures) -> AnyView {
    let lang = request.room_lang();
    let words = lang.words();
    let find = Field {
        hint: Some(words.guide_find_hint()),
        value: search.text.clone(),
        kind: "search",
        chars_max: FIND_CHARS_MAX,
        ..Field::text("q", words.guide_find())
    };
    let all = (String::new(), words.procedures_field_all());
    let fields = found.fields.iter();
    let fields = fields.map(|(id, name)| (id.0.to_string(), named(lang, name)));
    let options = std::iter::once(all).chain(fields).collect();
    view! {
        <form method="get" action="/procedures" class="guide-find" role="search">
            {lang_field(request)}
            {field(find, &[])}
            {select("field", words.catalogue_field(), options, &search.field_value(), &[])}
            <div class="guide-find-do">
                {button(words.procedures_find_button())}
                <a href=in_lang(request, "/procedures")>{words.procedures_find_clear()}</a>
            </div>
        </form>
    }
    .into_any()
}

/// Frequent wishes of visitors, each with a link to its procedure.
fn wishes(request: &PageRequest, found: &FoundProcedures) -> Option<AnyView> {
    if found.wishes.is_empty() {
        return None;
    }
    let lang = request.room_lang();
    let words = lang.words();
    let wish = found.wishes.iter().map(|(code, wish)| {
        view! {
            <li>
                <a href=procedure_address(request, code)>{named(lang, wish)}</a>
            </li>
        }
    });
    let wish: Vec<_> = wish.collect();
    Some(
        view! {
            <section aria-labelledby="wishes">
                <h2 id="wishes">{words.guide_wishes()}</h2>
                <ul class="guide-wishes">{wish}</ul>
            </section>
        }
        .into_any(),
    )
}

pub(super) fn procedure_address(request: &PageRequest, code: &str) -> String {
    in_lang(request, &format!("/procedures/{}", escaped(code)))
}

fn results(request: &PageRequest, search: &Search, found: &FoundProcedures) -> AnyView {
    let lang = request.room_lang();
    let words = lang.words();
    let all = found.total;
    let first = (search.page - 1).saturating_mul(PAGE_ROWS);
    let shown = u32::try_from(found.rows.len()).unwrap_or(PAGE_ROWS);
    let text = |count: u32| number(lang, count.into());
    let status = match shown {
        0 => words.guide_found_none(),
        _ if shown == all => words.procedures_found_all(text(all)),
        _ => words.procedures_found(
            text(first + 1),
            text(first.saturating_add(shown)),
            text(all),
        ),
    };
    let to_page =
        |page: u32, name: String| view! { <a href=search.address(request, page)>{name}</a> };
    let before =
        (search.page > 1).then(|| to_page(search.page - 1, words.procedures_page_before()));
    let has_more = all > first.saturating_add(PAGE_ROWS);
    let next = has_more.then(|| to_page(search.page + 1, words.procedures_page_next()));
    let rows: Vec<_> = found.rows.iter().map(|row| card(request, row)).collect();
    view! {
        <section aria-labelledby="found">
            <h2 id="found">{words.guide_list()}</h2>
            <p class="hint" role="status">
                {status}
            </p>
            <ul class="guide-list">{rows}</ul>
            <p class="pages">{before} {next}</p>
        </section>
    }
    .into_any()
}

fn card(request: &PageRequest, row: &FoundProcedure) -> AnyView {
    let lang = request.room_lang();
    let words = lang.words();
    let online = row.is_online.then(|| {
        view! { <span class="guide-tag">{words.guide_online_short()}</span> }
    });
    let fee = row.fee_vnd.map(|_| {
        view! {
            <div>
                <dt>{words.procedures_fee()}</dt>
                <dd>{fee_text(lang, row.fee_vnd)}</dd>
            </div>
        }
    });
    view! {
        <li>
            <h3>
                <a href=procedure_address(request, &row.code)>{named(lang, &row.name)}</a>
            </h3>
            <p class="hint">{row.code.clone()} " · " {named(lang, &row.field)} " " {online}</p>
            <dl class="guide-facts">
                <div>
                    <dt>{words.procedures_limit()}</dt>
                    <dd>{limits_text(lang, row.limits)}</dd>
                </div>
                {fee}
            </dl>
        </li>
    }
    .into_any()
}
