//! Input and output of the program by files.

pub mod calendar_file;
pub mod demo;
pub mod evidence;
pub mod external_files;
pub mod import;
mod key_file;
pub mod master_key;
pub mod personal_copy;
pub mod private;
pub mod seal_heads;
pub mod seal_key;
pub mod uploads;
