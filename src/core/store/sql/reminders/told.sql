-- SPDX-License-Identifier: GPL-3.0-or-later
-- Whether this end was told with this lead or a later one. Microsoft may tell the same end to the second or
-- to the day.
SELECT EXISTS (SELECT 1 FROM reminders
                WHERE connection_id = :connection_id AND tenant_id = :tenant_id AND check_id = :check_id
                  AND abs (due_at - :due_at) < 86400 AND lead_days <= :lead_days)
