//! The wall and its twin, rendered from made-up boards.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{Days, NaiveDate, TimeZone, Utc};
use leptos::prelude::*;
use sanh_domain::board::disclosed_fields::DisclosedFields;
use sanh_domain::board::disclosure::{PublicBoard, disclose};
use sanh_domain::board::edition::{CentreProfile, Edition, Version};
use sanh_domain::board::figures::Figures;
use sanh_domain::board::handling::HandlingTimes;
use sanh_domain::board::model::{Board, ChartDay, Comparison, FieldRow, Flow, TrendFields};
use sanh_domain::deadline::{DeadlineRule, Instant};
use sanh_domain::id::{AgencyId, FieldId};
use sanh_domain::language::{Lang, Languages};
use sanh_domain::period::{Period, PeriodKind};
use sanh_domain::scope::Scope;
use sanh_domain::screen::model::{Appearance, Night, ScreenSetting};
use sanh_domain::text::name::Name;

use crate::board::preview::{Preview, WallMoment};
use crate::board::screen::{Wall, WallView, wall_board_html};
use crate::board::twin::{Twin, TwinView};
use crate::text::Messages;
use crate::ui::document::{Head, document_html};

const FIELDS: [(&str, Option<&str>, u64); 8] = [
    ("Hộ tịch", Some("Civil status"), 812),
    ("Đất đai", Some("Land"), 1_204),
    ("Chứng thực", Some("Certification"), 1_466),
    ("Bảo trợ xã hội", Some("Social protection"), 318),
    ("Thành lập và hoạt động của hộ kinh doanh", None, 207),
    ("Hoạt động xây dựng <b>", Some("Construction <b>"), 164),
    ("Nuôi con nuôi", Some("Adoption"), 4),
    ("Thi đua, khen thưởng", Some("Awards"), 9),
];

fn monday() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}

/// 10:42:07 on that Monday in Việt Nam.
pub(super) fn now() -> Instant {
    Utc.with_ymd_and_hms(2026, 11, 23, 3, 42, 7).unwrap()
}

fn row(index: usize, late: u64, scale: u64) -> FieldRow {
    let (vi, en, volume) = FIELDS[index];
    let received = volume * scale / 100;
    let resolved = received * 8 / 10;
    let late = late.min(resolved);
    let on_time = (resolved - late) / 5;
    let mut handling = HandlingTimes::default();
    for dossier in 0..resolved {
        handling.add(u32::try_from(dossier % 9 + 1).unwrap() * 240);
    }
    FieldRow {
        field: FieldId(i64::try_from(index).unwrap() + 1),
        name: Name {
            vi: vi.to_owned(),
            en: en.map(str::to_owned),
        },
        sensitive: vi == "Nuôi con nuôi",
        figures: Figures {
            received_online: received / 2,
            received_at_desk_or_post: received - received / 2,
            carried: received / 4,
            early: resolved - late - on_time,
            on_time,
            late,
            withdrawn: 0,
            ineligible: 0,
            within: received + received / 4 - resolved - received / 50,
            overdue: received / 100,
            paused: received / 50 - received / 100,
            ..Figures::default()
        },
        handling,
    }
}

fn board(scope: Scope, period: Period, late: u64, scale: u64) -> PublicBoard {
    let rows: Vec<FieldRow> = (0..FIELDS.len())
        .map(|index| row(index, late, scale))
        .collect();
    let chart = (0..30_u64)
        .map(|day| ChartDay {
            date: monday().checked_sub_days(Days::new(29 - day)).unwrap(),
            received: 180 + day * 37 % 60,
            resolved: 170 + day * 53 % 70,
        })
        .collect();
    let flow = |in_time| Flow {
        received: 4_100,
        in_time,
        late: 61,
    };
    let comparison = (period.kind != PeriodKind::Day).then(|| Comparison {
        previous_period: period.previous(),
        working_days: 15,
        current: flow(3_612),
        previous: flow(3_600),
    });
    let all: Vec<(FieldId, bool)> = rows.iter().map(|row| (row.field, row.sensitive)).collect();
    let volumes: BTreeMap<FieldId, u64> = rows
        .iter()
        .zip(FIELDS)
        .map(|(row, (_, _, volume))| (row.field, volume * 11))
        .collect();
    let disclosed = DisclosedFields::choose(2026, &volumes, &all, 10);
    let trend_fields = match scope {
        Scope::Centre => TrendFields::All,
        Scope::Agency(_) => {
            TrendFields::Only(disclosed.fields().iter().copied().collect::<BTreeSet<_>>())
        }
    };
    let board = Board {
        scope,
        period,
        at: now(),
        rule: DeadlineRule::Instant,
        total: rows.iter().map(|row| &row.figures).sum(),
        rows,
        comparison,
        chart,
        trend_fields,
    };
    disclose(&board, &disclosed)
}

