mod adjustment;

use crate::code::RemarkCode;
use crate::money::{Money, Units};
use crate::remittance::{
    AmountOf, ClaimPayment, ClaimStatus, DateOf, Entity, Heading, Kept, PaymentMethod, Remittance,
    ServicePayment,
};

use super::super::parts::{code, entity, kept, qualified, surplus, text};
use super::super::syntax::{Element, Fields, Finding, Level, Position, Segment, Severity};
use super::advice::{Advice, ClaimPlace, Control, Places};
use super::parts::{account, empty};

/// A remittance that is being read, one segment after another.
#[derive(Clone, Debug)]
pub(in crate::x12) struct Build {
    remittance: Remittance,
    control: Control,
    pub(super) findings: Vec<Finding>,
    places: Places,
    scope: Scope,
    seen: Seen,
    /// What was paid for claims that are read and proved elsewhere.
    pub(super) proved_elsewhere: Option<Money>,
}

/// What the next segment belongs to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Scope {
    Head,
    Payer,
    Payee,
    Heading,
    Claim,
    Service,
    Provider,
}

/// Which parts that must be there have come.
#[derive(Clone, Debug, Default)]
struct Seen {
    payment: bool,
    trace: bool,
    payer: bool,
    payee: bool,
}

impl Build {
    pub(in crate::x12) fn begin(header: &Segment<'_>, control: Control) -> Self {
        let mut build = Self {
            remittance: empty(),
            control,
            findings: Vec::new(),
            places: Places {
                payment: header.at(),
                claims: Vec::new(),
            },
            scope: Scope::Head,
            seen: Seen::default(),
            proved_elsewhere: None,
        };
        if !build.control.version.starts_with("005010X221") {
            let says = "the group does not follow the guide for remittances, 005010X221A1";
            build.find("t835.version", Severity::Warning, "GS08", header.at(), says);
        }
        build
    }

    pub(in crate::x12) fn end(mut self) -> Advice {
        let at = self.places.payment;
        let seen = [
            (self.seen.payment, "BPR"),
            (self.seen.trace, "TRN"),
            (self.seen.payer, "1000A/N1"),
            (self.seen.payee, "1000B/N1"),
        ];
        for (seen, path) in seen {
            if !seen {
                let says = "a segment that every remittance needs is missing";
                self.find("t835.required_segment", Severity::Error, path, at, says);
            }
        }
        let mut advice = Advice {
            remittance: self.remittance,
            control: self.control,
            findings: self.findings,
            places: self.places,
        };
        advice.prove(self.proved_elsewhere);
        advice
    }

    /// Neither a heading nor a claim has begun.
    pub(super) fn is_head(&self) -> bool {
        matches!(self.scope, Scope::Head | Scope::Payer | Scope::Payee)
    }

    pub(in crate::x12) fn segment(&mut self, segment: Segment<'_>) {
        let fields = Fields::from(segment);
        match (segment.id(), self.scope) {
            (b"BPR", Scope::Head) if !self.seen.payment => self.payment(&fields),
            (b"TRN", Scope::Head) if !self.seen.trace => self.trace(&fields),
            (b"DTM", Scope::Head) if fields.element(1).is("405") => {
                self.remittance.produced = self.date(&fields, 2, "DTM");
            }
            (b"N1", Scope::Head | Scope::Payer | Scope::Payee) => self.party(&fields),
            (b"LX", _) => self.heading(&fields),
            (b"CLP", _) => self.claim(&fields),
            (b"SVC", Scope::Claim | Scope::Service) => self.service(&fields),
            (b"CAS", Scope::Claim | Scope::Service) => self.adjustments(&fields),
            (b"NM1", Scope::Claim) => self.entity(&fields),
            (b"MIA" | b"MOA", Scope::Claim) => self.remarks(&fields),
            (b"LQ", Scope::Service) => self.remark(&fields),
            (b"REF", Scope::Claim | Scope::Service) => self.reference(&fields),
            (b"DTM", Scope::Claim | Scope::Service) => self.day(&fields),
            (b"AMT", Scope::Claim | Scope::Service) => self.amount(&fields),
            (b"PLB", _) => self.provider(&fields),
            _ => self.other(&fields),
        }
    }

