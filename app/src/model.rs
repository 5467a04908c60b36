//! The parameters and results of server functions, by topic. Pages show them; the server fills them.

pub mod absence;
pub mod account;
pub mod alarm;
pub mod centre;
pub mod clock;
pub mod dossier;
pub mod dossier_row;
pub mod dossier_step;
pub mod feedback;
pub mod guide;
pub mod import;
pub mod import_form;
pub mod lookup;
pub mod notice;
pub mod official_form;
pub mod people;
pub mod procedure;
pub mod reception;
pub mod report;
pub mod report_column;
pub mod report_list;
pub mod report_table;
pub mod screen;
pub mod subscription;
pub mod wall_playback;
