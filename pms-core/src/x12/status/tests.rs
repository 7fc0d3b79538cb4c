//! Acknowledgments, questions and answers: single defects in files without a finding, each caught at
//! its place, and what was read written again.

use std::path::PathBuf;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use crate::x12::check;
use crate::x12::check::tests::broken_claims;
use crate::x12::defects::{all_caught, broken, file, found};
use crate::x12::syntax::{Characters, Envelope, Usage};
use crate::x12::{t276, t277, t277ca, t999};

use super::{Notice, Role, Verdict, any};

/// What a payer says of three claims: one taken, two turned away, one of them for a line.
pub(in crate::x12) const ACKNOWLEDGMENT: &str = "ST*277*0001*005010X214~BHT*0085*08*ACK1*20260802*0900*TH~\
    HL*1**20*1~NM1*PR*2*ACME HEALTH*****PI*60054~TRN*1*TRACE1~DTP*050*D8*20260801~DTP*009*D8*20260802~\
    HL*2*1*21*1~NM1*41*2*EXAMPLE MEDICAL*****46*SUB12345~TRN*2*BATCH1~STC*A1:20*20260802*WQ*380~\
    QTY*90*1~QTY*AA*2~AMT*YU*200~AMT*YY*180~\
    HL*3*2*19*1~NM1*85*2*EXAMPLE MEDICAL*****XX*1234567893~TRN*1*PROV1~STC*A1:19**WQ*380~\
    REF*TJ*123456789~QTY*QA*1~QTY*QC*2~AMT*YU*200~AMT*YY*180~\
    HL*4*3*PT~NM1*QC*1*SMITH*JAMES****MI*M000001~TRN*2*PCN1~STC*A2:20*20260802*WQ*200~REF*1K*ICN1~\
    DTP*472*RD8*20260701-20260702~\
    HL*5*3*PT~NM1*QC*1*MILLER*ROBERT****MI*M000002~TRN*2*PCN2~\
    STC*A7:562:85*20260802*U*80******A7:465:85~REF*1K*ICN2~REF*D9*CH77~DTP*472*D8*20260702~\
    SVC*HC:99214*80*****1~STC*A7:507*20260802*U~REF*FJ*L1~DTP*472*D8*20260702~\
    HL*6*3*PT~NM1*QC*1*DAVIS*LINDA****MI*M000003~TRN*2*PCN3~STC*A3:116*20260802*U*100~\
    DTP*472*D8*20260703~SE*0*0001~";

/// A subscriber's claim by its number and a dependent's by a line.
const QUESTION: &str = "ST*276*0001*005010X212~BHT*0010*13*ASK1*20260901*0900~\
    HL*1**20*1~NM1*PR*2*ACME HEALTH*****PI*60054~HL*2*1*21*1~NM1*41*2*EXAMPLE MEDICAL*****46*SUB12345~\
    HL*3*2*19*1~NM1*1P*2*EXAMPLE MEDICAL*****XX*1234567893~\
    HL*4*3*22*0~DMG*D8*19700105*M~NM1*IL*1*MILLER*ROBERT****MI*M000002~TRN*1*T1~REF*1K*ICN2~REF*EJ*PCN2~\
    AMT*T3*80~DTP*472*D8*20260702~\
    HL*5*3*22*1~NM1*IL*1*SMITH*MARY****MI*M000001~HL*6*5*23~DMG*D8*20150203*M~NM1*QC*1*SMITH*JAMES~\
    TRN*1*T2~REF*EJ*PCN1~AMT*T3*200~DTP*472*RD8*20260701-20260702~\
    SVC*HC:99213:25*150*****1~REF*FJ*L1~DTP*472*D8*20260701~SE*0*0001~";

