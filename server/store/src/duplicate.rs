//! Finds duplicates in the catalogue: rows whose names differ only in Unicode composition, case or blanks.

use std::collections::HashMap;
use std::fmt;

use sanh_domain::text::name::name_key;

use super::catalogue::CatalogueTable;
use super::centre::CentreRules;
use super::conn::Conn;
use super::error::Result;
use super::procedure;

/// A row of a duplicate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DuplicateRow {
    /// Its number.
    pub id: i64,
    /// Its code.
    pub code: String,
    /// Its Vietnamese name.
    pub name: String,
}

/// Two rows of a table with the same normalised name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duplicate {
    /// `agency`, `field` or `procedure`.
    pub noun: &'static str,
    /// The row with the smaller number.
    pub first: DuplicateRow,
    /// The other.
    pub second: DuplicateRow,
}

impl fmt::Display for Duplicate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            noun,
            first,
            second,
        } = self;
        write!(
            f,
            "warning: {noun} {} (code {}, {:?}) and {noun} {} (code {}, {:?}) are the same but for how the name is written",
            first.id, first.code, first.name, second.id, second.code, second.name
        )?;
        if *noun == CatalogueTable::Procedure.noun() {
            return Ok(());
        }
        write!(
            f,
            "; to join them: sanh {noun} merge {} {}",
            second.code, first.code
        )
    }
}

/// All duplicates of the catalogue.
pub(super) async fn find(
    conn: &mut Conn<'_>,
    centre_rules: &CentreRules,
) -> Result<Vec<Duplicate>> {
    let agencies = centre_rules.agencies.iter().map(|agency| DuplicateRow {
        id: agency.id.0,
        code: agency.code.clone(),
        name: agency.name.vi.clone(),
    });
    let fields = centre_rules.fields.iter().map(|field| DuplicateRow {
        id: field.id.0,
        code: field.code.clone(),
        name: field.name.vi.clone(),
    });
    let procedures = procedure::load(conn).await?;
    let procedures = procedures.into_iter().map(|procedure| DuplicateRow {
        id: procedure.id.0,
        code: procedure.code,
        name: procedure.name.vi,
    });
    let mut doubles = of_list(CatalogueTable::Agency, agencies);
    doubles.extend(of_list(CatalogueTable::Field, fields));
    doubles.extend(of_list(CatalogueTable::Procedure, procedures));
    Ok(doubles)
}

fn of_list(
    catalogue_table: CatalogueTable,
    rows: impl Iterator<Item = DuplicateRow>,
) -> Vec<Duplicate> {
    let mut first_of: HashMap<String, DuplicateRow> = HashMap::new();
    let mut doubles = Vec::new();
    for row in rows {
        let key = name_key(&row.name);
        match first_of.get(&key) {
            Some(first) => doubles.push(Duplicate {
                noun: catalogue_table.noun(),
                first: first.clone(),
                second: row,
            }),
            None => {
                first_of.insert(key, row);
            }
        }
    }
    doubles
}
