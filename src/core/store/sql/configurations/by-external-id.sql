-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT id FROM configurations WHERE external_id = :external_id
