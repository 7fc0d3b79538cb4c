//! What loops of the professional claim have in common.

use crate::x12::guide::Shape::{Code, Day, Decimal, Text, Wide};
use crate::x12::guide::segments::{STREET, TOWN};
use crate::x12::guide::{ElementRule, SegmentRule, need, of, segment, whole};

pub(super) const TURNS: &str = "A B C D E F G H P S T U";
pub(super) const FILING: &str =
    "11 12 13 14 15 16 17 AM BL CH CI DS FI HM LM MA MB MC OF TV VA WC ZZ";
pub(super) const RELATIONSHIP: &str = "01 18 19 20 21 39 40 53 G8";
pub(super) const GROUPS: &str = "CO CR OA PI PR";

pub(super) const N3: SegmentRule = segment("N3", (0, ""), 1, STREET);
pub(super) const N4: SegmentRule = segment("N4", (0, ""), 1, TOWN);
pub(super) const N3_NEEDED: SegmentRule = whole("N3", (0, ""), 1, STREET);
pub(super) const N4_NEEDED: SegmentRule = whole("N4", (0, ""), 1, TOWN);

pub(super) const CONTACT: &[ElementRule] = &[
    need(1, Code("IC")),
    of(2, Text(60)),
    need(3, Code("EM FX TE")),
    need(4, Text(256)),
    of(5, Code("EM EX FX TE")),
    of(6, Text(256)),
    of(7, Code("EM EX FX TE")),
    of(8, Text(256)),
];
pub(super) const BIRTH: &[ElementRule] =
    &[need(1, Code("D8")), need(2, Day), need(3, Code("F M U"))];

/// A person or organisation with a name and, in most loops, a number.
pub(super) const PARTY: &[ElementRule] = &[
    need(1, Wide(2, 3)),
    need(2, Code("1 2")),
    of(3, Text(60)),
    of(4, Text(35)),
    of(5, Text(25)),
    of(7, Text(10)),
    of(8, Code("24 34 46 FI II MI PI SY XV XX")),
    of(9, Wide(2, 80)),
];
pub(super) const NAMED: &[ElementRule] = &[
    need(1, Wide(2, 3)),
    need(2, Code("1 2")),
    need(3, Text(60)),
    of(4, Text(35)),
    of(5, Text(25)),
    of(7, Text(10)),
    of(8, Code("24 34 46 FI II MI PI SY XV XX")),
    of(9, Wide(2, 80)),
];
pub(super) const NUMBERED: &[ElementRule] = &[
    need(1, Wide(2, 3)),
    need(2, Code("1 2")),
    need(3, Text(60)),
    of(4, Text(35)),
    of(5, Text(25)),
    of(7, Text(10)),
    need(8, Code("46 MI II PI XV")),
    need(9, Wide(2, 80)),
];
pub(super) const SPECIALTY: &[ElementRule] = &[
    need(1, Code("BI PE")),
    need(2, Code("PXC")),
    need(3, Wide(10, 10)),
];
pub(super) const ADJUSTMENTS: &[ElementRule] = &[
    need(1, Code(GROUPS)),
    need(2, Text(5)),
    need(3, Decimal(10)),
    of(4, Decimal(15)),
    of(5, Text(5)),
    of(6, Decimal(10)),
    of(7, Decimal(15)),
    of(8, Text(5)),
    of(9, Decimal(10)),
    of(10, Decimal(15)),
    of(11, Text(5)),
    of(12, Decimal(10)),
    of(13, Decimal(15)),
    of(14, Text(5)),
    of(15, Decimal(10)),
    of(16, Decimal(15)),
    of(17, Text(5)),
    of(18, Decimal(10)),
    of(19, Decimal(15)),
];
pub(super) const ATTACHMENT: &[ElementRule] = &[
    need(1, Wide(2, 2)),
    need(2, Code("AA BM EL EM FT FX")),
    of(5, Code("AC")),
    of(6, Wide(2, 80)),
];
pub(super) const CONTRACT: &[ElementRule] = &[
    need(1, Wide(2, 2)),
    of(2, Decimal(10)),
    of(3, Decimal(6)),
    of(4, Text(50)),
    of(5, Decimal(6)),
    of(6, Text(30)),
];
pub(super) const ANY: &[ElementRule] = &[];
pub(super) const CODE_AND_ANY: &[ElementRule] = &[need(1, Wide(1, 3))];
pub(super) const NOTE: &[ElementRule] = &[need(1, Wide(3, 3)), need(2, Text(80))];
