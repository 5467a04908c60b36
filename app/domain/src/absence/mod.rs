//! Absences: who is away, from when to when, and who does their work meanwhile.

pub mod model;
