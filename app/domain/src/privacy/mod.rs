//! The personal data that are stored: one list, from which the public page is made and with which the database schema is
//! compared.

pub mod model;
