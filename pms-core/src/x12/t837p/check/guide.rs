//! The professional claim's guide as a table.
//!
//! Source: the public facts about 005010X222A1 in `docs/SOURCES.md`.

use super::super::super::guide::Shape::{Code, Day, Decimal, Number, Parts, Text, Time, Wide};
use super::super::super::guide::segments::{AMOUNT, DATE, REFERENCE, STREET, TOWN};
use super::super::super::guide::{ElementRule, LoopRule, SegmentRule, need, of, segment, whole};

const TURNS: &str = "A B C D E F G H P S T U";
const FILING: &str = "11 12 13 14 15 16 17 AM BL CH CI DS FI HM LM MA MB MC OF TV VA WC ZZ";
const RELATIONSHIP: &str = "01 18 19 20 21 39 40 53 G8";
const GROUPS: &str = "CO CR OA PI PR";

const N3: SegmentRule = segment("N3", (0, ""), 1, STREET);
const N4: SegmentRule = segment("N4", (0, ""), 1, TOWN);
const N3_NEEDED: SegmentRule = whole("N3", (0, ""), 1, STREET);
const N4_NEEDED: SegmentRule = whole("N4", (0, ""), 1, TOWN);

const CONTACT: &[ElementRule] = &[
    need(1, Code("IC")),
    of(2, Text(60)),
    need(3, Code("EM FX TE")),
    need(4, Text(256)),
    of(5, Code("EM EX FX TE")),
    of(6, Text(256)),
    of(7, Code("EM EX FX TE")),
    of(8, Text(256)),
];
const BIRTH: &[ElementRule] = &[need(1, Code("D8")), need(2, Day), need(3, Code("F M U"))];

