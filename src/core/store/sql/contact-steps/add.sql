-- SPDX-License-Identifier: GPL-3.0-or-later
INSERT INTO contact_steps (at, who, created, updated, linked) VALUES (:at, :who, :created, :updated, :linked)
