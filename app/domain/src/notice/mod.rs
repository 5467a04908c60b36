//! What the centre has to say on its walls, beside the figures.

pub mod model;
pub mod record;
