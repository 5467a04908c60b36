//! The desk: receiving dossiers, working on them, showing and printing them.

mod address;
mod amend_page;
mod amend_words;
pub mod api;
pub(crate) mod assign;
mod attachment;
mod bulk;
mod bulk_bar;
mod control_slip;
mod dossier_page;
mod export;
pub(crate) mod extension_preview;
mod facts;
mod hand_over;
mod history;
pub mod island;
mod letter;
mod linked_view;
mod list_filters;
mod list_place;
mod list_view;
mod list_view_page;
mod listing;
pub mod message;
mod next_step;
mod note;
pub(crate) mod print;
mod promise;
mod receive;
pub(crate) mod receiving_agency;
mod reception_view;
mod register;
pub mod reminder;
mod shortcuts;
mod slip;
mod subscriptions;
mod worklist;

use leptos::prelude::*;
use leptos_router::any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute};
use leptos_router::components::Route;
use leptos_router::path;

use crate::ui::route::{ActRoute, FormRoute};
use amend_page::AmendPage;
use attachment::{AttachmentsPage, RemoveAttachmentPage};
use bulk::BulkPage;
use control_slip::ControlSlipPage;
use dossier_page::{DossierPage, MovePage, NotesPage};
use export::ExportPage;
use hand_over::HandOverPage;
use letter::LetterPage;
use list_view_page::{KeepViewPage, RemoveViewPage};
use receive::ReceivePage;
use register::{NamedRegisterPage, RegisterPage};
use shortcuts::ShortcutsPage;
use slip::SlipPage;
use subscriptions::SubscriptionsPage;
use worklist::{FindPage, WorklistPage};

/// The pages of the desk, under `/desk`.
#[component(transparent)]
pub fn DeskRoutes() -> AnyNestedRoute {
    view! {
        <Route path=path!("") view=WorklistPage />
        <ActRoute path=path!("/find") view=FindPage />
        <ActRoute path=path!("/move") view=BulkPage />
        <ActRoute path=path!("/views") view=KeepViewPage />
        <ActRoute path=path!("/views/:view/remove") view=RemoveViewPage />
        <FormRoute path=path!("/receive") view=ReceivePage />
        <Route path=path!("/register") view=RegisterPage />
        <Route path=path!("/shortcuts") view=ShortcutsPage />
        <Route path=path!("/dossiers/:code") view=DossierPage />
        <ActRoute path=path!("/dossiers/:code/move") view=MovePage />
        <FormRoute path=path!("/dossiers/:code/amend") view=AmendPage />
        <ActRoute path=path!("/dossiers/:code/notes") view=NotesPage />
        <FormRoute path=path!("/dossiers/:code/attachments") view=AttachmentsPage />
        <ActRoute path=path!("/dossiers/:code/attachments/:attachment/remove") view=RemoveAttachmentPage />
        <FormRoute path=path!("/dossiers/:code/slip") view=SlipPage />
        <ActRoute path=path!("/dossiers/:code/subscriptions") view=SubscriptionsPage />
        <Route path=path!("/dossiers/:code/hand-over") view=HandOverPage />
        <Route path=path!("/dossiers/:code/control-slip") view=ControlSlipPage />
        <Route path=path!("/dossiers/:code/letters/:sequence") view=LetterPage />
    }
    .into_inner()
    .into_any_nested_route()
}

/// The work list as a file and the register with whoever applied, under `/desk/export`: for managers alone.
#[component(transparent)]
pub fn ExportRoutes() -> AnyNestedRoute {
    view! {
        <Route path=path!("") view=ExportPage />
        <Route path=path!("/register") view=NamedRegisterPage />
    }
    .into_inner()
    .into_any_nested_route()
}
