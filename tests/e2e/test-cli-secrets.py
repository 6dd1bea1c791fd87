#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Secrets while they are used: none crosses the session bus in clear, none is left in memory at the end."""
import base64
import ctypes
import os
import pathlib
import signal
import subprocess
import sys
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import browser  # noqa: E402
import pretend  # noqa: E402
from cli import Cli, Cloud, Desktop, main  # noqa: E402

LIBC = ctypes.CDLL(None, use_errno=True)
PTRACE_TRACEME, PTRACE_CONT, PTRACE_SETOPTIONS = 0, 7, 0x4200
PTRACE_O_TRACEEXIT, PTRACE_EVENT_EXIT = 0x40, 6


def trace(request, pid=0, data=0):
    if LIBC.ptrace(request, pid, None, ctypes.c_void_p(data)) != 0:
        raise OSError(ctypes.get_errno(), "ptrace")


def spellings(secret):
    """How a secret may lie about: as it is, as part of a form, of a URL, in hex or of base64."""
    raw = secret.encode()
    yield raw
    yield urllib.parse.quote(secret, safe="").encode()
    yield secret.encode("utf-16-le")
    yield secret.encode("utf-16-be")
    yield raw.hex().encode()
    yield raw.hex().upper().encode()
    for shift in range(3):
        # the part that is the same whatever stands before and behind it
        yield base64.b64encode(b"\0" * shift + raw)[4:-4]
        yield base64.urlsafe_b64encode(b"\0" * shift + raw)[4:-4]


def count(haystack, secret):
    return sum(haystack.count(spelling) for spelling in set(spellings(secret)))


class Traced(subprocess.Popen):
    """A process that stops when it is about to end, its memory still there.

    Everything is done by the thread that started it, which is its tracer."""

    def __init__(self, *args, **options):
        super().__init__(*args, preexec_fn=lambda: trace(PTRACE_TRACEME), **options)
        _, status = os.waitpid(self.pid, 0)
        assert os.WIFSTOPPED(status), status
        trace(PTRACE_SETOPTIONS, self.pid, PTRACE_O_TRACEEXIT)
        trace(PTRACE_CONT, self.pid)

    def memory_at_the_end(self):
        while True:
            _, status = os.waitpid(self.pid, 0)
            assert os.WIFSTOPPED(status), f"it ended with {status:#x} without being seen"
            if status >> 8 == signal.SIGTRAP | PTRACE_EVENT_EXIT << 8:
                break
            trace(PTRACE_CONT, self.pid, os.WSTOPSIG(status))
        parts = []
        with open(f"/proc/{self.pid}/maps", encoding="utf-8") as maps, \
                open(f"/proc/{self.pid}/mem", "rb", buffering=0) as memory:
            for line in maps:
                where, access = line.split()[:2]
                start, end = (int(number, 16) for number in where.split("-"))
                if access.startswith("rw") and "[v" not in line:
                    memory.seek(start)
                    parts.append(memory.read(end - start))
        trace(PTRACE_CONT, self.pid)
        _, status = os.waitpid(self.pid, 0)
        self.returncode = os.waitstatus_to_exitcode(status)
        return b"\n".join(parts)


def plain(env):
    """Without what meson has the C library do to memory: the program does it by itself."""
    return {name: value for name, value in env.items() if not name.startswith(("MALLOC_", "GLIBC_"))}


def traced(cli, *args, typed=None):
    """Memory of a command at its end."""
    process = Traced(cli.command(*args), env=plain(cli.desk.env), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                     stderr=subprocess.DEVNULL)
    process.stdin.write((typed or "").encode())
    process.stdin.close()
    memory = process.memory_at_the_end()
    assert process.returncode in (0, 9), (args, process.returncode)
    return memory


