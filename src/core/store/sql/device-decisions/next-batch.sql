-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT coalesce (max (batch), 0) + 1 FROM device_decisions
