//! Single defects in a question and in an answer without a finding: each is caught at its place.

use crate::x12::check;
use crate::x12::defects::{all_caught, broken, file, found};
use crate::x12::syntax::{Envelope, Severity, Usage};
use crate::x12::t999;

/// A subscriber is asked for twice, a dependent once.
const QUESTION: &str = "ST*270*0001*005010X279A1~BHT*0022*13*ASK1*20260801*1200~\
    HL*1**20*1~NM1*PR*2*ACME HEALTH*****PI*60054~\
    HL*2*1*21*1~NM1*1P*2*EXAMPLE MEDICAL*****XX*1234567893~REF*TJ*123456789~PRV*PE*PXC*207Q00000X~\
    HL*3*2*22*0~TRN*1*T1*9EXAMPLE01~NM1*IL*1*SMITH*MARY****MI*M000001~DMG*D8*19800203*F~\
    HI*ABK:S93401A~DTP*291*D8*20260801~EQ*98^UC****1~III*ZZ*11~EQ*30~REF*G1*AUTH1~DTP*291*D8*20260802~\
    HL*4*2*22*1~NM1*IL*1*DAVIS*LINDA****MI*M000002~\
    HL*5*4*23*0~TRN*1*T2*9EXAMPLE01~NM1*03*1*DAVIS*LEO~DMG*D8*20150101*M~INS*N*19~EQ**HC:99213~SE*0*0001~";

/// A subscriber with shares, limits and a primary care provider; a dependent with another payer; one
/// whom the payer does not know.
const ANSWER: &str = "ST*271*0001*005010X279A1~BHT*0022*11*ASK1*20260801*1200~\
    HL*1**20*1~NM1*PR*2*ACME HEALTH*****PI*60054~PER*IC*SUPPORT*TE*8005551212*UR*ACME.EXAMPLE~\
    HL*2*1*21*1~NM1*1P*2*EXAMPLE MEDICAL*****XX*1234567893~REF*TJ*123456789~PRV*PE*PXC*207Q00000X~\
    HL*3*2*22*0~TRN*2*T1*9EXAMPLE01~NM1*IL*1*SMITH*MARY*A***MI*M000001~REF*6P*GRP1*ACME GROUP~\
    N3*7 OAK AVE~N4*HARTFORD*CT*06103~DMG*D8*19800203*F~INS*Y*18~HI*ABK:S93401A*ABF:M545~\
    DTP*346*D8*20260101~DTP*347*D8*20261231~\
    EB*1*IND*30*PR*GOLD PLAN~\
    EB*B*IND*98^UC*PR**27*25****Y*Y~DTP*292*RD8*20260101-20261231~MSG*WAIVED FOR CHILDREN~\
    EB*A*IND*30*PR**23**.2****Y~\
    EB*C*IND*30*PR**23*1500*****Y~\
    EB*C*IND*30*PR**29*640.5*****Y~\
    EB*F*IND*AE*PR**23***VS*30**Y~HSD*VS*3*WK*1*34*1~III*ZZ*11~\
    EB*B*IND**PR**27*40*****Y*HC:99213:25*1:2~\
    EB*L~LS*2120~NM1*P3*1*JONES*ANN****XX*1730167859~N3*1 ELM ST~N4*HARTFORD*CT*061031234~\
    PER*IC**TE*8605551212~PRV*PC*PXC*208D00000X~LE*2120~\
    HL*4*2*22*1~NM1*IL*1*DAVIS*LINDA****MI*M000002~\
    HL*5*4*23*0~TRN*2*T2*9EXAMPLE01~NM1*03*1*DAVIS*LEO~DMG*D8*20150101*M~INS*N*19~\
    DTP*291*D8*20260801~EB*1**88~EB*R**35~LS*2120~NM1*PRP*2*OTHER HEALTH*****PI*99999~LE*2120~\
    HL*6*2*22*0~TRN*2*T3*9EXAMPLE01~NM1*IL*1*MILLER*ROBERT****MI*M000009~AAA*N**75*C~SE*0*0001~";

fn question(transaction: &str) -> String {
    file("HS", "005010X279A1", transaction)
}

fn answer(transaction: &str) -> String {
    file("HB", "005010X279A1", transaction)
}

