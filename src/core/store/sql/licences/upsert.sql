-- SPDX-License-Identifier: GPL-3.0-or-later
-- Changes nothing, and says so, when the row is as it was.
INSERT INTO licences (tenant_id, sku_id, part_number, sort_name, status, enabled, warning, suspended,
                      locked_out, consumed)
VALUES (:tenant_id, :sku_id, :part_number,
        coalesce ((SELECT p.folded FROM product_names AS p WHERE p.sku_id = :sku_id), :sort_name),
        :status, :enabled, :warning, :suspended, :locked_out, :consumed)
ON CONFLICT (tenant_id, sku_id) DO UPDATE
   SET part_number = excluded.part_number, sort_name = excluded.sort_name, status = excluded.status,
       enabled = excluded.enabled, warning = excluded.warning, suspended = excluded.suspended,
       locked_out = excluded.locked_out, consumed = excluded.consumed
 WHERE (part_number, sort_name, status, enabled, warning, suspended, locked_out, consumed) IS NOT
       (excluded.part_number, excluded.sort_name, excluded.status, excluded.enabled, excluded.warning,
        excluded.suspended, excluded.locked_out, excluded.consumed);
