//! What changed between two renderings of the same component.
//!
//! The screens are sent the changed texts, not the page. Both renderings come from one component, so they have the same tags in
//! the same order. If only texts, or values of attributes, inside elements with a `data-k` key differ, the change is a short
//! list; any other difference means that the tags changed and the whole board has to be sent.

use serde::Serialize;

/// How two renderings differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// They are the same bytes.
    None,
    /// Only these keyed texts and attributes differ.
    Texts(Vec<TextChange>),
    /// Elements were added or removed, or something without a key differs.
    Structure,
}

/// One changed text or attribute, in the format that the wall's script reads: `[key, value]` for the text of the element with
/// that `data-k`, `[key, value, attribute]` for one of its attributes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum TextChange {
    /// The element's text.
    Text(String, String),
    /// One of its attributes.
    Attribute(String, String, String),
}

impl TextChange {
    /// What it changes: the element's key, and the attribute, where it is not the text.
    #[must_use]
    pub fn place(&self) -> (&str, Option<&str>) {
        match self {
            Self::Text(key, _) => (key.as_str(), None),
            Self::Attribute(key, _, attribute) => (key.as_str(), Some(attribute.as_str())),
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Token<'a> {
    Tag(&'a str),
    Text(&'a str),
}

/// Compares two renderings of one component.
#[must_use]
pub fn difference(before: &str, after: &str) -> Difference {
    if before == after {
        return Difference::None;
    }
    let mut changes = Vec::new();
    let (mut old, mut new) = (tokens(before), tokens(after));
    let mut open_key = None;
    loop {
        let found = match (old.next(), new.next()) {
            (None, None) => return Difference::Texts(changes),
            (Some(Token::Tag(a)), Some(Token::Tag(b))) => {
                open_key = attribute(b, "data-k");
                a == b || tag_changes(a, b, &mut changes)
            }
            (Some(Token::Text(a)), Some(Token::Text(b))) => {
                a == b || text_change(open_key, b, &mut changes)
            }
            _ => false,
        };
        if !found {
            return Difference::Structure;
        }
    }
}

fn text_change(key: Option<&str>, text: &str, changes: &mut Vec<TextChange>) -> bool {
    let Some(key) = key else { return false };
    changes.push(TextChange::Text(unescape(key), unescape(text)));
    true
}

fn tag_changes(before: &str, after: &str, changes: &mut Vec<TextChange>) -> bool {
    let Some(key) = attribute(after, "data-k").map(unescape) else {
        return false;
    };
    let (old, new): (Vec<_>, Vec<_>) = (attributes(before).collect(), attributes(after).collect());
    let same_names = old.len() == new.len() && old.iter().zip(&new).all(|(a, b)| a.0 == b.0);
    if !same_names
        || name(before) != name(after)
        || attribute(before, "data-k").map(unescape) != Some(key.clone())
    {
        return false;
    }
    let differing = old.iter().zip(&new).filter(|(a, b)| a.1 != b.1);
    changes.extend(
        differing.map(|(_, b)| TextChange::Attribute(key.clone(), unescape(b.1), b.0.to_owned())),
    );
    true
}

fn tokens(html: &str) -> impl Iterator<Item = Token<'_>> {
    let mut rest = html;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let is_tag = rest.starts_with('<');
        let end = if is_tag {
            rest.find('>').map_or(rest.len(), |at| at + 1)
        } else {
            rest.find('<').unwrap_or(rest.len())
        };
        let (token, after) = rest.split_at(end);
        rest = after;
        Some(if is_tag {
            Token::Tag(token)
        } else {
            Token::Text(token)
        })
    })
}

fn name(tag: &str) -> &str {
    let inner = tag.trim_start_matches('<').trim_end_matches('>');
    inner.split_ascii_whitespace().next().unwrap_or_default()
}

/// The attributes of a tag as written by Leptos: `name="value"` (value escaped) or a bare name.
fn attributes(tag: &str) -> impl Iterator<Item = (&str, &str)> {
    let inner = tag.trim_start_matches('<').trim_end_matches('>');
    let mut rest = inner
        .find(|c: char| c.is_ascii_whitespace())
        .map_or("", |at| &inner[at..]);
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        let end = rest
            .find(|c: char| c == '=' || c.is_ascii_whitespace())
            .unwrap_or(rest.len());
        let (attribute_name, after) = rest.split_at(end);
        if attribute_name.is_empty() || attribute_name == "/" {
            return None;
        }
        let Some(quoted) = after.strip_prefix("=\"") else {
            rest = after;
            return Some((attribute_name, ""));
        };
        let close = quoted.find('"').unwrap_or(quoted.len());
        rest = quoted.get(close + 1..).unwrap_or_default();
        Some((attribute_name, &quoted[..close]))
    })
}

fn attribute<'a>(tag: &'a str, wanted: &str) -> Option<&'a str> {
    attributes(tag).find_map(|(name, value)| (name == wanted).then_some(value))
}

fn unescape(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(key: &str, value: &str) -> TextChange {
        TextChange::Text(key.to_owned(), value.to_owned())
    }

    #[test]
    fn the_same_rendering_has_no_difference() {
        assert_eq!(difference("<p>1</p>", "<p>1</p>"), Difference::None);
    }

    #[test]
    fn a_changed_figure_is_its_key_and_its_new_text() {
        let before = r#"<p><b data-k="month.late">61</b> · <i data-k="month.open">9</i></p>"#;
        let after = r#"<p><b data-k="month.late">62</b> · <i data-k="month.open">9</i></p>"#;
        assert_eq!(
            difference(before, after),
            Difference::Texts(vec![text("month.late", "62")])
        );
    }

    #[test]
    fn a_changed_bar_is_its_key_its_attribute_and_the_new_value() {
        let before = r#"<rect data-k="bar.late" x="10" width="4"></rect>"#;
        let after = r#"<rect data-k="bar.late" x="10" width="5"></rect>"#;
        let expected = TextChange::Attribute("bar.late".into(), "5".into(), "width".into());
        assert_eq!(difference(before, after), Difference::Texts(vec![expected]));
    }

    #[test]
    fn a_text_arrives_unescaped_as_the_script_sets_it() {
        let before = r#"<b data-k="n">a</b>"#;
        let after = r#"<b data-k="n">a &lt; b &amp; c</b>"#;
        assert_eq!(
            difference(before, after),
            Difference::Texts(vec![text("n", "a < b & c")])
        );
    }

    #[test]
    fn a_new_row_a_text_without_a_key_and_another_class_are_structure() {
        let cases = [
            (
                "<ul><li data-k=\"a\">1</li></ul>",
                "<ul><li data-k=\"a\">1</li><li data-k=\"b\">2</li></ul>",
            ),
            ("<p>1</p>", "<p>2</p>"),
            ("<p class=\"x\">1</p>", "<p class=\"y\">1</p>"),
            ("<p data-k=\"a\">1</p>", "<p data-k=\"b\">1</p>"),
        ];
        for (before, after) in cases {
            assert_eq!(difference(before, after), Difference::Structure, "{after}");
        }
    }

    #[test]
    fn a_text_after_a_keyed_element_has_closed_is_not_its_text() {
        let before = r#"<p><b data-k="n">1</b> of 2</p>"#;
        let after = r#"<p><b data-k="n">1</b> of 3</p>"#;
        assert_eq!(difference(before, after), Difference::Structure);
    }
}
