//! The guide of 270 and 271 as tables.
//!
//! Source: the public facts about 005010X279A1 in `docs/SOURCES.md`.

use super::super::super::guide::Shape::{
    Code, Day, Decimal, Each, Number, Parts, Text, Time, Wide,
};
use super::super::super::guide::segments::{STREET, TOWN};
use super::super::super::guide::{ElementRule, LoopRule, SegmentRule, need, of, segment, whole};
use super::codes;

/// The question.
pub(super) static REQUEST: LoopRule = LoopRule {
    id: "",
    required: true,
    most: 1,
    segments: &[whole("BHT", (0, ""), 1, REQUEST_HEAD)],
    loops: &[&REQUEST_SOURCE],
};

/// The answer.
pub(super) static RESPONSE: LoopRule = LoopRule {
    id: "",
    required: true,
    most: 1,
    segments: &[whole("BHT", (0, ""), 1, RESPONSE_HEAD)],
    loops: &[&RESPONSE_SOURCE],
};

const REQUEST_HEAD: &[ElementRule] = &[
    need(1, Code("0022")),
    need(2, Code("01 13 36")),
    of(3, Text(50)),
    need(4, Day),
    need(5, Time),
    of(6, Code("RT")),
];
const RESPONSE_HEAD: &[ElementRule] = &[
    need(1, Code("0022")),
    need(2, Code("06 11")),
    of(3, Text(50)),
    need(4, Day),
    need(5, Time),
    of(6, Code("RT")),
];
const LEVEL: &[ElementRule] = &[
    need(1, Number(12)),
    of(2, Number(12)),
    need(3, Code("20 21 22 23")),
    need(4, Code("0 1")),
];
const ASKED: &[ElementRule] = &[
    need(1, Code("1")),
    need(2, Text(50)),
    need(3, Wide(10, 10)),
    of(4, Text(50)),
];
const ANSWERED: &[ElementRule] = &[
    need(1, Code("1 2")),
    need(2, Text(50)),
    need(3, Wide(10, 10)),
    of(4, Text(50)),
];

/// NM1 with the kinds of number that are allowed in it.
macro_rules! party {
    ($roles:expr, $kinds:expr, $numbers:expr, $need:ident) => {
        &[
            need(1, Code($roles)),
            need(2, Code($kinds)),
            of(3, Text(60)),
            of(4, Text(35)),
            of(5, Text(25)),
            of(7, Text(10)),
            $need(8, Code($numbers)),
            $need(9, Wide(2, 80)),
        ]
    };
}
const SOURCE_NAME: &[ElementRule] = party!(codes::SOURCES, "1 2", "24 46 FI NI PI XV XX", need);
const RECEIVER_NAME: &[ElementRule] =
    party!(codes::RECEIVERS, "1 2", "24 34 FI PI PP SV XV XX", need);
const SUBSCRIBER_NAME: &[ElementRule] = party!("IL", "1 2", "II MI", of);
const DEPENDENT_NAME: &[ElementRule] = &[
    need(1, Code("03")),
    need(2, Code("1")),
    of(3, Text(60)),
    of(4, Text(35)),
    of(5, Text(25)),
    of(7, Text(10)),
];
const RELATED_NAME: &[ElementRule] = &[
    need(1, Code(codes::RELATED)),
    need(2, Code("1 2")),
    of(3, Text(60)),
    of(4, Text(35)),
    of(5, Text(25)),
    of(7, Text(10)),
    of(8, Code("24 34 46 FA FI II MI NI PI PP SV XV XX")),
    of(9, Wide(2, 80)),
    of(10, Code("01 02 27 41 48 65 72")),
];

const RECEIVER_NUMBER: &[ElementRule] = &[
    need(1, Code(codes::RECEIVER_NUMBERS)),
    need(2, Text(50)),
    of(3, Text(80)),
];
const MEMBER_NUMBER: &[ElementRule] = &[
    need(1, Code(codes::MEMBER_NUMBERS)),
    need(2, Text(50)),
    of(3, Text(80)),
];
const ENTRY_NUMBER: &[ElementRule] = &[
    need(1, Code(codes::ENTRY_NUMBERS)),
    need(2, Text(50)),
    of(3, Text(80)),
];
const AUTHORIZATION: &[ElementRule] = &[need(1, Code("9F G1")), need(2, Text(50))];

