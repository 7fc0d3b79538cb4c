//! Single defects in files without a finding: each is caught at its place.

use proptest::prelude::*;

use super::check;
use crate::x12::defects::{all_caught, broken, file, found};
use crate::x12::syntax::{Envelope, Position, Severity, Usage};
use crate::x12::t999::{Answer, InterchangeAnswer, locate, read, write, write_ta1};

/// A dependent's claim after an accident, with a drug and two lines; a replacement; a secondary
/// claim with the first payer's decision.
pub(in crate::x12) const CLAIMS: &str = "ST*837*0001*005010X222A1~BHT*0019*00*BATCH1*20260801*1200*CH~\
    NM1*41*2*EXAMPLE MEDICAL*****46*SUB12345~PER*IC*EDI DESK*TE*8605551212~\
    NM1*40*2*ACME CLEARING*****46*RCV12345~\
    HL*1**20*1~PRV*BI*PXC*207Q00000X~NM1*85*2*EXAMPLE MEDICAL*****XX*1234567893~\
    N3*100 MAIN ST~N4*HARTFORD*CT*061032345~REF*EI*123456789~PER*IC*DESK*TE*8605551213~\
    NM1*87*2~N3*PO BOX 12~N4*HARTFORD*CT*061030012~\
    HL*2*1*22*1~SBR*P**GRP1******CI~NM1*IL*1*SMITH*MARY****MI*M000001~\
    NM1*PR*2*ACME HEALTH*****PI*60054~\
    HL*3*2*23*0~PAT*19~NM1*QC*1*SMITH*JAMES~N3*7 OAK AVE~N4*HARTFORD*CT*06103~DMG*D8*20150203*M~\
    CLM*PCN1*200***11:B:1*Y*A*Y*Y**AA:::CT~DTP*439*D8*20260601~REF*G1*AUTH1~\
    HI*ABK:S93401A*ABF:M545~NM1*DN*1*JONES*ANN****XX*1730167859~\
    NM1*82*1*BROWN*JOHN****XX*1245319599~PRV*PE*PXC*208000000X~\
    NM1*77*2*CLINIC*****XX*1528060837~N3*5 ELM ST~N4*HARTFORD*CT*061035555~\
    LX*1~SV1*HC:99213:25*150*UN*1***1:2~DTP*472*D8*20260701~REF*6R*L1~\
    LX*2~SV1*HC:J1885*50*UN*2***1~DTP*472*RD8*20260701-20260702~REF*6R*L2~\
    LIN**N4*00409379301~CTP****2*ML~\
    HL*4*1*22*0~SBR*P*18*GRP2******CI~NM1*IL*1*MILLER*ROBERT****MI*M000002~N3*9 OAK AVE~\
    N4*HARTFORD*CT*06103~DMG*D8*19700105*M~NM1*PR*2*ACME HEALTH*****PI*60054~\
    CLM*PCN2*80***11:B:7*Y*A*Y*Y~AMT*F5*20~REF*F8*ICN77~HI*ABK:I10~\
    LX*1~SV1*HC:99214*80*UN*1***1~DTP*472*D8*20260702~REF*6R*L1~\
    HL*5*1*22*0~SBR*S*18*GRP3******CI~NM1*IL*1*DAVIS*LINDA****MI*M000003~N3*1 OAK AVE~\
    N4*HARTFORD*CT*06103~DMG*D8*19600105*F~NM1*PR*2*BETTER HEALTH*****PI*60055~\
    CLM*PCN3*100***11:B:1*Y*A*Y*Y~HI*ABK:E119~\
    SBR*P*18*GRP4******CI~AMT*D*60~OI***Y***Y~NM1*IL*1*DAVIS*LINDA****MI*W9~\
    NM1*PR*2*FIRST HEALTH*****PI*60056~\
    LX*1~SV1*HC:97110*100*UN*2***1~DTP*472*D8*20260703~REF*6R*L1~\
    SVD*60056*60*HC:97110**2~CAS*CO*45*30~CAS*PR*2*10~DTP*573*D8*20260720~SE*0*0001~";

/// A payment for two claims, a reversal with its correction, remarks and provider adjustments.
const PAYMENT: &str = "ST*835*0001~BPR*I*173.5*C*ACH*CCP*01*021000021*DA*123456789*1512345678**01*011000015*DA*987654321*20260803~\
    TRN*1*EFT1*1512345678~DTM*405*20260801~N1*PR*ACME HEALTH~N3*PO BOX 1000~N4*HARTFORD*CT*06101~\
    PER*BL*EDI SUPPORT*TE*8005551212~N1*PE*EXAMPLE MEDICAL*XX*1234567893~REF*TJ*123456789~LX*1~\
    CLP*PCN1*1*200*120*30*12*ICN1*11*1~NM1*QC*1*SMITH*JAMES****MI*M000001~DTM*050*20260710~AMT*AU*200~\
    SVC*HC:99213:25*150*80**1~DTM*472*20260701~CAS*CO*45*40~CAS*PR*1*20**2*10~REF*6R*L1~AMT*B6*110~LQ*HE*N130~\
    SVC*HC:J1885*50*40**2~DTM*472*20260701~CAS*CO*45*10~REF*6R*L2~\
    CLP*PCN2*22*-80*-60**12*ICN2*11*1~CAS*CO*45*-20~\
    CLP*PCN2*1*80*70**12*ICN3*11*7~CAS*CO*45*10~MOA***MA01~\
    CLP*PCN3*4*100*0**12*ICN4*11*1~CAS*CO*97*100~\
    PLB*1234567893*20261231*L6*-2.5*WO:ICN0*-41~SE*0*0001~";

