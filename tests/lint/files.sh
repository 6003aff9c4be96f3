# shellcheck shell=bash
# Sourced by the lint tests: enters the tree, and lists its files, new ones included.
cd "$(dirname "$0")/../.." || exit 1
if ! [ -e .git ]; then
	echo "skipped: no clone, so nobody knows which files belong to the tree"
	exit 77
fi

# A clone that belongs to somebody else is still readable.
files() {
	git -c safe.directory='*' ls-files --cached --others --exclude-standard -- "$@" |
		while read -r file; do [ ! -e "$file" ] || echo "$file"; done
}
