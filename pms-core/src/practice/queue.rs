use crate::access::Noun;
use crate::access::Verb;
use crate::id::ResourceId;
use crate::scheduling::Appointment;
use crate::scheduling::InQueue;
use crate::scheduling::queue;
use crate::store::Question;
use crate::store::Stamp;

use super::call::Call;
use super::error::PracticeError;
use super::shell::{Act, Practice};

impl Practice {
    /// Those who are here and wait for some practitioners, rooms or a whole department, in turn: with
    /// an appointment or without.
    ///
    /// # Errors
    ///
    /// Where the store or the permission refuses.
    pub async fn queue(
        &self,
        call: &Call,
        resources: &[ResourceId],
    ) -> Result<Vec<InQueue>, PracticeError> {
        let act = Act::new(Verb::Read, Noun::Appointment);
        let attempt = self.begin(call, act, &resources).await?;
        let day = chrono::TimeDelta::days(1);
        let within = Stamp::from(call.now - day)..Stamp::from(call.now + day);
        let of = |resource: &ResourceId| Question::Appointments {
            resource: *resource,
            within: within.clone(),
        };
        let questions: Vec<Question> = resources.iter().map(of).collect();
        let answers = attempt.ask(&questions).await?;
        let mut visits: Vec<Appointment> = Vec::new();
        for n in 0..questions.len() {
            visits.extend(answers.records::<Appointment>(n)?);
        }
        Ok(queue(&visits))
    }
}
