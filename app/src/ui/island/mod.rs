//! Islands of every room, and what islands share.
#![allow(
    missing_docs,
    clippy::needless_pass_by_value,
    reason = "the macro makes structs and functions of its own of every island, and takes its properties by value"
)]

mod guard;
mod keys;
pub(crate) mod stream;

pub use guard::Guard;
pub use keys::{KeyLine, Keys, key_table};
