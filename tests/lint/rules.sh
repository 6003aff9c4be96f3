#!/usr/bin/env bash
# The rules of the tree that no compiler knows: who may include whom, headers
# that compile alone, first lines, what may lie at the top, words not wanted.
set -eu
. "$(dirname "$0")/files.sh"
failed=0

complain() {
	printf '%s\n' "$*"
	failed=1
}

# Who may include whom: modules, or single headers of wire/. Itself and libc always.
# module       of this tree                                       libraries
allowed='
wire           -                                                  expat
epan           wire                                               epan,glib
capture        wire                                               glib,pcap,zlib,isal,zstd,lz4
certificate    vocabulary                                         glib,openssl
stream         wire,certificate                                   glib,openssl
sighting       wire                                               glib,jansson
site           vocabulary,setupbin,certificate                    glib,sqlite,odbc
engine         vocabulary,sighting,site,checks                    glib
checks         vocabulary,sighting,site,engine                    glib
report         vocabulary,engine                                  glib,jansson
scrub          wire,certificate,site                              glib,openssl
cases          wire,capture,stream,sighting,site,engine,report,scrub,command  glib,jansson,pcap,openssl
command        wire,capture,certificate,stream,sighting,site,engine,report,scrub,cases  glib,jansson
'

# Plain values of wire/ that everybody may use.
vocabulary=' address bytes certificate_facts fields moment names numbers pid remarks suffix tls_names uuid '

# Headers of libraries; what is not here is libc.
library_of() {
	case $1 in
	glib.h|glib/*|gmodule.h|gio/*) echo glib ;;
	pcap.h|pcap/*) echo pcap ;;
	zlib.h) echo zlib ;;
	isa-l.h|isa-l/*|igzip_lib.h) echo isal ;;
	zstd.h|zstd_errors.h) echo zstd ;;
	lz4*.h) echo lz4 ;;
	openssl/*) echo openssl ;;
	jansson.h) echo jansson ;;
	sqlite3.h) echo sqlite ;;
	sql.h|sqlext.h) echo odbc ;;
	expat.h) echo expat ;;
	epan/*|wsutil/*|wiretap/*|wireshark.h|ws_*.h|ui/*|config.h) echo epan ;;
	check.h) echo check ;;
	*) echo libc ;;
	esac
}

module_of() {
	case $1 in
	dissector/wire/*) echo wire ;;
	dissector/epan/*) echo epan ;;
	analyzer/*/*) local rest=${1#analyzer/}; echo "${rest%%/*}" ;;
	analyzer/*) echo command ;;
	esac
}

listed() { # WORD LIST
	case ",$2," in *",$1,"*) true ;; *) false ;; esac
}

may_include() { # FILE MODULE TREE LIBRARIES NAME
	local file=$1 module=$2 tree=$3 libraries=$4 name=$5 target library base
	target=$(module_of "${owner[$name]-}")
	if [ -z "$target" ]; then
		library=$(library_of "$name")
		[ "$library" = libc ] || listed "$library" "$libraries" ||
			complain "$file: $module/ may not include $name ($library)"
		return 0
	fi
	base=${name%.h}
	[ "$target" = "$module" ] || listed "$target" "$tree" || listed "$base" "$tree" ||
		{ [ "$target" = wire ] && listed vocabulary "$tree" &&
			[[ $vocabulary == *" $base "* ]]; } ||
		complain "$file: $module/ may not include $name of $target/"
}

check_includes() {
	local file module row tree libraries name
	declare -gA owner=()
	for file in $(files 'dissector/*.h' 'dissector/*.def' 'analyzer/*.h'); do
		[ -z "${owner[${file##*/}]-}" ] || complain "$file: two headers of one name"
		owner[${file##*/}]=$file
	done
	for file in $(files 'dissector/*.[ch]' 'analyzer/*.[ch]'); do
		module=$(module_of "$file")
		row=$(awk -v m="$module" '$1 == m {print $2, $3}' <<< "$allowed")
		[ -n "$row" ] || { complain "$file: no row says what $module/ may include"; continue; }
		read -r tree libraries <<< "$row"
		for name in $(sed -n 's/^#[ \t]*include[ \t]*[<"]\([^>"]*\)[>"].*/\1/p' "$file"); do
			may_include "$file" "$module" "$tree" "$libraries" "$name"
		done
	done
}

# One translation unit per header: what it uses it includes.
check_headers() {
	local file folder flags=()
	for folder in $(files '*.h' | xargs -n 1 dirname | sort -u); do
		flags+=("-I$folder")
	done
	read -ra libraries <<< "$(pkg-config --cflags glib-2.0 jansson wireshark check)"
	for file in $(files '*.h'); do
		gcc -std=gnu11 -D_GNU_SOURCE -fsyntax-only -x c "${flags[@]}" "${libraries[@]}" \
			-DSHARED_DIR='""' -DSOURCE_DIR='""' "$file" 2>/dev/null ||
			complain "$file: does not compile alone"
	done
}

check_first_lines() {
	local file
	for file in $(files '*.c' '*.h'); do
		[ "$(head -n 1 "$file")" = '/* SPDX-License-Identifier: GPL-2.0-or-later */' ] ||
			complain "$file: the first line is not the licence"
	done
}

check_top() {
	local name
	for name in $(files | sed 's|/.*||' | sort -u); do
		case $name in
		dissector|analyzer|pcaps|tests|cmake|.*) ;;
		CMakeLists.txt|CMakePresets.json|README.md|LICENSE) ;;
		*) complain "$name: does not belong at the top of the tree" ;;
		esac
	done
}

check_words() {
	local words='t[o]do|f[i]xme|x[x]x|h[a]ck|s[t]ub|not im[p]lemented|for n[o]w' found
	found=$(files dissector analyzer tests cmake .ci README.md CMakeLists.txt |
		xargs grep -nIwiE "$words" || true)
	[ -z "$found" ] || complain "unfinished work:
$found"
}

check_includes
check_headers
check_first_lines
check_top
check_words
exit $failed
