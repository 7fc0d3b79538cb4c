import java.math.BigDecimal
import java.time.DateTimeException
import java.time.Instant
import java.time.LocalDate
import java.time.LocalDateTime
import kotlin.reflect.KClass
import kotlin.reflect.KFunction
import kotlin.reflect.KParameter
import kotlin.reflect.KType
import kotlin.reflect.full.primaryConstructor

/** What is in the JSON cannot be said in these types at all. */
class Unsayable(why: String) : Exception(why)

/** Between the JSON of the vectors and the typed values of the library, by their constructors. */
object Shape {
    fun typed(json: Any?, type: KType): Any? {
        if (json == null) {
            return if (type.isMarkedNullable) null else throw Unsayable("null for $type")
        }
        val kind = type.classifier as KClass<*>
        return when {
            kind == String::class && json is String -> json
            kind == ByteArray::class && json is String -> bytes(json)
            kind == Boolean::class && json is Boolean -> json
            kind == List::class && json is List<*> -> json.map { typed(it, type.arguments[0].type!!) }
            kind == Map::class && json is Map<*, *> -> json.mapValues { typed(it.value, type.arguments[1].type!!) }
            kind == BigDecimal::class && json is String -> sayable { BigDecimal(json) }
            kind == LocalDate::class && json is String -> sayable { LocalDate.parse(json) }
            kind == LocalDateTime::class && json is String -> sayable { LocalDateTime.parse(json) }
            kind == Instant::class && json is String -> sayable { java.time.OffsetDateTime.parse(json).toInstant() }
            json is Json.Number -> number(json.text, kind)
            kind.java.isEnum && json is String ->
                kind.java.enumConstants.find { (it as Enum<*>).name.lowercase() == json } ?: throw Unsayable(json)
            kind.isData && json is Map<*, *> -> record(json, kind)
            else -> throw Unsayable("$json for $type")
        }
    }

    /** Text of which each character is one byte. */
    private fun bytes(text: String): ByteArray {
        if (text.any { it > 'ÿ' }) throw Unsayable(text)
        return text.toByteArray(Charsets.ISO_8859_1)
    }

    private fun number(text: String, kind: KClass<*>): Any = sayable {
        when (kind) {
            UByte::class -> text.toUByte()
            UShort::class -> text.toUShort()
            UInt::class -> text.toUInt()
            ULong::class -> text.toULong()
            Byte::class -> text.toByte()
            Short::class -> text.toShort()
            Int::class -> text.toInt()
            Long::class -> text.toLong()
            else -> throw Unsayable("$text for $kind")
        }
    }

    private fun record(json: Map<*, *>, kind: KClass<*>): Any {
        val constructor = kind.primaryConstructor!!
        return calling(constructor, json) { constructor.callBy(it) }
    }

    /** Calls with the members of an object as named arguments; all of them must be known. */
    fun <T> calling(function: KFunction<*>, json: Map<*, *>, call: (Map<KParameter, Any?>) -> T): T {
        val names = function.parameters.map { it.name }
        (json.keys - names.toSet()).firstOrNull()?.let { throw Unsayable("$it for ${function.name}") }
        val said = function.parameters.filter { it.name in json || !it.isOptional }
        return call(said.associateWith { typed(json[it.name], it.type) })
    }

    /** `split_evenly` is splitEvenly. */
    fun camel(snake: String): String = snake.replace(Regex("_(.)")) { it.groupValues[1].uppercase() }

    private fun <T> sayable(read: () -> T): T = try {
        read()
    } catch (e: NumberFormatException) {
        throw Unsayable(e.message.orEmpty())
    } catch (e: DateTimeException) {
        throw Unsayable(e.message.orEmpty())
    }

    /** The typed value says what the JSON says; amounts to their last digit. */
    fun says(value: Any?, json: Any?): Boolean = when (value) {
        null -> json == null
        is String, is Boolean -> value == json
        is ByteArray -> value.toString(Charsets.ISO_8859_1) == json
        is BigDecimal -> value.toPlainString() == json
        is LocalDate -> value.toString() == json
        is LocalDateTime -> json is String && value == LocalDateTime.parse(json)
        is Instant -> json is String && value == Instant.parse(json)
        is List<*> -> json is List<*> && value.size == json.size && value.indices.all { says(value[it], json[it]) }
        is Enum<*> -> value.name.lowercase() == json
        is Map<*, *> -> json is Map<*, *> && value.keys == json.keys && value.all { says(it.value, json[it.key]) }
        is Json.Number -> value == json
        is UByte, is UShort, is UInt, is ULong, is Number -> json is Json.Number && value.toString() == json.text
        else -> json is Map<*, *> && record(value, json)
    }

    /** Its fields say what the JSON says; itself, it says no more than its name. */
    private fun record(value: Any, json: Map<*, *>): Boolean {
        val fields = value::class.primaryConstructor!!.parameters.associate { field ->
            field.name to value::class.members.first { it.name == field.name }.call(value)
        }
        return value.toString() == value::class.simpleName &&
            (json.keys - fields.keys).isEmpty() && fields.all { says(it.value, json[it.key]) }
    }
}
