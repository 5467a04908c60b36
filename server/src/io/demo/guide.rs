//! The guides of the demo centre's procedures, and its posted documents. Everything is made up except the cited laws.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use sanh_domain::deadline::Instant;
use sanh_domain::document::model::DocumentEntry;
use sanh_domain::id::{DocumentId, ProcedureId};
use sanh_domain::procedure::guide::{Guide, GuideText, GuideTopic};
use sanh_domain::text::name::Name;
use sanh_store::{AuditActor, NewDocument, Store};
use serde::Deserialize;

use super::DemoError;
use super::catalogue::{Catalogue, FieldEntry};
use super::offer::GENERAL_FORM;
use super::pdf::pdf;

const GUIDES: &str = include_str!("catalogue/guides.toml");
/// The address of the demo's online services.
const PORTAL: &str = "https://dichvucong.gov.vn/";
/// The smallest percentage of online dossiers with which the procedures of a field are offered online.
const ONLINE_PERCENT_MIN: u32 = 50;
/// The legal basis of every procedure.
const BASIS_VI: &str = "Nghị định số 118/2025/NĐ-CP ngày 09/6/2025 về thực hiện thủ tục hành chính theo cơ chế một cửa, một cửa liên thông tại Bộ phận Một cửa và Cổng Dịch vụ công quốc gia";
const BASIS_EN: &str =
    "Decree 118/2025/NĐ-CP of 09/6/2025 on administrative procedures at one-stop units";

/// The guide of a field's procedures.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FieldGuide {
    field: String,
    basis_vi: String,
    basis_en: String,
    /// [index of the procedure in its field from 1, Vietnamese, English]
    wishes: Vec<[String; 3]>,
}

/// Posts the demo's documents and writes the guides of its procedures.
///
/// # Errors
/// When it cannot be written.
pub async fn publish(store: &Store, catalogue: &Catalogue, now: Instant) -> Result<(), DemoError> {
    #[derive(Deserialize)]
    struct Guides {
        guide: Vec<FieldGuide>,
    }
    let told: Guides = toml::from_str(GUIDES)?;
    let told: HashMap<String, FieldGuide> = told
        .guide
        .into_iter()
        .map(|guide| (guide.field.clone(), guide))
        .collect();
    let form = post_documents(store, now).await?;
    let procedures = store.procedures().await?;
    let ids: HashMap<String, ProcedureId> =
        procedures.into_iter().map(|it| (it.code, it.id)).collect();
    let mut guides = Vec::new();
    for (number, entry) in (1_usize..).zip(&catalogue.fields) {
        let field = told.get(&entry.code);
        for place in 0..entry.procedures.len() {
            if let Some(id) = ids.get(&entry.procedure_code(place)) {
                guides.push((*id, guide(catalogue, (number, entry), field, place, form)));
            }
        }
    }
    store.put_guides(guides).await?;
    Ok(())
}

fn guide(
    catalogue: &Catalogue,
    (number, entry): (usize, &FieldEntry),
    told: Option<&FieldGuide>,
    place: usize,
    form: Option<DocumentId>,
) -> Guide {
    let is_online = entry.online_percent >= ONLINE_PERCENT_MIN;
    let handlers = entry.procedures.get(place).map(|it| entry.handlers(it));
    let key = handlers.and_then(<[String]>::first);
    let agency = key.and_then(|key| catalogue.agency(key));
    let reception_place = agency.map(|agency| {
        let name = agency.name();
        GuideText {
            en: format!("Desk {number}, {}", name.en_or_vi()),
            vi: format!("Quầy số {number}, {}", name.vi),
        }
    });
    let wishes = told.into_iter().flat_map(|told| &told.wishes);
    let of_place = wishes.filter(|[of, ..]| of.parse() == Ok(place + 1));
    let wishes = of_place.map(|[_, vi, en]| Name {
        vi: vi.clone(),
        en: Some(en.clone()),
    });
    let basis = |own: Option<&str>, general: &str| match own {
        Some(own) => format!("{own}\n{general}"),
        None => general.to_owned(),
    };
    let basis = GuideText {
        vi: basis(told.map(|told| told.basis_vi.as_str()), BASIS_VI),
        en: basis(told.map(|told| told.basis_en.as_str()), BASIS_EN),
    };
    let reception_place = reception_place.map(|text| (GuideTopic::ReceptionPlace, text));
    let texts = reception_place
        .into_iter()
        .chain([(GuideTopic::Basis, basis)]);
    let forms = form.map(|form| (GENERAL_FORM.to_owned(), form));
    Guide {
        is_hidden: false,
        is_online,
        online_address: if is_online { PORTAL } else { "" }.to_owned(),
        texts: texts.collect(),
        wishes: wishes.collect(),
        forms: forms.into_iter().collect::<BTreeMap<_, _>>(),
    }
}

