//! The filters of the work list, and its tabs.

use leptos::prelude::*;
use sanh_domain::dossier::worklist::{MINE, Tab, TabCount, WorklistOwner};
use sanh_domain::language::Lang;
use sanh_domain::procedure::listed::ListedAgency;

use super::address::{DAY_FIELDS, DENSITY, FIND_CHARS_MAX, ListAddress, given};
use super::listing::Listing;
use crate::text::Messages;
use crate::text::date::short_date;
use crate::text::dossier::{named, tab_name};
use crate::text::number::number;
use crate::ui::form::{Field, button, field, hidden, select};

/// The longest text of a day, in characters.
const DAY_CHARS_MAX: usize = 10;

/// What is looked for, and what the list is narrowed to.
pub(super) fn filters(listing: &Listing<'_>) -> AnyView {
    let words = listing.lang.words();
    let find = Field {
        hint: Some(words.desk_find_hint()),
        value: listing.query.find.clone().unwrap_or_default(),
        kind: "search",
        chars_max: FIND_CHARS_MAX,
        ..Field::text("find", words.desk_find())
    };
    let sort = listing.query.sort.map(|sort| hidden("sort", &sort.word()));
    let density = listing
        .address()
        .is_wide
        .then(|| hidden(DENSITY.0, DENSITY.1));
    view! {
        <form method="post" action="/desk/find" class="filters list-filters" role="search">
            {hidden("tab", listing.query.tab.as_str())}
            {sort}
            {density}
            {field(find, &[])}
            {agencies(listing)}
            {procedures(listing)}
            {days(listing)}
            <div class="filters-do">
                {button(words.desk_show())}
                <a href="/desk">{words.desk_clear()}</a>
            </div>
        </form>
    }
    .into_any()
}

fn with_all(all: String, options: impl Iterator<Item = (String, String)>) -> Vec<(String, String)> {
    std::iter::once((String::new(), all))
        .chain(options)
        .collect()
}

fn agencies(listing: &Listing<'_>) -> AnyView {
    let words = listing.lang.words();
    let of_mine = |agency: &&ListedAgency| listing.caller.person.works_in(agency.id);
    let agencies = listing.office.agencies.iter().filter(of_mine);
    let agencies =
        agencies.map(|agency| (agency.id.0.to_string(), named(listing.lang, &agency.name)));
    let mine = std::iter::once((MINE.to_owned(), words.desk_mine()));
    let options = with_all(words.desk_agency_all(), mine.chain(agencies));
    let chosen = match listing.query.whose {
        WorklistOwner::All => String::new(),
        WorklistOwner::Mine => MINE.to_owned(),
        WorklistOwner::Agency(agency) => agency.0.to_string(),
    };
    select("agency", words.desk_agency(), options, &chosen, &[])
}

fn procedures(listing: &Listing<'_>) -> AnyView {
    let words = listing.lang.words();
    let procedures = listing.office.procedures.iter().map(|procedure| {
        let name = named(listing.lang, &procedure.name);
        let name = format!("{} · {name}", procedure.code);
        (procedure.id.0.to_string(), name)
    });
    let options = with_all(words.desk_procedure_all(), procedures);
    let chosen = listing.query.procedure;
    let chosen = chosen.map_or_else(String::new, |it| it.0.to_string());
    select("procedure", words.desk_procedure(), options, &chosen, &[])
}

/// When dossiers were received and are due; a day that could not be read stays as it was typed.
fn days(listing: &Listing<'_>) -> Vec<AnyView> {
    let words = listing.lang.words();
    let labels = [
        words.desk_received_from(),
        words.desk_received_to(),
        words.desk_due_from(),
        words.desk_due_to(),
    ];
    let query = listing.query;
    let read = [
        query.received.from,
        query.received.to,
        query.due.from,
        query.due.to,
    ];
    let fields = DAY_FIELDS.into_iter().zip(labels).zip(read);
    let fields = fields.map(|((name, label), read)| {
        let typed = given(listing.request, name).unwrap_or_default();
        let day = Field {
            value: read.map_or_else(|| typed.to_owned(), short_date),
            hint: Some(words.desk_day_hint()),
            chars_max: DAY_CHARS_MAX,
            ..Field::text(name, label)
        };
        field(day, listing.problems)
    });
    fields.collect()
}

/// How many dossiers a tab has, or than how many it has more.
fn tab_count(lang: Lang, counted: TabCount) -> String {
    let count = number(lang, counted.count);
    if counted.has_more {
        lang.words().tab_count_more(count)
    } else {
        count
    }
}

/// The tabs, with how many dossiers they have.
pub(super) fn tabs(listing: &Listing<'_>) -> AnyView {
    let tab = |tab: Tab| {
        let is_current = tab == listing.query.tab && listing.query.find.is_none();
        let mut counts = listing.list.counts.iter();
        let count = counts.find(|counted| counted.tab == tab);
        let count = count.map(|counted| {
            view! { <span class="tab-count">{tab_count(listing.lang, *counted)}</span> }
        });
        let address = ListAddress {
            tab,
            ..listing.address()
        };
        view! {
            <a href=address.path() aria-current=is_current.then_some("page")>
                {tab_name(listing.lang, tab)}
                " "
                {count}
            </a>
        }
    };
    view! {
        <nav class="tabs" aria-label=listing.lang.words().desk_tabs()>
            {Tab::ALL.into_iter().map(tab).collect::<Vec<_>>()}
        </nav>
    }
    .into_any()
}
