//! Import in the browser: a file is uploaded, its columns and words are told apart, a dry run tells what would be written, and
//! only then it is. The command line does the same by the same reader.

mod choice;
mod columns;
pub mod draft;
mod files;
pub mod guess;
mod list;
mod meaning;
pub mod model;
mod one;
pub mod pages;
pub mod port;
mod report;
mod sheet;
pub mod state;
mod typed;
mod words;

pub use model::StatusWord;

#[cfg(test)]
mod tests;
