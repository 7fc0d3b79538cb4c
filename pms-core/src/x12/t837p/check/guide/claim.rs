//! Loops 2300 to 2330G: the claim and its other payers.

use super::line::LINE;
use super::part::{
    ADJUSTMENTS, ANY, ATTACHMENT, CODE_AND_ANY, CONTACT, CONTRACT, FILING, N3, N3_NEEDED, N4,
    N4_NEEDED, NAMED, NOTE, NUMBERED, PARTY, RELATIONSHIP, SPECIALTY, TURNS,
};
use crate::x12::guide::Shape::{Code, Decimal, Parts, Text, Wide};
use crate::x12::guide::segments::{AMOUNT, DATE, REFERENCE};
use crate::x12::guide::{ElementRule, LoopRule, SegmentRule, need, of, segment, whole};

const DIAGNOSIS: &[ElementRule] = &[need(1, Text(3)), need(2, Text(30))];
const DIAGNOSES: &[ElementRule] = &[
    need(1, Parts(DIAGNOSIS)),
    of(2, Parts(DIAGNOSIS)),
    of(3, Parts(DIAGNOSIS)),
    of(4, Parts(DIAGNOSIS)),
    of(5, Parts(DIAGNOSIS)),
    of(6, Parts(DIAGNOSIS)),
    of(7, Parts(DIAGNOSIS)),
    of(8, Parts(DIAGNOSIS)),
    of(9, Parts(DIAGNOSIS)),
    of(10, Parts(DIAGNOSIS)),
    of(11, Parts(DIAGNOSIS)),
    of(12, Parts(DIAGNOSIS)),
];

pub(super) static CLAIM: LoopRule = LoopRule {
    id: "2300",
    required: false,
    most: 100,
    segments: &[
        whole(
            "CLM",
            (0, ""),
            1,
            &[
                need(1, Text(38)),
                need(2, Decimal(10)),
                need(
                    5,
                    Parts(&[need(1, Wide(2, 2)), need(2, Code("B")), need(3, Wide(1, 1))]),
                ),
                need(6, Code("N Y")),
                need(7, Code("A B C")),
                need(8, Code("N W Y")),
                need(9, Code("I Y")),
                of(10, Code("P")),
                of(
                    11,
                    Parts(&[
                        need(1, Code("AA EM OA")),
                        of(2, Code("AA EM OA")),
                        of(4, Wide(2, 2)),
                        of(5, Wide(2, 3)),
                    ]),
                ),
                of(12, Code("02 03 05 09")),
                of(20, Code("1 2 3 4 5 6 7 8 9 10 11 15")),
            ],
        ),
        segment("DTP", (1, "431"), 1, DATE),
        segment("DTP", (1, "454"), 1, DATE),
        segment("DTP", (1, "304"), 1, DATE),
        segment("DTP", (1, "453"), 1, DATE),
        segment("DTP", (1, "439"), 1, DATE),
        segment("DTP", (1, "484"), 1, DATE),
        segment("DTP", (1, "455"), 1, DATE),
        segment("DTP", (1, "471"), 1, DATE),
        segment("DTP", (1, "360"), 1, DATE),
        segment("DTP", (1, "361"), 1, DATE),
        segment("DTP", (1, "314"), 1, DATE),
        segment("DTP", (1, "297"), 1, DATE),
        segment("DTP", (1, "296"), 1, DATE),
        segment("DTP", (1, "435"), 1, DATE),
        segment("DTP", (1, "096"), 1, DATE),
        segment("DTP", (1, "444"), 1, DATE),
        segment("DTP", (1, "050"), 1, DATE),
        segment("DTP", (1, "090 091"), 2, DATE),
        segment("PWK", (0, ""), 10, ATTACHMENT),
        segment("CN1", (0, ""), 1, CONTRACT),
        segment("AMT", (1, "F5"), 1, AMOUNT),
        segment("REF", (1, "4N"), 1, REFERENCE),
        segment("REF", (1, "F5"), 1, REFERENCE),
        segment("REF", (1, "EW"), 1, REFERENCE),
        segment("REF", (1, "9F"), 1, REFERENCE),
        segment("REF", (1, "G1"), 1, REFERENCE),
        segment("REF", (1, "F8"), 1, REFERENCE),
        segment("REF", (1, "X4"), 1, REFERENCE),
        segment("REF", (1, "9A"), 1, REFERENCE),
        segment("REF", (1, "9C"), 1, REFERENCE),
        segment("REF", (1, "LX"), 1, REFERENCE),
        segment("REF", (1, "D9"), 1, REFERENCE),
        segment("REF", (1, "EA"), 1, REFERENCE),
        segment("REF", (1, "P4"), 1, REFERENCE),
        segment("REF", (1, "1J"), 1, REFERENCE),
        segment("K3", (0, ""), 10, &[need(1, Text(80))]),
        segment("NTE", (1, "ADD CER DCP DGN TPO"), 1, NOTE),
        segment("CR1", (0, ""), 1, ANY),
        segment("CR2", (0, ""), 1, ANY),
        segment("CRC", (0, ""), 8, CODE_AND_ANY),
        whole("HI", (1, "ABK BK"), 1, DIAGNOSES),
        segment("HI", (1, "BP"), 1, ANY),
        segment("HI", (1, "BG"), 2, ANY),
        segment("HCP", (0, ""), 1, ANY),
    ],
    loops: &[
        &REFERRING,
        &RENDERING,
        &LOCATION,
        &SUPERVISING,
        &PICK_UP,
        &DROP_OFF,
        &OTHER_PAYER,
        &LINE,
    ],
};

