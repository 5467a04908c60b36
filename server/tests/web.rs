//! The web server, asked without a port where it can be, and through one where its connections are meant.

#[path = "web/connections.rs"]
mod connections;
#[path = "web/faults.rs"]
mod faults;
#[path = "web/hall.rs"]
#[allow(dead_code, reason = "shared with the tests of the pipeline")]
mod hall;
#[path = "web/public.rs"]
mod public;
#[path = "web/routes.rs"]
mod routes;
#[path = "web/screen.rs"]
#[allow(dead_code, reason = "shared with the tests of the pipeline")]
mod screen;