    fn payment(&mut self, bpr: &Fields<'_>) {
        self.seen.payment = true;
        self.places.payment = bpr.segment().at();
        let amount = self.money(bpr, 2, "BPR");
        let debit = bpr.element(3).is("D");
        let effective = match bpr.element(16).is_empty() {
            true => None,
            false => self.date(bpr, 16, "BPR"),
        };
        let remittance = &mut self.remittance;
        remittance.handling = text(bpr, 1);
        remittance.amount = if debit { amount.negated() } else { amount };
        remittance.method = PaymentMethod::from(bpr.element(4).text().as_ref());
        remittance.format = bpr.element(5).some();
        remittance.payer_account = account(bpr, 6);
        remittance.company = [text(bpr, 10), text(bpr, 11)];
        remittance.payee_account = account(bpr, 12);
        remittance.effective = effective;
    }

    fn trace(&mut self, trn: &Fields<'_>) {
        self.seen.trace = true;
        let remittance = &mut self.remittance;
        remittance.trace = text(trn, 2);
        remittance.originator = text(trn, 3);
        remittance.originator_supplement = trn.element(4).some();
    }

    fn party(&mut self, n1: &Fields<'_>) {
        let role = text(n1, 1);
        let (scope, seen) = match role.as_str() {
            "PR" => (Scope::Payer, &mut self.seen.payer),
            "PE" => (Scope::Payee, &mut self.seen.payee),
            _ => return self.other(n1),
        };
        if core::mem::replace(seen, true) {
            return self.misplaced(n1);
        }
        self.scope = scope;
        let entity = Entity {
            role,
            name: text(n1, 2),
            id: qualified(n1, 3),
            kept: surplus(n1, 4),
            ..Entity::default()
        };
        if scope == Scope::Payer {
            self.remittance.payer = entity;
        } else {
            self.remittance.payee = entity;
        }
    }

    fn heading(&mut self, lx: &Fields<'_>) {
        self.scope = Scope::Heading;
        self.remittance.headings.push(Heading {
            number: text(lx, 1),
            kept: Vec::new(),
        });
    }

    fn claim(&mut self, clp: &Fields<'_>) {
        self.scope = Scope::Claim;
        let responsibility = match clp.element(5).is_empty() {
            true => None,
            false => Some(self.money(clp, 5, "2100/CLP")),
        };
        let tail = (10..=clp.count()).map(|number| text(clp, number));
        let claim = ClaimPayment {
            patient_control: text(clp, 1),
            status: ClaimStatus::from(clp.element(2).text().as_ref()),
            charge: self.money(clp, 3, "2100/CLP"),
            paid: self.money(clp, 4, "2100/CLP"),
            patient_responsibility: responsibility,
            filing: text(clp, 6),
            payer_control: text(clp, 7),
            place: text(clp, 8),
            frequency: text(clp, 9),
            institutional: tail.collect(),
            heading: self.remittance.headings.last().map(|h| h.number.clone()),
            adjustments: Vec::new(),
            remarks: Vec::new(),
            entities: Vec::new(),
            references: Vec::new(),
            dates: Vec::new(),
            amounts: Vec::new(),
            services: Vec::new(),
            kept: Vec::new(),
        };
        if let ClaimStatus::Other(_) = claim.status {
            let says = "the claim status is no code that we know";
            let at = clp.element(2).at();
            self.find(
                "t835.claim_status",
                Severity::Warning,
                "2100/CLP02",
                at,
                says,
            );
        }
        if claim.patient_control.is_empty() {
            let says = "the claim bears no number of the practice";
            let at = clp.element(1).at();
            self.find("t835.required", Severity::Error, "2100/CLP01", at, says);
        }
        self.remittance.claims.push(claim);
        self.places.claims.push(ClaimPlace {
            at: clp.segment().at(),
            services: Vec::new(),
        });
    }

