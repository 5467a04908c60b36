//! Words in addresses lead back to what they say.

use crate::id::{AgencyId, FieldId, ProcedureId};
use crate::procedure::channel::Channel;
use crate::report::query::{Figure, Group, Grouping};

#[test]
fn every_figure_is_parsed_from_its_text() {
    let words = "received received-online received-direct received-post resolved early on-time late first-late withdrawn ineligible
                 refused handed-over open within overdue paused registered waiting no-due due-soon age-0 age-5 due-1 due-3 due-5";
    for word in words.split_whitespace() {
        let figure = Figure::read(word).unwrap_or_else(|| panic!("{word}"));
        assert_eq!(figure.to_string(), word);
    }
    for word in ["", "age-6", "age-x", "due-2", "due-", "Received"] {
        assert_eq!(Figure::read(word), None, "{word}");
    }
}

#[test]
fn a_group_is_read_back_from_its_text() {
    let groups = [
        (Grouping::Agency, Group::Agency(AgencyId(3))),
        (Grouping::Field, Group::Field(FieldId(4))),
        (Grouping::Channel, Group::Channel(Channel::Post)),
        (Grouping::Procedure, Group::Procedure(Some(ProcedureId(5)))),
        (Grouping::Procedure, Group::Procedure(None)),
        (
            Grouping::Person,
            Group::Person(Some("an.nguyen".to_owned())),
        ),
        (Grouping::Person, Group::Person(None)),
        (
            Grouping::AgencyFieldChannel,
            Group::AgencyFieldChannel(AgencyId(3), FieldId(4), Channel::Online),
        ),
    ];
    for (grouping, group) in groups {
        assert_eq!(Grouping::read(grouping.as_str()), Some(grouping));
        assert_eq!(Group::read(grouping, &group.to_string()), Some(group));
    }
    for (grouping, text) in [
        (Grouping::Agency, "x"),
        (Grouping::Channel, "fax"),
        (Grouping::AgencyFieldChannel, "1.2"),
        (Grouping::AgencyFieldChannel, "1.2.post.4"),
    ] {
        assert_eq!(Group::read(grouping, text), None, "{text}");
    }
}
