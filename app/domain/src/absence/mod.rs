//! Who is away from when to when, and whose work it is meanwhile.

pub mod model;
