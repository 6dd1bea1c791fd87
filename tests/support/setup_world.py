# SPDX-License-Identifier: GPL-3.0-or-later
"""An administrator who lets tenantryctl set everything up in a sample cloud that can be looked at.

    with World("group-unassigned") as world:
        world.json(*APPLY)
        world.sign_in()
"""
import contextlib
import json
import sqlite3
import subprocess
import threading

import pretend
from cli import Cloud, Desktop, Result

ADMIN, SYNC, NAME = "avery.lang@northwind.example", "sync@northwind.example", "Northwind MSP"
HUNG_AFTER = 90      # seconds
APPLY = ("setup", "apply", "--account", SYNC, "--confirm", NAME)
UNDO = ("setup", "undo", "--confirm", NAME)


class World(contextlib.ExitStack):
    """One desktop and one cloud whose directory can be looked at; fresh() forgets what was made."""

    def __init__(self, *scenarios, tenants=2):
        super().__init__()
        self.scenarios = scenarios
        self.desk = self.enter_context(Desktop())
        self.desk.env["TENANTRY_PROVISION_WAIT_USEC"] = "20000"     # replicas are quick here
        self.state = self.desk.top / "cloud-state.json"
        self.cloud = self.enter_context(Cloud(*scenarios, tenants=tenants, users=20,
                                              options=("--state", str(self.state))))
        self.number = 0
        self.fresh()

    def fresh(self):
        self.cloud.call("POST", "/sample/reset")
        for scenario in self.scenarios:
            self.cloud.switch(scenario)
        self.number += 1
        self.cli = self.desk.cli(self.cloud, data=self.desk.top / f"data{self.number}")

    @contextlib.contextmanager
    def running(self, *args, account=ADMIN, flags=("--json",)):
        """The command, signed in by @account and on its way."""
        process = subprocess.Popen(self.cli.command(*flags, *args, "--print-link"), env=self.desk.env,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True)
        late = threading.Timer(HUNG_AFTER, process.kill)     # its streams end, and the test with them
        late.start()
        try:
            self.early = []
            for line in process.stderr:
                self.early.append(line)
                if line.startswith("http://"):
                    page = pretend.Page.open(line.strip()).press(account)
                    if any("Accept" in button[2] for button in page.buttons):
                        page = page.press("Accept")
                    self.last = page
                    if page.action is not None and not any("admin" in b[2] for b in page.buttons):
                        page.submit()
                    break
            yield process
        finally:
            late.cancel()
            if process.poll() is None:
                process.kill()
            process.wait()
            process.stdout.close()
            process.stderr.close()

    def run(self, *args, **options):
        with self.running(*args, **options) as process:
            out, err = process.communicate(timeout=60)
        self.cli.said += [out, err]
        return Result(process.returncode, out, "".join(self.early) + err)

    def sign_in(self, account=SYNC):
        process = subprocess.Popen(self.cli.command("sign-in", NAME, "--print-link"), env=self.desk.env,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True)
        try:
            pretend.sign_in(process.stdout.readline().strip(), account)
            err = process.communicate(timeout=60)[1]
        finally:
            process.kill()
        assert process.returncode == 0, err

    def json(self, *args, code=0, **options):
        result = self.run(*args, **options)
        assert result.code == code, result
        return json.loads(result.out)

    def made(self, kind):
        return json.loads(self.state.read_text()).get(kind, []) if self.state.exists() else []

    def counts(self):
        kinds = ("applications", "servicePrincipals", "oauth2PermissionGrants", "appRoleAssignments",
                 "groups", "accessAssignments")
        found = {kind: len(self.made(kind)) for kind in kinds}
        found["secrets"] = sum(len(app["passwordCredentials"]) for app in self.made("applications"))
        found["members"] = sum(len(group["_members"]) for group in self.made("groups"))
        return found

    def journal(self):
        path, = self.cli.data.glob("*.db")
        with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            return dict(database.execute("SELECT key, state FROM provision").fetchall())

    def writes(self):
        """Numbers of the API requests since the last clearing that changed something in Graph."""
        asked = json.loads(self.cloud.call("GET", "/sample/requests"))["requests"]
        api = [item for item in asked if item["area"] in ("graph", "partner") or
               item["path"].endswith("/token")]
        return [number for number, item in enumerate(api, 1)
                if item["method"] != "GET" and item["area"] == "graph"]