/// What it is answered: the one was paid, of the other a line is waited for; another provider is
/// not known.
const ANSWER: &str = "ST*277*0001*005010X212~BHT*0010*08*ASK1*20260902*0900*DG~\
    HL*1**20*1~NM1*PR*2*ACME HEALTH*****PI*60054~PER*IC*DESK*TE*8005551212~\
    HL*2*1*21*1~NM1*41*2*EXAMPLE MEDICAL*****46*SUB12345~\
    HL*3*2*19*1~NM1*1P*2*EXAMPLE MEDICAL*****XX*1234567893~\
    HL*4*3*22*0~NM1*IL*1*MILLER*ROBERT****MI*M000002~TRN*2*T1~STC*F1:65*20260830**80*70*20260828**20260830*CHK77~\
    REF*1K*ICN3~REF*EJ*PCN2~DTP*472*D8*20260702~\
    HL*5*3*22*1~NM1*IL*1*SMITH*MARY****MI*M000001~HL*6*5*23~NM1*QC*1*SMITH*JAMES~\
    TRN*2*T2~STC*P3:317*20260830**200*0~REF*EJ*PCN1~DTP*472*RD8*20260701-20260702~\
    SVC*HC:99213:25*150*0****1~STC*R4:294*20260830~REF*FJ*L1~DTP*472*D8*20260701~\
    HL*7*2*19*0~NM1*1P*2*OTHER MEDICAL*****XX*1730167859~TRN*1*ASK1~STC*E0:24:1P*20260902~SE*0*0001~";

pub(in crate::x12) fn acknowledgment(transaction: &str) -> String {
    file("HN", "005010X214", transaction)
}

fn question(transaction: &str) -> String {
    file("HR", "005010X212", transaction)
}

fn answer(transaction: &str) -> String {
    file("HN", "005010X212", transaction)
}

/// Acknowledgment, question and answer with each single defect.
pub(in crate::x12) fn broken_files() -> Vec<String> {
    let mut files = broken(ACKNOWLEDGMENT, acknowledgment, ACKNOWLEDGMENT_DEFECTS);
    files.extend(broken(QUESTION, question, QUESTION_DEFECTS));
    files.extend(broken(ANSWER, answer, ANSWER_DEFECTS));
    files
}

#[test]
fn every_single_defect_of_an_acknowledgment_is_caught_at_its_place() {
    let rows = all_caught(ACKNOWLEDGMENT, acknowledgment, ACKNOWLEDGMENT_DEFECTS);
    assert!(rows >= 60, "{rows}");
}

#[test]
fn every_single_defect_of_a_question_is_caught_at_its_place() {
    let rows = all_caught(QUESTION, question, QUESTION_DEFECTS);
    assert!(rows >= 25, "{rows}");
}

#[test]
fn every_single_defect_of_an_answer_is_caught_at_its_place() {
    let rows = all_caught(ANSWER, answer, ANSWER_DEFECTS);
    assert!(rows >= 25, "{rows}");
}

