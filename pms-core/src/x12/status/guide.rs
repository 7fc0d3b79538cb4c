//! The guides of 276, 277 and 277CA as tables.
//!
//! Source: the public facts about 005010X212 and 005010X214 in `docs/SOURCES.md`.

use super::super::guide::Shape::{Code, Day, Decimal, Number, Parts, Text, Time, Wide};
use super::super::guide::segments::{AMOUNT, DATE, REFERENCE};
use super::super::guide::{ElementRule, LoopRule, SegmentRule, need, of, segment, whole};

macro_rules! header {
    ($name:ident, $structure:literal, $purpose:literal, $($of:expr)?) => {
        const $name: SegmentRule = whole(
            "BHT",
            (0, ""),
            1,
            &[
                need(1, Code($structure)),
                need(2, Code($purpose)),
                need(3, Text(50)),
                need(4, Day),
                need(5, Time),
                $($of,)?
            ],
        );
    };
}
header!(ASKED, "0010", "13",);
header!(ANSWERED, "0010", "08", need(6, Code("DG")));
header!(ACKNOWLEDGED, "0085", "08", need(6, Code("TH")));

const LEVEL: &[ElementRule] = &[
    need(1, Number(12)),
    of(2, Number(12)),
    need(3, Code("19 20 21 22 23 PT")),
    need(4, Code("0 1")),
];
const LAST_LEVEL: &[ElementRule] = &[
    need(1, Number(12)),
    need(2, Number(12)),
    need(3, Code("23 PT")),
    of(4, Code("0")),
];

/// A name with its number.
macro_rules! named {
    ($who:literal, $kind:literal, $name:expr, $number:literal) => {
        whole(
            "NM1",
            (1, $who),
            1,
            &[
                need(1, Code($who)),
                need(2, Code($kind)),
                $name,
                of(4, Text(35)),
                of(5, Text(25)),
                of(7, Text(10)),
                need(8, Code($number)),
                need(9, Wide(2, 80)),
            ],
        )
    };
}

/// A name alone.
const NAMED: SegmentRule = whole(
    "NM1",
    (1, "QC"),
    1,
    &[
        need(1, Code("QC")),
        need(2, Code("1")),
        need(3, Text(60)),
        of(4, Text(35)),
        of(5, Text(25)),
        of(7, Text(10)),
        of(8, Code("24 II MI")),
        of(9, Wide(2, 80)),
    ],
);
const CONTACT: SegmentRule = segment(
    "PER",
    (1, "IC"),
    1,
    &[
        need(1, Code("IC")),
        of(2, Text(60)),
        need(3, Code("ED EM FX TE")),
        need(4, Text(256)),
        of(5, Code("ED EM EX FX TE")),
        of(6, Text(256)),
        of(7, Code("ED EM EX FX TE")),
        of(8, Text(256)),
    ],
);
const BIRTH: SegmentRule = segment(
    "DMG",
    (0, ""),
    1,
    &[need(1, Code("D8")), need(2, Day), of(3, Code("F M"))],
);

/// The sender's own number, and the number of what is answered.
const OWN_TRACE: SegmentRule = whole(
    "TRN",
    (0, ""),
    1,
    &[
        need(1, Code("1")),
        need(2, Text(50)),
        of(3, Text(10)),
        of(4, Text(50)),
    ],
);
const THEIR_TRACE: SegmentRule = whole(
    "TRN",
    (0, ""),
    1,
    &[
        need(1, Code("2")),
        need(2, Text(50)),
        of(3, Text(10)),
        of(4, Text(50)),
    ],
);
const QUANTITY: &[ElementRule] = &[need(1, Wide(2, 2)), need(2, Number(15))];

const CODES: ElementRule = need(1, Parts(STATUS));
const MORE: ElementRule = of(10, Parts(STATUS));
const YET_MORE: ElementRule = of(11, Parts(STATUS));
const WORDS: ElementRule = of(12, Text(264));
/// What was decided of the whole or of a claim: its day and its charge always stand there.
const DECIDED: &[ElementRule] = &[
    CODES,
    need(2, Day),
    ACTION,
    need(4, Decimal(10)),
    MORE,
    YET_MORE,
    WORDS,
];
/// Category, status, whom it concerns, and of which list the status is.
const STATUS: &[ElementRule] = &[
    need(1, Wide(2, 2)),
    need(2, Wide(1, 4)),
    of(3, Wide(2, 3)),
    of(4, Code("RX")),
];
const ACTION: ElementRule = need(3, Code("U WQ"));

