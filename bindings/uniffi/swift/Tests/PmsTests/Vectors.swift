import Foundation
import Pms

/// One line of tests/vectors: `{"id":..,"op":..,"input":..,"expect":..}`, cut by its seams.
struct Vector {
    let id, op, input, expect: String

    init(_ line: String) throws {
        guard line.hasPrefix("{\"id\":\""), line.hasSuffix("}"),
            let op = line.range(of: "\",\"op\":\""),
            let input = line.range(of: "\",\"input\":"),
            let expect = line.range(of: ",\"expect\":", options: .backwards)
        else { throw Unsayable(why: "a vector's form: \(line)") }
        id = String(line[line.index(line.startIndex, offsetBy: 7)..<op.lowerBound])
        self.op = String(line[op.upperBound..<input.lowerBound])
        self.input = String(line[input.upperBound..<expect.lowerBound])
        self.expect = String(line[expect.upperBound...].dropLast())
    }

    static func all(in folder: String) throws -> [Vector] {
        try FileManager.default.contentsOfDirectory(atPath: folder)
            .filter { $0.hasSuffix(".jsonl") }
            .sorted()
            .flatMap { try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8).split(separator: "\n") }
            .map { try Vector(String($0)) }
    }
}

extension Vector {
    /// Codes of what the types do not let through: the compiler stands before the library there.
    private static let unsayable = ["json.", "op.", "money.syntax", "scalar."]

    /// A typed language can say it.
    var isTyped: Bool {
        get throws {
            if op == "practice.run" { return false }
            let code = (try object(expect)["err"] as? [String: Any])?["code"] as? String ?? ""
            return !Vector.unsayable.contains { code.hasPrefix($0) }
        }
    }
}

private func object(_ json: String) throws -> [String: Any] {
    try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any] ?? [:]
}

/// The named arguments of one operation.
struct Arguments {
    let json: [String: Any]

    subscript<T: Decodable>(_ name: String) -> T {
        get throws { try typed(json[name], as: T.self) }
    }
}

/// What is wrong with the answer of the JSON door, if anything is.
func throughJson(_ vector: Vector) -> String? {
    let answer = call(op: vector.op, input: vector.input)
    return answer == vector.expect ? nil : "got \(answer)"
}

/// What is wrong with the answer of the typed API, if anything is.
func throughTypes(_ vector: Vector) throws -> String? {
    let expect = try object(vector.expect)
    let refusal = expect["err"] as? [String: Any]
    do {
        let name = camel(String(vector.op.drop { $0 != "." }.dropFirst()))
        let answer = try answer(name, Arguments(json: object(vector.input)))
        guard refusal == nil, let wanted = expect["ok"] else { return "not refused" }
        return says(answer, wanted) ? nil : "got \(answer)"
    } catch let error as Unsayable {
        return error.why
    } catch let error as PmsError {
        let wanted = ["kind", "code", "detail"].map { refusal?[$0] as? String }
        let got = [error.kind, error.code, error.detail]
        return got == wanted && error.retryable == refusal?["retryable"] as? Bool ? nil : "got \(got)"
    }
}