const ACKNOWLEDGMENT_DEFECTS: &str = "
    SE*47*0001 | SE*46*0001 | x12.transaction_count SE01
    ST*277*0001*005010X214 | ST*277*0001*005010X214X | x12.guide_differs ST03
    BHT*0085*08*ACK1*20260802*0900*TH~ |  | x12.segment_missing BHT
    BHT*0085 | BHT*0010 | x12.element_code BHT01
    BHT*0085*08 | BHT*0085*13 | x12.element_code BHT02
    *0900*TH | *0900*DG | x12.element_code BHT06
    ACK1*20260802 | ACK1*20260832 | x12.element_type BHT04
    HL*1**20*1 | HL*1**20*0 | status.level_child 2000A/HL04
    HL*1**20*1 | HL*2**20*1 | status.level_number 2000A/HL01
    NM1*PR*2*ACME | NM1*PR*1*ACME | x12.element_code 2100A/NM102
    NM1*PR*2*ACME | NM1*85*2*ACME | x12.qualifier 2100A/NM101
    NM1*PR*2*ACME HEALTH*****PI*60054~ |  | x12.loop_missing 2100A/NM1
    TRN*1*TRACE1~DTP*050*D8*20260801~DTP*009*D8*20260802~ |  | x12.loop_missing 2200A/TRN
    TRN*1*TRACE1 | TRN*2*TRACE1 | x12.element_code 2200A/TRN01
    DTP*050*D8*20260801~ |  | x12.segment_missing 2200A/DTP
    DTP*009*D8*20260802~ |  | x12.segment_missing 2200A/DTP
    DTP*009*D8*20260802 | DTP*009*D8*20260731 | status.processed_early 2200A/DTP03
    DTP*009*D8*20260802 | DTP*009*D8*20261302 | x12.date 2200A/DTP03
    HL*2*1*21*1 | HL*2**21*1 | status.level_parent 2000B/HL02
    HL*2*1*21*1 | HL*2*1*22*1 | x12.qualifier 2000B/HL03
    NM1*41*2*EXAMPLE MEDICAL*****46*SUB12345 | NM1*41*2*EXAMPLE MEDICAL*****XX*SUB12345 | x12.element_code 2100B/NM108
    NM1*41*2*EXAMPLE MEDICAL*****46*SUB12345 | NM1*41*2*EXAMPLE MEDICAL*****46 | status.number_alone 2100B/NM109
    TRN*2*BATCH1 | TRN*2 | x12.element_missing 2200B/TRN02
    STC*A1:20*20260802*WQ*380~QTY*90 | QTY*90 | x12.segment_missing 2200B/STC
    STC*A1:20*20260802*WQ*380 | STC*A1:20**WQ*380 | x12.element_missing 2200B/STC02
    STC*A1:20*20260802*WQ*380 | STC*A1:20*20260803*WQ*380 | status.effective_late 2200B/STC02
    STC*A1:20*20260802*WQ*380 | STC*A1:20*20260802*WQ*370 | status.charge_of_claims 2200B/STC04
    STC*A1:20*20260802*WQ*380 | STC*F1:20*20260802*WQ*380 | status.category 2200B/STC01-1
    STC*A1:20*20260802*WQ*380 | STC*A3:20*20260802*U*380 | status.rejected_above 2000C/HL
    QTY*90*1 | QTY*90*2 | status.accepted_count 2200B/QTY02
    QTY*90*1~ |  | status.accepted_count 2200B/QTY
    QTY*90*1 | QTY*ZZ*1 | x12.qualifier 2200B/QTY01
    QTY*AA*2 | QTY*AA*1 | status.rejected_count 2200B/QTY02
    QTY*AA*2 | QTY*AA*2.5 | x12.element_type 2200B/QTY02
    AMT*YU*200~AMT*YY*180~HL*3 | AMT*YU*201~AMT*YY*180~HL*3 | status.accepted_amount 2200B/AMT02
    AMT*YU*200~AMT*YY*180~HL*3 | AMT*YU*200~AMT*YY*18~HL*3 | status.rejected_amount 2200B/AMT02
    AMT*YU*200~AMT*YY*180~HL*3 | AMT*YU*200~AMT*YY*18X~HL*3 | x12.element_type 2200B/AMT02
    HL*3*2*19*1 | HL*3*1*19*1 | status.level_parent 2000C/HL02
    HL*3*2*19*1 | HL*3*2*19 | x12.element_missing 2000C/HL04
    NM1*85*2*EXAMPLE MEDICAL*****XX*1234567893 | NM1*85*2*EXAMPLE MEDICAL*****XX*1234567890 | status.npi_check_digit 2100C/NM109
    NM1*85*2*EXAMPLE MEDICAL*****XX*1234567893 | NM1*85*2*EXAMPLE MEDICAL*****XX*123456789 | status.npi_length 2100C/NM109
    NM1*85*2*EXAMPLE MEDICAL*****XX | NM1*85*2*EXAMPLE MEDICAL*****PI | x12.element_code 2100C/NM108
    STC*A1:19**WQ*380 | STC*A1:19**XX*380 | x12.element_code 2200C/STC03
    STC*A1:19**WQ*380 | STC*A6:19**U*380 | status.rejected_above 2000D/HL
    QTY*QA*1 | QTY*QA*0 | status.accepted_count 2200C/QTY02
    QTY*QC*2 | QTY*QC*3 | status.rejected_count 2200C/QTY02
    AMT*YU*200~AMT*YY*180~HL*4 | AMT*YU*200~AMT*YY*1800~HL*4 | status.rejected_amount 2200C/AMT02
    HL*4*3*PT | HL*4*2*PT | status.level_parent 2000D/HL02
    HL*4*3*PT | HL*4*3*PT*1 | x12.element_code 2000D/HL04
    HL*5*3*PT | HL*6*3*PT | status.level_number 2000D/HL01
    NM1*QC*1*SMITH*JAMES****MI*M000001~ |  | x12.loop_missing 2100D/NM1
    NM1*QC*1*SMITH*JAMES****MI | NM1*QC*1*SMITH*JAMES****ZZ | x12.element_code 2100D/NM108
    NM1*QC*1*SMITH | NM1*QC*2*SMITH | x12.element_code 2100D/NM102
    TRN*2*PCN1~STC*A2:20*20260802*WQ*200~REF*1K*ICN1~DTP*472*RD8*20260701-20260702~ |  | x12.loop_missing 2200D/TRN
    TRN*2*PCN2 | TRN*2*PCN1 | status.claim_twice 2200D/TRN02
    TRN*2*PCN2 | TRN*1*PCN2 | x12.element_code 2200D/TRN01
    STC*A2:20*20260802*WQ*200~ |  | x12.segment_missing 2200D/STC
    STC*A2:20*20260802*WQ*200 | STC*A2:20*20260802*U*200 | status.action 2200D/STC03
    STC*A2:20*20260802*WQ*200 | STC*A2:20*20260802**200 | x12.element_missing 2200D/STC03
    STC*A2:20*20260802*WQ*200 | STC*A2*20260802*WQ*200 | x12.element_missing 2200D/STC01-2
    STC*A2:20*20260802*WQ*200 | STC*A9:20*20260802*WQ*200 | status.category 2200D/STC01-1
    STC*A2:20*20260802*WQ*200 | STC*E0:20*20260802*WQ*200 | status.category 2200D/STC01-1
    STC*A2:20*20260802*WQ*200 | STC*A2:2X*20260802*WQ*200 | status.code 2200D/STC01-2
    STC*A2:20*20260802*WQ*200 | STC*A2:20*20260802*WQ | x12.element_missing 2200D/STC04
    STC*A7:562:85*20260802*U*80 | STC*A7:562:85*20260802*WQ*80 | status.action 2200D/STC03
    STC*A7:562:85*20260802*U*80 | STC*A7:562:8*20260802*U*80 | x12.element_length 2200D/STC01-3
    STC*A7:562:85*20260802*U*80 | STC*A7:562:85*20260802*U*81 | status.rejected_amount 2200C/AMT02
    ******A7:465:85 | ******P7:465:85 | status.category 2200D/STC10-1
    ******A7:465:85 | ******A7 | x12.element_missing 2200D/STC10-2
    REF*1K*ICN2 | REF*1K | x12.element_missing 2200D/REF02
    REF*1K*ICN2 | REF*F8*ICN2 | x12.qualifier 2200D/REF01
    REF*D9*CH77~ | REF*D9*CH77~REF*D9*CH78~ | x12.segment_repeats 2200D/REF
    DTP*472*RD8*20260701-20260702 | DTP*472*RD8*20260702-20260701 | status.days_reversed 2200D/DTP03
    DTP*472*RD8*20260701-20260702 | DTP*472*RD8*20260701 | x12.date 2200D/DTP03
    DTP*472*D8*20260703~ |  | x12.segment_missing 2200D/DTP
    SVC*HC:99214*80 | SVC*XX:99214*80 | x12.element_code 2220D/SVC01-1
    SVC*HC:99214*80 | SVC*HC:99214 | x12.element_missing 2220D/SVC02
    STC*A7:507*20260802*U~REF | STC*A7:507*20260802*WQ~REF | x12.element_code 2220D/STC03
    STC*A7:507*20260802*U~REF | REF | x12.segment_missing 2220D/STC
    REF*FJ*L1~DTP | REF*6R*L1~DTP | x12.qualifier 2220D/REF01
    REF*1K*ICN1~ | REF*1K*ICN1~LQ*HE*N1~ | x12.segment_unexpected 2200D/LQ
    DTP*472*RD8*20260701-20260702~ | DTP*472*RD8*20260701-20260702~SVC*HC:99213*150~STC*A7:507*20260802*U~ | status.line_accepted 2220D/SVC
