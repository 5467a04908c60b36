//! A small PDF of ASCII lines, for the demo's posted documents.

use std::fmt::Write;

/// The height of a line, in points.
const LINE_PT: usize = 24;

/// One page of A4 with these lines.
pub fn pdf(lines: &[&str]) -> Vec<u8> {
    let mut text = format!("BT /F1 14 Tf {LINE_PT} TL 72 760 Td\n");
    for line in lines {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "({}) Tj T*", escaped(line));
    }
    text.push_str("ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut file = "%PDF-1.4\n".to_owned();
    let mut places = Vec::with_capacity(objects.len());
    for (number, object) in (1..).zip(&objects) {
        places.push(file.len());
        let _ = write!(file, "{number} 0 obj\n{object}\nendobj\n");
    }
    let table = file.len();
    let count = objects.len() + 1;
    let _ = write!(file, "xref\n0 {count}\n0000000000 65535 f \n");
    for place in places {
        let _ = writeln!(file, "{place:010} 00000 n ");
    }
    let _ = write!(
        file,
        "trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n"
    );
    file.into_bytes()
}

fn escaped(line: &str) -> String {
    let kept = line
        .chars()
        .filter(|letter| letter.is_ascii() && !letter.is_control());
    let escaped = kept.flat_map(|letter| {
        let mark = matches!(letter, '(' | ')' | '\\').then_some('\\');
        mark.into_iter().chain(std::iter::once(letter))
    });
    escaped.collect()
}

#[cfg(test)]
mod tests {
    use sanh_domain::document::pdf::check;

    use super::*;

    #[test]
    fn the_demo_pdf_is_recognised_and_its_table_has_the_offsets_of_its_objects() {
        let file = pdf(&["NOI QUY (demo)"]);
        assert_eq!(check(&file), Ok(()));
        let text = String::from_utf8_lossy(&file);
        assert!(text.contains("(NOI QUY \\(demo\\)) Tj"), "{text}");
        let table = text.find("xref").unwrap_or_default();
        assert!(text.contains(&format!("startxref\n{table}\n")), "{text}");
        let first = text.find("1 0 obj").unwrap_or_default();
        assert!(text.contains(&format!("{first:010} 00000 n")), "{text}");
    }
}
