#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Runs the watched analyzer on everything that holds a secret. Passes when no function
# returned with one in its frame and no block was given back with one in it.
# usage: runs.sh AMTRACE_WATCHED [ECHO_DRIVER]
#
# A run is a line at the end: what it is for, then the words of one call. The secrets to
# look for stand in the file $secrets, which the lines above a run have made.
set -u
watched=$(realpath "$1") echo_driver=${2:+$(realpath "$2")}
tests=$(cd "$(dirname "$0")/.." && pwd)
pcaps=${tests%/tests}/pcaps
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
cd "$here" || exit 1
export LC_ALL=C.UTF-8
failed=0 runs=0

skip() { echo "skipped: $*"; exit 77; }
for program in tshark editcap sqlite3 python3 gzip zstd lz4 addr2line xxd openssl; do
	command -v "$program" > /dev/null || skip "no $program"
done

# says_where WHAT ADDRESS: the function, and where it begins
says_where() {
	addr2line -sfpe "$watched" "$2" | sed "s/^/  $1 of /"
}

# watch WHAT ARGUMENT...: what it is for, and the words of a call that does it
watch() {
	watch_failing 1 "$@"
}

# watch_failing STATUS WHAT ARGUMENT...: that status at most
watch_failing() {
	local most=$1 what=$2 status=0
	shift 2
	runs=$((runs + 1))
	rm -f found
	WATCH_SECRETS=$secrets WATCH_FOUND=found "$watched" "$@" > said 2> complained < /dev/null ||
		status=$?
	if [ "$status" -gt "$most" ] || [ ! -e found ]; then
		echo "$what: status $status: $(cat complained)"
		failed=1
	else
		judge "$what"
	fi
}

# judge WHAT: was anything found?
judge() {
	[ -s found ] || return
	echo "$1: a secret is left in a"
	sort -u found | while read -r kind address; do says_where "$kind" "$address"; done
	failed=1
}

# The site: a PPS in every form in which records come.
pid=LABPID01 pps=ABCD1234EFGH5678JKLM9012NPQR3456
mkdir csv wide
printf 'pid,pps,used,uuid\n%s,%s,0,\n' "$pid" "$pps" > csv/pid_map.csv
iconv -f UTF-8 -t UTF-16 csv/pid_map.csv > wide/pid_map.csv
sqlite3 site.db "CREATE TABLE pid_map (pid, pps); INSERT INTO pid_map VALUES ('$pid', '$pps')"
"$tests/secrets/setupbin.py" "$pid" "$pps" > Setup.bin
psk=("$pcaps/lab-psk.pcapng" "$tests/epan/captures/psk-legacy.pcap")
"$watched" keys --site csv "${psk[@]}" > psk.keys
"$tests/secrets/secrets.py" --pps "$pps" --keys psk.keys "${psk[@]}" > psk.secrets
printf %s "$pps" | iconv -f UTF-8 -t UTF-16LE | xxd -p -c 200 >> psk.secrets
secrets=psk.secrets

watch "keys by a folder" keys --site csv --output o "${psk[@]}"
watch "keys in a pcapng" keys --site csv --format pcapng --output o.pcapng "${psk[@]}"
watch "keys by UTF-16" keys --site wide --output o "${psk[@]}"
watch "keys by a database" keys --site site.db --output o "${psk[@]}"

# What calls hold, once they are opened: answers to challenges, passwords.
"$tests/secrets/outputs.py" --list "${psk[0]}" psk.keys > calls.secrets
"$tests/secrets/outputs.py" --list "${psk[1]}" psk.keys >> calls.secrets
[ "$(wc -l < calls.secrets)" -ge 8 ] || { echo "calls hold too few secrets"; failed=1; }
secrets=calls.secrets
watch "calls" analyze --site csv "${psk[@]}"
secrets=psk.secrets

# A capture that carries its own key log, plain and packed.
keys=$tests/epan/captures/lab-ok.keys
editcap --inject-secrets "tls,$keys" "$pcaps/lab-ok.pcapng" carries.pcapng
"$tests/secrets/secrets.py" --keys "$keys" carries.pcapng > carried.secrets
sed -n 's/^[A-Z].* //p' "$keys" | while read -r digits; do # as they are written there
	printf %s "${digits:0:64}" | xxd -p -c 64 >> carried.secrets
