//! What a stranger without an account may do to the walls, the desks and the managers: nothing.
//!
//! Runs against the program that was built with the tests; `make attack` runs it against the release. Visitors are told apart by
//! what a trusted proxy says of them, as behind a real one.

use std::io::{Cursor, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::program::{Program, folder, run};
use super::{alone, tell};

const STILL: [&str; 8] = [
    "demo",
    "--dossiers",
    "500",
    "--still",
    "--database-url",
    "sqlite://sanh.db",
    "--trusted-proxy",
    "127.0.0.1",
];

/// What the proxy says of a visitor.
fn from(visitor: &str) -> [(&str, &str); 2] {
    [("X-Forwarded-For", visitor), ("X-Forwarded-Proto", "https")]
}

fn status(program: &Program, visitor: &str, path: &str) -> u16 {
    let answered = program.ask("GET", path, &from(visitor), "");
    answered.map_or(0, |(status, _)| status)
}

fn sign_in(program: &Program, visitor: &str, name: &str, password: &str) -> (u16, String) {
    let [address, scheme] = from(visitor);
    let headers = [
        address,
        scheme,
        ("Sec-Fetch-Site", "same-origin"),
        ("Content-Type", "application/x-www-form-urlencoded"),
    ];
    let body = format!("name={name}&password={password}");
    let answered = program.ask("POST", "/sign-in", &headers, &body);
    answered.expect("an answer")
}

#[test]
fn connections_that_send_no_body_block_no_page() {
    let _alone = alone();
    let folder = folder();
    let program = Program::start(folder.path(), &STILL).ready();
    let mut idle = Vec::new();
    for _ in 0..64 {
        let mut stream = TcpStream::connect(program.address).expect("a connection");
        let head = "POST /sign-in HTTP/1.1\r\nHost: a\r\nOrigin: http://a\r\nX-Forwarded-For: 203.0.113.66\r\n\
                    X-Forwarded-Proto: https\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 10\r\n\r\n";
        stream.write_all(head.as_bytes()).expect("sent");
        idle.push(stream);
    }
    for path in ["/", "/wall.js", "/sign-in", "/board", "/readyz"] {
        for visitor in ["203.0.113.66", "198.51.100.7"] {
            assert_eq!(status(&program, visitor, path), 200, "{path} for {visitor}");
        }
    }
    drop(idle);
    program.assert_no_panic();
}

#[test]
fn wrong_passwords_from_elsewhere_lock_nobody_out() {
    let _alone = alone();
    let folder = folder();
    let program = Program::start(folder.path(), &STILL).ready();
    for n in 0..8 {
        let (status, _) = sign_in(&program, "203.0.113.66", "admin", &format!("wrong{n}"));
        assert!(matches!(status, 422 | 429), "{status}");
    }
    let (status, _) = sign_in(&program, "203.0.113.66", "admin", "wrong again");
    assert_eq!(status, 429, "who tries has to wait");
    let (status, _) = sign_in(&program, "198.51.100.7", "admin", "mistyped once");
    assert_eq!(status, 422, "who sits elsewhere does not");
    program.assert_no_panic();
}

#[test]
fn one_visitor_takes_no_stream_and_no_pairing_code_from_another() {
    let _alone = alone();
    let folder = folder();
    let most = [&STILL[..], &["--streams-per-visitor-max", "20"]].concat();
    let program = Program::start(folder.path(), &most).ready();
    let mut open = Vec::new();
    let stream_of = |visitor: &str| {
        let mut stream = TcpStream::connect(program.address).expect("a connection");
        let wait = Some(Duration::from_secs(20));
        stream.set_read_timeout(wait).expect("a limit");
        let head = format!(
            "GET /events/main HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: {visitor}\r\nX-Forwarded-Proto: https\r\n\r\n"
        );
        stream.write_all(head.as_bytes()).expect("sent");
        let mut first = [0; 12];
        stream.read_exact(&mut first).expect("an answer");
        let is_open = first.ends_with(b"200");
        (stream, is_open)
    };
    for n in 0..25 {
        // All from the network of one internet connection.
        let (stream, is_open) = stream_of(&format!("2001:db8:1:2::{n:x}"));
        assert_eq!(is_open, n < 20, "stream {n}");
        open.push(stream);
    }
    assert!(stream_of("2001:db8:1:3::1").1, "another line has its own");
    drop(open);

    let waiting = program.ask("GET", "/screen", &from("198.51.100.7"), "");
    assert!(waiting.expect("a page").1.contains("data-code"));
    for n in 0..220 {
        let line = format!("203.0.113.{}", n % 5);
        assert_eq!(status(&program, &line, "/screen"), 200);
    }
    let (_, page) = program
        .ask("GET", "/screen", &from("198.51.100.8"), "")
        .expect("a page");
    assert!(
        page.contains("data-code"),
        "a screen that comes later has a code"
    );
    program.assert_no_panic();
}

/// Megabytes that the texts of the workbook unpack to: many times what a sheet of that size holds.
const UNPACKED_MB: usize = 400;

#[test]
fn a_workbook_whose_texts_unpack_without_end_is_refused() {
    let _alone = alone();
    let folder = folder();
    let database = ["--database-url", "sqlite://sanh.db"];
    let made = run(folder.path(), &[&["migrate"], &database[..]].concat());
    assert!(made.status.success(), "{made:?}");
    let bomb = workbook_bomb();
    std::fs::write(folder.path().join("bomb.xlsx"), &bomb).expect("written");
    let import = ["import", "bomb.xlsx", "--dry-run"];
    let said = run(folder.path(), &[&import[..], &database[..]].concat());
    let text = String::from_utf8_lossy(&said.stderr).into_owned();
    tell(&format!(
        "a workbook of {} kB whose texts unpack to {UNPACKED_MB} MB: {}",
        bomb.len() / 1_024,
        text.trim()
    ));
    assert_eq!(said.status.code(), Some(1), "{text}");
}

/// A workbook without a row, whose list of texts is endless.
fn workbook_bomb() -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let parts = [
        (
            "[Content_Types].xml",
            format!(
                "<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>"
            ),
        ),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"r1\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"r1\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
                 <Relationship Id=\"r2\" Type=\"{OFFICE}/sharedStrings\" Target=\"sharedStrings.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!(
                "<worksheet xmlns=\"{MAIN}\"><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row></sheetData></worksheet>"
            ),
        ),
    ];
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    for (name, text) in parts {
        archive.start_file(name, options).expect("a part");
        archive.write_all(text.as_bytes()).expect("written");
    }
    archive
        .start_file("xl/sharedStrings.xml", options)
        .expect("a part");
    archive
        .write_all(format!("<sst xmlns=\"{MAIN}\">").as_bytes())
        .expect("written");
    let texts = "<si><t>a</t></si>".repeat((1 << 20) / 17);
    for _ in 0..UNPACKED_MB {
        archive.write_all(texts.as_bytes()).expect("written");
    }
    archive.write_all(b"</sst>").expect("written");
    archive.finish().expect("whole").into_inner()
}
