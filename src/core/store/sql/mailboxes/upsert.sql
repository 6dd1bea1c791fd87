-- SPDX-License-Identifier: GPL-3.0-or-later
-- Changes nothing, and says so, when the row is as it was.
INSERT INTO mailboxes (tenant_id, address, folded, display_name, sort_name, kind, used_bytes, quota_bytes,
                       items, has_archive, created_on, active_on, report_date, user_id)
VALUES (:tenant_id, :address, :folded, :display_name, :sort_name, :kind, :used_bytes, :quota_bytes,
        :items, :has_archive, :created_on, :active_on, :report_date, :user_id)
ON CONFLICT (tenant_id, folded) DO UPDATE
   SET address = excluded.address, display_name = excluded.display_name, sort_name = excluded.sort_name,
       kind = excluded.kind, used_bytes = excluded.used_bytes, quota_bytes = excluded.quota_bytes,
       items = excluded.items, has_archive = excluded.has_archive, created_on = excluded.created_on,
       active_on = excluded.active_on, report_date = excluded.report_date, user_id = excluded.user_id
 WHERE (address, display_name, sort_name, kind, used_bytes, quota_bytes, items, has_archive, created_on,
        active_on, report_date, user_id) IS NOT
       (excluded.address, excluded.display_name, excluded.sort_name, excluded.kind, excluded.used_bytes,
        excluded.quota_bytes, excluded.items, excluded.has_archive, excluded.created_on,
        excluded.active_on, excluded.report_date, excluded.user_id);
