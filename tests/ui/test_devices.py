#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Devices page in the real window, by real keys, on a prepared database."""
import unittest

from window import WindowTest


class Devices(WindowTest):

    def test_nothing_is_synced(self):
        self.prepare()
        with self.window("Devices") as app:
            app.find("label", "Devices are not synced")
            app.find("push button", "Sync Now")
            self.assert_named(app)


if __name__ == "__main__":
    unittest.main()
