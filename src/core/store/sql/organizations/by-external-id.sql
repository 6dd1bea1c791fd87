-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT id FROM organizations WHERE external_id = :external_id
