#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What becomes of the secrets: renewed, refused by the keyring, removed with the connection."""
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from browser import wait_for  # noqa: E402
from cli import Cloud, Desktop, main  # noqa: E402


def test_renewed_sign_in_replaces_the_old_one():
    with Desktop() as desk, Cloud() as cloud:
        cli = desk.cli(cloud)
        cli.ready()
        first = set(desk.secrets())
        assert len(first) == 2, "the client secret and one refresh token"
        cli.run("sync")
        second = set(desk.secrets())
        assert len(second) == 2 and len(first & second) == 1, "only the refresh token is another one"
        for name, content in cli.file_bytes().items():
            for secret in first | second:
                assert secret.encode() not in content, name


def test_locked_during_a_sync():
    """Everything is read all the same, nobody is prompted, the log tells, and the next start is fine."""
    with Desktop() as desk, Cloud(tenants=4, users=40) as cloud:
        cli = desk.cli(cloud)
        cli.ready()
        expected = cli.run("sync").code
        users = len(cli.json("list", "users")["items"])
        cloud.call("DELETE", "/sample/requests")
        cloud.switch("slow")
        process = subprocess.Popen(cli.command("sync"), env=desk.env, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True)
        # the first token request: the secrets have been read, and the new one is not yet written
        wait_for(lambda: "/oauth2/v2.0/token" in cloud.call("GET", "/sample/requests"), "a token request")
        desk.lock()
        process.communicate(timeout=200)
        assert process.returncode == expected, process.returncode
        lines = [line for line in cli.json("log", "--level", "warning")["items"]
                 if "kept in memory only" in line["message"]]
        assert len(lines) == 1 and "locked" in lines[0]["message"], lines
        assert len(cli.json("list", "users")["items"]) == users
        cli.fails(7, "keyring-locked", "sync")
        desk.secrets()          # unlocks for reading
        cloud.switch("slow", on=False)


def test_removed_connection_leaves_no_secret():
    with Desktop() as desk, Cloud() as cloud:
        cli = desk.cli(cloud)
        cli.ready()
        cli.run("sync")
        assert len(desk.secrets()) == 2
        cli.ok("connection", "remove", "Northwind IT")
        assert desk.secrets() == []


if __name__ == "__main__":
    main([test_renewed_sign_in_replaces_the_old_one, test_locked_during_a_sync,
          test_removed_connection_leaves_no_secret])
