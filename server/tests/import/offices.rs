//! Files as offices save them, all the way to the figures.

use sanh_domain::period::Period;
use sanh_domain::procedure::model::Requirements;
use sanh_domain::scope::Scope;
use sanh_store::{AuditActor, MergeOutcome};

use super::*;

/// Ended early, twice on time, late; open and overdue, open and waiting for papers. Of two agencies, one of them written in two ways.
const ROWS: [&str; 6] = [
    "H49.65-260105-0001;Hộ tịch;Khai sinh;UBND phường Hồng Gai;Trực tuyến;05/01/2026 08:00;08/01/2026 17:00;07/01/2026 15:30;Đã trả kết quả",
    "H49.65-260105-0002;Hộ tịch;Khai sinh;UBND phu\u{31b}o\u{31b}\u{300}ng  HO\u{302}\u{300}NG Gai;Trực tiếp;05/01/2026 09:10;08/01/2026 17:00;08/01/2026 09:00;Đã trả kết quả",
    "H49.65-260106-0001;Đất đai;Cấp giấy;Văn phòng Đăng ký đất đai;Bưu chính;06/01/2026 10:00;13/01/2026 17:00;13/01/2026 17:00;Đã xử lý xong",
    "H49.65-260107-0001;Đất đai;Cấp giấy;Văn phòng Đăng ký đất đai;Trực tuyến;07/01/2026 07:30;14/01/2026 17:00;15/01/2026 08:00;Đã trả kết quả",
    "H49.65-260220-0001;Hộ tịch;Khai tử;UBND phường Hồng Gai;Trực tuyến;20/02/2026 13:00;27/02/2026 17:00;;Đang xử lý",
    "H49.65-260224-0001;Xây dựng;Cấp phép;UBND phường Hồng Gai;Trực tiếp;24/02/2026 14:00;09/03/2026 17:00;;Chờ bổ sung",
];
const COLUMNS: &str =
    "Mã hồ sơ;Lĩnh vực;Thủ tục;Cơ quan;Hình thức nộp;Ngày tiếp nhận;Hẹn trả;Ngày xong;Trạng thái";

async fn import_text(centre: &Centre, text: &str) -> Report {
    let file = centre.folder.path().join("offices.txt");
    let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    std::fs::write(&file, utf16).unwrap();
    let request = request(&file, Mapping::one_stop_unit().unwrap());
    import(centre.store(), request, now()).await.unwrap()
}

contract! {
    async fn a_file_as_an_office_saved_it_gives_the_right_figures(database: Database) {
        let centre = Centre::new(database);
        let rows = ROWS.join("\r\n");
        let text = format!("\u{feff}sep=;\r\nDANH SÁCH HỒ SƠ\r\n{COLUMNS}\r\n{rows}\r\nTổng cộng: 6;;;;;;;;\r\n;;;;;;THỦ TRƯỞNG ĐƠN VỊ;;\r\n");
        let report = import_text(&centre, &text).await;
        assert_eq!((report.written.new, report.bad.total(), report.applied), (6, 0, true), "{report:?}");
        assert_eq!(report.reading.left_out.total, 4, "a separator, a title, totals, a signature");
        let board = centre.store().board(Scope::Centre, Period::year(now().date_naive()), now()).await.unwrap();
        let sum = |of: fn(&sanh_domain::board::figures::Figures) -> u64| board.rows.iter().map(|row| of(&row.figures)).sum::<u64>();
        assert_eq!((sum(|it| it.early), sum(|it| it.on_time), sum(|it| it.late)), (1, 2, 1));
        assert_eq!((sum(sanh_domain::board::figures::Figures::open), sum(|it| it.overdue)), (2, 1));
        assert_eq!(centre.store().agencies().await.unwrap().len(), 2);
        centre.verify().await;
    }
}

contract! {
    async fn a_file_with_the_month_first_is_refused_whole_even_when_bad_rows_are_skipped(database: Database) {
        let centre = Centre::new(database);
        let text = format!("{COLUMNS}\n{}\n{}\n",
            "H49.65-260105-0001;Hộ tịch;Khai sinh;UBND phường;Trực tuyến;01/05/2026 08:00;;;Đang xử lý",
            "H49.65-260120-0001;Hộ tịch;Khai sinh;UBND phường;Trực tuyến;01/20/2026 08:00;;;Đang xử lý");
        let file = centre.folder.path().join("american.csv");
        std::fs::write(&file, text).unwrap();
        let request = Request { skip_bad: true, ..request(&file, Mapping::one_stop_unit().unwrap()) };
        let refused = import(centre.store(), request, now()).await.unwrap_err().to_string();
        assert!(refused.contains("the month first") && refused.contains("%m/%d/%Y %H:%M"), "{refused}");
        assert!(centre.store().agencies().await.unwrap().is_empty());
    }
}

contract! {
    async fn joined_agencies_and_fields_are_found_by_their_old_names(database: Database) {
        let centre = Centre::new(database);
        let other = ROWS[4].replace("UBND phường Hồng Gai", "UBND P. Hồng Gai").replace("Hộ tịch", "Hộ tịch và chứng thực");
        let text = format!("{COLUMNS}\n{}\n{other}\n", ROWS[0]);
        import_text(&centre, &text).await;
        let store = centre.store();
        let (agencies, fields) = (store.agencies().await.unwrap(), store.fields().await.unwrap());
        let agency = store.merge_agencies(agencies[1].id, agencies[0].id, AuditActor::console(), now()).await.unwrap();
        let field = store.merge_fields(fields[1].id, fields[0].id, AuditActor::console(), now()).await.unwrap();
        assert_eq!((agency, field), (MergeOutcome::Done { dossiers: 1 }, MergeOutcome::Done { dossiers: 1 }));
        let again = import_text(&centre, &text).await;
        assert_eq!((again.written.same, again.written.created, again.unmoved.total), (2, 0, 0), "{again:?}");
        centre.verify().await;
    }
}

contract! {
    async fn a_history_from_a_wrong_office_is_imported_and_reported(database: Database) {
        let centre = Centre::new(database);
        let store = centre.store();
        import_text(&centre, &format!("{COLUMNS}\n{}\n{}\n", ROWS[0], ROWS[2])).await;
        let agencies = store.agencies().await.unwrap();
        let land = agencies.iter().find(|it| it.name.vi.contains("đất đai")).unwrap().id;
        let needs = Requirements { agencies: vec![land], ..Requirements::default() };
        for procedure in store.procedures().await.unwrap() {
            store.put_requirements(procedure.id, needs.clone()).await.unwrap();
        }
        let elsewhere = ROWS[1].replace("UBND phu\u{31b}o\u{31b}\u{300}ng  HO\u{302}\u{300}NG Gai", "UBND phường Hồng Gai");
        let report = import_text(&centre, &format!("{COLUMNS}\n{elsewhere}\n{}\n", ROWS[3])).await;
        assert_eq!((report.written.new, report.elsewhere, report.applied), (2, 1, true), "{report:?}");
        let again = import_text(&centre, &format!("{COLUMNS}\n{elsewhere}\n{}\n", ROWS[3])).await;
        assert_eq!((again.written.same, again.elsewhere), (2, 0), "{again:?}");
        centre.verify().await;
    }
}
