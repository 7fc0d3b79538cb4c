//! The practice of a scenario: who and what is called how, and one call a line.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::future::Future;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use pms_core::access::{Actor, Purpose, Role};
use pms_core::coverage::{Accumulators, Coverage, Plan};
use pms_core::fee::RateRow;
use pms_core::id::{ActorId, HoldId, Ids, PlanId, PracticeId, Uuid};
use pms_core::money::Money;
use pms_core::party::{Location, Organization, Patient, Payer, Practitioner};
use pms_core::practice::{Call, Practice, Settings};
use pms_core::scheduling::{Schedule, VisitType};
use pms_core::store::{Expected, Record, Store};
use pms_core::time::{AsOf, Fold, Gap, Minute, Tzdb};
use tokio::runtime::Runtime;

use crate::listener::{Listener, Overheard};
use crate::script::{Line, Said, Script, Wrong};
use crate::sentence::{Sentence, Stop, play, read};

/// Who works when.
pub(crate) struct Colleague {
    pub(crate) name: String,
    pub(crate) practitioner: Practitioner,
    pub(crate) schedule: Schedule,
}

/// The practice, and all that has a name in the scenario. What happens is kept by the library alone.
pub(crate) struct World {
    pub(crate) practice: Practice,
    pub(crate) ids: Ids,
    pub(crate) settings: Settings,
    pub(crate) prices: Vec<RateRow<Money>>,
    pub(crate) organization: Organization,
    pub(crate) location: Option<Location>,
    pub(crate) colleagues: Vec<Colleague>,
    pub(crate) payers: Vec<Payer>,
    pub(crate) plans: Vec<Plan>,
    pub(crate) patients: Vec<Patient>,
    pub(crate) coverages: Vec<Coverage>,
    /// What families have used of their plans' limits, by plan and member number.
    pub(crate) used: BTreeMap<(PlanId, String), Accumulators>,
    /// What is held for whoever takes it next.
    pub(crate) held: Option<HoldId>,
    /// The time of the line.
    pub(crate) now: DateTime<Utc>,
    staff: ActorId,
    key: String,
    calls: u32,
    before: Option<String>,
    opened: bool,
    overheard: bool,
    listener: Arc<Listener>,
    runtime: Runtime,
}

impl World {
    /// A practice over a store, of which nothing is known yet.
    pub(crate) fn new(store: Arc<dyn Store>, runtime: Runtime) -> Self {
        let mut ids = Ids::from(Uuid::from_u128(0x019c_0000_0000_7000_8000_0000_0000_0001));
        let id: PracticeId = ids.mint();
        let organization = Organization::new(ids.mint(), "Practice".parse().unwrap());
        let listener = Arc::new(Listener::default());
        let store = Arc::new(Overheard {
            store,
            listener: Arc::clone(&listener),
        });
        Self {
            practice: Practice::new(id, store, Arc::new(Tzdb::bundled())),
            settings: Settings::new(id, organization.id),
            prices: Vec::new(),
            organization,
            location: None,
            colleagues: Vec::new(),
            payers: Vec::new(),
            plans: Vec::new(),
            patients: Vec::new(),
            coverages: Vec::new(),
            used: BTreeMap::new(),
            held: None,
            now: DateTime::UNIX_EPOCH,
            staff: ids.mint(),
            ids,
            key: String::new(),
            calls: 0,
            before: None,
            opened: false,
            overheard: false,
            listener,
            runtime,
        }
    }

    /// The same, overheard: nothing of a patient may print.
    pub(crate) fn overheard(self) -> Self {
        Self {
            overheard: true,
            ..self
        }
    }