const SPECIALTY: &[ElementRule] = &[
    need(1, Code(codes::PROVIDERS)),
    of(2, Code("9K D3 EI HPI PXC SY TJ")),
    of(3, Text(50)),
];
const BIRTH: &[ElementRule] = &[of(1, Code("D8")), of(2, Day), of(3, Code("F M U"))];
const SUBSCRIBER_STATUS: &[ElementRule] = &[
    need(1, Code("Y")),
    need(2, Code("18")),
    of(3, Code("001")),
    of(4, Code("25")),
    of(17, Number(9)),
];
const DEPENDENT_STATUS: &[ElementRule] = &[
    need(1, Code("N")),
    need(2, Code(codes::RELATIONSHIPS)),
    of(3, Code("001")),
    of(4, Code("25")),
    of(17, Number(9)),
];
const DIAGNOSIS: &[ElementRule] = &[need(1, Code("ABF ABK BF BK")), need(2, Text(30))];
const DIAGNOSES: &[ElementRule] = &[
    need(1, Parts(DIAGNOSIS)),
    of(2, Parts(DIAGNOSIS)),
    of(3, Parts(DIAGNOSIS)),
    of(4, Parts(DIAGNOSIS)),
    of(5, Parts(DIAGNOSIS)),
    of(6, Parts(DIAGNOSIS)),
    of(7, Parts(DIAGNOSIS)),
    of(8, Parts(DIAGNOSIS)),
];
const MILITARY: &[ElementRule] = &[
    need(1, Code("A C L O P S T")),
    need(2, Wide(2, 2)),
    need(3, Text(1)),
    of(4, Text(80)),
    of(5, Wide(2, 2)),
    of(6, Code("D8 RD8")),
    of(7, Text(35)),
];

const ASKED_DAYS: &[ElementRule] = &[
    need(1, Code("102 291")),
    need(2, Code("D8 RD8")),
    need(3, Text(35)),
];
const PLAN_DAYS: &[ElementRule] = &[
    need(1, Code("291")),
    need(2, Code("D8 RD8")),
    need(3, Text(35)),
];
const MEMBER_DAYS: &[ElementRule] = &[
    need(1, Code(codes::MEMBER_DAYS)),
    need(2, Code("D8 RD8")),
    need(3, Text(35)),
];
const ENTRY_DAYS: &[ElementRule] = &[
    need(1, Code(codes::ENTRY_DAYS)),
    need(2, Code("D8 RD8")),
    need(3, Text(35)),
];

const PROCEDURE: &[ElementRule] = &[
    need(1, Code(codes::PROCEDURES)),
    need(2, Text(48)),
    of(3, Wide(2, 2)),
    of(4, Wide(2, 2)),
    of(5, Wide(2, 2)),
    of(6, Wide(2, 2)),
    of(8, Text(48)),
];
const POINTERS: &[ElementRule] = &[
    need(1, Number(2)),
    of(2, Number(2)),
    of(3, Number(2)),
    of(4, Number(2)),
];
const QUESTION: &[ElementRule] = &[
    of(1, Each(99, &Code(codes::SERVICES))),
    of(2, Parts(PROCEDURE)),
    of(3, Code("FAM")),
    of(5, Parts(POINTERS)),
];
const SPENT: &[ElementRule] = &[need(1, Code("PB R")), need(2, Decimal(18))];
const PLACE: &[ElementRule] = &[need(1, Code("ZZ")), need(2, Text(30))];
const BENEFIT: &[ElementRule] = &[
    need(1, Code(codes::BENEFITS)),
    of(2, Code(codes::COVERAGE)),
    of(3, Each(99, &Code(codes::SERVICES))),
    of(4, Code(codes::INSURANCE)),
    of(5, Text(50)),
    of(6, Code(codes::PERIODS)),
    of(7, Decimal(18)),
    of(8, Decimal(10)),
    of(9, Code(codes::UNITS)),
    of(10, Decimal(15)),
    of(11, Code("N U Y")),
    of(12, Code("N U W Y")),
    of(13, Parts(PROCEDURE)),
    of(14, Parts(POINTERS)),
];
const DELIVERY: &[ElementRule] = &[
    of(1, Code("DY FL HS MN VS")),
    of(2, Decimal(15)),
    of(3, Code("DA MO VS WK YR")),
    of(4, Decimal(6)),
    of(5, Code(codes::PERIODS)),
    of(6, Number(3)),
    of(7, Text(2)),
    of(8, Code("A B C D E F G Y")),
];
const DETAIL: &[ElementRule] = &[
    of(1, Code("GR NI ZZ")),
    of(2, Text(30)),
    of(3, Code("44")),
    of(4, Text(264)),
];
const MESSAGE: &[ElementRule] = &[need(1, Text(264))];
const RELATED_MARK: &[ElementRule] = &[need(1, Code("2120"))];
const CONTACT: &[ElementRule] = &[
    need(1, Code("IC")),
    of(2, Text(60)),
    of(3, Code("ED EM FX TE UR WP")),
    of(4, Text(256)),
    of(5, Code("ED EM EX FX TE UR WP")),
    of(6, Text(256)),
    of(7, Code("ED EM EX FX TE UR WP")),
    of(8, Text(256)),
];

