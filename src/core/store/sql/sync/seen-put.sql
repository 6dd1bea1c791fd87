-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO seen_pages (tenant_id, stream, page, ids) VALUES (:tenant_id, :stream, :page, :ids)
ON CONFLICT (tenant_id, stream, page) DO UPDATE SET ids = excluded.ids;
