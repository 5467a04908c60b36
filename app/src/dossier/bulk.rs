//! One step for several dossiers, all or none.

use chrono_tz::Tz;
use leptos::prelude::*;
use sanh_domain::account::model::{Caller, RequestKey};
use sanh_domain::dossier::file::{ActionRequest, BULK_MAX};
use sanh_domain::dossier::{DossierCode, Kind};

use super::assign::away;
use super::desk::DeskError;
use super::step::{ChosenAction, kind_of};
use super::words::{error_text, field_of, refusal_text};
use super::worklist;
use crate::Ports;
use crate::page::{Page, PageRequest};
use crate::text::Messages;
use crate::ui::document::{Head, document_html};
use crate::ui::form::{Problem, hidden};
use crate::ui::frame::{NavSection, PageFrame, room};

/// `POST /desk/move`
pub(super) async fn act(request: &PageRequest, caller: &Caller) -> Result<Page, DeskError> {
    let lang = request.room_lang();
    let words = lang.words();
    let port = expect_context::<Ports>().desk;
    let office = port.office().await?;
    let zone = office.calendar.zone();
    let chosen: Option<Vec<_>> = request
        .form
        .all("dossier")
        .into_iter()
        .map(picked)
        .collect();
    let problem = |field: &'static str, message: String| vec![Problem::new(field, message)];
    let read = match (chosen, RequestKey::read(request.form.text("key"))) {
        (Some(chosen), _) if chosen.is_empty() => Err(problem("act", words.desk_bulk_none())),
        (Some(chosen), _) if chosen.len() > BULK_MAX => {
            Err(problem("act", words.desk_bulk_too_many(BULK_MAX)))
        }
        (Some(_), _) if request.form.text("act").is_empty() => {
            Err(problem("act", words.desk_bulk_act_missing()))
        }
        (Some(chosen), Some(key)) => {
            ChosenAction::read(request, lang, zone).map(|step| (chosen, key, step))
        }
        _ => Err(problem("act", words.desk_bulk_none())),
    };
    let (chosen, key, step) = match read {
        Ok(read) => read,
        Err(problems) => return worklist::page(request, caller, 422, &problems).await,
    };
    if kind_of(&request.form) == Some(Kind::Assign)
        && let Some(problem) = away(lang, &office, &request.form, &caller.person.name)
    {
        return worklist::page(request, caller, 422, &[problem]).await;
    }
    let count = chosen.len();
    let moves = chosen
        .into_iter()
        .map(|(code, version)| step.clone().of(code, version));
    let moves: Vec<ActionRequest> = moves.collect();
    match port.act(caller, key, moves.clone()).await {
        Ok(()) => {
            let query = worklist::query_of(request)?;
            let filters = worklist::filters_in_address(&query, query.tab, None);
            Ok(Page::redirect(format!("/desk?{filters}&moved={count}")))
        }
        Err(DeskError::SomeCannot(against)) => {
            Ok(some_cannot(request, caller, &moves, &against, zone))
        }
        Err(DeskError::Refused(refusal)) => {
            let problems = problem(field_of(&refusal), refusal_text(lang, &refusal, zone));
            worklist::page(request, caller, 422, &problems).await
        }
        Err(DeskError::Invalid(field @ "assignee")) => {
            let problems = problem(field, words.assign_cannot());
            worklist::page(request, caller, 422, &problems).await
        }
        Err(error @ (DeskError::Conflict | DeskError::NotFound)) => {
            let against = moves
                .first()
                .map(|only| (only.code.clone(), Box::new(error)));
            Ok(some_cannot(
                request,
                caller,
                &moves,
                &against.into_iter().collect::<Vec<_>>(),
                zone,
            ))
        }
        Err(error) => Err(error),
    }
}

/// A dossier as its box in the list names it: its code and the version that was shown.
pub(crate) fn picked(text: &str) -> Option<(DossierCode, i64)> {
    let (code, version) = text.rsplit_once(':')?;
    Some((
        DossierCode::try_from(code.to_owned()).ok()?,
        version.parse().ok()?,
    ))
}

/// What cannot go and why, and a way to go on with the others.
fn some_cannot(
    request: &PageRequest,
    caller: &Caller,
    moves: &[ActionRequest],
    against: &[(DossierCode, Box<DeskError>)],
    zone: Tz,
) -> Page {
    let lang = request.room_lang();
    let words = lang.words();
    let title = words.desk_bulk_cannot();
    let head = Head {
        title: Some(format!("{title} · {}", words.product())),
        ..request.head(lang)
    };
    let frame = PageFrame {
        caller,
        room: NavSection::Worklist,
        path: "/desk",
    };
    let line = |(code, error): &(DossierCode, Box<DeskError>)| {
        let href = format!("/desk/dossiers/{code}");
        view! {
            <li>
                <a href=href>{code.to_string()}</a>
                ": "
                {error_text(lang, error, zone)}
            </li>
        }
    };
    let lines: Vec<_> = against.iter().map(line).collect();
    let may_go = |one: &&ActionRequest| against.iter().all(|(code, _)| *code != one.code);
    let others: Vec<&ActionRequest> = moves.iter().filter(may_go).collect();
    let again = (!others.is_empty()).then(|| {
        let boxes = others
            .iter()
            .map(|one| hidden("dossier", &format!("{}:{}", one.code, one.version)));
        view! {
            <form method="post" action="/desk/move" class="form">
                {hidden("key", &request.key)}
                {hidden("act", request.form.text("act"))}
                {hidden("reason", request.form.text("reason"))}
                {hidden("assignee", request.form.text("assignee"))}
                {hidden("away_known", request.form.text("assignee"))}
                {boxes.collect::<Vec<_>>()}
                <button class="button" r#type="submit">
                    {words.desk_bulk_others(others.len())}
                </button>
            </form>
        }
    });
    let html = document_html(head, || {
        let body = view! {
            <div class="errors" role="alert" tabindex="-1" autofocus=true>
                <h1>{title}</h1>
                <p>{words.desk_bulk_cannot_text()}</p>
                <ul>{lines}</ul>
            </div>
            {again}
            <p class="back">
                <a href="/desk">{words.desk_back()}</a>
            </p>
        };
        room(lang, &frame, body.into_any())
    });
    Page::new(409, html)
}
