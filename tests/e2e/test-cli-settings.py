#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sync settings by command line: what they leave out is out of scope, and comes back."""
import contextlib
import json
import pathlib
import sqlite3
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from cli import Cloud, Desktop, main  # noqa: E402

NAME = "Northwind IT"


def users(cli, **wanted):
    return [user for user in cli.json("list", "users")["items"]
            if all(user[key] == value for key, value in wanted.items())]


def ready(desk, cloud):
    cli = desk.cli(cloud)
    cli.ready()
    cli.ok("sync")
    return cli


def test_shown():
    with Desktop() as desk, Cloud("all-access", tenants=3, users=60) as cloud:
        cli = desk.cli(cloud)
        cli.connect()
        shown = cli.json("connection", "settings", NAME)
        assert shown == {"connection": NAME, "tenants": "all", "streams": "tenants,users,licences,mailboxes",
                         "users": "all", "subscriptions": "", "guests": "on", "disabled": "on",
                         "shared_mailboxes": "on", "interval": "1h", "quiet_hours": "none",
                         "priority": "normal"}, shown
        text = cli.ok("connection", "settings").out
        assert "quiet-hours" in text and "1h" in text, text
        for wrong in ("colour=red", "interval=soon", "quiet-hours=late", "users=few", "guests=maybe",
                      "subscriptions=NONESUCH", "sync=on"):
            cli.fails(1, "argument", "connection", "settings", NAME, "--set", wrong)
        assert cli.json("connection", "settings") == shown

        before = cli.tables()
        would = cli.json("connection", "settings", "--set", "interval=3h", "--dry-run")
        assert would["interval"] == "3h" and cli.tables() == before


def test_out_of_scope():
    with Desktop() as desk, Cloud("all-access", tenants=6, users=150) as cloud:
        cli = ready(desk, cloud)
        everybody = len(users(cli))
        guests = users(cli, kind="guest")
        shared = users(cli, kind="shared-mailbox")
        assert guests and shared
        cli.ok("connection", "settings", "--set", "guests=off", "--set", "shared-mailboxes=off")
        out = users(cli, state="out-of-scope")
        assert {user["user_id"] for user in guests} <= {user["user_id"] for user in out}
        assert {user["scope"] for user in out} == {"guest", "shared"}, {user["scope"] for user in out}
        assert len(users(cli)) == everybody and not users(cli, state="deleted")

        run = cli.json("sync")
        stream = [item for item in run["streams"] if item["name"] == "users"]
        assert sum(item["stored"] for item in stream) == everybody, stream
        assert sum(item["changed"] + item["new"] + item["removed"] for item in stream) == 0, stream
        assert len(users(cli, state="out-of-scope")) == len(out)
        known = sum(tenant["users"] for tenant in cli.json("list", "tenants")["items"])
        assert known == everybody - len(out), (known, everybody, len(out))

        cli.ok("connection", "settings", "--set", "guests=on", "--set", "shared-mailboxes=on")
        assert not users(cli, state="out-of-scope")


def test_subscriptions():
    with Desktop() as desk, Cloud("all-access", tenants=6, users=150) as cloud:
        cli = ready(desk, cloud)
        products = cli.json("connection", "subscriptions")["items"]
        product = max(products, key=lambda item: item["assigned"])
        assert product["assigned"] > 0 and not product["chosen"] and product["tenants"] > 0
        assert product["name"] in cli.ok("connection", "subscriptions").out
        cli.ok("connection", "settings", "--set", f"subscriptions={product['part_number']}")
        assert [item["sku_id"] for item in cli.json("connection", "subscriptions")["items"] if item["chosen"]] \
            == [product["sku_id"]]
        for user in users(cli):
            if user["kind"] == "member":
                has = product["sku_id"] in user["licences"]
                assert user["state"] == ("present" if has else "out-of-scope"), user


def test_tenants():
    with Desktop() as desk, Cloud("all-access", tenants=4, users=80) as cloud:
        cli = ready(desk, cloud)
        tenants = cli.json("list", "tenants")["items"]
        left, other = tenants[0], tenants[1]
        shown = cli.json("tenant", "settings", left["tenant_id"], "--set", "sync=off")
        assert shown["own_sync"] == "off" and shown["own_interval"] is None and shown["interval"] == "1h", shown
        run = cli.json("sync")
        read = {item["tenant_id"] for item in run["streams"] if item["name"] == "users"}
        assert left["tenant_id"] not in read and other["tenant_id"] in read
        assert all(user["state"] == "out-of-scope" and user["scope"] == "tenant"
                   for user in users(cli, tenant_id=left["tenant_id"]))
        unmatched = cli.json("match", "list", "--state", "unmatched")["items"]
        assert left["tenant_id"] not in {item["tenant_id"] for item in unmatched}
        assert [item["in_scope"] for item in cli.json("list", "tenants")["items"]
                if item["tenant_id"] == left["tenant_id"]] == [False]
        cli.ok("tenant", "settings", left["tenant_id"], "--set", "sync=default")
        assert not users(cli, state="out-of-scope")


def test_contacts():
    """Nobody is proposed who is out of scope; a link that is there stays."""
    with Desktop() as desk, Cloud("all-access", tenants=6, users=150) as cloud:
        cli = ready(desk, cloud)
        tenant = max(cli.json("list", "tenants")["items"], key=lambda item: item["users"])
        cli.ok("match", "create", tenant["tenant_id"])
        before = cli.json("contacts", "preview")["items"]
        assert any(line["outcome"] == "create" for line in before)
        cli.ok("tenant", "settings", tenant["tenant_id"], "--set", "sync=off")
        after = cli.json("contacts", "preview")["items"]
        assert {line["outcome"] for line in after} == {"skip"}, after
        assert "sync settings" in json.dumps(after[0]["reasons"])
        cli.ok("tenant", "settings", tenant["tenant_id"], "--set", "sync=default")
        assert cli.json("contacts", "preview")["items"] == before


