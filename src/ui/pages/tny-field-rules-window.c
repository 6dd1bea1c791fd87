/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-field-rules-window.h"

#include <glib/gi18n-lib.h>

#include "tny-contact-fields.h"
#include "tny-contact-words.h"
#include "tny-dialog.h"
#include "tny-error-show.h"
#include "tny-job.h"

struct _TnyFieldRulesWindow
{
  AdwWindow    parent_instance;

  TnyStore    *store;          /* lent */
  GtkWidget   *group;
  AdwComboRow *rows[TNY_CONTACT_N_FIELDS];
  gboolean     quiet;          /* rows are set by us */
};

G_DEFINE_FINAL_TYPE (TnyFieldRulesWindow, tny_field_rules_window, ADW_TYPE_WINDOW)

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

/* Reading and writing, in jobs. A field of TNY_CONTACT_N_FIELDS only reads. */
typedef struct
{
  TnyStore            *store;
  TnyContactField      field;
  TnyContactFieldRule  rule;
  TnyContactFieldRules rules;   /* afterwards */
} Work;

static gboolean
work_func (TnyJob *job, gpointer data, GCancellable *cancellable, GError **error)
{
  Work *work = data;
  gboolean done = work->field == TNY_CONTACT_N_FIELDS ||
                  tny_contact_field_rule_set (work->store, work->field, work->rule, NULL, error);
  /* what holds is shown, also when it could not be changed */
  g_autoptr(TnyReader) reader = tny_store_borrow (work->store, done ? error : NULL);

  if (reader != NULL && tny_contact_field_rules_read (reader, &work->rules, done ? error : NULL))
    tny_job_take_result (job, &work->rules, NULL);
  else
    done = FALSE;

  return done;
}

static void
show_rules (TnyFieldRulesWindow *self, const TnyContactFieldRules *rules)
{
  self->quiet = TRUE;
  for (guint field = 0; field < TNY_CONTACT_N_FIELDS; field++)
    adw_combo_row_set_selected (self->rows[field], rules->of[field]);
  self->quiet = FALSE;
}

static void
finished_cb (TnyFieldRulesWindow *self, gboolean success, TnyJob *job)
{
  const TnyContactFieldRules *rules = tny_job_get_result (job);

  if (gtk_widget_in_destruction (GTK_WIDGET (self)))
    return;
  if (rules != NULL)
    show_rules (self, rules);
  gtk_widget_set_sensitive (self->group, rules != NULL);
  if (!success)
    tny_error_show (GTK_WIDGET (self), tny_job_get_error (job));
}

static void
changed_cb (TnyFieldRulesWindow *self, gboolean success)
{
  if (success)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
run (TnyFieldRulesWindow *self, TnyContactField field, TnyContactFieldRule rule)
{
  Work *work = g_new0 (Work, 1);
  g_autoptr(TnyJob) job = NULL;

  *work = (Work) { self->store, field, rule };
  job = tny_job_new (work_func, work, g_free);
  g_signal_connect_object (job, "finished", G_CALLBACK (finished_cb), self, G_CONNECT_SWAPPED);
  if (field != TNY_CONTACT_N_FIELDS)
    g_signal_connect_object (job, "finished", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  tny_job_start (job);
}

static void
selected_cb (AdwComboRow *row, GParamSpec *pspec, TnyFieldRulesWindow *self)
{
  for (guint field = 0; field < TNY_CONTACT_N_FIELDS && !self->quiet; field++)
    if (self->rows[field] == row)
      run (self, field, adw_combo_row_get_selected (row));
}

static gboolean
close_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  gtk_window_close (GTK_WINDOW (widget));

  return TRUE;
}

static void
tny_field_rules_window_class_init (TnyFieldRulesWindowClass *klass)
{
  gtk_widget_class_add_binding (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, close_cb, NULL);
  signals[CHANGED] = g_signal_new ("changed", TNY_TYPE_FIELD_RULES_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static AdwComboRow *
row_new (TnyFieldRulesWindow *self, TnyContactField field)
{
  static const char *const words[] = {
    N_("Fill when empty"), N_("Keep mine"), N_("Take Microsoft’s"), NULL
  };
  AdwComboRow *row = ADW_COMBO_ROW (adw_combo_row_new ());
  GtkStringList *model = gtk_string_list_new (NULL);

  for (guint i = 0; words[i] != NULL; i++)
    gtk_string_list_append (model, _(words[i]));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 tny_preview_field (tny_contact_field_name (field)));
  adw_combo_row_set_model (row, G_LIST_MODEL (model));
  g_object_unref (model);
  g_signal_connect (row, "notify::selected", G_CALLBACK (selected_cb), self);

  return row;
}

static void
tny_field_rules_window_init (TnyFieldRulesWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *page = adw_preferences_page_new ();

  self->group = adw_preferences_group_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self->group), _("When a Contact Differs from Its User"));
  adw_preferences_group_set_description (
    ADW_PREFERENCES_GROUP (self->group),
    _("A rule only changes what the preview shows; nothing is written before it is applied. An address or number "
      "that is replaced stays as a further one. What is chosen for one contact is stronger than its field’s rule."));
  for (guint field = 0; field < TNY_CONTACT_N_FIELDS; field++)
    {
      self->rows[field] = row_new (self, field);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->group), GTK_WIDGET (self->rows[field]));
    }
  gtk_widget_set_sensitive (self->group, FALSE);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (self->group));
  gtk_widget_set_vexpand (page, TRUE);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), page);
  adw_window_set_content (ADW_WINDOW (self), box);
}

GtkWidget *
tny_field_rules_window_new (GtkWidget *from, TnyStore *store)
{
  g_return_val_if_fail (store != NULL, NULL);

  TnyFieldRulesWindow *self = g_object_new (TNY_TYPE_FIELD_RULES_WINDOW, "title", _("Field Rules"), "transient-for",
                                            gtk_widget_get_root (from), "modal", TRUE, "default-width", 460,
                                            "default-height", 560, NULL);

  self->store = store;
  run (self, TNY_CONTACT_N_FIELDS, TNY_CONTACT_ONLY_WHEN_EMPTY);
  tny_dialog_prepare (GTK_WIDGET (self));

  return GTK_WIDGET (self);
}
