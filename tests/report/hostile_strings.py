# 500 strings that something takes for more than text, always the same ones.
import random

PIECES = [
    *[bytes([c]) for c in range(1, 32)], b"\x7f", b"\0",
    b"\x1b[31m", b"\x1b[2J", b"\x1b]0;title\x07", b"\x1bP+q\x1b\\", b"\x9b31m", b"\xc2\x9b31m",
    "\u202e".encode(), "\u2066".encode(), "\u200f".encode(), "\u200b".encode(), "\u2028".encode(),
    "\ufeff".encode(), "\ufffe".encode(), "\uffff".encode(), "\u0301".encode(), "\U000e0041".encode(),
    b"\xff", b"\xfe\xff", b"\xc3", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\x80\x81",
    b'"', b"'", b"`", b"\\", b"\\n", b"\\u0000", b"\\x1b", b"$(id)", b"`id`", b"${IFS}", b"%s%n",
    b"]]>", b"<!--", b"-->", b"</script>", b"<script>alert(1)</script>", b"<img src=x onerror=alert(1)>",
    b"<![CDATA[", b"<?xml?>", b"<!DOCTYPE x>", b"&", b"&amp;", b"&#0;", b"&lol;", b"javascript:alert(1)",
    b"=cmd|' /C calc'!A0", b"+1+1", b"-1", b"@SUM(1)", b"|x", b"\t=1", b";", b",", b"a,b", b'","', b'""',
    b"\r\n::error::injected", b"\n::set-output name=a::b", b"%0A::error::injected", b"%25", b"%0D%0A",
    b"::error file=a,line=1::b", b"##[error]b", b"##vso[task.complete]", b":", b"::",
    b"{{7*7}}", b"---", b"- ", b"# ", b"'.PP", b".so /etc/passwd", b"*/", b"end", b"A-->>B: x",
    b"; A->>B: y", b"http://x/?a=b#c", b"../../etc/passwd", b"C:\\x", b"\xe2\x80\xa6", "\u00fc".encode(),
    b"a" * 300, b"<" * 120, "\u202e".encode() * 40, b" ", b"   ",
]


def strings(seed=20261125):
    """First each piece alone, then mixtures; bytes, and NUL among them."""
    chance = random.Random(seed)
    found = list(PIECES)
    while len(found) < 500:
        parts = [chance.choice(PIECES) for _ in range(chance.randint(2, 5))]
        parts.insert(chance.randint(0, len(parts)), bytes(chance.choices(range(1, 256), k=3)))
        found.append(b"".join(parts)[:900])
    found[-1] = b"long " * 800
    return found[:500]
