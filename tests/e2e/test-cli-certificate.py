#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A certificate instead of a secret, by command line: made, uploaded, used, watched, replaced; and its key
nowhere but in the keyring."""
import hashlib
import json
import pathlib
import subprocess
import sys
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import hidden                                   # noqa: E402
import pretend                                  # noqa: E402
from cli import Cloud, Desktop, main            # noqa: E402


def upload(cloud, path):
    request = urllib.request.Request(f"http://127.0.0.1:{cloud.port}/portal/certificates",
                                     pathlib.Path(path).read_bytes(), method="POST")
    with pretend.OPENER.open(request, timeout=30) as answer:
        assert answer.status == 200


def add(cloud, *more):
    known = cloud.registration
    return ("connection", "add", "--name", "Northwind IT", "--tenant", known["tenant_id"],
            "--client", known["client_id"], "--certificate", *more)


def check_of(cli, name, code=0):
    result = cli.run("--json", "check")
    assert result.code == code, result
    return next(item for item in json.loads(result.out)["items"] if item["id"] == name)


def test_from_nothing_to_a_sync():
    with Desktop() as desk, Cloud("all-access", tenants=2, users=30) as cloud:
        cli = desk.cli(cloud)
        cli.fails(1, "not-found", *add(cloud))
        cer, pem = desk.top / "tenantry.cer", desk.top / "tenantry.pem"
        made = cli.json("setup", "certificate", cer)
        assert hashlib.sha1(cer.read_bytes()).hexdigest().upper() == made["thumbprint"], made
        again = cli.json("setup", "certificate", pem)
        assert again["thumbprint"] == made["thumbprint"], "the one that waits is given again"
        shown = subprocess.run(["openssl", "x509", "-in", str(pem), "-noout", "-subject", "-pubkey"], check=True,
                               capture_output=True, text=True).stdout
        assert "Tenantry" in shown and "PRIVATE" not in pem.read_text(encoding="ascii"), shown

        # nobody uploaded it yet: nothing is stored
        cli.fails(3, "certificate", *add(cloud, "--check"))
        assert cli.json("connection", "list")["items"] == []
        upload(cloud, cer)
        cli.ok(*add(cloud, "--dry-run"))
        cli.ok(*add(cloud, "--check"))
        row, = cli.json("connection", "list")["items"]
        assert row["certificate"] == made["thumbprint"] and row["secret_expires"] == made["expires"], row
        cli.sign_in()
        cli.ok("sync")
        found = check_of(cli, "certificate")
        assert found["state"] == "pass" and "certificate ends on" in found["claim"], found
        nothing_of_the_key(desk, cli)


def nothing_of_the_key(desk, cli):
    bundles = [secret for secret in hidden.keyring_items(desk.env) if "PRIVATE KEY" in secret]
    assert len(bundles) == 1, "in use once, and not waiting any more"
    secrets = [part for bundle in bundles for part in hidden.of_key(bundle)]
    assert len(secrets) > 12
    places = hidden.files(desk.top)
    places["what was printed"] = "".join(cli.said).encode()
    assert places and hidden.look(secrets, places) is None, hidden.look(secrets, places)
    # and the search finds what is there
    assert hidden.look(secrets, {"x": b"--" + secrets[0].encode() + b"--"}) == ("x", "plain")


def test_watched_and_replaced():
    with Desktop() as desk, Cloud("all-access", tenants=1, users=30) as cloud:
        cli = desk.cli(cloud)
        cer = desk.top / "first.cer"
        first = cli.json("setup", "certificate", cer, "--months", "1")
        upload(cloud, cer)
        cli.ok(*add(cloud))
        cli.sign_in()
        assert check_of(cli, "certificate")["due_at"] == first["expires"]

        # another one, not uploaded: what works stays until the new one is told to be used
        second = cli.json("setup", "certificate", desk.top / "second.cer")
        assert second["thumbprint"] != first["thumbprint"]
        assert check_of(cli, "certificate")["due_at"] == first["expires"]
        upload(cloud, desk.top / "second.cer")
        cli.ok("connection", "change", "Northwind IT", "--certificate")
        assert check_of(cli, "certificate")["due_at"] == second["expires"]
        copy = cli.json("setup", "certificate", desk.top / "copy.pem", "--of", "Northwind IT")
        assert copy["thumbprint"] == second["thumbprint"]

        # back to a secret: the key is gone from the keyring
        cli.ok("connection", "change", "Northwind IT", "--secret-from", "-",
               typed=cloud.registration["client_secret"] + "\n")
        assert not any("PRIVATE KEY" in secret for secret in hidden.keyring_items(desk.env))
        row, = cli.json("connection", "list")["items"]
        assert row["certificate"] is None, row
        assert check_of(cli, "secret")["state"] == "pass"
        cli.fails(1, "not-found", "setup", "certificate", desk.top / "x.cer", "--of", "Northwind IT")


def test_taken_off_the_app():
    with Desktop() as desk, Cloud("all-access", tenants=1, users=30) as cloud:
        cli = desk.cli(cloud)
        cli.ok("setup", "certificate", desk.top / "a.cer")
        upload(cloud, desk.top / "a.cer")
        cli.ok(*add(cloud))
        cli.sign_in()
        cloud.call("POST", "/sample/reset")
        found = check_of(cli, "certificate", 10)
        assert found["state"] == "fail" and found["finding"] == "refused", found
        assert "Upload its file" in found["remedy"] and found["message"], found
        result = cli.run("sync")
        assert result.code == 3 and "Microsoft does not accept the certificate" in result.err, result


def test_arguments():
    with Desktop() as desk, Cloud(tenants=1, users=30) as cloud:
        cli = desk.cli(cloud)
        cli.fails(1, "argument", *add(cloud, "--secret-from", "-"))
        cli.fails(1, "argument", *add(cloud, "--secret-expires", "2027-01-31"))
        cli.fails(1, "argument", "setup", "certificate", desk.top / "x.cer", "--months", "37")
        cli.fails(1, "argument", "setup", "certificate", desk.top / "x.cer", "--of", "A", "--anew")
        cli.fails(2, "file", "setup", "certificate", "/nonexistent/x.cer")


def test_steps_are_the_windows_steps():
    with Desktop() as desk, Cloud("all-access", tenants=1, users=30) as cloud:
        cli = desk.cli(cloud)
        items = cli.json("setup", "steps")["items"]
        assert [item["step"] for item in items] == sorted(item["step"] for item in items)
        assert {item["step"] for item in items} == set(range(1, 8))
        by_id = {item["id"]: item for item in items}
        assert "Redirect URI: http://localhost/tenantry/callback" in by_id["app-registered"]["values"]
        assert {item["state"] for item in items} == {"open"}
        text = cli.ok("setup", "steps").out
        for item in items:
            assert item["title"] in text, item
        assert "Step 3 of 7, App Registration" in text
        direct = {item["id"] for item in cli.json("setup", "steps", "--reach", "direct")["items"]}
        assert "group-assigned" in by_id and "group-assigned" not in direct and "direct-roles" in direct
        assert desk.cli(None, data=desk.top / "china").json("--cloud", "china", "setup", "steps")["items"][1]["url"].startswith(
            "https://entra.microsoftonline.cn/")
        cli.fails(1, "argument", "setup", "steps", "--reach", "sideways")

        # with a connection, what its checks found
        cli.ready()
        cli.run("check")
        by_id = {item["id"]: item for item in cli.json("setup", "steps", "Northwind IT")["items"]}
        assert by_id["account-mfa"]["state"] == "checked" and by_id["account-mfa"]["found"], by_id["account-mfa"]
        assert by_id["group-assigned"]["state"] == "open", "no tenant was read yet"
        cli.ok("sync")
        cli.run("check")
        by_id = {item["id"]: item for item in cli.json("setup", "steps", "Northwind IT")["items"]}
        assert by_id["group-assigned"]["state"] == "checked", by_id["group-assigned"]


if __name__ == "__main__":
    main([test_from_nothing_to_a_sync, test_watched_and_replaced, test_taken_off_the_app, test_arguments,
          test_steps_are_the_windows_steps])
