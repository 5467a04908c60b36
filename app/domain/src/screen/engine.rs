//! The engine of a screen's browser, from its `User-Agent`.

/// The longest version that is shown, in characters.
const VERSION_CHARS_MAX: usize = 4;

/// The engine, and the make of the set if known: `Chromium 79 · webOS`, `Firefox 128`, `WebKit 605`; `None` for an unknown
/// engine.
#[must_use]
pub fn engine(agent: &str) -> Option<String> {
    // Chromium comes first, because every Chromium also claims to be WebKit.
    let known = [
        ("Chrome/", "Chromium"),
        ("Chromium/", "Chromium"),
        ("Firefox/", "Firefox"),
        ("AppleWebKit/", "WebKit"),
    ];
    let found = known.iter().find_map(|(mark, name)| {
        let version = version_after(agent, mark)?;
        Some(format!("{name} {version}"))
    })?;
    let sets = [
        ("Web0S", "webOS"),
        ("webOS", "webOS"),
        ("Tizen", "Tizen"),
        ("CrKey", "Chromecast"),
        ("Android", "Android"),
    ];
    let set = sets.iter().find(|(mark, _)| agent.contains(mark));
    Some(set.map_or_else(|| found.clone(), |(_, set)| format!("{found} · {set}")))
}

/// The major version after a mark.
fn version_after<'a>(agent: &'a str, mark: &str) -> Option<&'a str> {
    let (_, rest) = agent.split_once(mark)?;
    let end = rest
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(rest.len());
    let version = rest.get(..end)?;
    (!version.is_empty() && version.len() <= VERSION_CHARS_MAX).then_some(version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn televisions_are_recognised_by_their_engines() {
        let of = |agent: &str| engine(agent).unwrap_or_default();
        let lg = "Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/79.0.3945.79 Safari/537.36 WebAppManager";
        assert_eq!(of(lg), "Chromium 79 · webOS");
        let samsung = "Mozilla/5.0 (SMART-TV; LINUX; Tizen 6.5) AppleWebKit/537.36 (KHTML, like Gecko) 85.0.4183.93/6.5 TV Safari/537.36";
        assert_eq!(of(samsung), "WebKit 537 · Tizen");
        let fox = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
        assert_eq!(of(fox), "Firefox 128");
        let safari = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15";
        assert_eq!(of(safari), "WebKit 605");
    }

    #[test]
    fn an_unknown_browser_is_not_named() {
        for agent in ["", "curl/8", "Chrome/", "Chrome/99999999", "Chrome/x"] {
            assert_eq!(engine(agent), None, "{agent}");
        }
    }
}
