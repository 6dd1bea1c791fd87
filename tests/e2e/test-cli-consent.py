#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""consent preview and consent apply: who has consented, and consent through Partner Center, confirmed,
one customer's failure not stopping the others."""
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from cli import Cloud, Desktop, main  # noqa: E402
from setup_world import APPLY, NAME, World  # noqa: E402


def posts(cloud):
    asked = json.loads(cloud.call("GET", "/sample/requests"))["requests"]
    return [item["path"].split("/")[3] for item in asked
            if item["method"] == "POST" and item["path"].endswith("applicationconsents")]


def states(items):
    return {item["name"]: item["state"] for item in items}


def ready(world):
    """Set up and signed in with an application of its own: no customer knows it yet."""
    world.json(*APPLY)
    world.sign_in()
    return world.cli, world.cloud


def test_preview_says_who_has_consented():
    with Desktop() as desk, Cloud("all-access", tenants=3, users=9) as cloud:
        cli = desk.cli(cloud)
        cli.ready()
        assert set(states(cli.json("consent", "preview")["items"]).values()) == {"given"}
        result = cli.ok("--json", "consent", "apply")
        assert "no tenant where consent" in result.err and posts(cloud) == [], result
        # an older consent that lacks something is not taken for a whole one
        cloud.call("POST", "/sample/permission?name=Reports.Read.All&state=no-consent&where=customers")
        items = cli.json("consent", "preview")["items"]
        assert {(item["state"], item["missing"]) for item in items} == {("partly", "Reports.Read.All")}


def test_nothing_without_confirmation():
    with World(tenants=3) as world:
        cli, cloud = ready(world)
        items = cli.json("consent", "preview")["items"]
        assert set(states(items).values()) == {"none"} and len(items) == 3, items
        assert all("User.Read.All" in item["missing"].split() and "user_impersonation" not in
                   item["missing"] for item in items), items
        refused = cli.run("--json", "consent", "apply")
        assert refused.code == 12 and refused.error["code"] == "decision", refused
        assert "User.Read.All" in refused.err and items[0]["name"] in refused.err, "shown first"
        refused = cli.run("--json", "consent", "apply", "--confirm", "Another")
        assert refused.code == 1, refused
        dry = cli.json("consent", "apply", "--dry-run")["items"]
        assert states(dry) == states(items) and posts(cloud) == [], "nothing was sent"
        cli.fails(1, "not-found", "consent", "preview", "--tenant", "Nobody Ltd")


def test_each_customer_for_itself_and_then_the_sync():
    with World(tenants=4) as world:
        cli, cloud = ready(world)
        tenants = [item["tenant_id"] for item in cli.json("consent", "preview")["items"]]
        cloud.call("POST", f"/sample/fail?path={tenants[1]}/applicationconsents&how=500")
        result = cli.run("--json", "consent", "apply", "--confirm", NAME)
        assert result.code == 9, result
        after = {item["tenant_id"]: item for item in json.loads(result.out)["items"]}
        assert after[tenants[1]]["state"] == "failed" and after[tenants[1]]["message"], after
        assert {after[tenant]["state"] for tenant in set(tenants) - {tenants[1]}} == {"given"}, after
        assert sorted(posts(cloud)) == sorted(tenants), "each once"

        # the next time only what is left
        cloud.call("POST", f"/sample/fail?path={tenants[1]}/applicationconsents&how=none")
        cloud.call("DELETE", "/sample/requests")
        done = cli.json("consent", "apply", "--confirm", NAME)["items"]
        assert [item["state"] for item in done] == ["given"] and posts(cloud) == [tenants[1]], done
        assert set(states(cli.json("consent", "preview")["items"]).values()) == {"given"}
        cli.ok("sync")
        read = cli.json("list", "tenants")["items"]
        assert all(item["users"] for item in read if item["tenant_id"] in tenants), read


def test_an_answer_that_got_lost_is_found_again():
    with World(tenants=2) as world:
        cli, cloud = ready(world)
        tenant = cli.json("consent", "preview")["items"][0]["tenant_id"]
        cloud.call("POST", f"/sample/fail?path={tenant}/applicationconsents&how=reset")
        result = cli.run("--json", "consent", "apply", "--tenant", tenant, "--confirm", NAME)
        assert result.code == 9, result
        cloud.call("POST", f"/sample/fail?path={tenant}/applicationconsents&how=none")
        items = cli.json("consent", "preview", "--tenant", tenant)["items"]
        assert [item["state"] for item in items] == ["given"], items


main([test for name, test in list(globals().items()) if name.startswith("test_")])
