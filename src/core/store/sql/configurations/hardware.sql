-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT serial_number, mac_address, interfaces FROM configurations WHERE id = :id
