import Foundation
import Pms
import XCTest

private let practiceId = "019b7777-0000-7000-8000-000000000007"
private let other = "019b7777-0000-7000-8000-00000000ffff"
private let staff = "019b7777-0000-7000-8000-0000000000aa"
private let patient = "019b7777-0000-7000-8000-000000000015"
private let practitioner = "019b7777-0000-7000-8000-00000000000b"
private let schedule = "019b7777-0000-7000-8000-00000000000d"
private let followUp = "019b7777-0000-7000-8000-00000000001b"
private let checkUp = "019b7777-0000-7000-8000-000000000050"

private func instant(_ text: String) -> Date {
    ISO8601DateFormatter().date(from: text) ?? .distantPast
}

private let morning = instant("2026-01-05T12:00:00Z")
private let first = instant("2026-01-06T13:30:00Z")
private let thursday = instant("2026-01-08T13:30:00Z")
private let tuesday = VisitWish(
    schedules: [schedule], visit: followUp, start: instant("2026-01-06T05:00:00Z"),
    end: instant("2026-01-07T05:00:00Z"))

private func call(_ role: RoleName, now: Date = morning) -> Call {
    let fresh = newCall(actor: staff, role: role, purpose: .operations)
    return Call(
        actor: fresh.actor, role: role, purpose: fresh.purpose, key: fresh.key,
        now: now, fresh: fresh.fresh)
}

private func at(_ start: Date) -> VisitChoice {
    VisitChoice(schedules: [schedule], visit: followUp, start: start)
}

/// A practice with its memory, in this process and in a file.
final class AtWorkTests: XCTestCase {
    private var folder = URL(fileURLWithPath: NSTemporaryDirectory())
    private var file: String { folder.appendingPathComponent("practice.db").path }

