# SPDX-License-Identifier: GPL-2.0-or-later
"""Ladders cut to what they teach: what every success begins with, and what repeats, is counted instead.

A step is two lines of `amtrace ladder`, its label and its arrow. Two steps are the same when they
differ in nothing but their time and what counts (retry, port of a connection).
"""
import re
from dataclasses import dataclass

LONGEST = 6  # steps of a ladder


@dataclass(frozen=True)
class Ladder:
    said: str = ""  # of the device
    head: str = ""  # who takes part
    steps: tuple = ()


def ladder_of(text):
    before, _, after = text.partition("\n\n")
    head, *lines = after.rstrip("\n").split("\n")
    said = " ".join(line.strip() for line in before.splitlines()[1:])
    return Ladder(said, head.rstrip(), tuple(zip(lines[0::2], lines[1::2])))


def kind(step):
    label, arrow = step
    return re.sub(r"\d+ ?", "", label[18:]), arrow[18:]


def counted(n, what):
    return [f"{'':18}:  {n} message{'s' if n > 1 else ''}{what}"]


def drawn(steps):
    return [line.rstrip() for step in steps for line in step]


def shared(steps, normal):
    """How many steps |steps| begins with that are those of |normal|."""
    n = 0
    while n < min(len(steps), len(normal)) and steps[n][0][18:] == normal[n][0][18:]:
        n += 1
    return n


def repeated(steps):
    """Where a series of steps that repeat begins, its period, and how often it repeats; the longest one."""
    kinds, best = [kind(s) for s in steps], (0, 1, 1)
    for period in range(1, 1 + len(steps) // 2):
        for start in range(len(steps) - 2 * period + 1):
            times = 1
            while kinds[start:start + period] == kinds[start + times * period:start + (times + 1) * period]:
                times += 1
            if (times - 1) * period > (best[2] - 1) * best[1]:
                best = start, period, times
    return best


def cut(ladder, normals):
    """Lines of the ladder of a failure; those of |normals| are known."""
    lines, steps = [], ladder.steps
    n = max((shared(steps, normal.steps) for normal in normals), default=0)
    if len(steps) > LONGEST and n > 2:
        lines = counted(n - 1, ", as when it goes well")
        steps = steps[n - 1:]
    start, period, times = repeated(steps)
    left, last = times - 2, start + (times - 1) * period
    if len(steps) > LONGEST and left > 0:
        lines += drawn(steps[:start + period])
        lines += counted(left * period, f": the same {left} more time{'s' if left > 1 else ''}")
        steps = steps[last:]
    if len(steps) > LONGEST + 1:
        left = len(steps) - LONGEST
        lines += drawn(steps[:-2 - left]) + counted(left, " more")
        steps = steps[-2:]
    return [ladder.head] + lines + drawn(steps)
