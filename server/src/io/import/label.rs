//! Agencies, fields and procedures as the file names them, found in the centre's catalogue or added to it.

use std::collections::HashMap;
use std::hash::Hash;

use sanh_domain::id::{AgencyId, FieldId, ProcedureId};
use sanh_domain::text::name::{Name, name_key};
use sanh_store::{ImportTransaction, NewAgency, NewField, NewProcedure, Result};

use super::facts::Label;
use super::report::Reason;

/// The longest code made from a name, in characters.
const CODE_CHARS: usize = 24;

/// A list of the centre, indexed by code and by name.
#[derive(Debug)]
struct List<I> {
    by_code: HashMap<String, I>,
    by_name: HashMap<String, I>,
}

impl<I: Copy + Eq + Hash> List<I> {
    fn new(rows: impl Iterator<Item = (I, String, String)>) -> Self {
        let (mut by_code, mut by_name) = (HashMap::new(), HashMap::new());
        for (id, code, name) in rows {
            by_code.entry(name_key(&code)).or_insert(id);
            // Of two rows with the same name the first one counts.
            by_name.entry(name_key(&name)).or_insert(id);
        }
        Self { by_code, by_name }
    }

    /// Merged rows: their codes and names now refer to the rows they were merged into.
    fn with_merged(mut self, rows: Vec<(I, String, String)>) -> Self {
        for (id, code, name) in rows {
            self.by_code.entry(name_key(&code)).or_insert(id);
            self.by_name.entry(name_key(&name)).or_insert(id);
        }
        self
    }

    fn find(&self, label: &Label) -> Option<I> {
        if let Some(code) = &label.code {
            return self.by_code.get(&name_key(code)).copied();
        }
        let key = name_key(&label.name);
        let named = self.by_name.get(&key);
        named.or_else(|| self.by_code.get(&key)).copied()
    }

    /// The code of a new row: that of the file, else one made from the name that no other row has.
    fn free_code(&self, label: &Label) -> String {
        if let Some(code) = &label.code {
            return code.clone();
        }
        let made = code_of_name(&label.name);
        let numbered = (2_u32..).map(|number| format!("{made}.{number}"));
        let free = std::iter::once(made.clone())
            .chain(numbered)
            .find(|code| !self.by_code.contains_key(&name_key(code)));
        free.unwrap_or(made)
    }

    fn add(&mut self, id: I, code: &str, name: &str) {
        self.by_code.insert(name_key(code), id);
        self.by_name.entry(name_key(name)).or_insert(id);
    }
}

/// The three lists.
#[derive(Debug)]
pub struct Labels {
    agencies: List<AgencyId>,
    fields: List<FieldId>,
    procedures: List<ProcedureId>,
    create: bool,
    /// The number of added rows.
    pub created: u64,
}

/// The ids of the agency, field and procedure of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ids {
    /// The agency.
    pub agency: AgencyId,
    /// The field.
    pub field: FieldId,
    /// The procedure, if given.
    pub procedure: Option<ProcedureId>,
}

/// A name that the centre does not have, and the reason for not adding it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// As the file names it.
    pub name: String,
    /// The reason.
    pub reason: Reason,
}

