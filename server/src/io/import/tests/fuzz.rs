//! Whatever a file holds, the reader answers: with facts, with bad values that have a place, or with a refusal.

use proptest::prelude::*;

use super::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..4_000)) {
        let _ = read_bytes(&bytes, &Mapping::one_stop_unit().unwrap(), ImportLimits::default());
    }

    #[test]
    fn no_text_under_the_right_header_makes_it_panic(rows in proptest::collection::vec("[\\PC,;\"\n]{0,80}", 0..20)) {
        let text = format!("{HEADER}\n{}", rows.join("\n"));
        let _ = read_bytes(text.as_bytes(), &Mapping::one_stop_unit().unwrap(), ImportLimits::default());
    }

    #[test]
    fn no_damage_to_a_workbook_makes_the_program_panic(places in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)) {
        let cells: Vec<&str> = HEADER.split(',').collect();
        let mut bytes = workbook(&text_row(1, &cells));
        for (place, byte) in places {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        // A library may panic on damaged files. The program runs it in a task of its own; here the panic is caught.
        let _ = std::panic::catch_unwind(|| read_bytes(&bytes, &Mapping::one_stop_unit().unwrap(), ImportLimits::default()).is_ok());
    }

    #[test]
    fn every_bad_value_has_its_line_and_column(
        cells in proptest::collection::vec("[^,\"\\r\\n\\x00]{0,12}", 9),
        broken in 0_usize..9,
        good_rows in 0_usize..5,
    ) {
        let good = "H49.65-260105-000N,Hộ tịch,Khai sinh,UBND phường,Trực tuyến,05/01/2026 08:00,07/01/2026 17:00,,Đang xử lý";
        let mut rows: Vec<String> = (0..good_rows).map(|number| good.replace('N', &number.to_string())).collect();
        let mut row: Vec<&str> = good.split(',').collect();
        row[broken] = &cells[broken];
        rows.push(row.join(",").replace('N', "9"));
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let said = read_rows(&rows);
        for bad in &said.bad {
            prop_assert_eq!(bad.line, good_rows as u64 + 2);
            prop_assert!(HEADER.split(',').any(|column| column == bad.column), "{:?}", bad);
        }
        prop_assert_eq!(said.dossiers.len() + usize::from(!said.bad.is_empty()), good_rows + 1);
    }
}
