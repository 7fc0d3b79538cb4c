//! What an element may hold.

use super::Writer;

/// A character of the extended set that is no separator.
pub(super) fn carried(letter: char) -> bool {
    let separators = [
        Writer::SEPARATORS.element,
        Writer::SEPARATORS.component,
        Writer::SEPARATORS.terminator,
        b'^',
    ];
    u8::try_from(letter)
        .is_ok_and(|byte| (b' '..=b'~').contains(&byte) && !separators.contains(&byte))
}

/// Accented letters become plain, everything else that cannot be sent a blank; blanks in a row
/// become one.
pub(super) fn cleaned(value: &str) -> String {
    let mut clean = String::with_capacity(value.len());
    for letter in value.chars() {
        match letter {
            'À'..='Å' => clean.push('A'),
            'Æ' => clean.push_str("AE"),
            'Ç' => clean.push('C'),
            'È'..='Ë' => clean.push('E'),
            'Ì'..='Ï' => clean.push('I'),
            'Ñ' => clean.push('N'),
            'Ò'..='Ö' | 'Ø' => clean.push('O'),
            'Ù'..='Ü' => clean.push('U'),
            'Ý' | 'Ÿ' => clean.push('Y'),
            '’' | '‘' => clean.push('\''),
            '–' | '—' => clean.push('-'),
            _ if carried(letter) => clean.push(letter),
            _ => clean.push(' '),
        }
    }
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `150.00` as `150`, `12.50` as `12.5`.
pub(super) fn plain(amount: &str) -> String {
    match amount.split_once('.') {
        Some((whole, cents)) => {
            let cents = cents.trim_end_matches('0');
            let point = if cents.is_empty() { "" } else { "." };
            format!("{whole}{point}{cents}")
        }
        None => amount.to_owned(),
    }
}
