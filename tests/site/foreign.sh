#!/usr/bin/env bash
# Records between our program and others: sqlite3's shell, iconv, Python's csv module.
# usage: foreign.sh SITE_TOOL
set -eu
tool=$1
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
cd "$here"

fail() { echo "failed: $*" >&2; exit 1; }
has() { command -v "$1" >/dev/null || { echo "skipped: no $1"; return 1; }; }
# says FILE TEXT: FILE has a line with TEXT
says() { grep -qF -- "$2" "$1" || { cat "$1" >&2; fail "$1 does not say: $2"; }; }

uuid=44454c4c-4c00-1036-8050-b4c04f4e3132
guid='{0FA40DA6-8A3D-4D9A-9B0A-AA5AD0F2C5D1}'

if has sqlite3; then
	# A database of ours is one for SQLite, with the columns of the schema.
	"$tool" init site.db
	[ "$(sqlite3 site.db 'PRAGMA integrity_check')" = ok ] || fail "integrity of a new database"
	[ "$(sqlite3 site.db "SELECT count(*) FROM sqlite_master WHERE type = 'table'")" = 13 ] || fail "13 tables"
	[ "$(stat -c %a site.db)" = 600 ] || fail "a new database is its owner's only"
	"$tool" init site.db 2>said && fail "init overwrote"
	says said "is there already"

	# The server's own tables, made by SQLite's shell.
	sqlite3 server.db "CREATE TABLE csti_pid_map (PID TEXT, PPS TEXT, Used INTEGER, UUID TEXT);
		INSERT INTO csti_pid_map VALUES ('0000037M', 'NKLDG5DCRRNQE9YZZIJL7LFLVJED69XJ', 1, '$uuid');
		CREATE TABLE csti_configuration (id INTEGER, props_script_timeout INTEGER);
		INSERT INTO csti_configuration VALUES (1, 0);
		CREATE TABLE Inv_OOB_Capability (_ResourceGuid TEXT, UUID TEXT);
		INSERT INTO Inv_OOB_Capability VALUES ('$guid', '$uuid');
		CREATE TABLE other (x)"
	before=$(sha256sum server.db)
	"$tool" import site.db server.db >said
	says said "server.db: pid_map: 1 added, 0 changed, 0 unchanged"
	[ "$before" = "$(sha256sum server.db)" ] || fail "the source changed"
	[ "$(sqlite3 site.db "SELECT pid, pps, used, uuid FROM pid_map")" = \
		"0000037M|NKLDG5DCRRNQE9YZZIJL7LFLVJED69XJ|1|$uuid" ] || fail "pid_map row"
	[ "$(sqlite3 site.db "SELECT value FROM configuration WHERE name = 'props_script_timeout'")" = 0 ] || fail "setting"
	"$tool" import site.db server.db >said
	says said "server.db: pid_map: 0 added, 0 changed, 1 unchanged"
	[ "$(sqlite3 site.db 'SELECT count(*) FROM pid_map')" = 1 ] || fail "twice the same"

	# A log that is not merged yet is refused, a database in that mode is not.
	sqlite3 site.db "PRAGMA journal_mode=WAL" >/dev/null
	"$tool" show site.db >/dev/null || fail "a database in WAL mode"
	printf 'INSERT INTO pid_map(pid) VALUES (%s);\n.shell "%s" show site.db 2>said\n' "'ABCDEFGH'" "$tool" | sqlite3 site.db || true
	says said "changes lie in a log beside it"
fi

if has iconv; then
	# As SQL Server's studio saves results: UTF-16 with its mark, and as sqlcmd prints them.
	printf '\xef\xbb\xbf_ResourceGuid,Fully Qualified Domain Name,ModifiedDate\r\n%s,"pc1.example.test",2026-11-22 10:00:00\r\n' \
		"$guid" | iconv -f UTF-8 -t UTF-16LE > Inv_AeX_AC_Location.csv
	printf 'PID      |PPS |Used\n' | tr '|' '\t' > csti_pid_map.csv
	printf -- '---------\t----\t----\n0000037M \tNULL\t   1\nABCDEFGH \tNULL\t   0\n\n(2 rows affected)\n' >> csti_pid_map.csv
	"$tool" import folder/ Inv_AeX_AC_Location.csv csti_pid_map.csv >said
	says said "Inv_AeX_AC_Location.csv: location: 1 added"
	says said "csti_pid_map.csv: pid_map: 2 added"
	[ "$(ls folder)" = "$(printf 'location.csv\npid_map.csv')" ] || fail "only the tables of the sources"
	"$tool" show folder location >said
	says said pc1.example.test
fi

if has python3; then
	# What we write, Python reads; what it writes, we read.
	python3 - <<'P'
import csv
rows = [["name", "match", "ou"], ['a,"b"', "x\ny", " z "], ["NULL", ";", "-"], ["\u00fc", "", "(1 rows affected)"]]
with open("profile.csv", "w", newline="", encoding="utf-8") as f:
    csv.writer(f, quoting=csv.QUOTE_ALL).writerows(rows)
P
	"$tool" import out/ profile.csv >/dev/null
	python3 - <<'P'
import csv
with open("profile.csv", newline="", encoding="utf-8") as a, open("out/profile.csv", newline="", encoding="utf-8") as b:
    assert list(csv.reader(a)) == list(csv.reader(b))
P
	"$tool" import out/ profile.csv >said
	says said "profile: 0 added, 0 changed, 3 unchanged"
fi
echo passed