/// AAA with its reasons.
macro_rules! rejection {
    ($reasons:expr) => {
        &[
            need(1, Code("N Y")),
            need(3, Code($reasons)),
            need(4, Code(codes::NEXT)),
        ]
    };
}
const NO_SOURCE: &[ElementRule] = rejection!(codes::NO_SOURCE);
const NO_PAYER: &[ElementRule] = rejection!(codes::NO_PAYER);
const NO_RECEIVER: &[ElementRule] = rejection!(codes::NO_RECEIVER);
const NO_SUBSCRIBER: &[ElementRule] = rejection!(codes::NO_SUBSCRIBER);
const NO_DEPENDENT: &[ElementRule] = rejection!(codes::NO_DEPENDENT);
const NO_ENTRY: &[ElementRule] = rejection!(codes::NO_ENTRY);

const N3: SegmentRule = segment("N3", (0, ""), 1, STREET);
const N4: SegmentRule = segment("N4", (0, ""), 1, TOWN);
const PRV: SegmentRule = segment("PRV", (0, ""), 1, SPECIALTY);
const DMG: SegmentRule = segment("DMG", (0, ""), 1, BIRTH);
const HI: SegmentRule = segment("HI", (0, ""), 1, DIAGNOSES);

static REQUEST_SOURCE: LoopRule = LoopRule {
    id: "2000A",
    required: true,
    most: 0,
    segments: &[whole("HL", (3, "20"), 1, LEVEL)],
    loops: &[&REQUEST_SOURCE_NAME, &REQUEST_RECEIVER],
};

static REQUEST_SOURCE_NAME: LoopRule = LoopRule {
    id: "2100A",
    required: true,
    most: 1,
    segments: &[whole("NM1", (1, codes::SOURCES), 1, SOURCE_NAME)],
    loops: &[],
};

static REQUEST_RECEIVER: LoopRule = LoopRule {
    id: "2000B",
    required: true,
    most: 0,
    segments: &[whole("HL", (3, "21"), 1, LEVEL)],
    loops: &[&REQUEST_RECEIVER_NAME, &REQUEST_SUBSCRIBER],
};

static REQUEST_RECEIVER_NAME: LoopRule = LoopRule {
    id: "2100B",
    required: true,
    most: 1,
    segments: &[
        whole("NM1", (1, codes::RECEIVERS), 1, RECEIVER_NAME),
        segment("REF", (0, ""), 9, RECEIVER_NUMBER),
        N3,
        N4,
        PRV,
    ],
    loops: &[],
};

static REQUEST_SUBSCRIBER: LoopRule = LoopRule {
    id: "2000C",
    required: true,
    most: 0,
    segments: &[
        whole("HL", (3, "22"), 1, LEVEL),
        segment("TRN", (0, ""), 2, ASKED),
    ],
    loops: &[&REQUEST_SUBSCRIBER_NAME, &REQUEST_DEPENDENT],
};

static REQUEST_SUBSCRIBER_NAME: LoopRule = LoopRule {
    id: "2100C",
    required: true,
    most: 1,
    segments: &[
        whole("NM1", (1, "IL"), 1, SUBSCRIBER_NAME),
        segment("REF", (0, ""), 9, MEMBER_NUMBER),
        N3,
        N4,
        PRV,
        DMG,
        segment("INS", (0, ""), 1, SUBSCRIBER_STATUS),
        HI,
        segment("DTP", (0, ""), 2, ASKED_DAYS),
    ],
    loops: &[&SUBSCRIBER_QUESTION],
};

