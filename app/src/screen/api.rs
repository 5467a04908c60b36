//! The server functions of the walls.
#![allow(
    missing_docs,
    reason = "the macro makes a struct of the arguments, described at the function"
)]

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use sanh_domain::screen::uptime::Uptime;

use crate::error::AppError;
use crate::model::screen::{Fleet, PairingDisplay, ScreenDetails, ScreenOptions, TypedSetting};
use crate::ui::submit::FormError;

/// The walls that the caller keeps, the one at `/` first, whether or not it was ever set up. For managers.
///
/// # Errors
/// [`AppError::Forbidden`] for anybody else; [`AppError::Unavailable`] while the database does not answer.
#[server(prefix = "/api", endpoint = "list_screens", input = GetUrl)]
pub async fn list_screens() -> Result<Vec<ScreenDetails>, AppError> {
    use crate::server::{manager, screen};
    screen::walls(&manager()?).await
}

/// The same with who watches them. For managers.
///
/// # Errors
/// As [`list_screens`].
#[server(prefix = "/api", endpoint = "read_fleet", input = GetUrl)]
pub async fn read_fleet() -> Result<Fleet, AppError> {
    use crate::server::{manager, screen};
    screen::fleet(&manager()?).await
}

/// How long of today each of them was connected, by its name; none of a wall without a screen, before the opening, and on a day off.
/// For managers.
///
/// # Errors
/// As [`list_screens`].
#[server(prefix = "/api", endpoint = "list_uptimes", input = GetUrl)]
pub async fn list_uptimes() -> Result<BTreeMap<String, Option<Uptime>>, AppError> {
    use crate::server::{manager, screen};
    screen::uptimes(&manager()?).await
}

/// What a wall of the caller may show. For managers.
///
/// # Errors
/// As [`list_screens`].
#[server(prefix = "/api", endpoint = "list_screen_options", input = GetUrl)]
pub async fn list_screen_options() -> Result<ScreenOptions, AppError> {
    use crate::server::{manager, screen};
    screen::options(&manager()?).await
}

/// Pairs the screen that shows a code with a new wall, with its entry in the audit; the wall's name in addresses, made of what people
/// call it. For managers.
///
/// # Errors
/// What is wrong with the form, also a code that no screen shows; status 422 then, too, after too many wrong codes.
#[server(prefix = "/api", endpoint = "add_screen")]
pub async fn add_screen(
    #[server(default)] code: String,
    #[server(flatten)] typed: TypedSetting,
) -> Result<String, FormError> {
    use crate::server::{manager, screen};
    let manager = manager()?;
    let (code, setting) = screen::new_wall(&manager, &code, &typed).await?;
    screen::add(&manager, &code, setting).await
}

/// Pairs the screen that shows a code with a wall that is there, with its entry in the audit. For managers, each for their walls.
///
/// # Errors
/// As [`add_screen`]; [`AppError::NotFound`] for a wall that the caller does not keep.
#[server(prefix = "/api", endpoint = "pair_screen")]
pub async fn pair_screen(screen: String, #[server(default)] code: String) -> Result<(), FormError> {
    use crate::server::{manager, screen};
    let manager = manager()?;
    let wall = screen::wall(&manager, &screen).await?;
    screen::pair_again(&manager, &wall.setting.name, &screen::code(&code)?).await
}

/// Sets a wall up otherwise, with its entry in the audit. For managers, each for their walls.
///
/// # Errors
/// What is wrong with the form; [`AppError::NotFound`] for a wall that the caller does not keep.
#[server(prefix = "/api", endpoint = "change_screen")]
pub async fn change_screen(
    screen: String,
    #[server(flatten)] typed: TypedSetting,
) -> Result<(), FormError> {
    use crate::server::{manager, screen};
    let manager = manager()?;
    let wall = screen::wall(&manager, &screen).await?;
    let setting = screen::setting(&manager, &typed).await?;
    screen::save(&manager, wall.setting.name, setting).await
}

/// Tells a wall something, with its entry in the audit: the words are those of
/// [`ScreenCommand`](sanh_domain::screen::order::ScreenCommand). For managers, each for their walls.
///
/// # Errors
/// [`AppError::NotFound`] for a wall that the caller does not keep; [`AppError::Invalid`] for what this wall cannot be told.
#[server(prefix = "/api", endpoint = "order_screen")]
pub async fn order_screen(
    screen: String,
    #[server(default)] order: String,
) -> Result<(), FormError> {
    use crate::server::{manager, screen};
    let manager = manager()?;
    let wall = screen::wall(&manager, &screen).await?;
    let order = screen::given_order(&wall.setting, &order).await?;
    Ok(screen::order(&manager, &wall.setting.name, order).await?)
}

/// What the screen shows whose secret is in the browser's cookie, while it is not paired. One without a secret is given one, to be
/// kept. Public.
///
/// # Errors
/// [`AppError::Unavailable`] while the database does not answer.
#[server(prefix = "/api", endpoint = "request_pairing_code")]
pub async fn request_pairing_code() -> Result<PairingDisplay, AppError> {
    use crate::server::screen;
    screen::pairing_code().await
}
