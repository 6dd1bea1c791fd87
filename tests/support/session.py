#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A desktop of its own for one command, gone afterwards.

    session.py [--wm openbox|none] [--keyring PASSWORD] [--size 1280x900] [--dpi 96] -- COMMAND…

Gives COMMAND a home folder, an X server on a free display, a session bus (the accessibility bus
starts on it by itself), a window manager, and, when asked for, a real gnome-keyring, unlocked. Several may run at once.
The exit status is that of COMMAND.

What each variable below is for stands beside it; everything else of the caller's environment stays.
"""
import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ENVIRONMENT = {
    "GDK_BACKEND": "x11",
    "GSK_RENDERER": "cairo",          # quickest without a graphics card
    "GSETTINGS_BACKEND": "memory",
    "GIO_USE_VFS": "local",
    "GIO_USE_PROXY_RESOLVER": "dummy",
    "ADW_DISABLE_PORTAL": "1",        # else colour scheme and contrast come from the machine
    "LC_ALL": "C.UTF-8",
}
LEFT_OUT = ["WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "LC_MESSAGES", "GTK_THEME",
            "NO_AT_BRIDGE", "XAUTHORITY", "TENANTRY_DATA_DIR"]
# GTK on X11 takes its font from here only.
GTK_SETTINGS = ("[Settings]\ngtk-font-name=Cantarell 11\ngtk-icon-theme-name=Adwaita\n"
                "gtk-cursor-theme-name=Adwaita\ngtk-enable-animations=0\n")


def parse(argv):
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--wm", default="openbox", choices=["openbox", "none"])
    options.add_argument("--keyring", metavar="PASSWORD")
    options.add_argument("--size", default="1280x900")
    options.add_argument("--dpi", type=int, default=96, help="192 is text at 200 %%")
    options.add_argument("--inner", action="store_true", help=argparse.SUPPRESS)
    options.add_argument("command", nargs=argparse.REMAINDER)
    chosen = options.parse_args(argv)
    if chosen.command[:1] == ["--"]:
        del chosen.command[0]
    if not chosen.command:
        options.error("which command?")
    return chosen


def private_home(top):
    folders = {"HOME": "home", "XDG_DATA_HOME": "home/.local/share", "XDG_CONFIG_HOME": "home/.config",
               "XDG_CACHE_HOME": "home/.cache", "XDG_STATE_HOME": "home/.local/state",
               "XDG_RUNTIME_DIR": "run"}
    for name, folder in folders.items():
        os.environ[name] = os.path.join(top, folder)
        os.makedirs(os.environ[name], mode=0o700, exist_ok=True)
    gtk = os.path.join(os.environ["XDG_CONFIG_HOME"], "gtk-4.0")
    os.makedirs(gtk)
    with open(os.path.join(gtk, "settings.ini"), "w", encoding="utf-8") as settings:
        settings.write(GTK_SETTINGS)
    # started by the bus when somebody sends a notification
    services = os.path.join(os.environ["XDG_DATA_HOME"], "dbus-1/services")
    os.makedirs(services)
    with open(os.path.join(services, "org.freedesktop.Notifications.service"), "w",
              encoding="utf-8") as service:
        receiver = os.path.join(os.path.dirname(os.path.abspath(__file__)), "notifications.py")
        service.write("[D-BUS Service]\nName=org.freedesktop.Notifications\n"
                      f"Exec=/usr/bin/env -u G_DEBUG /usr/bin/python3 -B {receiver}\n")


def start_display(size, top):
    """The server picks a free number itself and tells it through a pipe."""
    read, write = os.pipe()
    with open(os.path.join(top, "xvfb.log"), "wb") as log:
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", size + "x24", "-nolisten", "tcp",
             "-noreset"], pass_fds=[write], stdout=log, stderr=log)
    os.close(write)
    number = b""
    while not number.endswith(b"\n"):
        part = os.read(read, 16)
        if not part:
            with open(os.path.join(top, "xvfb.log"), encoding="utf-8", errors="replace") as log:
                sys.exit("session.py: no X server: " + log.read())
        number += part
    os.close(read)
    os.environ["DISPLAY"] = ":" + number.decode().strip()
    return server


def wait_for(question, what):
    end = time.monotonic() + 20
    while not question():
        if time.monotonic() > end:
            sys.exit("session.py: no " + what)
        time.sleep(0.02)


def answers(*command):
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def inside(chosen):
    """On the bus: what needs it, then the command."""
    helpers = []
    if chosen.dpi != 96:
        subprocess.run(["xrdb", "-merge"], input=f"Xft.dpi: {chosen.dpi}\n", text=True, check=True)
    if chosen.wm == "openbox":
        helpers.append(subprocess.Popen(["openbox"], stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL))
        wait_for(lambda: "#" in answers("xprop", "-root", "_NET_SUPPORTING_WM_CHECK"),
                 "window manager")
    if chosen.keyring is not None:
        # in the foreground: a daemon that leaves would outlive us
        # a warning of its own must not end it, as one of ours ends us
        foreign = {name: value for name, value in os.environ.items()
                   if name not in ("G_DEBUG", "MALLOC_PERTURB_")}
        daemon = subprocess.Popen(
            ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=foreign)
        daemon.stdin.write(chosen.keyring.encode())
        daemon.stdin.close()
        helpers.append(daemon)
        subprocess.run(["gdbus", "wait", "--session", "--timeout", "20",
                        "org.freedesktop.secrets"], check=True)
    try:
        return subprocess.run(chosen.command, pass_fds=[3, 4], check=False).returncode
    finally:
        for helper in helpers:
            helper.terminate()
        for helper in helpers:
            try:
                helper.wait(5)
            except subprocess.TimeoutExpired:
                helper.kill()


def outside(chosen):
    top = tempfile.mkdtemp(prefix="tenantry-session-")
    server = None
    try:
        for name in LEFT_OUT:
            os.environ.pop(name, None)
        for name, value in ENVIRONMENT.items():
            os.environ.setdefault(name, value)
        private_home(top)
        server = start_display(chosen.size, top)
        with open(os.path.join(top, "bus.log"), "wb") as log:
            inner = subprocess.run(
                ["dbus-run-session", "--", sys.executable, "-B", os.path.abspath(__file__),
                 "--inner", "--wm", chosen.wm, "--dpi", str(chosen.dpi),
                 *(["--keyring", chosen.keyring] if chosen.keyring is not None else []),
                 "--", "/bin/sh", "-c", 'exec 1>&4 2>&3 3>&- 4>&-; exec "$@"', "sh",
                 *chosen.command],
                stdout=log, stderr=log, pass_fds=[3, 4], check=False)
        return inner.returncode
    finally:
        if server is not None:
            server.terminate()
            server.wait()
        shutil.rmtree(top, ignore_errors=True)


def main():
    # a test runner that gives up sends SIGTERM: still clean up
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    chosen = parse(sys.argv[1:])
    if chosen.inner:
        sys.exit(inside(chosen))
    # The bus and its services talk a lot; the command gets the real output back from 3 and 4.
    os.dup2(2, 3, inheritable=True)
    os.dup2(1, 4, inheritable=True)
    sys.exit(outside(chosen))


if __name__ == "__main__":
    main()
