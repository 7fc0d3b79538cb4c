use crate::code::{ClaimFrequency, PayerTurn, PlaceOfService};
use crate::coverage::{Coverage, Plan, Subscriber};
use crate::encounter::{Encounter, Status};
use crate::id::ClaimId;
use crate::party::{Location, Organization, Patient, Payer, Practitioner};

use super::error::{ClaimError, Need};
use super::line::ClaimLine;
use super::number::ClaimNumber;
use super::parties::{
    BillingProvider, ClaimPayer, Dependent, Person, Provider, ProviderName, ServiceLocation,
    SubscriberOnClaim,
};
use super::snapshot::{Claim, Signatures};

/// What a claim is drawn from, all as it stands on the day of drawing.
#[derive(Clone, Copy, Debug)]
pub struct Sources<'a> {
    /// The visit, finished.
    pub encounter: &'a Encounter,
    /// Who was treated.
    pub patient: &'a Patient,
    /// The coverage under which it is claimed.
    pub coverage: &'a Coverage,
    /// The plan that the coverage is a place on.
    pub plan: &'a Plan,
    /// Who is asked to pay.
    pub payer: &'a Payer,
    /// Who bills.
    pub billing: &'a Organization,
    /// Who treated.
    pub rendering: &'a Practitioner,
    /// Where.
    pub location: &'a Location,
}

impl Claim {
    /// A new claim for all charges of a finished visit, to the payer whose turn is first.
    ///
    /// A dependent with a member number of their own is named as the subscriber. Who treated and
    /// where are named only where they differ from who bills and its address.
    ///
    /// ```
    /// # use pms_core::claim::{Claim, ClaimError, Sources};
    /// # use pms_core::id::ClaimId;
    /// # fn show(id: ClaimId, sources: Sources<'_>) -> Result<(), ClaimError> {
    /// let claim = Claim::draw(id, id.into(), sources)?;
    /// assert_eq!(claim.lines.len(), sources.encounter.charges().len());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`ClaimError`] where visit, patient, coverage and the others do not belong together, the
    /// coverage does not hold on the date of service, or a number is missing that no claim can go
    /// without. All that a biller can correct is no error but one of the [findings](Self::findings).
    pub fn draw(
        id: ClaimId,
        number: ClaimNumber,
        sources: Sources<'_>,
    ) -> Result<Self, ClaimError> {
        belong_together(&sources)?;
        let billing = billing(sources.billing)?;
        let (subscriber, dependent) = people(sources.patient, sources.coverage);
        Ok(Self {
            id,
            number,
            frequency: ClaimFrequency::Original,
            payer_control_number: None,
            patient: sources.patient.id,
            encounter: sources.encounter.id(),
            coverage: sources.coverage.id(),
            rendering: rendering(sources.rendering, &billing)?,
            location: service_location(sources.location, &billing),
            billing,
            turn: PayerTurn::Primary,
            filing: sources.plan.filing,
            payer: payer(sources.payer),
            subscriber,
            dependent,
            other_payers: Vec::new(),
            place: place(sources.encounter).unwrap_or(sources.location.place),
            signatures: Signatures::default(),
            accident: sources.encounter.accident(),
            authorization: None,
            patient_paid: None,
            diagnoses: sources.encounter.diagnoses().codes().to_vec(),
            lines: sources
                .encounter
                .charges()
                .iter()
                .map(ClaimLine::from)
                .collect(),
        })
    }
}

fn belong_together(sources: &Sources<'_>) -> Result<(), ClaimError> {
    let Sources {
        encounter,
        patient,
        coverage,
        plan,
        payer,
        rendering,
        location,
        ..
    } = sources;
    if !matches!(encounter.status(), Status::Finished { .. }) {
        return Err(ClaimError::NotFinished);
    }
    if encounter.patient() != patient.id || coverage.patient() != patient.id {
        return Err(ClaimError::OtherPatient);
    }
    let terms = coverage.terms();
    if terms.payer != payer.id || terms.plan != plan.id || plan.payer != payer.id {
        return Err(ClaimError::OtherPayer);
    }
    if encounter.practitioner() != rendering.id || encounter.location() != location.id {
        return Err(ClaimError::OtherVisit);
    }
    if !coverage.period().contains(encounter.date()) {
        return Err(ClaimError::NotCovered);
    }
    Ok(())
}

