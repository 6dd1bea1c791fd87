/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "tny-sim-user-property.h"

G_BEGIN_DECLS

/* Properties of a user, by Microsoft's names. */

typedef enum
{
  TNY_SIM_SELECT_OK,
  TNY_SIM_SELECT_UNKNOWN,        /* no such property */
  TNY_SIM_SELECT_SINGLE,         /* only when reading one user */
} TnySimSelectResult;

#define TNY_SIM_SELECT_MAX 96

typedef struct
{
  const TnySimProperty *properties[TNY_SIM_SELECT_MAX];
  guint                 n;
  gboolean              sign_in;       /* signInActivity is among them */
  gboolean              huge_names;    /* the first user's name is enormous */
  gboolean              sparse;        /* what was never set is left out */
  gint64                anchor;        /* unix seconds; sign-ins are shortly before */
} TnySimSelect;

/* @text: the value of $select, or NULL for what Microsoft gives then. @wrong: the name at fault, to
 * be freed, when the result is not OK. */
TnySimSelectResult tny_sim_select_parse (TnySimSelect *self, const char *text, gboolean single,
                                         char **wrong);
/* "id" goes with the others, wherever it is not yet among them. */
void               tny_sim_select_add_id (TnySimSelect *self);
/* One user as a JSON object; with @members only what stands between its braces. */
void               tny_sim_user_append  (GString *out, const TnySimUser *user,
                                         const TnySimSelect *select, gboolean members);

G_END_DECLS
