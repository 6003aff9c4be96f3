#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""shuffled.py - sharkd asked for frames in random order, and what it answers compared.

ask CAPTURE FRAMES KEYS: requests for every frame three times, shuffled.
compare FRAMES: reads the answers and writes what differs, is missing, or is a bug,
and "compared" at its end.
"""
import json
import random
import sys

TIMES = 3
SETUP = 1000000  # id of requests that are for no frame


def ask(capture, frames, keys):
    requests = [("load", {"file": capture}, SETUP)]
    if keys:
        requests.insert(0, ("setconf", {"name": "tls.keylog_file", "value": keys}, SETUP))
    order = list(range(1, frames + 1)) * TIMES
    random.Random(1).shuffle(order)
    for frame in order:
        requests.append(("frame", {"frame": frame, "proto": True, "columns": True}, frame))
    for method, params, number in requests:
        print(json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": params}))


def compare(frames):
    seen = {}
    for line in sys.stdin:
        if not line.startswith("{"):
            continue
        answer = json.loads(line)
        result = answer.get("result")
        if result is None:
            print(f"no answer: {answer}")
        elif answer["id"] != SETUP:
            text = json.dumps(result.get("tree")) + json.dumps(result.get("col"))
            seen.setdefault(answer["id"], []).append(text)
    for frame in range(1, frames + 1):
        shown = seen.get(frame, [])
        if len(shown) != TIMES:
            print(f"frame {frame}: {len(shown)} answers")
        elif len(set(shown)) > 1:
            print(f"frame {frame}: shown in {len(set(shown))} ways")
        elif "issector bug" in shown[0]:
            print(f"frame {frame}: dissector bug")
    print("compared")


if sys.argv[1] == "ask":
    ask(sys.argv[2], int(sys.argv[3]), sys.argv[4])
else:
    compare(int(sys.argv[2]))