def test_pause():
    with Desktop() as desk, Cloud("all-access", tenants=2, users=10) as cloud:
        cli = desk.cli(cloud)
        cli.ready()
        assert cli.json("connection", "list")["items"][0]["next_sync_at"]
        paused = cli.json("connection", "pause")
        assert paused["paused"] and paused["next_sync_at"] is None, paused
        resumed = cli.json("connection", "resume", NAME)
        assert not resumed["paused"] and resumed["next_sync_at"], resumed


def change(cli, statement):
    """As time goes by."""
    path, = cli.data.glob("*.db")
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.execute(statement)
        database.commit()


def runs(cli):
    return cli.json("runs")["items"]


def test_due():
    with Desktop() as desk, Cloud("all-access", tenants=2, users=20) as cloud:
        cli = desk.cli(cloud)
        cli.ready()
        assert cli.json("sync", "--due")["state"] == "not-due"            # the first one is an hour out
        assert not runs(cli)
        change(cli, "UPDATE connections SET next_sync_at = unixepoch() - 8 * 3600")
        run = cli.json("sync", "--due")                                   # eight were missed: one is made up for
        assert run["state"] == "ok" and run["trigger"] == "schedule", run
        assert cli.json("sync", "--due")["state"] == "not-due"
        assert len(runs(cli)) == 1
        change(cli, "UPDATE connections SET next_sync_at = unixepoch() + 400 * 86400")    # the clock was set back
        assert cli.json("sync", "--due")["state"] == "ok"
        assert cli.json("sync", "--due")["state"] == "not-due"
        change(cli, "UPDATE connections SET next_sync_at = 1, quiet_from = 0, quiet_until = 1439")
        quiet = time.localtime().tm_hour != 23 or time.localtime().tm_min != 59
        assert (cli.json("sync", "--due")["state"] == "not-due") == quiet
        change(cli, "UPDATE connections SET next_sync_at = 1, quiet_until = 0, paused = 1")
        assert cli.json("sync", "--due", NAME)["state"] == "not-due"
        cli.ok("connection", "resume")
        change(cli, "UPDATE connections SET next_sync_at = 1")
        assert "would list the tenants" in cli.ok("sync", "--due", "--dry-run").out
        cli.fails(1, "argument", "sync", "--due", "--full")


def test_two_at_once():
    """Timers that fire together, or beside a program that holds the records, sync once."""
    with Desktop() as desk, Cloud("all-access", tenants=3, users=60, options=["--latency", "100"]) as cloud:
        cli = desk.cli(cloud)
        cli.ready()
        change(cli, "UPDATE connections SET next_sync_at = 1")
        both = [subprocess.Popen(cli.command("--json", "sync", "--due"), env=desk.env, text=True,
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)]
        done = [process.communicate(timeout=60) for process in both]
        assert [process.returncode for process in both] == [0, 0], done
        states = sorted(json.loads(out)["state"] for out, _ in done)
        assert states == ["not-due", "ok"], states
        assert len(runs(cli)) == 1

        change(cli, "UPDATE connections SET next_sync_at = 1")
        with cli.signing_in():
            result = cli.ok("sync", "--due")
            assert "keeps the schedule" in result.out, result
            cli.fails(8, "database-busy", "sync")
        assert len(runs(cli)) == 1
        cli.ok("sync", "--due")
        assert len(runs(cli)) == 2


def test_after_matching():
    """A tenant that nobody read is read when it is matched: its contacts need no sync by hand."""
    with Desktop() as desk, Cloud("all-access", tenants=3, users=60) as cloud:
        cli = desk.cli(cloud)
        cli.ready()
        cli.ok("connection", "settings", "--set", "streams=tenants")
        cli.ok("sync")
        assert not users(cli)
        cli.ok("connection", "settings", "--set", "streams=users")
        assert cli.json("sync", "--due")["state"] == "not-due"
        tenant = cli.json("list", "tenants")["items"][0]["tenant_id"]
        cli.ok("match", "create", tenant)
        run = cli.json("sync", "--due")
        assert run["trigger"] == "matching" and run["state"] == "ok", run
        assert {item["tenant_id"] for item in run["streams"]} == {tenant}, run
        assert any(line["tenant_id"] == tenant for line in cli.json("contacts", "preview")["items"])
        assert cli.json("sync", "--due")["state"] == "not-due"


def test_old_logs():
    with Desktop() as desk, Cloud("all-access", tenants=2, users=20) as cloud:
        cli = ready(desk, cloud)
        change(cli, "INSERT INTO runs (id, connection_id, trigger, state, started_at, ended_at) "
                    "SELECT -1, id, 'schedule', 'ok', unixepoch() - 91 * 86400, unixepoch() - 91 * 86400 FROM connections")
        change(cli, "INSERT INTO log (at, level, run_id, message) SELECT 1, 'info', -1, 'long ago'")
        assert len(runs(cli)) == 2
        cli.ok("sync")
        assert all(run["run_id"] > 0 for run in runs(cli)) and len(runs(cli)) == 2
        assert not cli.json("log", "--text", "long ago")["items"]
        line, = cli.json("log", "--text", "Forgot")["items"]
        assert line["action"] == "forget" and "Forgot 1 runs with 1 lines" in line["message"], line


if __name__ == "__main__":
    main([test_shown, test_out_of_scope, test_subscriptions, test_tenants, test_contacts, test_pause, test_due,
          test_two_at_once, test_after_matching, test_old_logs])
