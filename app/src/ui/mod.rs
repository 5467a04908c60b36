//! Parts that every screen shares.

pub mod card;
pub mod document;
pub mod fault;
pub mod foot;
pub mod form;
pub mod frame;
pub mod island;
pub mod layout;
pub mod moment;
pub(crate) mod public;
pub mod qr;
pub mod resend;
pub mod response;
pub mod route;
pub(crate) mod saved_views;
pub mod submit;
pub mod text_writer;
