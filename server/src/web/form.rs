//! What a form sent, strictly read.

use axum::extract::Request;
use axum::http::{Method, header};
use http_body_util::{BodyExt, Collected};
use percent_encoding::percent_decode_str;
use sanh_app::ui::fault::Fault;
use sanh_app::ui::form::Form;

/// What a form's encoding is called.
const KIND: &str = "application/x-www-form-urlencoded";

/// Reads a form's fields; a page that is only read has none.
///
/// # Errors
/// [`Fault::TooLarge`] beyond the limit of a body; [`Fault::Invalid`] for another kind of body, for what is no UTF-8, and for
/// the letter NUL, which no text of ours may hold.
pub async fn read(request: Request) -> Result<Form, Fault> {
    if *request.method() != Method::POST {
        return Ok(Form::default());
    }
    let kind = request.headers().get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let is_form = kind
        .split(';')
        .next()
        .is_some_and(|kind| kind.trim().eq_ignore_ascii_case(KIND));
    // A button alone, such as the one that signs out, may send no body at all.
    let body = request.into_body().collect().await.map(Collected::to_bytes);
    let body = body.map_err(|_| Fault::TooLarge)?;
    if body.is_empty() {
        return Ok(Form::default());
    }
    let unreadable = || Fault::Invalid("form".to_owned());
    let text = std::str::from_utf8(&body).ok().filter(|_| is_form);
    let pairs = text.ok_or_else(unreadable)?.split('&');
    let fields: Option<Vec<_>> = pairs.filter(|pair| !pair.is_empty()).map(field).collect();
    fields.map(Form).ok_or_else(unreadable)
}

fn field(pair: &str) -> Option<(String, String)> {
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    Some((decoded(name)?, decoded(value)?))
}

fn decoded(text: &str) -> Option<String> {
    let spaced = text.replace('+', " ");
    let decoded = percent_decode_str(&spaced).decode_utf8().ok()?;
    (!decoded.contains('\0')).then(|| decoded.into_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use axum::body::Body;

    use super::*;

    async fn sent(kind: &str, body: &'static [u8]) -> Result<Form, Fault> {
        let request = Request::post("/").header(header::CONTENT_TYPE, kind);
        read(request.body(Body::from(body)).unwrap()).await
    }

    #[tokio::test]
    async fn a_form_is_read_as_it_was_typed() {
        let form = sent(KIND, b"name=Nguy%E1%BB%85n+An&name=b&empty=")
            .await
            .unwrap();
        assert_eq!(form.all("name"), ["Nguy\u{1ec5}n An", "b"]);
        assert_eq!(form.text("empty"), "");
    }

    #[tokio::test]
    async fn what_is_no_text_is_refused_whole() {
        for body in [&b"name=%FF"[..], b"name=\xff", b"a=1&name=%00"] {
            assert_eq!(
                sent(KIND, body).await,
                Err(Fault::Invalid("form".to_owned()))
            );
        }
        assert!(sent("text/plain", b"a=1").await.is_err());
    }
}