pub(in crate::x12) fn claims(transaction: &str) -> String {
    file("HC", "005010X222A1", transaction)
}

fn payment(transaction: &str) -> String {
    file("HP", "005010X221A1", transaction)
}

/// The claims with each single defect.
pub(in crate::x12) fn broken_claims() -> Vec<String> {
    broken(CLAIMS, claims, CLAIM_DEFECTS)
}

/// The payment with each single defect.
pub(in crate::x12) fn broken_payments() -> Vec<String> {
    broken(PAYMENT, payment, PAYMENT_DEFECTS)
}

#[test]
fn every_single_defect_of_a_claim_is_caught_at_its_place() {
    let rows = all_caught(CLAIMS, claims, CLAIM_DEFECTS);
    assert!(rows >= 150, "{rows}");
}

#[test]
fn every_single_defect_of_a_payment_is_caught_at_its_place() {
    let rows = all_caught(PAYMENT, payment, PAYMENT_DEFECTS);
    assert!(rows >= 40, "{rows}");
}

const CLAIM_DEFECTS: &str = "
    SE*83*0001 | SE*82*0001 | x12.transaction_count SE01
    SE*83*0001 | SE*83*0002 | x12.transaction_control SE02
    GE*1*1 | GE*2*1 | x12.group_count GE01
    GE*1*1 | GE*1*2 | x12.group_control GE02
    IEA*1*000000001 | IEA*2*000000001 | x12.interchange_count IEA01
    IEA*1*000000001 | IEA*1*000000002 | x12.interchange_control IEA02
    GE*1*1~ |  | x12.group_open GE
    *260801* | *20260801* | x12.header_width ISA
    ST*837*0001*005010X222A1 | ST*837*0001*005010X222 | x12.guide_differs ST03
    BHT*0019*00*BATCH1*20260801*1200*CH~ |  | x12.segment_missing BHT
    BHT*0019 | BHT*0020 | x12.element_code BHT01
    BHT*0019*00 | BHT*0019*01 | x12.element_code BHT02
    *20260801*1200*CH | *20261301*1200*CH | x12.element_type BHT04
    *20260801*1200*CH | *20260801*2500*CH | x12.element_type BHT05
    *1200*CH | *1200*XX | x12.element_code BHT06
    NM1*41*2*EXAMPLE MEDICAL*****46*SUB12345~PER*IC*EDI DESK*TE*8605551212~ |  | x12.loop_missing 1000A/NM1
    PER*IC*EDI DESK*TE*8605551212~ |  | x12.segment_missing 1000A/PER
    PER*IC*EDI DESK*TE*8605551212 | PER*IC*EDI DESK*TE*555-1212 | t837p.phone 1000A/PER04
    PER*IC*EDI DESK*TE | PER*IC*EDI DESK*ZZ | x12.element_code 1000A/PER03
    *****46*SUB12345 | *****46 | x12.element_missing 1000A/NM109
    NM1*40*2*ACME CLEARING*****46*RCV12345~ |  | x12.loop_missing 1000B/NM1
    NM1*40*2*ACME CLEARING | NM1*40*2 | x12.element_missing 1000B/NM103
    HL*1**20*1 | HL*2**20*1 | t837p.level_number 2000A/HL01
    HL*1**20*1 | HL*1**20*0 | t837p.level_child 2000A/HL04
    HL*1**20*1 | HL*1*9*20*1 | t837p.level_parent 2000A/HL02
    HL*1**20*1 | HL*1**21*1 | x12.qualifier 2000A/HL03
    PRV*BI*PXC*207Q00000X | PRV*BI*PXC*207Q | x12.element_length 2000A/PRV03
    PRV*BI*PXC*207Q00000X | PRV*BI*PXC*2O7Q00000X1 | x12.element_length 2000A/PRV03
    PRV*BI*PXC*207Q00000X | PRV*BI*PXC*207Q-0000X | t837p.taxonomy 2000A/PRV03
    PRV*BI*PXC | PRV*BI*ZZ | x12.element_code 2000A/PRV02
    XX*1234567893~N3*100 | XX*1234567890~N3*100 | t837p.npi_check_digit 2010AA/NM109
    XX*1234567893~N3*100 | XX*123456789~N3*100 | t837p.npi_length 2010AA/NM109
    XX*1234567893~N3*100 | XX~N3*100 | t837p.number_alone 2010AA/NM109
    N3*100 MAIN ST | N3*PO BOX 100 | t837p.post_office_box 2010AA/N301
    N3*100 MAIN ST~ |  | x12.segment_missing 2010AA/N3
    N3*100 MAIN ST | N3*100 MAIN ST*LOCK BOX 7 | t837p.post_office_box 2010AA/N302
    N4*HARTFORD*CT*061032345~ |  | x12.segment_missing 2010AA/N4
    N4*HARTFORD*CT*061032345 | N4*HARTFORD*CT*06103 | t837p.zip_nine 2010AA/N403
    N4*HARTFORD*CT*061032345 | N4*HARTFORD*CT*06103-2345 | t837p.zip 2010AA/N403
    N4*HARTFORD*CT*061032345 | N4*HARTFORD*C1*061032345 | t837p.state 2010AA/N402
    N4*HARTFORD*CT*061032345 | N4**CT*061032345 | x12.element_missing 2010AA/N401
    REF*EI*123456789 | REF*EI*12-3456789 | t837p.tax_number 2010AA/REF02
    REF*EI*123456789 | REF*ZZ*123456789 | x12.qualifier 2010AA/REF01
    REF*EI*123456789~ |  | x12.segment_missing 2010AA/REF
    REF*EI*123456789~ | REF*EI*123456789~REF*SY*123456789~ | x12.segment_repeats 2010AA/REF
    NM1*87*2~N3*PO BOX 12~ | NM1*87*2~ | x12.segment_missing 2010AB/N3
    NM1*87*2~ | NM1*87*3~ | x12.element_code 2010AB/NM102
    HL*2*1*22*1 | HL*2*1*22*0 | t837p.level_child 2000B/HL04
    HL*2*1*22*1 | HL*3*1*22*1 | t837p.level_number 2000B/HL01
    HL*2*1*22*1 | HL*2*7*22*1 | t837p.level_parent 2000B/HL02
    HL*2*1*22*1 | HL*2*1*22*2 | x12.element_code 2000B/HL04
    HL*2*1*22*1 | HL*2*1*24*1 | x12.qualifier 2000B/HL03
    NM1*85*2*EXAMPLE | NM1*86*2*EXAMPLE | x12.qualifier 2010AA/NM101
    NM1*PR*2*ACME HEALTH*****PI*60054~HL*3 | NM1*P5*2*ACME HEALTH*****PI*60054~HL*3 | x12.qualifier 2010BB/NM101
    SBR*P**GRP1******CI~ |  | x12.segment_missing 2000B/SBR
    SBR*P**GRP1******CI | SBR*X**GRP1******CI | x12.element_code 2000B/SBR01
    SBR*P**GRP1******CI | SBR*P*18*GRP1******CI | t837p.patient_twice 2000B/SBR02
    SBR*P**GRP1******CI | SBR*P*01*GRP1******CI | x12.element_code 2000B/SBR02
    SBR*P**GRP1******CI | SBR*P**GRP1******QQ | x12.element_code 2000B/SBR09
    SBR*P**GRP1******CI | SBR*P**GRP1 | t837p.filing 2000B/SBR09
    SBR*P*18*GRP2 | SBR*P**GRP2 | t837p.patient_missing 2000B/SBR02
    SBR*S*18*GRP3******CI | SBR*S*18*GRP3******MB | t837p.insurance_type 2000B/SBR05
    SBR*S*18*GRP3******CI | SBR*S*18*GRP3**99****CI | x12.element_code 2000B/SBR05
    NM1*IL*1*SMITH*MARY****MI*M000001~ |  | x12.loop_missing 2010BA/NM1
    NM1*IL*1*SMITH*MARY | NM1*IL*1**MARY | x12.element_missing 2010BA/NM103
    ROBERT****MI*M000002 | ROBERT | t837p.member_number 2010BA/NM109
    ROBERT****MI*M000002 | ROBERT****ZZ*M000002 | x12.element_code 2010BA/NM108
    N3*9 OAK AVE~ |  | t837p.patient_facts 2010BA/N3
    DMG*D8*19700105*M~ |  | t837p.patient_facts 2010BA/DMG
    DMG*D8*19700105*M | DMG*D8*19700105*X | x12.element_code 2010BA/DMG03
    DMG*D8*19700105*M | DMG*D8*19701305*M | x12.element_type 2010BA/DMG02
    DMG*D8*19700105*M | DMG*D8*20270105*M | t837p.birth_late 2010BA/DMG02
    DMG*D8*19700105*M | DMG*D8*20260715*M | t837p.service_before_birth 2400/DTP03
    NM1*PR*2*ACME HEALTH*****PI*60054~HL*3 | HL*3 | x12.loop_missing 2010BB/NM1
    NM1*PR*2*ACME HEALTH*****PI*60054~HL*3 | NM1*PR*2*ACME HEALTH~HL*3 | x12.element_missing 2010BB/NM108
    PAT*19~ |  | x12.segment_missing 2000C/PAT
    PAT*19 | PAT*18X | x12.element_code 2000C/PAT01
    NM1*QC*1*SMITH*JAMES~N3*7 OAK AVE~N4*HARTFORD*CT*06103~DMG*D8*20150203*M~ |  | x12.loop_missing 2010CA/NM1
    NM1*QC*1*SMITH*JAMES~N3*7 OAK AVE~ | NM1*QC*1*SMITH*JAMES~ | x12.segment_missing 2010CA/N3
    DMG*D8*20150203*M~ |  | x12.segment_missing 2010CA/DMG
    DMG*D8*20150203*M | DMG*D8*20260715*M | t837p.service_before_birth 2400/DTP03
    DMG*D8*20150203*M | DMG*D8*2015-02-03*M | x12.element_type 2010CA/DMG02
    SBR*P**GRP1******CI | SBR*P**GRP1******ci | x12.element_code 2000B/SBR09
    CLM*PCN1*200 | CLM**200 | x12.element_missing 2300/CLM01
    CLM*PCN1*200 | CLM*PCN1 | x12.element_missing 2300/CLM02
    CLM*PCN1*200 | CLM*PCN1*201 | t837p.charge_of_lines 2300/CLM02
    CLM*PCN1*200 | CLM*PCN1*-200 | t837p.negative_charge 2300/CLM02
    CLM*PCN1*200 | CLM*PCN1*200.001 | x12.amount 2300/CLM02
    CLM*PCN1*200 | CLM*PCN1*$200.00 | x12.element_type 2300/CLM02
    CLM*PCN1*200 | CLM*PCN1*00000000200.00 | x12.element_length 2300/CLM02
    CLM*PCN1*200 | CLM*PCN1*2OO | x12.element_type 2300/CLM02
    CLM*PCN1*200 | CLM*PCN1-AND-TOO-LONG-FOR-PAYERS*200 | t837p.claim_number_long 2300/CLM01
    11:B:1*Y*A*Y*Y**AA | 1:B:1*Y*A*Y*Y**AA | x12.element_length 2300/CLM05-1
    11:B:1*Y*A*Y*Y**AA | 11:A:1*Y*A*Y*Y**AA | x12.element_code 2300/CLM05-2
    11:B:1*Y*A*Y*Y**AA | 11:B:5*Y*A*Y*Y**AA | t837p.frequency 2300/CLM05-3
    11:B:1*Y*A*Y*Y**AA | 11:B:7*Y*A*Y*Y**AA | t837p.payer_number 2300/REF
    11:B:1*Y*A*Y*Y**AA | 11:B:8*Y*A*Y*Y**AA | t837p.payer_number 2300/REF
    11:B:1*Y*A*Y*Y**AA | 11:B:1*X*A*Y*Y**AA | x12.element_code 2300/CLM06
    11:B:1*Y*A*Y*Y**AA | 11:B:1*Y*Y*Y*Y**AA | x12.element_code 2300/CLM07
    11:B:1*Y*A*Y*Y**AA | 11:B:1*Y*A*A*Y**AA | x12.element_code 2300/CLM08
    11:B:1*Y*A*Y*Y**AA | 11:B:1*Y*A*Y*N**AA | x12.element_code 2300/CLM09
    **AA:::CT | **AA | t837p.accident_state 2300/CLM11-4
    **AA:::CT | **ZZ:::CT | x12.element_code 2300/CLM11-1
    DTP*439*D8*20260601~ |  | t837p.accident_day 2300/DTP
    DTP*439*D8*20260601 | DTP*439*D8*20260631 | x12.date 2300/DTP03
    DTP*439*D8*20260601~ | DTP*439*D8*20260601~DTP*439*D8*20260601~ | x12.segment_repeats 2300/DTP
    DTP*439*D8*20260601 | DTP*999*D8*20260601 | x12.qualifier 2300/DTP01
    REF*F8*ICN77~ |  | t837p.payer_number 2300/REF
    HI*ABK:S93401A*ABF:M545~ |  | x12.segment_missing 2300/HI
    HI*ABK:S93401A*ABF:M545 | HI*ABK:S93.401A*ABF:M545 | t837p.diagnosis_dot 2300/HI01-2
    HI*ABK:S93401A*ABF:M545 | HI*ABK:S93401A*ABF:m545 | t837p.diagnosis 2300/HI02-2
    HI*ABK:S93401A*ABF:M545 | HI*ABK:S93401A*ABF:S93.401A | t837p.diagnosis_twice 2300/HI02-2
    HI*ABK:S93401A*ABF:M545 | HI*ABK:S93401A*ABF:99999 | t837p.diagnosis 2300/HI02-2
    HI*ABK:S93401A*ABF:M545 | HI*ABK:S93401A*ABF:S93401A | t837p.diagnosis_twice 2300/HI02-2
    HI*ABK:S93401A*ABF:M545 | HI*ABK:S93401A*ABK:M545 | t837p.diagnosis_kind 2300/HI02-1
    HI*ABK:S93401A*ABF:M545 | HI*ABK:S93401A | t837p.pointer 2400/SV107-2
    HI*ABK:S93401A*ABF:M545 | HI*ABF:S93401A*ABF:M545 | x12.qualifier 2300/HI01
    XX*1730167859 | XX*1730167858 | t837p.npi_check_digit 2310A/NM109
    NM1*82*1*BROWN*JOHN****XX*1245319599 | NM1*82*1*BROWN*JOHN****XX*1234567893 | t837p.rendering_repeated 2310B/NM109
    PRV*PE*PXC*208000000X | PRV*PE*PXC*20800!000X | t837p.taxonomy 2310B/PRV03
    N3*5 ELM ST~ |  | x12.segment_missing 2310C/N3
    N4*HARTFORD*CT*061035555 | N4*HARTFORD*CT*06103 | t837p.zip_nine 2310C/N403
    LX*2~SV1*HC:J1885 | LX*2~SV1*HC:j1885 | t837p.procedure 2400/SV101-2
    N3*7 OAK AVE~N4*HARTFORD*CT | N3*7 OAK AVE~N4*HARTFORD*ct | t837p.state 2010CA/N402
    MARY****MI*M000001 | MARY ****MI*M000001 | x12.element_blank 2010BA/NM104
    LX*1~SV1*HC:99213:25 | LX*2~SV1*HC:99213:25 | t837p.line_count 2400/LX01
    LX*2~SV1*HC:J1885 | LX*7~SV1*HC:J1885 | t837p.line_count 2400/LX01
    SV1*HC:99213:25*150*UN*1***1:2~ |  | x12.segment_missing 2400/SV1
    SV1*HC:99213:25 | SV1*HC:9921:25 | t837p.procedure 2400/SV101-2
    SV1*HC:99213:25 | SV1*ZZ:99213:25 | x12.element_code 2400/SV101-1
    SV1*HC:99213:25 | SV1*HC::25 | x12.element_missing 2400/SV101-2
    SV1*HC:99213:25 | SV1*HC:99213:2 | x12.element_length 2400/SV101-3
    SV1*HC:99213:25 | SV1*HC:99213:25:25 | t837p.modifier_twice 2400/SV101-4
    :25*150*UN*1 | :25*-150*UN*1 | t837p.negative_charge 2400/SV102
    :25*150*UN*1 | :25*149*UN*1 | t837p.charge_of_lines 2300/CLM02
    :25*150*UN*1 | :25*150*XX*1 | x12.element_code 2400/SV103
    :25*150*UN*1 | :25*150*UN*0 | t837p.units 2400/SV104
    :25*150*UN*1 | :25*150*UN*-1 | t837p.units 2400/SV104
    :25*150*UN*1 | :25*150*UN | x12.element_missing 2400/SV104
    UN*1***1:2 | UN*1***1:3 | t837p.pointer 2400/SV107-2
    UN*1***1:2 | UN*1***0:2 | t837p.pointer 2400/SV107-1
    UN*1***1:2 | UN*1***1:1 | t837p.pointer_twice 2400/SV107-2
    UN*1***1:2 | UN*1 | x12.element_missing 2400/SV107
    DTP*472*D8*20260701~REF*6R*L1~LX*2 | REF*6R*L1~LX*2 | x12.segment_missing 2400/DTP
    DTP*472*D8*20260701 | DTP*472*D8*20260901 | t837p.service_late 2400/DTP03
    DTP*472*D8*20260701 | DTP*472*XX*20260701 | x12.element_code 2400/DTP02
    DTP*472*D8*20260701 | DTP*472*D8*20260231 | x12.date 2400/DTP03
    DTP*472*RD8*20260701-20260702 | DTP*472*RD8*20260702-20260701 | t837p.days_reversed 2400/DTP03
    DTP*472*RD8*20260701-20260702 | DTP*472*RD8*2026-07-01-2026-07-02 | x12.date 2400/DTP03
    DTP*472*RD8*20260701-20260702 | DTP*472*RD8*20260701 | x12.date 2400/DTP03
    REF*6R*L2 | REF*6R*L1 | t837p.line_number_twice 2400/REF02
    LIN**N4*00409379301 | LIN**N4*00409-3793-01 | x12.element_length 2410/LIN03
    LIN**N4*00409379301 | LIN**N4*0040937930 | x12.element_length 2410/LIN03
    CTP****2*ML~ |  | x12.segment_missing 2410/CTP
    CTP****2*ML | CTP****2*XX | x12.element_code 2410/CTP05-1
    SBR*P*18*GRP4******CI~AMT*D*60~OI***Y***Y~NM1*IL*1*DAVIS*LINDA****MI*W9~NM1*PR*2*FIRST HEALTH*****PI*60056~ |  | t837p.no_other_payer 2320/SBR
    AMT*D*60 | AMT*D*61 | t837p.claim_coordination 2320/AMT02
    OI***Y***Y~ |  | x12.segment_missing 2320/OI
    OI***Y***Y | OI***Y***N | x12.element_code 2320/OI06
    NM1*IL*1*DAVIS*LINDA****MI*W9~ |  | x12.loop_missing 2330A/NM1
    NM1*PR*2*FIRST HEALTH*****PI*60056~ |  | x12.loop_missing 2330B/NM1
    SVD*60056*60 | SVD*60099*60 | t837p.deciding_payer 2430/SVD01
    SVD*60056*60 | SVD*60056*59 | t837p.line_coordination 2400/SV102
    CAS*CO*45*30 | CAS*CO*45*31 | t837p.line_coordination 2400/SV102
    CAS*CO*45*30 | CAS*XX*45*30 | x12.element_code 2430/CAS01
    CAS*CO*45*30 | CAS*CO*9999*30 | t837p.adjustment_reason 2430/CAS02
    DTP*573*D8*20260720~ |  | x12.segment_missing 2430/DTP
    AMT*F5*20 | AMT*F5*2O | x12.element_type 2300/AMT02
    AMT*F5*20~REF*F8*ICN77~ | REF*F8*ICN77~AMT*F5*20~ | x12.segment_order 2300/AMT
    REF*G1*AUTH1~ | REF*G1*AUTH1~ZZZ*1~ | x12.segment_unexpected 2300/ZZZ
    REF*G1*AUTH1~ | REF*G1*AUTH1~REF*G1*AUTH2~ | x12.segment_repeats 2300/REF
    REF*G1*AUTH1 | REF*G1*AUTH1* | x12.trailing_element REF
    REF*G1*AUTH1 | REF*G1 | x12.element_missing 2300/REF02
