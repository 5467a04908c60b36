//! The part of an edition that a wall shows: its own fields, or its held figures.

use std::sync::Arc;

use sanh_domain::board::disclosure::PublicBoard;
use sanh_domain::board::edition::{CentreProfile, Edition};
use sanh_domain::language::Lang;
use sanh_domain::screen::model::ScreenSetting;
use sanh_domain::text::name::Name;

use crate::text::Messages;

/// Names of fields that stand beside the centre's; of more only their number does (ours).
const NAMES_MAX: usize = 2;

/// An edition as a wall shows it.
///
/// Held are the figures alone: notices, office hours and the present date stay those of the edition, so that an emergency takes a
/// wall that is held, too, and yesterday's board does not call itself today's. Where none of a wall's fields is shown by name (they
/// are fixed anew each year), it shows all of its scope: a wall is never empty.
#[must_use]
pub fn shown(
    edition: &Arc<Edition>,
    setting: &ScreenSetting,
    held: Option<&[PublicBoard]>,
) -> Arc<Edition> {
    if held.is_none() && setting.fields.is_empty() {
        return Arc::clone(edition);
    }
    let mut boards = held.unwrap_or(&edition.boards).to_vec();
    let mut centre = edition.centre.clone();
    if let Some(selected) = selected(&boards, setting) {
        centre = named(centre, &selected);
        boards = selected;
    }
    Arc::new(Edition {
        boards,
        centre,
        notices: edition.notices.clone(),
        ..**edition
    })
}

/// The boards of the wall's fields; `None` where it has none, or none of them is shown on one of its boards.
fn selected(boards: &[PublicBoard], setting: &ScreenSetting) -> Option<Vec<PublicBoard>> {
    if setting.fields.is_empty() {
        return None;
    }
    boards
        .iter()
        .map(|board| board.only(&setting.fields))
        .collect()
}

/// The centre with the fields beside its name: figures of some must not be taken for those of all.
fn named(centre: CentreProfile, boards: &[PublicBoard]) -> CentreProfile {
    let rows = boards.first().map_or(&[][..], PublicBoard::rows);
    let names: Vec<&Name> = rows.iter().filter_map(|row| row.name()).collect();
    let listed = |lang: Lang, name: fn(&Name) -> &str| {
        if names.len() > NAMES_MAX {
            return lang.words().wall_fields(names.len());
        }
        let all: Vec<&str> = names.iter().map(|it| name(it)).collect();
        all.join(", ")
    };
    let (vi, en) = (
        listed(Lang::Vi, |name| &name.vi),
        listed(Lang::En, Name::en_or_vi),
    );
    let agency = match &centre.agency {
        None => Name { vi, en: Some(en) },
        Some(agency) => Name {
            vi: format!("{} · {vi}", agency.vi),
            en: Some(format!("{} · {en}", agency.en_or_vi())),
        },
    };
    CentreProfile {
        agency: Some(agency),
        ..centre
    }
}
