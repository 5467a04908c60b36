//! The QR code that leads to the board on a visitor's phone, as one SVG path.

use std::fmt::Write;

use leptos::prelude::*;
use qrcode::{Color, EcLevel, QrCode};

/// Light modules around the code, as the standard asks (ISO/IEC 18004).
const QUIET_ZONE_MODULES: usize = 4;

/// A QR code of this address; nothing where the address is too long for one.
///
/// Error correction M (15 %): a reflection on the glass may cover a corner of it.
pub fn qr(address: &str) -> Option<AnyView> {
    let code = QrCode::with_error_correction_level(address, EcLevel::M).ok()?;
    let side = code.width() + 2 * QUIET_ZONE_MODULES;
    Some(
        view! {
            <svg
                class="qr"
                viewBox=format!("-{QUIET_ZONE_MODULES} -{QUIET_ZONE_MODULES} {side} {side}")
                role="img"
                aria-label=address.to_owned()
            >
                <path d=modules(&code)></path>
            </svg>
        }
        .into_any(),
    )
}

/// The dark modules, each run of a row as one rectangle.
fn modules(code: &QrCode) -> String {
    let width = code.width();
    let colours = code.to_colors();
    let mut path = String::new();
    for (y, row) in colours.chunks(width).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            let len = run.len();
            if run.first() == Some(&Color::Dark) {
                // Writing to a String cannot fail.
                let _ = write!(path, "M{x} {y}h{len}v1h-{len}z");
            }
            x += len;
        }
    }
    path
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_code_begins_with_a_finder_pattern_of_seven_modules() {
        let code = QrCode::new("https://hcc.example/board").unwrap();
        assert!(modules(&code).starts_with("M0 0h7v1h-7z"));
    }

    #[test]
    fn an_address_too_long_for_a_code_gives_none() {
        assert!(qr(&"x".repeat(5_000)).is_none());
    }
}
