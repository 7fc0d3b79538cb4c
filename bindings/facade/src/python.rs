//! The scalars as Python holds them: `decimal.Decimal`, `datetime.date`, aware `datetime.datetime`.

use core::convert::Infallible;

use chrono::{DateTime, NaiveDateTime, SubsecRound, Timelike, Utc};
#[cfg(feature = "python-stubs")]
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
#[cfg(feature = "python-stubs")]
use pyo3::type_hint_identifier;
use pyo3::types::{PyBytes, PyDate, PyDateTime, PyString, PyType};

use crate::error::PmsError;
use crate::scalar::{Amount, Bytes, Day, Exact, Instant, LocalTime, Rate, Units};

mod raised {
    pyo3::import_exception!(pms.errors, InvalidError);
    pyo3::import_exception!(pms.errors, RefusedError);
    pyo3::import_exception!(pms.errors, NotFoundError);
    pyo3::import_exception!(pms.errors, ConflictError);
    pyo3::import_exception!(pms.errors, DeniedError);
    pyo3::import_exception!(pms.errors, UnavailableError);
}

impl From<PmsError> for PyErr {
    fn from(error: PmsError) -> Self {
        let told = (
            error.code().to_owned(),
            error.detail().to_owned(),
            error.field().to_owned(),
        );
        match error {
            PmsError::Invalid { .. } => raised::InvalidError::new_err(told),
            PmsError::Refused { .. } => raised::RefusedError::new_err(told),
            PmsError::NotFound { .. } => raised::NotFoundError::new_err(told),
            PmsError::Conflict { .. } => raised::ConflictError::new_err(told),
            PmsError::Denied { .. } => raised::DeniedError::new_err(told),
            PmsError::Unavailable { .. } => raised::UnavailableError::new_err(told),
        }
    }
}

static DECIMAL: PyOnceLock<Py<PyType>> = PyOnceLock::new();

/// `decimal.Decimal`, exact to its last digit; a float, an int or text is refused, since pyo3's own
/// conversion takes whatever prints like a number.
macro_rules! decimal {
    ($($name:ident),+) => {$(
        impl FromPyObject<'_, '_> for $name {
            type Error = PyErr;

            #[cfg(feature = "python-stubs")]
            const INPUT_TYPE: PyStaticExpr = type_hint_identifier!("decimal", "Decimal");

            fn extract(given: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
                let py = given.py();
                if !given.is_instance(DECIMAL.import(py, "decimal", "Decimal")?)? {
                    let kind = given.get_type().name()?;
                    return Err(pyo3::exceptions::PyTypeError::new_err(format!(
                        "a decimal.Decimal is wanted, not {kind}"
                    )));
                }
                let plain = given.call_method1("__format__", ("f",))?;
                let text = plain.cast::<PyString>()?.to_cow()?;
                Ok(text.parse::<Self>()?)
            }
        }

        impl<'py> IntoPyObject<'py> for $name {
            type Target = PyAny;
            type Output = Bound<'py, PyAny>;
            type Error = PyErr;

            #[cfg(feature = "python-stubs")]
            const OUTPUT_TYPE: PyStaticExpr = type_hint_identifier!("decimal", "Decimal");

            fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                DECIMAL.import(py, "decimal", "Decimal")?.call1((self.to_string(),))
            }
        }
    )+};
}

decimal!(Amount, Exact, Rate, Units);

impl FromPyObject<'_, '_> for Bytes {
    type Error = PyErr;

    #[cfg(feature = "python-stubs")]
    const INPUT_TYPE: PyStaticExpr = type_hint_identifier!("builtins", "bytes");

    fn extract(given: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        Ok(Self(given.cast::<PyBytes>()?.as_bytes().to_vec()))
    }
}

impl<'py> IntoPyObject<'py> for Bytes {
    type Target = PyBytes;
    type Output = Bound<'py, PyBytes>;
    type Error = Infallible;

    #[cfg(feature = "python-stubs")]
    const OUTPUT_TYPE: PyStaticExpr = type_hint_identifier!("builtins", "bytes");

    fn into_pyobject(self, py: Python<'py>) -> Result<Bound<'py, PyBytes>, Infallible> {
        Ok(PyBytes::new(py, &self.0))
    }
}

impl FromPyObject<'_, '_> for Day {
    type Error = PyErr;

    #[cfg(feature = "python-stubs")]
    const INPUT_TYPE: PyStaticExpr = <chrono::NaiveDate as FromPyObject>::INPUT_TYPE;

    /// A `datetime` is a `date` to Python; here its time would be lost, so it is refused.
    fn extract(given: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        if given.is_instance_of::<PyDateTime>() {
            return Err(pyo3::exceptions::PyTypeError::new_err(
                "a datetime.date is wanted, not datetime",
            ));
        }
        Ok(Self(given.cast::<PyDate>()?.extract()?))
    }
}

impl<'py> IntoPyObject<'py> for Day {
    type Target = PyDate;
    type Output = Bound<'py, PyDate>;
    type Error = PyErr;

    #[cfg(feature = "python-stubs")]
    const OUTPUT_TYPE: PyStaticExpr = <chrono::NaiveDate as IntoPyObject>::OUTPUT_TYPE;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyDate>> {
        self.0.into_pyobject(py)
    }
}

impl FromPyObject<'_, '_> for Instant {
    type Error = PyErr;

    #[cfg(feature = "python-stubs")]
    const INPUT_TYPE: PyStaticExpr = <DateTime<Utc> as FromPyObject>::INPUT_TYPE;

    /// An aware `datetime` in any zone; a naive one is refused.
    fn extract(given: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        let at: DateTime<chrono::FixedOffset> = given.extract()?;
        Ok(Self(at.with_timezone(&Utc).trunc_subsecs(6)))
    }
}

impl<'py> IntoPyObject<'py> for Instant {
    type Target = PyDateTime;
    type Output = Bound<'py, PyDateTime>;
    type Error = PyErr;

    #[cfg(feature = "python-stubs")]
    const OUTPUT_TYPE: PyStaticExpr = <DateTime<Utc> as IntoPyObject>::OUTPUT_TYPE;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyDateTime>> {
        self.0.into_pyobject(py)
    }
}

impl FromPyObject<'_, '_> for LocalTime {
    type Error = PyErr;

    #[cfg(feature = "python-stubs")]
    const INPUT_TYPE: PyStaticExpr = <NaiveDateTime as FromPyObject>::INPUT_TYPE;

    /// A naive `datetime`; an aware one is refused. Parts of a second are cut off.
    fn extract(given: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        let local: NaiveDateTime = given.extract()?;
        Ok(Self(local.with_nanosecond(0).unwrap_or(local)))
    }
}

impl<'py> IntoPyObject<'py> for LocalTime {
    type Target = PyDateTime;
    type Output = Bound<'py, PyDateTime>;
    type Error = PyErr;

    #[cfg(feature = "python-stubs")]
    const OUTPUT_TYPE: PyStaticExpr = <NaiveDateTime as IntoPyObject>::OUTPUT_TYPE;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyDateTime>> {
        self.0.into_pyobject(py)
    }
}
