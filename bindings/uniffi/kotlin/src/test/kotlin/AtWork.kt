import java.io.File
import java.nio.file.Files
import java.time.Instant
import java.time.LocalDate
import java.time.LocalDateTime
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.runBlocking
import pms.Call
import pms.CascadeStep
import pms.Channel
import pms.DayHours
import pms.DayOfWeek
import pms.Enrolment
import pms.FreedTime
import pms.OfferStep
import pms.Overriding
import pms.PmsException
import pms.Practice
import pms.PurposeName
import pms.RecallStep
import pms.RecordKind
import pms.RoleName
import pms.Side
import pms.SlotAnswer
import pms.TimeFilter
import pms.Urgency
import pms.VisitChoice
import pms.VisitStep
import pms.VisitWish
import pms.WaitlistWish
import pms.code
import pms.newCall
import pms.openPractice
import pms.practiceInMemory

private const val PRACTICE = "019b7777-0000-7000-8000-000000000007"
private const val OTHER = "019b7777-0000-7000-8000-00000000ffff"
private const val STAFF = "019b7777-0000-7000-8000-0000000000aa"
private const val PATIENT = "019b7777-0000-7000-8000-000000000015"
private const val PRACTITIONER = "019b7777-0000-7000-8000-00000000000b"
private const val SCHEDULE = "019b7777-0000-7000-8000-00000000000d"
private const val FOLLOW_UP = "019b7777-0000-7000-8000-00000000001b"
private const val CHECK_UP = "019b7777-0000-7000-8000-000000000050"

private val MORNING = Instant.parse("2026-01-05T12:00:00Z")
private val FIRST = Instant.parse("2026-01-06T13:30:00Z")
private val THURSDAY = Instant.parse("2026-01-08T13:30:00Z")

private fun call(role: RoleName, now: Instant = MORNING) = newCall(STAFF, role, PurposeName.OPERATIONS).let {
    Call(it.actor, it.role, it.purpose, it.key, now, it.fresh)
}

private fun at(start: Instant) = VisitChoice(listOf(SCHEDULE), FOLLOW_UP, start)

private val TUESDAY =
    VisitWish(listOf(SCHEDULE), FOLLOW_UP, Instant.parse("2026-01-06T05:00:00Z"), Instant.parse("2026-01-07T05:00:00Z"))

private suspend fun register(practice: Practice, records: File) {
    for (line in records.readLines()) {
        val kind = line.substringAfter("{\"kind\":\"").substringBefore("\"")
        val json = line.substringAfter(",\"record\":").removeSuffix("}")
        practice.register(call(RoleName.MANAGER), RecordKind.valueOf(kind.uppercase()), json, null)
    }
}

/** A practice with its memory, in this process and in a file. */
fun atWork(records: File) = Suite("practice").apply {
    val folder = Files.createTempDirectory("pms").toFile()
    val file = File(folder, "practice.db").path
    try {
        for ((where, open) in listOf<Pair<String, suspend (String) -> Practice>>(
            "in memory" to { practiceInMemory(it) },
            "in a file" to { openPractice(file, it) },
        )) runBlocking {
            val practice = open(PRACTICE)
            register(practice, records)
            day(where, practice)
            waiting(where, practice)
            practice.closeFile()
        }
        runBlocking { reopened(file) }
    } finally {
        folder.deleteRecursively()
    }
}

