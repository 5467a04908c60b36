use chrono::NaiveDate;
use proptest::prelude::*;

use crate::board::figures::Figures;
use crate::board::percentage::Rate;
use crate::id::{AgencyId, FieldId};
use crate::period::Period;
use crate::procedure::channel::Channel;
use crate::report::cube::{Cube, CubeCell, CubeKey};
use crate::report::official_form::model::{
    Axis, Columns, Difference, EndedColumn, Folding, Identity, IdentityCheck, Names, OfficialForm,
    PausedColumn, differences, is_revised,
};
use crate::text::name::Name;

const FOLDINGS: [Folding; 4] = [
    Folding {
        paused: PausedColumn::Within,
        ended: EndedColumn::OnTime,
    },
    Folding {
        paused: PausedColumn::Within,
        ended: EndedColumn::Early,
    },
    Folding {
        paused: PausedColumn::OnTime,
        ended: EndedColumn::OnTime,
    },
    Folding {
        paused: PausedColumn::OnTime,
        ended: EndedColumn::Early,
    },
];

fn october() -> Period {
    Period::month(NaiveDate::from_ymd_opt(2025, 10, 1).unwrap())
}

fn cube(cells: &[(i64, i64, Channel, Figures)]) -> Cube {
    let at = chrono::DateTime::from_timestamp_millis(0).unwrap();
    let mut cube = Cube::new(october(), at, None);
    for (agency, field, channel, figures) in cells {
        let place = CubeKey {
            agency: AgencyId(*agency),
            field: FieldId(*field),
            channel: *channel,
            counted_in: crate::dossier::CountedIn::Both,
        };
        let cell = CubeCell {
            figures: *figures,
            late_against_first: 0,
        };
        cube.add(place, cell);
    }
    cube
}

fn name(text: &str) -> Name {
    Name {
        vi: text.to_owned(),
        en: None,
    }
}

fn names() -> Names {
    Names {
        fields: vec![
            (FieldId(2), name("Hộ tịch")),
            (FieldId(1), name("Đất đai")),
            (FieldId(3), name("Xây dựng")),
        ],
        agencies: vec![(AgencyId(1), name("Phòng Tư pháp"))],
    }
}

/// Figures of any kind that add up, as those of a count do.
fn any_figures() -> impl Strategy<Value = Figures> {
    prop::array::uniform10(0..50u64).prop_map(|[a, b, c, d, e, f, g, h, i, j]| {
        let mut figures = Figures {
            received_online: a,
            received_at_desk_or_post: b,
            early: c,
            on_time: d,
            late: e,
            withdrawn: f,
            ineligible: g,
            within: h + a + b,
            overdue: i,
            paused: j,
            ..Figures::default()
        };
        figures = figures.with_carried().expect("more left than came");
        figures
    })
}

#[test]
fn a_real_month_adds_up() {
    // 19,361 received (and carried), 15,641 resolved = 13,529 early + 1,958 on time + 154 late.
    let month = Figures {
        received_online: 15_000,
        received_at_desk_or_post: 1_361,
        carried: 3_000,
        early: 13_529,
        on_time: 1_958,
        late: 154,
        within: 3_700,
        overdue: 20,
        ..Figures::default()
    };
    let form = OfficialForm::new(
        &cube(&[(1, 1, Channel::Online, month)]),
        &names(),
        Axis::Field,
        Folding::default(),
    );
    assert_eq!(
        form.total,
        Columns([
            19_361, 15_000, 1_361, 3_000, 15_641, 13_529, 1_958, 154, 3_720, 3_700, 20
        ])
    );
    assert_eq!((form.total.column(3), form.total.column(13)), (19_361, 20));
    assert_eq!(month.rate().map(Rate::tenths), Some(990));
    let checks = form.checks(Some(3_000));
    assert!(checks.iter().all(|(_, held)| *held == IdentityCheck::Yes));
}

#[test]
fn paused_withdrawn_and_ineligible_go_where_the_setting_says_and_the_carry_over_with_them() {
    let figures = Figures {
        carried: 10,
        early: 1,
        on_time: 1,
        late: 1,
        withdrawn: 1,
        ineligible: 1,
        within: 1,
        overdue: 1,
        paused: 3,
        ..Figures::default()
    };
    let columns = |folding| {
        let columns = Columns::of(&figures, folding);
        [7, 8, 9, 10, 11, 12, 13].map(|number| columns.column(number))
    };
    let [plain, ended_early, paused_done, both] = FOLDINGS;
    assert_eq!(columns(plain), [5, 1, 3, 1, 5, 4, 1]);
    assert_eq!(columns(ended_early), [5, 3, 1, 1, 5, 4, 1]);
    assert_eq!(columns(paused_done), [8, 1, 6, 1, 2, 1, 1]);
    assert_eq!(columns(both), [8, 3, 4, 1, 2, 1, 1]);
    assert_eq!(plain, Folding::default());
}

#[test]
fn the_carry_over_is_compared_with_the_period_before_and_a_difference_reported() {
    let figures = Figures {
        carried: 4,
        within: 4,
        ..Figures::default()
    };
    let form = OfficialForm::new(
        &cube(&[(1, 1, Channel::Post, figures)]),
        &names(),
        Axis::Agency,
        Folding::default(),
    );
    let carried = |before| form.checks(before)[5];
    assert_eq!(
        carried(Some(4)),
        (Identity::CarriedOver, IdentityCheck::Yes)
    );
    assert_eq!(
        carried(Some(3)),
        (Identity::CarriedOver, IdentityCheck::No(4, 3))
    );
    assert_eq!(
        carried(None),
        (Identity::CarriedOver, IdentityCheck::Unknown)
    );
}

