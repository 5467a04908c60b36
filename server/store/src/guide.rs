//! The guides of procedures: what the public list shows beside their entries in the catalogue.

use std::collections::BTreeMap;

use sqlx::query_as;

use sanh_domain::deadline::Instant;
use sanh_domain::id::{DocumentId, ProcedureId};
use sanh_domain::language::Lang;
use sanh_domain::procedure::guide::{Guide, GuideText, GuideTopic};
use sanh_domain::text::name::Name;

use super::audit::AuditActor;
use super::catalogue::{self, CatalogueTable, ChangeOutcome};
use super::conn::{Conn, on};
use super::error::{Result, StoreError};
use super::{Store, procedure};

/// The guides of the procedures that have one.
pub(super) type Guides = BTreeMap<ProcedureId, Guide>;

#[derive(sqlx_macros::FromRow)]
struct GuideRow {
    procedure_id: i64,
    is_hidden: i64,
    is_online: i64,
    online_address: String,
    counter_vi: String,
    counter_en: String,
    basis_vi: String,
    basis_en: String,
}

impl GuideRow {
    fn guide(self) -> Guide {
        let place = GuideText {
            vi: self.counter_vi,
            en: self.counter_en,
        };
        let basis = GuideText {
            vi: self.basis_vi,
            en: self.basis_en,
        };
        let texts = [
            (GuideTopic::ReceptionPlace, place),
            (GuideTopic::Basis, basis),
        ];
        Guide {
            is_hidden: self.is_hidden != 0,
            is_online: self.is_online != 0,
            online_address: self.online_address,
            texts: texts.into_iter().collect(),
            ..Guide::default()
        }
    }
}

impl Store {
    /// The guides of all procedures that have one.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn guides(&self) -> Result<BTreeMap<ProcedureId, Guide>> {
        self.read(|mut conn| Box::pin(async move { load(&mut conn).await }))
            .await
    }

    /// Changes the guide of a procedure if it is as it was read, with an audit entry.
    ///
    /// # Errors
    /// [`StoreError::Invalid`] for an unknown procedure; or it cannot be written.
    pub async fn put_guide(
        &self,
        id: ProcedureId,
        before: Guide,
        after: Guide,
        by: AuditActor,
        now: Instant,
    ) -> Result<ChangeOutcome> {
        self.audited(by, now, move |mut conn| {
            Box::pin(async move {
                let conn = &mut conn;
                let procedures = procedure::load(conn).await?;
                let listed = procedures.into_iter().find(|it| it.id == id);
                let unknown = || StoreError::Invalid(format!("there is no procedure {}", id.0));
                let code = listed.ok_or_else(unknown)?.code;
                let stands = load(conn).await?.remove(&id).unwrap_or_default();
                if stands != before {
                    return Ok((ChangeOutcome::Stale, None));
                }
                if before == after {
                    return Ok((ChangeOutcome::Done, None));
                }
                put(conn, id, &after).await?;
                let (was, became) = catalogue::differing(&facts(&before), &facts(&after));
                let audit_entry = CatalogueTable::Procedure.audit_entry(&code, was, became);
                Ok((ChangeOutcome::Done, Some(audit_entry)))
            })
        })
        .await
    }

    /// Writes the guides of procedures, for a centre that is being made.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn put_guides(&self, guides: Vec<(ProcedureId, Guide)>) -> Result<()> {
        self.write(move |mut conn| {
            Box::pin(async move {
                for (id, guide) in &guides {
                    put(&mut conn, *id, guide).await?;
                }
                Ok(())
            })
        })
        .await
    }
}

/// The facts of a guide for the audit.
pub(super) fn facts(guide: &Guide) -> Vec<String> {
    let text = |what: &str, topic: GuideTopic| {
        let [vi, en] = Lang::ALL.map(|lang| guide.texts.text(topic, lang));
        format!("{what} {vi} | {en}")
    };
    let wishes: Vec<String> = guide.wishes.iter().map(catalogue::names).collect();
    let forms = guide.forms.iter();
    let forms: Vec<String> = forms
        .map(|(paper, document)| format!("{paper}: document {}", document.0))
        .collect();
    let online = if guide.is_online {
        "online"
    } else {
        "not online"
    };
    let listed = if guide.is_hidden {
        "not listed"
    } else {
        "listed"
    };
    vec![
        listed.to_owned(),
        format!("{online} {}", guide.online_address),
        text("counter", GuideTopic::ReceptionPlace),
        text("legal basis", GuideTopic::Basis),
        format!("wishes {}", wishes.join("; ")),
        format!("forms {}", forms.join("; ")),
    ]
}

