use core::fmt;

use serde::{Deserialize, Serialize};

use crate::code::Icd10Cm;

use super::error::EncounterError;

/// The diagnoses of a visit in their order, the one chiefly responsible first: at most twelve, each
/// once.
///
/// Source: 005010X222A1, HI (ABK, ABF).
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(try_from = "Vec<Icd10Cm>", into = "Vec<Icd10Cm>")]
pub struct Diagnoses(Vec<Icd10Cm>);

impl Diagnoses {
    /// The most that a claim carries.
    pub const MOST: usize = 12;

    /// The diagnoses in this order.
    ///
    /// # Errors
    ///
    /// [`EncounterError::TooManyDiagnoses`] above twelve, [`EncounterError::DiagnosisTwice`].
    pub fn new(codes: impl IntoIterator<Item = Icd10Cm>) -> Result<Self, EncounterError> {
        let mut diagnoses = Self::default();
        for code in codes {
            diagnoses.add(code)?;
        }
        Ok(diagnoses)
    }

    /// One more, behind the others.
    ///
    /// # Errors
    ///
    /// [`EncounterError::TooManyDiagnoses`] above twelve, [`EncounterError::DiagnosisTwice`].
    pub fn add(&mut self, code: Icd10Cm) -> Result<(), EncounterError> {
        if self.0.contains(&code) {
            return Err(EncounterError::DiagnosisTwice);
        }
        if self.0.len() == Self::MOST {
            return Err(EncounterError::TooManyDiagnoses { most: Self::MOST });
        }
        self.0.push(code);
        Ok(())
    }

    /// The codes in their order.
    #[must_use]
    pub fn codes(&self) -> &[Icd10Cm] {
        &self.0
    }

    /// The diagnosis that a pointer means.
    #[must_use]
    pub fn at(&self, pointer: Pointer) -> Option<Icd10Cm> {
        let before = usize::from(pointer.number()).saturating_sub(1);
        self.0.get(before).copied()
    }
}

impl TryFrom<Vec<Icd10Cm>> for Diagnoses {
    type Error = EncounterError;

    fn try_from(codes: Vec<Icd10Cm>) -> Result<Self, EncounterError> {
        Self::new(codes)
    }
}

impl From<Diagnoses> for Vec<Icd10Cm> {
    fn from(diagnoses: Diagnoses) -> Self {
        diagnoses.0
    }
}

/// The number of a diagnosis on its visit, from 1 to 12.
///
/// Source: 005010X222A1, SV107.
#[derive(Clone, Copy, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Pointer(u8);

impl Pointer {
    /// The diagnosis of that number.
    ///
    /// # Errors
    ///
    /// [`EncounterError::Pointer`] outside 1 to 12.
    pub fn new(number: u8) -> Result<Self, EncounterError> {
        if (1..=12).contains(&number) {
            Ok(Self(number))
        } else {
            Err(EncounterError::Pointer)
        }
    }

    /// The number, from 1.
    #[must_use]
    pub fn number(self) -> u8 {
        self.0
    }

    /// The letter that paper forms use: A for 1.
    ///
    /// Source: NUCC, CMS-1500 item 24E.
    #[must_use]
    pub fn letter(self) -> char {
        char::from(b'A' + self.0 - 1)
    }
}

impl TryFrom<u8> for Pointer {
    type Error = EncounterError;

    fn try_from(number: u8) -> Result<Self, EncounterError> {
        Self::new(number)
    }
}

impl From<Pointer> for u8 {
    fn from(pointer: Pointer) -> Self {
        pointer.0
    }
}

impl fmt::Debug for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// Why a charge was made: one to four diagnoses of its visit, the weightiest first, each once.
///
/// Source: 005010X222A1, SV107.
///
/// ```
/// # use pms_core::encounter::Pointers;
/// assert!(Pointers::new([1, 3]).is_ok());
/// assert!(Pointers::new([]).is_err());
/// assert!(Pointers::new([1, 2, 3, 4, 5]).is_err());
/// ```
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(try_from = "Vec<u8>", into = "Vec<u8>")]
pub struct Pointers(Vec<Pointer>);

impl Pointers {
    /// The most that a line carries.
    pub const MOST: usize = 4;

    /// Pointers from their numbers.
    ///
    /// # Errors
    ///
    /// [`EncounterError::Pointers`] for none, more than four or one twice;
    /// [`EncounterError::Pointer`] for a number outside 1 to 12.
    pub fn new(numbers: impl IntoIterator<Item = u8>) -> Result<Self, EncounterError> {
        let mut pointers = Vec::new();
        for number in numbers {
            let pointer = Pointer::new(number)?;
            if pointers.len() == Self::MOST || pointers.contains(&pointer) {
                return Err(EncounterError::Pointers);
            }
            pointers.push(pointer);
        }
        if pointers.is_empty() {
            return Err(EncounterError::Pointers);
        }
        Ok(Self(pointers))
    }

    /// The pointers in their order.
    #[must_use]
    pub fn as_slice(&self) -> &[Pointer] {
        &self.0
    }
}

impl TryFrom<Vec<u8>> for Pointers {
    type Error = EncounterError;

    fn try_from(numbers: Vec<u8>) -> Result<Self, EncounterError> {
        Self::new(numbers)
    }
}

impl From<Pointers> for Vec<u8> {
    fn from(pointers: Pointers) -> Self {
        pointers.0.into_iter().map(u8::from).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[rustfmt::skip] // a table
    fn a_charge_points_to_one_to_four() {
        points(&[1],             Ok("A"));
        points(&[3, 1, 12, 2],   Ok("CALB")); // the weightiest first, not the lowest
        points(&[],              Err(EncounterError::Pointers));
        points(&[1, 2, 3, 4, 5], Err(EncounterError::Pointers));
        points(&[2, 2],          Err(EncounterError::Pointers));
        points(&[0],             Err(EncounterError::Pointer));
        points(&[13],            Err(EncounterError::Pointer));
    }

    #[track_caller]
    fn points(numbers: &[u8], wanted: Result<&str, EncounterError>) {
        let got = Pointers::new(numbers.iter().copied());
        let letters = |p: &Pointers| p.as_slice().iter().map(|p| p.letter()).collect::<String>();
        assert_eq!(
            got.as_ref().map(letters),
            wanted.as_ref().map(ToString::to_string)
        );
        let json = serde_json::to_string(numbers).unwrap();
        assert_eq!(serde_json::from_str::<Pointers>(&json).ok(), got.ok());
    }

    #[test]
    fn a_visit_has_twelve_diagnoses_at_most_each_once() {
        let codes = |count: u32| (0..count).map(|n| format!("A{n:02}").parse::<Icd10Cm>().unwrap());
        let twelve = Diagnoses::new(codes(12)).unwrap();
        assert_eq!(twelve.at(Pointer(12)), codes(12).next_back());
        let most = Diagnoses::MOST;
        assert_eq!(
            Diagnoses::new(codes(13)),
            Err(EncounterError::TooManyDiagnoses { most })
        );
        let twice = codes(1).chain(codes(1));
        assert_eq!(Diagnoses::new(twice), Err(EncounterError::DiagnosisTwice));
        assert_eq!(Diagnoses::new(codes(1)).unwrap().at(Pointer(2)), None);
        assert!(serde_json::from_str::<Diagnoses>(r#"["A00","A00"]"#).is_err());
    }
}
