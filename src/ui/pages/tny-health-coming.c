/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-health-coming.h"

#include <glib/gi18n-lib.h>

#include "tny-choose-file.h"
#include "tny-clock.h"
#include "tny-coming.h"
#include "tny-error.h"
#include "tny-error-show.h"
#include "tny-shell.h"
#include "tny-time-line.h"

/* Time line */

static TnyEnd
end_of (const TnyHealthItem *item, gint64 now)
{
  const TnyCheck *check = item->checks->pdata[0];

  if (check->due_at <= now)
    return TNY_END_OVER;
  if (g_str_equal (check->finding, "extends"))
    return TNY_END_EXTENDS;

  return item->soon ? TNY_END_SOON : TNY_END_LATER;
}

void
tny_health_coming_fill (GtkWidget *time_line, GPtrArray *items)
{
  g_autofree TnyTimeLineMark *marks = g_new0 (TnyTimeLineMark, items->len + 1);
  gint64 now = tny_clock_now (NULL);

  for (guint i = 0; i < items->len; i++)
    {
      const TnyHealthItem *item = items->pdata[i];

      marks[i] = (TnyTimeLineMark) { ((const TnyCheck *) item->checks->pdata[0])->due_at, end_of (item, now),
                                     item->title };
    }
  tny_time_line_set (TNY_TIME_LINE (time_line), marks, items->len, now);
}

/* Calendar */

typedef struct
{
  TnyStore *store;            /* lent: it closes after the jobs */
  char     *path;
} Save;

static void
save_free (gpointer data)
{
  Save *save = data;

  g_free (save->path);
  g_free (save);
}

static gboolean
save_func (TnyJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  Save *save = data;
  g_autoptr(TnyReader) reader = tny_store_borrow (save->store, error);
  g_autoptr(GPtrArray) list = reader != NULL ? tny_coming_load (reader, error) : NULL;
  guint n;

  if (list == NULL || !tny_calendar_save (list, tny_clock_now (NULL), save->path, &n, error))
    return FALSE;
  tny_job_take_result (job, GUINT_TO_POINTER (n), NULL);

  return TRUE;
}

static void
saved_cb (TnyJob *job, gboolean ok, GtkWidget *page)
{
  guint n = GPOINTER_TO_UINT (tny_job_get_result (job));

  if (!ok && !tny_error_cancelled (tny_job_get_error (job)))
    tny_error_show (page, tny_job_get_error (job));
  else if (ok && n == 0)
    tny_say (page, _("Everything that is known has ended; there is no calendar to save."));
  else if (ok)
    tny_sayf (page, ngettext ("Saved %u date. Open the file with your calendar.",
                              "Saved %u dates. Open the file with your calendar.", n), n);
}

typedef struct
{
  GtkWidget  *page;
  TnySession *session;
} Asked;

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Asked *asked = data;
  g_autoptr(GtkWidget) page = asked->page;
  g_autoptr(TnySession) session = asked->session;
  g_autoptr(GError) error = NULL;
  g_autoptr(GFile) file = tny_choose_file_finish (result, &error);
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  g_autoptr(TnyJob) job = NULL;

  if (file == NULL)
    tny_error_show (page, error);
  else if (path == NULL)
    tny_say (page, _("Choose a folder of this computer."));
  if (path == NULL || !tny_session_is_open (session))
    return;

  Save *save = g_new0 (Save, 1);

  save->store = tny_session_get_store (session);
  save->path = g_steal_pointer (&path);
  job = tny_job_new (save_func, save, save_free);
  g_signal_connect_object (job, "finished", G_CALLBACK (saved_cb), page, 0);
  tny_job_start (job);
}

void
tny_health_coming_save (GtkWidget *page, TnySession *session)
{
  Asked *asked = g_new0 (Asked, 1);
  TnyFileChoice choice = {
    .title = _("Save as Calendar"), .accept = _("_Save"), .save = TRUE, .name = "tenantry.ics",
    .kind = _("Calendars"), .pattern = "*.ics",
  };

  asked->page = g_object_ref (page);
  asked->session = g_object_ref (session);
  tny_choose_file_async (page, &choice, chosen_cb, asked);
}

GtkWidget *
tny_health_coming_add (TnyHealthRows *rows)
{
  GtkWidget *time_line = tny_time_line_new ();
  GtkWidget *save = gtk_button_new_with_mnemonic (_("Save as Cale_ndar…"));

  gtk_widget_set_margin_start (time_line, 12);
  gtk_widget_set_margin_end (time_line, 12);
  gtk_box_insert_child_after (GTK_BOX (rows->box), time_line, gtk_widget_get_first_child (rows->box));
  gtk_widget_set_halign (save, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (save, _("A file for your calendar, with an alarm days before each end"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (save), "health.save-calendar");
  gtk_box_append (GTK_BOX (rows->box), save);

  return time_line;
}