private suspend fun Suite.day(where: String, practice: Practice) {
    suspend fun check(what: String, body: suspend () -> String?) = checking("$where: $what", body)

    check("every start of a day") {
        val open = practice.findTimes(call(RoleName.FRONT_DESK), TUESDAY)
        same(listOf(open.starts.first(), open.starts.size, open.clipped), listOf(FIRST, 26, emptyList<String>()))
    }
    check("any of a pool, in the afternoon, the first two, and why") {
        val afternoon = TimeFilter(days = listOf(DayOfWeek.TUESDAY), hours = listOf(DayHours("13:00", "24:00")))
        val wish = TUESDAY.copy(schedules = listOf(), anyOf = listOf(SCHEDULE), filter = afternoon, most = 2u)
        val open = practice.findTimes(call(RoleName.FRONT_DESK), wish)
        val one = Instant.parse("2026-01-06T18:00:00Z")
        val found = listOf(open.answer, open.starts, open.resources)
        val why = practice.why(call(RoleName.FRONT_DESK), wish)
        val filter = why.against.filter { it.layer == "filter" }.map { it.resource }
        same(found, listOf(SlotAnswer.OPEN, listOf(one, one.plusSeconds(900)), List(2) { listOf(PRACTITIONER) }))
            ?: same(why.starts to filter, 13uL to listOf<String?>(null)) // until 16:00
    }
    check("a hold is made longer, and let go") {
        val hold = practice.hold(call(RoleName.FRONT_DESK), at(FIRST), 10u)
        val longer = practice.extendHold(call(RoleName.FRONT_DESK), hold.id, 20u)
        practice.releaseHold(call(RoleName.FRONT_DESK), hold.id)
        same(longer.expires, MORNING.plusSeconds(1200)) ?: refused("refused", "scheduling.hold_expired") {
            practice.extendHold(call(RoleName.FRONT_DESK), hold.id, 20u)
        }
    }
    check("a hold keeps others out, and books") {
        val hold = practice.hold(call(RoleName.FRONT_DESK), at(FIRST), 10u)
        val other = refused("refused", "scheduling.not_free") {
            practice.book(call(RoleName.FRONT_DESK), PATIENT, at(FIRST))
        }
        other ?: practice.bookHeld(call(RoleName.FRONT_DESK), PATIENT, hold.id).let {
            same(listOf(it.start, it.local, it.status), listOf(FIRST, LocalDateTime.parse("2026-01-06T08:30"), "booked"))
        }
    }
    check("the same call again gives the same answer again") {
        val call = call(RoleName.FRONT_DESK)
        val start = FIRST.plusSeconds(3600)
        val booked = practice.book(call, PATIENT, at(start))
        same(practice.book(call, PATIENT, at(start)), booked)
    }
    check("of many who book one start, one wins") {
        val start = FIRST.plusSeconds(7200)
        val codes = coroutineScope {
            (1..32).map {
                async {
                    try {
                        practice.book(call(RoleName.FRONT_DESK), PATIENT, at(start)).status
                    } catch (e: PmsException) {
                        e.code
                    }
                }
            }.awaitAll()
        }
        same(codes.groupingBy { it }.eachCount(), mapOf("booked" to 1, "scheduling.not_free" to 31))
    }
    check("an appointment takes its steps, and no others") {
        val visit = practice.book(call(RoleName.FRONT_DESK), PATIENT, at(FIRST.plusSeconds(10800)))
        val desk = { call(RoleName.FRONT_DESK, visit.start.minusSeconds(600)) }
        val early = refused("refused", "scheduling.too_early") { practice.step(desk(), visit.id, VisitStep.NO_SHOW) }
        val arrived = practice.step(desk(), visit.id, VisitStep.ARRIVE)
        val cancelled = practice.step(desk(), visit.id, VisitStep.UNDO).let {
            practice.cancel(desk(), it.id, Side.PATIENT, "no-transport")
        }
        early ?: same(arrived.status to cancelled.status, "arrived" to "cancelled")
    }
    check("who books against a rule answers for it") {
        practice.book(call(RoleName.FRONT_DESK), PATIENT, at(THURSDAY))
        val over = at(THURSDAY).copy(overriding = Overriding(listOf("busy", "patient"), "emergency"))
        refused("denied", "access.not_granted") { practice.book(call(RoleName.FRONT_DESK), PATIENT, over) }
            ?: same(practice.book(call(RoleName.CLINICIAN), PATIENT, over).overridden, listOf("busy", "patient"))
    }
    check("a day off says whom it leaves out") {
        val kept = practice.load(call(RoleName.MANAGER), RecordKind.SCHEDULE, SCHEDULE)
        val day = """{"start":"2026-01-08","end":"2026-01-08"},"hours":[{"opens":"00:00","closes":"24:00"}]"""
        val off = kept.json.replace(
            "\"exceptions\":[]", """"exceptions":[{"kind":"blocked","on":$day,"reason":"away"}]""",
        )
        val asked = practice.whatIf(call(RoleName.FRONT_DESK), off, THURSDAY, THURSDAY.plusSeconds(28800))
        val offers = asked.offers.map { it.before to it.after }
        val published = practice.publish(call(RoleName.MANAGER), off, kept.version)
        same(offers, List(2) { 420uL to 0uL }) ?: same(published.stranded, asked.stranded)
            ?: same(published.stranded.map { it.layer }, listOf("block", "block"))
            ?: refused("conflict", "store.version_conflict") {
                practice.publish(call(RoleName.MANAGER), off, kept.version)
            }
    }
    check("an auditor books nothing") {
        refused("denied", "access.not_granted") { practice.book(call(RoleName.AUDITOR), PATIENT, at(FIRST)) }
    }
    check("somebody whom nobody knows") {
        refused("not_found", "practice.unknown") { practice.book(call(RoleName.FRONT_DESK), OTHER, at(FIRST)) }
    }
    check("a version that is not the newest") {
        val kept = practice.load(call(RoleName.MANAGER), RecordKind.PATIENT, PATIENT)
        practice.register(call(RoleName.MANAGER), RecordKind.PATIENT, kept.json, kept.version)
        refused("conflict", "store.version_conflict") {
            practice.register(call(RoleName.MANAGER), RecordKind.PATIENT, kept.json, kept.version)
        }
    }
    check("records and visits print their names alone") {
        val kept = practice.load(call(RoleName.MANAGER), RecordKind.PATIENT, PATIENT)
        same("$kept ${at(FIRST)}", "KeptRecord VisitChoice")
    }
}

