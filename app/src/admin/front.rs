//! `/admin`: what needs an administrator today.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::components::Route;
use leptos_router::path;
use sanh_domain::account::listed::AccountState;
use sanh_domain::language::Lang;
use sanh_domain::outbox::model::OutboxState;

use super::clock::api::read_clock;
use super::people::api::list_people;
use crate::alarm::api::count_alarms;
use crate::error::AppError;
use crate::model::clock::ClockState;
use crate::model::people::People;
use crate::outbox::api::read_outbox;
use crate::text::Messages;
use crate::text::dossier::moment;
use crate::text::number::number;
use crate::ui::card::{Card, CardState, cards};
use crate::ui::document::product_title;
use crate::ui::frame::OpenAlarms;
use crate::ui::response::{loaded, request};

/// The front page, under `/admin`.
#[component(transparent)]
pub fn AdminFrontRoutes() -> AnyNestedRoute {
    view! { <Route path=path!("") view=FrontPage /> }
        .into_inner()
        .into_any_nested_route()
}

/// `/admin`
#[component]
fn FrontPage() -> impl IntoView {
    loaded(shown())
}

async fn shown() -> Result<AnyView, AppError> {
    let lang = request().room_lang();
    let all = vec![
        clock(lang, &read_clock().await?),
        calendar(lang, count_alarms().await?),
        outbox(lang, &read_outbox().await?),
        people(lang, &list_people().await?),
    ];
    let title = lang.words().admin_title();
    Ok(view! {
        <Title text=product_title(lang, &title) />
        <h1>{title}</h1>
        {cards(lang, all)}
    }
    .into_any())
}

fn clock(lang: Lang, state: &ClockState) -> Card {
    Card {
        title: lang.words().admin_clock(),
        count: state.doubt.is_some().into(),
        state: CardState::wrong_if(state.doubt.is_some()),
        lines: vec![moment(state.now, state.zone)],
        href: "/admin/clock".to_owned(),
    }
}

/// Alarms that concern administrators are those of the calendar.
fn calendar(lang: Lang, OpenAlarms(open): OpenAlarms) -> Card {
    Card {
        title: lang.words().admin_calendar(),
        count: open,
        state: CardState::wrong_if(open > 0),
        lines: Vec::new(),
        href: "/admin/calendar".to_owned(),
    }
}

fn outbox(lang: Lang, state: &OutboxState) -> Card {
    let words = lang.words();
    Card {
        title: words.admin_outbox(),
        count: state.dead.count,
        state: CardState::wrong_if(state.dead.count > 0),
        lines: vec![words.admin_outbox_waiting(number(lang, state.waiting.count))],
        href: "/admin/outbox".to_owned(),
    }
}

fn people(lang: Lang, people: &People) -> Card {
    let words = lang.words();
    let of = |state: AccountState| {
        let count = people.people.iter().filter(|it| it.state == state).count();
        u64::try_from(count).unwrap_or_default()
    };
    Card {
        title: words.admin_people_waiting(),
        count: of(AccountState::Waits),
        state: CardState::Calm,
        lines: vec![words.admin_people_active(number(lang, of(AccountState::Active)))],
        href: "/admin/people".to_owned(),
    }
}
