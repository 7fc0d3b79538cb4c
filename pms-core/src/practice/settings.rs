use serde::{Deserialize, Serialize};

use crate::access::Noun;
use crate::encounter::FeeValidity;
use crate::fee::ChargeMaster;
use crate::fee::Contract;
use crate::fee::Schedules;
use crate::id::OrganizationId;
use crate::id::PracticeId;
use crate::id::Uuid;
use crate::id::VisitTypeId;
use crate::scheduling::CancelReasons;
use crate::scheduling::Closure;
use crate::scheduling::FollowUp;
use crate::scheduling::OfferRules;
use crate::scheduling::Policy;
use crate::scheduling::Programme;
use crate::scheduling::Quota;
use crate::scheduling::Spacing;
use crate::scheduling::Travel;
use crate::scheduling::VisitType;
use crate::store::Columns;
use crate::store::Record;

/// What a practice has set for itself: one versioned record, read by every command that needs it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Settings {
    /// Whose they are.
    pub practice: PracticeId,
    /// Who bills.
    pub billing: OrganizationId,
    /// What visits there are.
    #[serde(default)]
    pub visit_types: Vec<VisitType>,
    /// Days and hours on which nobody is seen.
    #[serde(default)]
    pub closures: Vec<Closure>,
    /// How visits are booked.
    #[serde(default)]
    pub booking: Policy,
    /// How many visits a day or a week may have.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quotas: Vec<Quota>,
    /// Which visits of one patient keep a distance.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spacings: Vec<Spacing>,
    /// How long it takes from one location to another.
    #[serde(default)]
    pub travel: Travel,
    /// Why visits are called off, by side.
    #[serde(default)]
    pub cancel_reasons: CancelReasons,
    /// What is to be done after visits that did not take place; the first rule that fits counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub follow_ups: Vec<FollowUp>,
    /// How time that became free is offered to those who wait.
    #[serde(default)]
    pub offers: OfferRules,
    /// Which visits become due again.
    #[serde(default)]
    pub programmes: Vec<Programme>,
    /// What the practice charges.
    #[serde(default)]
    pub charges: ChargeMaster,
    /// Which visits are covered by the fee of an earlier one, where the patient pays; the first rule
    /// that covers counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fee_validities: Vec<FeeValidity>,
    /// Fee schedules that contracts refer to.
    #[serde(default)]
    pub schedules: Schedules,
    /// What was agreed with payers.
    #[serde(default)]
    pub contracts: Vec<Contract>,
}

impl Settings {
    /// The settings of a practice that has set nothing but who bills.
    #[must_use]
    pub fn new(practice: PracticeId, billing: OrganizationId) -> Self {
        Self {
            practice,
            billing,
            visit_types: Vec::new(),
            closures: Vec::new(),
            booking: Policy::default(),
            quotas: Vec::new(),
            spacings: Vec::new(),
            travel: Travel::default(),
            cancel_reasons: CancelReasons::default(),
            follow_ups: Vec::new(),
            offers: OfferRules::default(),
            programmes: Vec::new(),
            charges: ChargeMaster::default(),
            fee_validities: Vec::new(),
            schedules: Schedules::default(),
            contracts: Vec::new(),
        }
    }

    /// The visit type of this identifier.
    #[must_use]
    pub fn visit_type(&self, id: VisitTypeId) -> Option<&VisitType> {
        self.visit_types.iter().find(|visit| visit.id() == id)
    }
}

impl Record for Settings {
    const NOUN: Noun = Noun::Policy;

    fn id(&self) -> Uuid {
        self.practice.uuid()
    }

    fn columns(&self) -> Columns {
        Columns::default()
    }
}