pub(super) fn edition(scope: Scope, late: u64, scale: u64) -> Arc<Edition> {
    Arc::new(Edition {
        version: Version(7),
        at: now(),
        centre: CentreProfile {
            agency: None,
            name: "Trung tâm Phục vụ hành chính công".to_owned(),
            name_en: Some("Public Administration Service Centre".to_owned()),
            place: "phường Uông Bí, tỉnh Quảng Ninh".to_owned(),
            initials: "UB".to_owned(),
            logo: None,
            public_url: Some("https://hcc.example".to_owned()),
            zone: chrono_tz::Asia::Ho_Chi_Minh,
        },
        boards: vec![
            board(scope, Period::today(monday()), late.min(1), scale / 20),
            board(scope, Period::month(monday()), late, scale),
            board(scope, Period::year(monday()), late * 9, scale * 11),
        ],
        notices: Vec::new(),
        office_day: None,
    })
}

pub(super) fn setting(languages: Languages, scope: Scope) -> ScreenSetting {
    ScreenSetting {
        scope,
        languages,
        look: Appearance {
            night: Night::Same,
            ..Appearance::default()
        },
        ..ScreenSetting::default_named("main")
    }
}

pub(super) fn wall(edition: &Arc<Edition>, languages: Languages) -> String {
    let scope = edition.boards.first().unwrap().scope();
    wall_of(edition, setting(languages, scope), None)
}

pub(super) fn wall_of(
    edition: &Arc<Edition>,
    setting: ScreenSetting,
    preview: Option<Preview>,
) -> String {
    let languages = setting.languages;
    let head = Head {
        lang: languages.first(),
        title: Some(languages.first().words().title()),
        stylesheet: "main.css".to_owned(),
        ..Head::default()
    };
    let moment = preview.as_ref().map(|preview| preview.moment(now()));
    let view = WallView {
        edition: Arc::clone(edition),
        stored: setting.to_string(),
        setting,
        moment: moment.unwrap_or(WallMoment::of(now(), now())),
        preview,
        build: "dev".to_owned(),
        slot_s: 10,
    };
    document_html(head, || view! { <Wall view /> }.into_any())
}

pub(super) fn twin(edition: &Arc<Edition>, period: PeriodKind, lang: Lang) -> String {
    let head = Head {
        lang,
        title: Some(lang.words().title()),
        stylesheet: "main.css".to_owned(),
        ..Head::default()
    };
    let view = TwinView {
        edition: Arc::clone(edition),
        period,
        lang,
    };
    document_html(head, || view! { <Twin view /> }.into_any())
}

/// Every value of an attribute, in document order.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let opening = format!(" {attribute}=\"");
    html.split(&opening)
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .collect()
}

fn assert_nothing_inline(html: &str) {
    for forbidden in [
        " style=",
        " onclick=",
        " onload=",
        "<script>",
        "<style",
        "javascript:",
    ] {
        assert!(!html.contains(forbidden), "{forbidden} in {html}");
    }
}

pub(super) fn assert_keys_unique(html: &str) {
    let keys = values(html, "data-k");
    let distinct: BTreeSet<_> = keys.iter().collect();
    assert_eq!(keys.len(), distinct.len(), "a key is used twice: {keys:?}");
}

#[test]
fn every_key_of_a_wall_is_unique_and_nothing_is_inline() {
    for languages in [Languages::Vi, Languages::En, Languages::Both] {
        let html = wall(&edition(Scope::Centre, 9, 100), languages);
        assert_keys_unique(&html);
        assert_nothing_inline(&html);
    }
}

