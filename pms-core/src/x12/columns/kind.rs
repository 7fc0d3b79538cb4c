use chrono::NaiveDate;

use super::texts::Texts;

/// A day that is not said: no day of the calendar has this number.
pub const ABSENT_DAY: i32 = i32::MIN;

/// An amount that is not said: no amount has so many cents.
pub const ABSENT_CENTS: i64 = i64::MIN;

/// Stands for the line where an adjustment or remark is the claim's as a whole.
pub const OF_CLAIM: u32 = u32::MAX;

/// Amounts in cents; what is not said is [`ABSENT_CENTS`].
pub type Cents = Vec<i64>;

/// Quantities in thousandths of a unit.
pub type Thousandths = Vec<i64>;

/// Days from 1970-01-01; what is not said is [`ABSENT_DAY`].
pub type Days = Vec<i32>;

/// Rows of another table, from 0, or [`OF_CLAIM`].
pub type Rows = Vec<u32>;

/// Numbers that count from 1.
pub type Numbers = Vec<u32>;

/// What holds or does not.
pub type Flags = Vec<bool>;

/// How many bytes of the file stand before something.
pub type Places = Vec<usize>;

/// A column that can forget its last rows.
pub(in crate::x12) trait Column {
    fn cut(&mut self, rows: usize);
}

impl<T> Column for Vec<T> {
    fn cut(&mut self, rows: usize) {
        self.truncate(rows);
    }
}

impl Column for Texts {
    fn cut(&mut self, rows: usize) {
        self.truncate(rows);
    }
}

/// A table: columns of the same length, the first of which tells it. A column's type is one of the kinds
/// above, of which there is a case each in `Values`.
macro_rules! table {
    ($(#[$doc:meta])* $name:ident {
        $(#[$first_doc:meta])* $first:ident: $first_kind:ident,
        $($(#[$column_doc:meta])* $column:ident: $kind:ident,)+
    }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, Eq, PartialEq)]
        pub struct $name {
            $(#[$first_doc])* pub $first: $first_kind,
            $($(#[$column_doc])* pub $column: $kind,)+
        }

        impl $name {
            /// How many rows there are.
            #[must_use]
            pub fn len(&self) -> usize {
                self.$first.len()
            }

            /// There is no row.
            #[must_use]
            pub fn is_empty(&self) -> bool {
                self.len() == 0
            }

            /// The columns under their names; none is copied.
            fn named(self, name: &'static str) -> Table {
                Table {
                    name,
                    rows: self.len(),
                    columns: vec![
                        (stringify!($first), Values::$first_kind(self.$first)),
                        $((stringify!($column), Values::$kind(self.$column)),)+
                    ],
                }
            }
        }

        impl Column for $name {
            fn cut(&mut self, rows: usize) {
                self.$first.cut(rows);
                $(self.$column.cut(rows);)+
            }
        }
    };
}

pub(in crate::x12) use table;

/// The number of a row that is added next.
pub(in crate::x12) fn row(rows: usize) -> u32 {
    // Rows of that many claims would fill the memory first.
    u32::try_from(rows).unwrap_or(OF_CLAIM)
}

pub(in crate::x12) fn day(day: Option<NaiveDate>) -> i32 {
    day.map_or(ABSENT_DAY, |day| day.to_epoch_days())
}
