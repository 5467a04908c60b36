//! People who work here, what each may do, and how they sign in.

pub mod confirm;
mod front;
pub mod own;
pub mod port;
pub mod sign_in;
pub mod welcome;
