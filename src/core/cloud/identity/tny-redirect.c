/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-redirect.h"

#include "tny-secret.h"

void
tny_redirect_clear (TnyRedirect *self)
{
  tny_wipe_free (self->code);
  tny_wipe_free (self->state);
  tny_wipe_free (self->iss);
  tny_wipe_free (self->error);
  tny_wipe_free (self->suberror);
  tny_wipe_free (self->description);
}

static char **
find_member (TnyRedirect *self, const char *name)
{
  const struct { const char *name; char **member; } members[] = {
    { "code", &self->code }, { "state", &self->state }, { "iss", &self->iss },
    { "error", &self->error }, { "error_subcode", &self->suberror },
    { "suberror", &self->suberror }, { "error_description", &self->description },
  };

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    if (g_str_equal (members[i].name, name))
      return members[i].member;

  return NULL;
}

gboolean
tny_redirect_read (TnyRedirect *self, const char *form, gsize length)
{
  GUriParamsIter iter;
  g_autoptr(GError) error = NULL;
  char *name, *value;

  g_uri_params_iter_init (&iter, form, length, "&", G_URI_PARAMS_WWW_FORM);
  while (g_uri_params_iter_next (&iter, &name, &value, &error))
    {
      char **member = find_member (self, name);
      gboolean twice = member != NULL && *member != NULL;

      g_free (name);
      if (member != NULL && !twice)
        *member = value;
      else
        tny_wipe_free (value);
      if (twice)
        return FALSE;
    }

  return error == NULL;
}
