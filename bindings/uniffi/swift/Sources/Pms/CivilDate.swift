/// A date without a time or a zone: `2026-03-01`.
///
/// It holds text. Whether there is such a day is checked by the library when it is used, and refused as
/// `time.date`.
public struct CivilDate: Codable, Comparable, CustomStringConvertible, ExpressibleByStringLiteral,
    Hashable, Sendable
{
    public let description: String

    public init(_ text: String) {
        description = text
    }

    public init(stringLiteral text: String) {
        description = text
    }

    public init(year: Int, month: Int, day: Int) {
        func padded(_ number: Int, to width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        description = "\(padded(year, to: 4))-\(padded(month, to: 2))-\(padded(day, to: 2))"
    }

    public init(from decoder: any Decoder) throws {
        description = try decoder.singleValueContainer().decode(String.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    public static func < (one: CivilDate, other: CivilDate) -> Bool {
        one.description < other.description
    }
}
