package pms

import java.math.BigDecimal
import java.time.LocalDateTime

/** How decimals and local times cross the border. */
internal object Scalar {
    /**
     * Plain decimal text. A number of thousands of digits stays in its short form, which is refused
     * as no amount, where plain text could fill the memory.
     */
    fun text(decimal: BigDecimal): String =
        if (decimal.scale() in -64..64 && decimal.precision() <= 64) decimal.toPlainString() else decimal.toString()

    /** To the second; what is finer is left to be refused. */
    fun text(local: LocalDateTime): String = local.toString().let { if (it.length == 16) "$it:00" else it }
}
