use super::super::syntax::Finding;
use super::kind::{Cents, Days, Flags, Numbers, Places, Rows, Thousandths};
use super::texts::Texts;

/// A batch of what a file tells, table by table, and what is wrong with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Tables {
    /// The tables; those whose rows others name come first.
    pub tables: Vec<Table>,
    /// What is wrong.
    pub findings: Vec<Finding>,
}

/// A table of which nothing is known beforehand.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Table {
    /// Its name, `claims`. Where another table names its rows, the column is called as one of them:
    /// `claim`.
    pub name: &'static str,
    /// How many rows there are.
    pub rows: usize,
    /// Its columns, each with its name and so many values.
    pub columns: Vec<(&'static str, Values)>,
}

/// The values of a column, by their kind.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Values {
    /// Texts.
    Texts(Texts),
    /// Amounts.
    Cents(Cents),
    /// Quantities.
    Thousandths(Thousandths),
    /// Days.
    Days(Days),
    /// Rows of another table.
    Rows(Rows),
    /// Numbers that count from 1.
    Numbers(Numbers),
    /// What holds or does not.
    Flags(Flags),
    /// Places in the bytes.
    Places(Places),
}
