#!/usr/bin/env bash
# Does every C file look as .clang-format says?
set -eu
. "$(dirname "$0")/files.sh"
files '*.c' '*.h' | xargs clang-format --dry-run -Werror --ferror-limit=3
