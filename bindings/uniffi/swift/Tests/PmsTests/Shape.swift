import Foundation
import Pms

/// What is in the JSON cannot be said in these types at all.
struct Unsayable: Error {
    let why: String
}

/// The typed value that some JSON (as JSONSerialization reads it) says.
///
/// Amounts and rates are strict decimal text and enums are snake_case text, as at the JSON door;
/// JSONDecoder would read numbers and objects.
func typed<T: Decodable>(_ json: Any?, as type: T.Type) throws -> T {
    do {
        return try Reader(json: json ?? NSNull(), codingPath: []).value(type)
    } catch let error as DecodingError { // an enum's case that nobody knows
        throw Unsayable(why: "\(error)")
    }
}

/// The typed value says what the JSON says.
func says(_ value: Any, _ json: Any) -> Bool {
    switch value {
    case let text as String: return text == json as? String
    case let bytes as Data: return String(data: bytes, encoding: .isoLatin1) == json as? String
    case let decimal as Decimal: return plain(json).map { $0 == decimal } ?? false
    case let civil as any Civil: return civil.description == json as? String
    case let date as Date: return (try? typed(json, as: Date.self)).map(micros) == micros(date)
    case let truth as Bool: return truth == json as? Bool
    case let list as [Any]:
        guard let wanted = json as? [Any], wanted.count == list.count else { return false }
        return zip(list, wanted).allSatisfy { says($0, $1) }
    case let map as [String: Any]:
        guard let wanted = json as? [String: Any], wanted.count == map.count else { return false }
        return map.allSatisfy { name, value in wanted[name].map { says(value, $0) } ?? false }
    case let number as any BinaryInteger: return "\(number)" == (json as? NSNumber)?.stringValue
    default: return fields(of: value, say: json)
    }
}

private func fields(of value: Any, say json: Any) -> Bool {
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .optional:
        return mirror.children.first.map { says($0.value, json) } ?? (json is NSNull)
    case .enum:
        return snake(String(describing: value)) == json as? String
    default:
        guard let wanted = json as? [String: Any] else { return false }
        let names = Set(mirror.children.compactMap(\.label))
        // Itself, a record says no more than its name.
        return "\(value)" == "\(type(of: value))" && names.isSuperset(of: wanted.keys)
            && mirror.children.allSatisfy { says($0.value, wanted[$0.label ?? ""] ?? NSNull()) }
    }
}

/// An exponent is a way of writing; the value that it names can be had without.
private func plain(_ json: Any) -> Decimal? {
    guard let text = json as? String, !text.isEmpty, text.allSatisfy({ "-0123456789.".contains($0) })
    else { return nil }
    return Decimal(string: text, locale: Locale(identifier: "en_US_POSIX"))
}

private func micros(_ date: Date) -> Int { Int((date.timeIntervalSince1970 * 1_000_000).rounded()) }

private func snake(_ camel: String) -> String {
    camel.reduce(into: "") { $0 += $1.isUppercase ? "_" + $1.lowercased() : String($1) }
}

func camel(_ snake: String) -> String {
    let words = snake.split(separator: "_")
    return words.dropFirst().reduce(String(words.first ?? "")) { $0 + $1.prefix(1).uppercased() + $1.dropFirst() }
}

private struct Name: CodingKey {
    let stringValue: String
    let intValue: Int?
    init(stringValue: String) { (self.stringValue, intValue) = (stringValue, nil) }
    init(intValue: Int) { (stringValue, self.intValue) = ("\(intValue)", intValue) }
}

/// Feeds JSON to the Decodable conformances that the generator writes.
private struct Reader: Decoder {
    let json: Any
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func value<T: Decodable>(_ type: T.Type) throws -> T {
        let read: Any?
        switch type {
        case is Decimal.Type: read = plain(json)
        case is Date.Type: read = (json as? String).flatMap(date)
        case is Data.Type: read = (json as? String).flatMap { $0.data(using: .isoLatin1) }
        case is Bool.Type: read = isTruth ? json as? Bool : nil
        case is String.Type: read = json as? String
        case let integer as any FixedWidthInteger.Type: read = whole(integer)
        default: return try T(from: self)
        }
        guard let value = read as? T else { throw Unsayable(why: "\(json) is no \(type)") }
        return value
    }