";

const PAYMENT_DEFECTS: &str = "
    SE*35*0001 | SE*34*0001 | x12.transaction_count SE01
    SE*35*0001 | SE*35*0009 | x12.transaction_control SE02
    GE*1*1 | GE*1*3 | x12.group_control GE02
    *X*005010X221A1 | *X*004010X091 | t835.version GS08
    BPR*I*173.5 | BPR*I*173.51 | remittance.balance BPR02
    BPR*I*173.5 | BPR*I*173,5 | x12.amount BPR02
    BPR*I*173.5*C*ACH | BPR*I*173.5*C*NON | remittance.no_payment BPR02
    BPR*I*173.5*C | BPR*I*173.5*D | remittance.negative_payment BPR02
    *20260803~ | *20260832~ | x12.date BPR16
    TRN*1*EFT1*1512345678~ |  | t835.required_segment TRN
    DTM*405*20260801 | DTM*405*2026 | x12.date DTM02
    N1*PR*ACME HEALTH~N3*PO BOX 1000~N4*HARTFORD*CT*06101~PER*BL*EDI SUPPORT*TE*8005551212~ |  | t835.required_segment 1000A/N1
    N1*PE*EXAMPLE MEDICAL*XX*1234567893~REF*TJ*123456789~ |  | t835.required_segment 1000B/N1
    CLP*PCN1* | CLP** | t835.required 2100/CLP01
    CLP*PCN1*1* | CLP*PCN1*77* | t835.claim_status 2100/CLP02
    CLP*PCN1*1*200*120 | CLP*PCN1*1*201*120 | remittance.claim_balance 2100/CLP04
    CLP*PCN1*1*200*120 | CLP*PCN1*1*201*120 | remittance.charge_of_lines 2100/CLP03
    CLP*PCN1*1*200*120 | CLP*PCN1*1*200*121 | remittance.claim_balance 2100/CLP04
    CLP*PCN1*1*200*120 | CLP*PCN1*1*200*121 | remittance.balance BPR02
    CLP*PCN1*1*200*120 | CLP*PCN1*1*200*12O | x12.amount 2100/CLP04
    200*120*30 | 200*120*29 | remittance.patient_responsibility 2100/CLP05
    200*120*30 | 200*120 | remittance.patient_responsibility 2100/CLP05
    DTM*050*20260710 | DTM*050*20260740 | x12.date DTM02
    AMT*AU*200 | AMT*AU* | x12.amount AMT02
    SVC*HC:99213:25*150*80 | SVC*HC:99213:25*150*81 | remittance.service_balance 2110/SVC03
    SVC*HC:99213:25*150*80 | SVC*HC:99213:25*151*80 | remittance.service_balance 2110/SVC03
    SVC*HC:99213:25*150*80 | SVC*HC:99213:25*-150*80 | remittance.negative_charge 2110/SVC02
    SVC*HC:99213:25*150*80**1 | SVC*HC:99213:25*150*80**-1 | x12.units 2110/SVC05
    DTM*472*20260701 | DTM*472*20260701X | x12.date DTM02
    CAS*CO*45*40 | CAS*CO*45 | x12.amount 2110/CAS03
    CAS*CO*45*40 | CAS*co*45*40 | t835.unknown_group CAS01
    CLP*PCN1*1*200*120 | CLP*PCN1*1*200*$120.00 | x12.amount 2100/CLP04
    DTM*405*20260801 | DTM*405*2026-08-01 | x12.date DTM02
    L6*-2.5 | l6*-2.5 | t835.provider_reason PLB03-1
    LQ*HE*N130~SVC | lq*HE*N130~SVC | x12.segment_name ?
    CAS*CO*45*40 | CAS*XX*45*40 | t835.unknown_group CAS01
    CAS*CO*45*40 | CAS*CO*9999*40 | t835.unknown_reason 2110/CAS02
    L6*-2.5 | Q9*-2.5 | t835.provider_reason PLB03-1
    CAS*CO*45*40 | CAS*C-*45*40 | t835.adjustment_group CAS01
    CAS*CO*45*40 | CAS*CO*4.5*40 | t835.adjustment_reason 2110/CAS
    CAS*CO*45*40 | CAS*CO*45*39.99 | remittance.service_balance 2110/SVC03
    CAS*CO*45*40 | CAS*PR*45*40 | remittance.patient_responsibility 2100/CLP05
    CAS*PR*1*20**2*10 | CAS*PR*1*20 | remittance.service_balance 2110/SVC03
    CAS*PR*1*20**2*10 | CAS*PR*1*20**2*1O | x12.amount 2110/CAS06
    LQ*HE*N130 | LQ*HE*130 | t835.remark 2110/LQ02
    REF*6R*L2~ | REF*6R*L2~ZZZ*1~ | t835.unknown_segment ZZZ
    REF*6R*L2~ | REF*6R*L2~NM1*82*1~ | t835.segment_misplaced NM1
    CLP*PCN2*22*-80*-60 | CLP*PCN2*22*80*-60 | remittance.reversal_sign 2100/CLP04
    CLP*PCN2*22*-80*-60 | CLP*PCN2*1*-80*-60 | remittance.negative_charge 2100/CLP03
    CAS*CO*45*-20 | CAS*CO*45*20 | remittance.claim_balance 2100/CLP04
    CAS*CO*97*100~ |  | remittance.claim_balance 2100/CLP04
    L6*-2.5 | L6*2.5 | remittance.balance BPR02
    WO:ICN0*-41 | WO:ICN0*41 | remittance.balance BPR02
    PLB*1234567893*20261231 | PLB*1234567893*20261331 | x12.date PLB02
    PLB*1234567893*20261231*L6*-2.5 | PLB*1234567893*20261231*L6*-2.x5 | x12.amount PLB04
