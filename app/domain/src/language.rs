//! The languages of the product.

use serde::{Deserialize, Serialize};

use crate::word::InvalidParameter;

/// A language of the product.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Vietnamese, the default.
    #[default]
    Vi,
    /// English.
    En,
}

impl Lang {
    /// Both, Vietnamese first.
    pub const ALL: [Self; 2] = [Self::Vi, Self::En];

    /// The code used in addresses and `lang` attributes: `vi`, `en`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }

    /// The other language.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Vi => Self::En,
            Self::En => Self::Vi,
        }
    }

    /// The first of our languages in an `Accept-Language` header; Vietnamese if there is none.
    ///
    /// Quality values are ignored: browsers list languages in order of preference.
    #[must_use]
    pub fn accepted(header: &str) -> Self {
        header
            .split(',')
            .filter_map(|entry| entry.trim().get(..2))
            .find_map(|code| code.to_ascii_lowercase().parse().ok())
            .unwrap_or_default()
    }
}

impl std::str::FromStr for Lang {
    type Err = InvalidParameter;

    fn from_str(text: &str) -> Result<Self, InvalidParameter> {
        match text {
            "vi" => Ok(Self::Vi),
            "en" => Ok(Self::En),
            _ => Err(InvalidParameter("lang")),
        }
    }
}

/// The languages of a screen: one, or both in turn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Languages {
    /// Vietnamese, the default.
    #[default]
    #[serde(rename = "vi")]
    Vi,
    /// English.
    #[serde(rename = "en")]
    En,
    /// Both in turn, Vietnamese first.
    #[serde(rename = "vi+en")]
    Both,
}

impl Languages {
    /// The languages, in the order in which a screen shows them.
    #[must_use]
    pub const fn all(self) -> &'static [Lang] {
        match self {
            Self::Vi => &[Lang::Vi],
            Self::En => &[Lang::En],
            Self::Both => &[Lang::Vi, Lang::En],
        }
    }

    /// The language of the page as a whole.
    #[must_use]
    pub const fn first(self) -> Lang {
        match self {
            Self::Vi | Self::Both => Lang::Vi,
            Self::En => Lang::En,
        }
    }

    /// As written in settings: `vi`, `en`, `vi+en`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
            Self::Both => "vi+en",
        }
    }

    /// As written in settings.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
            Self::Both => "vi+en",
        }
    }

    /// As written in an address, where a bare `+` would be read as a space.
    #[must_use]
    pub const fn query(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
            Self::Both => "vi%2Ben",
        }
    }
}

impl From<Lang> for Languages {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::Vi => Self::Vi,
            Lang::En => Self::En,
        }
    }
}

impl std::fmt::Display for Languages {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl std::str::FromStr for Languages {
    type Err = InvalidParameter;

    fn from_str(text: &str) -> Result<Self, InvalidParameter> {
        match text {
            "vi" => Ok(Self::Vi),
            "en" => Ok(Self::En),
            // A `+` in a query decodes to a space; both orders of the languages are accepted.
            "vi+en" | "vi en" | "en+vi" | "en vi" => Ok(Self::Both),
            _ => Err(InvalidParameter("lang")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_languages_in_turn_are_read_with_a_plus_or_the_space_it_decodes_to() {
        assert_eq!("vi+en".parse(), Ok(Languages::Both));
        assert_eq!("vi en".parse(), Ok(Languages::Both));
        assert_eq!("en".parse(), Ok(Languages::En));
        assert_eq!("fr".parse::<Languages>(), Err(InvalidParameter("lang")));
    }

    #[test]
    fn a_visitor_is_answered_in_the_first_of_our_languages_the_browser_asks_for() {
        assert_eq!(Lang::accepted("fr-FR, en-GB;q=0.8, vi;q=0.5"), Lang::En);
        assert_eq!(Lang::accepted("vi-VN,vi;q=0.9,en;q=0.8"), Lang::Vi);
        assert_eq!(Lang::accepted(""), Lang::Vi);
        assert_eq!(Lang::accepted("日本語"), Lang::Vi);
    }
}
