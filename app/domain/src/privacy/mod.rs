//! Which personal data are kept: the one list that the public page is made of, and the schema is held to.

pub mod model;