";

#[test]
fn a_claim_that_comes_twice_is_told() {
    let twice = "HL*6*1*22*0~SBR*P*18*GRP2******CI~NM1*IL*1*MILLER*ROBERT****MI*M000002~N3*9 OAK AVE~\
        N4*HARTFORD*CT*06103~DMG*D8*19700105*M~NM1*PR*2*ACME HEALTH*****PI*60054~\
        CLM*PCN2*80***11:B:7*Y*A*Y*Y~AMT*F5*20~REF*F8*ICN77~HI*ABK:I10~\
        LX*1~SV1*HC:99214*80*UN*1***1~DTP*472*D8*20260702~REF*6R*L1~SE*0";
    let file = claims(&CLAIMS.replace("SE*0", twice));
    assert_eq!(found(&file), ["t837p.duplicate_claim 2300/CLM01"]);
}

#[test]
fn other_transactions_are_told_to_be_unread() {
    let file = file(
        "HI",
        "005010X217",
        "ST*278*0001*005010X217~BHT*0007*13*1~SE*0*0001~",
    );
    let checked = check(file.as_bytes());
    assert_eq!(found(&file), ["x12.not_modelled ST01"]);
    assert!(!checked.transactions[0].modelled);
    assert_eq!(checked.transactions[0].findings[0].severity, Severity::Note);
}

