//! The search for a procedure by visitors: by words of its code, its names or what they want, with or without diacritics.

use crate::text::fold::folded;
use crate::text::name::Name;

/// Beginnings of sentences that say what somebody wants, folded; they are ignored.
const BEGINNINGS: [&str; 6] = [
    "toi muon",
    "toi can",
    "muon",
    "i want to",
    "i would like to",
    "i need to",
];

/// How well a procedure matches a search, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// Its code, or that of the national list, begins with the text.
    Code,
    /// Every word is in one of its wishes.
    Wish,
    /// Every word is in its Vietnamese or its English name.
    Name,
    /// Every word is in one of these, but not all in the same.
    Spread,
}

/// A search text, prepared once for many procedures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finder {
    text: String,
}

impl Finder {
    /// Prepares a text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let folded = folded(text);
        let said = BEGINNINGS.iter().find_map(|beginning| {
            let rest = folded.strip_prefix(beginning)?;
            (rest.is_empty() || rest.starts_with(' ')).then(|| rest.trim_start().to_owned())
        });
        Self {
            text: said.unwrap_or(folded),
        }
    }

    /// Whether the text is empty: every procedure matches.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.text.is_empty()
    }

    /// How well a procedure matches; `None` if it does not.
    #[must_use]
    pub fn fit(&self, codes: &[&str], name: &Name, wishes: &[Name]) -> Option<Fit> {
        if self.is_blank() {
            return Some(Fit::Spread);
        }
        let codes: Vec<String> = codes.iter().map(|code| folded(code)).collect();
        if codes.iter().any(|code| code.starts_with(&self.text)) {
            return Some(Fit::Code);
        }
        let texts = |names: &[Name]| -> Vec<String> {
            let both = names
                .iter()
                .flat_map(|name| [Some(name.vi.as_str()), name.en.as_deref()]);
            both.flatten().map(folded).collect()
        };
        let (wishes, names) = (texts(wishes), texts(std::slice::from_ref(name)));
        if wishes.iter().any(|text| self.is_in(text)) {
            return Some(Fit::Wish);
        }
        if names.iter().any(|text| self.is_in(text)) {
            return Some(Fit::Name);
        }
        let all = [codes, names, wishes].concat().join(" ");
        self.is_in(&all).then_some(Fit::Spread)
    }

    fn is_in(&self, folded: &str) -> bool {
        self.text.split(' ').all(|word| folded.contains(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(vi: &str, en: &str) -> Name {
        Name {
            vi: vi.to_owned(),
            en: Some(en.to_owned()),
        }
    }

    fn fit(text: &str) -> Option<Fit> {
        let wishes = [name(
            "làm giấy khai sinh cho con",
            "get a birth certificate",
        )];
        let called = name("Đăng ký khai sinh", "Registration of a birth");
        Finder::new(text).fit(&["HT.02", "1.001193"], &called, &wishes)
    }

    #[test]
    fn a_procedure_is_found_by_everyday_words() {
        assert_eq!(fit("Tôi muốn làm giấy khai sinh"), Some(Fit::Wish));
        assert_eq!(fit("toi muon lam giay khai sinh"), Some(Fit::Wish));
        assert_eq!(fit("I want to get a birth certificate"), Some(Fit::Wish));
        assert_eq!(fit("muốn"), Some(Fit::Spread), "nothing is looked for");
    }

    #[test]
    fn names_are_found_without_diacritics_and_codes_by_how_they_begin() {
        assert_eq!(fit("dang ky"), Some(Fit::Name));
        assert_eq!(fit("đăng ký"), Some(Fit::Name));
        assert_eq!(fit("1.0011"), Some(Fit::Code));
        assert_eq!(fit("ht.0"), Some(Fit::Code));
        assert_eq!(fit("001193"), Some(Fit::Spread));
        assert_eq!(fit("dang ky birth"), Some(Fit::Spread));
        assert_eq!(fit("kết hôn"), None);
        assert_eq!(fit("muong"), None, "no word is cut");
    }
}
