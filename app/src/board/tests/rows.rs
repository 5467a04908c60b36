//! Which fields a wall and its twin show, and which they only count.

use sanh_domain::language::{Lang, Languages};
use sanh_domain::period::PeriodKind;
use sanh_domain::scope::Scope;

use super::walls::{edition, setting, twin};
use crate::board::screen::wall_board_html;

#[test]
fn fields_without_figures_are_counted_and_the_folded_row_is_always_shown() {
    // The day has no figures; the month and the year have figures for every field.
    let html = wall_board_html(
        &edition(Scope::Centre, 0, 1),
        &setting(Languages::Vi, Scope::Centre),
    );
    let told = r#"<span data-k="day.quiet">6 lĩnh vực không phát sinh hồ sơ</span>"#;
    assert!(html.contains(told), "{html}");
    assert!(!html.contains("month.quiet") && !html.contains("year.quiet"));
    assert_eq!(html.matches(r#"data-row="other""#).count(), 3);
    assert_eq!(html.matches(r#"data-row="f1""#).count(), 2);
}

#[test]
fn a_wall_has_the_words_for_fields_that_have_no_room() {
    let html = wall_board_html(
        &edition(Scope::Centre, 9, 100),
        &setting(Languages::Both, Scope::Centre),
    );
    assert!(html.contains("lĩnh vực nữa không đủ chỗ hiện"));
    assert!(html.contains("more fields have no room here"));
    assert_eq!(html.matches("data-beyond=\"\"").count(), 6);
}

#[test]
fn the_twin_names_the_fields_without_figures_and_has_late_and_rate_first() {
    let html = twin(&edition(Scope::Centre, 0, 1), PeriodKind::Day, Lang::Vi);
    let details = html.split("quiet-fields").nth(1).unwrap();
    assert!(details.contains("Hộ tịch") && details.contains("Đất đai"));
    let table = html.split("twin-table").nth(1).unwrap();
    let table = table.split("</table>").next().unwrap();
    assert!(!table.contains("Hộ tịch") && table.contains("Lĩnh vực khác"));
    let place = |heading: &str| table.find(heading).unwrap();
    assert!(place(">Quá hạn<") < place(">Tỷ lệ<"));
    assert!(place(">Tỷ lệ<") < place(">Tiếp nhận<"));
    assert!(table.contains(r#"data-label="Quá hạn""#));
}

#[test]
fn a_comparison_is_said_as_people_say_it() {
    let html = wall_board_html(
        &edition(Scope::Centre, 9, 100),
        &setting(Languages::Vi, Scope::Centre),
    );
    for expected in [
        r#"<b data-k="month.in_time.change">tăng 12</b>"#,
        "so với cùng kỳ tháng 10",
        r#"<b data-k="month.late.change">không đổi</b>"#,
    ] {
        assert!(html.contains(expected), "{expected} not in {html}");
    }
}

#[test]
fn the_day_that_is_not_over_is_drawn_apart_and_said_to_be_so() {
    let html = wall_board_html(
        &edition(Scope::Centre, 9, 100),
        &setting(Languages::Vi, Scope::Centre),
    );
    assert!(html.contains("hôm nay đến giờ"));
    assert!(html.contains("Hôm nay chưa hết ngày."));
    assert!(html.contains(r#"data-k="chart.received_running""#));
}