";

const QUESTION_DEFECTS: &str = "
    BHT*0010*13 | BHT*0010*08 | x12.element_code BHT02
    *20260901*0900 | *20260901*2460 | x12.element_type BHT05
    *0900~HL*1 | *0900*DG~HL*1 | x12.element_surplus BHT06
    HL*1**20*1 | HL*1**20*0 | status.level_child 2000A/HL04
    NM1*PR*2*ACME | NM1*PR*2 | x12.element_missing 2100A/NM103
    NM1*PR*2*ACME HEALTH*****PI | NM1*PR*2*ACME HEALTH*****46 | x12.element_code 2100A/NM108
    HL*2*1*21*1 | HL*2*1*20*1 | status.level_parent 2000A/HL02
    NM1*41*2*EXAMPLE MEDICAL*****46*SUB12345~ |  | x12.loop_missing 2100B/NM1
    NM1*1P*2*EXAMPLE | NM1*85*2*EXAMPLE | x12.qualifier 2100C/NM101
    NM1*1P*2*EXAMPLE MEDICAL*****XX*1234567893 | NM1*1P*2*EXAMPLE MEDICAL*****XX*1234567894 | status.npi_check_digit 2100C/NM109
    HL*4*3*22*0 | HL*4*3*22*1 | status.level_child 2000D/HL04
    HL*4*3*22*0 | HL*4*3*PT*0 | x12.qualifier 2000D/HL03
    DMG*D8*19700105*M | DMG*D8*19701305*M | x12.element_type 2000D/DMG02
    DMG*D8*19700105*M | DMG*RD8*19700105*M | x12.element_code 2000D/DMG01
    NM1*IL*1*MILLER*ROBERT****MI*M000002 | NM1*IL*1*MILLER*ROBERT | x12.element_missing 2100D/NM108
    TRN*1*T1~REF*1K*ICN2~REF*EJ*PCN2~AMT*T3*80~DTP*472*D8*20260702~ |  | status.no_claim 2200D/TRN
    TRN*1*T1 | TRN*2*T1 | x12.element_code 2200D/TRN01
    REF*EJ*PCN2 | REF*EA*PCN2 | x12.qualifier 2200D/REF01
    AMT*T3*80 | AMT*T3*8O | x12.element_type 2200D/AMT02
    AMT*T3*80 | AMT*YU*80 | x12.qualifier 2200D/AMT01
    DTP*472*D8*20260702 | DTP*472*D8*20260732 | x12.date 2200D/DTP03
    HL*6*5*23 | HL*6*3*23 | status.level_parent 2000E/HL02
    NM1*QC*1*SMITH*JAMES~ |  | x12.loop_missing 2100E/NM1
    TRN*1*T2 | TRN*1 | x12.element_missing 2200E/TRN02
    DTP*472*RD8*20260701-20260702 | DTP*472*RD8*20260703-20260702 | status.days_reversed 2200E/DTP03
    SVC*HC:99213:25*150*****1 | SVC*HC:99213:25*150 | x12.element_missing 2210E/SVC07
    SVC*HC:99213:25*150 | SVC*HC:99213:2*150 | x12.element_length 2210E/SVC01-3
    DTP*472*D8*20260701~ |  | x12.segment_missing 2210E/DTP
    REF*FJ*L1 | REF*6R*L1 | x12.qualifier 2210E/REF01
    DTP*472*D8*20260702~ | DTP*472*D8*20260702~STC*A1:20*20260802~ | x12.segment_unexpected 2200D/STC