#[test]
fn findings_come_with_their_level() {
    let levels: Vec<_> = check(claims(&CLAIMS.replacen("*200*", "*201*", 1)).as_bytes())
        .all_findings()
        .iter()
        .map(|finding| finding.level.number())
        .collect();
    assert_eq!(levels, [3]);
}

#[test]
fn an_error_is_answered_with_its_segment_and_element() {
    let broken = claims(&CLAIMS.replacen("11:B:1*Y*A*Y*Y**AA", "11:B:1*X*A*Y*Y**AA", 1));
    let answer = answer(&broken);
    for wanted in [
        "~AK1*HC*1*005010X222A1~",
        "~AK2*837*0001*005010X222A1~IK3*CLM*26*2300*8~IK4*6**7~IK5*R*5~AK9*R*1*1*0~",
    ] {
        assert!(answer.contains(wanted), "{wanted} in {answer}");
    }
    let answers = read(answer.as_bytes());
    assert_eq!(answers.findings, vec![]);
    let group = &answers.groups[0];
    assert_eq!(
        (group.answer, group.counts),
        (Some(Answer::Rejected), [Some(1), Some(1), Some(0)])
    );
    let transaction = &group.transactions[0];
    assert_eq!(
        (transaction.answer, &transaction.codes[..]),
        (Some(Answer::Rejected), &["5".to_owned()][..])
    );
    let error = &transaction.errors[0];
    assert_eq!(
        (error.segment.as_str(), error.in_loop.as_str()),
        ("CLM", "2300")
    );
    let number = error.number.unwrap();
    let located = locate(
        broken.as_bytes(),
        &group.control,
        &transaction.control,
        number,
    )
    .unwrap();
    assert!(broken[located.at.byte..].starts_with("CLM*PCN1"));
    assert_eq!(located.claim.as_deref(), Some("PCN1"));
    assert_eq!(locate(broken.as_bytes(), "1", "1", 84), None);
    assert_eq!(locate(broken.as_bytes(), "2", "1", number), None);
    let counted = claims(CLAIMS).replace("SE*83*", "SE*82*");
    assert!(self::answer(&counted).contains("~IK5*R*4~AK9*R*1*1*0~"));
    let lost = claims(&CLAIMS.replacen("REF*EI*123456789~", "", 1));
    assert!(self::answer(&lost).contains("~IK3*REF*8*2010*3~IK5*R*5~"));
}

