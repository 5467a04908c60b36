//! Files to download: a mapping, and the bad values of an import.

use leptos::prelude::*;
use sanh_domain::text::fold::folded;

use super::api::{export_bad_values, read_mapping};
use super::import_id;
use crate::error::AppError;
use crate::page::File;
use crate::ui::response::{loaded, request, response};

/// The mark by which a spreadsheet recognises UTF-8.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// `/admin/import/mapping?name=`
#[component]
pub(super) fn MappingPage() -> impl IntoView {
    loaded(mapping())
}

/// `/admin/import/{import}/bad`
#[component]
pub(super) fn BadValuesPage() -> impl IntoView {
    loaded(bad_values())
}

async fn mapping() -> Result<(), AppError> {
    let (request, response) = (request(), response());
    let name = request.parameter("name").unwrap_or_default();
    let text = read_mapping(name.to_owned()).await?;
    response.download(File {
        name: file_name(name),
        media_type: "application/toml".into(),
        bytes: text.into_bytes(),
    });
    Ok(())
}

async fn bad_values() -> Result<(), AppError> {
    let (response, id) = (response(), import_id()?);
    let mut values = export_bad_values(id).await?;
    values.insert(0, BYTE_ORDER_MARK);
    response.download(File {
        name: format!("import-{}-bad.csv", id.0),
        media_type: "text/csv; charset=utf-8".into(),
        bytes: values.into_bytes(),
    });
    Ok(())
}

/// A name for a file: ASCII letters, digits and hyphens.
fn file_name(name: &str) -> String {
    let plain = folded(name);
    let parts = plain.split(|letter: char| !letter.is_ascii_alphanumeric());
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    if parts.is_empty() {
        return "mapping.toml".to_owned();
    }
    format!("{}.toml", parts.join("-"))
}
