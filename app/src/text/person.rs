//! The names of people and their roles.

use sanh_domain::account::model::Role;
use sanh_domain::language::Lang;

use crate::text::Messages;

/// A person as papers name them: with their title, where they have one.
#[must_use]
pub fn person_name(display_name: &str, title: &str) -> String {
    if title.is_empty() {
        return display_name.to_owned();
    }
    format!("{display_name}, {title}")
}

/// What a role is called.
#[must_use]
pub fn role_name(lang: Lang, role: Role) -> String {
    let words = lang.words();
    match role {
        Role::Staff => words.role_staff(),
        Role::Manager => words.role_manager(),
        Role::Admin => words.role_admin(),
    }
}
