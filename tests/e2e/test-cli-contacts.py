#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Contacts by command line: the sample's outcomes, decisions, one step, and back. --write makes the table of
outcomes anew."""
import collections
import contextlib
import csv
import difflib
import io
import pathlib
import re
import sqlite3
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "ui"))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import estate                                           # noqa: E402
from cli import Cloud, Desktop, SAMPLES, SOURCE, main  # noqa: E402

TABLE = SOURCE / "tests/data/contact-outcomes.csv"
MICROSOFT_KEYS = {"user_id", "tenant_id", "user_principal_name", "aliases", "status", "last_sign_in",
                  "last_password_change", "mailbox_used_bytes", "mailbox_quota_bytes", "licences", "read_at",
                  "manage_url"}


def fill(cli):
    """As far as the contact preview of the main job."""
    cli.ready()
    assert cli.run("sync", "Northwind IT").code in (0, 9)
    cli.ok("import", "organizations", SAMPLES / "organizations.csv")
    cli.ok("import", "contacts", SAMPLES / "contacts.csv")
    cli.ok("match", "accept-all", "--at-least", "90")


def table_of(items):
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(["organization", "user", "outcome", "contact", "rule", "why"])
    lines.writerows(sorted([item["organization_name"], item["user"], item["outcome"], item["contact"] or "",
                            str(item["rule"] or ""),
                            item["reasons"][-1] if item["outcome"] in ("undecided", "skip") else ""]
                           for item in items))
    return out.getvalue()


def sample_table():
    with Desktop() as desk, Cloud(tenants=25, users=1700) as cloud:
        cli = desk.cli(cloud)
        fill(cli)
        return table_of(cli.json("contacts", "preview")["items"])


def test_sample_gives_the_expected_outcomes():
    expected, found = TABLE.read_text(encoding="utf-8"), sample_table()
    assert {line["outcome"] for line in csv.DictReader(expected.splitlines())} == \
        {"link", "update", "create", "undecided", "skip"}
    different = list(difflib.unified_diff(expected.splitlines(), found.splitlines(), "expected", "found", n=0,
                                          lineterm=""))
    assert found == expected, "\n".join(different[:40])


def test_manage_leads_to_the_cloud_of_the_connection():
    """A database holds connections to several of Microsoft's clouds; a link goes to the tenant's own."""
    with Desktop() as desk:
        cli = desk.cli(None, data=desk.top / "real")
        cli.ok("import", "organizations", SAMPLES / "organizations.csv")
        statements = estate.sql(tenants=[("Contoso", "contoso.example", None)], organizations=["Contoso"], users=0,
                                contacts=0, people=[
                                    estate.contact(1, 1, "Ben", "Cole", "b.cole@contoso.example"),
                                    estate.person(1, 1, "Ben Cole", "b.cole@contoso.example")])
        with contextlib.closing(sqlite3.connect(cli.data / "tenantry.db")) as database:
            database.executescript("DELETE FROM organizations;" + statements)
            database.execute("INSERT INTO matches (tenant_id, state, organization_id, method, decided_at, decided_by) "
                             "VALUES (1, 'matched', 1, 'chosen', 1, 'x')")
            for cloud, start in (("global", "https://entra.microsoft.com/"), ("usgov", "https://entra.microsoft.us/"),
                                 ("china", "https://entra.microsoftonline.cn/")):
                database.execute("UPDATE connections SET cloud = ?", [cloud])
                database.commit()
                contact, = cli.json("list", "contacts")["items"]
                assert contact["microsoft"]["manage_url"].startswith(start), (cloud, contact["microsoft"]["manage_url"])


def test_one_step_and_back():
    with Desktop() as desk, Cloud() as cloud:
        cli = desk.cli(cloud)
        fill(cli)
        preview = cli.json("contacts", "preview")["items"]
        undecided = collections.Counter(item["organization_name"] for item in preview
                                        if item["outcome"] == "undecided")
        single = next(name for name, n in undecided.items() if n == 1)
        said = re.findall(r"(\d+) (?:possible duplicate|conflict)(s?)\b",
                          cli.ok("contacts", "preview", "--organization", single).err)
        assert sorted(said) == [("0", "s"), ("1", "")], (single, said)
        count = {outcome: sum(item["outcome"] == outcome for item in preview)
                 for outcome in ("create", "update", "link", "undecided")}
        assert all(count.values()), count
        said = cli.ok("contacts", "preview").err
        assert f"{count['link']} link, {count['update']} update, {count['create']} create" in said

        # Many new contacts ask; a rehearsal and a refusal change nothing.
        before = cli.tables()
        refused = cli.fails(12, "decision", "contacts", "apply")
        assert "would be created for" in refused.error["message"]
        dry = cli.json("contacts", "apply", "--many", "--dry-run")
        assert dry["dry_run"] is True and dry["created"] == count["create"]
        assert cli.tables() == before

        done = cli.json("contacts", "apply", "--many")
        assert (done["created"], done["updated"], done["linked"], done["undecided"]) == \
            (count["create"], count["update"], count["link"], count["undecided"])
        after = cli.tables()
        assert len(after["contacts"]) == len(before["contacts"]) + count["create"]
        assert len(after["user_contacts"]) == count["create"] + count["update"] + count["link"]
        assert {item["outcome"] for item in cli.json("contacts", "preview")["items"]} == \
            {"unchanged", "undecided", "skip"}

        # Applied twice is applied once.
        again = cli.json("contacts", "apply")
        assert (again["step_id"], again["created"], again["updated"], again["linked"]) == (None, 0, 0, 0)
        assert cli.tables() == after
        assert "Contacts are current." in cli.ok("contacts", "apply").out

        # A second sync finds the same people.
        cli.run("sync", "Northwind IT", "--full")
        assert not {"create", "link"} & {item["outcome"] for item in cli.json("contacts", "preview")["items"]}

        # The overlay follows the link.
        by_contact = {item["contact_id"]: item for item in cli.json("contacts", "preview", "--outcome",
                                                                    "unchanged")["items"]}
        contacts = {item["id"]: item for item in cli.json("list", "contacts")["items"]}
        for contact_id, item in by_contact.items():
            microsoft = contacts[contact_id]["microsoft"]
            assert MICROSOFT_KEYS <= set(microsoft)
            assert (microsoft["user_id"], microsoft["tenant_id"]) == (item["user_id"], item["tenant_id"])

        # Data that an import brought is not taken away from under a link; undo first.
        undone = cli.json("contacts", "undo")
        assert undone["created"] == count["create"] and undone["step_id"] == done["step_id"]
        restored = cli.tables()
        for name in ("contacts", "contact_items", "user_contacts", "contact_decisions", "matches"):
            assert restored[name] == before[name], name
        cli.fails(1, "nothing-done", "contacts", "undo")


def test_decisions():
    with Desktop() as desk, Cloud() as cloud:
        cli = desk.cli(cloud)
        fill(cli)
        preview = cli.json("contacts", "preview")["items"]
        doubt = next(item for item in preview if item["outcome"] == "undecided")
        new = next(item for item in preview if item["outcome"] == "create")
        linked = next(item for item in preview if item["outcome"] == "link")
        free = next(contact for contact in cli.json("list", "contacts", "--organization",
                                                    new["organization_name"])["items"]
                    if contact["id"] not in {item["contact_id"] for item in preview})
        before = cli.tables()

        for wrong in (("frobnicate",), ("link",), ("skip", "7"), ("create", "--add-address")):
            cli.fails(1, "argument", "contacts", "decide", doubt["user_id"], *wrong)
        cli.fails(1, "not-found", "contacts", "decide", "Nobody Ever", "skip")
        cli.fails(1, "not-found", "contacts", "decide", new["user_id"], "link", "99999999")
        dry = cli.json("contacts", "decide", doubt["user_id"], "skip", "--dry-run")
        assert (dry["outcome"], dry["decision"], dry["dry_run"]) == ("skip", "skip", True)
        assert cli.tables() == before

        assert cli.json("contacts", "decide", doubt["user_id"], "create")["outcome"] == "create"
        chosen = cli.json("contacts", "decide", new["user_id"], "link", free["id"], "--add-address")
        assert (chosen["decision"], chosen["contact_id"]) == ("link-and-add", free["id"])
        cli.fails(12, "decision", "contacts", "decide", linked["user_id"], "link",
                  free["id"]) if linked["tenant_id"] == new["tenant_id"] else None
        assert cli.json("contacts", "decide", linked["user_id"], "skip")["outcome"] == "skip"
        assert cli.json("contacts", "decide", linked["user_id"], "clear")["outcome"] == "link"
        cli.json("contacts", "decide", linked["user_id"], "skip")

        cli.json("contacts", "apply", "--many")
        now = {item["user_id"]: item for item in cli.json("contacts", "preview")["items"]}
        assert now[doubt["user_id"]]["outcome"] == "unchanged"
        assert (now[new["user_id"]]["outcome"], now[new["user_id"]]["contact_id"]) == ("unchanged", free["id"])
        assert now[linked["user_id"]]["outcome"] == "skip"


if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        TABLE.write_text(sample_table(), encoding="utf-8")
    else:
        main([test_manage_leads_to_the_cloud_of_the_connection, test_sample_gives_the_expected_outcomes,
              test_one_step_and_back, test_decisions])