pub(super) async fn load(conn: &mut Conn<'_>) -> Result<Guides> {
    let sql = "SELECT procedure_id, is_hidden, is_online, online_address, counter_vi, counter_en, basis_vi, basis_en
               FROM procedure_guide";
    let rows: Vec<GuideRow> = on!(&mut *conn, c => query_as(sql).fetch_all(&mut **c).await)?;
    let row = |row: GuideRow| (ProcedureId(row.procedure_id), row.guide());
    let mut guides: Guides = rows.into_iter().map(row).collect();
    let sql =
        "SELECT procedure_id, name_vi, name_en FROM procedure_wish ORDER BY procedure_id, position";
    let wishes: Vec<(i64, String, Option<String>)> =
        on!(&mut *conn, c => query_as(sql).fetch_all(&mut **c).await)?;
    for (id, vi, en) in wishes {
        let guide = guides.entry(ProcedureId(id)).or_default();
        guide.wishes.push(Name { vi, en });
    }
    let sql = "SELECT procedure_id, paper_vi, document_id FROM procedure_form";
    let forms: Vec<(i64, String, i64)> = on!(conn, c => query_as(sql).fetch_all(&mut **c).await)?;
    for (id, paper, document) in forms {
        let guide = guides.entry(ProcedureId(id)).or_default();
        guide.forms.insert(paper, DocumentId(document));
    }
    Ok(guides)
}

pub(super) async fn put(conn: &mut Conn<'_>, id: ProcedureId, guide: &Guide) -> Result<()> {
    for sql in [
        "DELETE FROM procedure_guide WHERE procedure_id = $1",
        "DELETE FROM procedure_wish WHERE procedure_id = $1",
        "DELETE FROM procedure_form WHERE procedure_id = $1",
    ] {
        on!(&mut *conn, c => sqlx::query(sql).bind(id.0).execute(&mut **c).await.map(drop))?;
    }
    let sql = "INSERT INTO procedure_guide
                   (procedure_id, is_hidden, is_online, online_address, counter_vi, counter_en, basis_vi, basis_en)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let (hidden, online) = (i64::from(guide.is_hidden), i64::from(guide.is_online));
    let texts = |topic: GuideTopic| Lang::ALL.map(|lang| guide.texts.text(topic, lang));
    let [counter_vi, counter_en] = texts(GuideTopic::ReceptionPlace);
    let [basis_vi, basis_en] = texts(GuideTopic::Basis);
    on!(&mut *conn, c => {
        let query = sqlx::query(sql).bind(id.0).bind(hidden).bind(online).bind(&guide.online_address);
        let query = query.bind(counter_vi).bind(counter_en).bind(basis_vi).bind(basis_en);
        query.execute(&mut **c).await.map(drop)
    })?;
    let sql = "INSERT INTO procedure_wish (procedure_id, position, name_vi, name_en) VALUES ($1, $2, $3, $4)";
    for (position, wish) in (1_i64..).zip(&guide.wishes) {
        on!(&mut *conn, c => {
            let query = sqlx::query(sql).bind(id.0).bind(position).bind(&wish.vi);
            query.bind(&wish.en).execute(&mut **c).await.map(drop)
        })?;
    }
    let sql =
        "INSERT INTO procedure_form (procedure_id, paper_vi, document_id) VALUES ($1, $2, $3)";
    for (paper, document) in &guide.forms {
        on!(&mut *conn, c => {
            let query = sqlx::query(sql).bind(id.0).bind(paper).bind(document.0);
            query.execute(&mut **c).await.map(drop)
        })?;
    }
    Ok(())
}
