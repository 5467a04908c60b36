//! The text of a report beside its figures: names, rules and folding, as in force at its end.

use sanh_domain::account::model::AgencyScope;
use sanh_domain::centre::setting::SettingKey;
use sanh_domain::report::cube::Cube;
use sanh_domain::report::official_form::carry_over::SignedCarryOver;
use sanh_domain::report::official_form::model::{EndedColumn, Folding, Names, PausedColumn};
use sanh_domain::report::official_form::signed::{Content, Signed};
use sanh_domain::text::name::Name;

use super::Store;
use super::centre::CentreRules;
use super::error::Result;

impl Store {
    /// The part of a report within a scope, made from a cube.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn report_content(&self, cube: Cube, scope: &AgencyScope) -> Result<Content> {
        let centre_rules = self.centre_rules().await?;
        let before = self.signed_report_before(cube.period).await?;
        let sent_up = before.as_ref().map(Signed::carry_over);
        Ok(content(&centre_rules, cube, sent_up).within(scope))
    }
}

fn content(centre_rules: &CentreRules, cube: Cube, sent_up: Option<SignedCarryOver>) -> Content {
    let date = centre_rules.calendar().local_date(cube.status_at);
    let text = |key| centre_rules.setting(key, date);
    let name_en = Some(text(SettingKey::CentreNameEn)).filter(|name| !name.is_empty());
    let (paused, ended) = (
        text(SettingKey::ReportPausedColumn),
        text(SettingKey::ReportEndedColumn),
    );
    let fields = centre_rules.fields.iter();
    let agencies = centre_rules.agencies.iter();
    Content {
        rule: centre_rules.lateness_at(cube.status_at).rule,
        cube,
        names: Names {
            fields: fields.map(|it| (it.id, it.name.clone())).collect(),
            agencies: agencies.map(|it| (it.id, it.name.clone())).collect(),
        },
        folding: Folding {
            paused: PausedColumn::read(paused).unwrap_or_default(),
            ended: EndedColumn::read(ended).unwrap_or_default(),
        },
        centre: Name {
            vi: text(SettingKey::CentreName).to_owned(),
            en: name_en.map(str::to_owned),
        },
        recipient: text(SettingKey::ReportRecipient).to_owned(),
        sent_up,
    }
}
