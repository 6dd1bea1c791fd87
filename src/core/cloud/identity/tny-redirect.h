/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* TnyRedirect: what the sign-in page sent back, decoded. Wiped when it goes; members are NULL when
 * absent. Private to identity. */
typedef struct
{
  char *code, *state, *iss;
  char *error, *suberror, *description;
} TnyRedirect;

/**
 * tny_redirect_read:
 * @self: zeroed
 * @form: application/x-www-form-urlencoded, from anybody
 *
 * Unknown names are passed over.
 *
 * Returns: FALSE when it is no form, holds NUL or invalid UTF-8, or says something twice
 */
gboolean tny_redirect_read  (TnyRedirect *self,
                             const char  *form,
                             gsize        length);
void     tny_redirect_clear (TnyRedirect *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TnyRedirect, tny_redirect_clear)

G_END_DECLS
