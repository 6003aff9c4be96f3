#!/usr/bin/env bash
# A server's database through ODBC: with SQLite's driver, and with PostgreSQL's
# and a private server on a socket in a temporary folder.
# usage: odbc.sh sqlite|postgresql SITE_TOOL ODBC_TOOL; status 77 when something for it is absent
set -eu
kind=$1 tool=$2 bounded=$3
tables=$(cd "$(dirname "$0")" && pwd)/odbc_tables.sql
here=$(mktemp -d /tmp/odbc.XXXXXX)
password='corr;ect}horse'
server_runs=
finish() {
	[ -z "$server_runs" ] || as_server "$bin/pg_ctl" -D "$here/pg/data" -m immediate stop >/dev/null 2>&1 || true
	rm -rf "$here"
}
trap finish EXIT
cd "$here"
export LC_ALL=C.UTF-8 # the driver manager's idea of its own texts

fail() { echo "failed: $*" >&2; exit 1; }
skip() { echo "skipped: $*"; exit 77; }
says() { grep -qiF -- "$2" "$1" || { cat "$1" >&2; fail "$1 does not say: $2"; }; }
hides() { ! grep -qiF -- "$2" "$1" || fail "$1 says what it must not: $2"; }
driver() { # NAME: is it registered?
	command -v odbcinst >/dev/null && odbcinst -q -d -n "$1" >/dev/null 2>&1 ||
		skip "no ODBC driver '$1'"
}

# PostgreSQL does not run as root.
as_server() {
	if [ "$(id -u)" = 0 ]; then
		setpriv --reuid=postgres --regid=postgres --clear-groups env -C / "$@"
	else
		"$@"
	fi
}
sql() { PGPASSWORD=$password psql -qAtX -v ON_ERROR_STOP=1 -h "$here/pg" -U scs -d postgres "$@"; }

