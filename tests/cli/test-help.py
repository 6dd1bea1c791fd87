#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every command and every option is in the manual and in bash completion, and nothing else is there."""
import os
import pathlib
import re
import subprocess
import sys

SOURCE = pathlib.Path(os.environ["TNY_SOURCE_ROOT"])
PROGRAM, SAMPLE = sys.argv[1:3]
MANUAL = (SOURCE / "data/man/tenantryctl.1").read_text(encoding="utf-8")
COMPLETION = SOURCE / "data/completions/tenantryctl"
LOADER = "/usr/share/bash-completion/bash_completion"

failed = 0
number = 0


def check(name, good, why=""):
    global failed, number
    number += 1
    print(f"{'ok' if good else 'not ok'} {number} {name}")
    if not good:
        failed += 1
        print("#", why)


def ask(*args):
    done = subprocess.run([PROGRAM, *args], capture_output=True, text=True, check=True)
    return done.stdout


def options(text, heading):
    section = text.split(heading + "\n", 1)[1].split("\n\n", 1)[0] if heading + "\n" in text else ""
    return re.findall(r"^  --([a-z-]+)", section, re.M)


def complete(*words):
    script = f"""
source {LOADER}; source {COMPLETION}
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${{#COMP_LINE}}
_tenantryctl; printf '%s\\n' "${{COMPREPLY[@]}}"
"""
    done = subprocess.run(["bash", "--norc", "-c", script, "bash", "tenantryctl", *words], capture_output=True,
                          text=True, check=True, cwd=SOURCE)
    return set(done.stdout.split())


def manual_section(command):
    """The .It lines of a command, continued by Xo to Xc, and the text under them."""
    found = ""
    for part in re.split(r"(?m)^\.It Nm ", MANUAL)[1:]:
        heading = part.split("\n.Xc", 1)[0] if " Xo" in part.split("\n", 1)[0] else part.split("\n", 1)[0]
        if command in [command_of(re.sub(r"^Cm ", "", piece).split()) for piece in heading.split(" | ")]:
            found += heading
    return found


def command_of(words):
    """A command of two words, or of one: "compare" is one, and so is "compare take"."""
    return " ".join(words[:2]) if " ".join(words[:2]) in commands else words[0]


help_text = ask("--help")
commands = [" ".join(words).strip() for words in
            re.findall(r"^  ([a-z-]+)(?: ([a-z][a-z-]+))?(?=\s)", help_text.split("Options of every", 1)[0], re.M)]
global_options = options(help_text, "Options of every command:")
check("there are commands", len(commands) > 25, commands)
check("there are global options", set(global_options) == {"data-dir", "cloud", "json", "quiet", "version", "help"},
      global_options)

for option in global_options:
    check(f"--{option} is in the manual", f".It Fl -{option}" in MANUAL)

for command in commands:
    text = ask(*command.split(), "--help")
    own = options(text, "Options:")
    section = manual_section(command)
    check(f"{command}: in the manual", section != "", "no .It with that name")
    described = set(re.findall(r"Fl -([a-z-]+)", section))
    check(f"{command}: its options are in the manual", described == set(own), f"{described} is not {set(own)}")
    if os.path.exists(LOADER):
        offered = complete(*command.split(), "--")
        expected = {"--" + option for option in [*own, *global_options]}
        check(f"{command}: completion offers its options", offered == expected, f"{offered ^ expected}")

if os.path.exists(LOADER):
    first = {command.split()[0] for command in commands}
    check("completion: first words", complete("") == first, complete("") ^ first)
    for group in sorted(word for word in first if f"{word} " in " ".join(commands) + " "):
        second = {command.split()[1] for command in commands if command.startswith(group + " ")}
        if second:
            check(f"completion: {group}", complete(group, "") == second, complete(group, "") ^ second)
    check("completion: fixed words", complete("match", "list", "--state", "m") == {"matched"})
    check("completion: decisions", complete("contacts", "decide", "anna", "") == {"link", "create", "skip", "clear"})
    check("completion: files", "README.md" in complete("import", "organizations", "READ"))
    check("completion: options before the command", complete("--json", "--cloud", "sample", "mat") == {"match"})
else:
    print(f"# bash-completion is not installed: {LOADER} is missing")
    check("bash-completion is installed", False)

known = subprocess.run([PROGRAM, "setup", "permissions", "--for", "?"], capture_output=True, text=True, check=False)
features = set(re.search(r"there are: (.*)", known.stderr).group(1).split(", "))
check("completion: features", complete("setup", "permissions", "--for", "") == features)

text = subprocess.run([SAMPLE, "--help"], capture_output=True, text=True, check=True).stdout
page = (SOURCE / "data/man/tenantry-sample-cloud.1").read_text(encoding="utf-8")
offered = set(re.findall(r"^  (?:-h, )?--([a-z-]+)", text, re.M))
described = set(re.findall(r"^\.It Fl -([a-z-]+)", page, re.M))
check("tenantry-sample-cloud: its options are in the manual", offered == described, offered ^ described)

for page in sorted((SOURCE / "data/man").glob("*.1")):
    done = subprocess.run(["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", str(page)], capture_output=True,
                          text=True, check=False)
    check(f"{page.name}: no warnings", done.returncode == 0 and done.stderr == "", done.stderr)

print(f"1..{number}")
sys.exit(failed > 0)