const PROVIDER_NUMBERS: SegmentRule = segment("REF", (1, "0B 1G G2 LU"), 4, REFERENCE);

static REFERRING: LoopRule = LoopRule {
    id: "2310A",
    required: false,
    most: 2,
    segments: &[whole("NM1", (1, "DN P3"), 1, NAMED), PROVIDER_NUMBERS],
    loops: &[],
};
static RENDERING: LoopRule = LoopRule {
    id: "2310B",
    required: false,
    most: 1,
    segments: &[
        whole("NM1", (1, "82"), 1, NAMED),
        segment("PRV", (1, "PE"), 1, SPECIALTY),
        PROVIDER_NUMBERS,
    ],
    loops: &[],
};
static LOCATION: LoopRule = LoopRule {
    id: "2310C",
    required: false,
    most: 1,
    segments: &[
        whole("NM1", (1, "77"), 1, NAMED),
        N3_NEEDED,
        N4_NEEDED,
        PROVIDER_NUMBERS,
        segment("PER", (1, "IC"), 1, CONTACT),
    ],
    loops: &[],
};
static SUPERVISING: LoopRule = LoopRule {
    id: "2310D",
    required: false,
    most: 1,
    segments: &[whole("NM1", (1, "DQ"), 1, NAMED), PROVIDER_NUMBERS],
    loops: &[],
};
static PICK_UP: LoopRule = LoopRule {
    id: "2310E",
    required: false,
    most: 1,
    segments: &[whole("NM1", (1, "PW"), 1, PARTY), N3_NEEDED, N4_NEEDED],
    loops: &[],
};
static DROP_OFF: LoopRule = LoopRule {
    id: "2310F",
    required: false,
    most: 1,
    segments: &[whole("NM1", (1, "45"), 1, PARTY), N3_NEEDED, N4_NEEDED],
    loops: &[],
};

static OTHER_PAYER: LoopRule = LoopRule {
    id: "2320",
    required: false,
    most: 10,
    segments: &[
        whole(
            "SBR",
            (0, ""),
            1,
            &[
                need(1, Code(TURNS)),
                need(2, Code(RELATIONSHIP)),
                of(3, Text(50)),
                of(4, Text(60)),
                of(5, Code("12 13 14 15 16 41 42 43 47")),
                of(9, Code(FILING)),
            ],
        ),
        segment("CAS", (0, ""), 5, ADJUSTMENTS),
        segment("AMT", (1, "D"), 1, AMOUNT),
        segment("AMT", (1, "A8"), 1, AMOUNT),
        segment("AMT", (1, "EAF"), 1, AMOUNT),
        whole(
            "OI",
            (0, ""),
            1,
            &[
                need(3, Code("N W Y")),
                of(4, Code("P")),
                need(6, Code("I Y")),
            ],
        ),
        segment("MOA", (0, ""), 1, ANY),
    ],
    loops: &[
        &OTHER_SUBSCRIBER,
        &OTHER_PAYER_NAME,
        &OTHER_REFERRING,
        &OTHER_RENDERING,
        &OTHER_LOCATION,
        &OTHER_SUPERVISING,
        &OTHER_BILLING,
    ],
};

static OTHER_SUBSCRIBER: LoopRule = LoopRule {
    id: "2330A",
    required: true,
    most: 1,
    segments: &[
        whole("NM1", (1, "IL"), 1, NUMBERED),
        N3,
        N4,
        segment("REF", (1, "SY"), 1, REFERENCE),
    ],
    loops: &[],
};
static OTHER_PAYER_NAME: LoopRule = LoopRule {
    id: "2330B",
    required: true,
    most: 1,
    segments: &[
        whole("NM1", (1, "PR"), 1, NUMBERED),
        N3,
        N4,
        segment("DTP", (1, "573"), 1, DATE),
        segment("REF", (1, "2U EI FY NF"), 3, REFERENCE),
        segment("REF", (1, "G1"), 1, REFERENCE),
        segment("REF", (1, "9F"), 1, REFERENCE),
        segment("REF", (1, "T4"), 1, REFERENCE),
        segment("REF", (1, "F8"), 1, REFERENCE),
    ],
    loops: &[],
};

/// What other payers call a provider: a loop without a name.
macro_rules! other_provider {
    ($name:ident, $id:literal, $codes:literal, $most:literal) => {
        static $name: LoopRule = LoopRule {
            id: $id,
            required: false,
            most: $most,
            segments: &[
                whole("NM1", (1, $codes), 1, PARTY),
                whole("REF", (1, "0B 1G G2 LU"), 4, REFERENCE),
            ],
            loops: &[],
        };
    };
}
other_provider!(OTHER_REFERRING, "2330C", "DN P3", 2);
other_provider!(OTHER_RENDERING, "2330D", "82", 1);
other_provider!(OTHER_LOCATION, "2330E", "77", 1);
other_provider!(OTHER_SUPERVISING, "2330F", "DQ", 1);
other_provider!(OTHER_BILLING, "2330G", "85", 1);
