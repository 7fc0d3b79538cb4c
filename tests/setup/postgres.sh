# A PostgreSQL of our own, for as long as the part runs.
# shellcheck shell=bash

# postgres_up: starts one on a free port as an unprivileged user; sets PMS_PG_URL.
postgres_up() {
    need postgresql
    local bin port folder
    bin=$(find /usr/lib/postgresql -maxdepth 2 -name bin | sort -V | tail -n 1)
    port=$(perl -MIO::Socket::INET -e 'print IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1")->sockport')
    folder=$(mktemp -d /tmp/pms-pg.XXXXXX)
    PG_RUN=()
    if [ "$(id -u)" = 0 ]; then
        PG_RUN=(setpriv --reuid=postgres --regid=postgres --clear-groups env HOME="$folder")
        chown postgres "$folder"
    fi
    PG_FOLDER=$folder PG_BIN=$bin
    trap postgres_down EXIT
    (cd "$folder" && "${PG_RUN[@]}" "$bin/initdb" -D "$folder/db" -U pms -A trust -E UTF8 --locale=C.UTF-8 >"$folder/log")
    (cd "$folder" && "${PG_RUN[@]}" "$bin/pg_ctl" -D "$folder/db" -l "$folder/server.log" -w -t 60 start \
        -o "-p $port -k $folder -c listen_addresses=127.0.0.1 -c max_connections=200" >>"$folder/log")
    "$bin/createdb" -h 127.0.0.1 -p "$port" -U pms pms
    export PMS_PG_URL=postgres://pms@127.0.0.1:$port/pms
    say "PostgreSQL $("$bin/postgres" -V | grep -o '[0-9.]*' | head -n 1) at port $port"
}

postgres_down() {
    [ -d "${PG_FOLDER:-}" ] || return 0
    (cd "$PG_FOLDER" && "${PG_RUN[@]}" "$PG_BIN/pg_ctl" -D "$PG_FOLDER/db" -m immediate -w stop >/dev/null) || true
    rm -rf "$PG_FOLDER"
}