private suspend fun Suite.waiting(where: String, practice: Practice) {
    val desk = { call(RoleName.FRONT_DESK) }
    checking("$where: who waits is asked, and has the time that became free") {
        val wish = WaitlistWish(PATIENT, Channel.DESK, Urgency.SOON, visits = listOf(FOLLOW_UP))
        val entry = practice.joinWaitlist(desk(), wish)
        val start = FIRST.plusSeconds(86400)
        val run = practice.offerFreed(desk(), FreedTime(listOf(SCHEDULE), start, start.plusSeconds(1200), null))
        val offer = run.offers.single()
        practice.offerStep(desk(), run.id, offer.id, OfferStep.ACCEPT)
        val filled = practice.offerStep(desk(), run.id, offer.id, OfferStep.APPROVE)
        val over = refused("refused", "scheduling.cascade_over") {
            practice.cascadeStep(desk(), run.id, CascadeStep.ADVANCE)
        }
        over ?: same(
            listOf(offer.entry, offer.start, offer.byCall, filled.state, filled.offers.single().state),
            listOf(entry.id, start, true, "filled", "booked"),
        )
    }
    checking("$where: nobody is recalled for what is booked, nor booked too far ahead") {
        val kept = practice.load(call(RoleName.MANAGER), RecordKind.SETTINGS, PRACTICE)
        val programme = """{"id":"$CHECK_UP","name":"check-up","every":{"months":6},"visits":["$FOLLOW_UP"]}"""
        val settings = kept.json.replace("\"programmes\":[]", "\"programmes\":[$programme]")
        practice.register(call(RoleName.MANAGER), RecordKind.SETTINGS, settings, kept.version)
        val today = LocalDate.parse("2026-01-05")
        val recall = practice.enrol(desk(), Enrolment(PATIENT, CHECK_UP, today.minusMonths(6), null), today)
        val due = practice.dueRecalls(desk(), today, null).due
        val march = LocalDate.parse("2026-03-01")
        val later = practice.recallStep(desk(), recall.id, RecallStep.DISABLE_UNTIL, march, today)
        val ahead = refused("refused", "scheduling.recall_ahead") {
            practice.scheduleRecall(desk(), recall.id, at(Instant.parse("2026-05-05T14:00:00Z")), today)
        }
        ahead ?: same(due.size to later.lookFrom, 0 to march)
    }
}

private suspend fun Suite.reopened(file: String) {
    checking("the file remembers") {
        val again = openPractice(file, PRACTICE)
        val open = again.findTimes(call(RoleName.FRONT_DESK), TUESDAY)
        again.closeFile()
        same(open.starts.size, 18) // three visits of 20 minutes take 8 of 26 starts
    }
    checking("another practice in the same file sees nothing") {
        val other = openPractice(file, OTHER)
        refused("not_found", "practice.unknown") { other.load(call(RoleName.MANAGER), RecordKind.PATIENT, PATIENT) }
            .also { other.closeFile() }
    }
    checking("a file that cannot be opened") {
        refused("refused", "storage.database") { openPractice("/nowhere/practice.db", PRACTICE) }
    }
}