def traced_sign_in(cli):
    process = Traced(cli.command("sign-in", "Northwind IT", "--print-link"), env=plain(cli.desk.env),
                     stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    pretend.sign_in(process.stdout.readline().strip(), "sync@northwind.example")
    memory = process.memory_at_the_end()
    process.stdout.close()
    assert process.returncode == 0
    return memory


def test_nothing_is_left_in_memory():
    with Desktop() as desk, Cloud() as cloud:
        cli = Cli(desk, cloud)
        memories = {"connection add": traced(cli, *cli.add(), typed=cloud.registration["client_secret"] + "\n")}
        memories["sign-in"] = traced_sign_in(cli)
        memories["sync"] = traced(cli, "sync")
        secrets = desk.secrets()
        assert cloud.registration["client_secret"] in secrets and len(secrets) == 2, len(secrets)
        for command, memory in memories.items():
            assert count(memory, cloud.registration["tenant_id"]) > 0, "what is no secret is found"
            found = [count(memory, secret) for secret in secrets]
            assert found == [0, 0], (command, found)


def test_nothing_crosses_the_bus_in_clear():
    with Desktop() as desk, Cloud() as cloud:
        cli = Cli(desk, cloud)
        capture = desk.top / "bus"
        with capture.open("wb") as out:
            monitor = desk.start("dbus-monitor", "--session", "--binary", stdout=out, env=desk.foreign)
            browser.wait_for(lambda: capture.stat().st_size > 0, "the monitor's first message")
            cli.ready()
            assert cli.run("sync").code in (0, 9)
            secrets = desk.secrets()
            monitor.terminate()
            monitor.wait()
        seen = capture.read_bytes()
        assert b"CreateItem" in seen and cloud.registration["tenant_id"].encode() in seen, "it saw the keyring"
        assert cloud.registration["client_secret"] in secrets and len(secrets) == 2
        assert [count(seen, secret) for secret in secrets] == [0, 0], "in clear"


def process_seen(cli, *args):
    """What others may see of a running command: its arguments and its environment, until it ends."""
    process = subprocess.Popen(cli.command(*args), env=cli.desk.env, stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    seen = b""
    while process.poll() is None:
        for name in ("cmdline", "environ"):
            try:
                seen += pathlib.Path(f"/proc/{process.pid}/{name}").read_bytes()
            except OSError:
                pass                              # it has just ended
        try:
            process.wait(0.05)
        except subprocess.TimeoutExpired:
            pass
    assert process.returncode in (0, 9, 10, 11), process.returncode
    return seen


def test_nothing_lies_about():
    """Neither in a file (records, log, calendar, backup, export), nor in what was said, nor in arguments and
    environment."""
    with Desktop() as desk, Cloud() as cloud:
        cli = Cli(desk, cloud)
        cli.ready()
        seen = process_seen(cli, "sync") + process_seen(cli, "check", "--all", "--ics", desk.top / "due.ics")
        for args in (["log", "--level", "debug"], ["--json", "log", "--level", "debug"], ["--json", "check"],
                     ["setup", "steps"], ["--json", "connection", "list"], ["backup", desk.top / "backup.db"],
                     ["export", "users", desk.top / "users.csv"]):
            cli.run(*args)
        cloud.switch("secret-expired")
        cloud.switch("sign-in-revoked")
        cli.run("sync")
        cli.run("check")
        secrets = desk.secrets()
        assert cloud.registration["client_secret"] in secrets and len(secrets) == 2
        # the keyring's own files are its business
        files = [path for path in desk.top.rglob("*") if path.is_file() and "keyrings" not in path.parts]
        assert {"due.ics", "backup.db", "users.csv"} <= {path.name for path in files}, files
        places = {"processes": seen, "said": "\n".join(cli.said).encode()}
        places.update((str(path), path.read_bytes()) for path in files)
        assert any(cloud.registration["tenant_id"].encode() in content for content in places.values()), \
            "what is no secret is found"
        assert b"tenantryctl" in seen and b"XDG_RUNTIME_DIR" in seen, "the process was seen"
        for place, content in places.items():
            assert [count(content, secret) for secret in secrets] == [0, 0], place


if __name__ == "__main__":
    main([test_nothing_lies_about, test_nothing_is_left_in_memory, test_nothing_crosses_the_bus_in_clear])
