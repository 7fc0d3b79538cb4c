//! Four months of the sample practice, day by day: every call goes through the library as a host's
//! would, and every file is written, read and answered.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::{Datelike, Days, NaiveDate, Weekday};
use pms_core::access::Role;
use pms_core::claim::{Claim, ClaimVersion};
use pms_core::encounter::{Encounter, Pointers};
use pms_core::id::{ClaimId, PatientId, PayerId};
use pms_core::ledger::Allocation;
use pms_core::money::Units;
use pms_core::posting::PatientPayment;
use pms_core::practice::{
    Ask, Booking, Choice, Done, Drawn, FindSlots, Posted, PracticeError, Step, Visit,
};
use pms_core::scheduling::{Appointment, Initiator};
use pms_core::x12::syntax::{Characters, Envelope, Usage};
use pms_core::x12::t837p::{Office, Submission};
use pms_core::x12::{t835, t837p};

use super::desk::{Desk, at, dice};
use super::payer::PayerDesk;
use super::sample::{DIAGNOSES, Result, SERVICES, Sample, payer_of};

/// How the practice is played.
pub struct Span {
    pub first: NaiveDate,
    pub last: NaiveDate,
    pub bookings_a_day: usize,
}

/// The play: what is planned for days to come.
pub struct Play<'a> {
    desk: &'a Desk,
    sample: &'a Sample,
    folder: &'a Path,
    payers: BTreeMap<PayerId, PayerDesk>,
    visits: BTreeMap<NaiveDate, Vec<Appointment>>,
    ready: BTreeMap<PayerId, Vec<Claim>>,
    answers: BTreeMap<NaiveDate, Vec<(PayerId, PathBuf)>>,
    payments: BTreeMap<NaiveDate, Vec<PatientPayment>>,
    files: u32,
}

impl<'a> Play<'a> {
    pub fn new(desk: &'a Desk, sample: &'a Sample, folder: &'a Path) -> Result<Self> {
        fs::create_dir_all(folder.join("837p"))?;
        fs::create_dir_all(folder.join("835"))?;
        let payers = sample.payers.iter().zip(&sample.plans);
        let payers = payers
            .map(|(payer, plan)| {
                let contracts = &sample.settings.contracts;
                let contract = contracts.iter().find(|one| one.payer == payer.id);
                let contract = contract.ok_or("a payer without contract")?.clone();
                let desk = PayerDesk::new(payer.clone(), plan.clone(), contract);
                Ok((payer.id, desk))
            })
            .collect::<Result<_>>()?;
        Ok(Self {
            desk,
            sample,
            folder,
            payers,
            visits: BTreeMap::new(),
            ready: BTreeMap::new(),
            answers: BTreeMap::new(),
            payments: BTreeMap::new(),
            files: 0,
        })
    }

    /// Registers whoever and whatever there is.
    pub async fn open(&self) -> Result<()> {
        let now = at(super::sample::OPENING.parse()?, 12, 0)?;
        let (desk, sample) = (self.desk, self.sample);
        desk.keep(&sample.settings, now).await?;
        desk.keep(&sample.organization, now).await?;
        desk.keep(&sample.location, now).await?;
        for one in &sample.practitioners {
            desk.keep(one, now).await?;
        }
        for one in &sample.schedules {
            desk.keep(one, now).await?;
        }
        for one in &sample.payers {
            desk.keep(one, now).await?;
        }
        for one in &sample.plans {
            desk.keep(one, now).await?;
        }
        for one in &sample.patients {
            desk.keep(one, now).await?;
        }
        for one in &sample.coverages {
            desk.keep(one, now).await?;
        }
        Ok(())
    }

