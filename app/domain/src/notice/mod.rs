//! Notices that the centre shows on its walls beside the figures.

pub mod model;
pub mod record;
