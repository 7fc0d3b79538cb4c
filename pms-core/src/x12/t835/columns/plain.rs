use super::super::super::adjustments::{is_group, is_reason};
use super::super::super::columns::{ABSENT_CENTS, ABSENT_DAY, OF_CLAIM, row};
use super::super::super::syntax::{Marks, Separators, day_number, decimal};
use super::table::Columns;

/// No segment of a claim has more elements; a CAS of six adjustments has nineteen.
const MOST: usize = 24;

/// What was taken on the short road.
#[derive(Clone, Copy, Debug)]
pub(super) struct Taken {
    pub(super) bytes: usize,
    pub(super) segments: usize,
    /// What was paid for the claims, in cents.
    pub(super) paid: i64,
}

/// Reads claims into columns on the short road: from an LX or CLP up to the PLB or SE behind the
/// last claim, adding up as it goes.
///
/// `None` where anything is odd: something unknown or misplaced, a value that cannot be read, a
/// balance that does not hold. Then the columns hold a part, and the full reader, which knows what
/// to say about it, must read the transaction instead. What the short road takes, the full reader
/// reads the same, without a finding.
pub(super) fn claims(
    bytes: &[u8],
    at: usize,
    separators: Separators,
    columns: &mut Columns,
) -> Option<Taken> {
    let mut plain = Plain {
        columns,
        separators,
        place: Place::Heading,
        claim: Claim::default(),
        service: Service::default(),
        paid: 0,
    };
    let mut marks = Marks::of(bytes, separators);
    let mut fields = Fields {
        bytes,
        begin: 0,
        ends: [0; MOST + 1],
        count: 0,
    };
    let mut segments = 0;
    loop {
        fields.begin += layout(bytes.get(fields.begin..)?);
        let end = fields.find(&mut marks, separators)?;
        if matches!(fields.id(), b"PLB" | b"SE") {
            plain.end_claim()?;
            return Some(Taken {
                bytes: fields.begin,
                segments,
                paid: plain.paid,
            });
        }
        plain.segment(&fields, at + fields.begin)?;
        segments += 1;
        fields.begin = end + 1;
    }
}

/// How many blanks and line breaks stand here.
#[inline]
fn layout(bytes: &[u8]) -> usize {
    match bytes.first() {
        Some(b' ' | b'\t' | b'\r' | b'\n') => {
            let blank = |b: &&u8| matches!(b, b' ' | b'\t' | b'\r' | b'\n');
            bytes.iter().take_while(blank).count()
        }
        _ => 0,
    }
}

/// A segment and where its name and elements end.
struct Fields<'a> {
    bytes: &'a [u8],
    begin: usize,
    ends: [usize; MOST + 1],
    /// How many elements there are.
    count: usize,
}

impl<'a> Fields<'a> {
    /// Takes the marks of one segment and tells where its terminator stands.
    #[inline]
    fn find(&mut self, marks: &mut Marks<'_>, separators: Separators) -> Option<usize> {
        let mut count = 0;
        loop {
            let mark = marks.next()?;
            *self.ends.get_mut(count)? = mark;
            if *self.bytes.get(mark)? == separators.terminator {
                self.count = count;
                return self.trim(mark);
            }
            count += 1;
        }
    }

    /// Line breaks before the terminator are layout. An empty last element is odd.
    #[inline]
    fn trim(&mut self, terminator: usize) -> Option<usize> {
        let mut end = terminator;
        while let Some(b'\r' | b'\n') = self.bytes.get(end.checked_sub(1)?) {
            end -= 1;
        }
        *self.ends.get_mut(self.count)? = end;
        let empty = self.count > 0 && self.ends.get(self.count - 1)? + 1 >= end;
        (!empty).then_some(terminator)
    }

    #[inline]
    fn id(&self) -> &'a [u8] {
        let end = self.ends.first().copied().unwrap_or_default();
        self.bytes.get(self.begin..end).unwrap_or_default()
    }

    /// The element with this number, from 1, without blanks around it.
    #[inline]
    fn element(&self, number: usize) -> &'a [u8] {
        if number > self.count {
            return &[];
        }
        let ends = self.ends.get(number - 1).zip(self.ends.get(number));
        let bytes = ends.and_then(|(&before, &end)| self.bytes.get(before + 1..end));
        bytes.unwrap_or_default().trim_ascii()
    }

    #[inline]
    fn cents(&self, number: usize) -> Option<i64> {
        decimal(self.element(number), 2).filter(|cents| *cents != i64::MIN)
    }
}

