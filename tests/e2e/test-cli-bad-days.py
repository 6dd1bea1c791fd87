#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bad days by command line: each ends with its exit code and its remedy, and loses nothing."""
import contextlib
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
import pretend  # noqa: E402
from browser import wait_for  # noqa: E402
from cli import Cloud, Desktop, PROGRAM, Result, SAMPLES, main  # noqa: E402


@contextlib.contextmanager
def unchanged(cli):
    before = cli.tables()
    yield
    assert cli.tables() == before, "records were changed"


def no_connection(cli):
    assert cli.json("connection", "list")["items"] == []


def told_to_add_again(result):
    assert "Nothing was stored" in result.error["remedy"], result
    assert "Command: tenantryctl connection add --name" in result.err, result
    assert "connection change" not in result.err, result


def signed_in_fails(cli, code, name, account="sync@northwind.example", press=None):
    """A sign-in whose browser part works and which is refused all the same."""
    with cli.signing_in() as (process, link):
        page = pretend.Page.open(link)
        page = page.press(press or account)
        if page.action is not None and "/tenantry/callback" in page.action:
            page.submit()
        result = cli.finish(process)
    assert result.code == code, result
    assert result.out == "", "after the link nothing follows on standard output"
    assert result.err.count("tenantryctl: ") == 1, result
    connection, = cli.json("connection", "list")["items"]
    assert connection["account"] is None
    return result


def test_wrong_secret():
    with Desktop() as desk, Cloud() as cloud:
        cli = desk.cli(cloud)
        wrong = "Zzz8Q~aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
        told_to_add_again(cli.fails(3, "secret-wrong", *cli.add("--check"), typed=wrong))
        no_connection(cli)
        cli.fails(3, "secret-wrong", *cli.add("--dry-run"), typed=wrong)
        no_connection(cli)
        cli.ok(*cli.add(), typed=wrong)
        result = signed_in_fails(cli, 3, "secret-wrong")
        assert "Value" in result.err, "the remedy says what to paste"
        cli.ok("connection", "change", "Northwind IT", "--secret-from", "-",
               typed=cloud.registration["client_secret"])
        cli.sign_in()


def test_secret_id_instead_of_value():
    with Desktop() as desk, Cloud() as cloud:
        cli = desk.cli(cloud)
        for more in ([], ["--check"], ["--dry-run"]):
            result = cli.fails(3, "secret-id", *cli.add(*more), typed=cloud.registration["secret_id"])
            assert "Value" in result.error["message"] and "accept" not in result.err, result
            told_to_add_again(result)
        no_connection(cli)


def test_swapped_ids():
    with Desktop() as desk, Cloud() as cloud:
        cli = desk.cli(cloud)
        known = cloud.registration
        swapped = cli.add("--check", tenant=known["client_id"], client=known["tenant_id"])
        result = cli.fails(3, "app", *swapped, typed=known["client_secret"])
        assert "Correct the two ids, which may be swapped" in result.err
        told_to_add_again(result)
        no_connection(cli)


def test_secret_expired():
    with Desktop() as desk, Cloud("secret-expired") as cloud:
        cli = desk.cli(cloud)
        cli.connect()
        signed_in_fails(cli, 3, "secret-expired")


def test_wrong_account():
    with Desktop() as desk, Cloud("wrong-account") as cloud:
        cli = desk.cli(cloud)
        cli.connect()
        result = signed_in_fails(cli, 3, "wrong-account")
        assert "directory than expected" in result.err, result
        assert len(desk.secrets()) == 1, "only the client secret is kept"


def test_renewal_by_somebody_else():
    with Desktop() as desk, Cloud() as cloud:
        cli = desk.cli(cloud)
        cli.ready()
        with cli.signing_in() as (process, link):
            pretend.sign_in(link, "avery.lang@northwind.example")
            result = cli.finish(process)
        assert result.code == 3, result
        assert "Command: tenantryctl sign-in CONNECTION --other-account" in result.err, result
        assert "Nothing was stored." in result.err and "with --other-account." in result.err, result
        connection, = cli.json("connection", "list")["items"]
        assert connection["account"] == "sync@northwind.example"
        with cli.signing_in("--other-account") as (process, link):
            pretend.sign_in(link, "avery.lang@northwind.example")
            assert cli.finish(process).code == 0
        connection, = cli.json("connection", "list")["items"]
        assert connection["account"] == "avery.lang@northwind.example"


