//! What pairing and the managers of walls need of the server.

use async_trait::async_trait;
use sanh_domain::account::model::Caller;
use sanh_domain::account::session::Origin;
use sanh_domain::deadline::Instant;
use sanh_domain::id::FieldId;
use sanh_domain::procedure::listed::ListedAgency;
use sanh_domain::screen::model::ScreenSetting;
use sanh_domain::screen::order::Order;
use sanh_domain::text::name::Name;

use crate::error::AppError;

/// What a screen that is not paired shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PairingDisplay {
    /// This code.
    Code(String),
    /// It is paired with the wall of this name.
    Paired(String),
    /// No code yet: too many screens wait.
    Full,
}

/// A wall as managers see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScreenDetails {
    /// What it shows, and how.
    pub setting: ScreenSetting,
    /// Since when a screen has been paired with it; `None`: none is.
    pub paired_at: Option<Instant>,
}

/// What a wall may show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScreenOptions {
    /// Whose figures.
    pub agencies: Vec<ListedAgency>,
    /// The fields that public boards of this year show by name.
    pub fields: Vec<(FieldId, Name)>,
    /// How many screens wait to be paired.
    pub waiting: u32,
}

/// Why a wall was not changed. Nothing was written then.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScreenError {
    /// No screen shows this code now.
    #[error("unknown code")]
    UnknownCode,
    /// Too many wrong codes.
    #[error("throttled for {wait_s} s")]
    Throttled {
        /// Seconds until the next try counts.
        wait_s: u32,
    },
    /// The limit of walls is reached.
    #[error("too many")]
    TooMany,
    /// Anything else.
    #[error(transparent)]
    Other(#[from] AppError),
}

/// The walls. All but the first two methods are for managers; the pages have seen to that, and to whose wall it is.
#[async_trait]
pub trait ScreenPort: Send + Sync {
    /// A new secret for a screen's cookie.
    fn new_token(&self) -> String;

    /// What the screen of a secret shows while it is not paired.
    async fn code(&self, token: &str, from: &Origin) -> Result<PairingDisplay, AppError>;

    /// Every wall that was set up, by name.
    async fn screens(&self) -> Result<Vec<ScreenDetails>, AppError>;

    /// What a wall may show.
    async fn offer(&self) -> Result<ScreenOptions, AppError>;

    /// Pairs the screen that shows a code with a new wall; its name in addresses is made of what people call it, and answered.
    async fn pair(
        &self,
        caller: &Caller,
        code: &str,
        setting: ScreenSetting,
    ) -> Result<String, ScreenError>;

    /// Pairs the screen that shows a code with a wall that is there.
    async fn pair_again(&self, caller: &Caller, code: &str, name: &str) -> Result<(), ScreenError>;

    /// Sets a wall up otherwise.
    async fn save(&self, caller: &Caller, setting: ScreenSetting) -> Result<(), ScreenError>;

    /// Tells a wall something.
    async fn order(&self, caller: &Caller, name: &str, order: Order) -> Result<(), ScreenError>;
}
