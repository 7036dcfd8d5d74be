#!/usr/bin/env python3
"""What a zsh puts in after a Tab, on a terminal of its own."""

import os
import pathlib
import pty
import select
import signal
import sys
import tempfile
import time

import words

program, files = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()


class Shell:
    """An interactive zsh that knows nothing but this completion."""

    def __init__(self, folder: str):
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.environ.update(TERM="dumb", LC_ALL="C.UTF-8", PS1="> ", ZDOTDIR=folder, COLUMNS="500")
            os.execlp("zsh", "zsh", "-f", "-i")
        self.seen = ""
        self.say(f"stty -echo cols 500; unsetopt zle_bracketed_paste prompt_cr prompt_sp; PS1='> '; RPS1=\n")
        self.say(f"fpath=({files} $fpath); autoload -Uz compinit; compinit -u -D; LISTMAX=10000; setopt no_list_beep\n")
        # What is on the line goes to the terminal, marked.
        self.say("show() { zle -I; print -r -- \"<$BUFFER>\"; BUFFER=; }; zle -N show; bindkey '^T' show\n")
        self.say("bindkey '^I' complete-word; print -r -- re''ady\n")
        self.wait("ready")

    def say(self, text: str):
        os.write(self.terminal, text.encode())

    def wait(self, text: str):
        end = time.monotonic() + 30
        while text not in self.seen:
            assert time.monotonic() < end, f"no {text!r} in {self.seen!r}"
            if select.select([self.terminal], [], [], 0.2)[0]:
                self.seen += os.read(self.terminal, 65536).decode(errors="replace")

    def completed(self, line: str) -> str:
        """The line after one Tab, as far as zsh can go on by itself."""
        self.seen = ""
        self.say(line + "\t\x14")
        self.wait(">\r\n")
        return self.seen.split("<")[-1].split(">\r\n")[0]

    def end(self):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.terminal)


def expect(shell: Shell, line: str, wanted: str):
    got = shell.completed(line)
    assert got == wanted, f"{line!r} becomes {got!r}, not {wanted!r}"


with tempfile.TemporaryDirectory() as folder:
    pathlib.Path(folder, "other.ini").touch()
    shell = Shell(folder)
    try:
        for verb in words.verbs(program):
            expect(shell, f"linekeeper {verb}", f"linekeeper {verb} ")
        for verb in [""] + words.verbs(program):
            start = f"linekeeper {verb} " if verb else "linekeeper "
            for option in words.options(program, verb):
                got = shell.completed(start + option)
                assert got in (start + option + " ", start + option + "="), f"{start + option!r} becomes {got!r}"
        expect(shell, "linekeeper dra", "linekeeper drain ")
        expect(shell, "linekeeper send --devices-f", "linekeeper send --devices-from=")
        expect(shell, "linekeeper --headl", "linekeeper --headless ")
        expect(shell, "linekeeper --set console.th", "linekeeper --set console.theme=")
        expect(shell, "linekeeper --set console.theme=da", "linekeeper --set console.theme=dark ")
        expect(shell, "linekeeper --set=node.keepalive-", "linekeeper --set=node.keepalive-max=")
        expect(shell, "linekeeper nginx roll", "linekeeper nginx rollback ")
        expect(shell, "linekeeper check fire", "linekeeper check firewall ")
        expect(shell, "linekeeper --config oth", "linekeeper --config other.ini ")
    finally:
        shell.end()
