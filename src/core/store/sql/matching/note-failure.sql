-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT OR REPLACE INTO match_failures SELECT tenant_id, :at FROM match_marks
