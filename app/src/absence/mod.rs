//! Who is away from when to when, and whose work it is meanwhile.

pub mod form;
pub mod pages;
pub mod port;