/// What was done: the code with its list and modifiers.
const SERVICE: &[ElementRule] = &[
    need(1, Code("AD ER HC HP IV N4 NU WK")),
    need(2, Text(48)),
    of(3, Wide(2, 2)),
    of(4, Wide(2, 2)),
    of(5, Wide(2, 2)),
    of(6, Wide(2, 2)),
];
const SERVED: SegmentRule = segment("DTP", (1, "472"), 1, DATE);
const SERVED_NEEDED: SegmentRule = whole("DTP", (1, "472"), 1, DATE);

macro_rules! number {
    ($kind:literal) => {
        segment("REF", (1, $kind), 1, REFERENCE)
    };
}
macro_rules! table {
    ($name:ident, $id:literal, $required:literal, $most:literal, [$($segment:expr),* $(,)?], [$($within:expr),*]) => {
        pub(super) static $name: LoopRule = LoopRule {
            id: $id,
            required: $required,
            most: $most,
            segments: &[$($segment),*],
            loops: &[$($within),*],
        };
    };
}

// ---- 277CA

table!(ACKNOWLEDGMENT, "", true, 1, [ACKNOWLEDGED], [&CA_SOURCE]);
table!(
    CA_SOURCE,
    "2000A",
    true,
    1,
    [whole("HL", (3, "20"), 1, LEVEL)],
    [&CA_SOURCE_NAME, &CA_SOURCE_TRACE, &CA_RECEIVER]
);
table!(
    CA_SOURCE_NAME,
    "2100A",
    true,
    1,
    [named!("AY PR", "2", need(3, Text(60)), "46 FI PI XV")],
    []
);
table!(
    CA_SOURCE_TRACE,
    "2200A",
    true,
    1,
    [
        OWN_TRACE,
        whole("DTP", (1, "050"), 1, DATE),
        whole("DTP", (1, "009"), 1, DATE),
    ],
    []
);
table!(
    CA_RECEIVER,
    "2000B",
    true,
    1,
    [whole("HL", (3, "21"), 1, LEVEL)],
    [&CA_RECEIVER_NAME, &CA_RECEIVER_TRACE, &CA_PROVIDER]
);
table!(
    CA_RECEIVER_NAME,
    "2100B",
    true,
    1,
    [named!("41", "1 2", need(3, Text(60)), "46")],
    []
);
table!(
    CA_RECEIVER_TRACE,
    "2200B",
    true,
    1,
    [
        THEIR_TRACE,
        whole("STC", (0, ""), 0, DECIDED,),
        segment("QTY", (1, "90"), 1, QUANTITY),
        segment("QTY", (1, "AA"), 1, QUANTITY),
        segment("AMT", (1, "YU"), 1, AMOUNT),
        segment("AMT", (1, "YY"), 1, AMOUNT),
    ],
    []
);
table!(
    CA_PROVIDER,
    "2000C",
    false,
    0,
    [whole("HL", (3, "19"), 1, LEVEL)],
    [&CA_PROVIDER_NAME, &CA_PROVIDER_TRACE, &CA_PATIENT]
);
table!(
    CA_PROVIDER_NAME,
    "2100C",
    true,
    1,
    [named!("85", "1 2", need(3, Text(60)), "FI SV XX")],
    []
);
table!(
    CA_PROVIDER_TRACE,
    "2200C",
    false,
    1,
    [
        OWN_TRACE,
        segment(
            "STC",
            (0, ""),
            0,
            &[
                CODES,
                of(2, Day),
                ACTION,
                of(4, Decimal(10)),
                MORE,
                YET_MORE,
                WORDS
            ]
        ),
        segment("REF", (1, "0B 1G G2 LU SY TJ"), 3, REFERENCE),
        segment("QTY", (1, "QA"), 1, QUANTITY),
        segment("QTY", (1, "QC"), 1, QUANTITY),
        segment("AMT", (1, "YU"), 1, AMOUNT),
        segment("AMT", (1, "YY"), 1, AMOUNT),
    ],
    []
);
table!(
    CA_PATIENT,
    "2000D",
    false,
    0,
    [whole("HL", (3, "PT"), 1, LAST_LEVEL)],
    [&CA_PATIENT_NAME, &CA_CLAIM]
);
table!(
    CA_PATIENT_NAME,
    "2100D",
    true,
    1,
    [named!("QC", "1", need(3, Text(60)), "II MI")],
    []
);
table!(
    CA_CLAIM,
    "2200D",
    true,
    0,
    [
        THEIR_TRACE,
        whole("STC", (0, ""), 0, DECIDED,),
        number!("1K"),
        number!("D9"),
        number!("BLT"),
        SERVED_NEEDED,
    ],
    [&CA_LINE]
);
table!(
    CA_LINE,
    "2220D",
    false,
    0,
    [
        whole(
            "SVC",
            (0, ""),
            1,
            &[
                need(1, Parts(SERVICE)),
                need(2, Decimal(10)),
                of(4, Text(48)),
                of(7, Decimal(15))
            ],
        ),
        whole(
            "STC",
            (0, ""),
            0,
            &[CODES, of(2, Day), need(3, Code("U")), MORE, YET_MORE, WORDS],
        ),
        number!("FJ"),
        number!("XZ"),
        SERVED,
    ],
    []
);

