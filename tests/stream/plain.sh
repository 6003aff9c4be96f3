#!/usr/bin/env bash
# Does the plain text of every TLS session equal tshark's, byte for byte?
# usage: plain.sh PLAIN CAPTURES
set -eu
plain=$1 captures=$2
command -v tshark > /dev/null || { echo "skipped: no tshark"; exit 77; }
[ -d "$captures" ] || { echo "skipped: $captures is not here"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
pps=ABCD1234EFGH5678JKLM9012NPQR3456
failed=0

# What tshark hears: a line for each side of each stream that has plain text.
their_streams() { # CAPTURE OPTION...
	local capture=$1 stream
	shift
	for stream in $(tshark -r "$capture" -T fields -e tcp.stream 2> /dev/null | sort -un); do
		tshark -r "$capture" "$@" -q -z "follow,tls,raw,$stream" 2> /dev/null | awk '
			/^Node 0: / { sub(/.*:/, ""); port = $0; next }
			/^\t/ { s = s substr($0, 2); next }
			/^[0-9a-f]+$/ { c = c $0 }
			END { if (c s != "") { print port, "c", c; print port, "s", s } }'
	done
}

compare() { # NAME KEYLOG PSK TSHARK-OPTION...
	local capture=$captures/$1.pcapng keylog=$2 psk=$3
	shift 3
	"$plain" "$capture" "$keylog" "$psk" | sort > "$work/ours"
	their_streams "$capture" "$@" | sort > "$work/theirs"
	[ -s "$work/theirs" ] || { echo "$capture: tshark opened nothing"; failed=1; }
	cmp "$work/ours" "$work/theirs" || { echo "$capture: differs"; failed=1; }
	echo "$capture: $(wc -l < "$work/theirs") sides, $(wc -c < "$work/theirs") digits"
}

while read -r name port secret; do
	case $secret in
	psk) compare "$name" - "$pps" -d "tcp.port==$port,tls" \
		-o "tls.psk:$(printf %s "$pps" | od -An -v -tx1 | tr -d ' \n')" ;;
	own) # the capture carries the key log itself
		editcap --inject-secrets "tls,$captures/$name.keys" "$captures/$name.pcapng" \
			"$work/$name.pcapng"
		captures=$work compare "$name" - "" -d "tcp.port==$port,tls" ;;
	log) compare "$name" "$captures/$name.keys" "" -d "tcp.port==$port,tls" \
		-o "tls.keylog_file:$captures/$name.keys" ;;
	esac
done <<'ROWS'
psk-legacy        16993 psk
psk-tls12-aes128  16993 psk
psk-tls12-hint    16993 psk
lab-psk           16993 psk
lab-ok            16993 log
mc-pki            16993 log
cira              4433  log
cira              4433  own
ROWS
exit $failed
