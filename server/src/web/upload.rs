//! Receives a file that a form sends: it is written to disk piece by piece, with its own size limit and deadline, before the
//! page that follows is rendered. The page gets a form with the result.

use std::time::Duration;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use multer::{Constraints, Multipart, SizeLimit};
use sanh_domain::account::model::{Access, Caller};
use sanh_domain::import::model::{ImportId, ReaderMessage};

use super::{Web, admission};
use crate::config::Config;
use crate::import::Imports;

/// The form's field with the file.
const FIELD: &str = "file";
/// The bytes in the body beside the file: boundaries, names, other fields.
const AROUND_BYTES: u64 = 64 << 10;
/// The longest name of a file that is kept, in characters.
const NAME_CHARS_MAX: usize = 120;

/// The largest body of an upload, in bytes.
pub fn body_bytes_max(config: &Config) -> usize {
    let bytes = u64::from(config.import_file_bytes_max) + AROUND_BYTES;
    usize::try_from(bytes).unwrap_or(usize::MAX)
}

/// Stores the uploaded file if the sender has the access, and passes a form on instead: `import`, its number, or `fault`, why
/// there is none.
pub async fn upload(State(web): State<Web>, request: Request, next: Next) -> Response {
    let caller = admission::admitted(request.extensions(), Access::Administer);
    let (mut parts, body) = request.into_parts();
    let kind = parts.headers.remove(header::CONTENT_TYPE);
    parts.headers.remove(header::CONTENT_LENGTH);
    let Ok(Some(caller)) = caller else {
        // Without the right the body is not read, and the page explains why.
        return next.run(Request::from_parts(parts, Body::empty())).await;
    };
    let kind = kind.as_ref().and_then(|kind| kind.to_str().ok());
    let time = Duration::from_secs(web.config.import_upload_s.into());
    let taken = tokio::time::timeout(time, receive(&web.import, &caller, kind, body));
    let taken = taken.await.unwrap_or_else(|_| Err(code("too_slow")));
    let form = form(taken);
    let kind = HeaderValue::from_static("application/x-www-form-urlencoded");
    parts.headers.insert(header::CONTENT_TYPE, kind);
    next.run(Request::from_parts(parts, Body::from(form))).await
}

/// The form that is passed to the page.
fn form(taken: Result<ImportId, ReaderMessage>) -> String {
    let (name, value) = match taken {
        Ok(id) => ("import", id.0.to_string()),
        Err(told) => ("fault", serde_json::to_string(&told).unwrap_or_default()),
    };
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.append_pair(name, &value).finish()
}

fn code(code: &str) -> ReaderMessage {
    ReaderMessage {
        code: code.to_owned(),
        ..ReaderMessage::default()
    }
}

async fn receive(
    imports: &Imports,
    caller: &Caller,
    kind: Option<&str>,
    body: Body,
) -> Result<ImportId, ReaderMessage> {
    let boundary = kind.and_then(|kind| multer::parse_boundary(kind).ok());
    let boundary = boundary.ok_or_else(|| code("no_file"))?;
    let _place = imports.arrive().ok_or_else(|| code("busy"))?;
    let file_bytes_max = imports.bounds().file_bytes_max;
    let sizes = SizeLimit::new()
        .whole_stream(file_bytes_max + AROUND_BYTES)
        .per_field(file_bytes_max);
    let constraints = Constraints::new().size_limit(sizes);
    let mut parts = Multipart::with_constraints(body.into_data_stream(), boundary, constraints);
    while let Some(mut part) = parts.next_field().await.map_err(|error| broken(&error))? {
        if part.name() != Some(FIELD) {
            continue;
        }
        let name = shown_name(part.file_name().unwrap_or_default());
        let mut upload = imports.begin()?;
        while let Some(piece) = part.chunk().await.map_err(|error| broken(&error))? {
            upload.add(&piece).map_err(|error| {
                tracing::error!(%error, "an upload cannot be kept");
                code("disk")
            })?;
        }
        if upload.bytes() == 0 {
            return Err(code("no_file"));
        }
        return imports.take(caller, upload, &name).await;
    }
    Err(code("no_file"))
}

fn broken(error: &multer::Error) -> ReaderMessage {
    let is_too_large = matches!(
        error,
        multer::Error::FieldSizeExceeded { .. } | multer::Error::StreamSizeExceeded { .. }
    );
    // The outer layer also counts the bytes and ends the stream with this error.
    let is_cut = matches!(error, multer::Error::StreamReadFailed(cause)
        if cause.to_string().contains("length limit exceeded"));
    code(if is_too_large || is_cut {
        "file_too_large"
    } else {
        "cut_off"
    })
}

/// The name of a file without folders and characters that cannot be shown.
fn shown_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let shown = last.chars().filter(|letter| !letter.is_control());
    let shown: String = shown.take(NAME_CHARS_MAX).collect();
    shown.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_called_by_its_last_name_alone() {
        assert_eq!(shown_name("C:\\Users\\lan\\Hồ sơ.xlsx"), "Hồ sơ.xlsx");
        assert_eq!(shown_name("../../etc/passwd"), "passwd");
        assert_eq!(shown_name("a\nb\u{0}.csv"), "ab.csv");
        assert_eq!(shown_name(&"x".repeat(500)).len(), NAME_CHARS_MAX);
    }
}