/// A person or organisation with a name and, in most loops, a number.
const PARTY: &[ElementRule] = &[
    need(1, Wide(2, 3)),
    need(2, Code("1 2")),
    of(3, Text(60)),
    of(4, Text(35)),
    of(5, Text(25)),
    of(7, Text(10)),
    of(8, Code("24 34 46 FI II MI PI SY XV XX")),
    of(9, Wide(2, 80)),
];
const NAMED: &[ElementRule] = &[
    need(1, Wide(2, 3)),
    need(2, Code("1 2")),
    need(3, Text(60)),
    of(4, Text(35)),
    of(5, Text(25)),
    of(7, Text(10)),
    of(8, Code("24 34 46 FI II MI PI SY XV XX")),
    of(9, Wide(2, 80)),
];
const NUMBERED: &[ElementRule] = &[
    need(1, Wide(2, 3)),
    need(2, Code("1 2")),
    need(3, Text(60)),
    of(4, Text(35)),
    of(5, Text(25)),
    of(7, Text(10)),
    need(8, Code("46 MI II PI XV")),
    need(9, Wide(2, 80)),
];
const SPECIALTY: &[ElementRule] = &[
    need(1, Code("BI PE")),
    need(2, Code("PXC")),
    need(3, Wide(10, 10)),
];
const ADJUSTMENTS: &[ElementRule] = &[
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
const ATTACHMENT: &[ElementRule] = &[
    need(1, Wide(2, 2)),
    need(2, Code("AA BM EL EM FT FX")),
    of(5, Code("AC")),
    of(6, Wide(2, 80)),
];
const CONTRACT: &[ElementRule] = &[
    need(1, Wide(2, 2)),
    of(2, Decimal(10)),
    of(3, Decimal(6)),
    of(4, Text(50)),
    of(5, Decimal(6)),
    of(6, Text(30)),
];
const ANY: &[ElementRule] = &[];
const CODE_AND_ANY: &[ElementRule] = &[need(1, Wide(1, 3))];
const NOTE: &[ElementRule] = &[need(1, Wide(3, 3)), need(2, Text(80))];

/// The transaction.
pub(in crate::x12) static TRANSACTION: LoopRule = LoopRule {
    id: "",
    required: true,
    most: 1,
    segments: &[whole(
        "BHT",
        (0, ""),
        1,
        &[
            need(1, Code("0019")),
            need(2, Code("00 18")),
            need(3, Text(50)),
            need(4, Day),
            need(5, Time),
            need(6, Code("31 CH RP")),
        ],
    )],
    loops: &[&SUBMITTER, &RECEIVER, &BILLING],
};

static SUBMITTER: LoopRule = LoopRule {
    id: "1000A",
    required: true,
    most: 1,
    segments: &[
        whole("NM1", (1, "41"), 1, NUMBERED),
        whole("PER", (1, "IC"), 2, CONTACT),
    ],
    loops: &[],
};

static RECEIVER: LoopRule = LoopRule {
    id: "1000B",
    required: true,
    most: 1,
    segments: &[whole("NM1", (1, "40"), 1, NUMBERED)],
    loops: &[],
};

const LEVEL: &[ElementRule] = &[
    need(1, Number(12)),
    of(2, Number(12)),
    need(3, Code("20 22 23")),
    need(4, Code("0 1")),
];

static BILLING: LoopRule = LoopRule {
    id: "2000A",
    required: true,
    most: 0,
    segments: &[
        whole("HL", (3, "20"), 1, LEVEL),
        segment("PRV", (1, "BI"), 1, SPECIALTY),
        segment(
            "CUR",
            (1, "85"),
            1,
            &[need(1, Code("85")), need(2, Wide(3, 3))],
        ),
    ],
    loops: &[&BILLING_NAME, &PAY_TO, &PAY_TO_PLAN, &SUBSCRIBER],
};

static BILLING_NAME: LoopRule = LoopRule {
    id: "2010AA",
    required: true,
    most: 1,
    segments: &[
        whole("NM1", (1, "85"), 1, NAMED),
        N3_NEEDED,
        N4_NEEDED,
        whole("REF", (1, "EI SY"), 1, REFERENCE),
        segment("REF", (1, "0B 1G"), 2, REFERENCE),
        segment("PER", (1, "IC"), 2, CONTACT),
    ],
    loops: &[],
};

static PAY_TO: LoopRule = LoopRule {
    id: "2010AB",
    required: false,
    most: 1,
    segments: &[whole("NM1", (1, "87"), 1, PARTY), N3_NEEDED, N4_NEEDED],
    loops: &[],
};

static PAY_TO_PLAN: LoopRule = LoopRule {
    id: "2010AC",
    required: false,
    most: 1,
    segments: &[
        whole("NM1", (1, "PE"), 1, NUMBERED),
        N3_NEEDED,
        N4_NEEDED,
        segment("REF", (1, "2U FY NF"), 1, REFERENCE),
        whole("REF", (1, "EI"), 1, REFERENCE),
    ],
    loops: &[],
};

static SUBSCRIBER: LoopRule = LoopRule {
    id: "2000B",
    required: true,
    most: 0,
    segments: &[
        whole("HL", (3, "22"), 1, LEVEL),
        whole(
            "SBR",
            (0, ""),
            1,
            &[
                need(1, Code(TURNS)),
                of(2, Code("18")),
                of(3, Text(50)),
                of(4, Text(60)),
                of(5, Code("12 13 14 15 16 41 42 43 47")),
                of(9, Code(FILING)),
            ],
        ),
        segment("PAT", (0, ""), 1, PATIENT_ELEMENTS),
    ],
    loops: &[&SUBSCRIBER_NAME, &PAYER, &CLAIM, &PATIENT],
};

const PATIENT_ELEMENTS: &[ElementRule] = &[
    of(1, Code(RELATIONSHIP)),
    of(5, Code("D8")),
    of(6, Day),
    of(7, Code("01")),
    of(8, Decimal(10)),
    of(9, Code("Y")),
];

static SUBSCRIBER_NAME: LoopRule = LoopRule {
    id: "2010BA",
    required: true,
    most: 1,
    segments: &[
        whole("NM1", (1, "IL"), 1, NAMED),
        N3,
        N4,
        segment("DMG", (0, ""), 1, BIRTH),
        segment("REF", (1, "SY"), 1, REFERENCE),
        segment("REF", (1, "Y4"), 1, REFERENCE),
        segment("PER", (1, "IC"), 1, CONTACT),
    ],
    loops: &[],
};

static PAYER: LoopRule = LoopRule {
    id: "2010BB",
    required: true,
    most: 1,
    segments: &[
        whole("NM1", (1, "PR"), 1, NUMBERED),
        N3,
        N4,
        segment("REF", (1, "2U EI FY NF"), 3, REFERENCE),
        segment("REF", (1, "G2 LU"), 2, REFERENCE),
    ],
    loops: &[],
};

static PATIENT: LoopRule = LoopRule {
    id: "2000C",
    required: false,
    most: 0,
    segments: &[
        whole("HL", (3, "23"), 1, LEVEL),
        whole("PAT", (0, ""), 1, PATIENT_ELEMENTS),
    ],
    loops: &[&PATIENT_NAME, &CLAIM],
};

static PATIENT_NAME: LoopRule = LoopRule {
    id: "2010CA",
    required: true,
    most: 1,
    segments: &[
        whole("NM1", (1, "QC"), 1, NAMED),
        N3_NEEDED,
        N4_NEEDED,
        whole("DMG", (0, ""), 1, BIRTH),
        segment("REF", (1, "Y4"), 1, REFERENCE),
        segment("REF", (1, "1W SY"), 1, REFERENCE),
        segment("PER", (1, "IC"), 1, CONTACT),
    ],
    loops: &[],
};

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

static CLAIM: LoopRule = LoopRule {
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

static LINE: LoopRule = LoopRule {
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
