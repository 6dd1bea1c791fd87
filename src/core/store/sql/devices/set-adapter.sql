-- SPDX-License-Identifier: GPL-3.0-or-later
UPDATE devices SET ethernet_mac = :mac, ethernet_read_at = :now WHERE id = :id;
