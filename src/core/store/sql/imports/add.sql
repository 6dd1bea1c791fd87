-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO imports (kind, file_name, at, added, changed) VALUES (:kind, :file_name, :at, :added, :changed)