";

const ANSWER_DEFECTS: &str = "
    BHT*0010*08*ASK1*20260902*0900*DG | BHT*0010*08*ASK1*20260902*0900 | x12.element_missing BHT06
    BHT*0010*08 | BHT*0085*08 | x12.element_code BHT01
    PER*IC*DESK*TE | PER*IC*DESK*XX | x12.element_code 2100A/PER03
    HL*3*2*19*1 | HL*3*2*19*0 | status.level_child 2000C/HL04
    HL*3*2*19*1 | HL*9*2*19*1 | status.level_number 2000C/HL01
    TRN*2*T1 | TRN*1*T1 | x12.element_code 2200D/TRN01
    TRN*2*T1~STC*F1:65*20260830**80*70*20260828**20260830*CHK77~REF*1K*ICN3~REF*EJ*PCN2~DTP*472*D8*20260702~ |  | status.no_claim 2200D/TRN
    STC*F1:65*20260830**80*70*20260828**20260830*CHK77~ |  | x12.segment_missing 2200D/STC
    STC*F1:65*20260830 | STC*F1:65 | x12.element_missing 2200D/STC02
    STC*F1:65*20260830 | STC*F1:65*20260931 | x12.element_type 2200D/STC02
    STC*F1:65*20260830 | STC*F1:65*20260930 | status.effective_late 2200D/STC02
    STC*F1:65*20260830 | STC*X1:65*20260830 | status.category 2200D/STC01-1
    STC*F1:65*20260830 | STC*FF:65*20260830 | status.category 2200D/STC01-1
    STC*F1:65*20260830 | STC*F1:6-*20260830 | status.code 2200D/STC01-2
    STC*F1:65*20260830 | STC*F1:65::XX*20260830 | x12.element_code 2200D/STC01-4
    **80*70*20260828 | **80X*70*20260828 | x12.element_type 2200D/STC04
    **80*70*20260828 | **80*70*20260832 | x12.element_type 2200D/STC06
    *CHK77~ | *CHK77777777777777~ | x12.element_length 2200D/STC09
    REF*1K*ICN3~REF*EJ*PCN2~ | REF*EJ*PCN2~AMT*T3*80~ | x12.segment_unexpected 2200D/AMT
    HL*6*5*23 | HL*6*4*23 | status.level_child 2000D/HL04
    TRN*2*T2~STC*P3:317*20260830**200*0~ | TRN*2*T2~ | x12.segment_missing 2200E/STC
    SVC*HC:99213:25*150*0****1 | SVC*HC:99213:25*150*****1 | x12.element_missing 2220E/SVC03
    STC*R4:294*20260830~ |  | x12.segment_missing 2220E/STC
    STC*R4:294*20260830 | STC*R4:294 | x12.element_missing 2220E/STC02
    DTP*472*D8*20260701~ |  | x12.segment_missing 2220E/DTP
    TRN*1*ASK1~STC*E0:24:1P*20260902~ | TRN*1*ASK1~ | x12.segment_missing 2200C/STC
    STC*E0:24:1P*20260902 | STC*E0:24:1P | x12.element_missing 2200C/STC02
    XX*1730167859 | XX*1730167858 | status.npi_check_digit 2100C/NM109
