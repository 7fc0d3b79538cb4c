//! What a biller decides about money that is in the books: each act is done once, whatever comes
//! twice, and what is refused changes nothing.

use chrono::NaiveDate;
use pms_core::access::Noun;
use pms_core::id::{ChargeId, EntryId, PayerId};
use pms_core::ledger::{Account, Content, Dates, Entry, Posting, Source, SourceKind};
use pms_core::practice::Part;
use pms_core::store::{Key, Rows, Scan};

use super::*;

/// A patient who owes 34.25 of one charge and whose payer owes 100.00 of another.
struct Owing {
    house: House,
    patient: PatientId,
    payer: PayerId,
    share: ChargeId,
    claimed: ChargeId,
}

/// All that the store keeps of a practice but its audit trail: keys, versions and entries.
pub(super) type Kept = (Vec<(Key, u64)>, Vec<Entry>);

pub(super) fn kept(practice: &Practice) -> Kept {
    let scan = |scan: Scan| {
        let page = pollster::block_on(practice.store().scan(practice.id(), &scan, None, 10_000));
        let page = page.unwrap();
        assert!(page.next.is_none());
        page.rows
    };
    let mut documents = Vec::new();
    for noun in Noun::ALL.iter().copied() {
        if let Rows::Documents(page) = scan(Scan::Documents { noun, status: None }) {
            documents.extend(
                page.iter()
                    .map(|stored| (stored.document.key, stored.version)),
            );
        }
    }
    match scan(Scan::Entries(AsOf::EVERYTHING)) {
        Rows::Entries(entries) => (documents, entries),
        _ => panic!("a scan of entries gives entries"),
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn money(text: &str) -> Money {
    text.parse().unwrap()
}

impl Owing {
    fn each(name: &str) -> [Self; 2] {
        House::over_each_store(name).map(Self::new)
    }

    fn new(mut house: House) -> Self {
        let patient = house.insured();
        let payer = house.sample.payers[0].id;
        let [share, claimed] = [house.ids.mint(), house.ids.mint()];
        let about =
            |charge: ChargeId, kind| Account::of(kind).for_patient(patient).on_charge(charge);
        let owed = [
            (about(share, AccountKind::PatientReceivable), "34.25"),
            (
                about(claimed, AccountKind::InsuranceReceivable).at_payer(payer),
                "100.00",
            ),
        ];
        let entries = owed.map(|(account, amount)| {
            let charge = account.charge.unwrap();
            let dates = Dates {
                service: Some(day("2026-01-05")),
                effective: day("2026-01-05"),
                recorded: MORNING.parse().unwrap(),
            };
            let told = Content::new().money(money(amount)).hash();
            let source = Source::new(SourceKind::Opening, charge.to_string(), told).unwrap();
            let posting = Posting::new(account, Account::of(AccountKind::Revenue), money(amount));
            Entry::new(house.ids.mint(), dates, source, vec![posting.unwrap()]).unwrap()
        });
        let call = house.call(Role::Biller, MORNING);
        pollster::block_on(house.practice.enter(&call, patient, &entries)).unwrap();
        Self {
            house,
            patient,
            payer,
            share,
            claimed,
        }
    }

    /// Does it twice with the same call: it is done once, and told twice.
    #[track_caller]
    fn once(
        &mut self,
        role: Role,
        act: impl AsyncFn(Practice, Call) -> Result<Entry, PracticeError>,
    ) -> Entry {
        let (_, before) = kept(&self.house.practice);
        let call = self.house.call(role, "2026-02-02T15:00:00Z");
        let entry = pollster::block_on(act(self.house.practice.clone(), call.clone())).unwrap();
        let again = pollster::block_on(act(self.house.practice.clone(), call)).unwrap();
        assert_eq!(entry, again, "the same call gives the same answer");
        let (_, after) = kept(&self.house.practice);
        assert_eq!(after.len(), before.len() + 1, "one entry");
        assert!(after.contains(&entry));
        entry
    }

    /// It is refused with this code, and everything is as before.
    #[track_caller]
    fn refused(
        &mut self,
        role: Role,
        code: &str,
        act: impl AsyncFn(Practice, Call) -> Result<Entry, PracticeError>,
    ) {
        let before = kept(&self.house.practice);
        let call = self.house.call(role, "2026-02-03T15:00:00Z");
        let refused = pollster::block_on(act(self.house.practice.clone(), call));
        assert_eq!(refused.unwrap_err().code(), code);
        assert!(
            kept(&self.house.practice) == before,
            "{code}: something changed"
        );
    }

    #[track_caller]
    fn check(&mut self, wanted: &[(AccountKind, &str)]) {
        let call = self.house.call(Role::Manager, "2026-12-01T13:00:00Z");
        let books = self.house.practice.books(&call, AsOf::EVERYTHING);
        let books = pollster::block_on(books).unwrap();
        for (kind, amount) in wanted {
            let balance = books.balance(AsOf::EVERYTHING, |account| account.kind == *kind);
            assert_eq!(balance.unwrap().to_string(), *amount, "{}", kind.name());
        }
    }

    /// The patient pays 50.00, of which 15.75 pays nothing yet.
    fn pays_too_much(&mut self) -> EntryId {
        let payment = PatientPayment {
            receipt: "R-1".to_owned(),
            patient: self.patient,
            amount: money("50.00"),
            allocation: Allocation::OldestFirst,
        };
        let act = async |practice: Practice, call: Call| {
            practice.pay(&call, &payment, day("2026-02-02")).await
        };
        self.once(Role::Biller, act).id()
    }

    fn part(&self, charge: ChargeId, owed_by: Responsible, amount: &str) -> Part {
        Part {
            patient: self.patient,
            charge,
            owed_by,
            amount: money(amount),
        }
    }
}

use AccountKind::{
    BadDebt, Cash, Clearing, InsuranceReceivable, PatientReceivable, RefundsPayable, SmallBalance,
    UnappliedInsurance, UnappliedPatient,
};

#[test]
fn p7_what_was_paid_too_much_pays_what_is_owed_later() {
    for mut owing in Owing::each("apply") {
        let payment = owing.pays_too_much();
        let apply = async |practice: Practice, call: Call| {
            let allocation = Allocation::OldestFirst;
            practice
                .apply_unapplied(&call, payment, &allocation, day("2026-02-02"))
                .await
        };
        owing.refused(Role::Biller, "posting.nothing_left", apply); // the payer alone owes
        let part = owing.part(owing.claimed, Responsible::Payer(owing.payer), "10.00");
        let transfer = async |practice: Practice, call: Call| {
            practice
                .transfer(&call, &part, Responsible::Patient, day("2026-02-02"))
                .await
        };
        owing.once(Role::Biller, transfer);
        owing.refused(Role::FrontDesk, "access.not_granted", apply);
        owing.once(Role::Biller, apply);
        owing.check(&[
            (UnappliedPatient, "-5.75"),
            (PatientReceivable, "0.00"),
            (Cash, "50.00"),
        ]);
        owing.refused(Role::Biller, "posting.nothing_left", apply);
    }
}

#[test]
fn p10_a_refund_is_decided_and_paid_by_those_who_may() {
    for mut owing in Owing::each("refund") {
        let payment = owing.pays_too_much();
        let owe = |amount: &'static str| {
            async move |practice: Practice, call: Call| {
                practice
                    .owe_refund(&call, payment, money(amount), day("2026-02-02"))
                    .await
            }
        };
        owing.refused(Role::FrontDesk, "access.not_granted", owe("15.75"));
        owing.refused(Role::Biller, "posting.more_than_open", owe("15.76"));
        owing.refused(Role::Biller, "ledger.not_positive", owe("0.00"));
        let owed = owing.once(Role::Biller, owe("15.75")).id();
        owing.check(&[(UnappliedPatient, "0.00"), (RefundsPayable, "-15.75")]);
        owing.refused(Role::Biller, "posting.nothing_left", owe("0.01"));

        let pay = |owed: EntryId| {
            async move |practice: Practice, call: Call| {
                practice.pay_refund(&call, owed, day("2026-02-02")).await
            }
        };
        owing.refused(Role::Biller, "access.not_granted", pay(owed));
        owing.refused(Role::Manager, "posting.unknown_entry", pay(payment));
        let paid = owing.once(Role::Manager, pay(owed)).id();
        owing.check(&[(RefundsPayable, "0.00"), (Cash, "34.25")]);
        owing.refused(Role::Manager, "store.claim_taken", pay(owed));

        let back = |entry: EntryId| {
            async move |practice: Practice, call: Call| {
                practice.take_back(&call, entry, day("2026-02-02")).await
            }
        };
        owing.refused(Role::Biller, "posting.refund_paid", back(owed));
        owing.refused(Role::Biller, "ledger.overdrawn", back(payment));
        owing.once(Role::Biller, back(paid));
        owing.once(Role::Biller, back(owed));
        owing.once(Role::Biller, back(payment));
        owing.refused(Role::Biller, "store.claim_taken", back(payment));
        owing.check(&[
            (RefundsPayable, "0.00"),
            (UnappliedPatient, "0.00"),
            (Cash, "0.00"),
            (PatientReceivable, "34.25"),
        ]);
    }
}

#[test]
fn p9_part_of_an_open_item_is_given_up() {
    for mut owing in Owing::each("write-off") {
        let write_off = |part: Part, kind: AccountKind| {
            async move |practice: Practice, call: Call| {
                practice
                    .write_off(&call, &part, kind, day("2026-02-02"))
                    .await
            }
        };
        let share = |owing: &Owing, amount| owing.part(owing.share, Responsible::Patient, amount);
        let (all, more) = (share(&owing, "34.25"), share(&owing, "34.26"));
        owing.refused(
            Role::FrontDesk,
            "access.not_granted",
            write_off(all, BadDebt),
        );
        owing.refused(
            Role::Biller,
            "posting.more_than_open",
            write_off(more, BadDebt),
        );
        owing.refused(
            Role::Biller,
            "posting.not_a_write_off",
            write_off(all, Cash),
        );
        let others = owing.part(owing.claimed, Responsible::Patient, "1.00");
        owing.refused(
            Role::Biller,
            "posting.more_than_open",
            write_off(others, BadDebt),
        );
        let part = share(&owing, "4.25");
        owing.once(Role::Biller, write_off(part, SmallBalance));
        owing.check(&[(SmallBalance, "4.25"), (PatientReceivable, "30.00")]);
        let credit = share(&owing, "-1.00");
        owing.refused(
            Role::Biller,
            "ledger.not_positive",
            write_off(credit, SmallBalance),
        );
    }
}

#[test]
fn p5_a_transfer_is_one_entry_between_parties_who_are_there() {
    for mut owing in Owing::each("transfer") {
        let payer = Responsible::Payer(owing.payer);
        let nobody: PayerId = owing.house.ids.mint();
        let part = owing.part(owing.claimed, payer, "60.00");
        let transfer = |to: Responsible| {
            async move |practice: Practice, call: Call| {
                practice.transfer(&call, &part, to, day("2026-02-02")).await
            }
        };
        owing.refused(
            Role::Clinician,
            "access.not_granted",
            transfer(Responsible::Patient),
        );
        owing.refused(
            Role::Biller,
            "practice.unknown",
            transfer(Responsible::Payer(nobody)),
        );
        owing.refused(Role::Biller, "ledger.same_account", transfer(payer));
        owing.once(Role::Biller, transfer(Responsible::Patient));
        owing.check(&[(InsuranceReceivable, "40.00"), (PatientReceivable, "94.25")]);
        owing.refused(
            Role::Biller,
            "posting.more_than_open",
            transfer(Responsible::Collections),
        );
    }
}

/// Money of a payer that no claim was found for is about no patient: it can be given back, and the
/// answer that brought it can be posted anew.
#[test]
fn p10_a_payers_money_goes_back_to_the_payer_or_to_its_claim() {
    for mut owing in Owing::each("payer") {
        let payer = owing.payer;
        let remittance = t835::read(STRAY.as_bytes()).advices.remove(0).remittance;
        let post = |owing: &mut Owing| {
            let call = owing.house.call(Role::Biller, "2026-02-02T14:00:00Z");
            let practice = &owing.house.practice;
            let posted = practice.post_remittance(&call, payer, &remittance, day("2026-02-02"));
            let posted = pollster::block_on(posted).unwrap();
            posted.plan.entries().next().unwrap().id()
        };
        let held = post(&mut owing);
        let owe = |payment: EntryId| {
            async move |practice: Practice, call: Call| {
                practice
                    .owe_refund(&call, payment, money("80.00"), day("2026-02-02"))
                    .await
            }
        };
        let apply = async |practice: Practice, call: Call| {
            let allocation = Allocation::OldestFirst;
            practice
                .apply_unapplied(&call, held, &allocation, day("2026-02-02"))
                .await
        };
        owing.refused(Role::Biller, "posting.payers_money", apply);
        let owed = owing.once(Role::Biller, owe(held)).id();
        owing.check(&[(UnappliedInsurance, "0.00"), (RefundsPayable, "-80.00")]);
        owing.refused(Role::Biller, "posting.nothing_left", owe(held));

        let back = |entry: EntryId| {
            async move |practice: Practice, call: Call| {
                practice.take_back(&call, entry, day("2026-02-02")).await
            }
        };
        owing.refused(Role::Biller, "ledger.overdrawn", back(held));
        owing.once(Role::Biller, back(owed));
        owing.once(Role::Biller, back(held));
        owing.check(&[(UnappliedInsurance, "0.00"), (Clearing, "0.00")]);
        let anew = post(&mut owing);
        assert_ne!(anew, held);
        owing.check(&[(UnappliedInsurance, "-80.00"), (Clearing, "80.00")]);
    }
}

/// 80.00 for a claim that nobody knows.
pub(super) const STRAY: &str = "ISA*00*          *00*          *ZZ*PAYER          *ZZ*PRACTICE       *260120*1200*^*00501*000000001*0*T*:~GS*HP*PAYER*PRACTICE*20260120*1200*1*X*005010X221A1~ST*835*0001~BPR*I*80*C*CHK************20260120~TRN*1*10023*1512345678~N1*PR*BUCKEYE MUTUAL~N1*PE*CEDAR STREET FAMILY PRACTICE*XX*1934120001~LX*1~CLP*NOBODYS*1*80*80**12*ICN1~SVC*HC:99213*80*80~DTM*472*20260106~SE*10*0001~GE*1*1~IEA*1*000000001~";

/// Of many who spend the same money at once, each takes what the others have left.
#[test]
fn p2_money_is_spent_once_however_many_spend_it() {
    for mut owing in Owing::each("race") {
        let payment = owing.pays_too_much();
        let calls: Vec<Call> = (0..8)
            .map(|_| owing.house.call(Role::Biller, "2026-02-02T15:00:00Z"))
            .collect();
        let codes: Vec<String> = std::thread::scope(|scope| {
            let racing: Vec<_> = calls
                .iter()
                .map(|call| {
                    let practice = owing.house.practice.clone();
                    scope.spawn(move || {
                        let owed =
                            practice.owe_refund(call, payment, money("5.00"), day("2026-02-02"));
                        let owed = pollster::block_on(owed);
                        owed.map_or_else(|e| e.code().to_owned(), |_| "owed".to_owned())
                    })
                })
                .collect();
            racing.into_iter().map(|one| one.join().unwrap()).collect()
        });
        let owed = codes.iter().filter(|code| *code == "owed").count();
        let refused = codes
            .iter()
            .filter(|code| *code == "posting.more_than_open")
            .count();
        assert_eq!((owed, refused), (3, 5), "{codes:?}"); // of 15.75
        owing.check(&[(UnappliedPatient, "-0.75"), (RefundsPayable, "-15.00")]);
    }
}