    /// Plays every day of the span; `told` hears of each month.
    pub async fn play(&mut self, span: &Span, told: impl Fn(&str)) -> Result<()> {
        let mut day = span.first;
        while day <= span.last {
            if !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
                self.day(day, span).await?;
            }
            let next = day.succ_opt().ok_or("the calendar ends")?;
            if next.month() != day.month() {
                self.statements(day).await?;
                told(&day.format("%Y-%m").to_string());
            }
            day = next;
        }
        Ok(())
    }

    async fn day(&mut self, day: NaiveDate, span: &Span) -> Result<()> {
        for n in 0..span.bookings_a_day {
            self.book(day, n, span).await?;
        }
        for (payer, file) in self.answers.remove(&day).unwrap_or_default() {
            self.receive(payer, &file, day).await?;
        }
        for payment in self.payments.remove(&day).unwrap_or_default() {
            let call = self.desk.call(
                Role::Biller,
                format!("pay {}", payment.receipt),
                at(day, 17, 0)?,
            );
            self.desk.practice.pay(&call, &payment, day).await?;
        }
        let mut visits = self.visits.remove(&day).unwrap_or_default();
        visits.sort_by_key(|visit| (visit.slot().time().at(), visit.id()));
        for visit in visits {
            self.visit(&visit, day).await?;
        }
        if day.weekday() == Weekday::Fri {
            self.submit(day).await?;
        }
        Ok(())
    }

    /// Somebody asks for a visit in the days to come and takes one of the first starts.
    async fn book(&mut self, day: NaiveDate, n: usize, span: &Span) -> Result<()> {
        let key = format!("book {day} {n}");
        let mut dice = dice(&key);
        let patient = &self.sample.patients[dice.usize(..self.sample.patients.len())];
        let schedule = &self.sample.schedules[dice.usize(..self.sample.schedules.len())];
        let types = &self.sample.settings.visit_types;
        let visit = types[usize::from(dice.u8(..8) == 0)].id();
        let from = day + Days::new(1 + dice.u64(..9));
        let now = at(day, 15, u32::try_from(n)?)?;
        let call = self.desk.call(Role::FrontDesk, &key, now);
        let appointment: Appointment = match self.desk.before(&call).await? {
            Some(before) => before,
            None => {
                let (first, last) = (at(from, 5, 0)?, at(from + Days::new(6), 5, 0)?);
                let wish = FindSlots {
                    patient: Some(patient.id),
                    ..FindSlots::of(vec![schedule.id], visit, first, last)
                };
                let look = self.desk.call(Role::FrontDesk, format!("find {key}"), now);
                let open = self.desk.practice.find_slots(&look, &wish).await?;
                let few: Vec<_> = open.starts().take(10).collect();
                let Some(start) = dice.choice(few) else {
                    return Ok(());
                };
                let choice = Choice::of(wish.schedules, visit, start);
                let booking = Booking::Chosen(choice);
                self.desk.practice.book(&call, patient.id, &booking).await?
            }
        };
        let on = appointment.slot().time().civil().date();
        if on <= span.last {
            self.visits.entry(on).or_default().push(appointment);
        }
        Ok(())
    }

    /// A day's visit: most take place, some patients stay away, some call it off.
    async fn visit(&mut self, appointment: &Appointment, day: NaiveDate) -> Result<()> {
        let id = appointment.id();
        let mut dice = dice(&format!("visit {id}"));
        let step = |step, role, hour| (step, role, hour);
        let (step, role, hour) = match dice.u8(..100) {
            ..4 => step(Step::NoShow, Role::FrontDesk, 22),
            4..11 => {
                let cancel = Step::Cancel {
                    by: Initiator::Patient,
                    reason: "patient-request".to_owned().try_into()?,
                };
                step(cancel, Role::FrontDesk, 11)
            }
            _ => step(Step::Arrive, Role::FrontDesk, 12),
        };
        let call = self
            .desk
            .call(role, format!("{step:?} {id}"), at(day, hour, 30)?);
        self.desk.practice.step(&call, id, &step).await?;
        if step == Step::Arrive {
            self.fulfil(appointment, day, &mut dice).await?;
        }
        Ok(())
    }

    async fn fulfil(
        &mut self,
        appointment: &Appointment,
        day: NaiveDate,
        dice: &mut fastrand::Rng,
    ) -> Result<()> {
        let long = appointment.slot().visit().name() == "new patient";
        let mut services = vec![match (long, dice.bool()) {
            (true, _) => SERVICES[2],
            (false, true) => SERVICES[0],
            (false, false) => SERVICES[1],
        }];
        if dice.u8(..3) == 0 {
            services.push(SERVICES[3 + dice.usize(..4)]);
        }
        let services = services
            .into_iter()
            .map(|(procedure, _, _)| {
                Ok(Done {
                    procedure: procedure.parse()?,
                    modifiers: Vec::new(),
                    pointers: Pointers::new([1])?,
                    units: Units::ONE,
                    amount: None,
                })
            })
            .collect::<Result<_>>()?;
        let resource = appointment.slot().resources()[0];
        let schedules = self.sample.schedules.iter().zip(&self.sample.practitioners);
        let (_, practitioner) = schedules
            .into_iter()
            .find(|(schedule, _)| schedule.resource == resource)
            .ok_or("nobody's time")?;
        let visit = Visit {
            appointment: appointment.id(),
            practitioner: practitioner.id,
            diagnoses: vec![DIAGNOSES[dice.usize(..DIAGNOSES.len())].parse()?],
            services,
            accident: None,
            self_pay: false,
        };
        let id = appointment.id();
        let call = self
            .desk
            .call(Role::Clinician, format!("fulfil {id}"), at(day, 22, 0)?);
        let encounter = self.desk.practice.fulfil(&call, &visit).await?;
        if let Some(payer) = payer_of(self.sample, appointment.patient()) {
            self.draw(&encounter, payer, day).await?;
        }
        Ok(())
    }

    async fn draw(&mut self, encounter: &Encounter, payer: PayerId, day: NaiveDate) -> Result<()> {
        let id = encounter.id();
        let call = self
            .desk
            .call(Role::Biller, format!("draw {id}"), at(day, 23, 0)?);
        let Drawn {
            claim, findings, ..
        } = self.desk.practice.draw_claim(&call, id).await?;
        if claim.state().name() != "ready" {
            return Err(format!("claim {}: {findings:?}", claim.claim().number).into());
        }
        self.ready
            .entry(payer)
            .or_default()
            .push(claim.claim().clone());
        Ok(())
    }

    /// The week's claims go to their payers, a file each; each payer reads its file and will answer
    /// with another.
    async fn submit(&mut self, day: NaiveDate) -> Result<()> {
        for (payer, claims) in std::mem::take(&mut self.ready) {
            let ids: Vec<ClaimId> = claims.iter().map(|claim| claim.id).collect();
            let key = format!("submit {day} {payer}");
            let call = self.desk.call(Role::Biller, &key, at(day, 23, 30)?);
            let sent = self.desk.practice.submit_claims(&call, &ids).await?;
            let claims: Vec<&Claim> = sent.iter().map(ClaimVersion::claim).collect();
            self.files += 1;
            let submission = self.submission(payer, day)?;
            let bytes = t837p::write(&claims, &submission, Characters::Clean)?;
            let name = format!("{day}-{}.edi", submission.receiver.number);
            fs::write(self.folder.join("837p").join(&name), &bytes)?;

            let desk = self.payers.get_mut(&payer).ok_or("no such payer")?;
            let mut dice = dice(&key);
            let due = working_day(day + Days::new(desk.days(&mut dice)));
            let received = t837p::read(&bytes);
            let answer = desk.answer(&received.claims, due, &mut dice)?;
            self.files += 1;
            let envelope = self.envelope("PAYER", "PRACTICE", due)?;
            let bytes = t835::write(&[answer], &envelope, Characters::Clean)?;
            let file = self.folder.join("835").join(&name);
            fs::write(&file, &bytes)?;
            self.answers.entry(due).or_default().push((payer, file));
        }
        Ok(())
    }

    /// A payer's answer is read, proved and posted; patients will pay most of what it leaves them.
    async fn receive(&mut self, payer: PayerId, file: &Path, day: NaiveDate) -> Result<()> {
        let read = t835::read(&fs::read(file)?);
        for advice in read.advices {
            if !advice.is_sound() {
                return Err(format!("{}: {:?}", file.display(), advice.findings).into());
            }
            let remittance = advice.remittance;
            let key = format!("post {} {}", remittance.originator, remittance.trace);
            let call = self.desk.call(Role::Biller, &key, at(day, 14, 0)?);
            let practice = &self.desk.practice;
            let posted = practice
                .post_remittance(&call, payer, &remittance, day)
                .await?;
            let call = self
                .desk
                .call(Role::Biller, format!("deposit {key}"), at(day, 16, 0)?);
            practice.deposit(&call, posted.id, day).await?;
            self.plan_payments(&posted, day).await?;
        }
        Ok(())
    }

    async fn plan_payments(&mut self, posted: &Posted, day: NaiveDate) -> Result<()> {
        for (answer, planned) in posted.remittance.claims.iter().zip(&posted.plan.claims) {
            let (share, Some(claim)) = (answer.patient_share()?, planned.claim) else {
                continue;
            };
            let mut dice = dice(&format!("share {claim}"));
            if !share.is_positive() || dice.u8(..100) >= 78 {
                continue;
            }
            let call = self
                .desk
                .call(Role::Biller, format!("who {claim}"), at(day, 14, 0)?);
            let (version, _) = self
                .desk
                .practice
                .load::<ClaimVersion>(&call, claim)
                .await?;
            let paid = working_day(day + Days::new(12 + dice.u64(..30)));
            self.payments.entry(paid).or_default().push(PatientPayment {
                receipt: format!("R-{}", version.claim().number),
                patient: version.claim().patient,
                amount: share,
                allocation: Allocation::OldestFirst,
            });
        }
        Ok(())
    }

    /// The month's statements, to every patient with something due.
    async fn statements(&mut self, day: NaiveDate) -> Result<()> {
        let patients: Vec<PatientId> = self.sample.patients.iter().map(|one| one.id).collect();
        for patient in patients {
            let key = format!("statement {day} {patient}");
            let call = self.desk.call(Role::Biller, key, at(day, 23, 45)?);
            let ask = Ask {
                patient,
                day,
                days_to_pay: 21,
            };
            match self.desk.practice.issue_statement(&call, &ask).await {
                Ok(_) => {}
                Err(PracticeError::Billing(_)) => {} // nothing is due
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    fn submission(&self, payer: PayerId, day: NaiveDate) -> Result<Submission> {
        let payers = &self.sample.payers;
        let payer = payers
            .iter()
            .find(|one| one.id == payer)
            .ok_or("no such payer")?;
        let organization = &self.sample.organization;
        Ok(Submission {
            envelope: self.envelope("PRACTICE", payer.number.as_str(), day)?,
            submitter: Office {
                name: organization.name.clone(),
                number: "CEDAR01".to_owned(),
            },
            contact: "Billing Office".parse()?,
            phone: organization.contact.phone.clone().ok_or("no telephone")?,
            receiver: Office {
                name: payer.name.clone(),
                number: payer.number.as_str().to_owned(),
            },
            batch: format!("{}{:04}", day.format("%y%m%d"), self.files),
        })
    }

    fn envelope(&self, sender: &str, receiver: &str, day: NaiveDate) -> Result<Envelope> {
        Ok(Envelope {
            sender_qualifier: "ZZ".to_owned(),
            sender: sender.to_owned(),
            receiver_qualifier: "ZZ".to_owned(),
            receiver: receiver.to_owned(),
            group_sender: sender.to_owned(),
            group_receiver: receiver.to_owned(),
            written: at(day, 23, 30)?.naive_utc(),
            interchange_control: self.files,
            group_control: self.files,
            acknowledge: false,
            usage: Usage::Test,
        })
    }
}

/// The day itself, or the Monday after it.
fn working_day(day: NaiveDate) -> NaiveDate {
    match day.weekday() {
        Weekday::Sat => day + Days::new(2),
        Weekday::Sun => day + Days::new(1),
        _ => day,
    }
}
