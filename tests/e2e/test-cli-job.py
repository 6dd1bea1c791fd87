#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole main job by command line, against the real sample cloud and a real keyring."""
import csv
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import browser  # noqa: E402
import pretend  # noqa: E402
from cli import BUILD, Cloud, Desktop, SAMPLES, SOURCE, interrupt, main  # noqa: E402

RUN_KEYS = {"run_id", "trigger", "state", "started_at", "ended_at", "streams"}
STREAM_KEYS = {"tenant_id", "name", "state", "reported", "stored", "new", "changed", "unchanged", "removed",
               "failed", "requests", "retries"}
MATCH_KEYS = {"tenant_id", "tenant_name", "state", "method", "organization_id", "organization_name", "score",
              "reasons", "candidates"}
USER_KEYS = {"tenant_id", "user_id", "user_principal_name", "display_name", "mail", "aliases", "enabled",
             "kind", "state"}
CONTACT_KEYS = {"id", "organization_id", "organization_name", "first_name", "last_name", "emails", "title",
                "microsoft"}
PREVIEW_KEYS = {"tenant_id", "user_id", "user", "outcome", "contact_id", "rule", "changes", "reasons"}
LOG_KEYS = {"at", "level", "run_id", "tenant_id", "stream", "object", "action", "message", "request_id"}
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")


def has_keys(item, keys):
    assert keys <= set(item), keys - set(item)


def test_whole_main_job():
    with Desktop() as desk, Cloud(tenants=25, users=1700) as cloud:
        cli = desk.cli(cloud)
        assert cli.json("connection", "list") == {"items": []}
        cli.ready()
        connection, = cli.json("connection", "list")["items"]
        assert connection["name"] == "Northwind IT" and connection["sign_in_state"] == "ok"
        assert connection["account"] == "sync@northwind.example" and connection["account_mfa"] is True

        # The sample has tenants that cannot be read, as life has: then it says incomplete.
        result = cli.run("--json", "sync", "Northwind IT")
        run = json.loads(result.out)
        has_keys(run, RUN_KEYS)
        assert TIME.match(run["started_at"]) and TIME.match(run["ended_at"])
        assert (result.code, run["state"]) in ((0, "ok"), (9, "incomplete")), result
        for stream in run["streams"]:
            has_keys(stream, STREAM_KEYS)
        users = [stream for stream in run["streams"] if stream["name"] == "users"]
        assert users and sum(stream["stored"] for stream in users) == len(cli.json("list", "users")["items"])
        assert len(cli.json("list", "tenants")["items"]) >= 25
        assert cli.json("runs")["items"][0]["run_id"] == run["run_id"]
        for item in cli.json("list", "users", "--search", "a")["items"][:20]:
            has_keys(item, USER_KEYS)
        for item in cli.json("log", run["run_id"])["items"]:
            has_keys(item, LOG_KEYS)
            assert item["run_id"] == run["run_id"] and TIME.match(item["at"])

        imported = cli.json("import", "organizations", SAMPLES / "organizations.csv")
        assert imported["new"] > 0 and imported["matched"] > 0
        contacts = cli.json("import", "contacts", SAMPLES / "contacts.csv")
        assert contacts["new"] > 0
        assert cli.json("import", "organizations", SAMPLES / "organizations.csv")["unchanged"] == imported["new"]
        for item in cli.json("list", "contacts")["items"]:
            has_keys(item, CONTACT_KEYS)

        matches = cli.json("match", "list")["items"]
        for item in matches:
            has_keys(item, MATCH_KEYS)
            assert item["state"] in ("unmatched", "suggested", "matched", "ignored")
            for reason in item["reasons"]:
                has_keys(reason, {"text", "points"})
        automatic = [item for item in matches if item["method"] == "automatic"]
        assert len(automatic) == imported["matched"]
        suggested = cli.json("match", "list", "--state", "suggested")["items"]
        assert suggested and all(item["candidates"][0]["score"] == item["score"] for item in suggested)

        before = cli.tables()
        dry = cli.json("match", "accept", suggested[0]["tenant_id"], "--dry-run")
        assert dry["state"] == "matched" and dry["dry_run"] is True
        assert cli.tables() == before, "a dry run changes nothing"
        accepted = cli.json("match", "accept", suggested[0]["tenant_id"])
        assert accepted["organization_id"] == suggested[0]["organization_id"]
        cli.json("match", "undo")
        assert cli.tables()["matches"] == before["matches"]
        again = cli.fails(1, "nothing-done", "match", "undo")
        assert "nothing left to undo" in again.err and "match revert" in again.err, again
        assert "Nobody" not in again.err, "the history does list decisions"
        cli.json("match", "accept-all", "--at-least", "90")
        cli.json("match", "ignore", suggested[-1]["tenant_id"], code=0)
        assert cli.json("match", "list", "--state", "ignored")["items"][0]["tenant_id"] == \
            suggested[-1]["tenant_id"]
        cli.json("match", "revert", suggested[-1]["tenant_id"])
        assert cli.json("match", "history")["items"][0]["action"] == "revert"

        preview = cli.json("contacts", "preview")["items"]
        assert {item["outcome"] for item in preview} >= {"create", "skip"}
        for item in preview:
            has_keys(item, PREVIEW_KEYS)
            assert item["rule"] in (1, 2, 3, None) and item["reasons"] is not None
            for change in item["changes"]:
                has_keys(change, {"field", "from", "to"})
        created = cli.json("contacts", "preview", "--outcome", "create")["items"]
        assert created == [item for item in preview if item["outcome"] == "create"]
        one = cli.json("contacts", "preview", "--organization", accepted["organization_name"])["items"]
        assert one == [] or {item["tenant_id"] for item in one} == {suggested[0]["tenant_id"]}

        # A second sync finds everything as it was, and says so in numbers.
        again = json.loads(cli.run("--json", "sync").out)
        assert sum(stream["new"] for stream in again["streams"] if stream["name"] == "users") == 0

        # What is saved can be read back as it was.
        saved = desk.top / "organizations.csv"
        cli.ok("export", "organizations", saved)
        assert cli.json("import", "organizations", saved)["unchanged"] == \
            len(cli.json("list", "organizations")["items"])
        assert saved.stat().st_mode & 0o777 == 0o600
        cli.ok("backup", desk.top / "backup.db")
        assert (desk.top / "backup.db").stat().st_mode & 0o777 == 0o600

        nothing_secret(cli, cloud, desk)


