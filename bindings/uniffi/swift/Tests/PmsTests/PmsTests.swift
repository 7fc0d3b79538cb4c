import Foundation
import XCTest

import Pms

final class PmsTests: XCTestCase {
    private let environment = ProcessInfo.processInfo.environment

    /// Runs every vector twice, and prints the counts as tests/run reads them.
    func testVectors() throws {
        let vectors = try Vector.all(in: XCTUnwrap(environment["PMS_VECTORS"]))
        let json = count(vectors) { throughJson($0) }
        let types = count(try vectors.filter { try $0.isTyped }) { try throughTypes($0) }
        print("vectors swift: \(json) json, \(types) typed")
    }

    /// How many have nothing wrong.
    private func count(_ vectors: [Vector], _ wrong: (Vector) throws -> String?) -> Int {
        vectors.filter { vector in
            do {
                guard let wrong = try wrong(vector) else { return true }
                XCTFail("\(vector.id): \(wrong)")
            } catch {
                XCTFail("\(vector.id): \(error)")
            }
            return false
        }.count
    }

    func testOneVersionInEveryLanguage() {
        XCTAssertEqual(version(), environment["PMS_VERSION"])
    }

    /// Swift cannot ask a type for its methods, so the generated source is read.
    func testNoOperationIsMissing() throws {
        let here = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let source = try String(
            contentsOf: here.appendingPathComponent("../../Sources/Pms/Pms.swift"), encoding: .utf8)
        let answer = try JSONSerialization.jsonObject(with: Data(call(op: "op.list", input: "{}").utf8))
        let door = try XCTUnwrap((answer as? [String: [String: [String]]])?["ok"])
        let functions = try XCTUnwrap(door["functions"]).map { String($0.drop { $0 != "." }.dropFirst()) }
        let commands = try XCTUnwrap(door["commands"])
        for name in functions {
            XCTAssertTrue(source.contains("\npublic func \(camel(name))("), name)
        }
        for name in commands {
            XCTAssertTrue(source.contains("\nopen func \(camel(name))(call: Call"), name)
        }
    }

    func testAmountsAreDecimalsToTheCent() throws {
        let amounts = try ["0.1", "0.2"].map { try XCTUnwrap(Decimal(string: $0)) }
        XCTAssertEqual(try total(amounts: amounts), Decimal(string: "0.3"))
    }

    func testABinaryFloatShowsItsDigits() {
        refused("invalid", "money.too_precise") { try total(amounts: [Decimal(33.335)]) }
    }

    func testNotANumberIsNoAmount() {
        refused("invalid", "money.syntax") { try total(amounts: [Decimal.nan]) }
    }

    func testThirtyEightDigitsAreTooMany() {
        refused("invalid", "money.out_of_range") { try total(amounts: [Decimal.greatestFiniteMagnitude]) }
    }

    func testARateBelowZero() {
        refused("invalid", "money.out_of_range") { try share(amount: 1, rate: -1, rounding: .halfUp) }
    }

    func testARefusalHasAPlaceAndTellsNothingOfTheInput() {
        XCTAssertThrowsError(try readIdentifier(text: "O'Neil; --")) { error in
            guard let error = error as? PmsError else { return XCTFail("\(error)") }
            XCTAssertEqual([error.kind, error.code, error.field], ["invalid", "id.syntax", "text"])
            XCTAssertFalse(error.retryable)
            XCTAssertFalse("\(error) \(error.localizedDescription)".contains("O'Neil"))
        }
    }

    func testEveryRefusalCanBeToldApart() {
        let error = PmsError.Conflict(code: "store.version", detail: "changed meanwhile")
        switch error { // the compiler knows them all
        case .Conflict, .Unavailable: XCTAssertTrue(error.retryable)
        case .Invalid, .Refused, .NotFound, .Denied: XCTFail("not a conflict")
        }
    }

    func testDatesAreTextWithTheirOrder() {
        XCTAssertEqual(CivilDate(year: 2026, month: 3, day: 1), "2026-03-01")
        XCTAssertLessThan(CivilDate("2025-12-31"), CivilDate("2026-01-01"))
    }

    func testManyTasksAtOnce() async throws {
        let hundred = Decimal(100)
        let firsts = try await withThrowingTaskGroup(of: Decimal?.self) { group in
            for _ in 0..<64 { group.addTask { try splitEvenly(amount: hundred, among: 3).first } }
            return try await group.reduce(into: Set<Decimal?>()) { $0.insert($1) }
        }
        XCTAssertEqual(firsts, [Decimal(string: "33.34")])
    }

    private func refused(
        _ kind: String, _ code: String, line: UInt = #line, _ act: () throws -> Any
    ) {
        XCTAssertThrowsError(try act(), line: line) { error in
            let error = error as? PmsError
            XCTAssertEqual([error?.kind, error?.code], [kind, code], line: line)
        }
    }
}
