#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Records by command line: what goes in can be taken back, and what is unknown is not called 0."""
import contextlib
import csv
import pathlib
import re
import sqlite3
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import browser  # noqa: E402
from cli import Cloud, Desktop, SAMPLES, main  # noqa: E402


def test_contacts_are_no_organizations():
    with Desktop() as desk:
        cli = desk.cli(None)
        for more in ([], ["--dry-run"]):
            result = cli.fails(2, "input", "import", "organizations", SAMPLES / "contacts.csv", *more)
            assert "import contacts" in result.error["message"], result
        assert cli.json("list", "organizations")["items"] == []
        result = cli.run("import", "organizations", SAMPLES / "contacts.csv", "--map", "name=organization",
                         "--dry-run")
        assert result.code == 0 and "have the name of another line" in result.err, result


def test_import_is_taken_back():
    with Desktop() as desk:
        cli = desk.cli(None)
        result = cli.run("import", "organizations", SAMPLES / "organizations.csv")
        assert result.code == 0 and "import undo 1" in result.out and result.err == "", result
        before = cli.tables()
        contacts = cli.json("import", "contacts", SAMPLES / "contacts.csv")
        assert contacts["import_id"] == 2 and contacts["new"] > 100
        cli.fails(12, "stale", "import", "undo", "1")
        rehearsed = cli.json("import", "undo", "--dry-run")
        assert rehearsed["import_id"] == 2 and rehearsed["removed"] == contacts["new"]
        assert len(cli.json("list", "contacts")["items"]) == contacts["new"], "a dry run changes nothing"
        assert cli.json("import", "undo")["kind"] == "contacts"
        assert cli.tables() == before
        cli.fails(1, "argument", "import", "undo", "2")
        cli.fails(1, "argument", "import", "undo", "second")
        assert cli.json("import", "undo")["import_id"] == 1
        assert cli.json("list", "organizations")["items"] == []
        cli.fails(1, "nothing-done", "import", "undo")


def test_backup_and_restore():
    with Desktop() as desk:
        cli, copy = desk.cli(None), desk.top / "copy.db"
        cli.ok("import", "organizations", SAMPLES / "organizations.csv")
        cli.ok("backup", copy)
        before, saved = cli.tables(), copy.read_bytes()
        result = cli.fails(12, "decision", "backup", copy)
        assert "--replace" in result.error["message"] and copy.read_bytes() == saved, result
        cli.ok("import", "contacts", SAMPLES / "contacts.csv")
        cli.ok("backup", copy, "--replace")
        copy.write_bytes(saved)

        result = cli.fails(12, "decision", "restore", copy)
        assert "--confirm" in result.error["message"], result
        cli.fails(1, "argument", "restore", copy, "--confirm", "another.db")
        assert cli.json("restore", copy, "--dry-run")["kept"] is None
        assert len(cli.json("list", "contacts")["items"]) > 100
        kept = cli.json("restore", copy, "--confirm", "tenantry.db")["kept"]
        assert cli.tables() == before and cli.json("list", "contacts")["items"] == []
        with contextlib.closing(sqlite3.connect(kept)) as database:
            assert database.execute("SELECT count(*) FROM contacts").fetchone()[0] > 100, "what was there is kept"
        assert copy.read_bytes() == saved
        assert (cli.data / "tenantry.db").stat().st_mode & 0o777 == 0o600


