use crate::coverage::{Accumulators, Network, Plan};
use crate::fee::{Contract, Schedules};
use crate::id::{EncounterId, PatientId};

/// What lines are judged by: whose visit it was, the plan, the contract, and what the family has used
/// of the plan's limits so far.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// Who was treated.
    pub patient: PatientId,
    /// The visit; its lines share one copay.
    pub visit: EncounterId,
    /// The plan that is asked.
    pub plan: &'a Plan,
    /// Whether the practice counts as one with a contract.
    pub network: Network,
    /// Whether the law keeps what is above the allowed amount from the patient: then the plan shares as
    /// in its network and nothing else may be asked for.
    ///
    /// Source: 45 CFR 149.110 to 149.130 and 149.410 to 149.440 (emergencies and out-of-network care in
    /// facilities of the network).
    pub protected: bool,
    /// The contract, or what the plan recognizes without one.
    pub contract: &'a Contract,
    /// The fee schedules to which the contract refers.
    pub schedules: &'a Schedules,
    /// What the family has used of the plan's limits.
    pub used: &'a Accumulators,
}
