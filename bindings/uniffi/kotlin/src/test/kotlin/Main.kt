import java.io.File
import java.math.BigDecimal
import kotlin.system.exitProcess
import pms.PmsException
import pms.RoundingName
import pms.code
import pms.field
import pms.kind
import pms.readIdentifier
import pms.retryable
import pms.share
import pms.splitEvenly
import pms.total
import pms.version

/** Counts checks and prints those that fail. */
class Suite(private val name: String) {
    var passed = 0
        private set
    var failed = 0
        private set

    fun check(what: String, body: () -> String?) = count(what, attempt { body() })

    suspend fun checking(what: String, body: suspend () -> String?) = count(what, attempt { body() })

    private inline fun attempt(body: () -> String?): String? = try {
        body()
    } catch (e: Throwable) {
        "threw $e"
    }

    private fun count(what: String, wrong: String?) {
        if (wrong == null) passed++ else failed++.also { println("FAILED $name: $what: $wrong") }
    }
}

fun same(got: Any?, wanted: Any?): String? = if (got == wanted) null else "got $got"

inline fun refused(kind: String, code: String, act: () -> Any?): String? = try {
    "not refused: ${act()}"
} catch (e: PmsException) {
    same("${e.kind} ${e.code}", "$kind $code")
}

fun kotlinAlone(wantedVersion: String) = Suite("kotlin").apply {
    check("one version in every language") { same(version(), wantedVersion) }
    check("no operation is missing") { same(missing(), emptyList<String>()) }
    check("amounts are BigDecimals, to the cent") {
        same(total(listOf(BigDecimal("0.1"), BigDecimal("0.2"))), BigDecimal("0.30"))
    }
    check("a binary float shows its digits and is no amount") {
        refused("invalid", "money.too_precise") { total(listOf(BigDecimal(0.1))) }
    }
    check("forty digits are too many") {
        refused("invalid", "money.out_of_range") { total(listOf(BigDecimal("9".repeat(40)))) }
    }
    check("a huge exponent fills no memory") {
        refused("invalid", "money.syntax") { total(listOf(BigDecimal("1e999999999"))) }
    }
    check("an exponent that is plain inside is an amount") {
        same(total(listOf(BigDecimal("1e3"))), BigDecimal("1000.00"))
    }
    check("a rate below zero") {
        refused("invalid", "money.out_of_range") {
            share(BigDecimal("1.00"), BigDecimal("-0.5"), RoundingName.HALF_UP)
        }
    }
    check("a text that is no identifier") { refused("invalid", "id.syntax") { readIdentifier("O'Neil; --") } }
    check("a refusal is an exception with a place, and tells nothing of the input") {
        try {
            readIdentifier("O'Neil")
            "not refused"
        } catch (e: PmsException.Invalid) {
            if (e.message!!.contains("O'Neil")) "it tells the input" else same(e.field to e.retryable, "text" to false)
        }
    }
    check("every refusal can be told apart, and the compiler knows them all") {
        val told = { e: PmsException ->
            when (e) {
                is PmsException.Invalid, is PmsException.Refused, is PmsException.Denied -> "show it"
                is PmsException.NotFound -> "forget it"
                is PmsException.Conflict, is PmsException.Unavailable -> "again"
            }
        }
        same(told(PmsException.Conflict("store.version", "changed meanwhile")), "again")
    }
    check("many threads at once") {
        val answers = (1..64).toList().parallelStream().map { splitEvenly(BigDecimal("100.00"), 3u).first() }.toList()
        same(answers.toSet(), setOf(BigDecimal("33.34")))
    }
}

/** Arguments: the folder of the vectors, the version that the library must have, the practice's records. */
fun main(arguments: Array<String>) {
    val vectors = Vector.all(arguments[0])
    val json = Suite("json").apply { vectors.forEach { check(it.id) { throughJson(it) } } }
    val types = Suite("typed").apply { vectors.filter(::isTyped).forEach { check(it.id) { throughTypes(it) } } }
    println("vectors kotlin: ${json.passed} json, ${types.passed} typed")
    val suites = listOf(json, types, kotlinAlone(arguments[1]), atWork(File(arguments[2])))
    val failed = suites.sumOf { it.failed }
    println("kotlin: ${suites.sumOf { it.passed }} passed, $failed failed")
    if (failed > 0) exitProcess(1)
}
