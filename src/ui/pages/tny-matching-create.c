/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-matching-private.h"

#include <glib/gi18n-lib.h>

#include "tny-ask.h"
#include "tny-error-show.h"
#include "tny-names.h"
#include "tny-words.h"

/* Create: the closest existing one is looked for first, and is what Enter takes. */

typedef struct
{
  TnyStore     *store;
  TnyMatchStep *step;
  GPtrArray    *closest;       /* TnyCandidate, at most one */
  GtkWidget    *entry;         /* lent by the dialog */
} Creating;

static void
creating_free (Creating *creating)
{
  tny_match_step_free (creating->step);
  g_clear_pointer (&creating->closest, g_ptr_array_unref);
  g_free (creating);
}

static void
create_answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TnyMatchingPage *self = TNY_MATCHING_PAGE (source);
  Creating *creating = data;
  TnyMatchStep *step = creating->step;
  g_autofree char *answer = tny_ask_finish (result);

  if (g_str_equal (answer, "existing"))
    {
      const TnyCandidate *closest = creating->closest->pdata[0];

      step->kind = TNY_STEP_MATCH_TO;
      step->organization_id = closest->organization_id;
      step->organization_name = g_strdup (closest->organization_name);
      tny_matching_run_step (self, g_steal_pointer (&creating->step));
    }
  else if (g_str_equal (answer, "create"))
    {
      step->organization_name = g_strdup (gtk_editable_get_text (GTK_EDITABLE (creating->entry)));
      tny_matching_run_step (self, g_steal_pointer (&creating->step));
    }

  g_object_unref (creating->entry);
  creating_free (creating);
}

static void
name_changed_cb (GtkEditable *entry, AdwMessageDialog *dialog)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (entry)));

  adw_message_dialog_set_response_enabled (dialog, "create", *text != '\0');
}

static void
ask_create (TnyMatchingPage *self, Creating *creating)
{
  const TnyCandidate *closest = creating->closest->len > 0 ? creating->closest->pdata[0] : NULL;
  GtkWidget *list = gtk_list_box_new ();
  GtkWidget *entry = adw_entry_row_new ();
  g_autofree char *body = NULL;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (entry), _("Name"));
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (entry), TRUE);
  gtk_editable_set_text (GTK_EDITABLE (entry), creating->step->tenant_name);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_list_box_append (GTK_LIST_BOX (list), entry);
  gtk_widget_add_css_class (list, "boxed-list");
  tny_name_set (list, _("New organization"));
  creating->entry = g_object_ref_sink (entry);

  if (closest != NULL)
    {
      g_autofree char *name = tny_words_name (closest->organization_name);

      /* translators: an organization and its score */
      body = g_strdup_printf (_("Closest existing: %s, %d. Create a new one only if that is another "
                                "client."), name, closest->score);
    }

  GtkWidget *dialog = tny_ask_async (GTK_WIDGET (self), &(TnyQuestion) {
    .heading = _("Create Organization"),
    .body = body != NULL ? body : _("No existing organization has a similar name."),
    .child = list,
    .answers = { { "cancel", _("_Cancel") },
                 { "create", closest != NULL ? _("Create _Anyway") : _("_Create"),
                   closest != NULL ? ADW_RESPONSE_DEFAULT : ADW_RESPONSE_SUGGESTED },
                 { closest != NULL ? "existing" : NULL, _("_Use Existing"),
                   ADW_RESPONSE_SUGGESTED } },
    .preferred = closest != NULL ? "existing" : "create",
  }, create_answered_cb, creating);

  g_signal_connect_object (entry, "changed", G_CALLBACK (name_changed_cb), dialog, 0);
}

static void
closest_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Creating *creating = data;
  GError *error = NULL;

  creating->closest = tny_matching_closest (creating->store, creating->step->tenant_name, 1, &error);
  if (creating->closest != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
closest_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TnyMatchingPage *self = TNY_MATCHING_PAGE (source);
  Creating *creating = g_task_get_task_data (G_TASK (result));
  g_autoptr(GError) error = NULL;

  self->deciding = 0;
  if (g_application_get_default () != NULL)
    g_application_release (g_application_get_default ());

  if (g_task_propagate_boolean (G_TASK (result), &error) && !self->gone)
    {
      ask_create (self, creating);
      return;
    }
  if (!self->gone)
    tny_error_show (GTK_WIDGET (self), error);
  creating_free (creating);
}

void
tny_matching_create_organization (TnyMatchingPage *self, const TnyTenantRow *tenant)
{
  Creating *creating = g_new0 (Creating, 1);
  g_autoptr(GTask) task = g_task_new (self, NULL, closest_cb, NULL);

  creating->store = self->store;
  creating->step = tny_match_step_new (TNY_STEP_CREATE, tenant->id, tenant->name);
  self->deciding = tenant->id;
  if (g_application_get_default () != NULL)
    g_application_hold (g_application_get_default ());
  g_task_set_task_data (task, creating, NULL);
  g_task_run_in_thread (task, closest_thread);
}
