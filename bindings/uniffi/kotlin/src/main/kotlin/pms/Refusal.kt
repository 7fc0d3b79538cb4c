package pms

/** The stable name of what is wrong (`money.syntax`): for programs and logs, never translated. */
val PmsException.code: String
    get() = when (this) {
        is PmsException.Invalid -> code
        is PmsException.Refused -> code
        is PmsException.NotFound -> code
        is PmsException.Conflict -> code
        is PmsException.Denied -> code
        is PmsException.Unavailable -> code
    }

/** One lower-case sentence; tells nothing of a patient. */
val PmsException.detail: String
    get() = when (this) {
        is PmsException.Invalid -> detail
        is PmsException.Refused -> detail
        is PmsException.NotFound -> detail
        is PmsException.Conflict -> detail
        is PmsException.Denied -> detail
        is PmsException.Unavailable -> detail
    }

/** Where in the input it stands (`lines[2].charge`); empty where the whole is meant. */
val PmsException.field: String
    get() = (this as? PmsException.Invalid)?.field.orEmpty()

/** The kind in one word, as in JSON: `invalid`, `refused`, `not_found`, `conflict`, `denied`, `unavailable`. */
val PmsException.kind: String
    get() = when (this) {
        is PmsException.Invalid -> "invalid"
        is PmsException.Refused -> "refused"
        is PmsException.NotFound -> "not_found"
        is PmsException.Conflict -> "conflict"
        is PmsException.Denied -> "denied"
        is PmsException.Unavailable -> "unavailable"
    }

/** Trying the same again may succeed. */
val PmsException.retryable: Boolean
    get() = this is PmsException.Conflict || this is PmsException.Unavailable
