//! The pages by their paths.

use super::Method;

/// A page by its path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageRoute {
    /// Its path; `{name}` stands for one segment.
    pub path: String,
    /// The methods that it supports.
    pub methods: Vec<Method>,
}

/// Every page, as the router lists them. Pages are handed it through Leptos' context.
#[derive(Clone, Copy, Debug)]
pub struct PageTable(pub &'static [PageRoute]);

impl PageTable {
    /// The page that an address is of, by the address's segments.
    #[must_use]
    pub fn find(self, segments: &[&str]) -> Option<&'static PageRoute> {
        self.0.iter().find(|page| fits(&page.path, segments))
    }

    /// Whether an address is a page that can be read.
    #[must_use]
    pub fn can_read(self, path: &str) -> bool {
        let page = self.find(&segments(path));
        page.is_some_and(|page| page.methods.contains(&Method::Get))
    }

    /// The address itself if it can be read, else the nearest one above it that can.
    #[must_use]
    pub fn readable(self, path: &str) -> &str {
        let mut above = path;
        while !self.can_read(above) {
            let Some((start, _)) = above.rsplit_once('/') else {
                return path;
            };
            above = start;
        }
        above
    }
}

/// The segments of a path.
#[must_use]
pub fn segments(path: &str) -> Vec<&str> {
    path.split('/').filter(|it| !it.is_empty()).collect()
}

/// Whether an address is of a path. The router matches only while it renders, and does not tell which path it matched.
fn fits(path: &str, segments: &[&str]) -> bool {
    let mut pattern = path.split('/').filter(|it| !it.is_empty());
    let all = segments.iter().all(|segment| {
        pattern
            .next()
            .is_some_and(|part| part.starts_with('{') || part == *segment)
    });
    all && pattern.next().is_none()
}

#[cfg(test)]
mod tests {
    use crate::app::pages;

    #[test]
    fn a_page_that_answers_a_form_can_be_read_at_what_the_form_was_sent_from() {
        for (sent_to, read_at) in [
            ("/desk/find", "/desk"),
            ("/desk/dossiers/H49.1-1/move", "/desk/dossiers/H49.1-1"),
            ("/account/password", "/account"),
            ("/account/absence/3/end", "/account/absence"),
            ("/manage/notices/3/approve", "/manage/notices/3"),
            ("/admin/procedures/3/limits/remove", "/admin/procedures/3"),
            ("/admin/outbox/3/retry", "/admin/outbox"),
            ("/admin/agencies/3", "/admin/agencies/3"),
        ] {
            assert_eq!(pages().readable(sent_to), read_at);
        }
    }
}
