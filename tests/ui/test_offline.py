#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Microsoft out of reach: the window says so and how old its data is, tells a person who is elsewhere,
and recovers with the next sync that gets through."""
import pathlib
import re
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from browser import register_as_default                             # noqa: E402
from cli import Cloud                                               # noqa: E402
from rehearsal import PROGRAM, Rehearsal, drive                     # noqa: E402
from window import WindowTest                                       # noqa: E402

SUPPORT = pathlib.Path(__file__).resolve().parents[1] / "support"
OFFLINE = re.compile("You’re offline\\. Data from (just now|\\d+ min ago)\\.")


class Offline(Rehearsal):

    go = WindowTest.go

    def find_registration(self, app):
        self.registration = self.cloud.registration
        return self.registration

    def elsewhere(self, app):
        """Another window takes the keyboard."""
        other = subprocess.Popen(["xmessage", "-title", "Elsewhere", "Other work"])
        self.addCleanup(other.wait)
        self.addCleanup(other.terminate)
        number = drive.wait(lambda: drive.run("xdotool", "search", "--name", "^Elsewhere$").split(), "it")[0]
        drive.run("xdotool", "windowactivate", "--sync", number)
        drive.wait(lambda: "active" not in app.frame().states, "the window behind")
        return other

    def banner(self, app):
        return [node.name for node in app.all("label", OFFLINE.fullmatch)]

    def test_a_cloud_that_went_away(self):
        register_as_default(f"/usr/bin/python3 {SUPPORT}/person.py")
        self.cloud = Cloud("all-access", tenants=3, users=30)
        self.addCleanup(self.cloud.close)
        with drive.App([PROGRAM, "--cloud", str(self.cloud.key_file), "--data-dir", self.folder + "/data"],
                       None, self.folder + "/window.log") as app:
            app.wait_title("Welcome — Tenantry (sample-cloud)")
            self.connect(app)
            self.go(app, "Integrations")
            app.key("ctrl+r")
            app.wait_status(lambda text: text.startswith("Sync: OK."))
            self.assertEqual((self.banner(app), self.notifications()), ([], []))

            # its port is closed: nothing answers any more
            self.cloud.process.terminate()
            self.cloud.process.wait()
            start = app.find("push button", "Start Manual Sync")
            self.elsewhere(app)
            start.press()
            drive.wait(lambda: self.banner(app), "the banner", 60)
            app.find("push button", "Retry")
            self.assert_named(app)
            told, = drive.wait(self.notifications, "a notification", 60)
            self.assertEqual(told["summary"], "Sync ended")
            self.assertTrue(told["body"].startswith("Sync: Failed."), told)
            self.assertIn("Show Log", told["actions"])
            # what was read stays
            self.go_to_tenants(app)

    def go_to_tenants(self, app):
        for number in app.x_windows():
            drive.run("xdotool", "windowactivate", "--sync", number)
        app.wait_active()
        self.go(app, "Matching")
        app.find("list", "Tenants")
        self.assertTrue(self.banner(app))
        app.quit()


if __name__ == "__main__":
    unittest.main(verbosity=2)