/// Posts three documents, one of them in two versions; returns the number of the general form.
async fn post_documents(store: &Store, now: Instant) -> Result<Option<DocumentId>, DemoError> {
    let (by, post) = (AuditActor::console, |entry, lines: &[&str]| NewDocument {
        entry,
        content: Some(pdf(lines)),
    });
    let form = entry(
        (
            "Đơn đề nghị giải quyết thủ tục hành chính (mẫu chung)",
            "Application form (general)",
        ),
        "",
        date(2025, 7, 1),
    );
    let lines = [
        "DON DE NGHI GIAI QUYET THU TUC HANH CHINH",
        "(mau chung - demo)",
        "Ho va ten: ................................................",
        "Noi cu tru: ...............................................",
        "De nghi giai quyet: .......................................",
    ];
    let form = store.add_document(post(form, &lines), by(), now).await?;
    let list = |number: &str, day| {
        entry(
            (
                "Quyết định công bố danh mục thủ tục hành chính thực hiện tại Trung tâm Phục vụ hành chính công phường",
                "Decision publishing the procedures of the Public Administration Service Centre",
            ),
            number,
            day,
        )
    };
    let lines = ["QUYET DINH (demo)", "Cong bo danh muc thu tuc hanh chinh"];
    let first = list("15/QĐ-UBND", date(2025, 7, 1));
    let decision = store.add_document(post(first, &lines), by(), now).await?;
    if let Some(decision) = decision {
        let lines = [
            "QUYET DINH (demo)",
            "Sua doi, bo sung danh muc thu tuc hanh chinh",
        ];
        let second = list("412/QĐ-UBND", date(2026, 3, 16));
        store
            .replace_document(decision, 1, post(second, &lines), by(), now)
            .await?;
    }
    let rules = entry(
        (
            "Nội quy Trung tâm Phục vụ hành chính công",
            "Rules of the centre",
        ),
        "03/NQ-TTPVHCC",
        date(2025, 7, 7),
    );
    let lines = [
        "NOI QUY (demo)",
        "1. Lay so thu tu.",
        "2. Giu trat tu, ve sinh chung.",
    ];
    store.add_document(post(rules, &lines), by(), now).await?;
    Ok(form)
}

fn entry((vi, en): (&str, &str), number: &str, issued_on: NaiveDate) -> DocumentEntry {
    DocumentEntry {
        title: Name {
            vi: vi.to_owned(),
            en: Some(en.to_owned()),
        },
        number: number.to_owned(),
        issued_on,
    }
}

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_wish_leads_to_a_procedure_of_its_field() {
        #[derive(Deserialize)]
        struct Guides {
            guide: Vec<FieldGuide>,
        }
        let told: Guides = toml::from_str(GUIDES).unwrap();
        let catalogue = Catalogue::read().unwrap();
        for guide in told.guide {
            let mut fields = catalogue.fields.iter();
            let field = fields.find(|it| it.code == guide.field).unwrap();
            for [place, vi, _] in &guide.wishes {
                let place: usize = place.parse().unwrap();
                assert!((1..=field.procedures.len()).contains(&place), "{vi}");
            }
        }
    }
}