#[test]
fn a_sound_file_is_taken() {
    let answer = answer(&payment(PAYMENT));
    assert!(
        answer.contains("~AK1*HP*1*005010X221A1~AK2*835*0001~IK5*A~AK9*A*1*1*1~"),
        "{answer}"
    );
}

/// A business unit that a receiver names stays with the error, and out of sight.
#[test]
fn answers_of_others_are_read() {
    let file = file(
        "FA",
        "005010X231A1",
        "ST*999*0001*005010X231A1~AK1*HC*17*005010X222A1~AK2*837*0001~IK5*A~\
        AK2*837*0002~IK3*CLM*22**8~CTX*CLM01:PCN9~IK4*5:3*782*1~IK5*E*5~AK2*837*0003~IK5*Q~AK9*P*3*3*2~SE*0*0001~",
    );
    let answers = read(file.as_bytes());
    let codes: Vec<_> = answers
        .findings
        .iter()
        .map(|f| format!("{} {}", f.code, f.path))
        .collect();
    assert_eq!(codes, ["t999.answer IK501", "t999.accepted_count AK904"]);
    let answered: Vec<_> = answers.groups[0]
        .transactions
        .iter()
        .map(|t| t.answer)
        .collect();
    assert_eq!(
        answered,
        [Some(Answer::Accepted), Some(Answer::Noted), None]
    );
    let error = &answers.groups[0].transactions[1].errors[0];
    assert_eq!(error.concerns, [["CLM01".to_owned(), "PCN9".to_owned()]]);
    assert_eq!(error.elements[0].component, Some(3));
    assert!(!format!("{answers:?}").contains("PCN9"));
}