/// What the next segment belongs to.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Place {
    Heading,
    Claim,
    Service,
}

/// The claim that is open, and its sums in cents.
struct Claim<'a> {
    row: u32,
    charge: i64,
    paid: i64,
    responsibility: i64,
    reversal: bool,
    adjusted: i64,
    shared: i64,
    lines: usize,
    lines_charge: i64,
    patient: Option<&'a [u8]>,
    subscriber: Option<&'a [u8]>,
    begin: i32,
    received: i32,
    first_line: i32,
}

impl Default for Claim<'_> {
    fn default() -> Self {
        Self {
            row: 0,
            charge: 0,
            paid: 0,
            responsibility: 0,
            reversal: false,
            adjusted: 0,
            shared: 0,
            lines: 0,
            lines_charge: 0,
            patient: None,
            subscriber: None,
            begin: ABSENT_DAY,
            received: ABSENT_DAY,
            first_line: ABSENT_DAY,
        }
    }
}

/// The line that is open, and its sums in cents.
#[derive(Default)]
struct Service<'a> {
    row: u32,
    charge: i64,
    paid: i64,
    adjusted: i64,
    day: Option<i32>,
    first_of_range: Option<i32>,
    control: Option<&'a [u8]>,
    allowed: Option<i64>,
}

struct Plain<'a, 'c> {
    columns: &'c mut Columns,
    separators: Separators,
    place: Place,
    claim: Claim<'a>,
    service: Service<'a>,
    paid: i64,
}

