//! Loops 1000A to 2010CA: who sends, who bills, whose claims they are.

use super::claim::CLAIM;
use super::part::{
    BIRTH, CONTACT, FILING, N3, N3_NEEDED, N4, N4_NEEDED, NAMED, NUMBERED, PARTY, RELATIONSHIP,
    SPECIALTY, TURNS,
};
use crate::x12::guide::Shape::{Code, Day, Decimal, Number, Text, Time, Wide};
use crate::x12::guide::segments::REFERENCE;
use crate::x12::guide::{ElementRule, LoopRule, need, of, segment, whole};

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
