//! The built site, embedded in the program: style, fonts, icons, and the wall's script.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use super::compressed_files::CompressedFile;

#[derive(rust_embed::Embed)]
#[folder = "$CARGO_MANIFEST_DIR/../target/site"]
#[allow_missing = true]
struct Site;

/// The bytes of a hash that name a file or a build.
const NAME_BYTES: usize = 6;

/// The media type of the fonts, which are compressed in themselves.
pub(super) const FONT_MEDIA_TYPE: &str = "font/woff2";

/// The picture with which the kiosk page on a device checks whether the server answers.
const ALIVE: &str = "/icons/alive.png";

/// The built site by path, and the id of this build.
#[derive(Clone)]
pub struct Assets {
    files: Arc<HashMap<String, File>>,
    build: String,
}

#[derive(Clone)]
struct File {
    bytes: Bytes,
    content_type: &'static str,
    tag: HeaderValue,
    compressed: CompressedFile,
}

impl Assets {
    /// Loads what is embedded.
    #[must_use]
    pub fn load() -> Self {
        let mut files: HashMap<String, File> = Site::iter()
            .filter_map(|name| {
                let found = Site::get(&name)?;
                // In a release they are part of the program and are not copied.
                let bytes = match found.data {
                    Cow::Borrowed(bytes) => Bytes::from_static(bytes),
                    Cow::Owned(bytes) => bytes.into(),
                };
                Some((format!("/{name}"), File::new(&name, bytes)))
            })
            .collect();
        for (name, text) in sanh_app::app::SCRIPTS {
            let bytes = Bytes::from_static(text.as_bytes());
            files.insert((*name).to_owned(), File::new(name, bytes));
        }
        let build = build_of(&files);
        Self {
            files: Arc::new(files),
            build,
        }
    }

    /// The id of this build: it changes with every style, script or program.
    #[must_use]
    pub fn build(&self) -> &str {
        &self.build
    }

    /// The stylesheet; blank if the site was not built.
    #[must_use]
    pub fn style(&self) -> Bytes {
        let file = self.files.get("/pkg/sanh.css");
        file.map_or_else(Bytes::new, |file| file.bytes.clone())
    }

    fn get(&self, path: &str, query: Option<&str>, headers: &HeaderMap) -> Option<Response> {
        let file = self.files.get(path)?;
        let fresh = headers.get(header::IF_NONE_MATCH) == Some(&file.tag);
        let (coding, bytes) = file.compressed.of(&file.bytes, headers).unzip();
        let mut response = if fresh {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            Body::from(bytes.unwrap_or_else(|| file.bytes.clone())).into_response()
        };
        let is_named = query.is_some_and(|query| query == format!("v={}", self.build));
        let keep = if is_named {
            "public, max-age=31536000, immutable"
        } else {
            "public, max-age=0, must-revalidate"
        };
        let answer = response.headers_mut();
        answer.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
        if path == ALIVE {
            answer.insert(
                "cross-origin-resource-policy",
                HeaderValue::from_static("cross-origin"),
            );
        }
        if let Some(coding) = coding.filter(|_| !fresh) {
            answer.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
            answer.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        }
        answer.insert(header::ETAG, file.tag.clone());
        answer.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static(file.content_type),
        );
        Some(response)
    }
}

impl File {
    fn new(name: &str, bytes: Bytes) -> Self {
        let tag = format!("\"{}\"", short_hash(&bytes));
        Self {
            bytes,
            compressed: CompressedFile::default(),
            content_type: content_type(name),
            tag: HeaderValue::from_str(&tag).unwrap_or_else(|_| HeaderValue::from_static("\"\"")),
        }
    }
}

fn build_of(files: &HashMap<String, File>) -> String {
    let mut names: Vec<_> = files.iter().collect();
    names.sort_by_key(|(name, _)| *name);
    let mut all = Sha256::new();
    all.update(env!("CARGO_PKG_VERSION"));
    for (name, file) in names {
        all.update(name);
        all.update(file.tag.as_bytes());
    }
    short(&all.finalize())
}

fn short_hash(bytes: &[u8]) -> String {
    short(&Sha256::digest(bytes))
}

/// The first digits of a hash: enough to distinguish the files of two builds.
fn short(digest: &[u8]) -> String {
    hex::encode(digest.get(..NAME_BYTES).unwrap_or(digest))
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => FONT_MEDIA_TYPE,
        "wasm" => "application/wasm",
        "json" | "webmanifest" => "application/json",
        _ => "application/octet-stream",
    }
}

/// Answers with an embedded file; `None` if the path names none.
pub fn asset(assets: &Assets, request: &Request) -> Option<Response> {
    let uri = request.uri();
    assets.get(uri.path(), uri.query(), request.headers())
}
