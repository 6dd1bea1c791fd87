#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Records by command line: what goes in can be taken back, and what is unknown is not called 0."""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))
from cli import Cloud, Desktop, SAMPLES, main  # noqa: E402


def test_contacts_are_no_organizations():
    with Desktop() as desk:
        cli = desk.cli(None)
        for more in ([], ["--dry-run"]):
            result = cli.fails(2, "input", "import", "organizations", SAMPLES / "contacts.csv", *more)
            assert "import contacts" in result.error["message"], result
        assert cli.json("list", "organizations")["items"] == []
        result = cli.run("import", "organizations", SAMPLES / "contacts.csv", "--map", "name=organization",
                         "--dry-run")
        assert result.code == 0 and "have the name of another line" in result.err, result


def test_import_is_taken_back():
    with Desktop() as desk:
        cli = desk.cli(None)
        result = cli.run("import", "organizations", SAMPLES / "organizations.csv")
        assert result.code == 0 and "import undo 1" in result.out and result.err == "", result
        before = cli.tables()
        contacts = cli.json("import", "contacts", SAMPLES / "contacts.csv")
        assert contacts["import_id"] == 2 and contacts["new"] > 100
        cli.fails(12, "stale", "import", "undo", "1")
        rehearsed = cli.json("import", "undo", "--dry-run")
        assert rehearsed["import_id"] == 2 and rehearsed["removed"] == contacts["new"]
        assert len(cli.json("list", "contacts")["items"]) == contacts["new"], "a dry run changes nothing"
        assert cli.json("import", "undo")["kind"] == "contacts"
        assert cli.tables() == before
        cli.fails(1, "argument", "import", "undo", "2")
        cli.fails(1, "argument", "import", "undo", "second")
        assert cli.json("import", "undo")["import_id"] == 1
        assert cli.json("list", "organizations")["items"] == []
        cli.fails(1, "nothing-done", "import", "undo")


if __name__ == "__main__":
    main([test_contacts_are_no_organizations, test_import_is_taken_back])
