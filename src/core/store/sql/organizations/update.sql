-- SPDX-License-Identifier: GPL-3.0-or-later
-- NULL leaves a field as it is.
UPDATE organizations
   SET external_id = coalesce (:external_id, external_id),
       name = coalesce (:name, name),
       name_folded = coalesce (:folded, name_folded),
       type = coalesce (:type, type),
       status = coalesce (:status, status),
       short_name = coalesce (:short_name, short_name),
       description = coalesce (:description, description),
       quick_notes = coalesce (:quick_notes, quick_notes),
       alert = coalesce (:alert, alert),
       changed_at = :at
 WHERE id = :id
