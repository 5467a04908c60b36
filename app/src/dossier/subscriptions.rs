//! Who is told of a dossier's changes, as the counter sees it: how many confirmed addresses, never which, and the button that ends that.

use leptos::prelude::*;

use super::address::code;
use super::api::EndSubscriptions;
use super::dossier_page::{View, list_in_address, shown};
use crate::error::AppError;
use crate::text::Messages;
use crate::ui::form::{button_second, done};
use crate::ui::response::{loaded, response};
use crate::ui::submit::submit;

/// The parameter of a dossier's address after its subscriptions were ended.
const ENDED: &str = "untold";

/// `/desk/dossiers/{code}/subscriptions`: where the form goes that ends them.
#[component]
pub(super) fn SubscriptionsPage() -> impl IntoView {
    loaded(ended(code()))
}

async fn ended(code: String) -> Result<AnyView, AppError> {
    let response = response();
    if let Err(refusal) = submit::<EndSubscriptions>(&[("code", &code)]).await? {
        return shown(code, refusal, None).await;
    }
    let list = list_in_address(&code, '&').await?;
    response.redirect(format!("/desk/dossiers/{code}?{ENDED}{list}"));
    Ok(().into_any())
}

impl View<'_> {
    /// How many confirmed addresses go on being told when a new number is given, and the form that ends them.
    pub(super) fn subscriptions(&self) -> Option<AnyView> {
        let words = self.lang.words();
        if self.subscriptions == 0 {
            let is_ended = self.request.parameter(ENDED).is_some();
            return is_ended.then(|| done(words.slip_tell_ended()));
        }
        let action = self.address("/subscriptions");
        Some(
            view! {
                <form method="post" action=action>
                    <p>{words.slip_tell(self.subscriptions)}</p>
                    {button_second(words.slip_tell_end())}
                    <p class="hint">{words.slip_tell_hint()}</p>
                </form>
            }
            .into_any(),
        )
    }
}
