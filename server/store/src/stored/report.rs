//! The content of a signed report. Its seal and its fingerprint cover these bytes.

use sanh_domain::id::{AgencyId, FieldId};
use sanh_domain::report::official_form::carry_over::SignedCarryOver;
use sanh_domain::report::official_form::model::{EndedColumn, Folding, Names, PausedColumn};
use sanh_domain::report::official_form::signed::Content;
use sanh_domain::text::name::Name;
use sanh_domain::word::UnknownValue;
use serde::{Deserialize, Serialize};

use super::board::StoredPeriodV1;
use super::centre::StoredNameV1;
use super::code::{instant_text, read_instant, unknown};
use super::cube::{StoredCubeV1, StoredPlaceV1};

/// The content of a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredReportContentV1 {
    /// The figures.
    pub cube: StoredCubeV1,
    /// The names of its lines.
    pub names: StoredLineNamesV1,
    /// How figures are folded.
    pub folding: StoredFoldingV1,
    /// The deadline rule: `instant` or `day`.
    pub rule: String,
    /// The reporting centre.
    pub centre: StoredNameV1,
    /// The recipient; blank if not set.
    pub recipient: String,
    /// The carry-over of the period before; absent if that was not signed, or this report was signed before carry-overs were
    /// stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent_up: Option<StoredCarryOverV1>,
}

/// The names of lines, each after its number, in the order in which lines are listed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredLineNamesV1 {
    /// The fields.
    pub fields: Vec<(i64, StoredNameV1)>,
    /// The agencies.
    pub agencies: Vec<(i64, StoredNameV1)>,
}

/// How figures without a column in the form are added to its columns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredFoldingV1 {
    /// The column of paused dossiers: `within` (12) or `on_time` (9).
    pub paused: String,
    /// The column of withdrawn and ineligible dossiers: `on_time` (9) or `early` (8).
    pub ended: String,
}

/// The open dossiers at the end of the period before, as signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredCarryOverV1 {
    /// The period before.
    pub period: StoredPeriodV1,
    /// When it was signed.
    pub at: String,
    /// The fingerprint of the signed report.
    pub fingerprint: String,
    /// The values of column 11 that are not 0, in dossiers, by key.
    pub open: Vec<(StoredPlaceV1, u64)>,
}

impl From<&Content> for StoredReportContentV1 {
    fn from(content: &Content) -> Self {
        Self {
            cube: (&content.cube).into(),
            names: (&content.names).into(),
            folding: content.folding.into(),
            rule: content.rule.as_str().to_owned(),
            centre: (&content.centre).into(),
            recipient: content.recipient.clone(),
            sent_up: content.sent_up.as_ref().map(StoredCarryOverV1::from),
        }
    }
}

impl TryFrom<StoredReportContentV1> for Content {
    type Error = UnknownValue;

    fn try_from(content: StoredReportContentV1) -> Result<Self, UnknownValue> {
        Ok(Self {
            cube: content.cube.try_into()?,
            names: content.names.into(),
            folding: content.folding.try_into()?,
            rule: content.rule.parse()?,
            centre: content.centre.into(),
            recipient: content.recipient,
            sent_up: content.sent_up.map(SignedCarryOver::try_from).transpose()?,
        })
    }
}

impl From<&Names> for StoredLineNamesV1 {
    fn from(names: &Names) -> Self {
        let (fields, agencies) = (names.fields.iter(), names.agencies.iter());
        Self {
            fields: fields.map(|(id, name)| (id.0, name.into())).collect(),
            agencies: agencies.map(|(id, name)| (id.0, name.into())).collect(),
        }
    }
}

impl From<StoredLineNamesV1> for Names {
    fn from(names: StoredLineNamesV1) -> Self {
        let field = |(id, name)| (FieldId(id), Name::from(name));
        let agency = |(id, name)| (AgencyId(id), Name::from(name));
        Self {
            fields: names.fields.into_iter().map(field).collect(),
            agencies: names.agencies.into_iter().map(agency).collect(),
        }
    }
}

impl From<Folding> for StoredFoldingV1 {
    fn from(folding: Folding) -> Self {
        let paused = match folding.paused {
            PausedColumn::Within => "within",
            PausedColumn::OnTime => "on_time",
        };
        let ended = match folding.ended {
            EndedColumn::OnTime => "on_time",
            EndedColumn::Early => "early",
        };
        Self {
            paused: paused.to_owned(),
            ended: ended.to_owned(),
        }
    }
}

impl TryFrom<StoredFoldingV1> for Folding {
    type Error = UnknownValue;

    fn try_from(folding: StoredFoldingV1) -> Result<Self, UnknownValue> {
        let paused = match folding.paused.as_str() {
            "within" => PausedColumn::Within,
            "on_time" => PausedColumn::OnTime,
            other => return Err(unknown(&other, "a column of the paused")),
        };
        let ended = match folding.ended.as_str() {
            "on_time" => EndedColumn::OnTime,
            "early" => EndedColumn::Early,
            other => return Err(unknown(&other, "a column of the withdrawn and ineligible")),
        };
        Ok(Self { paused, ended })
    }
}

impl From<&SignedCarryOver> for StoredCarryOverV1 {
    fn from(sent_up: &SignedCarryOver) -> Self {
        let open = sent_up.open().iter();
        Self {
            period: sent_up.period.into(),
            at: instant_text(sent_up.at),
            fingerprint: sent_up.fingerprint.clone(),
            open: open.map(|(place, open)| (place.into(), *open)).collect(),
        }
    }
}

impl TryFrom<StoredCarryOverV1> for SignedCarryOver {
    type Error = UnknownValue;

    fn try_from(sent_up: StoredCarryOverV1) -> Result<Self, UnknownValue> {
        let open = sent_up.open.into_iter();
        let open = open.map(|(place, open)| Ok((place.try_into()?, open)));
        Ok(Self::new(
            sent_up.period.try_into()?,
            read_instant(&sent_up.at)?,
            sent_up.fingerprint,
            open.collect::<Result<_, UnknownValue>>()?,
        ))
    }
}