    fn service(&mut self, svc: &Fields<'_>) {
        self.scope = Scope::Service;
        let paid = match svc.element(3).is_empty() {
            true => Money::ZERO,
            false => self.money(svc, 3, "2110/SVC"),
        };
        let submitted = svc.element(6);
        let service = ServicePayment {
            procedure: code(svc.element(1)),
            charge: self.money(svc, 2, "2110/SVC"),
            paid,
            revenue: svc.element(4).some(),
            units: self.units(svc, 5, "2110/SVC"),
            submitted: (!submitted.is_empty()).then(|| code(submitted)),
            submitted_units: self.units(svc, 7, "2110/SVC"),
            line_control: None,
            dates: Vec::new(),
            adjustments: Vec::new(),
            remarks: Vec::new(),
            references: Vec::new(),
            amounts: Vec::new(),
            kept: surplus(svc, 7),
        };
        if let Some(claim) = self.remittance.claims.last_mut() {
            claim.services.push(service);
        }
        if let Some(place) = self.places.claims.last_mut() {
            place.services.push(svc.segment().at());
        }
    }

    fn entity(&mut self, nm1: &Fields<'_>) {
        if let Here::Claim(claim) = self.here() {
            claim.entities.push(entity(nm1));
        }
    }

    /// Remarks stand among amounts that are kept as they were sent.
    fn remarks(&mut self, info: &Fields<'_>) {
        let remarks: &[usize] = match info.segment().id() {
            b"MIA" => &[5, 20, 21, 22, 23],
            _ => &[3, 4, 5, 6, 7],
        };
        let mut more = false;
        for number in 1..=info.count() {
            let element = info.element(number);
            if element.is_empty() {
                continue;
            }
            match self.remark_code(element, "2100/MOA") {
                Some(code) if remarks.contains(&number) => {
                    if let Here::Claim(claim) = self.here() {
                        claim.remarks.push(code);
                    }
                }
                _ => more = true,
            }
        }
        if more {
            self.keep(info);
        }
    }

    fn remark(&mut self, lq: &Fields<'_>) {
        let code = match lq.element(1).is("HE") {
            true => self.remark_code(lq.element(2), "2110/LQ02"),
            false => None,
        };
        match (code, self.here()) {
            (Some(code), Here::Service(service)) => service.remarks.push(code),
            _ => self.keep(lq),
        }
    }

    fn remark_code(&mut self, element: Element<'_>, path: &str) -> Option<RemarkCode> {
        let code = element.text().parse().ok();
        let told = path.ends_with("LQ02");
        if code.is_none() && told {
            let says = "the remark is no code";
            let at = element.at();
            self.find("t835.remark", Severity::Warning, path, at, says);
        }
        code
    }

    fn reference(&mut self, reference: &Fields<'_>) {
        if reference.count() != 2 || reference.element(2).is_empty() {
            return self.keep(reference);
        }
        if reference.element(1).is("6R")
            && let Here::Service(service) = self.here()
            && service.line_control.is_none()
        {
            service.line_control = reference.element(2).some();
            return;
        }
        let Some(value) = qualified(reference, 1) else {
            return;
        };
        match self.here() {
            Here::Service(service) => service.references.push(value),
            Here::Claim(claim) => claim.references.push(value),
            Here::Elsewhere => {}
        }
    }

    fn day(&mut self, dtm: &Fields<'_>) {
        let Some(date) = self.date(dtm, 2, "DTM").filter(|_| dtm.count() == 2) else {
            return self.keep(dtm);
        };
        let date = DateOf {
            qualifier: text(dtm, 1),
            date,
        };
        match self.here() {
            Here::Service(service) => service.dates.push(date),
            Here::Claim(claim) => claim.dates.push(date),
            Here::Elsewhere => {}
        }
    }

    fn amount(&mut self, amt: &Fields<'_>) {
        let Some(amount) = amt.element(2).money().ok().filter(|_| amt.count() == 2) else {
            self.money(amt, 2, "AMT");
            return self.keep(amt);
        };
        let amount = AmountOf {
            qualifier: text(amt, 1),
            amount,
        };
        match self.here() {
            Here::Service(service) => service.amounts.push(amount),
            Here::Claim(claim) => claim.amounts.push(amount),
            Here::Elsewhere => {}
        }
    }

