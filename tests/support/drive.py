# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives a window as a person does: looks through AT-SPI, types and clicks through the X server.

    with drive.App([program, "--data-dir", folder]) as app:
        app.key("alt+2")
        app.wait_title("Matching — Tenantry")
        app.find("table row", lambda name: name.startswith("Contoso Ltd,"))
        app.key("a")
        app.wait_status("Matched Contoso Ltd to Contoso. 10 left.")

Run inside session.py, with /usr/bin/python3. What GTK 4.8 cannot do is worked around here and only
here: texts need their exact length, rows have no action, coordinates are those of the window.
"""
import os
import re
import signal
import subprocess
import sys
import time
import warnings

# for the program, not for us: AT-SPI warns of every object that vanishes while one looks at it
G_DEBUG = os.environ.pop("G_DEBUG", "fatal-warnings")

import gi  # noqa: E402  pylint: disable=wrong-import-position
gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402  pylint: disable=wrong-import-position

# the getters that GTK 4.8 answers are the old ones; unittest would turn the warnings on again
warnings.filterwarnings("ignore", category=DeprecationWarning)
# What a program says when it is wrong itself: GLib's words on standard error (G_DEBUG makes it end
# with only some of them; libraries that log in a structured way go on), and those of the sanitizers.
COMPLAINT = re.compile(r"^(?:error|critical|warning): .*|.*-(?:ERROR|CRITICAL|WARNING) \*\*.*|.*Sanitizer.*", re.M)
PATIENCE = float(os.environ.get("TNY_TEST_PATIENCE", "20"))
# Roles that a person operates: each must have a name of its own.
OPERATED = {"push button", "toggle button", "check box", "radio button", "text", "entry",
            "password text", "combo box", "list", "table", "tree table", "slider", "spin button",
            "link", "menu item", "page tab"}


class Missing(AssertionError):
    """What was waited for did not come."""


def wait(question, what, patience=None):
    """The first true answer of question(); a node that vanishes meanwhile counts as no answer."""
    end = time.monotonic() + (patience or PATIENCE)
    while True:
        try:
            answer = question()
        except GLib.Error:
            answer = None
        if answer:
            return answer
        if time.monotonic() > end:
            raise Missing(f"waited in vain for {what}")
        time.sleep(0.03)


def soon(question, patience=2):
    """Whether question() becomes true within some seconds."""
    try:
        return wait(question, "it", patience)
    except Missing:
        return False


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, timeout=30, check=False).stdout


class Node:
    """One accessible object."""

    def __init__(self, accessible, app):
        self.accessible, self.app = accessible, app

    def __repr__(self):
        try:
            return f"<{self.role} {self.name[:60]!r}>"
        except GLib.Error:
            return "<gone>"

    @property
    def name(self):
        return self.accessible.get_name() or ""

    @property
    def role(self):
        return self.accessible.get_role_name()

    @property
    def description(self):
        return self.accessible.get_description() or ""

    @property
    def states(self):
        return {state.value_nick for state in self.accessible.get_state_set().get_states()}

    @property
    def text(self):
        """Of a label or a field; (0, -1) answers nothing in GTK 4.8."""
        count = Atspi.Text.get_character_count(self.accessible)
        return Atspi.Text.get_text(self.accessible, 0, count)

    def children(self):
        for index in range(self.accessible.get_child_count()):
            child = self.accessible.get_child_at_index(index)
            if child is not None:
                yield Node(child, self.app)

    def walk(self):
        """Itself and everything below it, in the order of the tree."""
        yield self
        try:
            children = list(self.children())
        except GLib.Error:
            return
        for child in children:
            yield from child.walk()

    def all(self, role, name=None):
        """Every node below with the role and the name (a text, a function, or None: any)."""
        found = []
        for node in self.walk():
            try:
                if node.role == role and (name is None or (name(node.name) if callable(name)
                                                           else node.name == name)):
                    found.append(node)
            except GLib.Error:
                continue
        return found

    def find(self, role, name=None, patience=None):
        """The first of them, once there is one."""
        return wait(lambda: next(iter(self.all(role, name)), None), f"{role} {name}", patience)

    def has(self, role, name=None):
        return bool(self.all(role, name))

    def wait_gone(self, role, name=None):
        wait(lambda: not self.has(role, name), f"no {role} {name} any more")

    def actions(self):
        return [Atspi.Action.get_action_name(self.accessible, index)
                for index in range(Atspi.Action.get_n_actions(self.accessible))]

    def press(self):
        """Presses a button (its accessible action), or clicks where it is."""
        for index, action in enumerate(self.actions()):
            if action in ("click", "toggle", "activate"):
                Atspi.Action.do_action(self.accessible, index)
                return self
        return self.click()

    def click(self, times=1):
        """A real click with the pointer, in the middle of it."""
        x, y = self.middle()
        run("xdotool", "mousemove", "--sync", str(x), str(y))
        for _ in range(times):
            run("xdotool", "click", "1")
        return self

    def middle(self):
        extents = self.accessible.get_component_iface().get_extents(Atspi.CoordType.WINDOW)
        x, y = self.app.origin(self)
        return x + extents.x + extents.width // 2, y + extents.y + extents.height // 2

    def set_text(self, text):
        if not Atspi.EditableText.set_text_contents(self.accessible, text):
            raise AssertionError(f"{self} takes no text")
        return self

    def window(self):
        node = self.accessible
        while node.get_role_name() not in ("frame", "dialog", "window", "alert"):
            node = node.get_parent()
        return Node(node, self.app)


class App(Node):
    """The program under test; a context manager that ends it."""

    def __init__(self, command, environment=None, log=None):
        self.log_path = log or os.path.join(os.environ["HOME"], "window.log")
        with open(self.log_path, "wb") as output:
            self.process = subprocess.Popen(      # pylint: disable=consider-using-with
                command, stdout=output, stderr=output,
                env=dict(os.environ, G_DEBUG=G_DEBUG, **(environment or {})))
        super().__init__(None, self)
        self._status = None
        self.killed = False
        try:
            self.accessible = wait(self._on_the_bus, "the program on the accessibility bus")
        except BaseException:
            self.process.kill()
            raise

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        if kind is not None:
            self.complain()
            self.end()
        elif (self.end() != 0 and not self.killed) or self.complaints():
            self.blame()

    def _on_the_bus(self):
        if self.process.poll() is not None:
            raise AssertionError(f"ended with {self.process.returncode}:\n{self.output()}")
        desktop = Atspi.get_desktop(0)
        for index in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(index)
            if child is not None and child.get_process_id() == self.process.pid \
                    and child.get_child_count() > 0:
                return child
        return None

    def output(self):
        with open(self.log_path, encoding="utf-8", errors="replace") as log:
            return log.read()

    def complain(self):
        """What there is to see when a test failed."""
        sys.stderr.write(f"--- what the program said\n{self.output()}\n--- what it shows\n")
        for node in self.walk():
            try:
                if node.name:
                    sys.stderr.write(f"{node.role}: {node.name[:100]}\n")
            except GLib.Error:
                pass
        folder = os.environ.get("TNY_TEST_SHOTS")
        if folder:
            self.screenshot(os.path.join(folder, "failed.png"))

    def end(self):
        """Asks it to end, and waits until it has; the exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
                raise
        return self.process.returncode

    def quit(self):
        """Ctrl+Q, as a person ends it; anything but 0 and silence is a failure."""
        self.key("ctrl+q")
        if self.process.wait(20) != 0 or self.complaints():
            self.blame()

    def kill(self):
        """What no program can prepare for; the one end that is not held against it."""
        self.killed = True
        self.process.kill()
        self.process.wait()

    def complaints(self):
        return COMPLAINT.findall(self.output())

    def blame(self):
        raise AssertionError("\n".join([f"ended with {self.process.returncode}", *self.complaints(),
                                        "--- all it said", self.output()]))

    # windows

    def frame(self):
        return self.find("frame")

    def title(self):
        return self.frame().name

    def wait_title(self, title):
        wait(lambda: any(frame.name == title for frame in self.all("frame")), f"title {title!r}")
        return self

    def go(self, place, title):
        """To a page by its key. On a busy machine the server can lose a key, so it is pressed until it
        worked: going to the page one is on changes nothing."""
        self.wait_active()

        def there():
            self.key(f"alt+{place}")
            return soon(lambda: any(frame.name == title for frame in self.all("frame")))
        wait(there, f"title {title!r}", 3 * PATIENCE)
        return self

    def wait_active(self):
        """Until the window manager gave the keyboard to a window of this program; keys before are lost."""
        wait(lambda: run("xdotool", "getwindowfocus", "getwindowpid").strip() == str(self.process.pid),
             "the keyboard")
        return self

    def x_windows(self):
        return run("xdotool", "search", "--onlyvisible", "--pid", str(self.process.pid)).split()

    def origin(self, node):
        """Where the content of the node's window begins on the screen: the X window of the same
        size, without its shadow."""
        size = node.window().accessible.get_component_iface().get_extents(Atspi.CoordType.WINDOW)
        best = None
        for number in self.x_windows():
            geometry = dict(line.split("=") for line in run(
                "xdotool", "getwindowgeometry", "--shell", number).splitlines() if "=" in line)
            x, y, width, height = (int(geometry[key]) for key in ("X", "Y", "WIDTH", "HEIGHT"))
            match = re.search(r"= (\d+), (\d+), (\d+), (\d+)",
                              run("xprop", "-id", number, "_GTK_FRAME_EXTENTS"))
            left, right, top, bottom = map(int, match.groups()) if match else (0, 0, 0, 0)
            off_x = (width - left - right - size.width) / 2
            off_y = (height - top - bottom - size.height) / 2
            off = abs(off_x) + abs(off_y)
            if best is None or off < best[0]:
                best = (off, int(x + left + off_x), int(y + top + off_y))
        if best is None:
            raise AssertionError(f"{node} is in no visible window")
        return best[1], best[2]

    def resize(self, width, height):
        """The main window; the size is what the window manager makes of it."""
        for number in self.x_windows():
            run("xdotool", "windowsize", number, str(width), str(height))

    def screenshot(self, path):
        subprocess.run(["import", "-window", "root", path], check=True)

    # keyboard

    def _is_active(self):
        return run("xdotool", "getactivewindow", "getwindowpid").strip() == str(self.process.pid)

    def key(self, *keys):
        """Real keys: "alt+2", "Down", "a". They go where the window manager put the focus, so the
        program must be in front first."""
        wait(self._is_active, "the window in front")
        for key in keys:
            run("xdotool", "key", "--clearmodifiers", key)
        return self

    def type(self, text):
        wait(self._is_active, "the window in front")
        run("xdotool", "type", "--delay", "12", text)
        return self

    # status line

    def status(self):
        """The last thing that was said. The line is looked for once: it lives as long as its window."""
        try:
            return self._status.name
        except (AttributeError, GLib.Error):
            # a page may have status texts of its own; the line at the bottom comes last
            wait(lambda: self.frame().has("status bar"), "a status line")
            self._status = self.frame().all("status bar")[-1]
            return self._status.name

    def wait_status(self, sentence):
        """Waits until the status line is @sentence (a text or a function)."""
        fits = sentence if callable(sentence) else (lambda text: text == sentence)
        try:
            return wait(lambda: fits(self.status()) and self.status(), "the status")
        except Missing as missing:
            raise Missing(f"status {sentence!r} did not come; it is {self.status()!r}") from missing

    def focused(self):
        """The focused row, button or field; None when it is somewhere without that state."""
        return next((node for node in self.walk() if "focused" in node.states), None)

    def nameless(self):
        """Nodes that a person operates and that have no name, that of their type, or one with a mnemonic
        (an underscore that does not stand inside a word such as offline_access)."""
        return [node for node in self.walk() if node.role in OPERATED
                and (not node.name or re.match(r"(Gtk|Adw|Tny)[A-Z]", node.name)
                     or re.search(r"(?<![a-z]{3})_", node.name))]
