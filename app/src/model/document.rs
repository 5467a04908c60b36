//! Posted documents: what server functions take and give.

use sanh_domain::document::model::Document;
use sanh_domain::text::name::Name;
use serde::{Deserialize, Serialize};

/// Documents, with the centre's name above them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostedDocuments {
    /// The centre's name.
    pub centre: Name,
    /// The documents, the newest first.
    pub documents: Vec<Document>,
}