    /// Segments of the guide that are kept as they were sent, and others that are reported too.
    fn other(&mut self, fields: &Fields<'_>) {
        let id = fields.segment().id();
        let known = match self.scope {
            Scope::Head => matches!(id, b"CUR" | b"REF" | b"DTM"),
            Scope::Payer | Scope::Payee => {
                matches!(
                    id,
                    b"N2" | b"N3" | b"N4" | b"REF" | b"PER" | b"RDM" | b"DTM"
                )
            }
            Scope::Heading => matches!(id, b"TS2" | b"TS3"),
            Scope::Claim => matches!(id, b"PER" | b"QTY"),
            Scope::Service => matches!(id, b"QTY" | b"TS2" | b"TS3"),
            Scope::Provider => false,
        };
        let ours: [&[u8]; 14] = [
            b"BPR", b"TRN", b"N1", b"N3", b"N4", b"PER", b"SVC", b"CAS", b"NM1", b"MIA", b"MOA",
            b"LQ", b"AMT", b"DTM",
        ];
        if known {
            self.keep(fields);
        } else if ours.contains(&id) {
            self.misplaced(fields);
        } else {
            let says = "the segment is not part of a remittance; it is kept as it was sent";
            let path = fields.segment().label().unwrap_or("?");
            let at = fields.segment().at();
            self.find("t835.unknown_segment", Severity::Warning, path, at, says);
            self.keep(fields);
        }
    }

    fn misplaced(&mut self, fields: &Fields<'_>) {
        let says = "the segment stands where it has no meaning; it is kept as it was sent";
        let path = fields.segment().label().unwrap_or("?");
        let at = fields.segment().at();
        self.find("t835.segment_misplaced", Severity::Error, path, at, says);
        self.keep(fields);
    }

    /// What is not modelled stays with the thing it stood at.
    fn keep(&mut self, fields: &Fields<'_>) {
        self.shelve(kept(fields));
    }

    fn shelve(&mut self, kept: Kept) {
        let remittance = &mut self.remittance;
        let shelf = match self.scope {
            Scope::Head | Scope::Provider => Some(&mut remittance.kept),
            Scope::Payer => Some(&mut remittance.payer.kept),
            Scope::Payee => Some(&mut remittance.payee.kept),
            Scope::Heading => remittance.headings.last_mut().map(|h| &mut h.kept),
            Scope::Claim => remittance.claims.last_mut().map(|c| &mut c.kept),
            Scope::Service => {
                let claim = remittance.claims.last_mut();
                let service = claim.and_then(|claim| claim.services.last_mut());
                service.map(|service| &mut service.kept)
            }
        };
        if let Some(shelf) = shelf {
            shelf.push(kept);
        }
    }

    /// The line or claim that is open.
    fn here(&mut self) -> Here<'_> {
        let claim = self.remittance.claims.last_mut();
        match (self.scope, claim) {
            (Scope::Claim, Some(claim)) => Here::Claim(claim),
            (Scope::Service, Some(claim)) => match claim.services.last_mut() {
                Some(service) => Here::Service(service),
                None => Here::Elsewhere,
            },
            _ => Here::Elsewhere,
        }
    }

    fn money(&mut self, fields: &Fields<'_>, number: usize, path: &str) -> Money {
        let element = fields.element(number);
        element.money().unwrap_or_else(|error| {
            let path = format!("{path}{number:02}");
            let says = error.to_string();
            self.find(error.code(), Severity::Error, &path, element.at(), &says);
            Money::ZERO
        })
    }

    fn units(&mut self, fields: &Fields<'_>, number: usize, path: &str) -> Option<Units> {
        let element = fields.element(number);
        if element.is_empty() {
            return None;
        }
        let units = element.units();
        if let Err(error) = units {
            let path = format!("{path}{number:02}");
            let says = error.to_string();
            self.find(error.code(), Severity::Warning, &path, element.at(), &says);
        }
        units.ok()
    }

    fn date(
        &mut self,
        fields: &Fields<'_>,
        number: usize,
        path: &str,
    ) -> Option<chrono::NaiveDate> {
        let element = fields.element(number);
        let date = element.date();
        if let Err(error) = date {
            let path = format!("{path}{number:02}");
            let says = error.to_string();
            self.find(error.code(), Severity::Warning, &path, element.at(), &says);
        }
        date.ok()
    }

    fn find(
        &mut self,
        code: &'static str,
        severity: Severity,
        path: &str,
        at: Position,
        says: &str,
    ) {
        self.findings.push(Finding {
            code,
            severity,
            level: Level::Guide,
            path: path.to_owned(),
            at,
            says: says.to_owned(),
        });
    }
}

enum Here<'a> {
    Claim(&'a mut ClaimPayment),
    Service(&'a mut ServicePayment),
    Elsewhere,
}
