//! Areas: for whom pages are, by where their paths begin.

use sanh_domain::account::model::Access;

/// Areas by where their paths begin, and for whom they are; the first that fits counts.
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

/// For whom the area of a path is; an area that is not named is for nobody.
#[must_use]
pub fn area_access(segments: &[&str]) -> Option<Access> {
    if segments.is_empty() {
        return Some(Access::Public);
    }
    let area = AREAS.iter().find(|(start, _)| segments.starts_with(start));
    area.map(|(_, right)| *right)
}
