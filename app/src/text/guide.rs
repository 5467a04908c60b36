//! What the texts of a procedure's guide are called.

use sanh_domain::language::Lang;
use sanh_domain::procedure::guide::GuideTopic;

use crate::text::Messages;

/// What a topic of the guide is called.
pub(crate) struct TopicWords {
    /// The label in the form and the head in the table, of the Vietnamese text and of the English one.
    pub(crate) labels: [String; 2],
    /// The hint below the Vietnamese text in the form.
    pub(crate) hint: String,
    /// The title on public pages.
    pub(crate) title: String,
    /// What visitors read while there is no text; `None`: the topic is left out.
    pub(crate) unsaid: Option<String>,
}

/// What a topic is called in a language.
pub(crate) fn topic_words(lang: Lang, topic: GuideTopic) -> TopicWords {
    let words = lang.words();
    match topic {
        GuideTopic::ReceptionPlace => TopicWords {
            labels: [
                words.guide_admin_reception_place_vi(),
                words.guide_admin_reception_place_en(),
            ],
            hint: words.guide_admin_reception_place_hint(),
            title: words.guide_reception_place(),
            unsaid: Some(words.guide_reception_place_any()),
        },
        GuideTopic::Basis => TopicWords {
            labels: [words.guide_admin_basis_vi(), words.guide_admin_basis_en()],
            hint: words.guide_admin_basis_hint(),
            title: words.guide_basis(),
            unsaid: None,
        },
    }
}
