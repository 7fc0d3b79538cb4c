use super::error::CodeError;
use super::text::coded;

coded! {
    /// What was done: a code of CPT, HCPCS level II or CDT, by its shape.
    ///
    /// The texts of these codes belong to others and are the host's to load.
    ///
    /// Source: 45 CFR 162.1002; 005010X222A1, SV101-2.
    ///
    /// ```
    /// # use pms_core::code::{ProcedureCode, ProcedureKind};
    /// let visit: ProcedureCode = "99213".parse()?;
    /// assert_eq!(visit.kind(), ProcedureKind::CptI);
    /// let injection: ProcedureCode = "J1100".parse()?;
    /// assert_eq!(injection.kind(), ProcedureKind::Hcpcs);
    /// # Ok::<(), pms_core::code::CodeError>(())
    /// ```
    ProcedureCode[5], |code| kind(code).is_some(), CodeError::Procedure
}

/// Which list a procedure code belongs to, told from its shape.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum ProcedureKind {
    /// CPT category I: five digits.
    CptI,
    /// CPT category II, performance: four digits and F.
    CptII,
    /// CPT category III, emerging: four digits and T.
    CptIII,
    /// CPT laboratory analyses that one maker or algorithm owns: four digits and M or U.
    CptLaboratory,
    /// HCPCS level II: a letter from A to V, but not D, and four digits.
    Hcpcs,
    /// Dental, CDT: D and four digits.
    Cdt,
    /// Of a state's or payer's own: a letter from W to Z and four digits.
    Local,
}

impl ProcedureCode {
    /// Which list the code belongs to.
    #[must_use]
    pub fn kind(&self) -> ProcedureKind {
        kind(self.as_str()).unwrap_or(ProcedureKind::Local)
    }

    /// Whether it is paid by minutes: CPT's anesthesia section, 00100 to 01999.
    ///
    /// Source: 005010X222A1, SV103 (MJ).
    #[must_use]
    pub fn is_anesthesia(&self) -> bool {
        self.kind() == ProcedureKind::CptI && ("00100"..="01999").contains(&self.as_str())
    }
}

fn kind(code: &str) -> Option<ProcedureKind> {
    let [first, middle @ .., last] = code.as_bytes() else {
        return None;
    };
    if middle.len() != 3 || !middle.iter().all(u8::is_ascii_digit) {
        return None;
    }
    match (first, last) {
        (b'0'..=b'9', b'0'..=b'9') => Some(ProcedureKind::CptI),
        (b'0'..=b'9', b'F') => Some(ProcedureKind::CptII),
        (b'0'..=b'9', b'T') => Some(ProcedureKind::CptIII),
        (b'0'..=b'9', b'M' | b'U') => Some(ProcedureKind::CptLaboratory),
        (b'D', b'0'..=b'9') => Some(ProcedureKind::Cdt),
        (b'A'..=b'V', b'0'..=b'9') => Some(ProcedureKind::Hcpcs),
        (b'W'..=b'Z', b'0'..=b'9') => Some(ProcedureKind::Local),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[rustfmt::skip] // a table
    fn the_shape_tells_the_kind() {
        reads("99213",  Some(ProcedureKind::CptI));
        reads("00140",  Some(ProcedureKind::CptI));
        reads("3074F",  Some(ProcedureKind::CptII));
        reads("0075T",  Some(ProcedureKind::CptIII));
        reads("0001U",  Some(ProcedureKind::CptLaboratory));
        reads("0002M",  Some(ProcedureKind::CptLaboratory));
        reads("J1100",  Some(ProcedureKind::Hcpcs));
        reads("g0008",  Some(ProcedureKind::Hcpcs));
        reads("D0120",  Some(ProcedureKind::Cdt));
        reads("W1234",  Some(ProcedureKind::Local));
        reads("9921",   None);
        reads("992133", None);
        reads("9921A",  None);
        reads("99A13",  None);
        reads("JJ100",  None);
        reads("J110F",  None);
        reads("99 13",  None);
        reads("",       None);
    }

    #[track_caller]
    fn reads(text: &str, wanted: Option<ProcedureKind>) {
        let got = text.parse::<ProcedureCode>().map(|code| code.kind());
        assert_eq!(got, wanted.ok_or(CodeError::Procedure), "{text}");
    }

    #[test]
    fn anesthesia_is_a_section_of_cpt() {
        for (code, wanted) in [
            ("00100", true),
            ("01999", true),
            ("02000", false),
            ("0100T", false),
        ] {
            let code: ProcedureCode = code.parse().unwrap();
            assert_eq!(code.is_anesthesia(), wanted, "{code}");
        }
    }
}