/// Question and answer with each single defect.
pub(in crate::x12) fn broken_files() -> Vec<String> {
    let mut files = broken(QUESTION, question, QUESTION_DEFECTS);
    files.extend(broken(ANSWER, answer, ANSWER_DEFECTS));
    files
}

#[test]
fn every_single_defect_of_a_question_is_caught_at_its_place() {
    let rows = all_caught(QUESTION, question, QUESTION_DEFECTS);
    assert!(rows >= 40, "{rows}");
}

#[test]
fn every_single_defect_of_an_answer_is_caught_at_its_place() {
    let rows = all_caught(ANSWER, answer, ANSWER_DEFECTS);
    assert!(rows >= 90, "{rows}");
}

/// F290, F293: what is odd is told, and is no error.
#[test]
fn entries_that_contradict_each_other_are_noted() {
    let both = ANSWER.replacen(
        "EB*1*IND*30*PR*GOLD PLAN~",
        "EB*1*IND*30*PR*GOLD PLAN~EB*6*IND*30*PR*GOLD PLAN~",
        1,
    );
    let checked = check(answer(&both).as_bytes());
    let [only] = checked.all_findings()[..] else {
        panic!("{:?}", checked.all_findings());
    };
    assert_eq!(only.code, "eligibility.contradiction");
    assert_eq!(only.severity, Severity::Note);
    // Days tell them apart.
    let apart = both.replacen(
        "EB*6*IND*30*PR*GOLD PLAN~",
        "EB*6*IND*30*PR*GOLD PLAN~DTP*291*RD8*20250101-20251231~",
        1,
    );
    assert_eq!(found(&answer(&apart)), [""; 0]);
}

/// Source: 005010X231A1, IK304 and IK403.
#[test]
#[rustfmt::skip] // a table
fn an_error_is_answered_with_its_segment_and_element() {
    //      there                   instead                       answer
    answers("AAA*N**75*C~",         "",                           "IK3*EB*53*2110*I6~IK5*R*5~");
    answers("EB*L~LS*2120~",        "EB*L~",                      "IK3*NM1*33*2120*2~");
    answers("EB*1*IND*30",          "EB*9*IND*30",                "IK3*EB*21*2110*8~IK4*1**7~IK5*R*5~");
    answers("98^UC*PR",             "98^U2*PR",                   "IK3*EB*22*2110*8~IK4*3**7~IK5*R*5~");
    answers("VS*30**Y",             "VS***Y",                     "IK3*EB*28*2110*8~IK4*10**I9~IK5*R*5~");
}

#[track_caller]
fn answers(there: &str, instead: &str, wanted: &str) {
    let checked = check(answer(&ANSWER.replacen(there, instead, 1)).as_bytes());
    let envelope = Envelope {
        sender_qualifier: "ZZ".to_owned(),
        sender: "RECEIVER".to_owned(),
        receiver_qualifier: "ZZ".to_owned(),
        receiver: "SENDER".to_owned(),
        group_sender: "RECEIVER".to_owned(),
        group_receiver: "SENDER".to_owned(),
        written: "2026-08-01T12:00:00".parse().unwrap(),
        interchange_control: 1,
        group_control: 1,
        acknowledge: false,
        usage: Usage::Test,
    };
    let told = String::from_utf8(t999::write(&checked, &envelope).unwrap()).unwrap();
    assert!(told.contains(wanted), "{told}");
}

