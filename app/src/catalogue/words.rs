//! The texts of the pages of agencies and of fields.

use sanh_domain::language::Lang;
use sanh_domain::procedure::model::{CatalogueItem, ItemKind};

use crate::catalogue::form_fields::name_facts;
use crate::text::Messages;

/// The path of the list of a kind; that of an item is below it.
pub(super) const fn list_path(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Agency => "/admin/agencies",
        ItemKind::Field => "/admin/fields",
    }
}

/// The words of the pages of one kind.
pub(super) struct ItemWords {
    pub(super) title: String,
    pub(super) lead: String,
    pub(super) add: String,
    pub(super) code_hint: String,
    /// The name of one item, before its code.
    pub(super) one: String,
    pub(super) back: String,
}

impl ItemWords {
    pub(super) fn of(kind: ItemKind, lang: Lang) -> Self {
        let words = lang.words();
        match kind {
            ItemKind::Agency => Self {
                title: words.agencies_title(),
                lead: words.agencies_lead(),
                add: words.agencies_add(),
                code_hint: words.agencies_code_hint(),
                one: words.agencies_one(),
                back: words.agencies_back(),
            },
            ItemKind::Field => Self {
                title: words.fields_title(),
                lead: words.fields_lead(),
                add: words.fields_add(),
                code_hint: words.fields_code_hint(),
                one: words.fields_one(),
                back: words.fields_back(),
            },
        }
    }
}

/// How the public board treats a field; agencies are not on it by name.
pub(super) fn publicity(lang: Lang, kind: ItemKind, sensitive: bool) -> Option<String> {
    let words = lang.words();
    match (kind, sensitive) {
        (ItemKind::Agency, _) => None,
        (ItemKind::Field, true) => Some(words.fields_is_sensitive()),
        (ItemKind::Field, false) => Some(words.fields_by_volume()),
    }
}

/// The stored values of an item, by name.
pub(super) fn facts(lang: Lang, kind: ItemKind, item: &CatalogueItem) -> Vec<(String, String)> {
    let mut facts = name_facts(lang, &item.name);
    let publicity = publicity(lang, kind, item.sensitive);
    facts.extend(publicity.map(|text| (lang.words().fields_public(), text)));
    facts
}
