//! The distances from which a wall can be read, by the size of its screen.

use super::model::{Distance, Mounting};

/// The distance for each inch of the diagonal, in tenths of a millimetre, from which the QR code can be scanned and the figures
/// read (measured: the figures of a 43-inch screen from 5 m).
const CODE_EACH_IN: u32 = 215;
const FIGURES_EACH_IN: u32 = 1_160;
/// Tenths of a millimetre in a decimetre.
const DM: u32 = 1_000;

/// The smallest and the largest diagonal, in inches (ours).
pub const DIAGONALS_IN: std::ops::RangeInclusive<u32> = 10..=150;
/// The smallest and the largest reading distance, in decimetres (ours).
pub const READ_FROM_DM: std::ops::RangeInclusive<u32> = 5..=300;

/// The largest distances from which parts of a wall can be read, in decimetres.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadingDistances {
    /// The QR code can be scanned.
    pub code_dm: u32,
    /// The table can be read.
    pub table_dm: u32,
    /// The large figures, their names, the rate, the clock and the freshness line can be read.
    pub figures_dm: u32,
}

/// Whether a wall can be read from its reading distance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Legibility {
    /// Everything can be read.
    Good(ReadingDistances),
    /// The table is too small; with the smallest larger setting that suffices, if there is one.
    TableTooSmall(ReadingDistances, Option<Distance>),
    /// Even the large figures are too small; with the diagonal, in inches, that would suffice.
    FiguresTooSmall(ReadingDistances, u32),
}

/// The largest reading distances of a screen with this diagonal.
#[must_use]
pub const fn reach(diagonal_in: u32, distance: Distance) -> ReadingDistances {
    ReadingDistances {
        code_dm: nearest_dm(CODE_EACH_IN * diagonal_in),
        table_dm: nearest_dm(table_each_in(distance) * diagonal_in),
        figures_dm: nearest_dm(FIGURES_EACH_IN * diagonal_in),
    }
}

/// Whether a wall can be read from its reading distance; `None` where its size or distance is not set.
#[must_use]
pub fn legibility(hung: Mounting, distance: Distance) -> Option<Legibility> {
    let (diagonal_in, from_dm) = (hung.diagonal_in?, hung.read_from_dm?);
    let reached = reach(diagonal_in, distance);
    if from_dm > reached.figures_dm {
        let needed = (from_dm * DM - DM / 2).div_ceil(FIGURES_EACH_IN);
        return Some(Legibility::FiguresTooSmall(reached, needed));
    }
    if from_dm > reached.table_dm {
        let fits = |distance: &Distance| reach(diagonal_in, *distance).table_dm >= from_dm;
        let larger = [Distance::Near, Distance::Middle, Distance::Far];
        return Some(Legibility::TableTooSmall(
            reached,
            larger.into_iter().find(fits),
        ));
    }
    Some(Legibility::Good(reached))
}

const fn table_each_in(distance: Distance) -> u32 {
    match distance {
        Distance::Near => 695,
        Distance::Middle => 930,
        Distance::Far => FIGURES_EACH_IN,
    }
}

const fn nearest_dm(tenths_mm: u32) -> u32 {
    (tenths_mm + DM / 2) / DM
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn hung(diagonal_in: u32, from_dm: u32) -> Mounting {
        Mounting {
            diagonal_in: Some(diagonal_in),
            read_from_dm: Some(from_dm),
        }
    }

    #[test]
    fn the_distances_equal_those_in_the_mounting_advice() {
        let table = |diagonal| {
            let of = |distance| reach(diagonal, distance).table_dm;
            let far = reach(diagonal, Distance::Far);
            let [near, middle] = [Distance::Near, Distance::Middle].map(of);
            [far.code_dm, near, middle, far.table_dm, far.figures_dm]
        };
        assert_eq!(table(43), [9, 30, 40, 50, 50]);
        assert_eq!(table(55), [12, 38, 51, 64, 64]);
        assert_eq!(table(65), [14, 45, 60, 75, 75]);
        assert_eq!(table(75), [16, 52, 70, 87, 87]);
    }

    #[test]
    fn a_wall_read_from_too_far_gets_the_size_that_would_be_readable() {
        let judged = |diagonal, from, distance| legibility(hung(diagonal, from), distance);
        assert!(matches!(
            judged(55, 38, Distance::Near),
            Some(Legibility::Good(_))
        ));
        assert!(matches!(
            judged(55, 45, Distance::Near),
            Some(Legibility::TableTooSmall(_, Some(Distance::Middle)))
        ));
        assert!(matches!(
            judged(55, 60, Distance::Middle),
            Some(Legibility::TableTooSmall(_, Some(Distance::Far)))
        ));
        assert!(matches!(
            judged(43, 60, Distance::Far),
            Some(Legibility::FiguresTooSmall(_, 52))
        ));
        assert_eq!(legibility(Mounting::default(), Distance::Near), None);
        let needed = reach(52, Distance::Far).figures_dm;
        assert!(needed >= 60, "{needed}");
    }
}
