/// Declares a record, or an enum without fields, that every language can hold.
///
/// The derives are named here once. JSON and JavaScript use camelCase names of fields and
/// snake_case values of enums; a field that nobody knows is refused. What stands under `optional`
/// may be left out in every language, and is then empty, none or false.
macro_rules! record {
    (@struct [$($new:tt)*] $(#[$meta:meta])* $name:ident { $($body:tt)* }) => {
        $(#[$meta])*
        #[derive(Clone, Eq, PartialEq, serde::Deserialize, serde::Serialize)]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        #[cfg_attr(feature = "uniffi", derive(uniffi::Record))]
        #[cfg_attr(feature = "python", pyo3::pyclass(frozen, eq, get_all, from_py_object, $($new)* module = "pms"))]
        #[cfg_attr(feature = "wasm", derive(tsify::Tsify))]
        pub struct $name { $($body)* }

        impl core::fmt::Debug for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }
    };
    (
        $(#[$meta:meta])* pub struct $name:ident {
            $($(#[$needed_meta:meta])* pub $needed:ident: $kind:ident $(<$of:ident>)?,)*
        }
        optional {
            $($(#[$optional_meta:meta])* pub $optional:ident: $some:ident $(<$each:ident>)?,)+
        }
    ) => {
        record! { @struct [] $(#[$meta])* $name {
            $($(#[$needed_meta])* pub $needed: $kind $(<$of>)?,)*
            $(
                $(#[$optional_meta])*
                #[serde(default)]
                #[cfg_attr(feature = "uniffi", uniffi(default))]
                pub $optional: $some $(<$each>)?,
            )+
        } }

        #[cfg(feature = "python")]
        #[pyo3::pymethods]
        impl $name {
            #[new]
            #[pyo3(signature = ($($needed,)* $($optional = <$some $(<$each>)?>::default()),+))]
            fn from_fields(
                $($needed: $kind $(<$of>)?,)*
                $($optional: $some $(<$each>)?),+
            ) -> Self {
                Self { $($needed,)* $($optional),+ }
            }
        }
    };
    ($(#[$meta:meta])* pub struct $name:ident { $($body:tt)* }) => {
        record! { @struct [new = "from_fields",] $(#[$meta])* $name { $($body)* } }
    };
    ($(#[$meta:meta])* pub enum $name:ident { $($body:tt)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, serde::Deserialize, serde::Serialize)]
        #[serde(rename_all = "snake_case")]
        #[cfg_attr(feature = "uniffi", derive(uniffi::Enum))]
        #[cfg_attr(feature = "python", pyo3::pyclass(frozen, eq, eq_int, hash, from_py_object, rename_all = "SCREAMING_SNAKE_CASE", module = "pms"))]
        #[cfg_attr(feature = "wasm", derive(tsify::Tsify))]
        pub enum $name { $($body)* }
    };
}
