-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT EXISTS (SELECT 1 FROM contact_items
                WHERE contact_id = :contact_id AND kind = :kind AND (:folded IS NULL OR folded = :folded))