#[test]
fn an_interchange_is_answered_and_read() {
    let said = InterchangeAnswer {
        control: "000000905".to_owned(),
        sent: ["260801".to_owned(), "1200".to_owned()],
        answer: Some(Answer::Rejected),
        note: "025".to_owned(),
        at: Position::default(),
    };
    let bytes = write_ta1(core::slice::from_ref(&said), &envelope()).unwrap();
    assert!(bytes.ends_with(b"~TA1*000000905*260801*1200*R*025~IEA*0*000000001~"));
    let mut answers = read(&bytes);
    assert_eq!(answers.findings, vec![]);
    answers.interchanges[0].at = Position::default();
    assert_eq!(answers.interchanges, [said]);
}

fn answer(file: &str) -> String {
    let bytes = write(&check(file.as_bytes()), &envelope()).unwrap();
    assert!(check(&bytes).transactions[0].is_sound());
    String::from_utf8(bytes).unwrap()
}

fn envelope() -> Envelope {
    Envelope {
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
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Bytes changed, cut and doubled anywhere: checked to the end, every finding within the bytes,
    /// and answered.
    #[test]
    fn no_bytes_panic(
        pays in any::<bool>(),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3), 0..12),
    ) {
        let mut bytes = if pays { payment(PAYMENT) } else { claims(CLAIMS) }.into_bytes();
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
    }
}