impl<'a> Plain<'a, '_> {
    #[inline]
    fn segment(&mut self, fields: &Fields<'a>, at: usize) -> Option<()> {
        let in_claim = self.place == Place::Claim;
        let in_service = self.place == Place::Service;
        match fields.id() {
            b"CAS" if in_claim || in_service => self.adjustments(fields),
            b"REF" if in_service => self.reference(fields),
            b"REF" if in_claim => Some(()),
            b"DTM" if in_claim || in_service => self.day(fields),
            b"AMT" if in_claim || in_service => self.amount(fields),
            b"SVC" if in_claim || in_service => self.service(fields, at),
            b"NM1" if in_claim => self.entity(fields),
            b"CLP" => self.claim(fields, at),
            b"LQ" if in_service => self.remark(fields),
            b"MIA" if in_claim => self.remarks(fields, &[5, 20, 21, 22, 23]),
            b"MOA" if in_claim => self.remarks(fields, &[3, 4, 5, 6, 7]),
            b"LX" => {
                self.end_claim()?;
                self.place = Place::Heading;
                Some(())
            }
            b"PER" if in_claim => Some(()),
            b"QTY" if in_claim || in_service => Some(()),
            b"TS2" | b"TS3" if !in_claim => Some(()),
            _ => None,
        }
    }

    fn claim(&mut self, clp: &Fields<'a>, at: usize) -> Option<()> {
        self.end_claim()?;
        let status = clp.element(2);
        let known = matches!(
            status,
            b"1" | b"2" | b"3" | b"4" | b"19" | b"20" | b"21" | b"22" | b"23" | b"25"
        );
        let control = clp.element(1);
        if !known || control.is_empty() {
            return None;
        }
        let responsibility = match clp.element(5) {
            [] => None,
            _ => Some(clp.cents(5)?),
        };
        self.claim = Claim {
            row: row(self.columns.claims.len()),
            charge: clp.cents(3)?,
            paid: clp.cents(4)?,
            responsibility: responsibility.unwrap_or_default(),
            reversal: status == b"22",
            ..Claim::default()
        };
        self.place = Place::Claim;
        let payment = row(self.columns.payments.len());
        let claims = &mut self.columns.claims;
        claims.payment.push(payment);
        claims.control.push(control);
        claims.status.push(status);
        claims.charge.push(self.claim.charge);
        claims.paid.push(self.claim.paid);
        let told = responsibility.unwrap_or(ABSENT_CENTS);
        claims.patient_responsibility.push(told);
        claims.filing.push(clp.element(6));
        claims.payer_control.push(clp.element(7));
        claims.place.push(clp.element(8));
        claims.frequency.push(clp.element(9));
        claims.byte.push(at);
        Some(())
    }

    /// Closes the claim that is open, if any: what is known only now, and its balance.
    fn end_claim(&mut self) -> Option<()> {
        if self.place == Place::Heading {
            return Some(());
        }
        self.end_service()?;
        let claim = &self.claim;
        let balanced = claim.charge.checked_sub(claim.adjusted)? == claim.paid;
        let charged = claim.lines == 0 || claim.lines_charge == claim.charge;
        let shared = claim.reversal || claim.shared == claim.responsibility;
        let signed = signed(claim.reversal, claim.charge, claim.paid);
        if !(balanced && charged && shared && signed) {
            return None;
        }
        self.paid = self.paid.checked_add(claim.paid)?;
        let claims = &mut self.columns.claims;
        let member = claim.patient.filter(|id| !id.is_empty());
        let member = member.or(claim.subscriber).unwrap_or_default();
        claims.member.push(member);
        claims.first_day.push(match claim.begin {
            ABSENT_DAY => claim.first_line,
            begin => begin,
        });
        claims.received.push(claim.received);
        Some(())
    }

    fn service(&mut self, svc: &Fields<'a>, at: usize) -> Option<()> {
        self.end_service()?;
        self.place = Place::Service;
        let paid = match svc.element(3) {
            [] => 0,
            _ => svc.cents(3)?,
        };
        let units = units(svc.element(5))?.unwrap_or(1_000);
        units_or_nothing(svc.element(7))?;
        self.service = Service {
            row: row(self.columns.services.len()),
            charge: svc.cents(2)?,
            paid,
            ..Service::default()
        };
        self.claim.lines += 1;
        self.claim.lines_charge = self.claim.lines_charge.checked_add(self.service.charge)?;
        let component = self.separators.component;
        let mut parts = svc
            .element(1)
            .split(|b| *b == component)
            .map(<[u8]>::trim_ascii);
        let services = &mut self.columns.services;
        services.claim.push(self.claim.row);
        services.qualifier.push(parts.next().unwrap_or_default());
        services.code.push(parts.next().unwrap_or_default());
        let modifiers = parts.take(4).filter(|part| !part.is_empty());
        services.modifiers.push_joined(modifiers);
        services.charge.push(self.service.charge);
        services.paid.push(paid);
        services.revenue.push(svc.element(4));
        services.units.push(units);
        services.byte.push(at);
        Some(())
    }

    /// Closes the line that is open, if any: what is known only now, and its balance.
    #[inline]
    fn end_service(&mut self) -> Option<()> {
        if self.place != Place::Service {
            return Some(());
        }
        let service = &self.service;
        let balanced = service.charge.checked_sub(service.adjusted)? == service.paid;
        let signed = signed(self.claim.reversal, service.charge, service.paid);
        if !(balanced && signed) {
            return None;
        }
        let day = service.day.or(service.first_of_range).unwrap_or(ABSENT_DAY);
        let services = &mut self.columns.services;
        services.day.push(day);
        services
            .line_control
            .push(service.control.unwrap_or_default());
        services
            .allowed
            .push(service.allowed.unwrap_or(ABSENT_CENTS));
        let first = &mut self.claim.first_line;
        if *first == ABSENT_DAY || (day != ABSENT_DAY && day < *first) {
            *first = day;
        }
        Some(())
    }

    fn adjustments(&mut self, cas: &Fields<'a>) -> Option<()> {
        let group = cas.element(1);
        if !is_group(group) {
            return None;
        }
        let service = match self.place {
            Place::Service => self.service.row,
            _ => OF_CLAIM,
        };
        let mut first = 2;
        while first <= cas.count.max(2) {
            let reason = cas.element(first);
            if reason.is_empty() && cas.element(first + 1).is_empty() {
                first += 3;
                continue;
            }
            if !is_reason(reason) {
                return None;
            }
            let amount = cas.cents(first + 1)?;
            units_or_nothing(cas.element(first + 2))?;
            self.claim.adjusted = self.claim.adjusted.checked_add(amount)?;
            if group == b"PR" {
                self.claim.shared = self.claim.shared.checked_add(amount)?;
            }
            if service != OF_CLAIM {
                self.service.adjusted = self.service.adjusted.checked_add(amount)?;
            }
            let adjustments = &mut self.columns.adjustments;
            adjustments.claim.push(self.claim.row);
            adjustments.service.push(service);
            adjustments.group.push(group);
            adjustments.reason.push(reason);
            adjustments.amount.push(amount);
            first += 3;
        }
        Some(())
    }

    fn entity(&mut self, nm1: &Fields<'a>) -> Option<()> {
        let slot = match nm1.element(1) {
            b"QC" => &mut self.claim.patient,
            b"IL" => &mut self.claim.subscriber,
            _ => return Some(()),
        };
        slot.get_or_insert(nm1.element(9));
        Some(())
    }

    fn remarks(&mut self, info: &Fields<'a>, places: &[usize]) -> Option<()> {
        for number in 1..=info.count {
            let code = info.element(number);
            // The full reader raises small letters.
            if code.iter().any(u8::is_ascii_lowercase) {
                return None;
            }
            if places.contains(&number) && is_remark(code) {
                self.tell(OF_CLAIM, code);
            }
        }
        Some(())
    }

    fn remark(&mut self, lq: &Fields<'a>) -> Option<()> {
        if lq.element(1) != b"HE" {
            return Some(());
        }
        let code = lq.element(2);
        is_remark(code).then(|| self.tell(self.service.row, code))
    }

    fn tell(&mut self, service: u32, code: &[u8]) {
        let remarks = &mut self.columns.remarks;
        remarks.claim.push(self.claim.row);
        remarks.service.push(service);
        remarks.code.push(code);
    }

    fn reference(&mut self, reference: &Fields<'a>) -> Option<()> {
        let line = reference.element(1) == b"6R" && reference.count == 2;
        let value = reference.element(2);
        if line && !value.is_empty() {
            self.service.control.get_or_insert(value);
        }
        Some(())
    }

    fn day(&mut self, dtm: &Fields<'a>) -> Option<()> {
        let day = day_number(dtm.element(2))?;
        if dtm.count != 2 {
            return Some(());
        }
        let first = |slot: &mut i32| {
            if *slot == ABSENT_DAY {
                *slot = day;
            }
        };
        match (self.place, dtm.element(1)) {
            (Place::Service, b"472") => _ = self.service.day.get_or_insert(day),
            (Place::Service, b"150") => _ = self.service.first_of_range.get_or_insert(day),
            (Place::Claim, b"232") => first(&mut self.claim.begin),
            (Place::Claim, b"050") => first(&mut self.claim.received),
            _ => {}
        }
        Some(())
    }

    fn amount(&mut self, amt: &Fields<'a>) -> Option<()> {
        let amount = amt.cents(2)?;
        let allowed = amt.element(1) == b"B6" && amt.count == 2;
        if allowed && self.place == Place::Service {
            self.service.allowed.get_or_insert(amount);
        }
        Some(())
    }
}

/// A reversal takes back, everything else charges.
#[inline]
fn signed(reversal: bool, charge: i64, paid: i64) -> bool {
    match reversal {
        true => charge <= 0 && paid <= 0,
        false => charge >= 0,
    }
}

/// Thousandths of units, nothing where nothing is said; `None` where they cannot be read.
#[inline]
fn units(element: &[u8]) -> Option<Option<i64>> {
    if element.is_empty() {
        return Some(None);
    }
    decimal(element, 3).filter(|units| *units >= 0).map(Some)
}

#[inline]
fn units_or_nothing(element: &[u8]) -> Option<()> {
    units(element).map(|_| ())
}

/// One or two letters, then one to four digits.
#[inline]
fn is_remark(code: &[u8]) -> bool {
    let letters = code.iter().take_while(|b| b.is_ascii_uppercase()).count();
    let behind = code.get(letters..).unwrap_or_default();
    (1..=2).contains(&letters)
        && (1..=4).contains(&behind.len())
        && behind.iter().all(u8::is_ascii_digit)
}
