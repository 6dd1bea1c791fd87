#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""check and explain by command line: what they print, their exit codes, and what they must not say."""
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import pretend  # noqa: E402
from cli import Cloud, Desktop, main  # noqa: E402

KEYS = {"id", "subject", "tenant_id", "state", "claim", "evidence", "checked_at", "remedy", "url"}
STATES = {"pass", "fail", "unknown", "not-needed"}


def permission(cloud, name, state, where="everywhere"):
    cloud.call("POST", f"/sample/permission?name={name}&state={state}&where={where}")


def break_path(cloud, path, how="html"):
    cloud.call("POST", f"/sample/fail?path={path}&how={how}")


def connected(desk, cloud):
    cli = desk.cli(cloud)
    cli.connect()
    cli.ok("connection", "change", "Northwind IT", "--streams", "tenants,users")
    cli.sign_in()
    return cli


def checks(cli, code, *args):
    result = cli.run("--json", "check", *args)
    assert result.code == code, result
    items = json.loads(result.out)["items"]
    for item in items:
        assert KEYS <= set(item), item
        assert item["state"] in STATES, item
        assert (item["state"] == "pass") <= (item["evidence"] is not None), item
        assert (item["state"] == "fail") <= bool(item["remedy"] and item["who"]), item
    return {(item["id"], item["tenant_id"]): item for item in items}


def test_exit_codes():
    with Desktop() as desk, Cloud("all-access", tenants=1, users=30) as cloud:
        cli = connected(desk, cloud)
        found = checks(cli, 0)
        assert found["sign-in", None]["state"] == "pass"
        cli.ok("sync")
        assert len(checks(cli, 0)) > len(found), "now there are tenants to check"

        permission(cloud, "DelegatedAdminRelationship.Read.All", "no-consent")
        found = checks(cli, 10)
        missing = found["permission/DelegatedAdminRelationship.Read.All/delegated", None]
        assert missing["state"] == "fail" and missing["finding"] == "no-consent", missing
        assert missing["url"].startswith("http://127.0.0.1"), missing
        result = cli.run("check")
        assert result.code == 10 and "A check found a problem" in result.err, result
        assert "Grant admin consent" in result.out, result
        permission(cloud, "DelegatedAdminRelationship.Read.All", "granted")

        break_path(cloud, "/v1.0/groups")
        found = checks(cli, 11)
        assert found["admin-agents", None]["state"] == "unknown", "what was lost is no pass"
        assert "fail" not in {item["state"] for item in found.values()}, found
        assert cli.run("check").code == 11
        break_path(cloud, "/v1.0/groups", "none")
        checks(cli, 0)


def test_nobody_signed_in():
    with Desktop() as desk, Cloud(tenants=2, users=10) as cloud:
        cli = desk.cli(cloud)
        cli.connect()
        cli.fails(3, "sign-in", "check")
        cli.fails(1, "not-found", "check", "Nobody")


def test_first_look():
    """What the sign-in says by itself; a warning is no failure."""
    with Desktop() as desk, Cloud(tenants=8, users=30) as cloud:
        cli = desk.cli(cloud)
        cli.connect()

        def said(account, *args):
            with cli.signing_in(*args) as (process, link):
                pretend.sign_in(link, account)
                result = cli.finish(process)
            assert result.code == 0 and result.out == "", result
            return result.err
        err = said("tom.reed@northwind.example")
        assert ("Warning: tom.reed@northwind.example is not a member of AdminAgents. Give the service account the "
                "role Admin agent in Partner Center.") in err, err
        assert "8 tenants visible, and perhaps more: not every list could be read." in err, err
        assert "is signed in as tom.reed@northwind.example" in err, err
        err = said("sync@northwind.example", "--other-account")
        assert "\n8 tenants visible.\n" in err and "AdminAgents" not in err, err
        assert "Of 8 tenants asked, 6 show names, 2 conceal them, 0 could not be asked." in err, err


def test_revoked_sign_in_is_noted():
    with Desktop() as desk, Cloud("all-access", tenants=2, users=10) as cloud:
        cli = connected(desk, cloud)
        cloud.switch("sign-in-revoked")
        found = checks(cli, 10)
        assert found["sign-in", None]["finding"] == "ended"
        connection, = cli.json("connection", "list")["items"]
        assert connection["sign_in_state"] == "ended", connection


