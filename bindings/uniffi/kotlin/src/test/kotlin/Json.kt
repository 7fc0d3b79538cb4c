/** Reads JSON into maps, lists, text, [Number]s, booleans and null: enough for the vectors. */
class Json private constructor(private val text: String) {
    private var at = 0

    companion object {
        fun read(text: String): Any? {
            val json = Json(text)
            val value = json.value()
            require(json.at == text.length) { "more than one value" }
            return value
        }
    }

    /** A number keeps its text. */
    data class Number(val text: String)

    private fun value(): Any? {
        val next = text[at]
        return when {
            next == '{' -> members()
            next == '[' -> elements()
            next == '"' -> string()
            text.startsWith("true", at) -> true.also { at += 4 }
            text.startsWith("false", at) -> false.also { at += 5 }
            text.startsWith("null", at) -> null.also { at += 4 }
            else -> number()
        }
    }

    private fun members(): Map<String, Any?> {
        val members = LinkedHashMap<String, Any?>()
        list('}') {
            val name = string()
            require(text[at++] == ':')
            members[name] = value()
        }
        return members
    }

    private fun elements(): List<Any?> {
        val elements = ArrayList<Any?>()
        list(']') { elements += value() }
        return elements
    }

    private fun list(end: Char, item: () -> Unit) {
        at++
        while (text[at] != end) {
            item()
            if (text[at] == ',') at++
        }
        at++
    }

    private fun string(): String {
        require(text[at++] == '"')
        val out = StringBuilder()
        while (text[at] != '"') {
            val next = text[at++]
            if (next != '\\') out.append(next) else out.append(escaped())
        }
        at++
        return out.toString()
    }

    private fun escaped(): Char = when (val escape = text[at++]) {
        'n' -> '\n'
        't' -> '\t'
        'r' -> '\r'
        'b' -> '\b'
        'f' -> '\u000c'
        'u' -> text.substring(at, at + 4).toInt(16).toChar().also { at += 4 }
        else -> escape
    }

    private fun number(): Number {
        val start = at
        while (at < text.length && text[at] in "+-0123456789.eE") at++
        require(at > start) { "not JSON" }
        return Number(text.substring(start, at))
    }
}