def nothing_secret(cli, cloud, desk):
    """The client secret and the tokens are in the keyring and nowhere else."""
    secrets = set(desk.secrets()) | {cloud.registration["client_secret"]}
    assert len(secrets) >= 2, "the client secret and a refresh token"
    for text in secrets:
        for name, data in cli.file_bytes().items():
            assert text.encode() not in data, f"a secret is in {name}"
        for said in cli.said:
            assert text not in said, "a secret was printed"


def test_secrets_are_no_arguments():
    with Desktop() as desk, Cloud() as cloud:
        cli = desk.cli(cloud)
        cli.connect()
        with cli.signing_in() as (process, link):
            shown = pathlib.Path(f"/proc/{process.pid}/cmdline").read_bytes()
            environment = pathlib.Path(f"/proc/{process.pid}/environ").read_bytes()
            assert cloud.registration["client_secret"].encode() not in shown + environment
            assert cloud.registration["client_secret"] not in link
            assert "response_mode=form_post" in link and "code_challenge_method=S256" in link
            pretend.sign_in(link)
            assert cli.finish(process).code == 0


def test_another_way_back_by_pasting():
    with Desktop() as desk, Cloud() as cloud:
        cli = desk.cli(cloud)
        cli.connect()
        with cli.signing_in("--query") as (process, link):
            assert "response_mode=query" in link
            page = pretend.Page.open(link + "&sample_account=nobody")

            class Stay(pretend.urllib.request.HTTPRedirectHandler):
                def redirect_request(self, *_):
                    return None
            opener = pretend.urllib.request.build_opener(pretend.urllib.request.ProxyHandler({}), Stay())
            fields = page.fields + [("sample_account", "0")]
            try:
                opener.open(page.action, pretend.urllib.parse.urlencode(fields).encode(), timeout=30)
                raise AssertionError("no redirect")
            except pretend.urllib.error.HTTPError as redirect:
                back = redirect.headers["Location"]
            process.stdin.write("http://localhost:1/tenantry/callback?code=x&state=y\n" + back + "\n")
            process.stdin.flush()
            result = cli.finish(process)
        assert result.code == 0, result


def test_real_browser_signs_in():
    with Desktop() as desk, Cloud() as cloud:
        cli = desk.cli(cloud)
        cli.connect()
        log = desk.top / "person.jsonl"
        desk.env.update(PERSON_LOG=str(log), PATH=os.environ["PATH"])
        person = SOURCE / "tests/support/person.py"
        kept = dict(os.environ)
        try:
            os.environ.update(desk.env)
            browser.register_as_default("env -u G_DEBUG /usr/bin/python3 -B " + shlex.quote(str(person)))
        finally:
            os.environ.clear()
            os.environ.update(kept)
        signed_in = cli.json("sign-in", "Northwind IT")
        assert signed_in["account"] == "sync@northwind.example"
        # the person is still looking at the last page
        seen = browser.wait_for(lambda: log.exists() and log.read_text(encoding="utf-8"), "the person")
        assert json.loads(seen)["code_in_address"] is False


