//! The desk of a practice: who calls, under which key, at what time.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use fastrand::Rng;
use pms_core::access::{Actor, Purpose, Role};
use pms_core::id::{ActorId, PracticeId, Uuid};
use pms_core::practice::{Call, Practice};
use pms_core::store::{Expected, Question, Record, Store};
use pms_core::time::{AsOf, Tzdb};
use serde::de::DeserializeOwned;

use super::sample::Result;

/// A practice, and whoever acts in it.
pub struct Desk {
    pub practice: Practice,
    staff: ActorId,
}

impl Desk {
    pub fn new(practice: PracticeId, staff: ActorId, store: Arc<dyn Store>) -> Self {
        let practice = Practice::new(practice, store, Arc::new(Tzdb::bundled()));
        Self { practice, staff }
    }

    /// A call under a key. All that it brings follows from key and time, so that the same day
    /// played again makes the same calls.
    pub fn call(&self, role: Role, key: impl Into<String>, now: DateTime<Utc>) -> Call {
        let key = key.into();
        let stamp = u128::from(now.timestamp_millis().unsigned_abs()) << 80;
        let random = u128::from(hash(&key)) << 64 | u128::from(hash(&format!("{key} again")));
        let mask = (1_u128 << 80) - 1;
        let fresh = uuid_v7(stamp | (random & mask));
        let actor = Actor {
            id: self.staff,
            role,
        };
        Call {
            actor,
            purpose: Purpose::Operations,
            key,
            now,
            fresh,
        }
    }

    /// What a call answered before, where it was made before.
    pub async fn before<T: DeserializeOwned>(&self, call: &Call) -> Result<Option<T>> {
        let question = Question::Receipt(call.key.clone());
        let store = self.practice.store();
        let answers = store.read(self.practice.id(), &[question]).await?;
        let reply = answers.receipt(0).map(|kept| kept.receipt.reply.clone());
        Ok(reply
            .map(|reply| serde_json::from_slice(&reply))
            .transpose()?)
    }

    /// Keeps a record that was not there before.
    pub async fn keep<R: Record>(&self, record: &R, now: DateTime<Utc>) -> Result<()> {
        let call = self.call(Role::Manager, format!("keep {}", record.key()), now);
        self.practice.register(&call, record, Expected::New).await?;
        Ok(())
    }

    /// How many entries the books have.
    pub async fn entries(&self, now: DateTime<Utc>) -> Result<usize> {
        let call = self.call(Role::Manager, "count", now);
        let books = self.practice.books(&call, AsOf::EVERYTHING).await?;
        Ok(books.entries().len())
    }
}

/// The same numbers for the same words, whatever was asked before.
pub fn dice(words: &str) -> Rng {
    Rng::with_seed(hash(words))
}

/// A moment of a day, in UTC.
pub fn at(day: NaiveDate, hour: u32, minute: u32) -> Result<DateTime<Utc>> {
    let time = day.and_hms_opt(hour, minute, 0).ok_or("no such time")?;
    Ok(time.and_utc())
}

fn hash(words: &str) -> u64 {
    words.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// Version and variant where they belong.
fn uuid_v7(bits: u128) -> Uuid {
    let bits = bits & !(0xf << 76) | (0x7 << 76);
    Uuid::from_u128(bits & !(0b11 << 62) | (0b10 << 62))
}
