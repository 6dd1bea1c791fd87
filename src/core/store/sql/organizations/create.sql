-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO organizations (name, name_folded, origin, created_at, changed_at)
VALUES (:name, :folded, 'created', :at, :at)