/// Where the first charge was done: that of the others stands on their lines where it differs.
fn place(encounter: &Encounter) -> Option<PlaceOfService> {
    encounter.charges().first().map(|charge| charge.place())
}

fn billing(organization: &Organization) -> Result<BillingProvider, ClaimError> {
    let missing = |need| ClaimError::Incomplete { need };
    Ok(BillingProvider {
        provider: Provider {
            name: ProviderName::Organization(organization.name.clone()),
            npi: organization.npi.ok_or(missing(Need::BillingNpi))?,
            taxonomy: organization.taxonomy,
        },
        tax_id: organization.tax_id.ok_or(missing(Need::BillingTaxId))?,
        address: organization
            .address
            .clone()
            .ok_or(missing(Need::BillingAddress))?,
        pay_to: organization.pay_to.clone(),
        phone: organization.contact.phone.clone(),
    })
}

fn rendering(
    practitioner: &Practitioner,
    billing: &BillingProvider,
) -> Result<Option<Provider>, ClaimError> {
    let need = Need::RenderingNpi;
    let npi = practitioner.npi.ok_or(ClaimError::Incomplete { need })?;
    Ok((npi != billing.provider.npi).then(|| Provider {
        name: ProviderName::Person(practitioner.name.clone()),
        npi,
        taxonomy: practitioner.taxonomy,
    }))
}

fn service_location(location: &Location, billing: &BillingProvider) -> Option<ServiceLocation> {
    let address = location.address.clone()?;
    (address != billing.address).then(|| ServiceLocation {
        name: location.name.clone(),
        npi: location.npi.filter(|npi| *npi != billing.provider.npi),
        address,
    })
}

fn people(patient: &Patient, coverage: &Coverage) -> (SubscriberOnClaim, Option<Dependent>) {
    let named = |person: Person| SubscriberOnClaim {
        person,
        member_id: coverage.claim_member_id().clone(),
        group: coverage.terms().group.clone(),
    };
    match &coverage.terms().subscriber {
        Subscriber::Other {
            relationship,
            person,
            ..
        } if !coverage.patient_is_subscriber() => {
            let dependent = Dependent {
                relationship: *relationship,
                person: Person::from(patient),
            };
            (named(Person::from(person.as_ref())), Some(dependent))
        }
        _ => (named(Person::from(patient)), None),
    }
}