    override func setUpWithError() throws {
        folder = folder.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    override func tearDownWithError() throws {
        // SQLite may still be taking its own files away.
        try? FileManager.default.removeItem(at: folder)
    }

    private func register(_ practice: Practice) async throws {
        let records = try XCTUnwrap(ProcessInfo.processInfo.environment["PMS_RECORDS"])
        let kinds: [String: RecordKind] = [
            "settings": .settings, "organization": .organization, "location": .location,
            "practitioner": .practitioner, "schedule": .schedule, "patient": .patient,
        ]
        for line in try String(contentsOfFile: records, encoding: .utf8).split(separator: "\n") {
            let seam = try XCTUnwrap(line.range(of: "\",\"record\":"))
            let kind = try XCTUnwrap(kinds[String(line[..<seam.lowerBound].dropFirst(9))])
            let json = String(line[seam.upperBound...].dropLast())
            _ = try await practice.register(call: call(.manager), kind: kind, json: json, replaces: nil)
        }
    }

    /// Does the same with both.
    private func inBoth(_ body: (Practice) async throws -> Void) async throws {
        for practice in [try practiceInMemory(practice: practiceId), try await openPractice(path: file, practice: practiceId)] {
            try await register(practice)
            try await body(practice)
            await practice.closeFile()
        }
    }

    private func refused(
        _ kind: String, _ code: String, line: UInt = #line, _ act: () async throws -> Any
    ) async {
        do {
            let answer = try await act()
            XCTFail("not refused: \(answer)", line: line)
        } catch {
            let error = error as? PmsError
            XCTAssertEqual([error?.kind, error?.code], [kind, code], line: line)
        }
    }

    func testEveryStartOfADay() async throws {
        try await inBoth { practice in
            let open = try await practice.findTimes(call: call(.frontDesk), wish: tuesday)
            XCTAssertEqual(open.starts.first, first)
            XCTAssertEqual(open.starts.count, 26)
            XCTAssertEqual(open.clipped, [])
        }
    }

    func testAnyOfAPoolInTheAfternoonAndWhy() async throws {
        let wish = VisitWish(
            schedules: [], visit: followUp, start: tuesday.start, end: tuesday.end, anyOf: [schedule],
            filter: TimeFilter(days: [.tuesday], hours: [DayHours(opens: "13:00", closes: "24:00")]),
            most: 2)
        try await inBoth { practice in
            let open = try await practice.findTimes(call: call(.frontDesk), wish: wish)
            let one = instant("2026-01-06T18:00:00Z")
            XCTAssertEqual(open.answer, .open)
            XCTAssertEqual(open.starts, [one, one.addingTimeInterval(900)])
            XCTAssertEqual(open.resources, [[practitioner], [practitioner]])
            let why = try await practice.why(call: call(.frontDesk), wish: wish)
            XCTAssertEqual(why.starts, 13) // until 16:00
            XCTAssertEqual(why.against.filter { $0.layer == "filter" }.map(\.resource), [nil])
        }
    }

    func testAHoldIsMadeLongerAndLetGo() async throws {
        try await inBoth { practice in
            let hold = try await practice.hold(call: call(.frontDesk), choice: at(first), minutes: 10)
            let longer = try await practice.extendHold(call: call(.frontDesk), hold: hold.id, minutes: 20)
            XCTAssertEqual(longer.expires, morning.addingTimeInterval(1200))
            _ = try await practice.releaseHold(call: call(.frontDesk), hold: hold.id)
            await refused("refused", "scheduling.hold_expired") {
                try await practice.extendHold(call: call(.frontDesk), hold: hold.id, minutes: 20)
            }
        }
    }

    func testWhoBooksAgainstARuleAnswersForItAndADayOffSaysWhomItLeavesOut() async throws {
        let over = VisitChoice(
            schedules: [schedule], visit: followUp, start: thursday,
            overriding: Overriding(layers: ["busy", "patient"], reason: "emergency"))
        let day = #"{"start":"2026-01-08","end":"2026-01-08"},"hours":[{"opens":"00:00","closes":"24:00"}]"#
        let off = #""exceptions":[{"kind":"blocked","on":\#(day),"reason":"away"}]"#
        try await inBoth { practice in
            _ = try await practice.book(call: call(.frontDesk), patient: patient, choice: at(thursday))
            await refused("denied", "access.not_granted") {
                try await practice.book(call: call(.frontDesk), patient: patient, choice: over)
            }
            let visit = try await practice.book(call: call(.clinician), patient: patient, choice: over)
            XCTAssertEqual(visit.overridden, ["busy", "patient"])

            let kept = try await practice.load(call: call(.manager), kind: .schedule, id: schedule)
            let json = kept.json.replacingOccurrences(of: #""exceptions":[]"#, with: off)
            let asked = try await practice.whatIf(
                call: call(.frontDesk), schedule: json, start: thursday, end: thursday.addingTimeInterval(28_800))
            XCTAssertEqual(asked.offers.map(\.before), [420, 420])
            XCTAssertEqual(asked.offers.map(\.after), [0, 0])
            let published = try await practice.publish(
                call: call(.manager), schedule: json, replaces: kept.version)
            XCTAssertEqual(published.stranded, asked.stranded)
            XCTAssertEqual(published.stranded.map(\.layer), ["block", "block"])
            await refused("conflict", "store.version_conflict") {
                try await practice.publish(call: call(.manager), schedule: json, replaces: kept.version)
            }
        }
    }

    func testAHoldKeepsOthersOutAndBooks() async throws {
        try await inBoth { practice in
            let hold = try await practice.hold(call: call(.frontDesk), choice: at(first), minutes: 10)
            await refused("refused", "scheduling.not_free") {
                try await practice.book(call: call(.frontDesk), patient: patient, choice: at(first))
            }
            let visit = try await practice.bookHeld(call: call(.frontDesk), patient: patient, hold: hold.id)
            XCTAssertEqual(visit.start, first)
            XCTAssertEqual(visit.local, "2026-01-06T08:30:00")
            XCTAssertEqual(visit.status, "booked")
        }
    }

    func testTheSameCallAgainGivesTheSameAnswerAgain() async throws {
        try await inBoth { practice in
            let call = call(.frontDesk)
            let booked = try await practice.book(call: call, patient: patient, choice: at(first))
            let again = try await practice.book(call: call, patient: patient, choice: at(first))
            XCTAssertEqual(booked, again)
        }
    }

    func testOfManyWhoBookOneStartOneWins() async throws {
        try await inBoth { practice in
            let codes = await withTaskGroup(of: String.self) { group in
                for _ in 0..<32 {
                    group.addTask {
                        do {
                            return try await practice.book(
                                call: call(.frontDesk), patient: patient, choice: at(first)
                            ).status
                        } catch {
                            return (error as? PmsError)?.code ?? "\(error)"
                        }
                    }
                }
                return await group.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
            }
            XCTAssertEqual(codes, ["booked": 1, "scheduling.not_free": 31])
        }
    }

    func testAnAppointmentTakesItsStepsAndNoOthers() async throws {
        try await inBoth { practice in
            let id = try await practice.book(call: call(.frontDesk), patient: patient, choice: at(first)).id
            let desk = { call(.frontDesk, now: first.addingTimeInterval(-600)) }
            await refused("refused", "scheduling.too_early") {
                try await practice.step(call: desk(), appointment: id, step: .noShow)
            }
            let arrived = try await practice.step(call: desk(), appointment: id, step: .arrive)
            XCTAssertEqual(arrived.status, "arrived")
            _ = try await practice.step(call: desk(), appointment: id, step: .undo)
            let cancelled = try await practice.cancel(
                call: desk(), appointment: id, by: .patient, reason: "no-transport")
            XCTAssertEqual(cancelled.status, "cancelled")
        }
    }

    func testWhoMayNotAndWhatIsNotThere() async throws {
        try await inBoth { practice in
            await refused("denied", "access.not_granted") {
                try await practice.book(call: call(.auditor), patient: patient, choice: at(first))
            }
            await refused("not_found", "practice.unknown") {
                try await practice.book(call: call(.frontDesk), patient: other, choice: at(first))
            }
        }
    }

    func testAVersionThatIsNotTheNewest() async throws {
        try await inBoth { practice in
            let kept = try await practice.load(call: call(.manager), kind: .patient, id: patient)
            _ = try await practice.register(
                call: call(.manager), kind: .patient, json: kept.json, replaces: kept.version)
            await refused("conflict", "store.version_conflict") {
                try await practice.register(
                    call: call(.manager), kind: .patient, json: kept.json, replaces: kept.version)
            }
            XCTAssertEqual("\(kept) \(at(first))", "KeptRecord VisitChoice")
        }
    }

    func testWhoWaitsIsAskedAndHasTheTimeThatBecameFree() async throws {
        try await inBoth { practice in
            let desk = { call(.frontDesk) }
            let wish = WaitlistWish(
                patient: patient, channel: .desk, urgency: .soon, visits: [followUp])
            let entry = try await practice.joinWaitlist(call: desk(), wish: wish)
            let freed = FreedTime(
                schedules: [schedule], start: first, end: first.addingTimeInterval(1200), freedBy: nil)
            let run = try await practice.offerFreed(call: desk(), freed: freed)
            let offer = try XCTUnwrap(run.offers.first)
            XCTAssertEqual([offer.entry, offer.state], [entry.id, "live"])
            XCTAssertEqual(offer.start, first)
            _ = try await practice.offerStep(
                call: desk(), cascade: run.id, offer: offer.id, step: .accept)
            let filled = try await practice.offerStep(
                call: desk(), cascade: run.id, offer: offer.id, step: .approve)
            XCTAssertEqual([filled.state, filled.offers.first?.state], ["filled", "booked"])
            await refused("refused", "scheduling.cascade_over") {
                try await practice.cascadeStep(call: desk(), cascade: run.id, step: .advance)
            }
        }
    }

    func testARecallIsDueUntilItIsBooked() async throws {
        try await inBoth { practice in
            let desk = { call(.frontDesk) }
            let kept = try await practice.load(call: call(.manager), kind: .settings, id: practiceId)
            let programme =
                #"{"id":"\#(checkUp)","name":"check-up","every":{"months":6},"visits":["\#(followUp)"]}"#
            let settings = kept.json.replacingOccurrences(
                of: #""programmes":[]"#, with: #""programmes":[\#(programme)]"#)
            _ = try await practice.register(
                call: call(.manager), kind: .settings, json: settings, replaces: kept.version)
            let today: CivilDate = "2026-01-05"
            let wish = Enrolment(
                patient: patient, programme: checkUp, anchor: "2025-07-05", household: nil)
            let recall = try await practice.enrol(call: desk(), wish: wish, today: today)
            let due = try await practice.dueRecalls(call: desk(), today: today, after: nil).due
            XCTAssertEqual(due.map(\.state), ["due"])
            await refused("refused", "scheduling.recall_ahead") {
                try await practice.scheduleRecall(
                    call: desk(), recall: recall.id, choice: at(instant("2026-05-05T14:00:00Z")),
                    today: today)
            }
            _ = try await practice.scheduleRecall(
                call: desk(), recall: recall.id, choice: at(first), today: today)
            let quiet = try await practice.dueRecalls(call: desk(), today: today, after: nil).due
            XCTAssertEqual(quiet.count, 0)
            let later = try await practice.recallStep(
                call: desk(), recall: recall.id, step: .disableUntil, day: "2026-03-01", today: today)
            XCTAssertEqual(later.lookFrom, "2026-03-01")
        }
    }

    func testTheFileRemembersAndKeepsPracticesApart() async throws {
        let practice = try await openPractice(path: file, practice: practiceId)
        try await register(practice)
        _ = try await practice.book(call: call(.frontDesk), patient: patient, choice: at(first))
        await practice.closeFile()

        let again = try await openPractice(path: file, practice: practiceId)
        let open = try await again.findTimes(call: call(.frontDesk), wish: tuesday)
        XCTAssertNotEqual(open.starts.first, first)
        await again.closeFile()

        let stranger = try await openPractice(path: file, practice: other)
        await refused("not_found", "practice.unknown") {
            try await stranger.load(call: call(.manager), kind: .patient, id: patient)
        }
        await stranger.closeFile()
        await refused("refused", "storage.database") {
            try await openPractice(path: "/nowhere/practice.db", practice: practiceId)
        }
    }
}
