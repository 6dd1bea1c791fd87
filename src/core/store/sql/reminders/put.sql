-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO reminders (connection_id, tenant_id, check_id, due_at, lead_days, reminded_at)
VALUES (:connection_id, :tenant_id, :check_id, :due_at, :lead_days, :reminded_at)
    ON CONFLICT (connection_id, tenant_id, check_id) DO UPDATE
   SET due_at = excluded.due_at, lead_days = excluded.lead_days, reminded_at = excluded.reminded_at
