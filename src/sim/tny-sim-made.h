/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* TnySimMade: what clients have written into the partner's directory: applications, service
 * principals, grants, groups, assignments. Objects have the form in which Graph shows them; members
 * that begin with "_" are ours and never leave. With a file, a restart forgets nothing; secrets are
 * kept as digests only. */
typedef struct _TnySimMade TnySimMade;

/* @file: (nullable): read when it exists, written after every change, mode 0600 */
TnySimMade * tny_sim_made_new    (const char *file);
void              tny_sim_made_free   (TnySimMade *self);
/* As at the start; the file goes. */
void              tny_sim_made_clear  (TnySimMade *self);
/* After a change of an object that was lent. */
void              tny_sim_made_save   (TnySimMade *self);

/* Objects of a kind ("applications"), in the order in which they were made; lent. */
JsonArray  * tny_sim_made_list   (TnySimMade *self, const char *kind);
/* The first whose @member is @value, without regard to case; NULL when there is none. Lent. */
JsonObject * tny_sim_made_find   (TnySimMade *self, const char *kind, const char *member,
                                       const char *value);
/* Takes @object. */
void         tny_sim_made_add    (TnySimMade *self, const char *kind, JsonObject *object);
/* Removes every object whose @member is @value; how many those were. */
guint        tny_sim_made_remove (TnySimMade *self, const char *kind, const char *member,
                                       const char *value);
/* 1, 2, 3 …, never the same again. */
guint        tny_sim_made_number (TnySimMade *self);

/* Appends @object as JSON, without what is ours. */
void         tny_sim_made_append (GString *out, JsonObject *object);

G_END_DECLS
