//! The server functions of the desk's islands.

use leptos::prelude::*;
use sanh_domain::dossier::file::Office;
use sanh_domain::language::Lang;
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use crate::model::reception::matching;
use crate::text::dossier::named;

/// The most characters that are looked for (ours).
const TYPED_CHARS_MAX: usize = 200;
/// The most suggestions (ours): more are not read, only scrolled.
const SUGGESTIONS_MAX: usize = 10;

/// A procedure that what was typed may mean.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// Its number.
    pub id: i64,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
}

impl Suggestion {
    /// The likeliest first.
    #[must_use]
    pub fn of(lang: Lang, office: &Office, typed: &str) -> Vec<Self> {
        let typed: String = typed.chars().take(TYPED_CHARS_MAX).collect();
        let found = matching(lang, office, &typed).into_iter();
        let found = found.take(SUGGESTIONS_MAX).map(|procedure| Self {
            id: procedure.id.0,
            code: procedure.code.clone(),
            name: named(lang, &procedure.name),
        });
        found.collect()
    }
}

/// Where it is asked what a text may mean.
pub const SUGGESTIONS: &str = "/desk/procedures";

/// Asks what a text may mean; nothing where there is no answer. A server function would do the same, and weigh 7 kB more.
pub(super) async fn suggested(typed: &str, lang: Lang) -> Vec<Suggestion> {
    let typed = js_sys::encode_uri_component(typed);
    let address = format!("{SUGGESTIONS}?lang={}&q={typed}", lang.code());
    let text = answer(&address)
        .await
        .ok()
        .and_then(|text| text.as_string());
    let found = text.and_then(|text| serde_json::from_str(&text).ok());
    found.unwrap_or_default()
}

async fn answer(address: &str) -> Result<JsValue, JsValue> {
    let response = JsFuture::from(window().fetch_with_str(address)).await?;
    JsFuture::from(response.dyn_into::<Response>()?.text()?).await
}
