//! Areas: the access that pages need, by the beginnings of their paths.

use sanh_domain::account::model::Access;

/// Areas by the beginnings of their paths, and the access they need; the first that fits applies.
const AREAS: &[(&[&str], Access)] = &[
    (&["screen"], Access::Public),
    (&["board"], Access::Public),
    (&["documents"], Access::Public),
    (&["feedback"], Access::Public),
    (&["help"], Access::Public),
    (&["lookup"], Access::Public),
    (&["privacy"], Access::Public),
    (&["procedures"], Access::Public),
    (&["sign-in"], Access::Public),
    (&["welcome"], Access::Public),
    (&["sign-out"], Access::SignedIn),
    (&["admin"], Access::Administer),
    (&["manage"], Access::Manage),
    (&["desk", "export"], Access::Manage),
    (&["desk"], Access::Desk),
    (&["account", "absence"], Access::Desk),
    (&["account"], Access::SignedIn),
];

/// The access that the area of a path needs; `None` for a path in no area: nobody has it.
#[must_use]
pub fn area_access(segments: &[&str]) -> Option<Access> {
    if segments.is_empty() {
        return Some(Access::Public);
    }
    let area = AREAS.iter().find(|(start, _)| segments.starts_with(start));
    area.map(|(_, right)| *right)
}
