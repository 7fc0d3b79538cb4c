use std::collections::BTreeMap;

use crate::access::Noun;
use crate::access::Verb;
use crate::id::CascadeId;
use crate::id::OfferId;
use crate::scheduling::Cascade;
use crate::scheduling::Effect;
use crate::scheduling::Freed;
use crate::scheduling::Refused;
use crate::scheduling::Reply;
use crate::scheduling::TimeOffer;
use crate::store::Key;
use crate::store::Question;
use crate::store::Rows;
use crate::store::Scan;

use super::call::Call;
use super::changes::Changes;
use super::error::PracticeError;
use super::shell::{Act, Practice};
use super::turn::{Turn, run_of};

/// How often a run looks anew where others take the time that it is about to hold.
const MOST_RACES: u32 = 8;

impl Practice {
    /// Starts a run of offers for time that became free, and makes its first.
    ///
    /// # Errors
    ///
    /// [`PracticeError::Commit`] with `store.claim_taken` where there is a run for it already;
    /// [`Refused::NotOffered`] where its session is kept from those who wait.
    pub async fn offer_freed(&self, call: &Call, freed: &Freed) -> Result<Cascade, PracticeError> {
        let act = Act::new(Verb::Create, Noun::Cascade);
        let mut attempt = self.begin(call, act, freed).await?;
        for race in 0.. {
            if let Some(cascade) = attempt.replay().await? {
                return Ok(cascade);
            }
            let schedules = attempt.schedules(&freed.schedules).await?;
            let rules = attempt.offer_rules(freed.time, &schedules).await?;
            let rules = rules.ok_or(Refused::NotOffered)?;
            let id: CascadeId = attempt.ids().mint();
            let mut turn = Turn {
                cascade: Cascade::start(id, freed.clone(), rules, call.now),
                changes: Changes::default(),
                entries: BTreeMap::new(),
            };
            self.make_offers(&mut attempt, &mut turn).await?;
            if turn.keeps_its_place() {
                turn.changes.take(run_of(freed), id);
            }
            turn.changes.add(&turn.cascade, "cascade.started")?;
            let done = attempt.commit(turn.changes, &turn.cascade).await;
            if let Some(cascade) = unless_lost(done, race)? {
                return Ok(cascade);
            }
        }
        Err(PracticeError::Request)
    }

    /// Goes on with a run: ends what has run out, makes the offers that are due, books nothing. To be
    /// called when it wakes and after each answer.
    ///
    /// # Errors
    ///
    /// [`Refused::CascadeOver`].
    pub async fn advance_cascade(
        &self,
        call: &Call,
        id: CascadeId,
    ) -> Result<Cascade, PracticeError> {
        let act = Act::new(Verb::Update, Noun::Cascade).on(id);
        let mut attempt = self.begin(call, act, &id).await?;
        for race in 0.. {
            if let Some(cascade) = attempt.replay().await? {
                return Ok(cascade);
            }
            let (mut turn, version) = Turn::read(&mut attempt, id).await?;
            self.make_offers(&mut attempt, &mut turn).await?;
            let done = turn.commit(&mut attempt, version, "cascade.advanced").await;
            if let Some(cascade) = unless_lost(done, race)? {
                return Ok(cascade);
            }
        }
        Err(PracticeError::Request)
    }

    /// What a patient says to an offer. A yes is booked, or its time is kept until the practice
    /// approves; where it cannot be booked the offer has failed, and the run goes on.
    ///
    /// # Errors
    ///
    /// [`Refused::OfferOver`].
    pub async fn answer_offer(
        &self,
        call: &Call,
        id: CascadeId,
        offer: OfferId,
        reply: Reply,
    ) -> Result<Cascade, PracticeError> {
        let whose = self.offer_of(id, offer).await?;
        let act = Act::new(Verb::Update, Noun::Waitlist);
        let act = act.of(whose.patient).on(whose.entry);
        let request = (id, offer, reply);
        self.turn(call, act, &request, id, |turn| {
            let (book, effects) = turn.cascade.answer(offer, reply, call.now)?;
            let accepted = reply == Reply::Accept;
            let may_fail = accepted.then_some(offer);
            Ok(Said {
                book,
                may_fail,
                effects,
            })
        })
        .await
    }

    /// The practice approves what a patient accepted: it is booked, or the offer has failed.
    ///
    /// # Errors
    ///
    /// [`Refused::OfferOver`].
    pub async fn approve_offer(
        &self,
        call: &Call,
        id: CascadeId,
        offer: OfferId,
    ) -> Result<Cascade, PracticeError> {
        let whose = self.offer_of(id, offer).await?;
        let act = Act::new(Verb::Update, Noun::Cascade)
            .of(whose.patient)
            .on(id);
        self.turn(call, act, &(id, offer, "approve"), id, |turn| {
            turn.cascade.approve(offer, call.now)?;
            let may_fail = Some(offer);
            Ok(Said {
                book: true,
                may_fail,
                effects: Vec::new(),
            })
        })
        .await
    }

