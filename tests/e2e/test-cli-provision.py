#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""setup apply and setup undo: an administrator signs in, every call is shown, confirmed, done once, and
taken back. Any single call may fail, and the program may be killed after any."""
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from cli import main  # noqa: E402
from setup_world import APPLY, NAME, SYNC, UNDO, World  # noqa: E402

WHOLE = {"applications": 1, "servicePrincipals": 1, "oauth2PermissionGrants": 2, "appRoleAssignments": 0,
         "groups": 1, "accessAssignments": 2, "secrets": 1, "members": 1}
NOTHING = dict.fromkeys(WHOLE, 0)


def test_everything_from_nothing_to_a_signed_in_connection():
    with World("group-unassigned") as world:
        plan = world.json(*APPLY[:4], "--dry-run")
        assert [item["state"] for item in plan["effects"]] == ["needed"] * 9, plan
        assert plan["account"] == SYNC and plan["client_id"] is None, plan
        assert all(item["method"] and item["path"].startswith("/v1.0/") and item["words"]
                   for item in plan["effects"]), plan
        assert world.counts() == NOTHING and not world.journal(), "a dry run changes nothing"

        done = world.json(*APPLY)
        assert {item["state"] for item in done["effects"]} == {"done"}, done
        assert world.counts() == WHOLE, world.counts()
        app, = world.made("applications")
        assert app["uniqueName"] == "io.github.tenantry.Tenantry" and app["tags"] == [
            "io.github.tenantry.Tenantry"], app
        assert app["web"]["redirectUris"] == ["http://localhost/tenantry/callback"], app
        assert app["signInAudience"] == "AzureADMultipleOrgs", app
        assert {access["type"] for api in app["requiredResourceAccess"]
                for access in api["resourceAccess"]} == {"Scope"}, "the least is delegated"
        connection, = world.cli.json("connection", "list")["items"]
        assert (connection["name"], connection["client_id"]) == (NAME, app["appId"]), connection
        assert connection["secret_expires"] is not None, connection

        world.sign_in()
        # customers have not consented to the new application yet
        assert world.cli.run("sync").code == 9
        again = world.json(*APPLY)
        assert again["effects"] == [] and world.counts() == WHOLE, "the second time there is nothing to do"
        secret, = [text for text in world.desk.secrets() if "~" in text]
        for text in world.cli.said:
            assert secret not in text
        for path, data in world.cli.file_bytes().items():
            assert secret.encode() not in data, path
        assert secret.encode() not in world.state.read_bytes()


def test_undo_deletes_exactly_what_was_made():
    with World("group-unassigned", "no-partner-api") as world:
        world.json(*APPLY)
        assert world.counts() == {**WHOLE, "servicePrincipals": 2}
        planned = world.json(*UNDO[:2], "--dry-run")["effects"]
        assert world.counts() == {**WHOLE, "servicePrincipals": 2}
        done = world.json(*UNDO)["effects"]
        assert [item["path"] for item in planned if "{" not in (item["path"] or "")] == [
            item["path"] for item in done if "{" not in (item["path"] or "")]
        assert world.counts() == NOTHING and world.journal() == {}
        connection, = world.cli.json("connection", "list")["items"]
        assert connection["sign_in_state"] == "never", connection
        assert not world.desk.secrets(), "the secret is forgotten"
        refused = world.cli.run("--json", "setup", "undo", "--confirm", NAME)
        assert refused.code == 1 and refused.error["code"] == "nothing-done", refused
        # and once more from the start
        world.json(*APPLY)
        assert world.counts() == {**WHOLE, "servicePrincipals": 2}


def test_what_others_made_is_reused_and_stays():
    with World("group-unassigned") as first:
        first.json(*APPLY)
        other = first.desk.cli(first.cloud, data=first.desk.top / "other")
        mine, first.cli = first.cli, other
        added = first.json(*APPLY)
        assert [item["path"].rsplit("/", 1)[-1] for item in added["effects"]] == ["addPassword"], added
        assert first.counts() == {**WHOLE, "secrets": 2}
        first.json(*UNDO)
        assert first.counts() == WHOLE, "only the second secret went"
        first.cli = mine


def test_published_permissions_need_their_flag():
    with World() as world:
        done = world.json(*APPLY, "--published")
        roles = [item for item in done["effects"] if "appRoleAssignedTo" in item["path"]]
        assert len(roles) == 6 == world.counts()["appRoleAssignments"], done
        # every relationship is reached through the group that was there
        assert world.counts()["groups"] == 0, "no group that nobody needs"
        world.json(*UNDO)
        assert world.counts() == NOTHING


def test_replicas_that_lag_are_waited_for():
    with World("group-unassigned", "replication") as world:
        world.json(*APPLY)
        assert world.counts() == WHOLE


def test_who_may_not_is_told():
    with World("group-unassigned") as world:
        with world.running(*APPLY, account=SYNC):
            assert "Need admin approval" in world.last.words, world.last.words
        result = world.run("setup", "apply", "--confirm", "Another name")
        assert result.code == 1 and "must be exactly" in result.err, result
        result = world.run("setup", "apply")
        assert result.code == 12 and "--confirm" in result.err, result
        result = world.run("setup", "apply", "--account", "nobody@northwind.example", "--confirm", NAME)
        assert result.code == 1 and "AdminAgents" in result.err, result
        assert world.counts() == NOTHING
        world.cloud.call("POST", "/sample/fail?path=oauth2PermissionGrants&how=403")
        result = world.run(*APPLY)
        assert result.code == 4, result
        assert "Admin consent" in result.err and "oauth2PermissionGrants" in result.err, result
        world.cloud.call("POST", "/sample/fail?path=oauth2PermissionGrants&how=none")
        world.json(*APPLY)
        assert world.counts() == WHOLE


def call_numbers(world, command):
    world.cloud.call("DELETE", "/sample/requests")
    world.json(*command)
    return world.writes()


def test_each_call_in_turn_fails_or_loses_its_answer():
    with World("group-unassigned") as world:
        numbers = call_numbers(world, APPLY)
        assert len(numbers) == 9, numbers
        # reset: it happened and nobody heard; 500: it did not happen
        for turn, number in enumerate(numbers):
            for how in ("reset",) if turn % 4 else ("reset", "500"):
                world.fresh()
                world.cloud.fail(number, how)
                result = world.run(*APPLY)
                assert result.code in (5, 6), (number, how, result)
                assert "Nobody knows" in result.err, (number, how, result)
                states = list(world.journal().values())
                assert states.count("sent") == 1, (number, how, states)
                world.json(*APPLY)
                assert world.counts() == WHOLE, (number, how, world.counts())
                assert set(world.journal().values()) == {"done"}, (number, how, world.journal())


def test_undo_right_after_a_lost_answer():
    with World("group-unassigned") as world:
        for number in call_numbers(world, APPLY):
            world.fresh()
            world.cloud.fail(number, "reset")
            assert world.run(*APPLY).code in (5, 6)
            world.json(*UNDO)
            assert world.counts() == NOTHING, (number, world.counts())
            assert world.journal() == {}, number


def test_killed_after_each_call():
    with World("group-unassigned") as world:
        for number in call_numbers(world, APPLY):
            world.fresh()
            world.cloud.fail(number, "hang")
            with world.running(*APPLY) as process:
                deadline = time.monotonic() + 60
                while "sent" not in (world.journal().values() if list(world.cli.data.glob("*.db"))
                                     else ()):
                    assert time.monotonic() < deadline and process.poll() is None, number
                    time.sleep(0.02)
                process.kill()
            # a plan for a request that was never reached must not meet the next run
            world.cloud.call("POST", "/sample/calm")
            world.cloud.switch("group-unassigned")
            world.json(*APPLY)
            assert world.counts() == WHOLE, (number, world.counts())


def test_each_call_of_undo_in_turn():
    with World("group-unassigned") as world:
        world.json(*APPLY)
        for number in call_numbers(world, UNDO):
            world.fresh()
            world.json(*APPLY)
            # a lost answer may be asked for again at once: deleting twice is deleting once
            how = "reset" if number % 2 else "500"
            world.cloud.fail(number, how)
            result = world.run(*UNDO)
            assert result.code in ((0, 5, 6) if how == "reset" else (5,)), (number, result)
            if result.code == 0:
                assert world.counts() == NOTHING and world.journal() == {}, number
                continue
            world.json(*UNDO)
            assert world.counts() == NOTHING, (number, world.counts())
            assert world.journal() == {}, number


main([test for name, test in list(globals().items()) if name.startswith("test_")])
