/// What a calendar or a clock on the wall shows, without a zone. It holds text; whether there is such a
/// date or time is checked by the library when it is used.
public protocol Civil: Codable, Comparable, CustomStringConvertible, ExpressibleByStringLiteral, Hashable,
    Sendable
{
    init(_ text: String)
}

/// A date: `2026-03-01`. What is none is refused as `scalar.date`.
public struct CivilDate: Civil {
    public let description: String

    public init(_ text: String) {
        description = text
    }

    public init(year: Int, month: Int, day: Int) {
        description = "\(padded(year, to: 4))-\(padded(month, to: 2))-\(padded(day, to: 2))"
    }
}

/// A local date and time to the second: `2026-03-01T09:00:00`. What is none is refused as
/// `scalar.local_time`.
public struct CivilTime: Civil {
    public let description: String

    public init(_ text: String) {
        description = text
    }

    public init(_ date: CivilDate, hour: Int, minute: Int, second: Int = 0) {
        description = "\(date)T\(padded(hour, to: 2)):\(padded(minute, to: 2)):\(padded(second, to: 2))"
    }
}

extension Civil {
    public init(stringLiteral text: String) {
        self.init(text)
    }

    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(String.self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    public static func < (one: Self, other: Self) -> Bool {
        one.description < other.description
    }
}

private func padded(_ number: Int, to width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
