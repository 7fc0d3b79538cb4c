//! The Python module `pms`: typed functions and records, the JSON door, and Arrow tables.
//!
//! Every call lets go of the interpreter lock while the library works. Docstrings stand here and
//! come into the stubs; see `bindings/facade` for what each operation does.
#![cfg(feature = "module")]

#[pyo3::pymodule]
mod _pms {
    use pyo3::prelude::*;

    #[pymodule_export]
    use pms_facade::RoundingName;
    use pms_facade::{Amount, Rate};

    /// The version of the library; the same in every language.
    #[pyfunction]
    fn version() -> String {
        pms_facade::version()
    }

    /// The JSON door: does the operation named on the JSON arguments, and always answers with JSON.
    #[pyfunction]
    #[pyo3(signature = (op, input, /))]
    fn call(py: Python<'_>, op: String, input: String) -> String {
        py.detach(|| pms_facade::call(op, input))
    }

    /// All amounts together.
    #[pyfunction]
    fn total(py: Python<'_>, amounts: Vec<Amount>) -> PyResult<Amount> {
        Ok(py.detach(|| pms_facade::total(amounts))?)
    }

    /// The part of an amount that a rate names, exact and rounded once.
    #[pyfunction]
    fn share(
        py: Python<'_>,
        amount: Amount,
        rate: Rate,
        rounding: RoundingName,
    ) -> PyResult<Amount> {
        Ok(py.detach(|| pms_facade::share(amount, rate, rounding))?)
    }

    /// Shares an amount out in proportion to weights, so that the parts add up to the whole.
    #[pyfunction]
    fn split(py: Python<'_>, amount: Amount, weights: Vec<Amount>) -> PyResult<Vec<Amount>> {
        Ok(py.detach(|| pms_facade::split(amount, weights))?)
    }

    /// Shares an amount out evenly, the first ones bearing the odd cents.
    #[pyfunction]
    fn split_evenly(py: Python<'_>, amount: Amount, among: u16) -> PyResult<Vec<Amount>> {
        Ok(py.detach(|| pms_facade::split_evenly(amount, among))?)
    }

    /// An identifier as it is kept, lower-case and hyphenated.
    #[pyfunction]
    fn read_identifier(py: Python<'_>, text: String) -> PyResult<String> {
        Ok(py.detach(|| pms_facade::read_identifier(text))?)
    }
}