def test_ctrl_c_ends_a_sign_in():
    with Desktop() as desk, Cloud() as cloud:
        cli = desk.cli(cloud)
        cli.connect()
        with cli.signing_in() as (process, _):
            interrupt(process)
            result = cli.finish(process)
        assert result.code == 130, result
        assert cli.json("connection", "list")["items"][0]["sign_in_state"] == "never"


def test_ctrl_c_during_sync_loses_nothing():
    with Desktop() as desk, Cloud(tenants=25, users=900, options=("--latency", "500")) as cloud:
        cli = desk.cli(cloud)
        cli.ready()
        process = subprocess.Popen(cli.command("--json", "sync"), env=desk.env, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True)
        browser.wait_for(lambda: cli.json("list", "users")["items"], "the first users")
        interrupt(process)
        started = time.monotonic()
        result = cli.finish(process)
        assert result.code == 130, result
        assert time.monotonic() - started < 6, "cancelling takes seconds"
        assert cli.json("runs")["items"][0]["state"] == "cancelled"
        kept = len(cli.json("list", "users")["items"])
        assert kept > 0
        assert cli.run("sync").code in (0, 9)
        assert len(cli.json("list", "users")["items"]) >= kept


def test_suggestions_without_a_data_folder():
    with Desktop() as desk:
        cli = desk.cli(None)
        organizations, names = desk.top / "organizations.csv", desk.top / "names.csv"
        organizations.write_text("id,organization_name\n1,Contoso Ltd\n2,Fabrikam GmbH\n3,Twin\n", encoding="utf-8")
        names.write_text("tenant_name\nContoso Limited\nfabrikam gmbh\nTwin\ntwin\n=Evil\n", encoding="utf-8")
        result = cli.ok("match", "try", "--organizations", organizations, "--names", names, "--top", "2")
        rows = list(csv.DictReader(result.out.splitlines()))
        assert list(rows[0]) == ["name", "rank", "organization", "score", "automatic"]
        best = {row["name"]: row for row in rows if row["rank"] == "1"}
        assert best["Contoso Limited"]["organization"] == "Contoso Ltd"
        assert best["Contoso Limited"]["automatic"] == "false"
        assert best["fabrikam gmbh"]["automatic"] == "true"
        assert best["Twin"]["automatic"] == "false", "two tenants have that name"
        items = cli.json("match", "try", "--organizations", organizations, "--names", names)["items"]
        assert {"name", "rank", "organization", "score", "automatic"} == set(items[0])
        assert not cli.data.exists()


def test_rejected_lines_are_named():
    with Desktop() as desk, Cloud() as cloud:
        cli = desk.cli(cloud)
        path = desk.top / "bad.csv"
        path.write_bytes(b"\xef\xbb\xbfid,name\r\n1,\"Good, one\"\r\n2,\r\n3,\"broken\"x\r\n4,Other\r\n")
        before = cli.json("import", "organizations", path, "--dry-run", code=9)
        assert before["dry_run"] and cli.json("list", "organizations")["items"] == []
        strict = cli.fails(2, "input", "import", "organizations", path, "--strict")
        assert "line 3" in strict.error["message"]
        assert cli.json("list", "organizations")["items"] == []
        result = cli.run("--json", "import", "organizations", path, "--problems", desk.top / "problems.csv")
        assert result.code == 9, result
        done = json.loads(result.out)
        assert (done["new"], done["rejected"]) == (2, 2)
        assert [problem["line"] for problem in done["problems"]] == [3, 4]
        assert "line 3" in result.err and "line 4" in result.err
        assert [item["name"] for item in cli.json("list", "organizations")["items"]] == ["Good, one", "Other"]
        bad = desk.top / "all-bad.csv"
        bad.write_text("id,name\n7,\n", encoding="utf-8")
        cli.fails(2, "input", "import", "organizations", bad)
        assert "broken" in (desk.top / "problems.csv").read_text(encoding="utf-8")


def test_run_without_a_display():
    with Desktop(keyring="absent") as desk:
        env = {name: value for name, value in desk.foreign.items() if name != "DBUS_SESSION_BUS_ADDRESS"}
        env["BUILD"] = str(BUILD)
        done = subprocess.run([str(SOURCE / "run"), "--no-install"], env=env, capture_output=True, text=True,
                              timeout=300, check=False)
        assert done.returncode == 0, done
        for words in ("Northwind IT", "== Sync", "Verified domain oakhaven.example", "== What needs a look"):
            assert words in done.stdout, (words, done)
        assert done.stdout.splitlines()[-1].startswith("Done. Try next: ")


if __name__ == "__main__":
    main([test_whole_main_job, test_secrets_are_no_arguments, test_another_way_back_by_pasting,
          test_real_browser_signs_in, test_ctrl_c_ends_a_sign_in, test_ctrl_c_during_sync_loses_nothing,
          test_suggestions_without_a_data_folder, test_rejected_lines_are_named, test_run_without_a_display])
