//! Rows of the catalogue that are the same but for how their name is written: letters composed or not, capitals, blanks.

use std::collections::HashMap;
use std::fmt;

use sanh_domain::text::name::name_key;

use super::catalogue::Shelf;
use super::centre::Book;
use super::db::Conn;
use super::error::Result;
use super::procedure;

/// A row as a double names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoubleRow {
    /// Its number.
    pub id: i64,
    /// Its code.
    pub code: String,
    /// Its Vietnamese name.
    pub name: String,
}

/// Two rows of one list with one name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Double {
    /// `agency`, `field` or `procedure`.
    pub noun: &'static str,
    /// The row that was listed first.
    pub first: DoubleRow,
    /// The other.
    pub second: DoubleRow,
}

impl fmt::Display for Double {
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
        if *noun == Shelf::Procedure.noun() {
            return Ok(());
        }
        write!(
            f,
            "; to join them: sanh {noun} merge {} {}",
            second.code, first.code
        )
    }
}

/// All doubles of the catalogue.
pub(super) async fn find(conn: &mut Conn<'_>, book: &Book) -> Result<Vec<Double>> {
    let agencies = book.agencies.iter().map(|agency| DoubleRow {
        id: agency.id.0,
        code: agency.code.clone(),
        name: agency.name.vi.clone(),
    });
    let fields = book.fields.iter().map(|field| DoubleRow {
        id: field.id.0,
        code: field.code.clone(),
        name: field.name.vi.clone(),
    });
    let procedures = procedure::load(conn).await?;
    let procedures = procedures.into_iter().map(|procedure| DoubleRow {
        id: procedure.id.0,
        code: procedure.code,
        name: procedure.name.vi,
    });
    let mut doubles = of_list(Shelf::Agency, agencies);
    doubles.extend(of_list(Shelf::Field, fields));
    doubles.extend(of_list(Shelf::Procedure, procedures));
    Ok(doubles)
}

fn of_list(shelf: Shelf, rows: impl Iterator<Item = DoubleRow>) -> Vec<Double> {
    let mut first_of: HashMap<String, DoubleRow> = HashMap::new();
    let mut doubles = Vec::new();
    for row in rows {
        let key = name_key(&row.name);
        match first_of.get(&key) {
            Some(first) => doubles.push(Double {
                noun: shelf.noun(),
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
