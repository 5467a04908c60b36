#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
//! What an import promises, without a database: reading, understanding, grouping, planning.

mod fuzz;
mod offices;
mod old_workbooks;
mod planning;
mod reading;
mod sheets;
mod values;

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use chrono::{DateTime, Utc};
use sanh_domain::deadline::Instant;
use tempfile::TempDir;
use zip::write::SimpleFileOptions;

use super::group::{DossierFacts, GroupedDossier};
use super::limits::ImportLimits;
use super::mapping::Mapping;
use super::progress::RunProgress;
use super::reading::Reading;
use super::report::InvalidValue;
use super::{ImportError, Request, understand};

/// The columns of the mapping that ships, in its order.
const HEADER: &str =
    "Mã hồ sơ,Lĩnh vực,Thủ tục,Cơ quan,Hình thức nộp,Ngày tiếp nhận,Hẹn trả,Ngày xong,Trạng thái";

fn at(text: &str) -> Instant {
    DateTime::parse_from_rfc3339(text)
        .unwrap()
        .with_timezone(&Utc)
}

fn now() -> Instant {
    at("2026-03-02T10:00:00+07:00")
}

/// What a file says: its dossiers, and what is bad in it.
#[derive(Debug)]
struct Said {
    dossiers: Vec<DossierFacts>,
    bad: Vec<InvalidValue>,
    left_out: u64,
    reading: Reading,
}

impl Said {
    /// Every bad value as `line column: reason`.
    fn faults(&self) -> Vec<String> {
        self.bad
            .iter()
            .map(|bad| format!("{} {}: {}", bad.line, bad.column, bad.reason))
            .collect()
    }
}

fn read_bytes(bytes: &[u8], mapping: &Mapping, limits: ImportLimits) -> Result<Said, ImportError> {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("export");
    std::fs::write(&file, bytes).unwrap();
    read_file(&file, mapping, limits)
}

fn read_file(file: &Path, mapping: &Mapping, limits: ImportLimits) -> Result<Said, ImportError> {
    let request = Request {
        file: file.to_owned(),
        mapping: mapping.clone(),
        dry_run: false,
        skip_bad: false,
        show_progress: false,
        limits,
    };
    let understood = understand(&request, &RunProgress::default(), now())?;
    let mut told = understood.grouped.dossiers.read().unwrap();
    let mut dossiers = Vec::new();
    while let Some(told) = told.next().unwrap() {
        if let GroupedDossier::Dossier(facts) = told {
            dossiers.push(*facts);
        }
    }
    assert_eq!(dossiers.len() as u64, understood.grouped.count);
    Ok(Said {
        dossiers,
        bad: understood.bad.listed().to_vec(),
        left_out: understood.bad.left_out(),
        reading: understood.reading,
    })
}

/// Reads rows under the shipped header with the shipped mapping.
fn read_rows(rows: &[&str]) -> Said {
    let text = format!("{HEADER}\n{}\n", rows.join("\n"));
    read_bytes(
        text.as_bytes(),
        &Mapping::one_stop_unit().unwrap(),
        ImportLimits::default(),
    )
    .unwrap()
}

/// A workbook with one sheet of the given rows in XML.
fn workbook(rows: &str) -> Vec<u8> {
    workbook_of("", &[("Hồ sơ", "visible", rows)])
}

/// A workbook of sheets: name, state, rows in XML.
fn workbook_of(properties: &str, sheets: &[(&str, &str, &str)]) -> Vec<u8> {
    let sheet = |rows: &str| {
        format!(
            r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#
        )
    };
    let (mut listed, mut relations, mut contents) = (String::new(), String::new(), Vec::new());
    for (number, (name, state, rows)) in (1..).zip(sheets) {
        write!(
            listed,
            r#"<sheet name="{name}" sheetId="{number}" state="{state}" r:id="r{number}"/>"#
        )
        .unwrap();
        write!(relations, r#"<Relationship Id="r{number}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet{number}.xml"/>"#).unwrap();
        contents.push((format!("xl/worksheets/sheet{number}.xml"), sheet(rows)));
    }
    let book = format!(
        r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">{properties}<sheets>{listed}</sheets></workbook>"#
    );
    let relations = format!(
        r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}<Relationship Id="styles" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#
    );
    let mut parts = vec![
        (
            "[Content_Types].xml",
            r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/></Types>"#,
        ),
        (
            "_rels/.rels",
            r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
        ),
        ("xl/workbook.xml", book.as_str()),
        ("xl/_rels/workbook.xml.rels", relations.as_str()),
        (
            "xl/styles.xml",
            r#"<?xml version="1.0"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs></styleSheet>"#,
        ),
    ];
    parts.extend(
        contents
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str())),
    );
    archive(&parts)
}

fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// A row of text cells.
fn text_row(number: u32, cells: &[&str]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| text_cell(cell)).collect();
    format!("<row r=\"{number}\">{}</row>", cells.concat())
}

fn text_cell(text: &str) -> String {
    format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>")
}
