/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether two first names may be one person's: equal in the first word, an initial, a short form
 * ("Ben", "Benjamin"), a nickname ("Bob", "Robert"). Both may be NULL: then they are not. */
gboolean tny_contact_first_names_alike (const char *a, const char *b);

G_END_DECLS
