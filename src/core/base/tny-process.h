/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* First call of every main: private file modes, no core dumps, a clean environment, TLS 1.2 or
 * newer, translations, the log writer, tny_process_prepare_types(). Must run before any other thread
 * exists. */
void tny_process_harden (void);

/* Registers the GIO types with interfaces that several of our threads use first. GObject deadlocks
 * when one thread registers such a type while another initialises a class that asks for it: adding the
 * interface waits for the lock that every class initialisation holds, and that one waits for the type.
 * Must run before any other thread exists. */
void tny_process_prepare_types (void);

G_END_DECLS