";

/// What an acknowledgment says of each claim, read by hand from the file above.
#[test]
#[rustfmt::skip] // a table
fn an_acknowledgment_tells_of_each_claim() {
    let read = t277ca::read(acknowledgment(ACKNOWLEDGMENT).as_bytes());
    assert!(read.all_findings().is_empty());
    let notice = &read.notices[0].notice;
    assert_eq!(notice.reference, "ACK1");
    let told: Vec<_> = notice.claims().map(|(level, claim)| {
        let status = claim.statuses().next().unwrap();
        let codes: Vec<_> = status.codes().map(ToString::to_string).collect();
        let line = claim.lines.first().and_then(|line| line.reference("FJ"));
        assert_eq!(level.role, Role::Patient);
        (claim.number.as_str(), status.verdict(), codes.join(" "), status.charge.unwrap().to_string(), claim.reference("1K"), line)
    }).collect();
    use Verdict::{Accepted, Rejected};
    assert_eq!(told, [
        ("PCN1", Some(Accepted), "A2:20".to_owned(),               "200.00".to_owned(), Some("ICN1"), None),
        ("PCN2", Some(Rejected), "A7:562:85 A7:465:85".to_owned(), "80.00".to_owned(),  Some("ICN2"), Some("L1")),
        ("PCN3", Some(Rejected), "A3:116".to_owned(),              "100.00".to_owned(), None,         None),
    ]);
    let receiver = notice.all_levels().find(|level| level.role == Role::Receiver).unwrap();
    let whole = &receiver.tracked[0];
    assert_eq!((whole.number.as_str(), whole.quantity("90"), whole.quantity("AA")), ("BATCH1", Some(1), Some(2)));
    assert_eq!(whole.amount("YY").unwrap().to_string(), "180.00");
    assert!(!format!("{read:?}").contains("SMITH"));
}

#[test]
fn an_answer_tells_what_was_paid_and_how() {
    let read = t277::read(answer(ANSWER).as_bytes());
    let notice = &read.notices[0].notice;
    let (_, claim) = notice.claims().next().unwrap();
    let status = claim.statuses().next().unwrap();
    assert_eq!(status.charge.unwrap().to_string(), "80.00");
    assert_eq!(status.paid.unwrap().to_string(), "70.00");
    assert_eq!(status.decided, "2026-08-28".parse().ok());
    assert_eq!(status.paid_on, "2026-08-30".parse().ok());
    assert_eq!(status.payment, "CHK77");
    let (level, claim) = notice.claims().nth(1).unwrap();
    assert_eq!(level.role, Role::Dependent);
    assert_eq!(
        claim.lines[0].statuses().next().unwrap().code.to_string(),
        "R4:294"
    );
}

