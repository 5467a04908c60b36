//! Places as papers are dated at them.

/// The kinds of unit that a place is named after, which a paper's date leaves out.
const UNITS: [&str; 8] = [
    "phường",
    "xã",
    "thị trấn",
    "đặc khu",
    "thị xã",
    "quận",
    "huyện",
    "thành phố",
];

/// The name of a place without the kind of unit that it is and the units above it: "Uông Bí" of "Phường Uông Bí · tỉnh Quảng Ninh".
#[must_use]
pub fn place_name(place: &str) -> &str {
    let own = place
        .split(['·', ',', '–'])
        .next()
        .unwrap_or_default()
        .trim();
    let lower = own.to_lowercase();
    let unit = UNITS.into_iter().find(|unit| {
        let rest = lower.strip_prefix(unit);
        rest.is_some_and(|rest| rest.starts_with(' '))
    });
    // Lower-casing a name does not change its number of characters.
    let skipped = unit.map_or(0, |unit| unit.chars().count());
    let start = own
        .char_indices()
        .nth(skipped)
        .map_or(0, |(start, _)| start);
    own.get(start..).unwrap_or(own).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paper_is_dated_at_the_place_alone() {
        for (place, name) in [
            ("Phường Uông Bí · tỉnh Quảng Ninh", "Uông Bí"),
            ("Xã Đông Triều, tỉnh Quảng Ninh", "Đông Triều"),
            ("ĐẶC KHU Vân Đồn", "Vân Đồn"),
            ("Uông Bí", "Uông Bí"),
            ("Xãm Cũ", "Xãm Cũ"),
            ("", ""),
        ] {
            assert_eq!(place_name(place), name, "{place}");
        }
    }
}
