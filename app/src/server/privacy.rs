//! The data of the public page about personal data.

use leptos::prelude::*;
use sanh_domain::privacy::model::{KeepTimes, PrivacyNotice};
use sanh_domain::text::name::Name;

use super::{failure, now, store};
use crate::error::AppError;

/// The responsible body for personal data, and how long they are kept.
pub(crate) async fn notice() -> Result<PrivacyNotice, AppError> {
    let keep: KeepTimes = expect_context();
    let centre = store()?.centre(now()).await.map_err(failure)?;
    Ok(PrivacyNotice {
        centre: Name {
            vi: centre.name,
            en: centre.name_en,
        },
        place: centre.place,
        keep,
    })
}
