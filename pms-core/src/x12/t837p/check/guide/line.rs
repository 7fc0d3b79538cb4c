//! Loops 2400 to 2440: the lines of a claim.

use super::part::{
    ADJUSTMENTS, ANY, ATTACHMENT, CODE_AND_ANY, CONTACT, CONTRACT, N3, N3_NEEDED, N4, N4_NEEDED,
    NOTE, PARTY, SPECIALTY,
};
use crate::x12::guide::Shape::{Code, Day, Decimal, Number, Parts, Text, Wide};
use crate::x12::guide::segments::{AMOUNT, DATE, REFERENCE};
use crate::x12::guide::{ElementRule, LoopRule, SegmentRule, need, of, segment, whole};

const PROCEDURE: &[ElementRule] = &[
    need(1, Code("ER HC IV WK")),
    need(2, Text(48)),
    of(3, Wide(2, 2)),
    of(4, Wide(2, 2)),
    of(5, Wide(2, 2)),
    of(6, Wide(2, 2)),
    of(7, Text(80)),
];
const POINTERS: &[ElementRule] = &[
    need(1, Number(2)),
    of(2, Number(2)),
    of(3, Number(2)),
    of(4, Number(2)),
];

pub(super) static LINE: LoopRule = LoopRule {
    id: "2400",
    required: true,
    most: 50,
    segments: &[
        whole("LX", (0, ""), 1, &[need(1, Number(6))]),
        whole(
            "SV1",
            (0, ""),
            1,
            &[
                need(1, Parts(PROCEDURE)),
                need(2, Decimal(10)),
                need(3, Code("MJ UN")),
                need(4, Decimal(8)),
                of(5, Wide(2, 2)),
                need(7, Parts(POINTERS)),
                of(9, Code("Y")),
                of(11, Code("Y")),
                of(12, Code("Y")),
                of(15, Code("0")),
            ],
        ),
        segment("SV5", (0, ""), 1, ANY),
        segment("PWK", (0, ""), 10, ATTACHMENT),
        segment("CR1", (0, ""), 1, ANY),
        segment("CR3", (0, ""), 1, ANY),
        segment("CRC", (0, ""), 5, CODE_AND_ANY),
        whole("DTP", (1, "472"), 1, DATE),
        segment("DTP", (1, "471"), 1, DATE),
        segment("DTP", (1, "607"), 1, DATE),
        segment("DTP", (1, "463"), 1, DATE),
        segment("DTP", (1, "461"), 1, DATE),
        segment("DTP", (1, "304"), 1, DATE),
        segment("DTP", (1, "011"), 1, DATE),
        segment("DTP", (1, "455"), 1, DATE),
        segment("DTP", (1, "454"), 1, DATE),
        segment("DTP", (1, "738 739"), 2, DATE),
        segment(
            "QTY",
            (1, "PT FL"),
            2,
            &[need(1, Wide(2, 2)), need(2, Decimal(15))],
        ),
        segment("MEA", (0, ""), 5, ANY),
        segment("CN1", (0, ""), 1, CONTRACT),
        segment("REF", (1, "9B"), 1, REFERENCE),
        segment("REF", (1, "9D"), 1, REFERENCE),
        segment("REF", (1, "6R"), 1, REFERENCE),
        segment("REF", (1, "EW"), 1, REFERENCE),
        segment("REF", (1, "X4"), 1, REFERENCE),
        segment("REF", (1, "F4"), 1, REFERENCE),
        segment("REF", (1, "BT"), 1, REFERENCE),
        segment("REF", (1, "G1 9F"), 10, REFERENCE),
        segment("AMT", (1, "T"), 1, AMOUNT),
        segment("AMT", (1, "F4"), 1, AMOUNT),
        segment("K3", (0, ""), 10, &[need(1, Text(80))]),
        segment("NTE", (1, "ADD DCP"), 1, NOTE),
        segment("NTE", (1, "TPO"), 1, NOTE),
        segment(
            "PS1",
            (0, ""),
            1,
            &[need(1, Text(50)), need(2, Decimal(10))],
        ),
        segment("HCP", (0, ""), 1, ANY),
    ],
    loops: &[
        &DRUG,
        &LINE_RENDERING,
        &PURCHASED,
        &LINE_LOCATION,
        &LINE_SUPERVISING,
        &ORDERING,
        &LINE_REFERRING,
        &LINE_PICK_UP,
        &LINE_DROP_OFF,
        &DECISION,
        &FORM,
    ],
};

