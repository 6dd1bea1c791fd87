/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-application.h"

#include <glib/gi18n-lib.h>

#include "tny-clock.h"
#include "tny-coming.h"
#include "tny-error.h"
#include "tny-preferences.h"
#include "tny-session.h"

/* So many have a line each; Health has them all. */
#define MOST_LINES 4

static gboolean
take_func (TnyJob *job, gpointer session, GCancellable *cancellable, GError **error)
{
  TnyStore *store = tny_session_get_store (session);
  TnyPreferences preferences;
  GPtrArray *list;

  tny_preferences_get (store, &preferences);
  if (!preferences.values[TNY_PREFERENCE_REMIND_ENDS])
    return TRUE;
  list = tny_reminders_take (store, tny_clock_now (NULL), error);
  if (list != NULL)
    tny_job_take_result (job, list, (GDestroyNotify) g_ptr_array_unref);

  return list != NULL;
}

static char *
line_of (const TnyComing *coming)
{
  guint days = tny_coming_days (coming->due_at, tny_clock_now (NULL));

  if (days == 0)
    /* translators: "The client secret of Northwind IT ends" */
    return g_strdup_printf (_("%s: today"), coming->title);

  /* translators: "The client secret of Northwind IT ends" */
  return g_strdup_printf (ngettext ("%s: in %u day", "%s: in %u days", days), coming->title, days);
}

static char *
text_of (GPtrArray *list)
{
  g_autoptr(GString) text = g_string_new (NULL);
  guint lines = list->len <= MOST_LINES ? list->len : MOST_LINES - 1, others = list->len - lines;

  for (guint i = 0; i < lines; i++)
    {
      g_autofree char *line = line_of (list->pdata[i]);

      g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", line);
    }
  if (others > 0)
    {
      g_autofree char *more = g_strdup_printf (ngettext ("%u more", "%u more", others), others);

      g_string_append_printf (text, "\n%s", more);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
taken_cb (TnyJob *job, gboolean ok, TnyApplication *self)
{
  GPtrArray *list = tny_job_get_result (job);
  g_autofree char *text = NULL;

  if (!ok && !tny_error_cancelled (tny_job_get_error (job)))
    g_info ("reminders: %s", tny_job_get_error (job)->message);
  if (list == NULL || list->len == 0)
    return;

  text = text_of (list);
  tny_application_notify (self, "coming-up", _("Ends soon"), text, "app.show-page", "health",
                          _("Show Health"));
}

void
tny_application_remind (TnyApplication *self)
{
  TnySession *session = tny_application_get_session (self);
  g_autoptr(TnyJob) job = NULL;

  if (session == NULL || !tny_session_is_open (session))
    return;
  job = tny_job_new (take_func, g_object_ref (session), g_object_unref);
  g_signal_connect_object (job, "finished", G_CALLBACK (taken_cb), self, 0);
  tny_job_start (job);
}
