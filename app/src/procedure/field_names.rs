//! The fields that procedures belong to, by name.

use sanh_domain::id::FieldId;
use sanh_domain::language::Lang;
use sanh_domain::procedure::model::ItemKind;

use crate::catalogue::api::list_catalogue;
use crate::error::AppError;
use crate::text::dossier::named;

/// Every field and its name, in the order of the catalogue.
pub(super) type FieldNames = Vec<(FieldId, String)>;

/// Every field, by its name in a language.
pub(super) async fn field_names(lang: Lang) -> Result<FieldNames, AppError> {
    let fields = list_catalogue(ItemKind::Field).await?.into_iter();
    let named = fields.map(|field| (FieldId(field.id), named(lang, &field.name)));
    Ok(named.collect())
}

/// The name of a field.
pub(super) fn field_name(fields: &FieldNames, id: FieldId) -> String {
    let found = fields.iter().find(|(field, _)| *field == id);
    found.map_or_else(String::new, |(_, name)| name.clone())
}
