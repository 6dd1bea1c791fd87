# SPDX-License-Identifier: GPL-3.0-or-later
"""tenantryctl as a person or a script uses it: a private desktop, a real sample cloud, real processes.

    with Desktop() as desk, Cloud() as cloud:
        cli = desk.cli(cloud)
        cli.connect()
        cli.sign_in()
        runs = cli.json("runs")["items"]
"""
import contextlib
import json
import os
import pathlib
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import traceback
import urllib.parse
import urllib.request

import pretend

SOURCE = pathlib.Path(os.environ["TNY_SOURCE_ROOT"])
BUILD = pathlib.Path(os.environ["TNY_BUILD_ROOT"])
PROGRAM = BUILD / "src/cli/tenantryctl"
SAMPLE = BUILD / "src/sim/tenantry-sample-cloud"
SAMPLES = SOURCE / "data/sample"

# No service files: nothing starts behind our back, and an absent keyring is absent.
BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
<allow own="*"/></policy></busconfig>"""


def end(process):
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream is not None:
            stream.close()


class Place(contextlib.ExitStack):
    """A folder that is gone afterwards, with whatever was started for it."""

    def __init__(self, name):
        super().__init__()
        self.top = pathlib.Path(tempfile.mkdtemp(prefix=f"tenantry-{name}-"))
        self.callback(shutil.rmtree, self.top, ignore_errors=True)

    def start(self, *command, **options):
        process = subprocess.Popen(command, **options)
        self.callback(end, process)
        return process


class Desktop(Place):
    """A home and a session bus; keyring is "open", "locked" or "absent"."""

    def __init__(self, keyring="open"):
        super().__init__("desktop")
        unwanted = ("DISPLAY", "WAYLAND_DISPLAY", "SECRET_BACKEND", "TENANTRY_DATA_DIR", "BROWSER")
        self.env = {name: value for name, value in os.environ.items() if name not in unwanted}
        self.env["HOME"] = str(self.top)
        for name, folder in (("XDG_RUNTIME_DIR", "run"), ("XDG_DATA_HOME", "share"),
                             ("XDG_CONFIG_HOME", "config"), ("XDG_CACHE_HOME", "cache")):
            self.env[name] = str(self.top / folder)
            (self.top / folder).mkdir(mode=0o700)
        self.env["XDG_DATA_DIRS"] = str(self.top / "nothing")     # no browser but the one we register
        self.env["XDG_CONFIG_DIRS"] = str(self.top / "nothing")
        config = self.top / "bus.conf"
        config.write_text(BUS, encoding="ascii")
        bus = self.start("dbus-daemon", "--config-file", str(config), "--nofork", "--print-address",
                         stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=self.foreign)
        self.env["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
        if keyring != "absent":
            self.start_keyring()
        if keyring == "locked":
            self.lock()

    @property
    def foreign(self):
        """For programs that are not ours: their warnings are not fatal."""
        return {name: value for name, value in self.env.items() if name != "G_DEBUG"}

    def start_keyring(self):
        daemon = self.start("gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets",
                            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                            env=self.foreign)
        daemon.stdin.write(b"correct horse")
        daemon.stdin.close()
        daemon.stdin = None
        subprocess.run(["gdbus", "wait", "--session", "--timeout", "20", "org.freedesktop.secrets"],
                       env=self.foreign, check=True)

    def lock(self):
        subprocess.run(["gdbus", "call", "--session", "-d", "org.freedesktop.secrets", "-o",
                        "/org/freedesktop/secrets", "-m", "org.freedesktop.Secret.Service.Lock",
                        "['/org/freedesktop/secrets/collection/login']"],
                       env=self.foreign, check=True, stdout=subprocess.DEVNULL)

    def secrets(self):
        """All secrets in the keyring, as texts."""
        found = subprocess.run(["secret-tool", "search", "--all", "--unlock", "xdg:schema",
                                "io.github.tenantry.Tenantry"], env=self.foreign, check=False,
                               capture_output=True, text=True).stdout
        return [line.split(" = ", 1)[1] for line in found.splitlines() if line.startswith("secret = ")]

    def cli(self, cloud, **options):
        return Cli(self, cloud, **options)


class Cloud(Place):
    """The sample cloud in its own process: small, so that tests are quick."""

    def __init__(self, *scenarios, tenants=8, users=150, options=()):
        super().__init__("cloud")
        self.key_file = self.top / "cloud.ini"
        command = [str(SAMPLE), "--write-cloud", str(self.key_file), "--tenants", str(tenants),
                   "--users", str(users), *options]
        for scenario in scenarios:
            command += ["--scenario", scenario]
        self.process = self.start(*command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline().split()[1])
        self.registration = json.loads(self.call("GET", "/portal/registration.json"))

    def call(self, method, path):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", method=method)
        with pretend.OPENER.open(request, timeout=30) as answer:
            return answer.read().decode()

    def switch(self, scenario, on=True):
        self.call("POST", f"/sample/scenario?name={scenario}&on={int(on)}")

    def fail(self, request, how, count=1):
        self.call("POST", f"/sample/fail?request={request}&how={how}&count={count}")


class Result:
    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    def __repr__(self):
        return f"exit {self.code}\n--- stdout\n{self.out}\n--- stderr\n{self.err}"

    @property
    def error(self):
        return json.loads(self.out)["error"]


class Cli:
    def __init__(self, desk, cloud, data=None):
        self.desk, self.cloud = desk, cloud
        self.data = pathlib.Path(data) if data else desk.top / "data"
        self.said = []          # everything that was ever printed

    def command(self, *args):
        where = ["--cloud", str(self.cloud.key_file)] if self.cloud is not None else []
        return [str(PROGRAM), "--data-dir", str(self.data), *where, *map(str, args)]

    def run(self, *args, typed=None, timeout=120):
        done = subprocess.run(self.command(*args), env=self.desk.env, input=typed, capture_output=True,
                              text=True, timeout=timeout, check=False)
        self.said += [done.stdout, done.stderr]
        return Result(done.returncode, done.stdout, done.stderr)

    def ok(self, *args, **options):
        result = self.run(*args, **options)
        assert result.code == 0, (args, result)
        return result

    def json(self, *args, code=0, **options):
        result = self.run("--json", *args, **options)
        assert result.code == code, (args, result)
        return json.loads(result.out)

    def fails(self, code, name, *args, **options):
        """The command ends with this exit code and this error, and says what to do."""
        result = self.run("--json", *args, **options)
        assert result.code == code, (args, result)
        assert result.error["code"] == name, result
        assert result.error["remedy"] and result.error["message"], result
        assert "tenantryctl: " in result.err and result.error["remedy"] in result.err, result
        return result

    def add(self, *more, secret=None, tenant=None, client=None):
        known = self.cloud.registration
        return ("connection", "add", "--name", "Northwind IT", "--tenant", tenant or known["tenant_id"],
                "--client", client or known["client_id"], "--secret-from", "-", *more)

    def connect(self, **options):
        self.ok(*self.add(), typed=self.cloud.registration["client_secret"] + "\n", **options)

    @contextlib.contextmanager
    def signing_in(self, *args):
        """A sign-in that waits for the browser: the process and its link."""
        process = subprocess.Popen(self.command("sign-in", "Northwind IT", "--print-link", *args),
                                   env=self.desk.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True)
        try:
            link = process.stdout.readline().strip()
            yield process, link
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout, process.stderr):
                stream.close()

    def finish(self, process):
        out, err = process.communicate(timeout=60)
        self.said += [out, err]
        return Result(process.returncode, out, err)

    def sign_in(self, account="sync@northwind.example"):
        with self.signing_in() as (process, link):
            assert link.startswith(f"http://127.0.0.1:{self.cloud.port}/login/"), self.finish(process)
            pretend.sign_in(link, account)
            result = self.finish(process)
        assert result.code == 0, result
        assert result.out == "", "the link is the only line on standard output"

    def ready(self):
        """Connected and signed in."""
        self.connect()
        self.sign_in()

    def tables(self):
        """Everything people would miss, as the database has it."""
        path, = self.data.glob("*.db")
        names = ("connections", "tenants", "users", "organizations", "contacts", "contact_items", "matches",
                 "decisions", "refused_pairs", "user_contacts", "contact_decisions")
        with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            return {name: sorted(map(repr, database.execute(f"SELECT * FROM {name}"))) for name in names}

    def file_bytes(self):
        return {path.name: path.read_bytes() for path in sorted(self.data.rglob("*")) if path.is_file()}


def interrupt(process):
    process.send_signal(signal.SIGINT)


def main(tests):
    """Runs functions as TAP; words on the command line choose some."""
    chosen = [test for test in tests if len(sys.argv) < 2 or any(word in test.__name__ for word in sys.argv[1:])]
    print(f"1..{len(chosen)}", flush=True)
    failed = False
    for number, test in enumerate(chosen, 1):
        name = test.__name__.removeprefix("test_").replace("_", "-")
        try:
            test()
            print(f"ok {number} {name}", flush=True)
        except Exception:            # whatever goes wrong is this test's result
            failed = True
            for line in traceback.format_exc().splitlines():
                print("#", line)
            print(f"not ok {number} {name}", flush=True)
    sys.exit(failed)
