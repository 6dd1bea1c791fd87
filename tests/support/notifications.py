#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The desktop's receiver of notifications (org.freedesktop.Notifications), as a file of what came.

The bus of session.py starts it when a program sends the first one. Each line of
$XDG_STATE_HOME/notifications is one notification in JSON: summary, body, actions.
Source: Desktop Notifications Specification 1.2.
"""
import json
import os

from gi.repository import Gio, GLib

INTERFACE = """<node><interface name="org.freedesktop.Notifications">
<method name="Notify"><arg type="s"/><arg type="u"/><arg type="s"/><arg type="s"/><arg type="s"/>
<arg type="as"/><arg type="a{sv}"/><arg type="i"/><arg type="u" direction="out"/></method>
<method name="CloseNotification"><arg type="u"/></method>
<method name="GetCapabilities"><arg type="as" direction="out"/></method>
<method name="GetServerInformation"><arg type="s" direction="out"/><arg type="s" direction="out"/>
<arg type="s" direction="out"/><arg type="s" direction="out"/></method>
</interface></node>"""
PLACE = os.path.join(os.environ["XDG_STATE_HOME"], "notifications")
ANSWERS = {
    "CloseNotification": lambda _: None,
    "GetCapabilities": lambda _: GLib.Variant("(as)", (["actions", "body"],)),
    "GetServerInformation": lambda _: GLib.Variant("(ssss)", ("tests", "Tenantry", "1", "1.2")),
}
NUMBERS = iter(range(1, 1 << 31))


def notify(values):
    with open(PLACE, "a", encoding="utf-8") as out:
        print(json.dumps({"summary": values[3], "body": values[4], "actions": values[5]}), file=out)
    return GLib.Variant("(u)", (values[1] or next(NUMBERS),))


def called(_connection, _sender, _path, _interface, method, parameters, invocation):
    invocation.return_value(ANSWERS.get(method, notify)(parameters.unpack()))


def main():
    interface = Gio.DBusNodeInfo.new_for_xml(INTERFACE).interfaces[0]
    loop = GLib.MainLoop()
    Gio.bus_own_name(Gio.BusType.SESSION, "org.freedesktop.Notifications", Gio.BusNameOwnerFlags.NONE,
                     lambda connection, _: connection.register_object(
                         "/org/freedesktop/Notifications", interface, called, None, None),
                     None, lambda *_: loop.quit())
    loop.run()


if __name__ == "__main__":
    main()
