use chrono::NaiveDate;

use crate::money::Money;

use super::super::parts::{components, write_entity, write_kept, write_surplus};
use super::super::syntax::{Characters, Draft, Envelope, WriteError, Writer};
use super::code::{Action, Status, StatusCode};
use super::kind::Kind;
use super::notice::{Level, Line, Notice, Part, Tracked};

/// Writes notices of one kind as one interchange, a transaction each, numbered from 1.
pub(in crate::x12) fn write(
    notices: &[Notice],
    kind: Kind,
    envelope: &Envelope,
    characters: Characters,
) -> Result<Vec<u8>, WriteError> {
    let mut writer = Writer::open(envelope, kind.group(), kind.guide(), characters);
    for (control, notice) in (1..).zip(notices) {
        writer.begin(kind.transaction(), control, Some(kind.guide()));
        let [structure, purpose, use_of] = kind.purpose();
        let bht = writer.segment("BHT").code(structure).code(purpose);
        let bht = bht.required(&notice.reference, 50);
        let written = notice.written.unwrap_or(envelope.written.date());
        let time = match notice.time.as_str() {
            "" => envelope.written.format("%H%M").to_string(),
            time => time.to_owned(),
        };
        bht.date(written).id(&time, 8).code(use_of).end();
        for kept in &notice.kept {
            write_kept(&mut writer, kept);
        }
        let mut levels = Levels(0);
        for level in &notice.levels {
            levels.write(&mut writer, level, None);
        }
    }
    writer.finish()
}

/// The levels of a transaction: numbered from 1, each naming its parent.
struct Levels(u32);

impl Levels {
    fn write(&mut self, writer: &mut Writer, level: &Level, parent: Option<u32>) {
        self.0 += 1;
        let number = self.0;
        let hl = writer.segment("HL").number(number);
        let hl = match parent {
            Some(parent) => hl.number(parent),
            None => hl.empty(),
        };
        let hl = hl.id(level.role.code(), 2);
        match level.tells_child {
            true => hl.code(if level.below.is_empty() { "0" } else { "1" }),
            false => hl,
        }
        .end();
        write_parts(writer, &level.parts);
        for tracked in &level.tracked {
            write_tracked(writer, tracked);
        }
        for below in &level.below {
            self.write(writer, below, Some(number));
        }
    }
}

fn write_tracked(writer: &mut Writer, tracked: &Tracked) {
    let trn = writer.segment("TRN").id(&tracked.kind, 2);
    let trn = trn.required(&tracked.number, 50);
    write_surplus(trn, "TRN", &tracked.kept, 2).end();
    write_parts(writer, &tracked.parts);
    for line in &tracked.lines {
        write_line(writer, line);
    }
}

fn write_line(writer: &mut Writer, line: &Line) {
    match &line.as_sent {
        Some(kept) => write_kept(writer, kept),
        None => write_service(writer, line),
    }
    write_parts(writer, &line.parts);
}

fn write_service(writer: &mut Writer, line: &Line) {
    let svc = writer
        .segment("SVC")
        .composite(&components(&line.service))
        .money(line.charge);
    let svc = money(svc, line.paid);
    let svc = svc.id(&line.revenue, 48).empty();
    let svc = match &line.submitted {
        Some(service) => svc.composite(&components(service)),
        None => svc.empty(),
    };
    let svc = match line.units {
        Some(units) => svc.units(units),
        None => svc.empty(),
    };
    svc.end();
}

fn write_parts(writer: &mut Writer, parts: &[Part]) {
    for part in parts {
        match part {
            Part::Party(party) => write_entity(writer, party),
            Part::Birth(birth) => {
                let dmg = writer.segment("DMG").code("D8").date(birth.date);
                dmg.id(&birth.sex, 1).end();
            }
            Part::Status(status) => match &status.as_sent {
                Some(kept) => write_kept(writer, kept),
                None => write_status(writer, status),
            },
            Part::Reference(reference) => {
                let segment = writer.segment("REF").id(&reference.qualifier, 3);
                segment.required(&reference.value, 50).end();
            }
            Part::Amount(amount) => {
                let segment = writer.segment("AMT").id(&amount.qualifier, 3);
                segment.money(amount.amount).end();
            }
            Part::Quantity(count) => {
                let segment = writer.segment("QTY").id(&count.qualifier, 2);
                segment.number(count.count).end();
            }
            Part::Days(days) => {
                let dtp = writer.segment("DTP").id(&days.qualifier, 3);
                match days.to {
                    None => dtp.code("D8").date(days.from),
                    Some(to) => {
                        let (from, to) = (days.from.format("%Y%m%d"), to.format("%Y%m%d"));
                        dtp.code("RD8").code(&format!("{from}-{to}"))
                    }
                }
                .end();
            }
            Part::Kept(kept) => write_kept(writer, kept),
        }
    }
}

fn write_status(writer: &mut Writer, status: &Status) {
    let stc = writer.segment("STC").composite(&codes(&status.code));
    let stc = day(stc, status.effective);
    let stc = stc.id(status.action.as_ref().map_or("", Action::code), 2);
    let stc = money(stc, status.charge);
    let stc = money(stc, status.paid);
    let stc = day(stc, status.decided).id(&status.method, 3);
    let mut stc = day(stc, status.paid_on).id(&status.payment, 16);
    for more in &status.more {
        stc = match more {
            Some(code) => stc.composite(&codes(code)),
            None => stc.empty(),
        };
    }
    stc.text(&status.text, 264).end();
}

fn codes(code: &StatusCode) -> [&str; 4] {
    [&code.category, &code.status, &code.entity, &code.list].map(String::as_str)
}

fn day(draft: Draft<'_>, day: Option<NaiveDate>) -> Draft<'_> {
    match day {
        Some(day) => draft.date(day),
        None => draft.empty(),
    }
}

fn money(draft: Draft<'_>, amount: Option<Money>) -> Draft<'_> {
    match amount {
        Some(amount) => draft.money(amount),
        None => draft.empty(),
    }
}
