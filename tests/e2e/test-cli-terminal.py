#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person at a terminal sees: questions, hidden secrets, one line of progress; and what scripts
name on the command line."""
import contextlib
import json
import os
import pathlib
import pty
import select
import signal
import subprocess
import sys
import termios
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import pretend  # noqa: E402
from cli import Cloud, Desktop, SAMPLES, main  # noqa: E402


class Terminal:
    """A program whose standard input, output and errors are one terminal."""

    def __init__(self, cli, *args):
        self.master, slave = pty.openpty()
        self.slave = slave
        self.process = subprocess.Popen(cli.command(*args), env=cli.desk.env, stdin=slave, stdout=slave,
                                        stderr=slave, start_new_session=True)
        self.seen = ""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self.master)
        os.close(self.slave)

    def read(self, seconds):
        if select.select([self.master], [], [], seconds)[0]:
            self.seen += os.read(self.master, 4096).decode()

    def expect(self, words, seconds=30):
        limit = time.monotonic() + seconds
        while words not in self.seen:
            assert time.monotonic() < limit, f"“{words}” never came: {self.seen!r}"
            self.read(0.1)

    def type(self, text):
        os.write(self.master, text.encode())

    def end(self, seconds=60):
        limit = time.monotonic() + seconds
        while self.process.poll() is None:
            assert time.monotonic() < limit, self.seen
            self.read(0.05)
        while select.select([self.master], [], [], 0)[0]:
            self.read(0)
        return self.process.returncode


@contextlib.contextmanager
def synced():
    with Desktop() as desk, Cloud() as cloud:
        cli = desk.cli(cloud)
        cli.ready()
        cli.run("sync")
        yield cli


def test_secret_is_asked_for_and_not_shown():
    with Desktop() as desk, Cloud() as cloud:
        cli = desk.cli(cloud)
        secret = cloud.registration["client_secret"]
        with Terminal(cli, *cli.add()) as terminal:
            terminal.expect("not shown")
            terminal.type(secret + "\n")
            assert terminal.end() == 0, terminal.seen
            assert secret not in terminal.seen and "Stored the connection" in terminal.seen
        cli.sign_in()


def test_ctrl_c_at_the_secret_leaves_a_sane_terminal():
    with Desktop() as desk, Cloud() as cloud:
        cli = desk.cli(cloud)
        with Terminal(cli, *cli.add()) as terminal:
            terminal.expect("not shown")
            terminal.process.send_signal(signal.SIGINT)
            assert terminal.end() == 130, terminal.seen
            assert termios.tcgetattr(terminal.slave)[3] & termios.ECHO
        assert cli.json("connection", "list")["items"] == []


def test_deleting_asks_for_the_name():
    with synced() as cli:
        words = ("connection", "remove", "Northwind IT", "--delete-data")
        with Terminal(cli, *words) as terminal:
            terminal.expect("Type “Northwind IT”")
            terminal.type("northwind\n")
            assert terminal.end() == 12, terminal.seen
        assert cli.json("list", "users")["items"]
        with Terminal(cli, *words) as terminal:
            terminal.expect("Type “Northwind IT”")
            terminal.type("Northwind IT\n")
            assert terminal.end() == 0, terminal.seen
        assert cli.json("connection", "list")["items"] == []


def test_progress_is_one_line():
    with Desktop() as desk, Cloud(options=("--latency", "200")) as cloud:
        cli = desk.cli(cloud)
        cli.ready()
        with Terminal(cli, "sync") as terminal:
            assert terminal.end() in (0, 9), terminal.seen
        before = terminal.seen.split("Tenant  ", 1)[0]
        assert before.count("\r") > 3 and "Reading users of " in before, terminal.seen
        assert before.count("\n") <= 2, "the line is rewritten, not repeated"
        quiet = cli.run("--quiet", "sync")
        assert "Reading" not in quiet.err and quiet.out


def test_a_shared_organization_is_asked_for():
    with synced() as cli:
        path = cli.desk.top / "one.csv"
        path.write_text("id,name\n1,Holding\n", encoding="utf-8")
        cli.ok("import", "organizations", path)
        first, second = [item["tenant_id"] for item in cli.json("match", "list")["items"][:2]]
        cli.ok("match", "to", first, "Holding")
        refused = cli.fails(12, "decision", "match", "to", second, "Holding")
        assert "--shared" in refused.error["message"]
        with Terminal(cli, "match", "to", second, "Holding") as terminal:
            terminal.expect("[y/N]")
            terminal.type("\n")
            assert terminal.end() == 12, terminal.seen
        with Terminal(cli, "match", "to", second, "Holding") as terminal:
            terminal.expect("[y/N]")
            terminal.type("y\n")
            assert terminal.end() == 0, terminal.seen
        states = {item["tenant_id"]: item["state"] for item in cli.json("match", "list")["items"]}
        assert states[first] == states[second] == "matched"
        refused = cli.fails(1, "argument", "match", "accept", second)


def test_names_and_ids_are_equal():
    with synced() as cli:
        tenant = next(item for item in cli.json("list", "tenants")["items"] if item["users"] > 0)
        by_id = cli.json("list", "users", "--tenant", tenant["tenant_id"])["items"]
        assert len(by_id) == tenant["users"]
        for name in (tenant["name"], tenant["name"].upper(), tenant["default_domain"]):
            assert cli.json("list", "users", "--tenant", name)["items"] == by_id
        created = cli.json("match", "create", tenant["tenant_id"], "--name", "Quite Another")
        assert created["organization_name"] == "Quite Another"
        number = str(created["organization_id"])
        assert cli.json("list", "tenants", "--organization", number)["items"] == \
            cli.json("list", "tenants", "--organization", "quite another")["items"]
        refused = cli.fails(12, "decision", "match", "create",
                            next(item["tenant_id"] for item in cli.json("list", "tenants")["items"]
                                 if item["state"] != "matched"), "--name", "Quite Another")
        assert "--anyway" in refused.error["message"]


def test_a_sync_says_its_result_first():
    with Desktop() as desk, Cloud(tenants=25, users=600) as cloud:
        cli = desk.cli(cloud)
        cli.ready()
        cli.ok("connection", "change", "Northwind IT", "--streams", "tenants,users,licences,mailboxes,devices")
        result = cli.run("sync")
        assert result.code == 9, result
        first, *rest = result.out.splitlines()
        assert first.startswith("Run 1: incomplete. Users: "), first
        bad = [stream for stream in cli.json("runs")["items"][0]["streams"]
               if stream["state"] not in ("ok", "not-run", "not-licensed") or stream["failed"]]
        assert 0 < len(bad) < 30 and len(rest) == len(bad) + 1, (len(bad), result.out)
        assert any("Junco Travel" in line and "relationship" in line for line in rest), result.out
        assert "need no attention; --verbose shows them, too." in result.err, result.err
        everything = cli.run("sync", "--verbose").out.splitlines()
        assert everything[0].startswith("Run 2: "), everything[0]
        assert len(everything) == len(cli.json("runs")["items"][0]["streams"]) + 2, len(everything)


def test_one_tenant_and_the_schedule():
    with Desktop() as desk, Cloud(tenants=25, users=600) as cloud:
        cli = desk.cli(cloud)
        cli.ready()
        cli.run("sync")
        tenants = cli.json("list", "tenants")["items"]
        readable = next(item for item in tenants if item["access"] == "ok")
        run = cli.json("sync", "--tenant", readable["name"], "--full")
        assert {stream["tenant_id"] for stream in run["streams"]} == {readable["tenant_id"]}
        assert run["trigger"] == "manual" and run["state"] == "ok"
        closed = next(item for item in tenants if item["access"] == "relationship")
        result = cli.run("--json", "sync", "--tenant", closed["tenant_id"])
        assert result.code == 4, "the one tenant that was asked for says no"
        assert json.loads(result.out)["streams"][0]["tenant_id"] == closed["tenant_id"]
        again = next(item for item in cli.json("list", "tenants")["items"] if item["tenant_id"] == closed["tenant_id"])
        assert again["access"] == "relationship", "the list that was not read again still says why"
        later = cli.json("sync", "--due")
        assert later["state"] == "not-due" and later["run_id"] is None
        assert len(cli.json("runs")["items"]) == 3
        plan = cli.json("sync", "--dry-run")
        assert len(plan["tenants"]) == len(tenants) and plan["due"] is False
        assert len(cli.json("runs")["items"]) == 3
        worse = cli.json("log", "--level", "warning")["items"]
        assert worse and all(line["level"] in ("warning", "error") for line in worse)
        assert all(line["tenant_id"] == closed["tenant_id"]
                   for line in cli.json("log", "--tenant", closed["tenant_id"])["items"])


def test_a_reader_that_leaves_is_no_failure():
    with Desktop() as desk:
        cli = desk.cli(None)
        process = subprocess.Popen(cli.command("setup", "permissions"), env=desk.env, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE)
        process.stdout.close()
        assert process.wait(30) == 0 and process.stderr.read() == b""
        process.stderr.close()
        with open("/dev/full", "w", encoding="utf-8") as full:
            done = subprocess.run(cli.command("setup", "permissions"), env=desk.env, stdout=full,
                                  stderr=subprocess.PIPE, text=True, check=False)
        assert done.returncode == 2 and "No space left" in done.stderr


def test_sample_cloud_of_one_command():
    with Desktop() as desk:
        cli = desk.cli(None)
        organizations = SAMPLES / "organizations.csv"
        cli.ok("--cloud", "sample", "import", "organizations", organizations)
        assert cli.json("--cloud", "sample", "list", "organizations")["items"]
        assert cli.json("list", "organizations")["items"] == [], "real and sample never mix"
        assert (cli.data / "sample.db").exists() and (cli.data / "tenantry.db").exists()


def test_sample_cloud_keeps_a_sign_in():
    """Each command starts its own sample cloud; what one was granted holds in the next."""
    with Desktop() as desk, Cloud() as other:
        cli = desk.cli(None)
        known = other.registration       # the same seed has the same registration
        cli.ok("--cloud", "sample", "connection", "add", "--name", "Northwind IT", "--tenant",
               known["tenant_id"], "--client", known["client_id"], "--secret-from", "-",
               typed=known["client_secret"])
        with cli.signing_in("--cloud", "sample") as (process, link):
            pretend.sign_in(link)
            result = cli.finish(process)
        assert result.code == 0, result
        result = cli.run("--cloud", "sample", "--json", "sync", timeout=300)
        assert result.code in (0, 9), result
        assert len(cli.json("--cloud", "sample", "list", "users")["items"]) > 1000


if __name__ == "__main__":
    main([test_secret_is_asked_for_and_not_shown, test_ctrl_c_at_the_secret_leaves_a_sane_terminal,
          test_deleting_asks_for_the_name, test_progress_is_one_line, test_a_shared_organization_is_asked_for,
          test_names_and_ids_are_equal, test_a_sync_says_its_result_first, test_one_tenant_and_the_schedule,
          test_a_reader_that_leaves_is_no_failure, test_sample_cloud_of_one_command,
          test_sample_cloud_keeps_a_sign_in])