pub(in crate::x12) fn envelope() -> Envelope {
    Envelope {
        sender_qualifier: "ZZ".to_owned(),
        sender: "SENDER".to_owned(),
        receiver_qualifier: "ZZ".to_owned(),
        receiver: "RECEIVER".to_owned(),
        group_sender: "SENDER".to_owned(),
        group_receiver: "RECEIVER".to_owned(),
        written: "2026-08-01T12:00:00".parse().unwrap(),
        interchange_control: 1,
        group_control: 1,
        acknowledge: false,
        usage: Usage::Test,
    }
}

type Write =
    fn(&[Notice], &Envelope, Characters) -> Result<Vec<u8>, crate::x12::syntax::WriteError>;

/// What was read is written again to the byte, and what is not modelled keeps its place.
#[test]
fn what_was_read_is_written_again_to_the_byte() {
    let odd = ACKNOWLEDGMENT
        .replace("REF*1K*ICN1~", "REF*1K*ICN1**9:8~K3*WHAT EVER:X~")
        .replace("HL*5*3*PT~", "HL*5*3*PT~PER*IC*A*TE*1~")
        .replace("TRN*2*PCN3~", "TRN*2*PCN3*1512345678*X~")
        .replace(
            "SVC*HC:99214*80*****1~",
            "SVC*HC:99214*80*****1*9~MSG*HELLO~",
        );
    let write = |notices: Vec<Notice>, write: Write| {
        let bytes = write(&notices, &envelope(), Characters::Refuse).unwrap();
        String::from_utf8(bytes).unwrap()
    };
    for transaction in [ACKNOWLEDGMENT, &odd] {
        let file = acknowledgment(transaction);
        let notices = t277ca::read(file.as_bytes()).notices;
        let notices = notices
            .into_iter()
            .map(|received| received.notice)
            .collect();
        assert_eq!(write(notices, t277ca::write), file);
    }
    let file = question(QUESTION);
    let notices = t276::read(file.as_bytes()).notices;
    let notices = notices
        .into_iter()
        .map(|received| received.notice)
        .collect();
    assert_eq!(write(notices, t276::write), file);
    let file = answer(ANSWER);
    let notices = t277::read(file.as_bytes()).notices;
    let notices = notices
        .into_iter()
        .map(|received| received.notice)
        .collect();
    assert_eq!(write(notices, t277::write), file);
}

/// A level that names no open one is put below the next that it may stand below, and told.
#[test]
fn a_level_without_its_parent_is_kept_and_told() {
    let broken = ACKNOWLEDGMENT.replace("HL*5*3*PT~", "HL*5*9*PT~");
    let read = t277ca::read(acknowledgment(&broken).as_bytes());
    let told: Vec<_> = read
        .all_findings()
        .iter()
        .map(|f| (f.code, f.path.clone()))
        .collect();
    assert_eq!(told, [("status.level_parent", "2000D/HL02".to_owned())]);
    assert_eq!(read.notices[0].notice.claims().count(), 3);
    let provider = &read.notices[0].notice.levels[0].below[0].below[0];
    assert_eq!(provider.below.len(), 3);
}

