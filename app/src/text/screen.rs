//! The texts of walls.

use sanh_domain::language::Lang;
use sanh_domain::screen::model::{DEFAULT_SCREEN, ScreenSetting};

use crate::text::Messages;

/// The label of a wall; the one at `/` always has one.
#[must_use]
pub(crate) fn called(setting: &ScreenSetting, lang: Lang) -> String {
    called_by(&setting.name, &setting.label, lang)
}

/// The same of the wall of an address and a label, which may be blank.
#[must_use]
pub(crate) fn called_by(name: &str, label: &str, lang: Lang) -> String {
    match label {
        "" if name == DEFAULT_SCREEN => lang.words().screens_default(),
        "" => name.to_owned(),
        label => label.to_owned(),
    }
}

/// Decimetres as metres are typed.
#[must_use]
pub(crate) fn metres(lang: Lang, dm: u32) -> String {
    let mark = match lang {
        Lang::Vi => ',',
        Lang::En => '.',
    };
    format!("{}{mark}{}", dm / 10, dm % 10)
}
