//! What the screens are sent instead of the board leads to the same board.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use sanh_app::board::screen::wall_board_html;
use sanh_domain::board::disclosed_fields::DisclosedFields;
use sanh_domain::board::disclosure::disclose;
use sanh_domain::board::edition::{CentreProfile, Edition, Version};
use sanh_domain::board::figures::Figures;
use sanh_domain::board::handling::HandlingTimes;
use sanh_domain::board::model::{Board, ChartDay, Comparison, FieldRow, Flow, TrendFields};
use sanh_domain::deadline::DeadlineRule;
use sanh_domain::id::FieldId;
use sanh_domain::language::Languages;
use sanh_domain::period::{Period, PeriodSelection};
use sanh_domain::scope::Scope;
use sanh_domain::screen::model::ScreenSetting;
use sanh_domain::text::name::Name;
use sanh_server::live::difference::{Difference, TextChange, difference};

use super::hall::{NOW, at};

const NAMES: [&str; 5] = [
    "Hộ tịch",
    "Đất đai <b>",
    "Xây dựng & \"nhà ở\"",
    "Chứng thực",
    "Nuôi con nuôi",
];

/// What is random about an edition.
#[derive(Clone, Debug)]
struct Drawn {
    counts: Vec<[u64; 6]>,
    chart: Vec<(u64, u64)>,
    flow: Option<[u64; 4]>,
}

fn count() -> impl Strategy<Value = u64> {
    prop_oneof![Just(0), 1_u64..4, 1_u64..2_000_000]
}

fn drawn() -> impl Strategy<Value = Drawn> {
    let counts = prop::collection::vec(prop::array::uniform6(count()), NAMES.len());
    let chart = prop::collection::vec((0_u64..500, 0_u64..500), 0..31);
    (
        counts,
        chart,
        prop::option::of(prop::array::uniform4(count())),
    )
        .prop_map(|(counts, chart, flow)| Drawn {
            counts,
            chart,
            flow,
        })
}

/// Two editions that may have everything or only some figures apart.
fn pair() -> impl Strategy<Value = (Drawn, Drawn)> {
    (drawn(), drawn(), any::<bool>(), 0..NAMES.len(), 0..6_usize).prop_map(
        |(a, b, alike, row, column)| {
            let mut near = a.clone();
            near.counts[row][column] = b.counts[row][column];
            (a, if alike { near } else { b })
        },
    )
}

fn row(index: usize, counts: [u64; 6]) -> FieldRow {
    let [received, early, on_time, late, within, overdue] = counts;
    let mut handling = HandlingTimes::default();
    for dossier in 0..(early + late).min(20) {
        handling.add(u32::try_from(dossier % 9 + 1).unwrap() * 240);
    }
    let name = Name {
        vi: NAMES[index].to_owned(),
        en: (index != 3).then(|| format!("Field {index} <i>")),
    };
    let figures = Figures {
        received_online: received,
        early,
        on_time,
        late,
        within,
        overdue,
        ..Figures::default()
    };
    FieldRow {
        field: FieldId(i64::try_from(index).unwrap() + 1),
        name,
        sensitive: index == 4,
        figures,
        handling,
    }
}

