//! Reads and checks the fields and files of a form.

use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{Method, StatusCode, header};
use http_body_util::{BodyExt, Collected};
use percent_encoding::percent_decode_str;
use sanh_app::page::{Form, SECRETS, Upload};
use sanh_app::ui::fault::Fault;
use sanh_domain::text::plain::PlainText;

/// The media type of a form.
const KIND: &str = "application/x-www-form-urlencoded";
/// The media type of a form with files.
const KIND_WITH_FILES: &str = "multipart/form-data";
/// The most fields of a form with files (ours).
const PARTS_MAX: usize = 100;

/// The content of a form.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct SubmittedForm {
    /// Its fields.
    pub form: Form,
    /// Its files.
    pub files: Vec<Upload>,
    /// The first field with characters that our texts may not contain; they are removed from it.
    pub control: Option<String>,
}

impl SubmittedForm {
    /// Adds a field. Letters are normalised to their composed form, because typed texts are compared with each other. Passwords
    /// stay as they are, since existing passwords were hashed so.
    fn add(&mut self, name: String, value: String) {
        if SECRETS.contains(&name.as_str()) {
            self.form.0.push((name, value));
            return;
        }
        let text = PlainText::read(&value).unwrap_or_else(|refused| {
            self.control.get_or_insert_with(|| name.clone());
            refused.without
        });
        self.form.0.push((name, text.into()));
    }
}

/// Reads a form's fields and files; a GET request has none.
///
/// # Errors
///
/// [`Fault::TooLarge`] beyond the limit of a body; [`Fault::Invalid`] for another media type, for a field that is not UTF-8,
/// and for the character NUL, which our texts may not contain. A file may contain anything.
pub async fn read(request: Request) -> Result<SubmittedForm, Fault> {
    if *request.method() != Method::POST {
        return Ok(SubmittedForm::default());
    }
    if is_of_kind(&request, KIND_WITH_FILES) {
        return with_files(request).await;
    }
    fields(request).await
}

fn is_of_kind(request: &Request, wanted: &str) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default();
    kind.trim().eq_ignore_ascii_case(wanted)
}

/// Reads a form with files. Its body is limited like any other, so it is held in memory.
async fn with_files(request: Request) -> Result<SubmittedForm, Fault> {
    let unreadable = || Fault::Invalid("form".to_owned());
    let body_fault = |error: axum::extract::multipart::MultipartError| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Fault::TooLarge,
        _ => Fault::Invalid("form".to_owned()),
    };
    let parts = Multipart::from_request(request, &()).await;
    let mut parts = parts.map_err(|_| unreadable())?;
    let mut sent = SubmittedForm::default();
    while let Some(part) = parts.next_field().await.map_err(body_fault)? {
        if sent.form.0.len() + sent.files.len() == PARTS_MAX {
            return Err(unreadable());
        }
        let name = part.name().ok_or_else(unreadable)?.to_owned();
        let is_file = part.file_name().is_some();
        let content = part.bytes().await.map_err(body_fault)?;
        if is_file {
            sent.files.push(Upload {
                field: name,
                content: content.to_vec(),
            });
            continue;
        }
        let text = String::from_utf8(content.to_vec()).map_err(|_| unreadable())?;
        if name.contains('\0') || text.contains('\0') {
            return Err(unreadable());
        }
        sent.add(name, text);
    }
    Ok(sent)
}

async fn fields(request: Request) -> Result<SubmittedForm, Fault> {
    let is_form = is_of_kind(&request, KIND);
    // A form with only a button, such as the one to sign out, may send no body.
    let body = request.into_body().collect().await.map(Collected::to_bytes);
    let body = body.map_err(|_| Fault::TooLarge)?;
    if body.is_empty() {
        return Ok(SubmittedForm::default());
    }
    let unreadable = || Fault::Invalid("form".to_owned());
    let text = std::str::from_utf8(&body).ok().filter(|_| is_form);
    let pairs = text.ok_or_else(unreadable)?.split('&');
    let mut sent = SubmittedForm::default();
    for pair in pairs.filter(|pair| !pair.is_empty()) {
        let (name, value) = field(pair).ok_or_else(unreadable)?;
        sent.add(name, value);
    }
    Ok(sent)
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
        let sent = read(request.body(Body::from(body)).unwrap()).await?;
        assert_eq!(sent.files, []);
        Ok(sent.form)
    }

    #[tokio::test]
    async fn a_form_with_a_file_is_read_with_its_fields() {
        let body =
            b"--X\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nNguy\xe1\xbb\x85n\r\n\
            --X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\
            Content-Type: text/csv\r\n\r\na\0\xff\r\n--X--\r\n";
        let request = |body: &'static [u8]| {
            let kind = "multipart/form-data; boundary=X";
            let request = Request::post("/").header(header::CONTENT_TYPE, kind);
            request.body(Body::from(body)).unwrap()
        };
        let sent = read(request(body)).await.unwrap();
        assert_eq!(sent.form.text("name"), "Nguy\u{1ec5}n");
        let file = Upload {
            field: "file".to_owned(),
            content: b"a\0\xff".to_vec(),
        };
        assert_eq!(sent.files, [file], "a file may hold anything");
        let torn = read(request(
            b"--X\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nhalf",
        ));
        assert_eq!(torn.await, Err(Fault::Invalid("form".to_owned())));
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
    async fn letters_are_composed_but_those_of_passwords() {
        let form = sent(KIND, b"name=Ho%CC%A3%CC%82&password=o%CC%82&password2=x")
            .await
            .unwrap();
        assert_eq!(form.text("name"), "H\u{1ed9}");
        assert_eq!(form.raw("password"), "o\u{302}");
    }

    #[tokio::test]
    async fn a_form_that_is_no_text_is_refused_as_a_whole() {
        for body in [&b"name=%FF"[..], b"name=\xff", b"a=1&name=%00"] {
            assert_eq!(
                sent(KIND, body).await,
                Err(Fault::Invalid("form".to_owned()))
            );
        }
        assert!(sent("text/plain", b"a=1").await.is_err());
    }

    #[tokio::test]
    async fn control_and_direction_characters_are_removed_and_reported() {
        for bad in ["%1B", "%07", "%E2%80%AE", "%E2%81%A6", "%C2%85"] {
            let body = format!("name=Nguy%E1%BB%85n{bad}+An&note=a%0D%0Ab");
            let request = Request::post("/").header(header::CONTENT_TYPE, KIND);
            let sent = read(request.body(Body::from(body)).unwrap()).await.unwrap();
            assert_eq!(sent.control.as_deref(), Some("name"), "{bad}");
            assert_eq!(sent.form.text("name"), "Nguy\u{1ec5}n An");
            assert_eq!(sent.form.text("note"), "a\r\nb");
        }
    }
}
