//! The centre's logo: the picture its setting names, from the server's disk.

use std::path::Path;

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tokio::io::AsyncReadExt;

use super::Web;

/// The largest logo in bytes, so that a wall with a slow connection does not wait for it.
const LOGO_BYTES_MAX: u64 = 512 * 1_024;

/// `GET /logo`: the picture, or 404 if none is set or it cannot be read.
pub async fn logo(State(web): State<Web>) -> Response {
    let Some(path) = web.live.logo_path().await else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match picture(&path).await {
        Ok(response) => response,
        Err(error) => {
            tracing::warn!(path = %path.display(), %error, "the logo cannot be shown");
            StatusCode::NOT_FOUND.into_response()
        }
    }
}

async fn picture(path: &Path) -> std::io::Result<Response> {
    let Some(kind) = kind_of(path) else {
        return Err(std::io::Error::other(
            "a logo is a .svg, .png, .jpg or .webp",
        ));
    };
    let file = tokio::fs::File::open(path).await?;
    let mut bytes = Vec::new();
    file.take(LOGO_BYTES_MAX + 1)
        .read_to_end(&mut bytes)
        .await?;
    if bytes.len() as u64 > LOGO_BYTES_MAX {
        return Err(std::io::Error::other(format!(
            "larger than {LOGO_BYTES_MAX} bytes"
        )));
    }
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=300"),
    );
    Ok(response)
}

fn kind_of(path: &Path) -> Option<&'static str> {
    match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
        "svg" => Some("image/svg+xml"),
        "png" => Some("image/png"),
        "jpg" | "jpeg" => Some("image/jpeg"),
        "webp" => Some("image/webp"),
        _ => None,
    }
}
