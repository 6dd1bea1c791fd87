# SPDX-License-Identifier: GPL-3.0-or-later
"""Compiles every .sql file below a folder into one GResource, so that adding a statement is adding a file.

usage: sql-resource.py SQL_FOLDER PREFIX C_NAME OUTPUT.c DEPFILE

The folders themselves are in the dependency file: a new or removed file changes its folder's time, and
the build notices without being configured again.
"""
import os
import subprocess
import sys


def main():
    folder, prefix, c_name, output, depfile = sys.argv[1:]
    files, depends = [], []
    for path, folders, names in os.walk(folder):
        folders.sort()
        depends.append(path)
        for name in sorted(names):
            if name.endswith(".sql"):
                files.append(os.path.relpath(os.path.join(path, name), folder))
                depends.append(os.path.join(path, name))

    versions = [int(os.path.basename(name)[:4]) for name in sorted(files) if name.startswith("migrations" + os.sep)]
    if versions != list(range(1, len(versions) + 1)):
        sys.exit(f"{folder}/migrations: the numbers of its files are {versions}; each comes once, without a gap")

    xml = output + ".gresource.xml"
    with open(xml, "w", encoding="utf-8") as out:
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n<gresources>\n <gresource prefix="%s">\n' % prefix)
        out.writelines("  <file>%s</file>\n" % name for name in files)
        out.write(" </gresource>\n</gresources>\n")
    subprocess.run(["glib-compile-resources", "--generate-source", "--c-name", c_name,
                    "--sourcedir", folder, "--target", output, xml], check=True)
    with open(depfile, "w", encoding="utf-8") as out:
        out.write("%s: %s\n" % (output, " ".join(name.replace(" ", "\\ ") for name in depends)))


main()