const QUESTION_DEFECTS: &str = "
    BHT*0022*13*ASK1*20260801*1200~ |  | x12.segment_missing BHT
    BHT*0022*13 | BHT*0019*13 | x12.element_code BHT01
    BHT*0022*13 | BHT*0022*11 | x12.element_code BHT02
    ASK1*20260801 | ASK1*20260832 | x12.element_type BHT04
    20260801*1200~ | 20260801*1260~ | x12.element_type BHT05
    20260801*1200~ | 20260801*1200*CH~ | x12.element_code BHT06
    HL*1**20*1 | HL*2**20*1 | eligibility.level_number 2000A/HL01
    HL*1**20*1 | HL*1**20*0 | eligibility.level_child 2000A/HL04
    HL*2*1*21*1 | HL*2*9*21*1 | eligibility.level_parent 2000B/HL02
    HL*2*1*21*1 | HL*2**21*1 | eligibility.level_parent 2000B/HL02
    HL*3*2*22*0 | HL*3*1*22*0 | eligibility.level_parent 2000C/HL02
    HL*4*2*22*1 | HL*4*2*22*0 | eligibility.level_child 2000C/HL04
    HL*5*4*23*0 | HL*5*4*23*1 | eligibility.level_child 2000D/HL04
    HL*5*4*23*0 | HL*5*4*24*0 | x12.qualifier 2000D/HL03
    NM1*PR*2*ACME HEALTH*****PI*60054~ |  | x12.loop_missing 2100A/NM1
    NM1*PR*2*ACME HEALTH*****PI*60054 | NM1*PR*2*ACME HEALTH | x12.element_missing 2100A/NM109
    NM1*PR*2*ACME HEALTH*****PI*60054 | NM1*PR*2*ACME HEALTH*****MI*60054 | x12.element_code 2100A/NM108
    NM1*1P*2*EXAMPLE MEDICAL | NM1*85*2*EXAMPLE MEDICAL | x12.qualifier 2100B/NM101
    XX*1234567893 | XX*1234567890 | eligibility.npi_check_digit 2100B/NM109
    XX*1234567893 | XX*12345678 | eligibility.npi_length 2100B/NM109
    REF*TJ*123456789 | REF*QQ*123456789 | x12.element_code 2100B/REF01
    PRV*PE*PXC*207Q00000X | PRV*QQ*PXC*207Q00000X | x12.element_code 2100B/PRV01
    PRV*PE*PXC*207Q00000X | PRV*PE*PXC*207Q-0000X | eligibility.taxonomy 2100B/PRV03
    PRV*PE*PXC*207Q00000X | PRV*PE*PXC | eligibility.specialty_alone 2100B/PRV03
    TRN*1*T1*9EXAMPLE01 | TRN*2*T1*9EXAMPLE01 | x12.element_code 2000C/TRN01
    TRN*1*T1*9EXAMPLE01 | TRN*1*T1 | x12.element_missing 2000C/TRN03
    TRN*1*T1*9EXAMPLE01 | TRN*1*T1*9EXAMPLE | x12.element_length 2000C/TRN03
    TRN*1*T2*9EXAMPLE01 | TRN*1*T1*9EXAMPLE01 | eligibility.trace_twice 2000D/TRN02
    NM1*IL*1*SMITH*MARY****MI*M000001 | NM1*IL*1*SMITH*MARY****MI | eligibility.number_alone 2100C/NM109
    NM1*IL*1*SMITH*MARY****MI*M000001 | NM1*IL*1**MARY | eligibility.too_little 2100C/NM109
    DMG*D8*19800203*F | DMG*D8*19800230*F | x12.element_type 2100C/DMG02
    DMG*D8*19800203*F | DMG*D8*20270203*F | eligibility.birth_late 2100C/DMG02
    DMG*D8*19800203*F | DMG*D8**F | eligibility.birth_alone 2100C/DMG02
    HI*ABK:S93401A | HI*ABF:S93401A | eligibility.diagnosis_kind 2100C/HI01-1
    HI*ABK:S93401A | HI*ABK:S93.401A | eligibility.diagnosis 2100C/HI01-2
    DTP*291*D8*20260801~EQ | DTP*472*D8*20260801~EQ | x12.element_code 2100C/DTP01
    DTP*291*D8*20260801~EQ | DTP*291*RD8*20260801-20260701~EQ | eligibility.days_reversed 2100C/DTP03
    EQ*98^UC****1 | EQ*98^ZQ****1 | x12.element_code 2110C/EQ01
    EQ*98^UC****1 | EQ*****1 | eligibility.nothing_asked 2110C/EQ01
    EQ*98^UC****1 | EQ*98^UC****2 | eligibility.pointer 2110C/EQ05-1
    EQ*98^UC****1~III*ZZ*11~EQ*30~REF*G1*AUTH1~DTP*291*D8*20260802~ |  | eligibility.nobody_asked 2110C/EQ
    III*ZZ*11 | III*ZZ | x12.element_missing 2110C/III02
    REF*G1*AUTH1 | REF*F8*AUTH1 | x12.element_code 2110C/REF01
    NM1*03*1*DAVIS*LEO~DMG*D8*20150101*M~ | NM1*03*1~ | eligibility.too_little 2100D/NM103
    INS*N*19 | INS*Y*19 | x12.element_code 2100D/INS01
    INS*N*19 | INS*N*18 | x12.element_code 2100D/INS02
    EQ**HC:99213~ |  | x12.loop_missing 2110D/EQ
    EQ**HC:99213 | EQ**CPT:99213 | x12.element_code 2110D/EQ02-1
    EQ**HC:99213~ | EQ**HC:99213~EB*1~ | x12.segment_unexpected 2110D/EB
