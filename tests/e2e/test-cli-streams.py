#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the streams bring, by command line: licences, mailboxes, sign-ins, and what is said of gaps."""
import csv
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from cli import Cloud, Desktop, main  # noqa: E402

ALL = "users,licences,mailboxes,sign-ins"
LICENCE = {"tenant_id", "sku_id", "part_number", "name", "enabled", "warning", "suspended", "consumed", "free",
           "state"}


def connected(desk, cloud, streams=None):
    cli = desk.cli(cloud)
    cli.connect()
    if streams:
        cli.ok("connection", "change", "Northwind IT", "--streams", streams)
    cli.sign_in()
    return cli


def items(cli, *args):
    return json.loads(cli.ok("--json", *args).out)["items"]


def streams_of(run, name):
    return [stream for stream in run["streams"] if stream["name"] == name]


def name_a_product(cli, licences):
    """A person's name goes before ours wherever a product is named, and a sync leaves it."""
    sku = next(item["sku_id"] for item in licences if item["part_number"] == "SPB")
    holders = {user["user_id"] for user in items(cli, "list", "users") if sku in user["licences"]}
    assert {user["user_id"] for user in items(cli, "list", "users", "--licence", "spb")} == holders and holders
    assert json.loads(cli.ok("--json", "licence", "name", "SPB").out)["own_name"] is False
    cli.ok("licence", "name", "SPB", "Everything Plan", "--dry-run")
    assert not items(cli, "list", "licences", "--search", "everything")
    cli.ok("licence", "name", "SPB", "Everything Plan")
    cli.run("sync", "--full")
    found = items(cli, "list", "licences", "--search", "everything")
    assert found and {(item["name"], item["own_name"]) for item in found} == {("Everything Plan", True)}
    assert not items(cli, "list", "licences", "--search", "business premium")
    assert all("Everything Plan" in user["licence_names"]
               for user in items(cli, "list", "users", "--licence", "everything plan"))
    assert "Everything Plan" in {item["name"] for item in items(cli, "connection", "subscriptions")}
    result = cli.run("licence", "name", "Nothing like this", "X")
    assert result.code == 1 and "No product is called" in result.err, result
    cli.ok("licence", "name", "everything plan", "--usual")
    assert items(cli, "list", "licences", "--search", "business premium")


def test_everything():
    with Desktop() as desk, Cloud("all-access", tenants=8, users=200) as cloud:
        cli = connected(desk, cloud, ALL)
        run = json.loads(cli.ok("--json", "sync").out)
        for name in ALL.split(","):
            assert len(streams_of(run, name)) == 8, name
        states = {stream["state"] for stream in streams_of(run, "sign-ins")}
        assert states == {"ok", "not-licensed"}, states

        licences = items(cli, "list", "licences")
        assert licences and all(LICENCE <= set(item) for item in licences)
        for item in licences:
            assert item["free"] == item["enabled"] + item["warning"] - item["consumed"], item
        assert {"active", "over-assigned"} <= {item["state"] for item in licences}
        assert "Microsoft 365 Business Premium" in {item["name"] for item in licences}
        text = cli.ok("list", "licences", "--search", "power automate").out
        assert "Microsoft Power Automate Free" in text and "Premium" not in text, text

        mailboxes = items(cli, "list", "mailboxes")
        assert all("@" in item["address"] for item in mailboxes)
        assert {"person", "shared"} <= {item["kind"] for item in mailboxes}
        kinds = {user["user_principal_name"].lower(): user["kind"] for user in items(cli, "list", "users")}
        for item in mailboxes:
            if item["kind"] in ("shared", "room"):
                assert kinds[item["address"].lower()] == {"shared": "shared-mailbox"}.get(item["kind"], item["kind"])

        users = items(cli, "list", "users")
        assert any(user["last_sign_in"] for user in users)
        assert "Microsoft 365 Business Premium" in {name for user in users for name in user["licence_names"]}
        assert all(user["last_password_change"] for user in users)

        name_a_product(cli, licences)
        assert {item["kind"] for item in items(cli, "list", "mailboxes", "--kind", "shared")} == {"shared"}

        path = str(pathlib.Path(desk.top) / "licences.csv")
        cli.ok("export", "licences", path)
        with open(path, encoding="utf-8", newline="") as file:
            assert len(list(csv.DictReader(file))) == len(licences)


def test_default_streams():
    with Desktop() as desk, Cloud("all-access", tenants=2, users=20) as cloud:
        cli = connected(desk, cloud)
        streams = items(cli, "connection", "list")[0]["streams"]
        assert streams == "tenants,users,licences,mailboxes", streams
        run = json.loads(cli.ok("--json", "sync").out)
        # Two more come with the users: what the tenant says of itself, and who is in the bin.
        assert {stream["name"] for stream in run["streams"]} == {*streams.split(","), "details",
                                                                 "deleted-users"}, run
        cli.fails(1, "argument", "connection", "change", "Northwind IT", "--streams", "users,nothing")


def test_gaps_are_named():
    with Desktop() as desk, Cloud("all-access", "names-concealed", tenants=3, users=30) as cloud:
        cli = connected(desk, cloud, ALL)
        cloud.call("POST", "/sample/permission?name=AuditLog.Read.All&state=no-consent")
        result = cli.run("--json", "sync")
        assert result.code == 9, result
        lines = items(cli, "log")
        concealed = [line for line in lines if line["stream"] == "mailboxes" and line["level"] == "warning"]
        assert len(concealed) == 3 and "Display concealed user" in concealed[0]["message"], concealed
        refused = [line for line in lines if line["stream"] == "sign-ins" and line["level"] == "error"]
        assert len(refused) == 3 and "needs AuditLog.Read.All" in refused[0]["message"], refused
        assert items(cli, "list", "mailboxes") == []
        assert len(items(cli, "list", "licences")) > 0
        assert len(items(cli, "list", "users")) == 30


if __name__ == "__main__":
    main([test_everything, test_default_streams, test_gaps_are_named])
