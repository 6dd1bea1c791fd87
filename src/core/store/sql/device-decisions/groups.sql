-- SPDX-License-Identifier: GPL-3.0-or-later
-- Newest first. A batch stands together, because batches are numbered in the order of their decisions.
SELECT d.id, d.batch, count (*) OVER (PARTITION BY d.batch)
  FROM device_decisions AS d
 ORDER BY d.batch DESC, d.id DESC
