#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""From starting the program to its first frame, against an empty libadwaita window, in turn.

    bench-first-frame.py TENANTRY EMPTY-WINDOW

Prints medians and their ratio. TENANTRY is a build with test seams: it prints when its first frame was
painted and ends.
"""
import os
import statistics
import subprocess
import sys
import tempfile
import time

ROUNDS = 15


def first_frame(command, environment):
    begin = time.monotonic()
    result = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    painted = [line for line in result.stdout.splitlines() if line.isdigit()]
    if not painted:
        sys.exit(f"{command[0]} painted nothing: {result.stderr}")
    return int(painted[0]) / 1e6 - begin


def main():
    tenantry, empty = sys.argv[1:3]
    times = {"tenantry": [], "empty": []}
    with tempfile.TemporaryDirectory() as folder:
        environment = dict(os.environ, TNY_PRINT_FIRST_FRAME="1", TENANTRY_DATA_DIR=folder)
        commands = {"tenantry": [tenantry, "--data-dir", folder], "empty": [empty]}
        for command in commands.values():           # files into the page cache
            first_frame(command, environment)
        for _ in range(ROUNDS):
            for name, command in commands.items():
                times[name].append(first_frame(command, environment))
    medians = {name: statistics.median(values) for name, values in times.items()}
    ratios = [a / b for a, b in zip(times["tenantry"], times["empty"])]
    print(f"first frame: tenantry {medians['tenantry'] * 1000:.0f} ms, "
          f"empty window {medians['empty'] * 1000:.0f} ms")
    print(f"ratio: median of pairs {statistics.median(ratios):.2f}, "
          f"of medians {medians['tenantry'] / medians['empty']:.2f} (aim 1.15)")


main()
