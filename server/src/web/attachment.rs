//! The files that are attached to dossiers, sent part by part and to be saved.

use axum::body::{Body, Bytes};
use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures::{Stream, stream};
use sanh_app::server::desk::{Desk, DeskError};
use sanh_domain::account::model::Access;
use sanh_domain::dossier::DossierCode;
use sanh_domain::dossier::attachment::Attachment;
use sanh_domain::id::AttachmentId;

use super::{Web, admission};

/// Where the file of an attachment is read.
pub const PATH: &str = "/desk/dossiers/{code}/attachments/{attachment}/file";

/// `GET /desk/dossiers/{code}/attachments/{attachment}/file`: a file that is attached to a dossier, which the audit tells of.
///
/// It is never shown in a page: browsers save it, and the policy of everything that is no page lets nothing in it run.
pub async fn file(
    State(web): State<Web>,
    Path((code, attachment)): Path<(String, i64)>,
    request: Request,
) -> Response {
    let caller = match admission::admitted(request.extensions(), Access::Desk) {
        Ok(Some(caller)) => caller,
        Ok(None) => return StatusCode::UNAUTHORIZED.into_response(),
        Err(status) => return status.into_response(),
    };
    let Some(store) = web.store.borrow().clone() else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let Ok(code) = DossierCode::try_from(code) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let desk = Desk::new(store, web.readings.clone(), caller, web.clock.now());
    let id = AttachmentId(attachment);
    match desk.opened_attachment(&code, id).await {
        Ok((holder, attachment)) => sent(desk, &code, holder, &attachment),
        Err(error) => status(&error).into_response(),
    }
}

fn status(error: &DeskError) -> StatusCode {
    match error {
        DeskError::NotFound => StatusCode::NOT_FOUND,
        DeskError::TooMuchRead => StatusCode::TOO_MANY_REQUESTS,
        DeskError::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// The file; its name tells nothing of the person, as browsers keep lists of what they saved.
fn sent(desk: Desk, code: &DossierCode, holder: DossierCode, attachment: &Attachment) -> Response {
    let Attachment {
        id,
        kind,
        size_bytes,
        ..
    } = attachment;
    let mut response = Body::from_stream(parts(desk, holder, *id)).into_response();
    let headers = response.headers_mut();
    let media_type = HeaderValue::from_static(kind.media_type());
    headers.insert(header::CONTENT_TYPE, media_type);
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(*size_bytes));
    let name = format!("{code}-{}.{}", id.0, kind.extension());
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    if let Ok(disposition) = disposition {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    response
}

/// The parts of a file, each opened when the one before it has left.
fn parts(
    desk: Desk,
    code: DossierCode,
    id: AttachmentId,
) -> impl Stream<Item = Result<Bytes, DeskError>> + Send + 'static {
    stream::try_unfold(
        (desk, code, 0_i64),
        move |(desk, code, position)| async move {
            let part = desk.attachment_part(&code, id, position).await?;
            Ok(part.map(|part| (Bytes::from(part), (desk, code, position + 1))))
        },
    )
}
