/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-contacts-private.h"

#include <glib/gi18n-lib.h>

#include "tny-ask.h"
#include "tny-choose-file.h"
#include "tny-contact-words.h"
#include "tny-error-show.h"
#include "tny-shell.h"
#include "tny-words.h"

/* Applying */

/* An organization that would get so many contacts that somebody has to agree; NULL: none. */
static const TnyContactPlanOrganization *
too_many_in (const TnyPreviewSummary *summary)
{
  for (guint i = 0; i < summary->most->len; i++)
    {
      const TnyContactPlanOrganization *organization = summary->most->pdata[i];

      if (tny_contact_is_many (organization->counts[TNY_CONTACT_CREATE], organization->n_contacts))
        return organization;
    }

  return NULL;
}

static void
agreed_cb (GtkCheckButton *check, GParamSpec *pspec, GtkWidget *dialog)
{
  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (dialog), "apply",
                                           gtk_check_button_get_active (check));
}

/* A check button whose words break into lines; NULL when nobody has to agree to anything. */
static GtkWidget *
agreement (const TnyContactPlanOrganization *organization)
{
  if (organization == NULL)
    return NULL;

  g_autofree char *name = tny_words_name (organization->name);
  /* translators: an organization */
  g_autofree char *text = g_strdup_printf (_("That many new contacts are right, also in %s"), name);
  GtkWidget *check = gtk_check_button_new ();
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_check_button_set_child (GTK_CHECK_BUTTON (check), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);

  return check;
}

static void
answered_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr(TnyPreviewStep) step = data;
  g_autofree char *answer = tny_ask_finish (result);

  if (g_str_equal (answer, "apply"))
    tny_contacts_run_step (TNY_CONTACTS_PAGE (object), g_steal_pointer (&step));
}

void
tny_contacts_ask_apply (TnyContactsPage *self)
{
  const TnyPreviewSummary *summary = &self->summary;
  guint n = tny_preview_summary_changes (summary);

  if (!self->planned || n == 0)
    return;

  g_autofree char *figure = tny_words_number (n);
  g_autofree char *body = tny_preview_question (summary);
  g_autofree char *label = g_strdup_printf (ngettext ("_Apply %s Change", "_Apply %s Changes", n),
                                            figure);
  const TnyContactPlanOrganization *many = too_many_in (summary);
  TnyPreviewStep *step = tny_preview_step_new (TNY_PREVIEW_STEP_APPLY);
  GtkWidget *check = agreement (many);

  /* what is written is what is told here, whatever a sync brings meanwhile */
  step->version = summary->version;
  step->many = many != NULL;

  GtkWidget *dialog = tny_ask_async (GTK_WIDGET (self), &(TnyQuestion) {
                                       .heading = _("Apply the Contact Preview?"),
                                       .body = body,
                                       .child = check,
                                       .answers = { { "cancel", _("_Cancel") },
                                                    { "apply", label, ADW_RESPONSE_SUGGESTED } },
                                       .preferred = "apply",
                                     }, answered_cb, step);

  if (check != NULL)
    {
      adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (dialog), "apply", FALSE);
      g_signal_connect_object (check, "notify::active", G_CALLBACK (agreed_cb), dialog, 0);
    }
}

/* Export */

typedef struct { TnyContactSource *source; char *path; } Export;

static void
export_free (gpointer data)
{
  Export *export = data;

  g_object_unref (export->source);
  g_free (export->path);
  g_free (export);
}

static gboolean
export_func (TnyJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  Export *export = data;

  return tny_contact_source_export (export->source, export->path, cancellable, error);
}

static void
exported_cb (TnyContactsPage *self, gboolean success, TnyJob *job)
{
  if (success)
    tny_say (GTK_WIDGET (self), _("Contact preview exported."));
  else
    tny_error_show (GTK_WIDGET (self), tny_job_get_error (job));
}

static void
file_chosen_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr(TnyContactsPage) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GFile) file = tny_choose_file_finish (result, &error);
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  Export *export;

  if (path == NULL || self->source == NULL)
    {
      tny_error_show (GTK_WIDGET (self), error);
      return;
    }
  export = g_new0 (Export, 1);
  export->source = g_object_ref (self->source);
  export->path = g_steal_pointer (&path);

  g_autoptr(TnyJob) job = tny_job_new (export_func, export, export_free);

  g_signal_connect_object (job, "finished", G_CALLBACK (exported_cb), self, G_CONNECT_SWAPPED);
  tny_job_start (job);
}

void
tny_contacts_export (TnyContactsPage *self)
{
  TnyFileChoice choice = {
    .title = _("Export Contact Preview"), .accept = _("_Save"), .save = TRUE,
    .name = "contact-preview.csv", .kind = _("CSV files"), .pattern = "*.csv",
  };

  tny_choose_file_async (GTK_WIDGET (self), &choice, file_chosen_cb, g_object_ref (self));
}
