//! The column positions of the fields of a mapping.

use sanh_domain::text::name::name_key;

use super::ImportError;
use super::mapping::{Mapping, Naming};

/// The column of each fact in a row.
#[derive(Clone, Debug)]
pub struct ColumnPositions {
    /// The dossier code.
    pub code: usize,
    /// The channel.
    pub channel: Option<usize>,
    /// When it was registered.
    pub registered: Option<usize>,
    /// When it was received.
    pub received: Option<usize>,
    /// When it is due.
    pub due: Option<usize>,
    /// Its time limit.
    pub limit: Option<usize>,
    /// When it ended.
    pub ended: Option<usize>,
    /// When the result was handed over.
    pub handed_over: Option<usize>,
    /// The status.
    pub status: Option<usize>,
    /// What happened.
    pub event: Option<usize>,
    /// When that happened.
    pub event_at: Option<usize>,
    /// The value that orders states.
    pub newer: Option<usize>,
    /// Code and name of the agency.
    pub agency: [Option<usize>; 2],
    /// Code and name of the field.
    pub field: [Option<usize>; 2],
    /// Code and name of the procedure.
    pub procedure: [Option<usize>; 2],
}

impl ColumnPositions {
    /// Every column of dates.
    pub fn dates(&self) -> impl Iterator<Item = usize> {
        [
            self.registered,
            self.received,
            self.due,
            self.ended,
            self.handed_over,
            self.event_at,
        ]
        .into_iter()
        .flatten()
    }

    /// Every column that is read.
    pub fn all(&self) -> impl Iterator<Item = usize> {
        let words = [
            self.channel,
            self.limit,
            self.status,
            self.event,
            self.newer,
        ];
        let names = [self.agency, self.field, self.procedure];
        std::iter::once(self.code)
            .chain(self.dates())
            .chain(words.into_iter().flatten())
            .chain(names.into_iter().flatten().flatten())
    }

    /// Finds the mapping's columns in the header.
    ///
    /// # Errors
    /// When a column is missing or stands twice.
    pub fn find(mapping: &Mapping, header: &[String]) -> Result<Self, ImportError> {
        let folded: Vec<String> = header.iter().map(|name| name_key(name)).collect();
        let place = |name: &str| -> Result<usize, ImportError> {
            let wanted = name_key(name);
            let mut found = folded
                .iter()
                .enumerate()
                .filter(|(_, column)| **column == wanted)
                .map(|(index, _)| index);
            match (found.next(), found.next()) {
                (Some(index), None) => Ok(index),
                (Some(_), Some(_)) => Err(ImportError::ColumnTwice(name.to_owned())),
                (None, _) => Err(ImportError::NoColumn {
                    wanted: name.to_owned(),
                    found: header.join(" | "),
                }),
            }
        };
        let maybe = |name: &Option<String>| name.as_deref().map(place).transpose();
        let naming =
            |naming: &Naming| Ok::<_, ImportError>([maybe(&naming.code)?, maybe(&naming.name)?]);
        let columns = &mapping.columns;
        Ok(Self {
            code: place(&columns.code)?,
            channel: maybe(&columns.channel)?,
            registered: maybe(&columns.registered)?,
            received: maybe(&columns.received)?,
            due: maybe(&columns.due)?,
            limit: maybe(&columns.limit)?,
            ended: maybe(&columns.ended)?,
            handed_over: maybe(&columns.handed_over)?,
            status: maybe(&columns.status)?,
            event: maybe(&columns.event)?,
            event_at: maybe(&columns.event_at)?,
            newer: maybe(&mapping.newer)?,
            agency: naming(&mapping.agency)?,
            field: naming(&mapping.field)?,
            procedure: naming(&mapping.procedure)?,
        })
    }
}

impl Mapping {
    /// The first of its columns that a header does not have, or has twice; `None` if all are there once.
    pub fn lacks(&self, header: &[String]) -> Option<String> {
        match ColumnPositions::find(self, header) {
            Err(ImportError::NoColumn { wanted, .. } | ImportError::ColumnTwice(wanted)) => {
                Some(wanted)
            }
            _ => None,
        }
    }
}