def test_cancelled_in_the_browser():
    with Desktop() as desk, Cloud() as cloud:
        cli = desk.cli(cloud)
        cli.connect()
        result = signed_in_fails(cli, 3, "sign-in", press="Cancel")
        assert "cancelled in the browser, nothing was stored" in result.err, result
        assert "access_denied" not in result.err, result


def test_no_browser():
    with Desktop() as desk, Cloud() as cloud:
        cli = desk.cli(cloud)
        cli.connect()
        result = cli.fails(3, "browser", "sign-in", "Northwind IT")
        assert "--print-link" in result.error["message"]


def test_secret_is_not_in_this_keyring():
    """A copied data folder, a new keyring: nobody is accused, and the command is named."""
    with Desktop() as desk, Cloud() as cloud:
        cli = desk.cli(cloud)
        cli.ready()
        subprocess.run(["secret-tool", "clear", "xdg:schema", "io.github.tenantry.Tenantry"], env=desk.foreign,
                       check=True)
        for args in (["sync"], ["sign-in", "--print-link"]):
            result = cli.fails(3, "secret-missing", *args)
            assert "not in this keyring" in result.err and "Microsoft does not" not in result.err, result
            assert "connection change" in result.err, result
        cli.ok("connection", "change", "Northwind IT", "--secret-from", "-",
               typed=cloud.registration["client_secret"])
        cli.sign_in()


def test_no_sign_in_names_the_command():
    with Desktop() as desk, Cloud() as cloud:
        cli = desk.cli(cloud)
        cli.connect()
        result = cli.fails(3, "sign-in", "sync")
        assert "tenantryctl sign-in" in result.err and "again" not in result.err, result


def test_no_keyring_was_made():
    with Desktop(keyring="absent") as desk, Cloud() as cloud:
        daemon = desk.start("gnome-keyring-daemon", "--foreground", "--components=secrets",
                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=desk.foreign)
        subprocess.run(["gdbus", "wait", "--session", "--timeout", "20", "org.freedesktop.secrets"],
                       env=desk.foreign, check=True)
        cli = desk.cli(cloud)
        result = cli.fails(7, "keyring-not-made", *cli.add(), typed=cloud.registration["client_secret"])
        assert "locked" not in result.err.lower(), result
        assert daemon.poll() is None


def test_what_cannot_be_a_data_folder():
    with Desktop() as desk:
        for name in ("/dev/null", "/dev/null/x"):
            cli = desk.cli(None, data=name)
            result = cli.fails(8, "data-folder", "list", "tenants")
            assert name.split("/x")[0] in result.error["message"], result


def test_files_that_are_no_csv():
    with Desktop() as desk:
        cli = desk.cli(None)
        files = {"picture.png": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not a CSV"), "empty.csv": (b"", "empty"),
                 "book.xlsx": (b"PK\3\4\x14\0", "not a CSV")}
        for name, (data, words) in files.items():
            path = desk.top / name
            path.write_bytes(data)
            result = cli.fails(2, "input", "import", "organizations", path)
            assert words in result.error["message"] and "lines" not in result.error["remedy"], result
        cli.fails(1, "nothing-done", "match", "undo")
        for args, words in ((("list", "tenants"), "tenantryctl sync"), (("match", "list"), "tenantryctl sync"),
                            (("list", "devices"), "streams"), (("devices", "preview"), "streams"),
                            (("list", "tenants", "--search", "x"), "Nothing here fits")):
            assert words in cli.ok(*args).err and cli.ok("--quiet", *args).err == "", args
        result = cli.fails(1, "argument", "connection", "add", "--name", "N", "--tenant", "not an id!", "--client",
                           "11111111-2222-3333-4444-555555555555", "--secret-from", "-", typed="abc~def")
        assert "not an id!" in result.error["message"], result


def test_no_keyring():
    with Desktop(keyring="absent") as desk, Cloud() as cloud:
        cli = desk.cli(cloud)
        cli.fails(7, "keyring-absent", *cli.add(), typed=cloud.registration["client_secret"])
        no_connection(cli)
        for name, data in cli.file_bytes().items():
            assert cloud.registration["client_secret"].encode() not in data, name


