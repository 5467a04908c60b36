//! Documents that the centre posts for the public.

pub mod model;
pub mod pdf;
