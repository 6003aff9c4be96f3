# Types into a real shell on a terminal, presses TAB, and reads the line that is there then.
# usage: completion.py bash|zsh|fish AMTRACE PAGES
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time

shell, amtrace, pages = sys.argv[1:]
if not shutil.which(shell):
    print(f"skipped: {shell} is not installed")
    sys.exit(77)

START = {
    "bash": (["bash", "--norc", "--noprofile", "-i"],
             f"bind 'set enable-bracketed-paste off'; . {pages}/bash/amtrace"),
    "zsh": (["zsh", "-f", "-i"],
            f"bindkey -e; unsetopt beep; fpath=({pages}/zsh $fpath); autoload -U compinit; compinit -u -D"),
}

# What is typed, and what a completion that is the only one makes of it.
LINES = {
    "amtrace ana": "amtrace analyze",
    "amtrace exp": "amtrace explain",
    "amtrace analyze --form": "amtrace analyze --format=",
    "amtrace analyze --format=js": "amtrace analyze --format=json",
    "amtrace analyze --fail-on=n": "amtrace analyze --fail-on=n",  # note, never
    "amtrace analyze --fail-on=ne": "amtrace analyze --fail-on=never",
    "amtrace analyze --quie": "amtrace analyze --quiet",
    "amtrace analyze lonely": "amtrace analyze lonely.pcap",
    "amtrace analyze --site=reco": "amtrace analyze --site=records/",
    "amtrace check --format=j": "amtrace check --format=junit",
    "amtrace ladder --format=m": "amtrace ladder --format=mermaid",
    "amtrace ladder --format=j": "amtrace ladder --format=j",  # another command's
    "amtrace observe --form": "amtrace observe --form",  # has no --format
    "amtrace site imp": "amtrace site import",
    "amtrace site import reco": "amtrace site import records/",
    "amtrace explain AMT-K0": "amtrace explain AMT-K0",  # several
    "amtrace explain AMT-F0": "amtrace explain AMT-F0",
    "amtrace completion f": "amtrace completion fish",
    "amtrace manual amtrace-f": "amtrace manual amtrace-findings.7",
    "amtrace config sh": "amtrace config show",
    "amtrace help diag": "amtrace help diagnose",
    "amtrace schema sigh": "amtrace schema sightings",
}


PROMPT = "<PROMPT>"  # comes when the shell reads keys, and not before


class Terminal:
    def __init__(self, command, folder):
        pid, self.fd = pty.fork()
        if pid == 0:
            os.chdir(folder)
            environment = {"PATH": f"{os.path.dirname(amtrace)}:/usr/bin:/bin", "HOME": folder,
                           "TERM": "dumb", "LC_ALL": "C", "HISTFILE": "",
                           "PS1": PROMPT, "PROMPT": PROMPT}
            os.execvpe(command[0], command, environment)
        self.pid = pid
        self.seen = ""

    def send(self, text):
        os.write(self.fd, text.encode())

    def until(self, pattern, seconds=20):
        """Reads on until the pattern comes; what it matched."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            match = re.search(pattern, self.seen, re.S)
            if match:
                self.seen = self.seen[match.end():]
                return match
            if select.select([self.fd], [], [], 0.2)[0]:
                self.seen += os.read(self.fd, 65536).decode(errors="replace")
        sys.exit(f"{pattern} did not come:\n{self.seen[-2000:]}")

    def end(self):
        """Hangs up, and waits until nobody uses the folder any more."""
        os.close(self.fd)
        os.waitpid(self.pid, 0)

    def completed(self, line):
        self.until(PROMPT)
        # Home, End and Enter of emacs' keys: the line itself is printed instead of run.
        self.send(line + "\t\x01printf '<%s>\\n' 'LINE \x05 END'\n")
        return self.until(r"<LINE (.*?) END>").group(1).rstrip()


def by_terminal(folder):
    command, start = START[shell]
    terminal = Terminal(command, folder)
    terminal.until(PROMPT)
    terminal.send(f"{start}; stty -echo; printf '<%s>\\n' READY\n")
    terminal.until("<READY>")
    for line, expected in LINES.items():
        yield line, expected, terminal.completed(line)
    terminal.end()


def by_fish(folder):
    """fish says its candidates without a terminal."""
    for line, expected in LINES.items():
        script = f"source {pages}/fish/amtrace.fish; complete -C {line!r}"
        run = subprocess.run(["fish", "--no-config", "-c", script], cwd=folder, text=True,
                             capture_output=True, env={**os.environ, "HOME": folder})
        words = {candidate.split("\t")[0] for candidate in run.stdout.splitlines()}
        word = words.pop() if len(words) == 1 else line.split(" ")[-1]
        yield line, expected.rstrip("="), " ".join(line.split(" ")[:-1] + [word]).rstrip("=")


failed = False
with tempfile.TemporaryDirectory() as folder:
    open(os.path.join(folder, "lonely.pcap"), "w").close()
    os.mkdir(os.path.join(folder, "records"))
    for line, expected, got in (by_fish if shell == "fish" else by_terminal)(folder):
        if shell == "zsh":  # takes "=" and "/" back as soon as the cursor leaves them
            expected = expected.rstrip("=/")
        if got != expected:
            failed = True
            print(f"{line!r} becomes {got!r}, not {expected!r}")
sys.exit(failed)
