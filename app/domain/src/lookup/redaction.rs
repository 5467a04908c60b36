//! Redacts texts that colleagues wrote to the applicant: a look-up may be read over a shoulder, so nothing in it identifies a
//! person.

use crate::text::fold::folded;

/// The replacement for redacted words.
const LEFT_OUT: &str = "…";
/// A run of at least this many digits is a phone or an identity number.
const DIGITS_MIN: usize = 9;

/// A text without the given names, e-mail addresses, and phone and identity numbers. Names are found regardless of case and
/// diacritics; a name of one word is left, as it may be any word.
#[must_use]
pub fn without_personal(text: &str, names: &[&str]) -> String {
    let names: Vec<Vec<String>> = names.iter().map(|name| words_of(name)).collect();
    let lines = text.lines().map(|line| line_without(line, &names));
    lines.collect::<Vec<_>>().join("\n")
}

fn words_of(name: &str) -> Vec<String> {
    folded(name).split(' ').map(bare).collect()
}

/// A word without the punctuation around it.
fn bare(word: &str) -> String {
    let is_around = |letter: char| !letter.is_alphanumeric();
    word.trim_matches(is_around).to_owned()
}

fn line_without(line: &str, names: &[Vec<String>]) -> String {
    let words: Vec<&str> = line.split_whitespace().collect();
    let plain: Vec<String> = words.iter().map(|word| bare(&folded(word))).collect();
    let mut kept: Vec<&str> = Vec::with_capacity(words.len());
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let personal = personal_words(&words, &plain, at, names);
        if personal == 0 {
            kept.push(word);
            at += 1;
            continue;
        }
        if kept.last() != Some(&LEFT_OUT) {
            kept.push(LEFT_OUT);
        }
        at += personal;
    }
    kept.join(" ")
}

/// The number of words from here on that identify a person.
fn personal_words(words: &[&str], plain: &[String], at: usize, names: &[Vec<String>]) -> usize {
    let from_here = plain.get(at..).unwrap_or_default();
    let is_here = |name: &&Vec<String>| name.len() > 1 && from_here.starts_with(name);
    if let Some(name) = names.iter().filter(is_here).max_by_key(|name| name.len()) {
        return name.len();
    }
    if words.get(at).is_some_and(|word| word.contains('@')) {
        return 1;
    }
    // Amounts of money have points inside the word; groups of digits do not.
    let is_group = |word: &&&str| {
        let digits = word
            .trim_start_matches(['(', '+'])
            .trim_end_matches([',', ';', '.', ')']);
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    let run = words.iter().skip(at).take_while(is_group);
    let (mut digits, mut count) = (0, 0);
    for word in run {
        digits += digits_of(word);
        count += 1;
        if digits >= DIGITS_MIN {
            return count;
        }
    }
    // A number attached to a word, such as "CCCD:001099000001".
    let alone = words.get(at).map_or(0, |word| longest_run(word));
    usize::from(alone >= DIGITS_MIN)
}

fn digits_of(word: &str) -> usize {
    word.bytes().filter(u8::is_ascii_digit).count()
}

/// The longest run of digits in a word, whatever separates them.
fn longest_run(word: &str) -> usize {
    let parts = word.split(|letter: char| !(letter.is_ascii_digit() || ".-+()".contains(letter)));
    parts.map(digits_of).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn identifying_words_are_left_out_and_the_rest_stays() {
        for (text, told) in [
            ("Bổ sung giấy khai sinh.", "Bổ sung giấy khai sinh."),
            (
                "Ông Nguyễn Văn An, nộp thêm bản sao",
                "Ông … nộp thêm bản sao",
            ),
            ("NGUYEN VAN AN nộp", "… nộp"),
            ("Gọi 0912 345 678 để hẹn", "Gọi … để hẹn"),
            ("Gọi 0912.345.678.", "Gọi …"),
            ("CCCD:001099000001 đã cũ", "… đã cũ"),
            (
                "gửi về an@example.vn trước 17:00 ngày 30/11/2026",
                "gửi về … trước 17:00 ngày 30/11/2026",
            ),
            (
                "Nộp 150.000 đồng, 2 bản\nvà ảnh 4x6",
                "Nộp 150.000 đồng, 2 bản\nvà ảnh 4x6",
            ),
            (
                "Nộp 1.500.000 + 12.500.000 đồng",
                "Nộp 1.500.000 + 12.500.000 đồng",
            ),
        ] {
            assert_eq!(without_personal(text, &["Nguyễn Văn An"]), told);
        }
    }

    #[test]
    fn a_name_of_one_word_may_be_any_word() {
        assert_eq!(without_personal("Thu phí", &["Thu"]), "Thu phí");
    }

    proptest! {
        #[test]
        fn no_name_and_no_number_is_left(
            before in "[a-zăâđêôơưáệ ]{0,20}", after in "[a-zăâđêôơưáệ ]{0,20}",
            name in "[A-ZĐ][a-zăâđêôơưáệ]{1,6} [A-ZĐ][a-zăâđêôơưáệ]{1,6}", number in "0[0-9]{8,11}",
        ) {
            let told = without_personal(&format!("{before} {name} {after} {number}"), &[&name]);
            prop_assert!(!folded(&told).contains(&folded(&name)), "{}", told);
            prop_assert!(!told.contains(&number), "{}", told);
        }
    }
}