const QUESTIONS: &[SegmentRule] = &[
    whole("EQ", (0, ""), 1, QUESTION),
    segment("AMT", (0, ""), 2, SPENT),
    segment("III", (0, ""), 1, PLACE),
    segment("REF", (0, ""), 1, AUTHORIZATION),
    segment("DTP", (0, ""), 1, PLAN_DAYS),
];

static SUBSCRIBER_QUESTION: LoopRule = LoopRule {
    id: "2110C",
    required: false,
    most: 99,
    segments: QUESTIONS,
    loops: &[],
};

static REQUEST_DEPENDENT: LoopRule = LoopRule {
    id: "2000D",
    required: false,
    most: 0,
    segments: &[
        whole("HL", (3, "23"), 1, LEVEL),
        segment("TRN", (0, ""), 2, ASKED),
    ],
    loops: &[&REQUEST_DEPENDENT_NAME],
};

static REQUEST_DEPENDENT_NAME: LoopRule = LoopRule {
    id: "2100D",
    required: true,
    most: 1,
    segments: &[
        whole("NM1", (1, "03"), 1, DEPENDENT_NAME),
        segment("REF", (0, ""), 9, MEMBER_NUMBER),
        N3,
        N4,
        PRV,
        DMG,
        segment("INS", (0, ""), 1, DEPENDENT_STATUS),
        HI,
        segment("DTP", (0, ""), 2, ASKED_DAYS),
    ],
    loops: &[&DEPENDENT_QUESTION],
};

static DEPENDENT_QUESTION: LoopRule = LoopRule {
    id: "2110D",
    required: true,
    most: 99,
    segments: QUESTIONS,
    loops: &[],
};

static RESPONSE_SOURCE: LoopRule = LoopRule {
    id: "2000A",
    required: true,
    most: 0,
    segments: &[
        whole("HL", (3, "20"), 1, LEVEL),
        segment("AAA", (0, ""), 9, NO_SOURCE),
    ],
    loops: &[&RESPONSE_SOURCE_NAME, &RESPONSE_RECEIVER],
};

static RESPONSE_SOURCE_NAME: LoopRule = LoopRule {
    id: "2100A",
    required: true,
    most: 1,
    segments: &[
        whole("NM1", (1, codes::SOURCES), 1, SOURCE_NAME),
        segment("PER", (0, ""), 3, CONTACT),
        segment("AAA", (0, ""), 9, NO_PAYER),
    ],
    loops: &[],
};

static RESPONSE_RECEIVER: LoopRule = LoopRule {
    id: "2000B",
    required: false,
    most: 0,
    segments: &[whole("HL", (3, "21"), 1, LEVEL)],
    loops: &[&RESPONSE_RECEIVER_NAME, &RESPONSE_SUBSCRIBER],
};

static RESPONSE_RECEIVER_NAME: LoopRule = LoopRule {
    id: "2100B",
    required: true,
    most: 1,
    segments: &[
        whole("NM1", (1, codes::RECEIVERS), 1, RECEIVER_NAME),
        segment("REF", (0, ""), 9, RECEIVER_NUMBER),
        N3,
        N4,
        segment("AAA", (0, ""), 9, NO_RECEIVER),
        PRV,
    ],
    loops: &[],
};

static RESPONSE_SUBSCRIBER: LoopRule = LoopRule {
    id: "2000C",
    required: false,
    most: 0,
    segments: &[
        whole("HL", (3, "22"), 1, LEVEL),
        segment("TRN", (0, ""), 3, ANSWERED),
    ],
    loops: &[&RESPONSE_SUBSCRIBER_NAME, &RESPONSE_DEPENDENT],
};

