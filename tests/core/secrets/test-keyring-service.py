#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The keyring against a real gnome-keyring, in every state a desktop can be in.

    test-keyring-service.py PROBE

No display is needed but for answering the unlock prompt, which starts a session of its own.
"""
import contextlib
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback

PROBE = sys.argv[1] if len(sys.argv) > 1 else ""
SECRET = "Bj8Q~kEy.ring-CANARY_51"
SUPPORT = pathlib.Path(__file__).resolve().parents[2] / "support"
BUS_WITHOUT_SERVICES = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
<allow own="*"/></policy>
</busconfig>"""


class Desktop:
    """A bus and a home of their own; with a keyring daemon when asked for."""

    def __init__(self, stack):
        self.top = tempfile.mkdtemp(prefix="tenantry-keyring-")
        stack.callback(shutil.rmtree, self.top, ignore_errors=True)
        self.stack = stack
        self.env = {name: value for name, value in os.environ.items()
                    if name not in ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS",
                                    "SECRET_BACKEND", "XDG_DATA_HOME")}
        self.env.update(HOME=self.top, XDG_RUNTIME_DIR=self.top + "/run")
        os.mkdir(self.top + "/run", 0o700)
        self.daemon = None

    def bus(self):
        # No service files: nothing starts behind our back, and an absent daemon is absent.
        config = self.top + "/bus.conf"
        pathlib.Path(config).write_text(BUS_WITHOUT_SERVICES, encoding="ascii")
        process = subprocess.Popen(
            ["dbus-daemon", "--config-file", config, "--nofork", "--print-address"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=self.foreign())
        self.stack.callback(end, process)
        self.env["DBUS_SESSION_BUS_ADDRESS"] = process.stdout.readline().strip()
        self.bus_process = process
        return self

    def foreign(self):
        """Warnings of programs that are not ours are not fatal."""
        return {name: value for name, value in self.env.items() if name != "G_DEBUG"}

    def keyring(self, password="correct"):
        arguments = ["gnome-keyring-daemon", "--foreground", "--components=secrets"]
        if password is not None:
            arguments.append("--unlock")
        self.daemon = subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL, env=self.foreign())
        self.stack.callback(end, self.daemon)
        self.daemon.stdin.write((password or "").encode())
        self.daemon.stdin.close()
        self.call("gdbus", "wait", "--session", "--timeout", "20", "org.freedesktop.secrets")
        return self

    def lock(self):
        self.call("gdbus", "call", "--session", "-d", "org.freedesktop.secrets",
                  "-o", "/org/freedesktop/secrets", "-m", "org.freedesktop.Secret.Service.Lock",
                  "['/org/freedesktop/secrets/collection/login']")

    def call(self, *command):
        return subprocess.run(command, env=self.env, check=True, stdout=subprocess.PIPE, text=True).stdout

    def probe(self, deadline_ms=25000):
        return Probe(self.stack, self.env, deadline_ms)


class Probe:
    def __init__(self, stack, env, deadline_ms):
        self.process = subprocess.Popen([PROBE, str(deadline_ms)], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True, env=env, bufsize=1)
        stack.callback(self.close)

    def __call__(self, line):
        self.process.stdin.write(line + "\n")
        return self.process.stdout.readline().strip()

    def refuses(self, line, name):
        answer = self(line)
        assert answer.startswith(f"error {name} "), f"{line}: {answer}"
        assert SECRET not in answer
        return int(answer.split(" ")[2]) / 1e6

    def close(self):
        self.process.stdin.close()
        status = self.process.wait(60)
        assert status == 0, f"probe ended with {status}"


def end(process):
    process.kill()
    process.wait()


def equal(got, wanted):
    assert got == wanted, f"{got!r} instead of {wanted!r}"


def test_unlocked(stack):
    probe = Desktop(stack).bus().keyring().probe()
    equal(probe("state"), "ok")
    equal(probe("lookup client-secret"), "none")
    equal(probe(f"store client-secret {SECRET}"), "ok")
    equal(probe("lookup client-secret"), "ok " + SECRET)
    equal(probe("store client-secret second"), "ok")
    equal(probe("lookup client-secret"), "ok second")
    equal(probe("lookup refresh-token"), "none")
    equal(probe("remove client-secret"), "ok")
    equal(probe("lookup client-secret"), "none")
    equal(probe("remove client-secret"), "ok")


