use core::fmt;

/// Up to `N` characters of ASCII, held in place: codes are short and there are many of them.
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(crate) struct Short<const N: usize>([u8; N]);

impl<const N: usize> Short<N> {
    /// The text, where it has 1 to `N` characters that are upper-case letters or digits; lower-case
    /// letters are raised.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let sound =
            (1..=N).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric());
        sound.then(|| {
            let mut short = Self::literal(text);
            short.0.make_ascii_uppercase();
            short
        })
    }

    /// A text of the program's own, cut at `N`.
    pub(crate) const fn literal(text: &str) -> Self {
        let mut bytes = [0; N];
        let mut to = bytes.as_mut_slice();
        let mut from = text.as_bytes();
        while let ([place, places @ ..], [byte, rest @ ..]) = (to, from) {
            *place = *byte;
            to = places;
            from = rest;
        }
        Self(bytes)
    }

    pub(crate) fn as_str(&self) -> &str {
        let end = self.0.iter().position(|b| *b == 0).unwrap_or(N);
        let used = self.0.get(..end).unwrap_or_default();
        core::str::from_utf8(used).unwrap_or_default()
    }
}

/// A value of a list that has no name here: kept as it came, made by reading alone.
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Unlisted<const N: usize>(Short<N>);

impl<const N: usize> Unlisted<N> {
    pub(crate) fn read(text: &str) -> Option<Self> {
        Short::read(text).map(Self)
    }

    /// The value as it is exchanged.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl<const N: usize> fmt::Debug for Unlisted<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A code of a known shape: `name[most characters], how to read it, the error where it cannot be`.
macro_rules! coded {
    ($(#[$doc:meta])* $name:ident[$most:literal], $read:expr, $error:expr) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub struct $name($crate::code::text::Short<$most>);

        impl $name {
            /// The code as it is exchanged.
            #[must_use]
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }
        }

        impl core::str::FromStr for $name {
            type Err = $crate::code::CodeError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                $crate::code::text::Short::read(text)
                    .filter(|short| $read(short.as_str()))
                    .map(Self)
                    .ok_or($error)
            }
        }

        impl core::fmt::Debug for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        $crate::code::text::exchanged!($name);
    };
}

/// A list of which some values have names: `name[most characters], error; Variant = "value", ..`.
macro_rules! listed {
    ($(#[$doc:meta])* $name:ident[$most:literal], $error:expr;
        $($(#[$about:meta])* $variant:ident = $value:literal,)+) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub enum $name {
            $($(#[$about])* $variant,)+
            /// Any other value, kept as it came.
            Other($crate::code::Unlisted<$most>),
        }

        impl $name {
            /// The value as it is exchanged.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $value,)+
                    Self::Other(value) => value.as_str(),
                }
            }
        }

        impl core::str::FromStr for $name {
            type Err = $crate::code::CodeError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let value = $crate::code::Unlisted::read(text).ok_or($error)?;
                Ok(match value.as_str() {
                    $($value => Self::$variant,)+
                    _ => Self::Other(value),
                })
            }
        }

        $crate::code::text::exchanged!($name);
    };
}

/// Shown and stored as exchanged; read back through the same check.
macro_rules! exchanged {
    ($name:ident) => {
        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

pub(crate) use {coded, exchanged, listed};

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn short_text_comes_back(text in "[0-9A-Z]{1,7}") {
            let (read, literal) = (Short::<7>::read(&text).unwrap(), Short::<7>::literal(&text));
            prop_assert_eq!(read.as_str(), &text);
            prop_assert_eq!(literal.as_str(), &text);
        }

        #[test]
        fn short_text_sorts_as_text(a in "[0-9A-Z]{1,7}", b in "[0-9A-Z]{1,7}") {
            let (left, right) = (Short::<7>::literal(&a), Short::<7>::literal(&b));
            prop_assert_eq!(left.cmp(&right), a.cmp(&b));
        }
    }

    #[test]
    fn what_is_no_short_text() {
        for text in ["", "12345678", "a-b", "ü", " 1"] {
            assert!(Short::<7>::read(text).is_none(), "{text:?}");
        }
    }
}
