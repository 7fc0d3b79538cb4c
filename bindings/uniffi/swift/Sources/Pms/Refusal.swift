extension PmsError {
    /// The stable name of what is wrong (`money.syntax`): for programs and logs, never translated.
    public var code: String {
        switch self {
        case .Invalid(let code, _, _), .Refused(let code, _), .NotFound(let code, _),
            .Conflict(let code, _), .Denied(let code, _), .Unavailable(let code, _):
            return code
        }
    }

    /// One lower-case sentence; tells nothing of a patient.
    public var detail: String {
        switch self {
        case .Invalid(_, let detail, _), .Refused(_, let detail), .NotFound(_, let detail),
            .Conflict(_, let detail), .Denied(_, let detail), .Unavailable(_, let detail):
            return detail
        }
    }

    /// Where in the input it stands (`lines[2].charge`); empty where the whole is meant.
    public var field: String {
        if case .Invalid(_, _, let field) = self { return field }
        return ""
    }

    /// The kind in one word, as in JSON.
    public var kind: String {
        switch self {
        case .Invalid: return "invalid"
        case .Refused: return "refused"
        case .NotFound: return "not_found"
        case .Conflict: return "conflict"
        case .Denied: return "denied"
        case .Unavailable: return "unavailable"
        }
    }

    /// Trying the same again may succeed.
    public var retryable: Bool {
        switch self {
        case .Conflict, .Unavailable: return true
        default: return false
        }
    }
}
