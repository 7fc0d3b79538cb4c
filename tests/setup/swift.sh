# A Swift compiler, as a small Debian 13 beside this system, since Debian 12 has none. Sourced after
# lib.sh by the parts that need one.
# shellcheck shell=bash

# The folder: some 3 GB, made once from the Debian mirror that this system uses (about 450 MB to fetch).
SWIFT_ROOT=${PMS_SWIFT_ROOT:-$TOP/target/tools/swift}
SWIFT_SUITE=trixie

# swift_run ROOT COMMAND..: runs a command in ROOT, where the checkout is /src. Its mounts are seen by no
# other process and end with it, so that an interrupted run leaves nothing mounted inside target/.
swift_run() {
    # shellcheck disable=SC2016
    unshare --mount --propagation private -- bash -euc '
        root=$1 top=$2
        shift 2
        mkdir -p "$root/src"
        mount --rbind /proc "$root/proc"
        mount --rbind /dev "$root/dev"
        mount --bind "$top" "$root/src"
        exec chroot "$root" /usr/bin/env -i PATH=/usr/bin:/bin:/usr/sbin:/sbin HOME=/root LC_ALL=C.UTF-8 \
            DEBIAN_FRONTEND=noninteractive "$@"' swift_run "$1" "$TOP" "${@:2}"
}

# The Debian mirror that this system uses.
swift_mirror() {
    cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null |
        sed -nE '/^(URIs:|deb )/s#.*[ =]([a-z]+://[^ ]*/debian)/?( .*)?$#\1#p' | sed -n 1p
}

# swift_up: makes the folder where it is not yet there; ends the part where that cannot be done.
swift_up() {
    local mirror part=$SWIFT_ROOT.part log=$TOP/target/run/swift-setup.log
    [ "$(id -u)" = 0 ] || skip "the Swift compiler's folder needs root"
    if [ -x "$SWIFT_ROOT/usr/bin/swiftc" ]; then return 0; fi
    mirror=$(swift_mirror) || true
    [ -n "$mirror" ] || skip "this system's package sources name no Debian mirror"
    need debootstrap
    say "a Swift compiler, in a Debian $SWIFT_SUITE of its own (some minutes, once)"
    mkdir -p "$(dirname "$SWIFT_ROOT")" "$TOP/target/run"
    rm -rf --one-file-system "$part"
    debootstrap --variant=minbase "$SWIFT_SUITE" "$part" "$mirror" >"$log" 2>&1 </dev/null ||
        skip "the mirror gives no Debian $SWIFT_SUITE, see $log"
    cp /etc/resolv.conf /etc/hosts "$part/etc/"
    # A proxy that this system's apt needs.
    grep -hi proxy /etc/apt/apt.conf.d/* >"$part/etc/apt/apt.conf.d/99proxy" 2>/dev/null || true
    swift_run "$part" bash -c 'apt-get update -q &&
        apt-get install -qy --no-install-recommends swiftlang libc6-dev libstdc++-14-dev &&
        apt-get clean && swiftc --version' >>"$log" 2>&1 </dev/null ||
        skip "swiftlang cannot be installed, see $log"
    mv "$part" "$SWIFT_ROOT"
}
