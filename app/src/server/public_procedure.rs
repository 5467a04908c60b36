//! The public list of procedures, as visitors may read it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use sanh_domain::id::{DocumentId, FieldId, ProcedureId};
use sanh_domain::procedure::find::Finder;
use sanh_domain::procedure::guide::Guide;
use sanh_domain::procedure::model::Requirements;
use sanh_domain::procedure::office::NationalCode;
use sanh_domain::text::fold::folded;
use sanh_domain::text::name::Name;
use sanh_store::{Procedure, Store};

use super::{centre_name, failure, store, today};
use crate::error::AppError;
use crate::model::guide::{
    FIND_CHARS_MAX, FoundProcedure, FoundProcedures, PAGE_ROWS, PublicProcedure,
};

/// The most wishes offered before a search (ours: as many as fit on a screen).
const WISHES_OFFERED: usize = 12;

/// A procedure of the list with its guide.
struct Listed {
    procedure: Procedure,
    needs: Requirements,
    guide: Guide,
}

/// Every procedure of the list, by number, and the fields' names.
async fn listed(store: &Store) -> Result<(Vec<Listed>, BTreeMap<FieldId, Name>), AppError> {
    let procedures = store.procedures().await.map_err(failure)?;
    let mut needs = store.requirements().await.map_err(failure)?;
    let mut guides = store.guides().await.map_err(failure)?;
    let fields = store.fields().await.map_err(failure)?;
    let fields = fields.into_iter().map(|field| (field.id, field.name));
    let with_all = |procedure: Procedure| {
        let id: ProcedureId = procedure.id;
        Listed {
            procedure,
            needs: needs.remove(&id).unwrap_or_default(),
            guide: guides.remove(&id).unwrap_or_default(),
        }
    };
    let all = procedures.into_iter().map(with_all);
    let shown = all.filter(|it| !it.guide.is_hidden);
    Ok((shown.collect(), fields.collect()))
}

/// A page of the procedures that a text and a field leave.
pub(crate) async fn find(
    text: &str,
    field: Option<FieldId>,
    page: u32,
) -> Result<FoundProcedures, AppError> {
    let store = store()?;
    let today = today(&store).await?;
    let (all, names) = listed(&store).await?;
    let text: String = text.chars().take(FIND_CHARS_MAX).collect();
    let finder = Finder::new(&text);
    Ok(found(&all, &names, &finder, (field, page), today))
}

fn found(
    all: &[Listed],
    names: &BTreeMap<FieldId, Name>,
    finder: &Finder,
    (field, page): (Option<FieldId>, u32),
    today: NaiveDate,
) -> FoundProcedures {
    let is_offered = |id: FieldId| all.iter().any(|it| it.procedure.field == id);
    let mut fields: Vec<(FieldId, Name)> = names
        .iter()
        .filter(|(id, _)| is_offered(**id))
        .map(|(id, name)| (*id, name.clone()))
        .collect();
    fields.sort_by_cached_key(|(_, name)| folded(&name.vi));
    let of_field = all
        .iter()
        .filter(|it| field.is_none_or(|id| it.procedure.field == id));
    let wishes = of_field.clone().flat_map(|it| {
        let code = &it.procedure.code;
        let wishes = it.guide.wishes.iter();
        wishes.map(move |wish| (code.clone(), wish.clone()))
    });
    let wishes = wishes.take(WISHES_OFFERED).filter(|_| finder.is_blank());
    let fits = of_field.filter_map(|it| {
        let national = it.needs.national_code.as_ref();
        let codes = std::iter::once(it.procedure.code.as_str());
        let codes: Vec<&str> = codes.chain(national.map(NationalCode::as_str)).collect();
        let fit = finder.fit(&codes, &it.procedure.name, &it.guide.wishes);
        fit.map(|fit| (fit, it))
    });
    let mut found: Vec<_> = fits.collect();
    found.sort_by_cached_key(|(fit, it)| (*fit, folded(&it.procedure.name.vi)));
    let first = page.max(1).saturating_sub(1).saturating_mul(PAGE_ROWS);
    let rows = found.iter().map(|(_, it)| FoundProcedure {
        code: it.procedure.code.clone(),
        name: it.procedure.name.clone(),
        field: field_name(names, it.procedure.field),
        limits: it.procedure.limits.on(today),
        fee_vnd: it.needs.fee_vnd,
        is_online: it.guide.is_online,
    });
    let rows = rows.skip(first as usize).take(PAGE_ROWS as usize).collect();
    FoundProcedures {
        total: u32::try_from(found.len()).unwrap_or(u32::MAX),
        rows,
        wishes: wishes.collect(),
        fields,
    }
}

fn field_name(names: &BTreeMap<FieldId, Name>, id: FieldId) -> Name {
    let blank = || Name {
        vi: String::new(),
        en: None,
    };
    names.get(&id).cloned().unwrap_or_else(blank)
}

/// The procedure with this code, its own or that of the national list, with the figures of its last closed year.
pub(crate) async fn read(code: &str) -> Result<PublicProcedure, AppError> {
    let store = store()?;
    let (all, names) = listed(&store).await?;
    let today = today(&store).await?;
    let is_national = |it: &Listed| {
        let national = it.needs.national_code.as_ref();
        national.is_some_and(|national| national.as_str() == code)
    };
    let own = all.iter().position(|it| it.procedure.code == code);
    let place = own.or_else(|| all.iter().position(is_national));
    let found = place.and_then(|place| all.into_iter().nth(place));
    let Listed {
        procedure,
        needs,
        guide,
    } = found.ok_or(AppError::NotFound)?;
    let centre = centre_name(&store).await?;
    let figures = store.public_procedure_figures(procedure.id, today).await;
    let posted = posted(&store, &guide).await?;
    let handling = store.agencies().await.map_err(failure)?.into_iter();
    let handling = handling.filter(|agency| needs.agencies.contains(&agency.id));
    let agencies = handling.map(|agency| agency.name).collect();
    let forms = guide.forms.into_iter().filter_map(|(paper, id)| {
        let version = posted.get(&id)?;
        Some((paper, (id, *version)))
    });
    Ok(PublicProcedure {
        centre,
        requirements: needs,
        agencies,
        field: (procedure.field, field_name(&names, procedure.field)),
        limits: procedure.limits.on(today),
        forms: forms.collect(),
        texts: guide.texts,
        is_online: guide.is_online,
        online_address: guide.online_address,
        figures: figures.map_err(failure)?,
        code: procedure.code,
        name: procedure.name,
    })
}

/// The posted documents, with the version that is shown; none are read if the guide names no official form.
async fn posted(store: &Store, guide: &Guide) -> Result<BTreeMap<DocumentId, u32>, AppError> {
    if guide.forms.is_empty() {
        return Ok(BTreeMap::new());
    }
    let documents = store.documents().await.map_err(failure)?.into_iter();
    let posted = documents.filter(sanh_domain::document::model::Document::is_posted);
    let shown = posted.filter_map(|it| Some((it.id, it.shown()?.version)));
    Ok(shown.collect())
}
