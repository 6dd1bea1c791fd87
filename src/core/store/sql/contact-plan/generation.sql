-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT value FROM contact_generations WHERE organization_id = :id