def test_restore_heals_and_refuses():
    with Desktop() as desk:
        cli, copy, bad = desk.cli(None), desk.top / "copy.db", desk.top / "bad.db"
        cli.ok("import", "organizations", SAMPLES / "organizations.csv")
        cli.ok("backup", copy)
        saved = copy.read_bytes()
        database = cli.data / "tenantry.db"
        database.write_bytes(b"This is no database. " * 400)
        result = cli.fails(8, "database-damaged", "list", "organizations")
        assert "tenantryctl restore" in result.err, result
        with contextlib.closing(sqlite3.connect(bad)) as newer:
            newer.execute("PRAGMA user_version = 9999")
            newer.execute("CREATE TABLE x (y)")
            newer.commit()
        cli.fails(8, "database-newer", "restore", bad, "--confirm", "tenantry.db")
        for data, code, name in ((b"This is no backup. " * 400, 8, "database-damaged"), (b"", 2, "input"),
                                 (saved[:len(saved) // 2], 8, "database-damaged")):
            bad.write_bytes(data)
            cli.fails(code, name, "restore", bad, "--confirm", "tenantry.db")
        cli.fails(1, "not-found", "restore", desk.top / "nowhere.db", "--confirm", "tenantry.db")
        assert database.read_bytes().startswith(b"This is no database."), "refused means untouched"
        cli.ok("restore", copy, "--confirm", "tenantry.db")
        assert len(cli.json("list", "organizations")["items"]) > 30
        # a new folder has nothing to ask about
        other = desk.cli(None, data=desk.top / "other")
        assert other.json("restore", copy)["kept"] is None
        assert other.tables() == cli.tables()


def test_unknown_is_not_zero():
    with Desktop() as desk, Cloud(tenants=25, users=300) as cloud:
        cli, saved = desk.cli(cloud), desk.top / "tenants.csv"
        cli.ready()
        assert cli.run("sync").code == 9, "some tenants of the sample cannot be read"
        tenants = cli.json("list", "tenants")["items"]
        unread = [tenant for tenant in tenants if tenant["users_read_at"] is None]
        assert unread and all(tenant["users"] is None for tenant in unread), unread
        assert all(tenant["users"] is not None for tenant in tenants if tenant not in unread)
        cli.ok("export", "tenants", saved)
        with saved.open(encoding="utf-8", newline="") as file:
            empty = [row for row in csv.DictReader(file) if row["users"] == ""]
        assert len(empty) == len(unread), empty
        ended = [line["message"] for line in cli.json("log")["items"] if line["message"].startswith("Run ended")]
        assert f"{len(tenants) - len(unread)} of {len(tenants)} tenants read" in ended[0], (ended, len(unread))


        cli.ok("import", "organizations", SAMPLES / "organizations.csv")
        for organization in cli.json("list", "organizations")["items"]:
            tenants = [tenant for tenant in unread if tenant["organization_id"] == organization["id"]]
            assert not tenants or organization["users"] is None, organization
            assert organization["users"] is None or organization["users"] > 0, organization


def test_log_says_what_to_do():
    with Desktop() as desk, Cloud(tenants=25, users=300) as cloud:
        cli = desk.cli(cloud)
        cli.ready()
        assert cli.run("sync").code == 9
        lines = cli.json("log")["items"]
        named = [line for line in lines if re.search(r"\((request|trace) ", line["message"])]
        assert named, lines
        for line in named:
            assert line["request_id"] is not None and line["request_id"] in line["message"], line
        for line in lines:
            assert line["tenant_name"] is None or line["tenant_name"] not in line["message"], line
        text = cli.ok("log", "--level", "warning")
        assert any(line["remedy"] == "consent" for line in lines)
        assert "Consent is missing" in text.out and "Consent is missing: An administrator must" in text.err, text


def test_killed_run_is_not_running():
    with Desktop() as desk, Cloud(tenants=25, users=900, options=("--latency", "500")) as cloud:
        cli = desk.cli(cloud)
        cli.ready()
        process = subprocess.Popen(cli.command("sync"), env=desk.env, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        browser.wait_for(lambda: cli.json("list", "users")["items"], "the first users")
        run, = cli.json("runs")["items"]
        assert run["state"] == "running" and run["stopped"] is False, run
        process.kill()
        process.wait()
        files = cli.file_bytes()
        run, = cli.json("runs")["items"]
        assert run["state"] == "incomplete" and run["stopped"] is True and run["error"] == "incomplete", run
        assert "running" not in {stream["state"] for stream in run["streams"]}, run
        assert "stopped before it ended" in cli.ok("runs").out
        assert cli.file_bytes().keys() == files.keys()
        for name in (name for name in files if not name.endswith("-shm")):
            assert cli.file_bytes()[name] == files[name], "who reads writes nothing"


def test_preview_is_read_by_people():
    with Desktop() as desk, Cloud(tenants=25, users=300) as cloud:
        cli = desk.cli(cloud)
        cli.ready()
        cli.run("sync")
        cli.ok("import", "organizations", SAMPLES / "organizations.csv")
        cli.ok("import", "contacts", SAMPLES / "contacts.csv")
        items = cli.json("contacts", "preview")["items"]
        lines = cli.ok("contacts", "preview").out.splitlines()
        heads = [line for line in lines if re.match("  [a-z]", line)]
        assert [line.split()[0] for line in heads] == [item["outcome"] for item in items]
        assert max(map(len, lines)) < 300
        shown = lines[lines.index(next(line for line in heads if line.startswith("  create"))) + 1]
        assert re.match(r" {13}\w+: ", shown), shown


def test_sign_in_without_a_second_factor_warns():
    for scenarios, warned in (((), False), (("no-mfa",), True)):
        with Desktop() as desk, Cloud(*scenarios) as cloud:
            cli = desk.cli(cloud)
            cli.ready()
            assert ("multifactor" in "".join(cli.said)) == warned, cli.said


if __name__ == "__main__":
    main([test_contacts_are_no_organizations, test_import_is_taken_back, test_backup_and_restore,
          test_restore_heals_and_refuses, test_unknown_is_not_zero, test_log_says_what_to_do,
          test_killed_run_is_not_running, test_preview_is_read_by_people,
          test_sign_in_without_a_second_factor_warns])
