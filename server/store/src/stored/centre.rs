//! The centre as a stored board contains it.

use sanh_domain::board::edition::CentreProfile;
use sanh_domain::text::name::Name;
use sanh_domain::word::UnknownValue;
use serde::{Deserialize, Serialize};

use super::code::read;

/// A name, or another text in two languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredNameV1 {
    /// In Vietnamese.
    pub vi: String,
    /// In English, if given.
    pub en: Option<String>,
}

impl From<&Name> for StoredNameV1 {
    fn from(name: &Name) -> Self {
        Self {
            vi: name.vi.clone(),
            en: name.en.clone(),
        }
    }
}

impl From<StoredNameV1> for Name {
    fn from(name: StoredNameV1) -> Self {
        Self {
            vi: name.vi,
            en: name.en,
        }
    }
}

/// What the public sees of the centre.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredCentreV1 {
    /// Its name in Vietnamese.
    pub name: String,
    /// Its name in English, if set.
    pub name_en: Option<String>,
    /// Its location.
    pub place: String,
    /// The agency of the figures; none for the whole centre.
    pub agency: Option<StoredNameV1>,
    /// Up to three letters shown while no logo is set.
    pub initials: String,
    /// The path of the logo's picture, if set.
    pub logo: Option<String>,
    /// The base address of the QR code, if set.
    pub public_url: Option<String>,
    /// Its time zone, an IANA name: `Asia/Ho_Chi_Minh`.
    pub zone: String,
}

impl From<&CentreProfile> for StoredCentreV1 {
    fn from(centre: &CentreProfile) -> Self {
        Self {
            name: centre.name.clone(),
            name_en: centre.name_en.clone(),
            place: centre.place.clone(),
            agency: centre.agency.as_ref().map(StoredNameV1::from),
            initials: centre.initials.clone(),
            logo: centre.logo.clone(),
            public_url: centre.public_url.clone(),
            zone: centre.zone.name().to_owned(),
        }
    }
}

impl TryFrom<StoredCentreV1> for CentreProfile {
    type Error = UnknownValue;

    fn try_from(centre: StoredCentreV1) -> Result<Self, UnknownValue> {
        Ok(Self {
            name: centre.name,
            name_en: centre.name_en,
            place: centre.place,
            agency: centre.agency.map(Name::from),
            initials: centre.initials,
            logo: centre.logo,
            public_url: centre.public_url,
            zone: read(&centre.zone, "a time zone")?,
        })
    }
}