def test_locked_keyring():
    with Desktop() as desk, Cloud() as cloud:
        cli = desk.cli(cloud)
        cli.ready()
        cli.run("sync")
        desk.lock()
        with unchanged(cli):
            cli.fails(7, "keyring-locked", "sign-in", "Northwind IT", "--print-link")
            result = cli.run("--json", "sync")
            assert result.code == 7 and "locked" in result.err, result
    with Desktop(keyring="locked") as desk, Cloud() as cloud:
        cli = desk.cli(cloud)
        cli.fails(7, "keyring-locked", *cli.add(), typed=cloud.registration["client_secret"])
        no_connection(cli)


def import_samples(cli):
    cli.ok("import", "organizations", SAMPLES / "organizations.csv")


def test_database_of_a_newer_version():
    with Desktop() as desk, Cloud() as cloud:
        cli = desk.cli(cloud)
        import_samples(cli)
        path, = cli.data.glob("*.db")
        with contextlib.closing(sqlite3.connect(path)) as database:
            database.execute("PRAGMA user_version = 9999")
            database.commit()
        before = path.read_bytes()
        cli.fails(8, "database-newer", "import", "organizations", SAMPLES / "organizations.csv")
        cli.fails(8, "database-newer", "list", "organizations")
        assert path.read_bytes() == before, "it was not touched"


def test_damaged_database():
    with Desktop() as desk, Cloud() as cloud:
        cli = desk.cli(cloud)
        import_samples(cli)
        path, = cli.data.glob("*.db")
        for other in cli.data.glob("*.db-*"):
            other.unlink()
        path.write_bytes(b"This is no database. " * 400)
        cli.fails(8, "database-damaged", "list", "organizations")
        cli.fails(8, "database-damaged", "import", "organizations", SAMPLES / "organizations.csv")
        assert path.read_bytes().startswith(b"This is no database.")


def test_read_only_folder():
    """For root every folder is writable, so root looks through the eyes of somebody else."""
    with Desktop() as desk, Cloud() as cloud:
        cli = desk.cli(cloud)
        import_samples(cli)
        command = cli.command("--json", "import", "organizations", SAMPLES / "organizations.csv")
        look = cli.command("--json", "list", "organizations")
        prefix = []
        if os.geteuid() == 0:
            # a copy of what is needed, where everybody may look
            for folder in (desk.top, desk.top / "run"):
                folder.chmod(0o755)
            program, samples = desk.top / "tenantryctl", desk.top / "organizations.csv"
            shutil.copy(PROGRAM, program)
            shutil.copy(SAMPLES / "organizations.csv", samples)
            shutil.copy(cloud.key_file, desk.top / "cloud.ini")
            swap = {str(PROGRAM): str(program), str(SAMPLES / "organizations.csv"): str(samples),
                    str(cloud.key_file): str(desk.top / "cloud.ini")}
            command, look = ([swap.get(word, word) for word in line] for line in (command, look))
            for path in (program, samples, desk.top / "cloud.ini"):
                path.chmod(0o755)
            prefix = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
        before = cli.tables()
        files = [path for path in cli.data.rglob("*") if path.is_file()]
        for path in files:
            path.chmod(0o444)
        cli.data.chmod(0o555)
        done = subprocess.run(prefix + command, env=desk.env, capture_output=True, text=True, check=False)
        assert done.returncode == 8, done
        assert json.loads(done.stdout)["error"]["code"] == "database-read-only", done
        done = subprocess.run(prefix + look, env=desk.env, capture_output=True, text=True, check=False)
        assert done.returncode == 0 and json.loads(done.stdout)["items"], done
        cli.data.chmod(0o755)
        for path in files:
            path.chmod(0o644)
        assert cli.tables() == before, "records were changed"