static RESPONSE_SUBSCRIBER_NAME: LoopRule = LoopRule {
    id: "2100C",
    required: true,
    most: 1,
    segments: &[
        whole("NM1", (1, "IL"), 1, SUBSCRIBER_NAME),
        segment("REF", (0, ""), 9, MEMBER_NUMBER),
        N3,
        N4,
        segment("AAA", (0, ""), 9, NO_SUBSCRIBER),
        PRV,
        DMG,
        segment("INS", (0, ""), 1, SUBSCRIBER_STATUS),
        HI,
        segment("DTP", (0, ""), 9, MEMBER_DAYS),
        segment("MPI", (0, ""), 9, MILITARY),
    ],
    loops: &[&SUBSCRIBER_BENEFIT],
};

static RESPONSE_DEPENDENT: LoopRule = LoopRule {
    id: "2000D",
    required: false,
    most: 0,
    segments: &[
        whole("HL", (3, "23"), 1, LEVEL),
        segment("TRN", (0, ""), 3, ANSWERED),
    ],
    loops: &[&RESPONSE_DEPENDENT_NAME],
};

static RESPONSE_DEPENDENT_NAME: LoopRule = LoopRule {
    id: "2100D",
    required: true,
    most: 1,
    segments: &[
        whole("NM1", (1, "03"), 1, DEPENDENT_NAME),
        segment("REF", (0, ""), 9, MEMBER_NUMBER),
        N3,
        N4,
        segment("AAA", (0, ""), 9, NO_DEPENDENT),
        PRV,
        DMG,
        segment("INS", (0, ""), 1, DEPENDENT_STATUS),
        HI,
        segment("DTP", (0, ""), 9, MEMBER_DAYS),
        segment("MPI", (0, ""), 9, MILITARY),
    ],
    loops: &[&DEPENDENT_BENEFIT],
};

const BENEFITS: &[SegmentRule] = &[
    whole("EB", (0, ""), 1, BENEFIT),
    segment("HSD", (0, ""), 9, DELIVERY),
    segment("REF", (0, ""), 9, ENTRY_NUMBER),
    segment("DTP", (0, ""), 20, ENTRY_DAYS),
    segment("AAA", (0, ""), 9, NO_ENTRY),
    segment("MSG", (0, ""), 10, MESSAGE),
];

const RELATED: &[SegmentRule] = &[
    whole("NM1", (0, ""), 1, RELATED_NAME),
    N3,
    N4,
    segment("PER", (0, ""), 3, CONTACT),
    PRV,
];

/// Loops 2110 to 2120 under a member: what is told of whom is told by their letter.
macro_rules! benefit {
    ($benefit:ident, $detail:ident, $related:ident, $party:ident, $end:ident, $unmarked:ident, $letter:literal) => {
        static $benefit: LoopRule = LoopRule {
            id: concat!("2110", $letter),
            required: false,
            most: 0,
            segments: BENEFITS,
            loops: &[&$detail, &$related, &$unmarked],
        };

        static $detail: LoopRule = LoopRule {
            id: concat!("2115", $letter),
            required: false,
            most: 10,
            segments: &[whole("III", (0, ""), 1, DETAIL)],
            loops: &[],
        };

        static $related: LoopRule = LoopRule {
            id: concat!("2110", $letter),
            required: false,
            most: 1,
            segments: &[whole("LS", (0, ""), 1, RELATED_MARK)],
            loops: &[&$party, &$end],
        };

        static $party: LoopRule = LoopRule {
            id: concat!("2120", $letter),
            required: true,
            most: 23,
            segments: RELATED,
            loops: &[],
        };

        // Without LS: found, and what it says is checked all the same.
        static $unmarked: LoopRule = LoopRule {
            required: false,
            id: concat!("2120", $letter),
            most: 0,
            segments: RELATED,
            loops: &[],
        };

        static $end: LoopRule = LoopRule {
            id: concat!("2110", $letter),
            required: true,
            most: 1,
            segments: &[whole("LE", (0, ""), 1, RELATED_MARK)],
            loops: &[],
        };
    };
}
benefit!(
    SUBSCRIBER_BENEFIT,
    SUBSCRIBER_DETAIL,
    SUBSCRIBER_RELATED,
    SUBSCRIBER_PARTY,
    SUBSCRIBER_END,
    SUBSCRIBER_UNMARKED,
    "C"
);
benefit!(
    DEPENDENT_BENEFIT,
    DEPENDENT_DETAIL,
    DEPENDENT_RELATED,
    DEPENDENT_PARTY,
    DEPENDENT_END,
    DEPENDENT_UNMARKED,
    "D"
);
