use std::collections::BTreeMap;

use crate::code::Modifier;
use crate::fee::ProviderClass;
use crate::money::Rate;
use crate::time::Period;

use super::indicator::Multiple;
use super::terms::{
    Beyond, Bundling, Component, MultipleRow, OverLimit, Policy, PolicyVersion, Reduction, Surgeon,
    SurgeonRow, UnitEdits,
};

/// Modifiers that let a service stand beside the one of which it would be a part.
///
/// Source: CMS, NCCI policy manual, chapter 1, E.
const BYPASS: &str = "24 25 27 57 58 59 78 79 91 E1 E2 E3 E4 F1 F2 F3 F4 F5 F6 F7 F8 F9 FA LC LD LM LT \
                      RC RI RT T1 T2 T3 T4 T5 T6 T7 T8 T9 TA XE XP XS XU";

/// First day, the professional part of further images, whether a modifier on either service tells them
/// apart, and what is left of the payment where a therapist's assistant treated.
type Change = (&'static str, u8, bool, Option<u8>);

/// What changed when.
///
/// Source: 78 FR 74243 and 81 FR 80170 (imaging, therapy); CMS CR 11168 (either service); 42 CFR
/// 410.59(a)(4), 410.60(a)(4) (assistants).
const CHANGES: [Change; 4] = [
    ("2013-04-01", 75, false, None),
    ("2017-01-01", 95, false, None),
    ("2019-07-01", 95, true, None),
    ("2022-01-01", 95, true, Some(85)),
];

impl Policy {
    /// What Medicare does to physicians' services since April 2013.
    ///
    /// Source: CMS Publication 100-04, chapter 12, 20.4 and 40; chapter 5, 10.7; chapter 23, addendum.
    ///
    /// ```
    /// # use pms_core::fee::policy::Policy;
    /// let medicare = Policy::medicare();
    /// assert!(medicare.on("2026-03-02".parse()?).is_some());
    /// assert!(medicare.on("2013-03-31".parse()?).is_none());
    /// # Ok::<(), chrono::ParseError>(())
    /// ```
    #[must_use]
    pub fn medicare() -> Self {
        let starts: Vec<_> = CHANGES
            .iter()
            .filter_map(|(day, ..)| day.parse().ok())
            .collect();
        let ends = starts
            .iter()
            .skip(1)
            .map(|next: &chrono::NaiveDate| next.pred_opt())
            .chain([None]);
        let versions =
            CHANGES
                .iter()
                .zip(starts.iter().zip(ends))
                .filter_map(|(change, (start, end))| {
                    let period = match end {
                        Some(end) => Period::new(*start, end).ok()?,
                        None => Period::since(*start),
                    };
                    Some(version(period, *change))
                });
        Self {
            versions: versions.collect(),
        }
    }
}

fn version(period: Period, (_, imaging, on_either, assistant): Change) -> PolicyVersion {
    let assisted = assistant
        .into_iter()
        .flat_map(|rate| marks(&[("CQ", rate), ("CO", rate)]));
    PolicyVersion {
        period,
        units: Some(UnitEdits {
            line: OverLimit::PayWithin,
            day: OverLimit::DenyAll,
            documented: modifier("GD"),
        }),
        bundling: Some(Bundling {
            bypass: BYPASS.split_whitespace().filter_map(modifier).collect(),
            on_either,
        }),
        reductions: vec![
            Reduction::Bilateral {
                both: percent(150),
                each: percent(200),
            },
            Reduction::Multiple {
                rows: multiple(imaging),
            },
            Reduction::Surgeons { rows: surgeons() },
            Reduction::GlobalSplit,
            Reduction::Provider {
                rates: [
                    (ProviderClass::NonPhysician, percent(85)),
                    (ProviderClass::SocialWorker, percent(75)),
                ]
                .into(),
                marks: modifier("AS")
                    .map(|m| (m, ProviderClass::NonPhysician))
                    .into_iter()
                    .collect(),
            },
        ],
        payment: assisted.collect(),
    }
}

fn multiple(imaging: u8) -> Vec<MultipleRow> {
    use Beyond::{ByReport, LastRate};
    let row = |kind, of, rates: &[u8], beyond| MultipleRow {
        kind,
        of,
        rates: rates.iter().copied().map(percent).collect(),
        beyond,
    };
    vec![
        row(Multiple::Endoscopy, Component::OverBase, &[100], LastRate),
        row(
            Multiple::Surgery,
            Component::Whole,
            &[100, 50, 50, 50, 50],
            ByReport,
        ),
        row(
            Multiple::Imaging,
            Component::Technical,
            &[100, 50],
            LastRate,
        ),
        row(
            Multiple::Imaging,
            Component::Professional,
            &[100, imaging],
            LastRate,
        ),
        row(Multiple::Therapy, Component::Expense, &[100, 50], LastRate),
        row(
            Multiple::Cardiology,
            Component::Technical,
            &[100, 75],
            LastRate,
        ),
        row(
            Multiple::Ophthalmology,
            Component::Technical,
            &[100, 80],
            LastRate,
        ),
    ]
}

fn surgeons() -> Vec<SurgeonRow> {
    let sixteen = Rate::from_percent(16).ok();
    let rows = [
        ("80", Surgeon::Assistant, sixteen),
        ("81", Surgeon::Assistant, sixteen),
        ("82", Surgeon::Assistant, sixteen),
        ("AS", Surgeon::Assistant, sixteen),
        ("62", Surgeon::Co, "0.625".parse().ok()),
        ("66", Surgeon::Team, None),
    ];
    rows.into_iter()
        .filter_map(|(text, role, rate)| {
            Some(SurgeonRow {
                modifier: modifier(text)?,
                role,
                rate,
            })
        })
        .collect()
}

fn marks(rows: &[(&str, u8)]) -> BTreeMap<Modifier, Rate> {
    rows.iter()
        .filter_map(|(text, rate)| Some((modifier(text)?, percent(*rate))))
        .collect()
}

fn modifier(text: &str) -> Option<Modifier> {
    text.parse().ok()
}

fn percent(percent: u8) -> Rate {
    Rate::from_percent(percent.into()).unwrap_or(Rate::ONE)
}
