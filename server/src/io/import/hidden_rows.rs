//! Finds the hidden rows of a workbook. A filter hides rows, but their dossiers are still in the file, and the importer must
//! know.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{BufReader, Seek, SeekFrom};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;

use super::table_error::{TableError, unreadable};

type Archive = ZipArchive<BufReader<File>>;

/// The hidden lines of a sheet, from 1, at most as many as rows are read. The archive is within its limits already.
///
/// # Errors
/// When the sheet cannot be read.
pub fn of_sheet(file: &File, sheet: &str, rows_max: u64) -> Result<HashSet<u64>, TableError> {
    let mut file = file.try_clone()?;
    file.seek(SeekFrom::Start(0))?;
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(unreadable)?;
    let Some(part) = sheet_part(&mut archive, sheet)? else {
        return Ok(HashSet::new());
    };
    let (mut hidden, mut line) = (HashSet::new(), 0);
    each_element(&mut archive, &part, &mut |element| {
        if element.local_name().as_ref() == "row" {
            let number = attribute(element, "r").and_then(|number| number.parse().ok());
            line = number.unwrap_or(line + 1);
            let has_room = (hidden.len() as u64) < rows_max;
            if has_room && is_hidden(element) {
                hidden.insert(line);
            }
        }
    })?;
    Ok(hidden)
}

fn is_hidden(row: &BytesStart<'_>) -> bool {
    let said = matches!(attribute(row, "hidden").as_deref(), Some("1" | "true"));
    let height = attribute(row, "ht").and_then(|height| height.parse::<f64>().ok());
    said || height.is_some_and(|height| height <= 0.0)
}

/// The part of the archive with a sheet: the workbook names its sheets, its relations name their parts.
fn sheet_part(archive: &mut Archive, sheet: &str) -> Result<Option<String>, TableError> {
    let package = relations(archive, "_rels/.rels")?;
    let main = package
        .into_values()
        .find(|relation| relation.kind.ends_with("/officeDocument"));
    let Some(main) = main else { return Ok(None) };
    let main = main.target.trim_start_matches('/').to_owned();
    let (folder, name) = main.rsplit_once('/').unwrap_or(("", &main));
    let mut id = None;
    each_element(archive, &main, &mut |element| {
        if element.local_name().as_ref() == "sheet"
            && attribute(element, "name").as_deref() == Some(sheet)
        {
            id = attribute(element, "id");
        }
    })?;
    let Some(id) = id else { return Ok(None) };
    let rels = relations(archive, &joined(folder, &format!("_rels/{name}.rels")))?;
    Ok(rels
        .get(&id)
        .map(|relation| match relation.target.strip_prefix('/') {
            Some(absolute) => absolute.to_owned(),
            None => joined(folder, &relation.target),
        }))
}

fn joined(folder: &str, name: &str) -> String {
    if folder.is_empty() {
        name.to_owned()
    } else {
        format!("{folder}/{name}")
    }
}

struct Relation {
    kind: String,
    target: String,
}

fn relations(archive: &mut Archive, part: &str) -> Result<HashMap<String, Relation>, TableError> {
    let mut found = HashMap::new();
    each_element(archive, part, &mut |element| {
        let (id, kind, target) = (
            attribute(element, "Id"),
            attribute(element, "Type"),
            attribute(element, "Target"),
        );
        if let (Some(id), Some(kind), Some(target)) = (id, kind, target) {
            found.insert(id, Relation { kind, target });
        }
    })?;
    Ok(found)
}

/// Calls a function for each element that begins in a part; an empty element, too. A missing part has none.
fn each_element(
    archive: &mut Archive,
    part: &str,
    found: &mut dyn FnMut(&BytesStart<'_>),
) -> Result<(), TableError> {
    let is_part = |name: &str| name.eq_ignore_ascii_case(part);
    let Some(index) = (0..archive.len()).find(|index| {
        let name = archive.name_for_index(*index);
        name.is_some_and(|name| name.is_ok_and(|name| is_part(&name)))
    }) else {
        return Ok(());
    };
    let content = archive.by_index(index).map_err(unreadable)?;
    let mut reader = Reader::from_reader(BufReader::new(content));
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(unreadable)? {
            Event::Start(element) | Event::Empty(element) => found(&element),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// An attribute by its name without prefix.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    element
        .attributes()
        .filter_map(Result::ok)
        .find(|attribute| attribute.key.local_name().as_ref() == name)
        .and_then(|attribute| attribute.normalized_value(XmlVersion::Implicit1_0).ok())
        .map(std::borrow::Cow::into_owned)
}
