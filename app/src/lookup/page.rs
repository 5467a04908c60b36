//! `/lookup`: the form, and the answer to it. What a slip holds travels in the body; the script moves the secret of a QR code there from
//! behind the `#`, which no browser sends.

use leptos::prelude::*;

use super::answer::answer_view;
use super::api::LookUp;
use super::form::look_up_form;
use super::frame::{Frame, LookUpDisplay, frame};
use crate::board::api::board;
use crate::error::AppError;
use crate::text::Messages;
use crate::ui::document::{Head, document_html, product_title};
use crate::ui::response::{loaded, request, response};
use crate::ui::submit::{Submitted, submitted};

/// Seconds after which a kiosk without script is cleared.
const CLEARED_WITHOUT_SCRIPT_S: u32 = 30;

/// `/lookup`
#[component]
pub(super) fn LookUpPage() -> impl IntoView {
    loaded(look_up())
}

async fn look_up() -> Result<(), AppError> {
    let (request, response) = (request(), response());
    let look = LookUpDisplay::of(&request)?;
    // Before the first board exists, the page is shown without the centre's name.
    let edition = board("centre".to_owned(), "day".to_owned()).await.ok();
    let centre = edition.map(|edition| edition.centre);
    let lang = look.lang;
    let (status, answer, problems) = match submitted::<LookUp>(&[]).await? {
        Submitted::Done(answer) => (200, Some(answer), Vec::new()),
        Submitted::Refused(refusal) => (refusal.status, None, refusal.problems),
        Submitted::Not => (200, None, Vec::new()),
    };
    let is_told = answer.is_some();
    let head = Head {
        title: Some(product_title(lang, &lang.words().lookup_title())),
        script: Some(request.asset("/lookup.js")),
        refresh_without_script_s: (look.is_kiosk && is_told).then_some(CLEARED_WITHOUT_SCRIPT_S),
        ..Head::of(&request, lang)
    };
    let html = document_html(head, || {
        let ticket = answer.as_ref().map(|answer| answer.ticket.as_str());
        let page = Frame {
            look,
            ticket,
            centre: centre.as_ref(),
        };
        let body = match &answer {
            Some(answer) => answer_view(look, answer),
            None => look_up_form(look, request.form.text("code"), &problems),
        };
        frame(&request, &page, body)
    });
    response.send_html(status, html);
    Ok(())
}