/// A receiver whose claims were turned away as a whole has nothing below it, and nothing is missed.
#[test]
fn a_whole_file_can_be_turned_away() {
    let rejected = ACKNOWLEDGMENT
        .split_once("HL*3*2*19")
        .map(|(head, _)| format!("{head}SE*0*0001~"))
        .unwrap()
        .replace("HL*2*1*21*1", "HL*2*1*21*0")
        .replace(
            "STC*A1:20*20260802*WQ*380~QTY*90*1~QTY*AA*2~AMT*YU*200~AMT*YY*180~",
            "STC*A3:24:41*20260802*U*380~QTY*AA*3~AMT*YY*380~",
        );
    assert_eq!(found(&acknowledgment(&rejected)), [""; 0]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Bytes changed, cut and doubled anywhere: read and checked to the end, every finding within
    /// the bytes, and nothing that was read once changes when it is written and read again.
    #[test]
    fn no_bytes_panic(
        which in 0..3_usize,
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3), 0..12),
    ) {
        let file = [acknowledgment(ACKNOWLEDGMENT), question(QUESTION), answer(ANSWER)][which].clone();
        let (read, write): (fn(&[u8]) -> super::Read, Write) = [
            (t277ca::read as fn(&[u8]) -> super::Read, t277ca::write as Write),
            (t276::read, t276::write),
            (t277::read, t277::write),
        ][which];
        let mut bytes = file.into_bytes();
        for (at, byte, kind) in changes {
            let at = at.index(bytes.len());
            match kind {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, b"~*:\n"[usize::from(byte) % 4]),
                _ => { bytes.remove(at); }
            }
        }
        for finding in check(&bytes).all_findings() {
            prop_assert!(finding.at.byte <= bytes.len());
            prop_assert!(!finding.path.is_empty());
        }
        let once = read(&bytes);
        for finding in once.all_findings() {
            prop_assert!(finding.at.byte <= bytes.len());
        }
        let notices: Vec<Notice> = once.notices.into_iter().map(|one| one.notice).collect();
        let Ok(first) = write(&notices, &envelope(), Characters::Clean) else { return Ok(()) };
        let notices: Vec<Notice> = read(&first).notices.into_iter().map(|one| one.notice).collect();
        let second = write(&notices, &envelope(), Characters::Clean).unwrap();
        prop_assert_eq!(first, second);
    }
}

type Read = fn(&[u8]) -> super::Read;

/// What is written has no finding and reads the same.
fn is_sound(notice: &Notice, read: Read, write: Write) -> Result<(), TestCaseError> {
    let one = core::slice::from_ref(notice);
    let bytes = write(one, &envelope(), Characters::Refuse).unwrap();
    let checked = check(&bytes);
    prop_assert!(
        checked.all_findings().is_empty(),
        "{:?}",
        checked.all_findings()
    );
    prop_assert!(checked.transactions[0].modelled);
    let again = read(&bytes);
    prop_assert!(again.all_findings().is_empty());
    let json = |notice: &Notice| serde_json::to_string(notice).unwrap();
    prop_assert_eq!(json(&again.notices[0].notice), json(notice));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_acknowledgment_is_sound_and_reads_the_same(notice in any::acknowledgment()) {
        is_sound(&notice, t277ca::read, t277ca::write)?;
    }

    #[test]
    fn any_question_is_sound_and_reads_the_same(notice in any::status(false, 3)) {
        is_sound(&notice, t276::read, t276::write)?;
    }

    #[test]
    fn any_answer_is_sound_and_reads_the_same(notice in any::status(true, 3)) {
        is_sound(&notice, t277::read, t277::write)?;
    }
}

/// Files for judges that are not ours: `PMS_STATUS_OUT=DIR` writes 200 of each kind, a file each, the
/// same each time, and the answers (999) to claims with single defects. Questions and answers have one
/// line a claim at most: the judge that knows them loses the others.
#[test]
fn samples_are_written_for_an_outside_judge() {
    let folder = std::env::var_os("PMS_STATUS_OUT").map(PathBuf::from);
    let count = if folder.is_some() { 200 } else { 5 };
    let mut runner = TestRunner::deterministic();
    let kinds: [(&str, BoxedStrategy<Notice>, Write); 3] = [
        ("277ca", any::acknowledgment().boxed(), t277ca::write),
        ("277", any::status(true, 1).boxed(), t277::write),
        ("276", any::status(false, 1).boxed(), t276::write),
    ];
    let keep = |kind: &str, number: usize, bytes: &[u8]| {
        if let Some(folder) = &folder {
            let folder = folder.join(kind);
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(folder.join(format!("{number:04}.{kind}")), bytes).unwrap();
        }
    };
    for (kind, notices, write) in kinds {
        for number in 0..count {
            let notice = notices.new_tree(&mut runner).unwrap().current();
            let bytes = write(&[notice], &envelope(), Characters::Refuse).unwrap();
            keep(kind, number, &bytes);
        }
    }
    for (number, broken) in broken_claims().iter().enumerate() {
        let answer = t999::write(&check(broken.as_bytes()), &envelope()).unwrap();
        keep("999", number, &answer);
    }
}