def test_hundred_refreshes(stack):
    """100 new refresh tokens leave one item, and nothing but ids can be read beside it."""
    desktop = Desktop(stack).bus().keyring()
    probe = desktop.probe()
    for number in range(100):
        equal(probe(f"store refresh-token {SECRET}{number}"), "ok")
    items = desktop.call("gdbus", "call", "--session", "-d", "org.freedesktop.secrets", "-o",
                         "/org/freedesktop/secrets/collection/login", "-m",
                         "org.freedesktop.DBus.Properties.Get",
                         "org.freedesktop.Secret.Collection", "Items")
    equal(items.count("/org/freedesktop/secrets/collection/login/"), 1)
    shown = desktop.call("gdbus", "call", "--session", "-d", "org.freedesktop.secrets", "-o",
                         items.split("'")[1], "-m", "org.freedesktop.DBus.Properties.GetAll",
                         "org.freedesktop.Secret.Item")
    assert "'Label': <'Tenantry'>" in shown, shown
    assert SECRET not in shown
    for name in ("'database': 'tenantry'", "'kind': 'refresh-token'", "'object': 'none'",
                 "'slot': 'current'", "'tenant': '11111111-2222-3333-4444-555555555555'"):
        assert name in shown, shown
    equal(probe("remove-all"), "ok")
    equal(probe("lookup refresh-token"), "none")
    for file in pathlib.Path(desktop.top).rglob("*"):
        if file.is_file():
            assert SECRET.encode() not in file.read_bytes(), file


def test_survives_restart(stack):
    """The daemon restarts under a running program: the next call works again."""
    desktop = Desktop(stack).bus().keyring()
    probe = desktop.probe()
    equal(probe(f"store client-secret {SECRET}"), "ok")
    end(desktop.daemon)
    probe.refuses("lookup client-secret", "keyring-absent")
    desktop.keyring()
    equal(probe("lookup client-secret"), "ok " + SECRET)


def test_threads(stack):
    probe = Desktop(stack).bus().keyring().probe()
    equal(probe("many 16"), "ok")


def test_locked(stack):
    desktop = Desktop(stack).bus().keyring()
    probe = desktop.probe()
    equal(probe(f"store client-secret {SECRET}"), "ok")
    desktop.lock()
    for line in ("state", "lookup client-secret", "lookup never-stored", "remove client-secret",
                 "remove never-stored", "remove-all", f"store client-secret {SECRET}2",
                 f"store never-stored {SECRET}"):
        took = probe.refuses(line, "keyring-locked")
        assert took < 15, f"{line}: {took} s: a prompt was tried"
    # nobody to ask here: no display, so the prompt ends at once or is never shown
    assert probe("unlock").startswith("error keyring-"), "unlocked by nobody"


def test_never_made(stack):
    probe = Desktop(stack).bus().keyring(password=None).probe()
    probe.refuses("state", "keyring-not-made")
    equal(probe("lookup client-secret"), "none")
    probe.refuses(f"store client-secret {SECRET}", "keyring-not-made")


def test_no_service(stack):
    desktop = Desktop(stack).bus()
    probe = desktop.probe()
    for line in ("state", "lookup client-secret", "remove client-secret", "unlock",
                 f"store client-secret {SECRET}"):
        took = probe.refuses(line, "keyring-absent")
        assert took < 15, f"{line}: {took} s"
    written = [str(file) for file in pathlib.Path(desktop.top).rglob("*") if file.is_file()]
    equal(written, [desktop.top + "/bus.conf"])


def test_no_bus(stack):
    probe = Desktop(stack).probe()
    probe.refuses("state", "keyring-absent")
    probe.refuses(f"store client-secret {SECRET}", "keyring-absent")


def test_file_body(stack):
    """What libsecret uses in a Flatpak: an encrypted file, here with a key of the test."""
    desktop = Desktop(stack)
    file = pathlib.Path(desktop.top) / "default.keyring"
    desktop.env.update(SECRET_BACKEND="file", SECRET_FILE_TEST_PATH=str(file),
                       SECRET_FILE_TEST_PASSWORD="of the portal",
                       # libsecret 0.20 forgets the etag each time it reads or writes: 28 bytes
                       ASAN_OPTIONS="detect_leaks=0:abort_on_error=1")
    probe, other = desktop.probe(), desktop.probe()
    equal(probe("state"), "ok")
    equal(probe("lookup client-secret"), "none")
    equal(probe(f"store client-secret {SECRET}"), "ok")
    equal(probe("lookup client-secret"), "ok " + SECRET)
    # another program writes in between: read anew, nothing of it lost
    equal(other(f"store refresh-token {SECRET}2"), "ok")
    equal(probe("lookup refresh-token"), f"ok {SECRET}2")
    equal(other("store other-kind third"), "ok")
    equal(probe("store client-secret second"), "ok")
    equal(probe("lookup client-secret"), "ok second")
    equal(probe("lookup refresh-token"), f"ok {SECRET}2")
    equal(probe("lookup other-kind"), "ok third")
    equal(probe("many 8"), "ok")
    equal(probe("remove client-secret"), "ok")
    equal(probe("lookup client-secret"), "none")
    equal(probe("remove-all"), "ok")
    equal(desktop.probe()("lookup refresh-token"), "none")
    for written in pathlib.Path(desktop.top).rglob("*"):
        assert not written.is_file() or SECRET.encode() not in written.read_bytes(), written