fn payer(payer: &Payer) -> ClaimPayer {
    ClaimPayer {
        id: payer.id,
        name: payer.name.clone(),
        number: payer.number.clone(),
        address: payer.address.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::example::{self, Visit};
    use crate::code::Relationship;

    fn draw(visit: &Visit) -> Result<Claim, ClaimError> {
        let id: ClaimId = example::id(31);
        Claim::draw(id, id.into(), visit.sources())
    }

    #[test]
    fn a_claim_says_what_the_visit_says() {
        let visit = example::visit();
        let claim = draw(&visit).unwrap();
        assert_eq!(claim.total(), visit.encounter.total());
        assert_eq!(claim.diagnoses, visit.encounter.diagnoses().codes());
        assert_eq!(claim.subscriber.person, Person::from(&visit.patient));
        assert_eq!(claim.subscriber.member_id.as_str(), "W123456789");
        assert_eq!(claim.dependent, None);
        let charges = visit
            .encounter
            .charges()
            .iter()
            .map(|charge| Some(charge.id()));
        assert!(
            claim
                .lines
                .iter()
                .map(|line| line.number.charge())
                .eq(charges)
        );
    }

    #[test]
    fn a_child_is_named_under_the_parent() {
        let visit = example::child(None);
        let claim = draw(&visit).unwrap();
        assert_eq!(claim.subscriber.person.name.to_string(), "Rivera, Ana");
        let dependent = claim.dependent.as_ref().unwrap();
        assert_eq!(dependent.relationship, Relationship::Child);
        assert_eq!(dependent.person.name.to_string(), "Rivera, Leo");
        assert_eq!(claim.patient_person(), &dependent.person);
    }

    #[test]
    fn e4_a_child_with_a_number_of_its_own_is_named_as_subscriber() {
        let claim = draw(&example::child(Some("W123456789-02"))).unwrap();
        assert_eq!(claim.dependent, None);
        assert_eq!(claim.subscriber.person.name.to_string(), "Rivera, Leo");
        assert_eq!(claim.subscriber.member_id.as_str(), "W123456789-02");
    }

    #[test]
    fn only_what_differs_from_the_billing_provider_is_named() {
        let mut visit = example::visit();
        let claim = draw(&visit).unwrap();
        assert!(claim.rendering.is_some());
        assert_eq!(claim.location, None);
        visit.rendering.npi = visit.billing.npi;
        visit.location.address = visit.patient.address.clone();
        visit.location.npi = visit.billing.npi;
        let claim = draw(&visit).unwrap();
        assert_eq!(claim.rendering, None);
        assert_eq!(
            claim.rendered_by(&claim.lines[0]).npi,
            claim.billing.provider.npi
        );
        assert_eq!(claim.location.unwrap().npi, None);
    }

    #[test]
    #[rustfmt::skip] // a table
    fn what_does_not_belong_together_makes_no_claim() {
        let sound = example::visit();
        let open = Encounter::new(example::id(8), sound.patient.id, sound.rendering.id, sound.location.id, sound.encounter.date());
        refuses(|visit| visit.encounter = open.clone(),            "claim.not_finished");
        refuses(|visit| visit.patient.id = example::id(99),        "claim.other_patient");
        refuses(|visit| visit.payer.id = example::id(99),          "claim.other_payer");
        refuses(|visit| visit.plan.id = example::id(99),           "claim.other_payer");
        refuses(|visit| visit.rendering.id = example::id(99),      "claim.other_visit");
        refuses(|visit| visit.location.id = example::id(99),       "claim.other_visit");
        refuses(|visit| visit.billing.npi = None,                  "claim.incomplete");
        refuses(|visit| visit.billing.tax_id = None,               "claim.incomplete");
        refuses(|visit| visit.billing.address = None,              "claim.incomplete");
        refuses(|visit| visit.rendering.npi = None,                "claim.incomplete");
    }

    #[track_caller]
    fn refuses(spoil: impl FnOnce(&mut Visit), code: &str) {
        let mut visit = example::visit();
        spoil(&mut visit);
        assert_eq!(draw(&visit).unwrap_err().code(), code);
    }

    #[test]
    fn e1_the_coverage_holds_on_the_date_of_service() {
        let mut visit = example::visit();
        let last = "2026-03-01".parse().unwrap();
        visit.coverage = visit.coverage.end(last).unwrap();
        assert_eq!(draw(&visit), Err(ClaimError::NotCovered));
    }

    #[test]
    fn a_claim_comes_back_from_storage_and_never_prints() {
        let claim = draw(&example::child(None)).unwrap();
        let json = serde_json::to_string(&claim).unwrap();
        assert_eq!(serde_json::from_str::<Claim>(&json).unwrap(), claim);
        let shown = format!(
            "{claim:?}{:?}{:?}{:?}{:?}{:?}",
            claim.lines, claim.subscriber, claim.dependent, claim.billing, claim.rendering
        );
        for private in [
            "Rivera", "Leo", "W1234", "2015", "J45", "Elm", "43210", "7654321",
        ] {
            assert!(!shown.contains(private), "{private} in {shown}");
        }
    }
}
