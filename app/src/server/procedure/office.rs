//! Reads from a form what a procedure costs and takes, who handles it, of which level it is, and which one of the national list.

use std::collections::BTreeSet;

use chrono::NaiveTime;
use sanh_domain::centre::form_input::time;
use sanh_domain::deadline::due::CUTOFF;
use sanh_domain::id::AgencyId;
use sanh_domain::procedure::form_input;
use sanh_domain::procedure::model::{
    CatalogueItem, FEE_VND_MAX, ItemKind, PAPER_CHARS_MAX, PAPERS_CHARS_MAX, PAPERS_MAX, Procedure,
    Requirements,
};
use sanh_domain::procedure::office::{AGENCIES_MAX, NationalCode, ProcedureLevel};
use sanh_domain::text::name::Name;

use super::super::Administrator;
use super::super::catalogue::items;
use super::all;
use crate::error::AppError;
use crate::model::procedure::{AGENCY, RULE_HOUR, papers_text};
use crate::page::Form;
use crate::text::Messages;
use crate::text::number::number;
use crate::ui::form::Problem;
use crate::ui::response::request;

/// What a form of a procedure refers to.
pub(crate) struct Listed {
    pub(super) fields: Vec<CatalogueItem>,
    pub(super) agencies: Vec<CatalogueItem>,
    pub(super) procedures: Vec<Procedure>,
}

impl Listed {
    /// What is listed now.
    pub(super) async fn read(administrator: &Administrator) -> Result<Self, AppError> {
        Ok(Self {
            fields: items(administrator, ItemKind::Field).await?,
            agencies: items(administrator, ItemKind::Agency).await?,
            procedures: all(administrator).await?.procedures,
        })
    }

    fn is_agency(&self, id: i64) -> bool {
        self.agencies.iter().any(|agency| agency.id == id)
    }
}

/// The requirements of the procedure of a code. What is wrong is added to `problems`.
pub(super) fn read(
    listed: &Listed,
    form: &Form,
    code: &str,
    problems: &mut Vec<Problem>,
) -> Requirements {
    Requirements {
        fee_vnd: fee(form, problems),
        papers: papers(form, problems),
        national_code: national_code(listed, form, code, problems),
        level: level(form, problems),
        agencies: agencies(listed, form, problems),
    }
}

fn fee(form: &Form, problems: &mut Vec<Problem>) -> Option<u32> {
    let text = form.text("fee");
    let fee_vnd = form_input::fee(text);
    if fee_vnd.is_none() && !text.is_empty() {
        let lang = request().room_lang();
        let message = lang
            .words()
            .procedures_bad_fee(number(lang, FEE_VND_MAX.into()));
        problems.push(Problem::new("fee", message));
    }
    fee_vnd
}

fn papers(form: &Form, problems: &mut Vec<Problem>) -> Vec<Name> {
    // Browsers send a line end as two characters but count it as one.
    let text = papers_text(form).replace("\r\n", "\n");
    let is_short = text.chars().count() <= PAPERS_CHARS_MAX;
    let papers = form_input::papers(&text).filter(|_| is_short);
    if papers.is_none() {
        let words = request().room_lang().words();
        let message = words.procedures_bad_papers(PAPERS_MAX, PAPER_CHARS_MAX, PAPERS_CHARS_MAX);
        problems.push(Problem::new("papers", message));
    }
    papers.unwrap_or_default()
}

fn national_code(
    listed: &Listed,
    form: &Form,
    code: &str,
    problems: &mut Vec<Problem>,
) -> Option<NationalCode> {
    let text = form.text("national_code");
    if text.is_empty() {
        return None;
    }
    let words = request().room_lang().words();
    let Ok(national_code) = text.parse::<NationalCode>() else {
        let message = words.office_bad_national_code();
        problems.push(Problem::new("national_code", message));
        return None;
    };
    let mut others = listed.procedures.iter().map(|it| &it.entry);
    let has_it = Some(&national_code);
    let taken = others
        .find(|it| it.code != code && it.requirements.national_code.as_ref() == has_it)
        .map(|it| it.code.clone());
    if let Some(taken) = taken {
        let message = words.office_national_code_taken(taken);
        problems.push(Problem::new("national_code", message));
    }
    Some(national_code)
}

fn level(form: &Form, problems: &mut Vec<Problem>) -> Option<ProcedureLevel> {
    let text = form.text("level");
    if text.is_empty() {
        return None;
    }
    let level = text.parse().ok();
    if level.is_none() {
        let message = request().room_lang().words().office_bad_level();
        problems.push(Problem::new("level", message));
    }
    level
}

/// The agencies that were ticked, each once, by number.
fn agencies(listed: &Listed, form: &Form, problems: &mut Vec<Problem>) -> Vec<AgencyId> {
    let words = request().room_lang().words();
    let mut ids = BTreeSet::new();
    let said = form.all(AGENCY).into_iter();
    for text in said.filter(|text| !text.is_empty()) {
        match text.parse().ok().filter(|id| listed.is_agency(*id)) {
            Some(id) => {
                ids.insert(id);
            }
            None => problems.push(Problem::new(AGENCY, words.office_bad_agency(text))),
        }
    }
    if ids.len() > AGENCIES_MAX {
        problems.push(Problem::new(
            AGENCY,
            words.office_many_agencies(AGENCIES_MAX),
        ));
    }
    ids.into_iter().map(AgencyId).collect()
}

/// The rule hour of limits within the day; blank is that of the law.
pub(super) fn rule_hour(form: &Form, problems: &mut Vec<Problem>) -> NaiveTime {
    let text = form.text(RULE_HOUR);
    if text.is_empty() {
        return CUTOFF;
    }
    let hour = time(text).filter(|hour| *hour > NaiveTime::MIN);
    hour.unwrap_or_else(|| {
        let message = request().room_lang().words().office_bad_rule_hour();
        problems.push(Problem::new(RULE_HOUR, message));
        CUTOFF
    })
}
