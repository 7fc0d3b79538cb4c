use crate::id::PatientId;

use super::actor::{Actor, Role};
use super::error::Refusal;
use super::noun::{Noun, Permission, Verb};
use super::purpose::Purpose;

/// What somebody asks to do.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Request {
    /// Who asks.
    pub actor: Actor,
    /// What for permission.
    pub permission: Permission,
    /// Whose record it is, where it is a patient's.
    pub patient: Option<PatientId>,
    /// What for.
    pub purpose: Purpose,
}

/// The answer, with its reason.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[must_use]
pub enum Decision {
    /// It may be done.
    Allowed(Ground),
    /// It may not; nothing is read or changed, and the trail says that it was asked.
    Refused(Refusal),
}

/// Why something is allowed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Ground {
    /// The role grants it.
    Role,
    /// It is the patient's own record.
    Own,
    /// An emergency was declared; somebody else reviews it.
    BreakGlass,
}

impl Decision {
    /// The ground of what is allowed, as a `Result` for `?`.
    ///
    /// # Errors
    ///
    /// The refusal, where it is one.
    pub fn granted(self) -> Result<Ground, Refusal> {
        match self {
            Self::Allowed(ground) => Ok(ground),
            Self::Refused(refusal) => Err(refusal),
        }
    }
}

/// The rules of who may do what. A host that has rules of its own wraps [`Roles`] and refuses more.
///
/// ```
/// # use pms_core::access::*;
/// # use pms_core::id::{ActorId, Uuid};
/// /// The biller is on leave.
/// struct OnLeave(ActorId);
///
/// impl Policy for OnLeave {
///     fn decide(&self, request: &Request) -> Decision {
///         if request.actor.id == self.0 {
///             return Decision::Refused(Refusal::Host);
///         }
///         Roles.decide(request)
///     }
/// }
/// # let biller = Actor { id: ActorId::from(Uuid::from_u128(7)), role: Role::Biller };
/// let request = Request {
///     actor: biller,
///     permission: Permission::new(Verb::Release, Noun::Claim),
///     patient: None,
///     purpose: Purpose::Payment,
/// };
/// assert_eq!(Roles.decide(&request), Decision::Allowed(Ground::Role));
/// assert_eq!(OnLeave(biller.id).decide(&request), Decision::Refused(Refusal::Host));
/// ```
pub trait Policy {
    /// May it be done?
    fn decide(&self, request: &Request) -> Decision;
}

/// The house's rules: each role has its verbs for each noun, and what is not there is refused.
///
/// Source: 45 CFR 164.308(a)(4), 164.312(a)(1); 164.502(b), minimum necessary.
#[derive(Clone, Copy, Debug, Default)]
pub struct Roles;

impl Policy for Roles {
    fn decide(&self, request: &Request) -> Decision {
        let Request {
            actor,
            permission,
            patient,
            purpose,
        } = request;
        if let Role::Patient(own) = actor.role {
            return of_own(own, *permission, *patient);
        }
        if granted(actor.role, permission.noun()).contains(&permission.verb()) {
            return Decision::Allowed(Ground::Role);
        }
        if !matches!(purpose, Purpose::BreakGlass(_)) {
            let role = actor.role;
            let permission = *permission;
            return Decision::Refused(Refusal::NotGranted { role, permission });
        }
        if actor.role.is_staff() && permission.verb() == Verb::Read && patient.is_some() {
            Decision::Allowed(Ground::BreakGlass)
        } else {
            Decision::Refused(Refusal::NotInEmergency)
        }
    }
}

