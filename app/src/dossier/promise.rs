//! What a reception promises before anything is saved: code, due time, limit and fee, by how the dossier comes in.

use leptos::prelude::*;
use sanh_domain::deadline::Instant;
use sanh_domain::dossier::Dossier;
use sanh_domain::procedure::channel::Channel;
use sanh_domain::procedure::listed::ListedProcedure;

use super::desk::DeskError;
use super::receive::ReceptionForm;
use super::words::{channel_name, due_moment, undecided_text};
use crate::Ports;
use crate::procedure::words::{how_text, limit_text};
use crate::text::{Messages, number};

impl ReceptionForm<'_> {
    /// How it comes in, as it was said last; over the counter at first.
    pub(super) fn channel(&self) -> Channel {
        let said = self.request.form.text("channel").parse();
        said.unwrap_or(Channel::Direct)
    }

    /// What would be promised if it came in another way that has a time limit of its own: the form shows it before it is sent.
    pub(super) async fn otherwise(
        &self,
        procedure: &ListedProcedure,
        prepared: Option<&Dossier>,
    ) -> Result<Option<AnyView>, DeskError> {
        let Some(chosen) = prepared else {
            return Ok(None);
        };
        let port = expect_context::<Ports>().desk;
        let zone = self.office.calendar.zone();
        let mut rows = Vec::new();
        for channel in Channel::ALL {
            if procedure.limits.of(channel) == chosen.limit || channel == chosen.channel {
                continue;
            }
            let due = match port
                .prepare(self.caller, procedure.id, chosen.agency, channel)
                .await
            {
                Ok(other) => other.due_at,
                Err(DeskError::Refused(_)) => None,
                Err(error) => return Err(error),
            };
            let words = self.lang.words();
            let label = words.receive_due_of(channel_name(self.lang, channel));
            let calendar = self.office.calendar.for_agency(chosen.agency);
            let marked = |due| {
                let undecided = calendar.undecided_until(port.now(), due);
                due_moment(self.lang, due, zone, undecided)
            };
            let due = due.map_or_else(|| words.dossier_due_none(), marked);
            let limit = limit_text(self.lang, procedure.limits.of(channel));
            rows.push(view! { <dt>{label}</dt> <dd>{format!("{due} ({limit})")}</dd> });
        }
        Ok((!rows.is_empty()).then(|| view! { <dl class="facts">{rows}</dl> }.into_any()))
    }

    /// What the dossier will be given, before anything is saved.
    pub(super) fn promise(
        &self,
        procedure: &ListedProcedure,
        prepared: Option<&Dossier>,
        now: Instant,
    ) -> AnyView {
        let words = self.lang.words();
        let zone = self.office.calendar.zone();
        let limit = procedure.limits.of(self.channel());
        let how = limit.map(|limit| how_text(self.lang, limit.length));
        let fee = match procedure.fee_vnd {
            None => None,
            Some(0) => Some(words.receive_fee_free()),
            Some(fee) => Some(words.receive_fee_vnd(number::number(self.lang, fee.into()))),
        };
        let given = prepared.map(|dossier| {
            let undecided =
                dossier.undecided(&self.office.calendar.for_agency(dossier.agency), now);
            let due = |due| due_moment(self.lang, due, zone, undecided);
            let due = dossier.due_at.map_or_else(|| words.dossier_due_none(), due);
            let undecided = undecided.map(|undecided| {
                view! { <dd class="hint">{undecided_text(self.lang, undecided)}</dd> }
            });
            view! {
                <dt>{words.desk_code()}</dt>
                <dd class="will-code">{dossier.code.to_string()}</dd>
                <dt>{words.desk_due()}</dt>
                <dd class="will-due">{due}</dd>
                {undecided}
            }
        });
        view! {
            <h2>{words.receive_promise()}</h2>
            <dl class="facts">
                {given}
                <dt>{words.receive_limit()}</dt>
                <dd>{limit_text(self.lang, limit)}</dd>
                {how.map(|how| view! { <dt>{words.limit_how()}</dt> <dd>{how}</dd> })}
                {fee.map(|fee| view! { <dt>{words.receive_fee()}</dt> <dd>{fee}</dd> })}
            </dl>
            <p class="hint">{words.working_day_is()}</p>
        }
        .into_any()
    }
}