";

const ANSWER_DEFECTS: &str = "
    SE*57*0001 | SE*56*0001 | x12.transaction_count SE01
    SE*57*0001 | SE*57*0002 | x12.transaction_control SE02
    ST*271*0001*005010X279A1 | ST*271*0001*005010X279 | x12.guide_differs ST03
    BHT*0022*11 | BHT*0022*13 | x12.element_code BHT02
    BHT*0022*11*ASK1*20260801*1200~ |  | x12.segment_missing BHT
    HL*1**20*1 | HL*7**20*1 | eligibility.level_number 2000A/HL01
    HL*1**20*1 | HL*1*1*20*1 | eligibility.level_parent 2000A/HL02
    HL*2*1*21*1 | HL*2*1*21*0 | eligibility.level_child 2000B/HL04
    HL*3*2*22*0 | HL*3*2*22*1 | eligibility.level_child 2000C/HL04
    HL*5*4*23*0 | HL*5*3*23*0 | eligibility.level_child 2000C/HL04
    HL*5*4*23*0 | HL*5*2*23*0 | eligibility.level_parent 2000D/HL02
    HL*6*2*22*0 | HL*6*2*22*2 | x12.element_code 2000C/HL04
    NM1*PR*2*ACME HEALTH*****PI*60054~ |  | x12.loop_missing 2100A/NM1
    NM1*PR*2*ACME HEALTH*****PI*60054 | NM1*PR*2*ACME HEALTH*****PI | eligibility.number_alone 2100A/NM109
    PER*IC*SUPPORT*TE | PER*XX*SUPPORT*TE | x12.element_code 2100A/PER01
    PER*IC*SUPPORT*TE*8005551212*UR*ACME.EXAMPLE | PER*IC*SUPPORT*TE*8005551212*UR | eligibility.contact_alone 2100A/PER06
    NM1*1P*2*EXAMPLE MEDICAL*****XX*1234567893~ |  | x12.loop_missing 2100B/NM1
    NM1*1P*2*EXAMPLE MEDICAL | NM1*1P*2*EXAMPLE MEDICAL*JOHN | x12.element_surplus 2100B/NM110
    NM1*1P*2*EXAMPLE MEDICAL* | NM1*1P*2*EXAMPLE MEDICAL*JOHN | eligibility.first_name 2100B/NM104
    *****XX*1234567893 | *****XX*1234567899 | eligibility.npi_check_digit 2100B/NM109
    REF*TJ*123456789~ | REF*TJ~ | x12.element_missing 2100B/REF02
    PRV*PE*PXC*207Q00000X | PRV*PE*PXC*207Q0000 | eligibility.taxonomy 2100B/PRV03
    TRN*2*T1*9EXAMPLE01 | TRN*3*T1*9EXAMPLE01 | x12.element_code 2000C/TRN01
    TRN*2*T1*9EXAMPLE01 | TRN*2**9EXAMPLE01 | x12.element_missing 2000C/TRN02
    TRN*2*T2*9EXAMPLE01 | TRN*2*T1*9EXAMPLE01 | eligibility.trace_twice 2000D/TRN02
    TRN*2*T1*9EXAMPLE01~ | TRN*2*T1*9EXAMPLE01~TRN*2*A*9EXAMPLE01~TRN*2*B*9EXAMPLE01~TRN*2*C*9EXAMPLE01~ | x12.segment_repeats 2000C/TRN
    NM1*IL*1*MILLER*ROBERT****MI*M000009~ |  | x12.loop_missing 2100C/NM1
    NM1*IL*1*SMITH*MARY*A***MI*M000001 | NM1*IL*3*SMITH*MARY*A***MI*M000001 | x12.element_code 2100C/NM102
    NM1*IL*1*SMITH*MARY*A***MI*M000001 | NM1*IL*1*SMITH*MARY*A***PI*M000001 | x12.element_code 2100C/NM108
    REF*6P*GRP1 | REF*ZZ*GRP1 | x12.element_code 2100C/REF01
    N4*HARTFORD*CT*06103~ | N4**CT*06103~ | x12.element_missing 2100C/N401
    N3*7 OAK AVE~N4*HARTFORD*CT*06103~ | N4*HARTFORD*CT*06103~N3*7 OAK AVE~ | x12.segment_order 2100C/N3
    DMG*D8*19800203*F | DMG*D8*19800203*X | x12.element_code 2100C/DMG03
    DMG*D8*19800203*F | DMG*RD8*19800203*F | x12.element_code 2100C/DMG01
    DMG*D8*19800203*F | DMG*D8*20260802*F | eligibility.birth_late 2100C/DMG02
    DMG*D8*19800203*F | DMG**19800203*F | eligibility.birth_alone 2100C/DMG01
    INS*Y*18 | INS*N*18 | x12.element_code 2100C/INS01
    INS*Y*18 | INS*Y*19 | x12.element_code 2100C/INS02
    HI*ABK:S93401A*ABF:M545 | HI*ABK:S93401A*ABK:M545 | eligibility.diagnosis_kind 2100C/HI02-1
    HI*ABK:S93401A*ABF:M545 | HI*ABK:S93401A*ABF:M54.5 | eligibility.diagnosis 2100C/HI02-2
    HI*ABK:S93401A*ABF:M545 | HI*ABK:S93401A | eligibility.pointer 2110C/EB14-2
    DTP*346*D8*20260101 | DTP*346*D8*20260230 | x12.date 2100C/DTP03
    DTP*346*D8*20260101 | DTP*999*D8*20260101 | x12.element_code 2100C/DTP01
    DTP*346*D8*20260101 | DTP*346*DT*20260101 | x12.element_code 2100C/DTP02
    DTP*347*D8*20261231 | DTP*347*D8*20251231 | eligibility.ends_before 2100C/DTP03
    EB*1*IND*30*PR*GOLD PLAN~ | EB*1*IND*30*PR*GOLD PLAN~DMG*D8*19800203*F~ | x12.segment_repeats 2100C/DMG
    EB*1*IND*30 | EB*9*IND*30 | x12.element_code 2110C/EB01
    EB*1*IND*30 | EB**IND*30 | x12.element_missing 2110C/EB01
    EB*1*IND*30 | EB*1*ONE*30 | x12.element_code 2110C/EB02
    EB*1*IND*30 | EB*1*IND*29 | x12.element_code 2110C/EB03
    EB*1*IND*30*PR | EB*1*IND*30*QQ | x12.element_code 2110C/EB04
    98^UC*PR | 98^U2*PR | x12.element_code 2110C/EB03
    98^UC*PR | 98^98*PR | eligibility.service_twice 2110C/EB03
    98^UC*PR**27*25 | 98^UC*PR**1*25 | x12.element_code 2110C/EB06
    98^UC*PR**27*25 | 98^UC*PR**27*25.005 | x12.amount 2110C/EB07
    98^UC*PR**27*25 | 98^UC*PR**27*$25 | x12.element_type 2110C/EB07
    98^UC*PR**27*25 | 98^UC*PR**27*-25 | eligibility.negative_amount 2110C/EB07
    98^UC*PR**27*25 | 98^UC*PR**27* | eligibility.amount_missing 2110C/EB07
    98^UC*PR**27*25* | 98^UC*PR**27*25*.2 | eligibility.amount_and_share 2110C/EB08
    27*25****Y*Y | 27*25****1*Y | x12.element_code 2110C/EB11
    27*25****Y*Y | 27*25****Y*I | x12.element_code 2110C/EB12
    DTP*292*RD8*20260101-20261231 | DTP*292*RD8*20260101-20251231 | eligibility.days_reversed 2110C/DTP03
    DTP*292*RD8*20260101-20261231 | DTP*292*RD8*20260101 | x12.date 2110C/DTP03
    DTP*292*RD8 | DTP*442*RD8 | x12.element_code 2110C/DTP01
    DTP*292*RD8*20260101-20261231~MSG*WAIVED FOR CHILDREN~ | MSG*WAIVED FOR CHILDREN~DTP*292*RD8*20260101-20261231~ | x12.segment_order 2110C/DTP
    MSG*WAIVED FOR CHILDREN | MSG | x12.element_missing 2110C/MSG01
    23**.2 | 23**20 | eligibility.share_high 2110C/EB08
    23**.2 | 23**-.2 | x12.rate 2110C/EB08
    23**.2 | 23**.12345678 | x12.rate 2110C/EB08
    23**.2 | 23**20% | x12.element_type 2110C/EB08
    23**.2 | 23** | eligibility.share_missing 2110C/EB08
    23*1500 | 23* | eligibility.amount_missing 2110C/EB07
    29*640.5 | 23*640.5 | eligibility.contradiction 2110C/EB
    VS*30**Y | *30**Y | eligibility.quantity_alone 2110C/EB09
    VS*30**Y | VS***Y | eligibility.quantity_alone 2110C/EB10
    VS*30**Y | VI*30**Y | x12.element_code 2110C/EB09
    VS*30**Y | VS*-30**Y | x12.units 2110C/EB10
    HSD*VS*3*WK*1*34*1 | HSD*VS | eligibility.delivery_alone 2110C/HSD02
    HSD*VS*3*WK*1*34*1 | HSD*VV*3*WK*1*34*1 | x12.element_code 2110C/HSD01
    III*ZZ*11 | III*ZZ | eligibility.detail_alone 2115C/III02
    III*ZZ*11 | III*QQ*11 | x12.element_code 2115C/III01
    *HC:99213:25*1:2 | *QQ:99213:25*1:2 | x12.element_code 2110C/EB13-1
    *HC:99213:25*1:2 | *HC*1:2 | x12.element_missing 2110C/EB13-2
    *HC:99213:25*1:2 | *HC:99213:25*3 | eligibility.pointer 2110C/EB14-1
    EB*B*IND**PR**27*40 | EB*B*IND*98*PR**27*40 | eligibility.service_and_procedure 2110C/EB13
    EB*L~LS*2120~ | EB*L~LS*2121~ | x12.element_code 2110C/LS01
    EB*L~LS*2120~ | EB*L~ | eligibility.related_unmarked 2120C/NM1
    208D00000X~LE*2120~ | 208D00000X~ | x12.loop_missing 2110C/LE
    NM1*P3*1*JONES | NM1*QC*1*JONES | x12.element_code 2120C/NM101
    XX*1730167859 | XX*1730167858 | eligibility.npi_check_digit 2120C/NM109
    NM1*PRP*2*OTHER HEALTH*****PI*99999~ |  | x12.loop_missing 2120D/NM1
    PER*IC**TE*8605551212 | PER*IC**TE | eligibility.contact_alone 2120C/PER04
    PRV*PC*PXC*208D00000X | PRV*PC*PXC*208D | eligibility.taxonomy 2120C/PRV03
    EB*1**88~EB*R**35~LS*2120~NM1*PRP*2*OTHER HEALTH*****PI*99999~LE*2120~ |  | eligibility.no_answer 2110D/EB
    NM1*03*1*DAVIS*LEO | NM1*03*2*DAVIS*LEO | x12.element_code 2100D/NM102
    NM1*03*1*DAVIS*LEO | NM1*QC*1*DAVIS*LEO | x12.qualifier 2100D/NM101
    INS*N*19 | INS*N*99 | x12.element_code 2100D/INS02
    EB*1**88 | EB*1**881 | x12.element_code 2110D/EB03
    AAA*N**75*C | AAA*X**75*C | x12.element_code 2100C/AAA01
    AAA*N**75*C | AAA*N**99*C | x12.element_code 2100C/AAA03
    AAA*N**75*C | AAA*N**64*C | x12.element_code 2100C/AAA03
    AAA*N**75*C | AAA*N**75*Q | x12.element_code 2100C/AAA04
    AAA*N**75*C | AAA*N**75 | x12.element_missing 2100C/AAA04
    AAA*N**75*C~ |  | eligibility.no_answer 2110C/EB
    AAA*N**75*C~ | AAA*N**75*C~EB*1**30~ | eligibility.rejected_and_answered 2100C/AAA
    AAA*N**75*C~ | AAA*N**75*C~STC*A1~ | x12.segment_unexpected 2100C/STC
";