// ---- 276

table!(REQUEST, "", true, 1, [ASKED], [&ASKED_SOURCE]);
table!(
    ASKED_SOURCE,
    "2000A",
    true,
    0,
    [whole("HL", (3, "20"), 1, LEVEL)],
    [&SOURCE_NAME, &ASKED_RECEIVER]
);
table!(
    SOURCE_NAME,
    "2100A",
    true,
    1,
    [named!("PR", "2", need(3, Text(60)), "PI XV"), CONTACT],
    []
);
table!(
    ASKED_RECEIVER,
    "2000B",
    true,
    0,
    [whole("HL", (3, "21"), 1, LEVEL)],
    [&RECEIVER_NAME, &ASKED_PROVIDER]
);
table!(
    RECEIVER_NAME,
    "2100B",
    true,
    1,
    [named!("41", "1 2", of(3, Text(60)), "46")],
    []
);
table!(
    ASKED_PROVIDER,
    "2000C",
    true,
    0,
    [whole("HL", (3, "19"), 1, LEVEL)],
    [&PROVIDER_NAME, &ASKED_SUBSCRIBER]
);
table!(
    PROVIDER_NAME,
    "2100C",
    true,
    2,
    [named!("1P", "1 2", of(3, Text(60)), "FI SV XX")],
    []
);
table!(
    ASKED_SUBSCRIBER,
    "2000D",
    true,
    0,
    [whole("HL", (3, "22"), 1, LEVEL), BIRTH],
    [&SUBSCRIBER_NAME, &ASKED_CLAIM, &ASKED_DEPENDENT]
);
table!(
    SUBSCRIBER_NAME,
    "2100D",
    true,
    1,
    [named!("IL", "1 2", need(3, Text(60)), "24 II MI")],
    []
);
table!(
    ASKED_DEPENDENT,
    "2000E",
    false,
    0,
    [whole("HL", (3, "23"), 1, LAST_LEVEL), BIRTH],
    [&DEPENDENT_NAME, &ASKED_DEPENDENT_CLAIM]
);
table!(DEPENDENT_NAME, "2100E", true, 1, [NAMED], []);