static DRUG: LoopRule = LoopRule {
    id: "2410",
    required: false,
    most: 1,
    segments: &[
        whole(
            "LIN",
            (0, ""),
            1,
            &[need(2, Code("N4")), need(3, Wide(11, 11))],
        ),
        whole(
            "CTP",
            (0, ""),
            1,
            &[
                need(4, Decimal(15)),
                need(5, Parts(&[need(1, Code("F2 GR ME ML UN"))])),
            ],
        ),
        segment("REF", (1, "VY XZ"), 1, REFERENCE),
    ],
    loops: &[],
};

/// A provider of a line.
macro_rules! line_provider {
    ($name:ident, $id:literal, $codes:literal, $most:literal, $($more:expr),*) => {
        static $name: LoopRule = LoopRule {
            id: $id,
            required: false,
            most: $most,
            segments: &[whole("NM1", (1, $codes), 1, PARTY), $($more,)*],
            loops: &[],
        };
    };
}
const LINE_NUMBERS: SegmentRule = segment("REF", (1, "0B 1G G2 LU"), 20, REFERENCE);
line_provider!(
    LINE_RENDERING,
    "2420A",
    "82",
    1,
    segment("PRV", (1, "PE"), 1, SPECIALTY),
    LINE_NUMBERS
);
line_provider!(PURCHASED, "2420B", "QB", 1, LINE_NUMBERS);
line_provider!(
    LINE_LOCATION,
    "2420C",
    "77",
    1,
    N3_NEEDED,
    N4_NEEDED,
    LINE_NUMBERS
);
line_provider!(LINE_SUPERVISING, "2420D", "DQ", 1, LINE_NUMBERS);
line_provider!(
    ORDERING,
    "2420E",
    "DK",
    1,
    N3,
    N4,
    LINE_NUMBERS,
    segment("PER", (1, "IC"), 1, CONTACT)
);
line_provider!(LINE_REFERRING, "2420F", "DN P3", 2, LINE_NUMBERS);
line_provider!(LINE_PICK_UP, "2420G", "PW", 1, N3_NEEDED, N4_NEEDED);
line_provider!(LINE_DROP_OFF, "2420H", "45", 1, N3_NEEDED, N4_NEEDED);

static DECISION: LoopRule = LoopRule {
    id: "2430",
    required: false,
    most: 15,
    segments: &[
        whole(
            "SVD",
            (0, ""),
            1,
            &[
                need(1, Wide(2, 80)),
                need(2, Decimal(10)),
                need(3, Parts(PROCEDURE)),
                need(5, Decimal(8)),
                of(6, Number(6)),
            ],
        ),
        segment("CAS", (0, ""), 5, ADJUSTMENTS),
        whole("DTP", (1, "573"), 1, DATE),
        segment("AMT", (1, "EAF"), 1, AMOUNT),
    ],
    loops: &[],
};

static FORM: LoopRule = LoopRule {
    id: "2440",
    required: false,
    most: 0,
    segments: &[
        whole(
            "LQ",
            (1, "AS UT"),
            1,
            &[need(1, Code("AS UT")), need(2, Text(30))],
        ),
        whole(
            "FRM",
            (0, ""),
            99,
            &[
                need(1, Text(20)),
                of(2, Code("N W Y")),
                of(3, Text(50)),
                of(4, Day),
                of(5, Decimal(6)),
            ],
        ),
    ],
    loops: &[],
};
