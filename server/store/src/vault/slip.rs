//! New secrets of a slip, at random.

use sanh_domain::lookup::credential::{LINK_DIGITS, PIN_DIGITS};

/// A new PIN for a slip.
#[must_use]
pub fn pin() -> String {
    digits(PIN_DIGITS)
}

/// A new secret for the QR code of a slip: 86 bits. Digits only, because the scanner of a kiosk types through the input method
/// that is on, and a Vietnamese one changes letters.
#[must_use]
pub fn link() -> String {
    digits(LINK_DIGITS)
}

/// A random number with this many digits.
#[must_use]
pub fn digits(length: usize) -> String {
    let digit = |_| char::from(rand::random_range(b'0'..=b'9'));
    (0..length).map(digit).collect()
}
