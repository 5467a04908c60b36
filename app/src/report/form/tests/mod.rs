//! The form's arithmetic.

mod folding;
