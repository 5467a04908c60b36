//! The setting of a wall, as stored for wall playback.

use chrono::NaiveTime;
use sanh_domain::deadline::Instant;
use sanh_domain::id::FieldId;
use sanh_domain::scope::Scope;
use sanh_domain::screen::model::{Appearance, Hours, Mounting, Night, ScreenSetting, Theme};
use sanh_domain::word::UnknownValue;
use serde::{Deserialize, Serialize};

use super::code::{StoredScopeV1, instant_text, read, read_instant, unknown};

/// The setting of a named wall.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredScreenSettingV1 {
    /// The name in its address.
    pub name: String,
    /// Its label for people; blank to use the name.
    pub label: String,
    /// Its location.
    pub place: String,
    /// The scope of its figures.
    pub scope: StoredScopeV1,
    /// The numbers of the fields it shows; empty for all.
    pub fields: Vec<i64>,
    /// Its languages: `vi`, `en` or `vi+en`.
    pub languages: String,
    /// The periods it shows: `all`, `day`, `month` or `year`.
    pub turn: String,
    /// Its appearance.
    pub look: StoredAppearanceV1,
    /// Seconds for which one page of the table is shown; none for the server's default.
    pub slot_s: Option<u32>,
    /// How it is mounted.
    pub hung: StoredMountingV1,
    /// Whether only the paired screen may show it.
    pub is_paired: bool,
    /// The instant since when its figures are held.
    pub held: Option<String>,
    /// How often it got the command to reload.
    pub reloads: u32,
    /// The instant until when it shows its name.
    pub identify_until: Option<String>,
}

/// What a wall showed on which several boards took turns: the form before, and whose boards followed its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredScreenSettingV2 {
    /// Whose figures took turns with its own, in this order.
    pub others: Vec<StoredScopeV1>,
    /// All else.
    #[serde(flatten)]
    pub setting: StoredScreenSettingV1,
}

/// A wall's setting in the form it is kept in: the first, where one board stood on it alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum StoredScreenSetting {
    /// Several boards in turn.
    V2(StoredScreenSettingV2),
    /// One board.
    V1(StoredScreenSettingV1),
}

impl From<&ScreenSetting> for StoredScreenSetting {
    fn from(setting: &ScreenSetting) -> Self {
        let first = StoredScreenSettingV1::from(setting);
        if setting.others.is_empty() {
            return Self::V1(first);
        }
        Self::V2(StoredScreenSettingV2 {
            others: setting.others.iter().copied().map(Into::into).collect(),
            setting: first,
        })
    }
}

impl TryFrom<StoredScreenSetting> for ScreenSetting {
    type Error = UnknownValue;

    fn try_from(stored: StoredScreenSetting) -> Result<Self, UnknownValue> {
        match stored {
            StoredScreenSetting::V1(setting) => setting.try_into(),
            StoredScreenSetting::V2(StoredScreenSettingV2 { others, setting }) => Ok(Self {
                others: others.into_iter().map(Scope::from).collect(),
                ..Self::try_from(setting)?
            }),
        }
    }
}

/// How a wall looks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredAppearanceV1 {
    /// The colour theme.
    pub theme: StoredThemeV1,
    /// The distance from which it is read: `near`, `middle` or `far`.
    pub distance: String,
    /// When it dims.
    pub night: StoredNightV1,
}

/// The colour theme of a wall: `"light"`, `"dark"` or `{"hours":{"from":"18:00:00","until":"06:00:00"}}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StoredThemeV1 {
    /// Dark on light.
    #[serde(rename = "light")]
    Light,
    /// Light on dark.
    #[serde(rename = "dark")]
    Dark,
    /// Dark during these hours.
    #[serde(rename = "hours")]
    Hours(StoredHoursV1),
}

/// When a wall dims: `"dim"`, `"same"` or hours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum StoredNightV1 {
    /// Outside office hours.
    #[serde(rename = "dim")]
    Dim,
    /// Never.
    #[serde(rename = "same")]
    Same,
    /// During these hours.
    #[serde(rename = "hours")]
    Hours(StoredHoursV1),
}

/// A daily time range; it may span midnight.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredHoursV1 {
    /// The time of day at which they begin.
    pub from: String,
    /// The time of day at which they end.
    pub until: String,
}