def test_second_instance_reads_and_does_not_write():
    with Desktop() as desk, Cloud(options=("--latency", "300")) as cloud:
        cli = desk.cli(cloud)
        cli.ready()
        first = subprocess.Popen(cli.command("sync"), env=desk.env, stdout=subprocess.PIPE,
                                 stderr=subprocess.PIPE, text=True)
        wait_for(lambda: cli.json("runs")["items"], "the first sync")
        result = cli.fails(8, "database-busy", "import", "organizations", SAMPLES / "organizations.csv")
        assert "open" in result.err
        cli.fails(8, "database-busy", "sync")
        assert cli.json("list", "organizations")["items"] == []
        assert cli.json("import", "organizations", SAMPLES / "organizations.csv", "--dry-run")["new"] > 0
        assert first.poll() is None, "it is still at work"
        first.communicate(timeout=120)
        assert first.returncode in (0, 9)
        import_samples(cli)


def synced(cli):
    cli.ready()
    result = cli.run("sync")
    assert result.code in (0, 9), result
    assert cli.json("list", "users")["items"]


def test_captive_portal():
    with Desktop() as desk, Cloud() as cloud:
        cli = desk.cli(cloud)
        synced(cli)
        users = cli.json("list", "users")["items"]
        cloud.switch("captive-portal")
        result = cli.run("--json", "sync")
        assert result.code == 6, result
        assert "guest network" in result.err or "hotel" in result.err, result
        assert cli.json("list", "users")["items"] == users
        cloud.switch("captive-portal", False)
        assert cli.run("sync").code in (0, 9)


def test_no_network():
    with Desktop() as desk, Cloud() as cloud:
        cli = desk.cli(cloud)
        synced(cli)
        users = cli.json("list", "users")["items"]
        cloud.process.terminate()
        cloud.process.wait()
        result = cli.run("--json", "sync", timeout=300)
        assert result.code == 6, result
        assert cli.json("list", "users")["items"] == users


def users_as_they_were(cli, users):
    now = {user["user_id"]: user for user in cli.json("list", "users")["items"]}
    for user in users:
        assert now[user["user_id"]]["state"] == user["state"], "somebody was lost"


def test_cut_pages_are_read_again():
    with Desktop() as desk, Cloud() as cloud:
        cli = desk.cli(cloud)
        synced(cli)
        users = cli.json("list", "users")["items"]
        cloud.switch("network-cut")
        result = cli.run("--json", "sync", "--full")
        assert result.code in (0, 9), result
        assert sum(stream["retries"] for stream in json.loads(result.out)["streams"]) > 0
        users_as_they_were(cli, users)


def test_foreign_next_link_is_not_followed():
    with Desktop() as desk, Cloud(tenants=3, users=4000) as cloud:
        cli = desk.cli(cloud)
        synced(cli)
        users = cli.json("list", "users")["items"]
        cloud.switch("foreign-next-link")
        result = cli.run("--json", "sync", "--full")
        assert result.code in (6, 9), result
        lines = cli.json("log", "--level", "warning")["items"]
        assert any("host" in line["message"] or "elsewhere" in line["message"] or "leads" in line["message"]
                   for line in lines), lines
        users_as_they_were(cli, users)


def test_throttling_is_waited_for():
    with Desktop() as desk, Cloud() as cloud:
        cli = desk.cli(cloud)
        cli.ready()
        cloud.switch("throttled")
        result = cli.run("sync", timeout=300)
        assert result.code in (0, 9), result
        assert cli.json("list", "users")["items"]


def test_arguments_that_cannot_be_meant():
    with Desktop() as desk, Cloud() as cloud:
        cli = desk.cli(cloud)
        import_samples(cli)
        for args in (["feed"], ["match", "accept"], ["list", "users", "--nothing"], ["match", "list", "--state", "x"],
                     ["match", "accept-all"], ["log", "seven"], ["setup", "permissions", "--for", "x"]):
            cli.fails(1, "argument", *args)
        cli.fails(1, "not-found", "list", "contacts", "--organization", "Nobody Ever")
        cli.fails(1, "not-found", "sync", "Nobody Ever")
        cli.fails(2, "file", "import", "organizations", desk.top / "missing.csv")
        cli.fails(2, "file", "export", "organizations", desk.top / "missing/x.csv")
        same = desk.top / "same.csv"
        same.write_text("id,name\na,Twin\nb,Twin\n", encoding="utf-8")
        cli.ok("import", "organizations", same)
        result = cli.fails(1, "ambiguous", "list", "contacts", "--organization", "Twin")
        ids = [str(item["id"]) for item in cli.json("list", "organizations", "--search", "Twin")["items"]]
        assert len(ids) == 2 and all(number in result.error["message"] for number in ids), result


