# What the parts of tests/run share. Each part sources it from the workspace root.
# shellcheck shell=bash
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
TOP=$PWD
export TOP DEBIAN_FRONTEND=noninteractive PIP_DISABLE_PIP_VERSION_CHECK=1
export PIP_ROOT_USER_ACTION=ignore npm_config_fund=false npm_config_audit=false
export npm_config_update_notifier=false

# say TEXT..: a line of progress.
say() { echo "-- $*"; }

# skip TEXT..: ends the part, since a tool cannot be had.
skip() {
    echo "SKIPPED: $*"
    exit 77
}

# need PACKAGE..: Debian packages, installed where they are missing.
need() {
    local missing=() package
    for package in "$@"; do
        if ! dpkg-query -W -f='${db:Status-Status}\n' "$package" 2>/dev/null | grep -q '^installed$'; then
            missing+=("$package")
        fi
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    [ "$(id -u)" = 0 ] || skip "not root, and missing: ${missing[*]}"
    say "installing ${missing[*]}"
    {
        flock 8
        apt-get install -qq -y --no-install-recommends "${missing[@]}" >&2 ||
            { apt-get update -qq >&2 && apt-get install -qq -y --no-install-recommends "${missing[@]}" >&2; }
    } 8>/tmp/pms-apt.lock >/dev/null 2>"/tmp/pms-apt.$$" || {
        tail -n 5 "/tmp/pms-apt.$$"
        skip "cannot install ${missing[*]}"
    }
    rm -f "/tmp/pms-apt.$$"
}

# newer PACKAGE VERSION OTHER..: all of them anew where PACKAGE is older than that, since an old list of
# packages installs what was current when it was made.
newer() {
    local package=$1 version=$2
    if dpkg --compare-versions "$(dpkg-query -W -f='${Version}' "$package")" ge "$version"; then return 0; fi
    say "renewing $package"
    apt-get update -qq >&2
    apt-get install -qq -y --no-install-recommends "$package" "${@:3}" >/dev/null
    dpkg --compare-versions "$(dpkg-query -W -f='${Version}' "$package")" ge "$version" ||
        skip "$package $version is not to be had"
}

# a_python3: a Python of 3.11 or newer with venv.
a_python3() {
    local found
    for found in python3 /usr/bin/python3; do
        if "$found" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$found"
            return 0
        fi
    done
    return 1
}

# venv NAME PACKAGE..: a virtual environment under target/venv/NAME with these; sets VENV.
venv() {
    local name=$1 python wanted
    shift
    VENV=$TOP/target/venv/$name
    wanted="$*"
    if [ "$(cat "$VENV/wanted" 2>/dev/null)" = "$wanted" ]; then return 0; fi
    python=$(a_python3) || { need python3 python3-venv; python=$(a_python3) || skip "no Python 3.11"; }
    say "Python packages: $wanted"
    rm -rf "$VENV"
    "$python" -m venv "$VENV"
    "$VENV/bin/pip" install -q "$@" || skip "pip cannot install $wanted"
    echo "$wanted" >"$VENV/wanted"
}

# npm_at FOLDER: what FOLDER/package-lock.json names, under target/npm; sets NPM.
npm_at() {
    command -v npm >/dev/null || need npm
    NPM=$TOP/target/npm/$1
    if cmp -s "$1/package-lock.json" "$NPM/package-lock.json" && [ -e "$NPM/done" ]; then return 0; fi
    say "npm packages of $1"
    rm -rf "$NPM"
    mkdir -p "$NPM"
    cp "$1/package.json" "$1/package-lock.json" "$NPM/"
    (cd "$NPM" && npm ci --silent --ignore-scripts) || skip "npm cannot install what $1 needs"
    touch "$NPM/done"
}

# tally NAME FILE: the counts of every `test result:` line of cargo test in FILE, as one line.
tally() {
    awk -v name="$1" '
        /^test result:/ {
            for (i = 2; i < NF; i++) {
                if ($(i + 1) == "passed;") passed += $i
                if ($(i + 1) == "failed;") failed += $i
                if ($(i + 1) == "ignored;") ignored += $i
            }
        }
        END {
            printf "%s: %d passed, %d failed", name, passed, failed
            if (ignored) printf ", %d skipped", ignored
            print ""
        }' "$2"
}