def test_bus_ends(stack):
    """The bus dies: an error, not the end of the program."""
    desktop = Desktop(stack).bus().keyring()
    probe = desktop.probe()
    equal(probe("state"), "ok")
    end(desktop.bus_process)
    probe.refuses("lookup client-secret", "keyring-absent")
    equal(probe("cancel-next"), "ok")


def test_hanging_service(stack):
    desktop = Desktop(stack).bus().keyring()
    probe = desktop.probe(deadline_ms=400)
    equal(probe("state"), "ok")
    desktop.daemon.send_signal(signal.SIGSTOP)
    for line in ("state", "lookup client-secret", f"store client-secret {SECRET}"):
        took = probe.refuses(line, "keyring-failed")
        assert 0.3 < took < 15, f"{line}: {took} s"
    desktop.daemon.send_signal(signal.SIGCONT)
    end_at = time.monotonic() + 20
    while probe("state") != "ok":
        assert time.monotonic() < end_at, "never answered again"


def test_cancelled(stack):
    desktop = Desktop(stack).bus().keyring()
    probe = desktop.probe()
    equal(probe("state"), "ok")
    desktop.daemon.send_signal(signal.SIGSTOP)
    equal(probe("cancel-next"), "ok")
    answer = probe("lookup client-secret")
    assert answer.startswith("cancelled ") and int(answer.split()[1]) < 15e6, answer
    desktop.daemon.send_signal(signal.SIGCONT)


def test_prompt(stack):
    """A person dismisses the real prompt, then answers it."""
    top = tempfile.mkdtemp(prefix="tenantry-keyring-")
    stack.callback(shutil.rmtree, top, ignore_errors=True)
    done = subprocess.run(
        ["env", "-u", "G_DEBUG", sys.executable, "-B", str(SUPPORT / "session.py"), "--keyring", "correct", "--",
         sys.executable, "-B", __file__, PROBE, "--prompt"],
        capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def type_at_prompt(*keys):
    end_at = time.monotonic() + 30
    while True:
        found = subprocess.run(["xdotool", "search", "--onlyvisible", "--name", "."],
                               capture_output=True, text=True, check=False).stdout.split()
        names = {window: subprocess.run(["xdotool", "getwindowname", window], capture_output=True,
                                        text=True, check=False).stdout.strip() for window in found}
        prompts = [window for window, name in names.items() if "nlock" in name or "gcr" in name.lower()]
        if prompts:
            break
        assert time.monotonic() < end_at, f"no prompt: {names}"
        time.sleep(0.05)
    subprocess.run(["xdotool", "windowfocus", "--sync", prompts[0]], check=False)
    for key in keys:
        subprocess.run(["xdotool", *key], check=True)


def answer_prompts():
    """Runs inside session.py: a display, a window manager, an unlocked keyring."""
    with contextlib.ExitStack() as stack:
        desktop = Desktop(stack)
        desktop.env = dict(os.environ, G_DEBUG="fatal-warnings")
        probe = desktop.probe()
        equal(probe(f"store client-secret {SECRET}"), "ok")
        desktop.lock()
        probe.process.stdin.write("unlock\n")
        type_at_prompt(("key", "Escape"))
        answer = probe.process.stdout.readline()
        assert answer.startswith("error keyring-locked "), answer
        probe.process.stdin.write("unlock\n")
        type_at_prompt(("type", "correct"), ("key", "Return"))
        equal(probe.process.stdout.readline().strip(), "ok")
        equal(probe("lookup client-secret"), "ok " + SECRET)


def main():
    if "--prompt" in sys.argv:
        return answer_prompts()
    tests = [(name[5:], test) for name, test in globals().items() if name.startswith("test_")]
    print(f"1..{len(tests)}")
    for number, (name, test) in enumerate(tests, 1):
        try:
            with contextlib.ExitStack() as stack:
                test(stack)
        except Exception:  # pylint: disable=broad-except
            traceback.print_exc()
            print(f"not ok {number} - /secrets/service/{name}", flush=True)
        else:
            print(f"ok {number} - /secrets/service/{name}", flush=True)
    return None


if __name__ == "__main__":
    main()
