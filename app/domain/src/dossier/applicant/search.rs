//! How a search finds applicants: by keys of their names and numbers.

use super::{Applicant, PHONE_DIGITS, grouped, phone_digits};
use crate::text::fold::folded;

impl Applicant {
    /// The texts by which a search finds the applicant, with their kind.
    #[must_use]
    pub fn marks(&self) -> Vec<(&'static str, String)> {
        let name = folded(&self.name);
        let given = name.rsplit(' ').next().unwrap_or_default().to_owned();
        let phone_end = phone_end(&self.phone).filter(|_| !given.is_empty());
        let with_phone = phone_end.map(|end| format!("{given} {end}"));
        let marks = [
            ("name", name),
            (GIVEN_NAME, given),
            (GIVEN_NAME_AND_PHONE, with_phone.unwrap_or_default()),
            ("phone", self.phone.clone()),
            ("identity", self.identity.clone()),
        ];
        marks
            .into_iter()
            .filter(|(_, text)| !text.is_empty())
            .collect()
    }

    /// Whether a text reads as a whole phone number: its leading zero or the country's prefix, and as many digits.
    #[must_use]
    pub fn is_phone(text: &str) -> bool {
        let digits = phone_digits(text);
        digits.starts_with('0')
            && PHONE_DIGITS.contains(&digits.len())
            && digits.bytes().all(|it| it.is_ascii_digit())
    }

    /// The kinds and normalised texts of a search: a name, or one of the numbers.
    #[must_use]
    pub fn marks_of(text: &str) -> Vec<(&'static str, String)> {
        let is_number = !text.is_empty()
            && text
                .chars()
                .all(|c| c.is_ascii_digit() || " .-+()".contains(c));
        if is_number {
            return vec![("phone", phone_digits(text)), ("identity", grouped(text))];
        }
        vec![("name", folded(text))]
    }
}

/// The kind of search key that is the given name alone: it is kept so short that several names share it.
pub const GIVEN_NAME: &str = "given";
/// The kind of search key that is the given name with the last digits of the phone.
pub const GIVEN_NAME_AND_PHONE: &str = "given_phone";
/// How many last digits of a phone are looked for with a name.
const PHONE_END_DIGITS: usize = 4;

/// The end of a name that somebody looks for, with the last four digits of the phone where they were typed. Family and middle names
/// alone find nobody.
#[derive(Clone, PartialEq, Eq)]
pub struct NameSearch {
    /// The words of the name, folded; the last is the given name.
    words: Vec<String>,
    phone_end: Option<String>,
}

impl NameSearch {
    /// What a typed text looks for; `None`: no name.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let folded = folded(text);
        let mut words: Vec<String> = folded.split(' ').map(str::to_owned).collect();
        let is_end = |word: &mut String| {
            word.len() == PHONE_END_DIGITS && word.bytes().all(|byte| byte.is_ascii_digit())
        };
        let phone_end = words.pop_if(is_end);
        let has_letters = |word: &String| word.chars().any(char::is_alphabetic);
        words
            .last()
            .is_some_and(has_letters)
            .then_some(Self { words, phone_end })
    }

    /// The search key of those it may mean, with its kind.
    #[must_use]
    pub fn mark(&self) -> (&'static str, String) {
        let given = self.words.last().cloned().unwrap_or_default();
        match &self.phone_end {
            None => (GIVEN_NAME, given),
            Some(end) => (GIVEN_NAME_AND_PHONE, format!("{given} {end}")),
        }
    }

    /// Whether it means an applicant: their name ends with the given name, and has the other words before it in this order.
    #[must_use]
    pub fn fits(&self, applicant: &Applicant) -> bool {
        let name = folded(&applicant.name);
        let mut of_name = name.split(' ').rev();
        let Some((given, before)) = self.words.split_last() else {
            return false;
        };
        let is_given = of_name.next() == Some(given.as_str());
        let has_others = before.iter().rev().all(|word| of_name.any(|it| it == word));
        let has_phone = self
            .phone_end
            .as_deref()
            .is_none_or(|end| phone_end(&applicant.phone) == Some(end));
        is_given && has_others && has_phone
    }
}

/// The last digits of a phone.
fn phone_end(phone: &str) -> Option<&str> {
    phone.get(phone.len().checked_sub(PHONE_END_DIGITS)?..)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn somebody_is_found_by_whole_name_phone_or_identity_number_however_typed() {
        let read = Applicant::read("Lê Thị Thử", "0912345678", "001099000001", "").unwrap();
        for text in [
            "le thi thu",
            "LÊ THỊ THỬ",
            "0912 345 678",
            "+84912345678",
            "001099000001",
        ] {
            let asked = Applicant::marks_of(text);
            assert!(
                read.marks().iter().any(|mark| asked.contains(mark)),
                "{text}"
            );
        }
        assert!(
            !read
                .marks()
                .iter()
                .any(|mark| Applicant::marks_of("le thi").contains(mark))
        );
    }

    #[test]
    fn a_whole_phone_number_is_told_from_codes_identity_numbers_and_ends() {
        for phone in [
            "0912345678",
            "0912 345 678",
            "+84 912 345 678",
            "02438251234",
        ] {
            assert!(Applicant::is_phone(phone), "{phone}");
        }
        for other in [
            "5678",
            "912345678",
            "001099000001",
            "2101010001",
            "H49.86.01-210101-0001",
            "",
        ] {
            assert!(!Applicant::is_phone(other), "{other}");
        }
    }

    #[test]
    fn a_given_name_finds_however_typed_and_family_and_middle_names_alone_do_not() {
        let read = Applicant::read("Lê Thị Thử", "0912345678", "", "").unwrap();
        let finds = |text: &str| {
            let search = NameSearch::read(text).unwrap();
            read.marks().contains(&search.mark()) && search.fits(&read)
        };
        for text in [
            "thu",
            "THỬ",
            "thị thử",
            "le thu",
            "thu 5678",
            "Lê Thị Thử 5678",
        ] {
            assert!(finds(text), "{text}");
        }
        for text in ["le", "thi", "lê thị", "tran thu", "thi le thu", "thu 5679"] {
            assert!(!finds(text), "{text}");
        }
        assert!(NameSearch::read("0912").is_none());
        assert!(NameSearch::read(" ").is_none());
    }
}