def test_one_tenant():
    with Desktop() as desk, Cloud(tenants=12, users=60) as cloud:
        cli = connected(desk, cloud)
        cli.run("sync")
        found = checks(cli, 10, "--tenant", "Junco Travel")
        tenants = {tenant for _, tenant in found if tenant is not None}
        assert len(tenants) == 1, tenants
        result = cli.run("check", "--tenant", "Junco Travel")
        assert "There is no GDAP relationship with Junco Travel" in result.out, result
        assert "more follow from it" in result.out, "consequences are counted, not told"
        checks(cli, 0, "--tenant", "Alderbrook Surveyors Ltd")
        everything = cli.run("check", "--tenant", "Alderbrook Surveyors Ltd", "--all").out
        assert "The client secret ends on" in everything, everything
        cli.fails(1, "not-found", "check", "--tenant", "Nobody")


def test_explain():
    with Desktop() as desk, Cloud(tenants=12, users=60) as cloud:
        cli = connected(desk, cloud)
        cli.run("sync")
        cli.run("check")
        causes = cli.json("explain", "tenant", "Junco Travel", "city")["items"]
        assert causes[0]["check_id"] == "relationship" and causes[0]["certain"], causes
        assert causes[0]["remedy"] and causes[0]["evidence"], causes
        user = cli.json("list", "users")["items"][0]
        causes = cli.json("explain", "user", user["user_id"], "last_sign_in")["items"]
        assert "not among what this connection syncs" in causes[0]["cause"], causes
        assert cli.ok("explain", "user", user["user_principal_name"], "mail").out.startswith("1. ")
        cli.fails(1, "argument", "explain", "user", user["user_id"], "shoe_size")
        cli.fails(1, "argument", "explain", "printer", "1", "name")
        missing = cli.json("explain", "connection", "Northwind IT", "users")["items"]
        assert any("Junco Travel" in cause["cause"] for cause in missing), missing
        cli.fails(1, "not-found", "explain", "user", "nobody@example.com", "mail")


def test_calendar():
    with Desktop() as desk, Cloud("all-access", tenants=3, users=30) as cloud:
        cli = connected(desk, cloud)
        cli.ok("sync")
        file = desk.top / "ends.ics"
        result = cli.ok("--json", "check", "--ics", str(file))
        ends = [item for item in json.loads(result.out)["items"]
                if item["due_at"] is not None and item["state"] != "not-needed"]
        assert f"Saved {len(ends)} dates to" in result.err, result
        text = file.read_bytes().decode()
        assert max(len(line) for line in text.encode().split(b"\r\n")) <= 75
        lines = text.replace("\r\n ", "").split("\r\n")
        assert lines[0] == "BEGIN:VCALENDAR" and lines[-2:] == ["END:VCALENDAR", ""], lines
        starts = sorted(line.removeprefix("DTSTART:") for line in lines if line.startswith("DTSTART:"))
        assert starts == sorted(item["due_at"].replace("-", "").replace(":", "") for item in ends), (starts, ends)
        assert "SUMMARY:The client secret of Northwind IT ends" in lines, lines
        assert any(line.startswith("SUMMARY:The GDAP relationship with ") for line in lines), lines
        assert "TRIGGER:-P30D" in lines, lines
        # the same ends again: the calendar replaces them
        uids = {line for line in lines if line.startswith("UID:")}
        assert len(uids) == len(ends)
        cli.ok("check", "--ics", str(file))
        again = file.read_text(encoding="utf-8").replace("\n ", "").splitlines()
        assert uids == {line for line in again if line.startswith("UID:")}
        cli.fails(2, "file", "check", "--ics", str(desk.top / "nowhere/ends.ics"))


def test_no_secret_is_told():
    with Desktop() as desk, Cloud("all-access", tenants=3, users=30) as cloud:
        cli = connected(desk, cloud)
        cli.ok("sync")
        for scenario in ("no-mfa", "conditional-access", "secret-expired"):
            cloud.switch(scenario)
            cli.run("check", "--all")
            cli.run("--json", "check")
        secrets = desk.secrets()
        assert secrets
        said = "\n".join(cli.said) + "".join(path.read_bytes().decode("utf-8", "replace")
                                             for path in cli.data.iterdir() if path.is_file())
        for secret in [*secrets, cloud.registration["client_secret"]]:
            assert secret not in said


if __name__ == "__main__":
    main([test_exit_codes, test_first_look, test_nobody_signed_in, test_revoked_sign_in_is_noted, test_one_tenant,
          test_explain, test_calendar, test_no_secret_is_told])
