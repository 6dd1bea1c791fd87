#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A person with a real browser: opens the address it is given, picks an account, accepts what is
asked, waits for the last page. Register it as the default browser of a private desktop.

PERSON_ACCOUNT  words on the account to pick (default sync@northwind.example)
PERSON_ADMIN    the same, where Microsoft's own tools ask (default avery.lang@northwind.example)
PERSON          ok, cancel (presses Cancel), decline (picks the account, declines consent), stay (picks the
                account, stops at the next page), or leave (looks and closes the browser)
PERSON_LOG      file that receives one JSON line per visit: what was seen, never an address
PERSON_SHOTS    folder for screenshots
"""
import json
import os
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from browser import Browser, wait_for  # noqa: E402

TOOLS = "14d82eec-204b-4c2f-b7e8-296a70dab67e"      # Microsoft Graph Command Line Tools


def account_for(address):
    if TOOLS in address:
        return os.environ.get("PERSON_ADMIN", "avery.lang@northwind.example")
    return os.environ.get("PERSON_ACCOUNT", "sync@northwind.example")


def visit(address):
    seen = {"pages": []}
    shots = os.environ.get("PERSON_SHOTS")
    how = os.environ.get("PERSON", "ok")
    with Browser() as page:
        def look(name):
            seen["pages"].append({"name": name, "title": page.title, "text": page.text})
            if shots:
                page.screenshot(os.path.join(shots, f"{name}.png"))

        page.go(address)
        look("first")
        if how == "cancel":
            page.button("Cancel").click()
        elif how != "leave":
            page.button(account_for(address)).click()

            def arrived():
                if page.address.startswith("http://localhost:"):
                    return True
                if how == "stay":
                    return True
                if how == "decline" and page.all("//button[contains(., 'Decline') or contains(., 'Cancel')]"):
                    page.button("Decline" if page.all("//button[contains(., 'Decline')]") else "Cancel").click()
                    return False
                if page.all("//button[contains(., 'Accept')]"):
                    look("consent")
                    page.button("Accept").click()
                    wait_for(lambda: not page.all("//button[contains(., 'Accept')]"), "the next page")
                return False
            end = time.monotonic() + 20
            while not arrived() and time.monotonic() < end:
                time.sleep(0.05)
        if how != "leave":
            wait_for(lambda: page.run("return document.readyState") == "complete", "the last page")
            look("last")
            seen["code_in_address"] = "code=" in page.address
            seen["history"] = page.run("return history.length")
    return seen


if __name__ == "__main__":
    result = visit(sys.argv[1])
    if os.environ.get("PERSON_LOG"):
        with open(os.environ["PERSON_LOG"], "a", encoding="utf-8") as out:
            out.write(json.dumps(result) + "\n")