    /// The practice takes an offer back, accepted or not; the next is asked.
    ///
    /// # Errors
    ///
    /// [`Refused::OfferOver`].
    pub async fn withdraw_offer(
        &self,
        call: &Call,
        id: CascadeId,
        offer: OfferId,
    ) -> Result<Cascade, PracticeError> {
        let whose = self.offer_of(id, offer).await?;
        let act = Act::new(Verb::Update, Noun::Cascade)
            .of(whose.patient)
            .on(id);
        self.turn(call, act, &(id, offer, "withdraw"), id, |turn| {
            let effects = turn.cascade.withdraw(offer, call.now)?;
            Ok(Said {
                book: false,
                may_fail: None,
                effects,
            })
        })
        .await
    }

    /// The practice ends a run and takes back what can still be answered.
    ///
    /// # Errors
    ///
    /// [`Refused::CascadeOver`].
    pub async fn stop_cascade(&self, call: &Call, id: CascadeId) -> Result<Cascade, PracticeError> {
        let act = Act::new(Verb::Cancel, Noun::Cascade).on(id);
        self.turn(call, act, &id, id, |turn| {
            let effects = turn.cascade.stop(call.now)?;
            Ok(Said {
                book: false,
                may_fail: None,
                effects,
            })
        })
        .await
    }

    /// The runs that want to be advanced by now.
    ///
    /// # Errors
    ///
    /// Where the store or the permission refuses.
    pub async fn due_cascades(&self, call: &Call) -> Result<Vec<CascadeId>, PracticeError> {
        let act = Act::new(Verb::Read, Noun::Cascade);
        self.begin(call, act, &call.now).await?;
        let scan = Scan::Documents {
            noun: Noun::Cascade,
            status: Some("running".to_owned()),
        };
        let mut due = Vec::new();
        self.scan(&scan, |rows| {
            if let Rows::Documents(page) = rows {
                for stored in &page {
                    let cascade: Cascade = stored.record()?;
                    if cascade.wake().is_some_and(|wake| wake <= call.now) {
                        due.push(cascade.id());
                    }
                }
            }
            Ok(())
        })
        .await?;
        Ok(due)
    }

    /// One step of a run that makes no offer: what is said, what follows, all in one commit. Where
    /// the visit cannot be booked after all, that the offer has failed is committed instead.
    async fn turn(
        &self,
        call: &Call,
        act: Act,
        request: &impl serde::Serialize,
        id: CascadeId,
        step: impl Fn(&mut Turn) -> Result<Said, Refused> + Send + Sync,
    ) -> Result<Cascade, PracticeError> {
        let mut attempt = self.begin(call, act, request).await?;
        let mut failed = None;
        loop {
            if let Some(cascade) = attempt.replay().await? {
                return Ok(cascade);
            }
            let (mut turn, version) = Turn::read(&mut attempt, id).await?;
            let said = match failed {
                None => step(&mut turn)?,
                Some(offer) => Said {
                    book: false,
                    may_fail: None,
                    effects: turn.cascade.fail(offer, call.now)?,
                },
            };
            let booking = said.may_fail.filter(|_| said.book);
            let done = match booking {
                Some(offer) => self.book_offer(call, &mut attempt, &mut turn, offer).await,
                None => self.carry_out(&mut attempt, &mut turn, &said.effects).await,
            };
            let done = match done {
                Ok(()) => turn.commit(&mut attempt, version, "cascade.answered").await,
                Err(error) => Err(error),
            };
            match done {
                Ok(Some(cascade)) => return Ok(cascade),
                Ok(None) => {}
                Err(error) if said.may_fail.is_some() && cannot_be_booked(&error) => {
                    failed = said.may_fail;
                }
                Err(error) => return Err(error),
            }
        }
    }

    async fn offer_of(&self, id: CascadeId, offer: OfferId) -> Result<TimeOffer, PracticeError> {
        let key = Key::new(Noun::Cascade, id);
        let answers = self.ask(&[Question::Document(key)]).await?;
        let found: Option<(Cascade, u64)> = answers.record(0)?;
        let (cascade, _) = found.ok_or(PracticeError::Unknown { key })?;
        Ok(cascade.find(offer)?.clone())
    }
}

/// What a step of a run says.
struct Said {
    /// A visit is to be booked.
    book: bool,
    /// The offer that fails where its time cannot be had.
    may_fail: Option<OfferId>,
    effects: Vec<Effect>,
}

/// What was committed; nothing where others took the time meanwhile and there is to be another look.
fn unless_lost(
    done: Result<Option<Cascade>, PracticeError>,
    race: u32,
) -> Result<Option<Cascade>, PracticeError> {
    match done {
        Err(error) if error.taken_from().is_some() && race <= MOST_RACES => Ok(None),
        done => done,
    }
}

/// Whether a visit cannot be had, and not the command or the store is at fault.
fn cannot_be_booked(error: &PracticeError) -> bool {
    let refused = matches!(
        error,
        PracticeError::Scheduling(
            Refused::NotFree { .. }
                | Refused::HoldExpired { .. }
                | Refused::WrongStatus { .. }
                | Refused::OtherVisitType
        )
    );
    refused || error.taken_from().is_some()
}