impl Labels {
    /// Reads the lists. `create`: missing rows are added.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn load(transaction: &mut ImportTransaction<'_>, create: bool) -> Result<Self> {
        let agencies = transaction
            .agencies()
            .await?
            .into_iter()
            .map(|agency| (agency.id, agency.code, agency.name.vi));
        let agencies = List::new(agencies).with_merged(transaction.merged_agencies().await?);
        let fields = List::new(
            transaction
                .fields()
                .await?
                .into_iter()
                .map(|field| (field.id, field.code, field.name.vi)),
        );
        let fields = fields.with_merged(transaction.merged_fields().await?);
        let procedures = transaction
            .procedures()
            .await?
            .into_iter()
            .map(|procedure| (procedure.id, procedure.code, procedure.name.vi));
        let procedures = List::new(procedures);
        Ok(Self {
            agencies,
            fields,
            procedures,
            create,
            created: 0,
        })
    }

    /// The numbers of an agency, a field and a procedure, which are added if missing.
    ///
    /// # Errors
    /// When they cannot be written. The inner error names what is unknown and may not be added.
    pub async fn ids(
        &mut self,
        transaction: &mut ImportTransaction<'_>,
        agency: &Label,
        field: &Label,
        procedure: Option<&Label>,
    ) -> Result<std::result::Result<Ids, Unknown>> {
        let lists = [
            (agency, self.agencies.find(agency).is_some()),
            (field, self.fields.find(field).is_some()),
        ];
        let known = procedure.map(|label| (label, self.procedures.find(label).is_some()));
        let missing = lists.into_iter().chain(known).find(|(_, known)| !known);
        if let Some((label, _)) = missing.filter(|_| !self.create) {
            return Ok(Err(Unknown {
                name: label.name.clone(),
                reason: Reason::UnknownLabel,
            }));
        }
        let agency = self.agency(transaction, agency).await?;
        let field = self.field(transaction, field).await?;
        let procedure = match procedure {
            Some(label) => Some(self.procedure(transaction, label, field).await?),
            None => None,
        };
        Ok(Ok(Ids {
            agency,
            field,
            procedure,
        }))
    }

    async fn agency(
        &mut self,
        transaction: &mut ImportTransaction<'_>,
        label: &Label,
    ) -> Result<AgencyId> {
        if let Some(id) = self.agencies.find(label) {
            return Ok(id);
        }
        let code = self.agencies.free_code(label);
        let id = transaction
            .add_agency(&NewAgency {
                code: code.clone(),
                name: name_of(label),
            })
            .await?;
        self.agencies.add(id, &code, &label.name);
        self.created += 1;
        Ok(id)
    }

    async fn field(
        &mut self,
        transaction: &mut ImportTransaction<'_>,
        label: &Label,
    ) -> Result<FieldId> {
        if let Some(id) = self.fields.find(label) {
            return Ok(id);
        }
        let code = self.fields.free_code(label);
        let id = transaction
            .add_field(&NewField {
                code: code.clone(),
                name: name_of(label),
                sensitive: false,
            })
            .await?;
        self.fields.add(id, &code, &label.name);
        self.created += 1;
        Ok(id)
    }

    async fn procedure(
        &mut self,
        transaction: &mut ImportTransaction<'_>,
        label: &Label,
        field: FieldId,
    ) -> Result<ProcedureId> {
        if let Some(id) = self.procedures.find(label) {
            return Ok(id);
        }
        let code = self.procedures.free_code(label);
        let new = NewProcedure {
            code: code.clone(),
            field,
            name: name_of(label),
            limit: None.into(),
        };
        let id = transaction.add_procedure(&new).await?;
        self.procedures.add(id, &code, &label.name);
        self.created += 1;
        Ok(id)
    }
}

fn name_of(label: &Label) -> Name {
    Name {
        vi: label.name.clone(),
        en: None,
    }
}

/// A code of capital letters and digits, with the pattern of dossier codes: "UBND phường Hồng Gai" → `UBNDPHUONGHONGGAI`.
fn code_of_name(name: &str) -> String {
    let letters = name
        .chars()
        .flat_map(char::to_lowercase)
        .map(without_marks)
        .filter(char::is_ascii_alphanumeric);
    let code: String = letters
        .map(|letter| letter.to_ascii_uppercase())
        .take(CODE_CHARS)
        .collect();
    if code.is_empty() {
        "X".to_owned()
    } else {
        code
    }
}

/// The plain letter of a Vietnamese one. Combining marks of decomposed text are no letters, and are left out by the caller.
fn without_marks(letter: char) -> char {
    const MARKED: [(char, &str); 7] = [
        ('a', "àáảãạăằắẳẵặâầấẩẫậ"),
        ('d', "đ"),
        ('e', "èéẻẽẹêềếểễệ"),
        ('i', "ìíỉĩị"),
        ('o', "òóỏõọôồốổỗộơờớởỡợ"),
        ('u', "ùúủũụưừứửữự"),
        ('y', "ỳýỷỹỵ"),
    ];
    MARKED
        .iter()
        .find(|(_, marked)| marked.contains(letter))
        .map_or(letter, |(plain, _)| *plain)
}