    /// Plays a script line by line, as far as what goes wrong is asked for.
    pub(crate) fn play<'a>(
        &'a mut self,
        given: &'a [Sentence],
        acts: &'a [Sentence],
        script: &'a Script,
    ) -> impl Iterator<Item = Wrong> + 'a {
        let mut lost = false;
        let lines = script.lines.iter();
        let played = lines.map_while(move |line| {
            if lost {
                return None;
            }
            let what = match self.line(given, acts, line) {
                Ok(what) => what,
                Err(stop) => {
                    lost = true;
                    Some(stop.to_string())
                }
            };
            Some(what.map(|what| script.wrong(line.number, what)))
        });
        played.flatten()
    }

    /// How a line goes otherwise than it says. An error where it cannot be played at all, and
    /// nothing after it.
    fn line(
        &mut self,
        given: &[Sentence],
        acts: &[Sentence],
        line: &Line,
    ) -> Result<Option<String>, Stop> {
        match &line.said {
            Said::Given(text) => play(given, self, text).map(|_| None),
            Said::Act { at, act, outcome } => {
                if !self.opened {
                    self.open()?;
                }
                let got = self.act(acts, line.number, *at, act)?;
                if let Some(heard) = self.listener.heard() {
                    return Ok(Some(heard));
                }
                Ok((got != *outcome).then(|| differs(outcome, &got)))
            }
        }
    }

    /// What comes of an act, as it is written after the arrow.
    fn act(
        &mut self,
        acts: &[Sentence],
        number: usize,
        at: NaiveDateTime,
        act: &str,
    ) -> Result<String, Stop> {
        self.now = self.minute(at, Fold::First)?.into();
        const SAME_KEY: &str = "under the same key ";
        let repeats = act == "again" || act.starts_with(SAME_KEY);
        let act = match (act, self.before.take()) {
            ("again", Some(before)) => before,
            ("again", None) => return Err("nothing was done before".into()),
            (act, _) => act.strip_prefix(SAME_KEY).unwrap_or(act).to_owned(),
        };
        let entries = self.entries()?;
        if !repeats {
            self.key = format!("line {number}");
        }
        let mut outcome = match play(acts, self, &act) {
            Err(refused @ Stop::Refused(_)) => refused.to_string(),
            played => played?,
        };
        let more = self.entries()? - entries;
        if repeats && more > 0 {
            outcome += &format!(", and {more} more entries in the books");
        }
        self.before = Some(act);
        Ok(outcome)
    }

    /// Registers whoever and whatever is given.
    fn open(&mut self) -> Result<(), Stop> {
        self.opened = true;
        if self.overheard {
            self.keep_private();
        }
        self.now = "2026-01-01T13:00:00Z".parse().unwrap();
        let location = self.location.clone();
        let location =
            location.ok_or("no practice is given: `practice Elm Street in America/New_York`")?;
        self.keep(self.settings.clone())?;
        self.keep(self.organization.clone())?;
        self.keep(location)?;
        for n in 0..self.colleagues.len() {
            self.keep(self.colleagues[n].practitioner.clone())?;
            self.keep(self.colleagues[n].schedule.clone())?;
        }
        for n in 0..self.payers.len() {
            self.keep(self.payers[n].clone())?;
        }
        for n in 0..self.plans.len() {
            self.keep(self.plans[n].clone())?;
        }
        for n in 0..self.patients.len() {
            self.keep(self.patients[n].clone())?;
        }
        for n in 0..self.coverages.len() {
            self.keep(self.coverages[n].clone())?;
        }
        Ok(())
    }

    fn keep<R: Record>(&mut self, record: R) -> Result<(), Stop> {
        let call = self.look();
        let practice = self.practice.clone();
        self.wait(practice.register(&call, &record, Expected::New))?;
        Ok(())
    }

    /// The line's own call, in a role: the same line sent again has the same key.
    pub(crate) fn call(&mut self, role: Role) -> Call {
        let key = self.key.clone();
        self.called(role, key)
    }

    /// Another call beside it, which is not sent again.
    pub(crate) fn look(&mut self) -> Call {
        let key = format!("look {}", self.calls);
        self.called(Role::Manager, key)
    }

    fn called(&mut self, role: Role, key: String) -> Call {
        self.calls += 1;
        // Far apart: each call counts on from its own.
        let fresh: Uuid = self.ids.mint();
        let fresh = Uuid::from_u128(fresh.as_u128() ^ (u128::from(self.calls) << 40));
        Call {
            actor: Actor {
                id: self.staff,
                role,
            },
            purpose: Purpose::Operations,
            key,
            now: self.now,
            fresh,
        }
    }

    /// What a command comes to. Nothing of a patient may print in it.
    pub(crate) fn wait<T: Debug>(&self, future: impl Future<Output = T>) -> T {
        let answer = self.runtime.block_on(future);
        self.listener.listen(&answer);
        answer
    }

    /// What was read of a file; nothing of a patient may print in it either.
    pub(crate) fn listen(&self, what: &impl Debug) {
        self.listener.listen(what);
    }

    /// What is said of patients and may not print: names, day of birth, member numbers.
    fn keep_private(&self) {
        for patient in &self.patients {
            self.listener.keep(patient.name.family.as_str());
            self.listener.keep(&given(patient));
            self.listener.keep(&patient.birth.to_string());
        }
        for coverage in &self.coverages {
            self.listener.keep(coverage.terms().member_id.as_str());
        }
    }

    fn entries(&mut self) -> Result<usize, Stop> {
        let call = self.look();
        let practice = self.practice.clone();
        let books = self.wait(practice.books(&call, AsOf::EVERYTHING))?;
        Ok(books.entries().len())
    }

    /// An instant of a local time; where the clocks show it twice, the one that is meant.
    pub(crate) fn minute(&self, civil: NaiveDateTime, fold: Fold) -> Result<Minute, Stop> {
        let zone = &self.location()?.zone;
        Ok(self
            .practice
            .rules()
            .resolve(zone, civil)?
            .pick(Gap::Refuse, fold)?)
    }

    /// The start `2026-11-01`, `01:30`; with `01:30-again` the second time that the clocks show it.
    pub(crate) fn start(&self, day: &str, time: &str) -> Result<Minute, Stop> {
        let (time, fold) = match time.strip_suffix("-again") {
            Some(time) => (time, Fold::Second),
            None => (time, Fold::First),
        };
        let civil = NaiveDateTime::parse_from_str(&format!("{day} {time}"), "%Y-%m-%d %H:%M");
        let civil = civil.map_err(|_| format!("`{day} {time}` is no time"))?;
        self.minute(civil, fold)
    }

    /// The clock of the practice at an instant.
    pub(crate) fn civil(&self, at: Minute) -> Result<NaiveDateTime, Stop> {
        let zone = &self.location()?.zone;
        Ok(self.practice.rules().civil_at(zone, at)?)
    }

    /// The day of the line.
    pub(crate) fn today(&self) -> Result<NaiveDate, Stop> {
        Ok(self.civil(Minute::containing(self.now))?.date())
    }

    pub(crate) fn location(&self) -> Result<&Location, Stop> {
        self.location
            .as_ref()
            .ok_or_else(|| "no practice is given yet".into())
    }

    pub(crate) fn colleague(&self, name: &str) -> Result<&Colleague, Stop> {
        let found = self.colleagues.iter().find(|one| one.name == name);
        found.ok_or_else(|| format!("no practitioner is called {name}").into())
    }

    pub(crate) fn patient(&self, name: &str) -> Result<&Patient, Stop> {
        let found = self.patients.iter().find(|one| given(one) == name);
        found.ok_or_else(|| format!("no patient is called {name}").into())
    }

    pub(crate) fn payer(&self, name: &str) -> Result<&Payer, Stop> {
        let found = self.payers.iter().find(|one| one.name.as_str() == name);
        found.ok_or_else(|| format!("no payer is called {name}").into())
    }

    pub(crate) fn plan(&self, name: &str) -> Result<&Plan, Stop> {
        let found = self.plans.iter().find(|one| one.name.as_str() == name);
        found.ok_or_else(|| format!("no plan is called {name}").into())
    }

    pub(crate) fn visit_type(&self, name: &str) -> Result<&VisitType, Stop> {
        let mut kinds = self.settings.visit_types.iter();
        let found = kinds.find(|one| one.name() == name);
        found.ok_or_else(|| format!("no visit is called {name}").into())
    }
}

/// By what a scenario calls a patient.
pub(crate) fn given(patient: &Patient) -> String {
    let given = patient.name.given.as_ref();
    given
        .map(|name| name.as_str().to_owned())
        .unwrap_or_default()
}

/// A day as it is written.
pub(crate) fn day(text: &str) -> Result<NaiveDate, Stop> {
    read(text, "day")
}

fn differs(wanted: &str, got: &str) -> String {
    format!("differs\n    expected  {wanted}\n    actual    {got}")
}
