//! The change of the calendar that a form asks for.

use sanh_domain::centre::change::CalendarPlan;

/// The change that a form asks for.
pub(super) struct FormPlan {
    /// The change itself.
    pub(super) plan: CalendarPlan,
    /// See [`crate::model::centre::ForetoldChange::text`].
    pub(super) text: Option<String>,
    /// See [`crate::model::centre::ForetoldChange::notes`].
    pub(super) notes: Vec<String>,
}

impl From<CalendarPlan> for FormPlan {
    fn from(plan: CalendarPlan) -> Self {
        Self {
            plan,
            text: None,
            notes: Vec::new(),
        }
    }
}
