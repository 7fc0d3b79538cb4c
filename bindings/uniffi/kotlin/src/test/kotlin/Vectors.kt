import java.io.File
import java.lang.reflect.InvocationTargetException
import kotlin.reflect.KFunction
import kotlin.reflect.jvm.kotlinFunction
import pms.PmsException
import pms.Practice
import pms.call
import pms.code
import pms.detail
import pms.kind
import pms.retryable

/** One line of tests/vectors: `{"id":..,"op":..,"input":..,"expect":..}`, cut by its seams. */
class Vector(line: String) {
    private val head = line.substringBefore(",\"input\":")
    private val tail = line.substringAfter(",\"input\":").removeSuffix("}")
    val id = head.substringAfter("{\"id\":\"").substringBefore("\",\"op\":\"")
    val op = head.substringAfterLast("\",\"op\":\"").removeSuffix("\"")
    val input = tail.substringBeforeLast(",\"expect\":")
    val expect = tail.substringAfterLast(",\"expect\":")

    companion object {
        fun all(folder: String): List<Vector> = File(folder).listFiles()!!
            .filter { it.extension == "jsonl" }
            .sorted()
            .flatMap { file -> file.readLines().map(::Vector) }
    }
}

/** The functions of the public API, by their names. */
private val functions: Map<String, KFunction<*>> = Class.forName("pms.PmsKt").methods
    .mapNotNull { it.kotlinFunction }
    .associateBy { it.name }

/** The operations of the JSON door that have no function or method of their own. */
fun missing(): List<String> {
    val door = (Json.read(call("op.list", "{}")) as Map<*, *>)["ok"] as Map<*, *>
    fun named(kind: String) = (door[kind] as List<*>).map { it as String }
    val commands = Practice::class.members.map { it.name }.toSet()
    return named("functions").filter { Shape.camel(it.substringAfter('.')) !in functions } +
        named("commands").filter { Shape.camel(it) !in commands }
}

/** Codes of what the types do not let through: the compiler stands before the library there. */
private val unsayable = listOf("json.", "op.", "money.syntax", "scalar.")

/** A vector that a typed language can say. */
fun isTyped(vector: Vector): Boolean {
    if (vector.op == "practice.run") return false
    val code = ((Json.read(vector.expect) as Map<*, *>)["err"] as Map<*, *>?)?.get("code") as String?
    return code == null || unsayable.none { code.startsWith(it) }
}

/** The operation through the public API, with its named arguments. */
private fun typed(op: String, given: Map<*, *>): Any? {
    val name = Shape.camel(op.substringAfter('.'))
    val function = functions[name] ?: throw Unsayable("no function $name")
    return Shape.calling(function, given) {
        try {
            function.callBy(it)
        } catch (e: InvocationTargetException) {
            throw e.targetException
        }
    }
}

/** What is wrong with the answer of the JSON door, if anything is. */
fun throughJson(vector: Vector): String? =
    call(vector.op, vector.input).let { if (it == vector.expect) null else "got $it" }

/** What is wrong with the answer of the typed API, if anything is. */
fun throughTypes(vector: Vector): String? {
    val expect = Json.read(vector.expect) as Map<*, *>
    val refusal = expect["err"] as Map<*, *>?
    return try {
        val answer = typed(vector.op, Json.read(vector.input) as Map<*, *>)
        if (refusal == null && Shape.says(answer, expect["ok"])) null else "got $answer"
    } catch (e: PmsException) {
        val wanted = refusal?.let { listOf(it["kind"], it["code"], it["detail"], it["retryable"]) }
        val got = listOf(e.kind, e.code, e.detail, e.retryable)
        if (got == wanted) null else "got $got"
    }
}