#[test]
fn a_wall_in_two_languages_has_both_texts_in_the_page() {
    let html = wall(&edition(Scope::Centre, 9, 100), Languages::Both);
    assert!(
        html.contains(r#"<span lang="vi" class="vi">Quá hạn</span>"#),
        "{html}"
    );
    assert!(
        html.contains(r#"<span lang="en" class="en">Late</span>"#),
        "{html}"
    );
    assert!(html.contains(r#"data-k="month.late@vi""#));
    assert!(html.contains(r#"data-k="month.late@en""#));
    assert!(html.contains(r#"data-langs="vi en""#));
    // This field has no English name: the Vietnamese name is shown, marked with its language.
    assert!(
        html.contains(r#"<span lang="vi" class="en">Thành lập"#),
        "{html}"
    );
}

#[test]
fn a_wall_in_one_language_has_no_word_of_the_other() {
    let html = wall(&edition(Scope::Centre, 9, 100), Languages::En);
    assert!(html.contains("On time or early"));
    assert!(!html.contains("Quá hạn"));
    assert!(html.contains(r#"data-k="month.late""#));
}

#[test]
fn the_month_is_shown_first() {
    let html = wall(&edition(Scope::Centre, 9, 100), Languages::Vi);
    assert_eq!(values(&html, "data-turns"), ["month day year"]);
    assert!(html.contains(r#"data-lang="vi" data-period="month""#));
}

#[test]
fn the_skeleton_of_the_board_stays_when_only_figures_change() {
    let setting = setting(Languages::Both, Scope::Centre);
    let keys = |late| {
        let html = wall_board_html(&edition(Scope::Centre, late, 100), &setting);
        values(&html, "data-k")
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(keys(0), keys(9));
}

#[test]
fn an_empty_period_has_a_dash_for_a_rate_and_no_hundred_percent() {
    let html = wall_board_html(
        &edition(Scope::Centre, 0, 0),
        &setting(Languages::Vi, Scope::Centre),
    );
    assert!(
        html.contains(r#"<span data-k="month.rate">—</span>"#),
        "{html}"
    );
    assert!(!html.contains("100,0%"));
}

#[test]
fn names_are_escaped_and_folded_fields_are_not_named() {
    let edition = edition(Scope::Centre, 9, 100);
    let pages = [
        wall(&edition, Languages::Both),
        twin(&edition, PeriodKind::Month, Lang::Vi),
        twin(&edition, PeriodKind::Year, Lang::En),
    ];
    for html in pages {
        assert!(
            html.contains("&lt;b&gt;") && !html.contains("dựng <b>"),
            "{html}"
        );
        assert!(
            !html.contains("Nuôi con nuôi") && !html.contains("Adoption"),
            "{html}"
        );
    }
}

#[test]
fn an_agencys_wall_says_that_it_covers_the_named_fields_only() {
    let scope = Scope::Agency(AgencyId(3));
    let html = wall(&edition(scope, 9, 100), Languages::Vi);
    assert!(
        html.contains("Chỉ tính các lĩnh vực được nêu tên."),
        "{html}"
    );
    assert!(html.contains("https://hcc.example/board?scope=agency-3"));
}

#[test]
fn without_a_public_address_there_is_no_code_to_scan() {
    let mut edition = Edition::clone(&edition(Scope::Centre, 9, 100));
    edition.centre.public_url = None;
    let html = wall_board_html(&edition, &setting(Languages::Vi, Scope::Centre));
    assert!(!html.contains("class=\"qr\""));
}

#[test]
fn the_twin_says_every_figure_in_words_and_links_its_data() {
    let html = twin(&edition(Scope::Centre, 9, 100), PeriodKind::Month, Lang::Vi);
    assert_nothing_inline(&html);
    assert_keys_unique(&html);
    for expected in [
        "Tháng 11 năm 2026",
        "▲ tăng 12 so với 15 ngày làm việc đầu của tháng 10",
        "= không đổi so với 15 ngày làm việc đầu của tháng 10",
        r#"href="/board?period=year&amp;lang=vi""#,
        r#"href="/board?period=month&amp;lang=en""#,
        r#"href="/open/board.csv?period=month""#,
        r#"<th scope="row">"#,
        "Số liệu lúc 10:42:07, Thứ Hai, 23 tháng 11, 2026",
    ] {
        assert!(html.contains(expected), "{expected} not in {html}");
    }
}

/// For the eye: the pages as files beside the build, to be opened with the stylesheet.
#[test]
fn the_pages_can_be_looked_at() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/look");
    std::fs::create_dir_all(&folder).unwrap();
    let centre = edition(Scope::Centre, 9, 100);
    let pages = [
        ("wall.html", wall(&centre, Languages::Both)),
        ("wall-vi.html", wall(&centre, Languages::Vi)),
        (
            "wall-empty.html",
            wall(&edition(Scope::Centre, 0, 0), Languages::Vi),
        ),
        ("twin-vi.html", twin(&centre, PeriodKind::Month, Lang::Vi)),
        ("twin-en.html", twin(&centre, PeriodKind::Month, Lang::En)),
    ];
    for (name, html) in pages {
        std::fs::write(folder.join(name), html).unwrap();
    }
}