done
gzip -k carries.pcapng
zstd -q carries.pcapng
lz4 -q carries.pcapng carries.pcapng.lz4
secrets=carried.secrets
for packing in "" .gz .zst .lz4; do
	watch "a capture's own secrets$packing" keys --site csv --output o "carries.pcapng$packing"
	watch "a call-back by its capture's secrets$packing" analyze "carries.pcapng$packing"
done
watch "a call-back by a key log" analyze --keys "$keys" "$pcaps/lab-ok.pcapng"
watch "what is seen by a key log" observe --keys "$keys" "$pcaps/lab-ok.pcapng"

# A private key under a password: neither its numbers nor the password may stay.
openssl genrsa -out open.pem 2048 2> openssl.said
printf 'horsebattery\n' > word
openssl rsa -in open.pem -aes256 -passout file:word -out closed.pem 2> openssl.said
printf horsebattery | xxd -p > rsa.secrets
for number in privateExponent prime1 prime2; do
	openssl rsa -in open.pem -noout -text 2> openssl.said | sed -n "/^$number/,/^[a-z]/s/^ //p" |
		tr -d ' :\n' | sed 's/^00//' | cut -c 1-64
done >> rsa.secrets
sed -n 10p open.pem | tr -d '\n' | xxd -p -c 200 >> rsa.secrets # as it stands in the file
secrets=rsa.secrets
watch "a private key" analyze --rsa-key open.pem "$pcaps/lab-ok.pcapng"
watch "a private key by its password" analyze --rsa-key closed.pem --key-password word \
	"$pcaps/lab-ok.pcapng"

# The same as a setup certificate of the records.
mkdir pki
cp csv/pid_map.csv pki
openssl req -x509 -key open.pem -subj /CN=scs.example.test -days 9000 -out leaf.pem 2> openssl.said
openssl pkcs12 -export -inkey open.pem -in leaf.pem -passout file:word -out pki/setup.pfx
cp word pki
printf 'label,file,password_file\nsetup,setup.pfx,word\n' > pki/certificate.csv
watch "a setup certificate" site check pki
watch "a case with a setup certificate" reproduce --site pki --device 1 -o case2 "${psk[0]}"

# A live server that calls a case's device back.
printf NKLDG5DCRRNQE9YZZIJL7LFLVJED69XJ | xxd -p -c 64 > replay.secrets
rm -f found
WATCH_SECRETS=$here/replay.secrets WATCH_FOUND=$here/found \
	python3 "$tests/cases/replay.py" "$watched" > said 2>&1 || { cat said; failed=1; }
judge "a case that is played"
secrets=psk.secrets

watch "check" site check csv
watch "show" site show csv
watch "analyze" analyze --site csv "${psk[0]}"
watch "import of a folder" site import new.db csv
watch "import of a database" site import csv2 site.db
watch "import of Setup.bin" site import new2.db Setup.bin
watch "a pair that is typed" analyze --site csv --set "pid_map+pid=$pid,pps=$pps" "${psk[0]}"
watch "a case" reproduce --site csv --device 1 -o case "${psk[0]}"
watch "what-if" analyze --site csv --what-if "${psk[0]}"
if odbcinst -q -d -n SQLite3 > /dev/null 2>&1; then
	sqlite3 server.db "CREATE TABLE csti_pid_map (PID TEXT, PPS TEXT);
		INSERT INTO csti_pid_map VALUES ('$pid', '$pps')"
	printf horsebattery | xxd -p > odbc.secrets
	printf horsebattery | iconv -f UTF-8 -t UTF-16LE | xxd -p >> odbc.secrets
	cat psk.secrets >> odbc.secrets
	secrets=odbc.secrets
	watch "import by ODBC" site import new3.db "odbc:Driver=SQLite3;Database=$here/server.db;PWD=horsebattery"
	if [ -n "$echo_driver" ]; then
		watch_failing 2 "a login that fails" site import new4.db "odbc:Driver=$echo_driver;PWD=horsebattery"
		grep -q 28000 complained || { echo "the driver did not echo: $(cat complained)"; failed=1; }
		! grep -q horse complained || { echo "the password is shown"; failed=1; }
	fi
else
	echo "left out: import by ODBC, for SQLite's driver is not there"
fi

echo "$runs runs"
exit "$failed"