fn edition(drawn: &Drawn) -> Edition {
    let today = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
    let rows: Vec<FieldRow> = drawn
        .counts
        .iter()
        .enumerate()
        .map(|(index, counts)| row(index, *counts))
        .collect();
    let all: Vec<(FieldId, bool)> = rows.iter().map(|row| (row.field, row.sensitive)).collect();
    let volumes: BTreeMap<FieldId, u64> = all
        .iter()
        .map(|(field, _)| (*field, if field.0 == 4 { 1 } else { 9_999 }))
        .collect();
    let disclosed = DisclosedFields::choose(2026, &volumes, &all, 5);
    let day = |(days, (received, resolved)): (u64, &(u64, u64))| ChartDay {
        date: today.checked_sub_days(Days::new(days)).unwrap(),
        received: *received,
        resolved: *resolved,
    };
    let mut chart: Vec<ChartDay> = (0..).zip(&drawn.chart).map(day).collect();
    chart.reverse();
    let board = |period: Period| {
        let comparison = drawn
            .flow
            .map(|[received, in_time, late, before]| Comparison {
                previous_period: period.previous(),
                working_days: 15,
                current: Flow {
                    received,
                    in_time,
                    late,
                },
                previous: Flow {
                    received: before,
                    in_time: before,
                    late: in_time,
                },
            });
        let board = Board {
            scope: Scope::Centre,
            period,
            at: at(NOW),
            rule: DeadlineRule::Instant,
            total: rows.iter().map(|row| &row.figures).sum(),
            rows: rows.clone(),
            comparison,
            chart: chart.clone(),
            trend_fields: TrendFields::All,
        };
        disclose(&board, &disclosed)
    };
    Edition {
        version: Version(7),
        at: at(NOW),
        centre: CentreProfile {
            agency: None,
            name: "Trung tâm Phục vụ hành chính công".to_owned(),
            name_en: None,
            place: "Phường Uông Bí".to_owned(),
            initials: "UB".to_owned(),
            logo: None,
            public_url: Some("https://hcc.example".to_owned()),
            zone: chrono_tz::Asia::Ho_Chi_Minh,
        },
        boards: [
            Period::today(today),
            Period::month(today),
            Period::year(today),
        ]
        .map(board)
        .into(),
        notices: Vec::new(),
        office_day: None,
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// Sets what a change names, as the wall's script does in the document.
fn apply(html: &str, change: &TextChange) -> String {
    let (TextChange::Text(key, _) | TextChange::Attribute(key, _, _)) = change;
    let marker = format!("data-k=\"{key}\"");
    assert_eq!(
        html.matches(&marker).count(),
        1,
        "the key {key} is on one element"
    );
    let at = html.find(&marker).unwrap();
    let open = html[..at].rfind('<').unwrap();
    let close = at + html[at..].find('>').unwrap();
    match change {
        TextChange::Text(_, text) => {
            let end = close + html[close..].find('<').unwrap();
            assert!(
                html[end..].starts_with("</"),
                "the text of {key} stands alone"
            );
            format!("{}{}{}", &html[..=close], escape(text), &html[end..])
        }
        TextChange::Attribute(_, value, name) => {
            let tag = &html[open..close];
            let start = open + tag.find(&format!(" {name}=\"")).unwrap() + name.len() + 3;
            let end = start + html[start..].find('"').unwrap();
            format!(
                "{}{}{}",
                &html[..start],
                escape(value).replace('"', "&quot;"),
                &html[end..]
            )
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn setting_the_differing_texts_turns_one_rendering_into_the_other((before, after) in pair(), turn in 0..3_usize, languages in 0..3_usize) {
        let setting = ScreenSetting {
            languages: [Languages::Vi, Languages::En, Languages::Both][languages],
            turn: [PeriodSelection::All, PeriodSelection::Month, PeriodSelection::Day][turn],
            ..ScreenSetting::default_named("main")
        };
        let before = wall_board_html(&edition(&before), &setting);
        let after = wall_board_html(&edition(&after), &setting);
        prop_assert!(!after.contains('\r'));
        match difference(&before, &after) {
            Difference::None => prop_assert_eq!(before, after),
            Difference::Structure => prop_assert_ne!(before, after),
            Difference::Texts(changes) => {
                let applied = changes.iter().fold(before, |html, change| apply(&html, change));
                prop_assert_eq!(applied, after);
            }
        }
    }
}

#[test]
fn one_more_late_dossier_is_a_short_list_of_texts() {
    let drawn = Drawn {
        counts: vec![[40, 10, 5, 3, 7, 2]; 5],
        chart: vec![(5, 4); 30],
        flow: Some([80, 70, 3, 60]),
    };
    let mut more = drawn.clone();
    more.counts[0][3] += 1;
    let setting = ScreenSetting::default_named("main");
    let before = wall_board_html(&edition(&drawn), &setting);
    let after = wall_board_html(&edition(&more), &setting);
    let Difference::Texts(changes) = difference(&before, &after) else {
        panic!("more than texts changed")
    };
    assert!(
        !changes.is_empty() && changes.len() < 60,
        "{}",
        changes.len()
    );
}
