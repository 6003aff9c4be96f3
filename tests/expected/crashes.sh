#!/bin/sh
# An analyzer that writes its report and then crashes: what the runner must not take for one.
cat "$(dirname "$0")/by-hand/report.json"
kill -SEGV $$
