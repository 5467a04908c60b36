//! The centre's data that the desk shows.

use sanh_domain::deadline::Instant;
use sanh_domain::dossier::file::Office;
use sanh_domain::procedure::listed::{ListedAgency, ListedProcedure};
use sanh_domain::text::name::Name;
use sanh_store::Store;

use crate::error::AppError;
use crate::server::colleague::colleagues;
use crate::server::failure;

/// The data of the centre that the desk's pages show.
///
/// # Errors
///
/// [`AppError::Unavailable`] while the database does not answer.
pub async fn office(store: &Store, now: Instant) -> Result<Office, AppError> {
    let centre = store.centre(now).await.map_err(failure)?;
    let today = centre.calendar.local_date(now);
    let agencies = store.agencies().await.map_err(failure)?;
    let fields = store.fields().await.map_err(failure)?;
    let procedures = store.procedures().await.map_err(failure)?;
    let mut requirements = store.requirements().await.map_err(failure)?;
    let colleagues = colleagues(store.accounts().await.map_err(failure)?);
    let mut absences = store.absences_from(today).await.map_err(failure)?;
    // Substitutes whose account was removed are ignored.
    let works = |name: &str| colleagues.iter().any(|known| known.name == name);
    absences.retain(|absence| absence.holds_on(today) && works(&absence.substitute));
    Ok(Office {
        colleagues,
        absences,
        centre: Name {
            vi: centre.name,
            en: centre.name_en,
        },
        place: centre.place,
        parent: centre.parent,
        address: centre.address,
        hotline: centre.hotline,
        calendar: centre.calendar,
        rules: centre.rules,
        agencies: agencies
            .into_iter()
            .map(|agency| ListedAgency {
                id: agency.id,
                code: agency.code,
                name: agency.name,
            })
            .collect(),
        fields: fields
            .into_iter()
            .map(|field| (field.id, field.name))
            .collect(),
        procedures: procedures
            .into_iter()
            .map(|procedure| ListedProcedure {
                id: procedure.id,
                code: procedure.code,
                name: procedure.name,
                limits: procedure.limits.on(today),
                requirements: requirements.remove(&procedure.id).unwrap_or_default(),
            })
            .collect(),
    })
}
