//! The first program of the README.

use pms_core::money::{Money, MoneyError};

fn main() -> Result<(), MoneyError> {
    let whole: Money = "100.00".parse()?;
    for part in whole.split_evenly(3)? {
        println!("{part}");
    }
    Ok(())
}