#[test]
fn lines_are_in_the_order_of_their_list_with_unnamed_ones_last_and_none_is_blank() {
    let one = Figures {
        received_online: 1,
        within: 1,
        ..Figures::default()
    };
    let refused = Figures {
        refused: 5,
        ..Figures::default()
    };
    let cells = [
        (1, 1, Channel::Online, one),
        (1, 2, Channel::Online, one),
        (2, 9, Channel::Online, one),
        (1, 3, Channel::Online, refused),
    ];
    let form = |axis| {
        let form = OfficialForm::new(&cube(&cells), &names(), axis, Folding::default());
        let names = form.lines.iter().map(|line| line.name.vi.clone());
        names.collect::<Vec<_>>()
    };
    assert_eq!(form(Axis::Field), ["Hộ tịch", "Đất đai", "9"]);
    assert_eq!(form(Axis::Agency), ["Phòng Tư pháp", "2"]);
}

#[test]
fn two_forms_tell_where_they_differ() {
    let done = Figures {
        received_at_desk_or_post: 1,
        on_time: 1,
        ..Figures::default()
    };
    let open = Figures {
        received_at_desk_or_post: 1,
        within: 1,
        ..Figures::default()
    };
    let was = cube(&[(1, 1, Channel::Direct, done)]);
    let is = cube(&[(1, 1, Channel::Direct, open)]);
    let form = |cube| OfficialForm::new(cube, &names(), Axis::Field, Folding::default());
    let told = differences(&form(&was), &form(&is));
    let of_line: Vec<(usize, u64, u64)> = told
        .iter()
        .filter(|it| it.name.as_ref().is_some_and(|name| name.vi == "Đất đai"))
        .map(|it| (it.column, it.was, it.is))
        .collect();
    assert_eq!(of_line, [(7, 1, 0), (9, 1, 0), (11, 0, 1), (12, 0, 1)]);
    let total = Difference {
        name: None,
        column: 7,
        was: 1,
        is: 0,
    };
    assert!(told.contains(&total));
    assert!(is_revised(&was, &is, Folding::default()));
    assert!(!is_revised(&was, &was, Folding::default()));
    assert_eq!(differences(&form(&was), &form(&was)), []);
}

#[test]
fn a_difference_that_no_column_shows_is_no_revision() {
    let direct = Figures {
        received_at_desk_or_post: 1,
        within: 1,
        ..Figures::default()
    };
    let collected = Figures {
        waiting_collection: 3,
        ..direct
    };
    let was = cube(&[(1, 1, Channel::Direct, direct)]);
    for is in [
        cube(&[(1, 1, Channel::Direct, collected)]),
        cube(&[(1, 1, Channel::Post, direct)]),
    ] {
        assert!(!was.counts_as(&is));
        assert!(!is_revised(&was, &is, Folding::default()));
    }
}

#[test]
fn a_cube_is_the_same_after_it_was_written_and_read() {
    let figures = Figures {
        paused: 3,
        carried: 3,
        ..Figures::default()
    };
    let cube = cube(&[
        (7, 1, Channel::Post, figures),
        (2, 9, Channel::Online, figures),
    ]);
    let text = serde_json::to_string(&cube).unwrap();
    let back: Cube = serde_json::from_str(&text).unwrap();
    assert_eq!(back, cube);
    assert_eq!(serde_json::to_string(&back).unwrap(), text);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_identities_hold_under_every_folding_and_axis(
        cells in prop::collection::vec((1..4i64, 1..6i64, prop::sample::select(Channel::ALL.to_vec()), any_figures()), 0..20)
    ) {
        let cube = cube(&cells);
        for folding in FOLDINGS {
            let forms = Axis::ALL.map(|axis| OfficialForm::new(&cube, &names(), axis, folding));
            prop_assert_eq!(forms[0].total, forms[1].total);
            for form in &forms {
                for (identity, held) in &form.checks(None)[..5] {
                    prop_assert_eq!(*held, IdentityCheck::Yes, "{:?} {:?}", identity, folding);
                }
            }
            // The open dossiers are carried into the next period, unless paused ones count as resolved.
            let open = cube.total().figures.open();
            let left = forms[0].total.column(11);
            if folding.paused == PausedColumn::Within {
                prop_assert_eq!(left, open);
            } else {
                prop_assert_eq!(left + cube.total().figures.paused, open);
            }
        }
    }
}

#[test]
fn a_difference_within_a_folded_column_is_a_revision() {
    let within = Figures {
        received_at_desk_or_post: 1,
        within: 1,
        ..Figures::default()
    };
    let paused = Figures {
        received_at_desk_or_post: 1,
        paused: 1,
        ..Figures::default()
    };
    let (was, is) = (
        cube(&[(1, 1, Channel::Direct, within)]),
        cube(&[(1, 1, Channel::Direct, paused)]),
    );
    let form = |cube| OfficialForm::new(cube, &names(), Axis::Field, Folding::default());
    assert_eq!(differences(&form(&was), &form(&is)), []);
    assert!(is_revised(&was, &is, Folding::default()));
}
