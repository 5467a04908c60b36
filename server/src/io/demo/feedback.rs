//! The feedback of the demo centre's visitors: some dozens of ratings, and messages in different states. They contain no
//! persons.

use chrono::{Days, NaiveDate};
use sanh_domain::account::model::{AgencyScope, RequestKey};
use sanh_domain::deadline::Instant;
use sanh_domain::feedback::due::answer_due;
use sanh_domain::feedback::model::FeedbackKind;
use sanh_domain::feedback::rating::Score;
use sanh_domain::id::AgencyId;
use sanh_store::{AuditActor, FeedbackChange, NewFeedback, Store, StoreError};

use super::demo_actor;

/// Past local days over which ratings are spread.
const RATED_DAYS: u64 = 60;
/// A made-up message: days ago, kind, text, and what was done with it.
type MadeUpMessage = (i64, FeedbackKind, &'static str, &'static [Step]);

/// What was done with a message.
#[derive(Clone, Copy)]
enum Step {
    Forwarded(&'static str),
    Explained(&'static str),
    Answered(&'static str),
    Published(&'static str, &'static str),
}

const MESSAGES: [MadeUpMessage; 5] = [
    (
        9,
        FeedbackKind::Complaint,
        "Tôi đến đúng giờ hẹn trả nhưng phải đợi hơn một giờ mới nhận được kết quả.",
        &[
            Step::Forwarded("Đề nghị cho biết vì sao kết quả có sau giờ hẹn."),
            Step::Explained("Hôm đó máy in giấy chứng nhận hỏng; đã sửa trong buổi chiều."),
            Step::Published(
                "Thời gian chờ nhận kết quả",
                "Trung tâm xin lỗi vì thời gian chờ. Từ nay có máy in dự phòng tại quầy trả kết quả.",
            ),
        ],
    ),
    (
        7,
        FeedbackKind::Suggestion,
        "Sảnh chờ nên có thêm chỗ ngồi cho người lớn tuổi.",
        &[Step::Answered(
            "Cảm ơn góp ý của bạn. Trung tâm đã bố trí thêm một dãy ghế ưu tiên.",
        )],
    ),
    (
        5,
        FeedbackKind::Report,
        "Biển chỉ dẫn ở cổng phụ bị mờ, khó tìm quầy đất đai.",
        &[
            Step::Forwarded("Đề nghị kiểm tra biển chỉ dẫn và báo lại."),
            Step::Explained("Đã đặt làm biển mới, thay trong tuần này."),
        ],
    ),
    (
        3,
        FeedbackKind::Complaint,
        "Quầy yêu cầu thêm một giấy tờ không có trong danh mục niêm yết.",
        &[Step::Forwarded(
            "Đề nghị giải trình vì sao yêu cầu giấy tờ ngoài danh mục.",
        )],
    ),
    (
        1,
        FeedbackKind::Suggestion,
        "Nên nhắn tin khi hồ sơ đã có kết quả để người dân đỡ phải gọi hỏi.",
        &[],
    ),
];

/// Adds ratings and messages to a centre that has none; only ratings to a store that cannot encrypt.
pub(super) async fn fill(store: &Store, now: Instant) -> Result<(), StoreError> {
    let Some(agency) = store.agencies().await?.first().map(|agency| agency.id) else {
        return Ok(());
    };
    let calendar = store.centre(now).await?.calendar;
    let today = calendar.local_date(now);
    let first = today.checked_sub_days(Days::new(RATED_DAYS));
    let days = calendar.working_days(first.unwrap_or(today), today);
    store.put_ratings(ratings(&days, agency)).await?;
    match messages(store, agency, now).await {
        // Without a master key no messages can be sealed.
        Err(StoreError::Misconfigured(_)) => Ok(()),
        written => written,
    }
}

/// One or two ratings of a day, mostly good.
fn ratings(days: &[NaiveDate], agency: AgencyId) -> Vec<(NaiveDate, i64, Score, u32)> {
    let of_day = |(place, day): (usize, &NaiveDate)| {
        let score = match place % 9 {
            0 | 3 | 5 | 7 => Score::VerySatisfied,
            1 | 2 | 6 => Score::Satisfied,
            4 => Score::Neutral,
            _ => Score::Dissatisfied,
        };
        let ratings = if place % 4 == 1 { 2 } else { 1 };
        (*day, agency.0, score, ratings)
    };
    days.iter().enumerate().map(of_day).collect()
}

async fn messages(store: &Store, agency: AgencyId, now: Instant) -> Result<(), StoreError> {
    let centre = store.centre(now).await?;
    for (number, (days, kind, text, steps)) in (1..).zip(MESSAGES) {
        let at = now - chrono::Duration::days(days);
        let key = RequestKey::read(&format!("demo-message-{number}"));
        let key = key.ok_or_else(|| StoreError::Invalid("a made-up key".to_owned()))?;
        let new = NewFeedback {
            key,
            kind,
            text: text.to_owned(),
            dossier: String::new(),
            contact: None,
            due_at: answer_due(&centre.calendar, at, centre.feedback_answer_days),
            network: format!("demo-{number}"),
        };
        store.send_feedback(new, at).await?;
        for (version, step) in (1..).zip(steps) {
            let by = AuditActor {
                actor: demo_actor(),
                ..AuditActor::console()
            };
            let change = change(*step, agency);
            let when = at + chrono::Duration::hours(version);
            store
                .act_on_feedback(
                    (number, version),
                    change,
                    &AgencyScope::Everywhere,
                    by,
                    when,
                )
                .await?;
        }
    }
    Ok(())
}

fn change(step: Step, agency: AgencyId) -> FeedbackChange {
    match step {
        Step::Forwarded(request) => FeedbackChange::Forward {
            agency,
            request: request.to_owned(),
        },
        Step::Explained(explanation) => FeedbackChange::Explain {
            explanation: explanation.to_owned(),
        },
        Step::Answered(answer) => FeedbackChange::Answer {
            answer: answer.to_owned(),
            subject: None,
        },
        Step::Published(subject, answer) => FeedbackChange::Answer {
            answer: answer.to_owned(),
            subject: Some(subject.to_owned()),
        },
    }
}
