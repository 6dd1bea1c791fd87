#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every page of the window, with data, without, and narrow: nothing that a person operates is without a
name of its own. A new page is walked as soon as it stands in the sidebar."""
import unittest

from window import WindowTest, drive


class Names(WindowTest):

    def walk(self, app):
        pages = [row.name for row in app.find("list", "Pages").all("list item")]
        self.assertGreater(len(pages), 3)
        for page in pages:
            self.go(app, page)
            # what a page shows comes from a worker
            drive.wait(lambda: not app.has("label", lambda name: name.startswith("Reading ")), "its content")
            with self.subTest(page=page):
                self.assert_named(app)

    def test_every_page_with_data(self):
        self.prepare()
        with self.window() as app:
            self.walk(app)

    def test_every_page_without_data(self):
        with self.window() as app:
            app.wait_title("Welcome — Tenantry")
            self.assert_named(app)
            self.walk(app)

    def test_every_page_narrow(self):
        self.prepare()
        with self.window() as app:
            app.resize(360, 640)
            app.find("push button", "Back")
            self.walk(app)

    def test_windows_of_the_menu(self):
        self.prepare()
        with self.window() as app:
            for item in ("Import…", "New Connection…", "Keyboard Shortcuts"):
                app.key("F10")
                app.find("menu item", item).press()
                drive.wait(lambda: len(app.x_windows()) > 1, f"the window of {item}")
                with self.subTest(item=item):
                    self.assert_named(app)
                app.key("Escape")
                drive.wait(lambda: len(app.x_windows()) == 1, f"the end of {item}")


if __name__ == "__main__":
    unittest.main(verbosity=2, warnings="ignore")