# What both drivers must give of odbc_tables.sql.
check_import() { # SOURCE
	"$tool" import site.db "$1" > said
	for row in "pid_map: 2" "configuration: 3" "oob_capability: 1" "location: 1" "identification: 1"; do
		says said ": $row added, 0 changed, 0 unchanged"
	done
	[ "$(wc -l < said)" = 5 ] || fail "not the five tables: $(cat said)"
	hides said "$password"
	"$tool" import site.db "$1" > said
	says said "pid_map: 0 added, 0 changed, 2 unchanged"
	[ "$(sqlite3 site.db 'SELECT pid, pps, used, uuid FROM pid_map ORDER BY pid')" = \
		"0000037M|NKLDG5DCRRNQE9YZZIJL7LFLVJED69XJ|1|44454c4c-4c00-1036-8050-b4c04f4e3132
AMT0001N||0|" ] || fail "pid_map: $(sqlite3 site.db 'SELECT * FROM pid_map')"
	[ "$(sqlite3 site.db "SELECT value FROM configuration WHERE name = 'label'")" = 'Züri → 東京' ] || fail "wide characters"
	[ "$(sqlite3 site.db "SELECT fqdn FROM location")" = pc1.example.test ] || fail "location"
}

check_bounds() { # SOURCE
	"$bounded" "$1" 10 2 64 10000 > said || fail "two rows are within two rows"
	says said "pid_map 2"
	"$bounded" "$1" 10 1 64 10000 2> said && fail "two rows, one at most"
	says said "pid_map has more than is read: 1 rows"
	"$bounded" "$1" 10 9 31 10000 2> said && fail "a PPS of 32 characters, 31 at most"
	says said "pid_map row 1: PPS is too long"
	"$bounded" "$1" 10 9 64 20 2> said && fail "more than 20 bytes"
	says said "and 20 bytes at most"
	hides said "$password"
	hides said NKLDG5DC
}

run_sqlite() {
	command -v sqlite3 >/dev/null || skip "no sqlite3"
	driver SQLite3
	sqlite3 server.db < "$tables"
	before=$(sha256sum server.db)
	check_import "odbc:Driver=SQLite3;Database=$here/server.db;PWD={corr;ect}}horse}"
	check_bounds "odbc:Driver=SQLite3;Database=$here/server.db"
	[ "$before" = "$(sha256sum server.db)" ] || fail "the source changed"

	# 16 bytes are a UUID; others in its place are not.
	sqlite3 blob.db "CREATE TABLE csti_pid_map (PID TEXT, UUID BLOB);
		INSERT INTO csti_pid_map VALUES ('0000037M', x'4c4c4544004c36108050b4c04f4e3132')"
	"$tool" import blob.site "odbc:Driver=SQLite3;Database=$here/blob.db" > said
	[ "$(sqlite3 blob.site 'SELECT uuid FROM pid_map')" = 44454c4c-4c00-1036-8050-b4c04f4e3132 ] || fail "UUID of 16 bytes"
	sqlite3 blob.db "UPDATE csti_pid_map SET UUID = x'00'"
	"$tool" import blob.site "odbc:Driver=SQLite3;Database=$here/blob.db" 2> said && fail "one byte as UUID"
	says said "pid_map row 1: UUID is binary"

	# No table of the server's: then ours, by our names.
	sqlite3 ours.db "CREATE TABLE service (name, state); INSERT INTO service VALUES ('AMTConfig', 'hung')"
	"$tool" import ours.site "odbc:Driver=SQLite3;Database=$here/ours.db" > said
	says said "service: 1 added"
	sqlite3 none.db "CREATE TABLE x (y)"
	"$tool" import ours.site "odbc:Driver=SQLite3;Database=$here/none.db" 2> said && fail "no table at all"
	says said "has none of the tables that are wanted"

	# A name that only looks like one of ours is none.
	sqlite3 trick.db "CREATE TABLE \"csti_pid_map\"\"; DROP TABLE x; --\" (PID); CREATE TABLE service (name)"
	"$tool" import trick.site "odbc:Driver=SQLite3;Database=$here/trick.db" > said
	[ "$(wc -l < said)" = 1 ] || fail "more than the one table"

	# A trace that the machine's administrator switched on gets no connection string and no row.
	mkdir sys
	{ cat "$(odbcinst -j | sed -n 's/^DRIVERS\.*: //p')"; printf '[ODBC]\nTrace=Yes\nTraceFile=%s/trace\n' "$here"; } > sys/odbcinst.ini
	ODBCSYSINI=$here/sys "$tool" import trace.site "odbc:Driver=SQLite3;Database=$here/server.db;PWD=horse" > said
	[ -e trace ] || fail "no trace, so nothing is shown"
	hides trace horse
	hides trace NKLDG5DC

	"$tool" import no.site "odbc:Driver={no such};PWD=$password" 2> said && fail "no such driver"
	says said "no connection: "
	hides said horse
	for command in "show odbc:DSN=x;PWD=horse" "check odbc:DSN=x;PWD=horse" "init odbc:DSN=x;PWD=horse" \
		"import odbc:DSN=x;PWD=horse ours.db"; do
		# shellcheck disable=SC2086 # words
		"$tool" $command 2> said && fail "$command"
		says said "is only read by"
		hides said horse
	done
	[ ! -e "odbc:DSN=x;PWD=horse" ] || fail "made a file of that name"
}

start_server() {
	bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -n 1)
	[ -x "${bin:-/none}/initdb" ] && command -v psql >/dev/null || skip "no PostgreSQL server"
	[ "$(id -u)" != 0 ] || id postgres >/dev/null 2>&1 || skip "root, and no user postgres"
	mkdir pg
	printf '%s\n' "$password" > pg/password
	[ "$(id -u)" != 0 ] || chown -R postgres pg
	chmod 711 "$here"
	as_server "$bin/initdb" -D "$here/pg/data" -U scs -E UTF8 --locale=C --auth=scram-sha-256 \
		--pwfile="$here/pg/password" >/dev/null
	as_server "$bin/pg_ctl" -D "$here/pg/data" -w -t 60 -l "$here/pg/log" \
		-o "-c listen_addresses= -c unix_socket_directories=$here/pg -c fsync=off" start >/dev/null ||
		{ cat pg/log >&2; fail "the server does not start"; }
	server_runs=yes
}

