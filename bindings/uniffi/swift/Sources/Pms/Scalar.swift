import Foundation

/// How exact decimals and instants cross the border: as text, never through a Double where a digit
/// could be lost.
enum Scalar {
    static func decimal(_ text: String) throws -> Decimal {
        guard let decimal = Decimal(string: text, locale: Locale(identifier: "en_US_POSIX")) else {
            throw PmsError.Invalid(code: "money.syntax", detail: "not a plain decimal number", field: "")
        }
        return decimal
    }

    static func text(_ decimal: Decimal) -> String {
        var decimal = decimal
        return NSDecimalString(&decimal, Locale(identifier: "en_US_POSIX"))
    }

    /// `2026-03-01T15:00:00.123456Z`, as the library writes it.
    static func date(_ text: String) throws -> Date {
        let fields = text.split(whereSeparator: { "-T:.Z".contains($0) }).map(String.init)
        let numbers = fields.compactMap { Int32($0) }
        guard numbers.count == fields.count, numbers.count == 6 || numbers.count == 7 else {
            throw PmsError.Invalid(
                code: "scalar.instant", detail: "not an instant with its offset from UTC", field: "")
        }
        var civil = tm()
        civil.tm_year = numbers[0] - 1900
        civil.tm_mon = numbers[1] - 1
        civil.tm_mday = numbers[2]
        civil.tm_hour = numbers[3]
        civil.tm_min = numbers[4]
        civil.tm_sec = numbers[5]
        let micros = numbers.count == 7 ? numbers[6] : 0
        return Date(timeIntervalSince1970: Double(timegm(&civil)) + Double(micros) / 1_000_000)
    }

    /// A Date counts in Doubles that are finer than a microsecond, so that the nearest microsecond is
    /// the one that it was made from.
    static func text(_ date: Date) -> String {
        let seconds = date.timeIntervalSince1970
        guard abs(seconds) < 253_402_300_800 else { return "beyond the year 9999" }
        let micros = Int((seconds * 1_000_000).rounded())
        let fraction = ((micros % 1_000_000) + 1_000_000) % 1_000_000
        var whole = time_t((micros - fraction) / 1_000_000)
        var civil = tm()
        gmtime_r(&whole, &civil)
        return String(
            format: "%04d-%02d-%02dT%02d:%02d:%02d.%06dZ", Int(civil.tm_year) + 1900, civil.tm_mon + 1,
            civil.tm_mday, civil.tm_hour, civil.tm_min, civil.tm_sec, fraction)
    }
}
