//! Numbers as they are written in Vietnamese (4.612, 98,7%) and English (4,612, 98.7%).

use sanh_domain::language::Lang;

/// Shown if there is nothing to divide by: an empty period has no rate, and never 100 %.
pub const NO_RATE: &str = "—";

/// A whole number with its thousands apart.
#[must_use]
pub fn number(lang: Lang, value: u64) -> String {
    let mark = match lang {
        Lang::Vi => '.',
        Lang::En => ',',
    };
    let digits = value.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(mark);
        }
        text.push(digit);
    }
    text
}

/// Bytes of a kilobyte, as browsers count them for files.
const KILOBYTE: u64 = 1_024;

/// The size of a file, in whole kilobytes, or from a megabyte on in megabytes with one decimal; never told smaller than it is.
#[must_use]
pub fn size_text(lang: Lang, bytes: u64) -> String {
    let kilobytes = bytes.div_ceil(KILOBYTE);
    if kilobytes < KILOBYTE {
        return format!("{} kB", number(lang, kilobytes));
    }
    let mark = match lang {
        Lang::Vi => ',',
        Lang::En => '.',
    };
    let tenths = (kilobytes * 10).div_ceil(KILOBYTE);
    match tenths % 10 {
        0 => format!("{} MB", number(lang, tenths / 10)),
        tenth => format!("{}{mark}{tenth} MB", number(lang, tenths / 10)),
    }
}

/// A percentage with one decimal, from tenths of a percent; [`NO_RATE`] for none.
#[must_use]
pub fn percent(lang: Lang, tenths: Option<u16>) -> String {
    let mark = match lang {
        Lang::Vi => ',',
        Lang::En => '.',
    };
    tenths.map_or_else(
        || NO_RATE.to_owned(),
        |tenths| format!("{}{mark}{}%", tenths / 10, tenths % 10),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_parted_by_a_point_in_vietnamese_and_a_comma_in_english() {
        assert_eq!(number(Lang::Vi, 4_612), "4.612");
        assert_eq!(number(Lang::En, 4_612), "4,612");
        assert_eq!(number(Lang::Vi, 612), "612");
        assert_eq!(number(Lang::En, 10_000_000), "10,000,000");
        assert_eq!(number(Lang::Vi, 0), "0");
    }

    #[test]
    fn the_size_of_a_file_is_never_rounded_down() {
        assert_eq!(size_text(Lang::Vi, 1), "1 kB");
        assert_eq!(size_text(Lang::Vi, 122_881), "121 kB");
        assert_eq!(size_text(Lang::Vi, 10 << 20), "10 MB");
        assert_eq!(size_text(Lang::Vi, 1_572_864), "1,5 MB");
        assert_eq!(size_text(Lang::En, 1_572_865), "1.6 MB");
    }

    #[test]
    fn a_rate_has_one_decimal_and_an_empty_one_is_a_dash() {
        assert_eq!(percent(Lang::Vi, Some(987)), "98,7%");
        assert_eq!(percent(Lang::En, Some(1_000)), "100.0%");
        assert_eq!(percent(Lang::En, Some(5)), "0.5%");
        assert_eq!(percent(Lang::Vi, None), "—");
    }
}
