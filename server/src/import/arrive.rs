//! An arriving upload: written to the folder, inspected, and added to the list.

use sanh_app::server::failure;
use sanh_domain::account::model::Caller;
use sanh_domain::import::model::{ImportId, ReaderMessage};
use sanh_store::{AuditActor, NewImport};
use tokio::sync::SemaphorePermit;

use super::{Imports, code};
use crate::io::uploads::{Upload, Uploaded};

/// The most files of one administrator at a time (ours).
const UPLOADS_PER_ACCOUNT_MAX: u32 = 10;
impl Imports {
    /// A permit for an arriving file; `None` if too many arrive.
    pub fn arrive(&self) -> Option<SemaphorePermit<'_>> {
        self.0.arriving.try_acquire().ok()
    }

    /// Begins a new file.
    ///
    /// # Errors
    /// The disk's error.
    pub fn begin(&self) -> Result<Upload, ReaderMessage> {
        self.0.uploads.begin().map_err(|error| disk(&error))
    }

    /// Adds an arrived file to the list, unless it cannot be read.
    ///
    /// # Errors
    /// Why it was refused; it is deleted then.
    pub async fn take(
        &self,
        caller: &Caller,
        upload: Upload,
        file_name: &str,
    ) -> Result<ImportId, ReaderMessage> {
        let uploaded = tokio::task::spawn_blocking(move || upload.keep()).await;
        let uploaded = uploaded.map_err(|error| disk(&error))?;
        let uploaded = uploaded.map_err(|error| disk(&error))?;
        let folder = uploaded.folder.clone();
        let taken = self.list(caller, uploaded, file_name).await;
        if taken.is_err() {
            self.0.uploads.remove(&folder);
        }
        taken
    }

    async fn list(
        &self,
        caller: &Caller,
        uploaded: Uploaded,
        file_name: &str,
    ) -> Result<ImportId, ReaderMessage> {
        let look = self.inspect_folder(&uploaded.folder).await?;
        let new = NewImport {
            account: caller.person.id,
            node: self.0.uploads.node().map_err(|error| disk(&error))?,
            folder: uploaded.folder,
            file_name: file_name.to_owned(),
            file_bytes: uploaded.bytes,
            sha256: uploaded.sha256,
        };
        let store = self.store().map_err(|_| code("busy"))?;
        let added = store.add_import(
            new,
            UPLOADS_PER_ACCOUNT_MAX,
            AuditActor::from(caller),
            self.0.clock.now(),
        );
        let added = added.await.map_err(|error| {
            failure(error);
            code("database")
        })?;
        let id = added.ok_or_else(|| ReaderMessage {
            parts: vec![UPLOADS_PER_ACCOUNT_MAX.to_string()],
            ..code("too_many_files")
        })?;
        self.remember(id, look);
        Ok(id)
    }
}

fn disk(error: &dyn std::fmt::Display) -> ReaderMessage {
    tracing::error!(%error, "an upload cannot be kept");
    code("disk")
}
