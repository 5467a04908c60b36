//! Import in the browser: a file is uploaded, its columns and words are told apart, a dry run tells what would be written, and
//! only then it is. The command line does the same by the same reader.

mod choice;
mod columns;
mod files;
mod list;
mod meaning;
mod one;
pub mod pages;
pub mod port;
mod report;
mod sheet;
mod typed;
mod words;

#[cfg(test)]
mod tests;
