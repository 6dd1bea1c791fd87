-- SPDX-License-Identifier: GPL-3.0-or-later
-- In the order of their ids: that is how they are numbered in the index.
SELECT id, name, website, phone, city, postal_code FROM organizations ORDER BY id