    /// JSONSerialization gives booleans as numbers, too.
    private var isTruth: Bool { (json as? NSNumber).map { String(cString: $0.objCType) == "c" } ?? false }

    private func whole<I: FixedWidthInteger>(_: I.Type) -> Any? {
        isTruth ? nil : (json as? NSNumber).flatMap { I($0.stringValue) }
    }

    private func date(_ text: String) -> Date? {
        let (whole, fraction) = text.firstIndex(of: ".").map { dot in
            let digits = text[text.index(after: dot)...].prefix(while: \.isNumber)
            let rest = text[text.index(dot, offsetBy: digits.count + 1)...]
            return (String(text[..<dot]) + rest, Double("0." + digits.prefix(6)) ?? 0)
        } ?? (text, 0)
        return ISO8601DateFormatter().date(from: whole)?.addingTimeInterval(fraction)
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        if let members = json as? [String: Any] {
            return KeyedDecodingContainer(Members(members: members, codingPath: codingPath))
        }
        if let text = json as? String { // an enum's case
            return KeyedDecodingContainer(Members(members: [camel(text): [:]], codingPath: codingPath))
        }
        throw Unsayable(why: "\(json) has no fields")
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard let elements = json as? [Any] else { throw Unsayable(why: "\(json) is no list") }
        return Elements(elements: elements, codingPath: codingPath)
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer {
        Single(reader: self)
    }
}

private struct Single: SingleValueDecodingContainer {
    let reader: Reader
    var codingPath: [any CodingKey] { reader.codingPath }
    func decodeNil() -> Bool { reader.json is NSNull }
    func decode<T: Decodable>(_ type: T.Type) throws -> T { try reader.value(type) }
}

private struct Members<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let members: [String: Any]
    let codingPath: [any CodingKey]
    var allKeys: [Key] { members.keys.compactMap(Key.init(stringValue:)) }

    private func reader(_ key: Key) -> Reader {
        Reader(json: members[key.stringValue] ?? NSNull(), codingPath: codingPath + [key])
    }

    func contains(_ key: Key) -> Bool { members[key.stringValue] != nil }
    func decodeNil(forKey key: Key) throws -> Bool { (members[key.stringValue] ?? NSNull()) is NSNull }
    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
        // The initializers leave an absent list empty; the conformances that the generator writes do not.
        if members[key.stringValue] == nil, let empty = [Any]() as? T { return empty }
        return try reader(key).value(type)
    }
    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> { try reader(key).container(keyedBy: type) }
    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try reader(key).unkeyedContainer()
    }
    func superDecoder() throws -> any Decoder { Reader(json: members, codingPath: codingPath) }
    func superDecoder(forKey key: Key) throws -> any Decoder { reader(key) }
}

private struct Elements: UnkeyedDecodingContainer {
    let elements: [Any]
    let codingPath: [any CodingKey]
    var currentIndex = 0
    var count: Int? { elements.count }
    var isAtEnd: Bool { currentIndex == elements.count }

    init(elements: [Any], codingPath: [any CodingKey]) {
        (self.elements, self.codingPath) = (elements, codingPath)
    }

    private mutating func next() -> Reader {
        defer { currentIndex += 1 }
        return Reader(json: elements[currentIndex], codingPath: codingPath + [Name(intValue: currentIndex)])
    }

    mutating func decodeNil() throws -> Bool {
        guard elements[currentIndex] is NSNull else { return false }
        currentIndex += 1
        return true
    }
    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T { try next().value(type) }
    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> { try next().container(keyedBy: type) }
    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try next().unkeyedContainer()
    }
    mutating func superDecoder() throws -> any Decoder { next() }
}