run_postgresql() {
	command -v sqlite3 >/dev/null || skip "no sqlite3"
	driver 'PostgreSQL Unicode'
	start_server
	# The driver's own log, which Debian's file switches on, would be left in /tmp.
	mkdir sys
	sed 's/^CommLog=.*/CommLog=0/' "$(odbcinst -j | sed -n 's/^DRIVERS\.*: //p')" > sys/odbcinst.ini
	export ODBCSYSINI=$here/sys
	local at="odbc:Driver={PostgreSQL Unicode};Server=$here/pg;Database=postgres;UID=scs"
	local source="$at;PWD={corr;ect}}horse}"
	sql < "$tables"
	check_import "$source"
	check_bounds "$source"

	"$tool" import no.site "$at;PWD=wrong-horse" 2> said && fail "a wrong password"
	says said "no connection: "
	says said "authentication failed"
	hides said wrong-horse

	# A table that somebody holds: the statement ends by its timeout.
	{ echo 'BEGIN; LOCK TABLE csti_pid_map; SELECT 1;'; sleep 4; } | sql > locked &
	local holder=$!
	until [ -s locked ]; do sleep 0.1; done
	"$bounded" "$source" 1 9 64 10000 2> said && fail "a locked table"
	says said "csti_pid_map: "
	wait "$holder"

	# The schemas that installations use, with names that keep their case.
	sql -c 'DROP TABLE csti_pid_map, csti_configuration, inv_oob_capability, inv_aex_ac_location, inv_aex_ac_identification' \
		-c 'CREATE SCHEMA "IntelAMT"' -c 'CREATE SCHEMA "Symantec_CMDB_IntelAMT"' -c 'CREATE SCHEMA other' \
		-c 'CREATE TABLE "IntelAMT"."csti_pid_map" (PID text)' \
		-c "INSERT INTO \"IntelAMT\".\"csti_pid_map\" VALUES ('0000037M')" \
		-c 'CREATE TABLE "Symantec_CMDB_IntelAMT"."Inv_OOB_Capability" ("_ResourceGuid" uuid, "UUID" uuid, "IsAmtCapable" boolean)' \
		-c "INSERT INTO \"Symantec_CMDB_IntelAMT\".\"Inv_OOB_Capability\" VALUES ('0fa40da6-8a3d-4d9a-9b0a-aa5ad0f2c5d1', '44454c4c-4c00-1036-8050-b4c04f4e3132', true)" \
		-c 'CREATE TABLE other.csti_configuration (name text, value text)'
	"$tool" import schemas.site "$source" > said
	says said "pid_map: 1 added"
	says said "oob_capability: 1 added"
	[ "$(wc -l < said)" = 2 ] || fail "a table of another schema was read"
	[ "$(sqlite3 schemas.site 'SELECT lower(resource_guid), lower(uuid), amt_capable FROM oob_capability')" = \
		"0fa40da6-8a3d-4d9a-9b0a-aa5ad0f2c5d1|44454c4c-4c00-1036-8050-b4c04f4e3132|1" ] || fail "oob_capability: $(sqlite3 schemas.site "SELECT * FROM oob_capability")"
	sql -c 'CREATE TABLE "Symantec_CMDB_IntelAMT".csti_pid_map (PID text)'
	"$tool" import twice.site "$source" 2> said && fail "one table in two schemas"
	says said "is there twice, in schemas"
}

"run_$kind"
echo passed
