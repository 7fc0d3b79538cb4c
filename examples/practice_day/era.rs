//! A payer's 835 from outside: read, proved, and posted where it balances.

use std::fs;
use std::path::Path;

use pms_core::access::Role;
use pms_core::code::FilingIndicator;
use pms_core::id::{OrganizationId, PayerId, PracticeId, Uuid};
use pms_core::party::{Organization, Payer};
use pms_core::posting::{Notice, Step};
use pms_core::practice::Settings;
use pms_core::x12::t835;

use super::desk::{Desk, at};
use super::sample::Result;

/// The tenant that remittances from outside are posted for.
pub const PRACTICE: u128 = 0x019b_e7a0_0000_7000_8000_0000_0000_0001;

/// Reads and posts a file; false where something in it does not balance and was not posted.
pub async fn post(desk: &Desk, file: &Path) -> Result<bool> {
    let bytes = fs::read(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let read = t835::read(&bytes);
    for finding in &read.findings {
        println!("{finding}");
    }
    if read.advices.is_empty() {
        println!("{}: there is no remittance in it", file.display());
        return Ok(false);
    }
    let mut all = true;
    for advice in &read.advices {
        let remittance = &advice.remittance;
        println!(
            "remittance {} of {}: {} for {} claims",
            remittance.trace,
            remittance.payer.name,
            remittance.amount,
            remittance.claims.len()
        );
        for finding in &advice.findings {
            println!("  {finding}");
        }
        if !advice.is_sound() {
            println!("  not posted: it does not stand as it is");
            all = false;
            continue;
        }
        let now = at("2026-06-30".parse()?, 12, 0)?;
        let payer = payer(desk, remittance).await?;
        let key = format!("era {} {}", remittance.originator, remittance.trace);
        let call = desk.call(Role::Biller, key, now);
        let day = remittance.effective.unwrap_or(now.date_naive());
        let posted = desk
            .practice
            .post_remittance(&call, payer, remittance, day)
            .await?;
        for (answer, planned) in remittance.claims.iter().zip(&posted.plan.claims) {
            let done = match &planned.step {
                Step::Book(_) => "posted",
                Step::Reverse(_) => "taken back",
                Step::Hold(_) => "held unapplied",
                Step::Nothing => "nothing to post",
                Step::Posted(_) => "posted before",
            };
            let notices: Vec<&str> = planned.notices.iter().map(words).collect();
            println!(
                "  claim {}: charged {}, paid {}: {done} {}",
                answer.patient_control,
                answer.charge,
                answer.paid,
                notices.join(", ")
            );
        }
    }
    Ok(all)
}

/// What a biller reads.
fn words(notice: &Notice) -> &'static str {
    match notice {
        Notice::ClaimMissing => "(no claim of ours)",
        Notice::ClaimAmbiguous { .. } => "(several claims would do)",
        Notice::LineMissing { .. } => "(a line of it is not ours)",
        Notice::ChargeNotBooked { .. } => "(a charge was never booked)",
        Notice::DoesNotBalance => "(it contradicts itself)",
        Notice::Predetermination => "(it tells what would be paid)",
        Notice::MoreThanOpen { .. } => "(more than is open)",
        Notice::OriginalMissing => "(what it takes back is not in the books)",
        Notice::OriginalSpent { .. } => "(what it takes back was used since)",
        _ => "(look at it)",
    }
}

/// The payer of a remittance, kept when it is first met.
async fn payer(desk: &Desk, remittance: &pms_core::remittance::Remittance) -> Result<PayerId> {
    let now = at("2026-01-01".parse()?, 12, 0)?;
    let practice = PracticeId::from(Uuid::from_u128(PRACTICE));
    let organization = OrganizationId::from(Uuid::from_u128(PRACTICE + 1));
    desk.keep(&Settings::new(practice, organization), now)
        .await?;
    desk.keep(&Organization::new(organization, "Practice".parse()?), now)
        .await?;
    let digits = remittance.originator.bytes();
    let number = digits.fold(0_u128, |number, byte| number << 8 | u128::from(byte));
    let id = PayerId::from(Uuid::from_u128(PRACTICE ^ number << 4));
    let name: String = remittance.payer.name.chars().take(60).collect();
    let name = name.trim().parse().or_else(|_| "Payer".parse())?;
    let filing = FilingIndicator::MutuallyDefined;
    let number = remittance
        .originator
        .trim()
        .parse()
        .or_else(|_| "UNKNOWN".parse())?;
    desk.keep(&Payer::new(id, name, number, filing), now)
        .await?;
    Ok(id)
}
