#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""po/POTFILES lists every file with text for people, and nothing else; all of it can be extracted.

    test-potfiles.py [--write]     --write makes the list anew
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(os.environ.get("TNY_SOURCE_ROOT", pathlib.Path(__file__).resolve().parents[2]))
POTFILES = ROOT / "po/POTFILES"
HEAD = "# SPDX-License-Identifier: GPL-3.0-or-later\n"
MARKED = {
    ".c": re.compile(r"""(?<![\w])(?:N?C?_|ngettext|g_dngettext|NC_)\s*\(\s*"|\bngettext \("""),
    ".h": re.compile(r"""(?<![\w])N?C?_\s*\(\s*\""""),
    ".ui": re.compile(r'translatable="(?:yes|true|1)"'),
    ".desktop": re.compile(r"^Name=", re.M),
    ".xml": re.compile(r"<component type="),
}


def with_texts():
    found = []
    for folder in ("src", "data"):
        for path in (ROOT / folder).rglob("*"):
            pattern = MARKED.get(path.suffix)
            if pattern is None or not path.is_file():
                continue
            if pattern.search(path.read_text(encoding="utf-8")):
                found.append(str(path.relative_to(ROOT)))
    return sorted(found)


def main():
    wanted = with_texts()
    if sys.argv[1:] == ["--write"]:
        POTFILES.write_text(HEAD + "".join(name + "\n" for name in wanted), encoding="utf-8")
        return 0
    listed = [line for line in POTFILES.read_text(encoding="utf-8").splitlines()
              if line and not line.startswith("#")]
    print("1..2")
    missing, needless = sorted(set(wanted) - set(listed)), sorted(set(listed) - set(wanted))
    complete = not missing and not needless and len(listed) == len(set(listed))
    for name in missing:
        print("# not listed:", name)
    for name in needless:
        print("# listed without need:", name)
    print("ok" if complete else "not ok", "1 every-file-with-texts-is-listed")

    # a missing type or a broken string would end here, not at a translator's
    with tempfile.NamedTemporaryFile(suffix=".pot") as pot:
        done = subprocess.run(
            ["xgettext", "--from-code=UTF-8", "--keyword=_", "--keyword=N_", "--keyword=C_:1c,2",
             "--keyword=ngettext:1,2", "--add-comments=translators", "--directory", str(ROOT),
             "--output", pot.name, *[name for name in listed if name.endswith((".c", ".ui"))]],
            capture_output=True, text=True, check=False)
        texts = pathlib.Path(pot.name).read_text(encoding="utf-8").count("\nmsgid ") - 1
    extracted = done.returncode == 0 and texts > 500
    for line in done.stderr.splitlines():
        print("#", line)
    print("#", texts, "texts")
    print("ok" if extracted else "not ok", "2 all-texts-can-be-extracted")
    return 0 if complete and extracted else 1


if __name__ == "__main__":
    sys.exit(main())
