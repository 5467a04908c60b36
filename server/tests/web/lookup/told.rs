//! What a look-up tells at each stage: from when the time counts, what is waited for, where the result is, why it is late, and the parts
//! of a linked dossier as one.

use axum::http::StatusCode;
use sanh_domain::account::model::AgencyScope;
use sanh_domain::deadline::calendar::WorkingMinutes;
use sanh_domain::dossier::{Action, Dossier, DossierCode, Intake};
use sanh_domain::procedure::model::{ProcedurePart, Requirements};
use sanh_domain::text::name::Name;
use sanh_store::{AuditActor, ChangeOutcome, SettingKey, Slip};

use super::super::answer::Answer;
use super::super::hall::{Hall, at, code, staff};
use super::{ask, hall, receive};

const LINK: &str = "01234567890123456789012345";

/// What the holder of the slip of dossier 1 is told.
async fn told(hall: &Hall) -> Answer {
    let slip = Slip {
        pin: "12345678".to_owned(),
        link: LINK.to_owned(),
    };
    let (code, by) = (code(1), AuditActor::console());
    let issued = hall.store.issue_slip(&code, slip, by, hall.now());
    issued.await.unwrap();
    let told = ask(hall, &[("link", LINK)]).await;
    assert_eq!(told.status, StatusCode::OK, "{}", told.text());
    told
}

fn expect(told: &Answer, texts: &[&str]) {
    for text in texts {
        assert!(told.text().contains(text), "{text}: {}", told.text());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn received_out_of_office_hours_it_counts_from_the_next_opening() {
    let hall = hall().await;
    hall.receive_at(1, 5, at("2026-11-22T20:00:00+07:00")).await;
    let counts = "Nộp ngoài giờ làm việc: thời hạn tính từ 07:30, Thứ Hai, 23 tháng 11, 2026.";
    let told = told(&hall).await;
    expect(&told, &[counts, "Hẹn trả kết quả", "Còn "]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_is_waited_for_with_its_reason_and_the_fee() {
    let hall = hall().await;
    let procedure = hall.store.procedures().await.unwrap()[0].id;
    let needs = Requirements {
        fee_vnd: Some(50_000),
        ..Requirements::default()
    };
    hall.store.put_requirements(procedure, needs).await.unwrap();
    let intake = Intake {
        procedure: Some(procedure),
        field: hall.fields[0],
        ..hall.intake(1, 5)
    };
    let (now, clerk) = (hall.now(), staff());
    let received = hall.store.receive(intake, now, &clerk, true);
    received.await.unwrap();
    let reason = "Lệ phí cấp bản sao".to_owned();
    let asked = Action::AskPayment { reason };
    hall.act(1, asked, hall.now()).await;
    let told = told(&hall).await;
    expect(
        &told,
        &[
            "Chờ bạn nộp tiền",
            "Lệ phí cấp bản sao",
            "Phí, lệ phí của thủ tục: 50.000 đồng",
            "Trong lúc chờ, thời hạn giải quyết tạm dừng.",
        ],
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_result_is_collected_at_a_place_within_the_hours_of_today() {
    let hall = hall().await;
    let place = hall.store.set(
        SettingKey::CentrePlace,
        "2026-01-01".parse().unwrap(),
        "Quầy số 7, tầng 1",
    );
    place.await.unwrap();
    hall.receive(1, 5).await;
    hall.act(1, Action::Resolve, hall.now()).await;
    let told = told(&hall).await;
    expect(
        &told,
        &[
            "Đã có kết quả, mời bạn đến nhận",
            "Quầy số 7, tầng 1",
            "Hôm nay mở cửa: 07:30–11:30, 13:00–17:00",
            "Hãy mang theo giấy hẹn và căn cước.",
        ],
    );
    assert!(!told.text().contains("Mở cửa lúc"), "it is open now");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_late_dossier_has_the_apology_the_reason_and_the_new_date() {
    let hall = hall().await;
    let received = at("2026-11-16T09:00:00+07:00");
    hall.receive_at(1, 3, received).await;
    let without = told(&hall).await;
    expect(
        &without,
        &["Chúng tôi xin lỗi", "Chưa ghi lý do", "Quá hạn "],
    );

    let hall = super::hall().await;
    hall.receive_at(1, 3, received).await;
    let extended = Action::Extend {
        reason: "Chờ kết quả đo đạc".to_owned(),
        new_due: at("2026-11-20T10:00:00+07:00"),
    };
    hall.act(1, extended, at("2026-11-17T09:00:00+07:00")).await;
    let told = told(&hall).await;
    expect(
        &told,
        &[
            "Chúng tôi xin lỗi",
            "Lý do đã được nêu:",
            "Chờ kết quả đo đạc",
            "Hẹn trước đây: 09:00, Thứ Năm, 19 tháng 11, 2026. Hẹn mới: 10:00, Thứ Sáu, 20 tháng 11, 2026.",
        ],
    );
}

/// Sets two parts of the procedure, each of a day at an agency of its own.
async fn set_parts(hall: &Hall) {
    let part = |agency: usize, vi: &str| ProcedurePart {
        agency: hall.agencies[agency],
        minutes: WorkingMinutes::of_days(1),
        name: Name {
            vi: vi.to_owned(),
            en: None,
        },
    };
    let parts = vec![
        part(1, "Trích lục bản đồ"),
        part(2, "Xác định nghĩa vụ tài chính"),
    ];
    let procedure = hall.store.procedures().await.unwrap()[0].id;
    let (by, now) = (AuditActor::console(), hall.now());
    let put = hall
        .store
        .put_procedure_parts(procedure, Vec::new(), parts, by, now);
    assert_eq!(put.await.unwrap(), ChangeOutcome::Done);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_linked_dossier_is_one_story_of_its_agencies_and_of_what_one_of_them_waits_for() {
    let hall = hall().await;
    set_parts(&hall).await;
    let slip = receive(&hall, "r1").await;
    let whole: DossierCode = slip.code.parse().unwrap();
    let linked = hall.store.linked(&whole, &AgencyScope::Everywhere).await;
    let parts = linked.unwrap().expect("a linked dossier").parts;
    let act = async |part: &Dossier, action: Action| {
        let (now, clerk) = (hall.now(), staff());
        let done = hall
            .store
            .act(&part.code, action, part.version, now, &clerk);
        done.await.unwrap();
    };
    act(&parts[0].dossier, Action::Start).await;
    let reason = "Nộp bản sao hợp đồng thuê đất".to_owned();
    act(&parts[1].dossier, Action::AskPapers { reason }).await;
    let told = ask(&hall, &[("link", &slip.link)]).await;
    expect(
        &told,
        &[
            "data-stage=\"waiting\"",
            "Chờ bạn bổ sung giấy tờ",
            "Việc của từng cơ quan",
            "Trích lục bản đồ",
            "Đang xử lý: Phòng Đất đai",
            "Xác định nghĩa vụ tài chính",
            "Phòng Xây dựng",
            "Nộp bản sao hợp đồng thuê đất",
        ],
    );
    for part in &parts {
        let code = part.dossier.code.as_str();
        assert!(!told.text().contains(code), "{code}: {}", told.text());
    }
}
