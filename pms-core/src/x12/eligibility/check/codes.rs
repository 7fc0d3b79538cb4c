//! The codes that 270 and 271 allow, with a blank between them.
//!
//! Source: the public facts about 005010X279A1 in `docs/SOURCES.md`.

/// Kinds of service (EQ01, EB03).
pub(super) const SERVICES: &str = "\
    1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 30 32 33 34 35 36 \
    37 38 39 40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59 60 61 62 63 64 65 66 67 \
    68 69 70 71 72 73 74 75 76 77 78 79 80 81 82 83 84 85 86 87 88 89 90 91 92 93 94 95 96 97 98 \
    99 A0 A1 A2 A3 A4 A5 A6 A7 A8 A9 AA AB AC AD AE AF AG AH AI AJ AK AL AM AN AO AQ AR B1 B2 B3 \
    BA BB BC BD BE BF BG BH BI BJ BK BL BM BN BP BQ BR BS BT BU BV BW BX BY BZ C1 CA CB CC CD CE \
    CF CG CH CI CJ CK CL CM CN CO CP CQ DG DM DS GF GN GY IC MH NI ON PT PU RN RT TC TN UC";

/// What an entry tells (EB01).
pub(super) const BENEFITS: &str =
    "1 2 3 4 5 6 7 8 A B C CB D E F G H I J K L M MC N O P Q R S T U V W X Y";

/// For whom (EB02).
pub(super) const COVERAGE: &str = "CHD DEP ECH EMP ESP FAM IND SPC SPO";

/// What kind of insurance (EB04).
pub(super) const INSURANCE: &str = "\
    12 13 14 15 16 41 42 43 47 AP C1 CO CP D DB EP FF GP HM HN HS IN IP LC LD LI LT MA MB MC MH MI \
    MP OT PE PL PP PR PS QM RP SP TF WC WU";

/// For which period (EB06, HSD05).
pub(super) const PERIODS: &str = "6 7 13 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36";

/// What is counted (EB09).
pub(super) const UNITS: &str = "8H 99 CA CE D3 DB DY HS LA LE M2 MN P6 QA S7 S8 VS YY";

/// Which list a procedure is from (EB13, EQ02).
pub(super) const PROCEDURES: &str = "AD CJ HC ID IV N4 ZZ";

/// Roles of payers, of those who ask, and of those whom an entry names (NM101).
pub(super) const SOURCES: &str = "2B 36 GP P5 PR";
pub(super) const RECEIVERS: &str = "1P 2B 36 80 FA GP P5 PR";
pub(super) const RELATED: &str = "\
    13 1I 1P 2B 36 73 FA GP GW I3 IL LR OC P3 P4 P5 PR PRP SEP TTP VER VN VY X3 Y2";

/// Roles of providers (PRV01).
pub(super) const PROVIDERS: &str = "AD AT BI CO CV H HH LA OT P1 P2 PC PE R RF SB SK SU";

/// What a dependent is to the subscriber (INS02).
pub(super) const RELATIONSHIPS: &str = "01 19 20 21 39 40 53 G8";

/// Which further numbers there are of who asks, of members and of entries (REF01).
pub(super) const RECEIVER_NUMBERS: &str = "0B 1C 1D 1J 4A CT EL EO HPI JD N5 N7 Q4 SY TJ";
pub(super) const MEMBER_NUMBERS: &str =
    "18 1L 1W 3H 49 6P CE CT EA EJ F6 GH HJ IF IG MRC N6 NQ Q4 SY Y4";
pub(super) const ENTRY_NUMBERS: &str = "18 1L 1W 49 6P 9F ALS CLI F6 FO G1 IG M7 N6 NQ";

/// Which days there are of members and of entries (DTP01).
pub(super) const MEMBER_DAYS: &str = "\
    096 102 152 291 307 318 340 341 342 343 346 347 356 357 382 435 442 458 472 539 540 636 771";
pub(super) const ENTRY_DAYS: &str = "\
    096 193 194 198 290 291 292 295 304 307 318 346 348 349 356 357 435 472 636 771";

/// Why there is no answer, told of the payer, of who asks, of members and of entries (AAA03).
pub(super) const NO_SOURCE: &str = "04 41 42 79";
pub(super) const NO_PAYER: &str = "04 41 42 79 80 T4";
pub(super) const NO_RECEIVER: &str = "15 41 43 44 45 46 47 48 50 51 79 97 T4";
pub(super) const NO_SUBSCRIBER: &str = "\
    15 35 42 43 45 47 48 49 51 52 56 57 58 60 61 62 63 71 72 73 74 75 76 77 78";
pub(super) const NO_DEPENDENT: &str = "\
    15 35 42 43 45 47 48 49 51 52 56 57 58 60 61 62 63 64 65 66 67 68 71 77";
pub(super) const NO_ENTRY: &str = "\
    15 33 52 53 54 55 56 57 60 61 62 63 69 70 98 AA AE AF AG AO CI E8 IA MA";

/// What to do next (AAA04).
pub(super) const NEXT: &str = "C N P R S W X Y";