/// A patient reads what is their own, asks for a visit, waits for one, and calls it off. Of schedules
/// they see when they themselves could come, and nothing else: a search for them is their own.
fn of_own(own: PatientId, permission: Permission, patient: Option<PatientId>) -> Decision {
    use Noun::{Appointment, Consent, Coverage, Hold, Patient, Schedule, Statement};
    use Noun::{VisitNotes, Waitlist};
    use Verb::{Cancel, Create, Read, Update};
    let verbs: &[Verb] = match permission.noun() {
        Patient | Coverage | Statement | Schedule | VisitNotes => &[Read],
        Appointment | Hold => &[Read, Create, Cancel],
        Consent => &[Read, Create, Update],
        Waitlist => &[Read, Create, Update, Cancel],
        _ => &[],
    };
    if !verbs.contains(&permission.verb()) {
        let role = Role::Patient(own);
        return Decision::Refused(Refusal::NotGranted { role, permission });
    }
    if patient == Some(own) {
        Decision::Allowed(Ground::Own)
    } else {
        Decision::Refused(Refusal::NotOwn)
    }
}

/// What a role may do to a noun. Staff share the practice's books; money and export are narrow.
fn granted(role: Role, noun: Noun) -> &'static [Verb] {
    use Verb::{Cancel, Create, Export, Override, Read, Release, Undo, Update};
    const WRITE: &[Verb] = &[Read, Create, Update, Cancel];
    const DESK: &[Verb] = &[Read, Create, Update, Cancel, Undo];
    const SEND: &[Verb] = &[Read, Create, Update, Cancel, Release];
    match role {
        Role::FrontDesk => match noun {
            Noun::Patient | Noun::Guarantor | Noun::Coverage | Noun::Consent => WRITE,
            Noun::Appointment | Noun::Series | Noun::Group | Noun::PlannedVisit => DESK,
            Noun::VisitNotes => WRITE,
            Noun::Hold => WRITE,
            Noun::Waitlist | Noun::Cascade | Noun::Recall => WRITE,
            Noun::Encounter => &[Read, Create],
            Noun::Practitioner | Noun::Organization | Noun::Payer | Noun::Location => &[Read],
            Noun::Resource | Noun::Schedule | Noun::Plan | Noun::Reminder => &[Read],
            Noun::Statement | Noun::Ledger => &[Read],
            _ => &[],
        },
        Role::Clinician => match noun {
            Noun::Appointment | Noun::Series | Noun::Group | Noun::PlannedVisit => DESK,
            Noun::VisitNotes => WRITE,
            Noun::Encounter | Noun::Charge | Noun::Hold => WRITE,
            Noun::Patient | Noun::Coverage | Noun::Consent => &[Read, Update],
            Noun::Schedule => &[Read, Update, Override],
            Noun::Practitioner | Noun::Organization | Noun::Payer | Noun::Location => &[Read],
            Noun::Resource | Noun::Plan => &[Read],
            _ => &[],
        },
        Role::Biller => match noun {
            Noun::Claim | Noun::Statement => SEND,
            Noun::Remittance | Noun::Ledger | Noun::Charge => WRITE,
            Noun::Coverage | Noun::Guarantor | Noun::Payer | Noun::Plan | Noun::Contract => WRITE,
            Noun::Patient => &[Read, Update],
            Noun::Appointment | Noun::Encounter | Noun::Practitioner => &[Read],
            Noun::Organization | Noun::Location => &[Read],
            Noun::Report => &[Read, Export],
            _ => &[],
        },
        Role::Manager => match noun {
            Noun::Actor => &[Read],
            _ => &[
                Read, Create, Update, Cancel, Undo, Override, Release, Export,
            ],
        },
        Role::Auditor => &[Read],
        Role::Program => match noun {
            Noun::Actor | Noun::Policy => &[],
            _ => SEND,
        },
        Role::Patient(_) => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Reason;
    use crate::id::{ActorId, Uuid};

    #[track_caller]
    fn check(role: Role, what: &str, whose: Option<PatientId>, wanted: &str) {
        ask(role, what, whose, Purpose::Operations, wanted);
    }

    #[track_caller]
    fn ask(role: Role, what: &str, whose: Option<PatientId>, purpose: Purpose, wanted: &str) {
        let actor = Actor {
            id: ActorId::from(Uuid::from_u128(9)),
            role,
        };
        let permission = what.parse().unwrap();
        let request = Request {
            actor,
            permission,
            patient: whose,
            purpose,
        };
        let got = match Roles.decide(&request) {
            Decision::Allowed(Ground::Role) => "role",
            Decision::Allowed(Ground::Own) => "own",
            Decision::Allowed(Ground::BreakGlass) => "glass",
            Decision::Refused(refusal) => refusal.code(),
        };
        assert_eq!(got, wanted, "{role:?} {what}");
    }

    #[test]
    #[rustfmt::skip] // a table
    fn b6_what_is_not_granted_is_refused() {
        let [ann, bob] = [1, 2].map(|n| PatientId::from(Uuid::from_u128(n)));
        check(Role::FrontDesk,    "create appointment", Some(ann), "role");
        check(Role::FrontDesk,    "undo appointment",   Some(ann), "role");
        check(Role::Program,      "undo appointment",   Some(ann), "access.not_granted");
        check(Role::Patient(ann), "undo appointment",   Some(ann), "access.not_granted");
        check(Role::FrontDesk,    "create cascade",     Some(ann), "role");
        check(Role::Patient(ann), "update waitlist",    Some(ann), "own");
        check(Role::Patient(ann), "update waitlist",    Some(bob), "access.not_own");
        check(Role::Patient(ann), "create cascade",     Some(ann), "access.not_granted");
        check(Role::FrontDesk,    "release claim",      Some(ann), "access.not_granted");
        check(Role::FrontDesk,    "read charge",        Some(ann), "access.not_granted");
        check(Role::Clinician,    "create charge",      Some(ann), "role");
        check(Role::Clinician,    "read ledger",        Some(ann), "access.not_granted");
        check(Role::Biller,       "release statement",  Some(ann), "role");
        check(Role::Biller,       "create appointment", Some(ann), "access.not_granted");
        check(Role::Manager,      "export report",      None,      "role");
        check(Role::Manager,      "update actor",       None,      "access.not_granted");
        check(Role::Auditor,      "read actor",         None,      "role");
        check(Role::Auditor,      "update patient",     Some(ann), "access.not_granted");
        check(Role::Program,      "create remittance",  None,      "role");
        check(Role::Program,      "update policy",      None,      "access.not_granted");
        check(Role::Patient(ann), "read statement",     Some(ann), "own");
        check(Role::Patient(ann), "read statement",     Some(bob), "access.not_own");
        check(Role::Patient(ann), "read statement",     None,      "access.not_own");
        check(Role::Patient(ann), "read schedule",      Some(ann), "own");
        check(Role::Patient(ann), "read schedule",      Some(bob), "access.not_own");
        check(Role::Patient(ann), "read schedule",      None,      "access.not_own");
        check(Role::Patient(ann), "update schedule",    Some(ann), "access.not_granted");
        check(Role::Patient(ann), "override schedule",  Some(ann), "access.not_granted");
        check(Role::Patient(ann), "read ledger",        Some(ann), "access.not_granted");
    }

    #[test]
    #[rustfmt::skip] // a table
    fn b4_an_emergency_opens_one_patient_to_reading() {
        let [ann, bob] = [1, 2].map(|n| PatientId::from(Uuid::from_u128(n)));
        let glass = || Purpose::BreakGlass(Reason::new("unconscious").unwrap());
        ask(Role::FrontDesk,    "read charge",   Some(ann), glass(), "glass");
        ask(Role::FrontDesk,    "read patient",  Some(ann), glass(), "role");
        ask(Role::FrontDesk,    "read charge",   None,      glass(), "access.not_in_emergency");
        ask(Role::FrontDesk,    "update charge", Some(ann), glass(), "access.not_in_emergency");
        ask(Role::Program,      "read policy",   Some(ann), glass(), "access.not_in_emergency");
        ask(Role::Patient(ann), "read patient",  Some(bob), glass(), "access.not_own");
    }
}
