//! What a reception promises before anything is saved: code, due time, limit and fee, by how the dossier comes in.

use leptos::prelude::*;
use sanh_domain::id::AgencyId;
use sanh_domain::procedure::channel::Channel;
use sanh_domain::procedure::listed::ListedProcedure;

use super::api::prepare_dossier;
use super::reception_view::ReceptionView;
use crate::error::AppError;
use crate::model::dossier::PreparedDossier;
use crate::text::dossier::{channel_name, due_moment, undecided_text};
use crate::text::procedure::{how_text, limit_text};
use crate::text::{Messages, number};
use crate::ui::form::Problem;
use crate::ui::submit::FormError;

/// What can be promised of a reception.
pub(super) enum Promise {
    /// Nothing: it is not known for which agency.
    Nothing,
    /// The dossier as it would be.
    Dossier(Box<PreparedDossier>),
    /// It cannot be received, for these reasons.
    Refused(Vec<Problem>),
}

impl Promise {
    /// What can be promised of a procedure for an agency.
    pub(super) async fn of(
        procedure: &ListedProcedure,
        agency: AgencyId,
        channel: Channel,
    ) -> Result<Self, AppError> {
        match prepare_dossier(procedure.id, agency, channel).await {
            Ok(prepared) => Ok(Self::Dossier(Box::new(prepared))),
            Err(FormError::Refused(refusal)) => Ok(Self::Refused(refusal.problems)),
            Err(FormError::Failed(error)) => Err(error),
        }
    }
}

impl ReceptionView<'_> {
    /// How it comes in, as it was said last; at the reception desk at first.
    pub(super) fn channel(&self) -> Channel {
        let said = self.request.form.text("channel").parse();
        said.unwrap_or(Channel::Direct)
    }

    /// What would be promised if it came in another way that has a time limit of its own: the form shows it before it is sent.
    pub(super) async fn otherwise(
        &self,
        procedure: &ListedProcedure,
        promise: &Promise,
    ) -> Result<Option<AnyView>, AppError> {
        let Promise::Dossier(prepared) = promise else {
            return Ok(None);
        };
        let chosen = &prepared.dossier;
        let mut rows = Vec::new();
        for channel in Channel::ALL {
            if procedure.limits.of(channel) == chosen.limit || channel == chosen.channel {
                continue;
            }
            let other = Promise::of(procedure, chosen.agency, channel).await?;
            let due = match &other {
                Promise::Dossier(other) => self.due_text(other),
                Promise::Nothing | Promise::Refused(_) => self.lang.words().dossier_due_none(),
            };
            let words = self.lang.words();
            let label = words.receive_due_of(channel_name(self.lang, channel));
            let limit = limit_text(self.lang, procedure.limits.of(channel));
            rows.push(view! { <dt>{label}</dt> <dd>{format!("{due} ({limit})")}</dd> });
        }
        Ok((!rows.is_empty()).then(|| view! { <dl class="facts">{rows}</dl> }.into_any()))
    }

    fn due_text(&self, prepared: &PreparedDossier) -> String {
        let zone = self.office.calendar.zone();
        let due = |due| due_moment(self.lang, due, zone, prepared.undecided);
        let none = || self.lang.words().dossier_due_none();
        prepared.dossier.due_at.map_or_else(none, due)
    }

    /// What the dossier will be given, before anything is saved.
    pub(super) fn promise(&self, procedure: &ListedProcedure, promise: &Promise) -> AnyView {
        let words = self.lang.words();
        let limit = procedure.limits.of(self.channel());
        let how = limit.map(|limit| how_text(self.lang, limit.length));
        let fee = match procedure.requirements.fee_vnd {
            None => None,
            Some(0) => Some(words.receive_fee_free()),
            Some(fee) => Some(words.receive_fee_vnd(number::number(self.lang, fee.into()))),
        };
        let (given, refused) = match promise {
            Promise::Nothing => (None, None),
            Promise::Refused(problems) => (None, Some(problems)),
            Promise::Dossier(prepared) => (Some(prepared), None),
        };
        let given = given.map(|prepared| {
            let undecided = prepared.undecided.map(|undecided| {
                view! { <dd class="hint">{undecided_text(self.lang, undecided)}</dd> }
            });
            view! {
                <dt>{words.desk_code()}</dt>
                <dd class="will-code">{prepared.dossier.code.to_string()}</dd>
                <dt>{words.desk_due()}</dt>
                <dd class="will-due">{self.due_text(prepared)}</dd>
                {undecided}
            }
        });
        let problem =
            |problem: &Problem| view! { <p class="problem">{problem.message.clone()}</p> };
        let refused: Vec<_> = refused.into_iter().flatten().map(problem).collect();
        view! {
            {refused}
            <h2>{words.receive_promise()}</h2>
            <dl class="facts">
                {given}
                <dt>{words.receive_limit()}</dt>
                <dd>{limit_text(self.lang, limit)}</dd>
                {how.map(|how| view! { <dt>{words.limit_how()}</dt> <dd>{how}</dd> })}
                {fee.map(|fee| view! { <dt>{words.receive_fee()}</dt> <dd>{fee}</dd> })}
            </dl>
        }
        .into_any()
    }
}
