//! The names of people and their roles.

use sanh_domain::account::model::Role;
use sanh_domain::language::Lang;

use crate::text::Messages;

/// The name of a role.
#[must_use]
pub fn role_name(lang: Lang, role: Role) -> String {
    let words = lang.words();
    match role {
        Role::Staff => words.role_staff(),
        Role::Manager => words.role_manager(),
        Role::Admin => words.role_admin(),
    }
}