/// A claim that is asked about, and its lines.
macro_rules! asked {
    ($claim:ident, $id:literal, $line:ident, $line_id:literal, $required:literal) => {
        table!(
            $claim,
            $id,
            $required,
            0,
            [
                OWN_TRACE,
                number!("1K"),
                number!("BLT"),
                number!("LU"),
                number!("6P"),
                number!("EJ"),
                number!("XZ"),
                number!("D9"),
                segment("AMT", (1, "T3"), 1, AMOUNT),
                SERVED,
            ],
            [&$line]
        );
        table!(
            $line,
            $line_id,
            false,
            0,
            [
                whole(
                    "SVC",
                    (0, ""),
                    1,
                    &[
                        need(1, Parts(SERVICE)),
                        need(2, Decimal(10)),
                        of(4, Text(48)),
                        need(7, Decimal(15)),
                    ],
                ),
                number!("FJ"),
                SERVED_NEEDED,
            ],
            []
        );
    };
}
asked!(ASKED_CLAIM, "2200D", ASKED_LINE, "2210D", false);
asked!(
    ASKED_DEPENDENT_CLAIM,
    "2200E",
    ASKED_DEPENDENT_LINE,
    "2210E",
    true
);

// ---- 277

table!(RESPONSE, "", true, 1, [ANSWERED], [&TOLD_SOURCE]);
table!(
    TOLD_SOURCE,
    "2000A",
    true,
    0,
    [whole("HL", (3, "20"), 1, LEVEL)],
    [&SOURCE_NAME, &TOLD_RECEIVER]
);
table!(
    TOLD_RECEIVER,
    "2000B",
    true,
    0,
    [whole("HL", (3, "21"), 1, LEVEL)],
    [&RECEIVER_NAME, &TOLD_RECEIVER_TRACE, &TOLD_PROVIDER]
);
/// Of those who asked, why they are not answered.
const REFUSED: SegmentRule = whole("STC", (0, ""), 0, &[CODES, need(2, Day), MORE, YET_MORE]);
table!(
    TOLD_RECEIVER_TRACE,
    "2200B",
    false,
    1,
    [THEIR_TRACE, REFUSED],
    []
);
table!(
    TOLD_PROVIDER,
    "2000C",
    false,
    0,
    [whole("HL", (3, "19"), 1, LEVEL)],
    [&PROVIDER_NAME, &TOLD_PROVIDER_TRACE, &TOLD_SUBSCRIBER]
);
table!(
    TOLD_PROVIDER_TRACE,
    "2200C",
    false,
    1,
    [OWN_TRACE, REFUSED],
    []
);
table!(
    TOLD_SUBSCRIBER,
    "2000D",
    false,
    0,
    [whole("HL", (3, "22"), 1, LEVEL)],
    [&SUBSCRIBER_NAME, &TOLD_CLAIM, &TOLD_DEPENDENT]
);
table!(
    TOLD_DEPENDENT,
    "2000E",
    false,
    0,
    [whole("HL", (3, "23"), 1, LAST_LEVEL)],
    [&DEPENDENT_NAME, &TOLD_DEPENDENT_CLAIM]
);

/// A claim that is answered, and its lines.
macro_rules! told {
    ($claim:ident, $id:literal, $line:ident, $line_id:literal, $required:literal) => {
        table!(
            $claim,
            $id,
            $required,
            0,
            [
                THEIR_TRACE,
                whole(
                    "STC",
                    (0, ""),
                    0,
                    &[
                        CODES,
                        need(2, Day),
                        of(4, Decimal(10)),
                        of(5, Decimal(10)),
                        of(6, Day),
                        of(8, Day),
                        of(9, Text(16)),
                        MORE,
                        YET_MORE,
                        WORDS,
                    ],
                ),
                number!("1K"),
                number!("BLT"),
                number!("EJ"),
                number!("XZ"),
                number!("VV"),
                number!("D9"),
                SERVED,
            ],
            [&$line]
        );
        table!(
            $line,
            $line_id,
            false,
            0,
            [
                whole(
                    "SVC",
                    (0, ""),
                    1,
                    &[
                        need(1, Parts(SERVICE)),
                        need(2, Decimal(10)),
                        need(3, Decimal(10)),
                        of(4, Text(48)),
                        need(7, Decimal(15)),
                    ],
                ),
                whole("STC", (0, ""), 0, &[CODES, need(2, Day), MORE, YET_MORE]),
                number!("FJ"),
                SERVED_NEEDED,
            ],
            []
        );
    };
}
told!(TOLD_CLAIM, "2200D", TOLD_LINE, "2220D", false);
told!(
    TOLD_DEPENDENT_CLAIM,
    "2200E",
    TOLD_DEPENDENT_LINE,
    "2220E",
    true
);
