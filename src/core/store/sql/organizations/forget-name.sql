-- SPDX-License-Identifier: GPL-3.0-or-later
DELETE FROM organization_names WHERE organization_id = :id AND name = :record ->> '$.name'
