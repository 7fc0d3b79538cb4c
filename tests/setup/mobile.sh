# What the Kotlin and the Swift part share. Sourced after lib.sh.
# shellcheck shell=bash

# program LANGUAGE: the program that stands in the README of that language.
program() { sed -n "/^\`\`\`$1\$/,/^\`\`\`\$/p" "bindings/uniffi/$1/README.md" | sed '/^`/d'; }

# readme PRINTED FILE NAME: each line that a README's program printed stands as a comment in it.
readme() {
    local line passed=0 failed=0
    while read -r line; do
        if grep -qF -- "// $line" "$2"; then
            passed=$((passed + 1))
        else
            failed=$((failed + 1))
            echo "FAILED: the program of $2 printed: $line"
        fi
    done <<<"$1"
    echo "$3: $passed passed, $failed failed"
    [ "$failed" -eq 0 ]
}