/// How a screen is mounted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredMountingV1 {
    /// Its diagonal, in inches.
    pub diagonal_in: Option<u32>,
    /// The distance from which it is read, in decimetres.
    pub read_from_dm: Option<u32>,
}

impl From<&ScreenSetting> for StoredScreenSettingV1 {
    fn from(setting: &ScreenSetting) -> Self {
        Self {
            name: setting.name.clone(),
            label: setting.label.clone(),
            place: setting.place.clone(),
            scope: setting.scope.into(),
            fields: setting.fields.iter().map(|field| field.0).collect(),
            languages: setting.languages.as_str().to_owned(),
            turn: setting.turn.as_str().to_owned(),
            look: setting.look.into(),
            slot_s: setting.slot_s,
            hung: StoredMountingV1 {
                diagonal_in: setting.hung.diagonal_in,
                read_from_dm: setting.hung.read_from_dm,
            },
            is_paired: setting.is_paired,
            held: setting.held.map(instant_text),
            reloads: setting.reloads,
            identify_until: setting.identify_until.map(instant_text),
        }
    }
}

impl TryFrom<StoredScreenSettingV1> for ScreenSetting {
    type Error = UnknownValue;

    fn try_from(setting: StoredScreenSettingV1) -> Result<Self, UnknownValue> {
        Ok(Self {
            name: setting.name,
            label: setting.label,
            place: setting.place,
            scope: setting.scope.into(),
            others: Vec::new(),
            fields: setting.fields.into_iter().map(FieldId).collect(),
            languages: read(&setting.languages, "languages of a wall")?,
            turn: read(&setting.turn, "periods of a wall")?,
            look: setting.look.try_into()?,
            slot_s: setting.slot_s,
            hung: Mounting {
                diagonal_in: setting.hung.diagonal_in,
                read_from_dm: setting.hung.read_from_dm,
            },
            is_paired: setting.is_paired,
            held: some_instant(setting.held)?,
            reloads: setting.reloads,
            identify_until: some_instant(setting.identify_until)?,
        })
    }
}

fn some_instant(text: Option<String>) -> Result<Option<Instant>, UnknownValue> {
    text.map(|text| read_instant(&text)).transpose()
}

impl From<Appearance> for StoredAppearanceV1 {
    fn from(look: Appearance) -> Self {
        Self {
            theme: match look.theme {
                Theme::Light => StoredThemeV1::Light,
                Theme::Dark => StoredThemeV1::Dark,
                Theme::Hours(hours) => StoredThemeV1::Hours(hours.into()),
            },
            distance: look.distance.as_str().to_owned(),
            night: match look.night {
                Night::Dim => StoredNightV1::Dim,
                Night::Same => StoredNightV1::Same,
                Night::Hours(hours) => StoredNightV1::Hours(hours.into()),
            },
        }
    }
}

impl TryFrom<StoredAppearanceV1> for Appearance {
    type Error = UnknownValue;

    fn try_from(look: StoredAppearanceV1) -> Result<Self, UnknownValue> {
        Ok(Self {
            theme: match look.theme {
                StoredThemeV1::Light => Theme::Light,
                StoredThemeV1::Dark => Theme::Dark,
                StoredThemeV1::Hours(hours) => Theme::Hours(hours.try_into()?),
            },
            distance: read(&look.distance, "a distance of a wall")?,
            night: match look.night {
                StoredNightV1::Dim => Night::Dim,
                StoredNightV1::Same => Night::Same,
                StoredNightV1::Hours(hours) => Night::Hours(hours.try_into()?),
            },
        })
    }
}

impl From<Hours> for StoredHoursV1 {
    fn from(hours: Hours) -> Self {
        Self {
            from: hours.from().to_string(),
            until: hours.until().to_string(),
        }
    }
}

impl TryFrom<StoredHoursV1> for Hours {
    type Error = UnknownValue;

    fn try_from(hours: StoredHoursV1) -> Result<Self, UnknownValue> {
        let time = |text: &str| read::<NaiveTime>(text, "a time of day");
        let read = Self::between(time(&hours.from)?, time(&hours.until)?);
        read.ok_or_else(|| {
            unknown(
                &hours.from,
                "the beginning of hours that end at another time",
            )
        })
    }
}
