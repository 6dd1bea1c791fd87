#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the pictures of README and the software catalogue, always the same way:

    screenshots.py BUILD      writes data/screenshots/matching.png

A private desktop, the sample cloud, the default style; the window with its shadow at most 1000×700.
"""
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
OUT = HERE.parents[1] / "data/screenshots"
# A compositor-less display draws no shadow: it is drawn here, as GNOME's screenshot of a window has it.
SIZE = (924, 624)


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    if os.environ.get("TNY_SCREENSHOTS_INSIDE") is None:
        os.environ.update(TNY_SCREENSHOTS_INSIDE="1", TNY_BUILD_ROOT=str(build))
        sys.exit(subprocess.run([HERE / "session.py", "--keyring", "pictures", "--size", "1280x900", "--",
                                 "/usr/bin/python3", __file__, str(build)], check=False).returncode)

    sys.path.insert(0, str(HERE))
    from browser import register_as_default     # pylint: disable=import-outside-toplevel
    from rehearsal import Rehearsal, SAMPLES    # pylint: disable=import-outside-toplevel
    import drive                                # pylint: disable=import-outside-toplevel

    register_as_default(f"/usr/bin/python3 {HERE}/person.py")
    stage = Rehearsal("run")
    stage.setUp()
    OUT.mkdir(exist_ok=True)
    with stage.window() as app:
        stage.connect(app)
        stage.go(app, "Integrations")
        app.key("ctrl+r")
        app.wait_status(lambda text: text.startswith("Sync: "))
        for name in ("organizations.csv", "contacts.csv"):
            app.key("F10")
            app.find("menu item", "Import…").press()
            window = stage.frame(app, "Import — Tenantry")
            stage.choose_file(app, window, SAMPLES / name)
            window.find("push button", "Import").press()
            drive.wait(lambda w=window: any(said.startswith("Imported ") for said in stage.said(w)), "the end")
            app.key("Escape")
            stage.wait_closed(app, "Import — Tenantry")
        stage.go(app, "Matching")
        app.find("push button", "Suggested").press()
        app.find("table row", lambda row: ", suggested, " in row)
        app.resize(*SIZE)
        stage.go_to(app, "Marlow")
        app.wait_gone("push button", "Dismiss")         # the toast of the sync
        stage.wait_still(app)
        number = app.x_windows()[0]
        subprocess.run(["import", "-window", number, "png:" + str(OUT / "matching.png")], check=True)
    subprocess.run(["convert", str(OUT / "matching.png"), "-trim", "+repage", "(", "+clone", "-background",
                    "black", "-shadow", "35x18+0+6", ")", "+swap", "-background", "none", "-layers", "merge",
                    "+repage", "-strip", str(OUT / "matching.png")], check=True)
    print(subprocess.run(["identify", str(OUT / "matching.png")], capture_output=True, text=True,
                         check=True).stdout, end="")
    stage.doCleanups()


if __name__ == "__main__":
    main()