def test_deleting_needs_the_name():
    with Desktop() as desk, Cloud() as cloud:
        cli = desk.cli(cloud)
        synced(cli)
        with unchanged(cli):
            cli.fails(12, "decision", "connection", "remove", "Northwind IT", "--delete-data")
            cli.fails(1, "argument", "connection", "remove", "Northwind IT", "--delete-data", "--confirm", "northwind it")
            cli.ok("connection", "remove", "Northwind IT", "--delete-data", "--dry-run")
        assert len(desk.secrets()) >= 2
        cli.ok("connection", "remove", "Northwind IT", "--delete-data", "--confirm", "Northwind IT")
        no_connection(cli)
        assert cli.json("list", "users")["items"] == [] and desk.secrets() == []


def test_many_gone_stay_until_it_is_confirmed():
    with Desktop() as desk, Cloud("all-access", tenants=2, users=100) as cloud:
        cli = desk.cli(cloud)
        synced(cli)
        path, = cli.data.glob("*.db")
        with contextlib.closing(sqlite3.connect(path)) as database, database:
            database.execute("""
              WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60)
              INSERT INTO users (tenant_id, graph_id, row_hash, user_principal_name, sort_name, read_at)
              SELECT (SELECT min(id) FROM tenants), randomblob(16), 1, 'left' || i, 'left' || i, 1 FROM n""")
            database.execute("UPDATE tenants SET users_present = users_present + 60 "
                             "WHERE id = (SELECT min(id) FROM tenants)")
            # else the next sync asks only for what has changed, and nobody of them has
            database.execute("DELETE FROM change_links")

        def present():
            return sum(user["state"] == "present" for user in cli.json("list", "users")["items"])

        assert present() == 160
        for words in (["sync"], ["sync", "--full"]):
            assert cli.run(*words).code == 9
            assert present() == 160
        assert any("60 of" in line["message"] for line in cli.json("log", "--level", "warning")["items"])
        cli.fails(1, "argument", "sync", "--confirm", "Northwind IT")
        cli.fails(1, "argument", "sync", "--full", "--confirm", "northwind it")
        assert present() == 160
        cli.ok("sync", "--full", "--confirm", "Northwind IT")
        assert present() == 100


def test_names_are_text_on_a_terminal():
    with Desktop() as desk, Cloud() as cloud:
        cli = desk.cli(cloud)
        path = desk.top / "names.csv"
        name = "\x1b[31mRed\u202e <b>&amp; '; DROP TABLE users --"
        path.write_text(f'id,name\n1,"{name}"\n2,"{"x" * 60000}"\n', encoding="utf-8")
        cli.run("import", "organizations", path)
        assert name in [item["name"] for item in cli.json("list", "organizations")["items"]]
        result = cli.ok("list", "organizations")
        assert "\x1b" not in result.out and "\u202e" not in result.out and "\\u001b[31mRed" in result.out
        assert max(map(len, result.out.splitlines())) < 1000
        assert isinstance(result, Result)


if __name__ == "__main__":
    main([test_secret_is_not_in_this_keyring, test_no_sign_in_names_the_command, test_no_keyring_was_made,
          test_what_cannot_be_a_data_folder, test_files_that_are_no_csv, test_wrong_secret,
          test_secret_id_instead_of_value, test_swapped_ids, test_secret_expired, test_wrong_account, test_renewal_by_somebody_else, test_cancelled_in_the_browser, test_no_browser,
          test_no_keyring, test_locked_keyring, test_database_of_a_newer_version, test_damaged_database,
          test_read_only_folder, test_second_instance_reads_and_does_not_write, test_captive_portal,
          test_no_network, test_cut_pages_are_read_again, test_foreign_next_link_is_not_followed,
          test_throttling_is_waited_for, test_arguments_that_cannot_be_meant, test_deleting_needs_the_name,
          test_many_gone_stay_until_it_is_confirmed, test_names_are_text_on_a_terminal])
