/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-microsoft-pane.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "tny-clock.h"
#include "tny-error-show.h"
#include "tny-explain-window.h"
#include "tny-names.h"
#include "tny-page.h"
#include "tny-preview-rows.h"
#include "tny-text.h"
#include "tny-user-words.h"
#include "tny-words.h"

/* One contact, and the user who is that contact. */
typedef struct
{
  TnyContactRow *contact;       /* NULL: it is gone */
  TnyUserRow    *user;          /* NULL: none is known */
} Pair;

struct _TnyMicrosoftPane
{
  GtkWidget     parent_instance;

  GtkWidget    *head, *scroller;
  GtkWidget    *title, *about, *manage, *more_button;
  GtkWidget    *facts, *held_label, *held;

  GtkSizeGroup *labels;
  Pair         *pair;           /* NULL: nothing is shown */
  char         *shown;          /* all that the rows say, to leave them alone when it is the same */
  gint64        wanted;         /* the contact that was asked for */
  GCancellable *running;
};

G_DEFINE_FINAL_TYPE (TnyMicrosoftPane, tny_microsoft_pane, GTK_TYPE_WIDGET)

enum { LOADED, N_SIGNALS };

static guint signals[N_SIGNALS];
static GQuark blank_quark;            /* of a row: the button that explains it */

static void
pair_free (Pair *self)
{
  if (self == NULL)
    return;

  tny_contact_row_free (self->contact);
  tny_user_row_free (self->user);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Pair, pair_free)

/* All that the rows say about @pair, in one text. */
static char *
digest (const Pair *pair)
{
  const TnyContactRow *contact = pair != NULL ? pair->contact : NULL;
  const TnyUserRow *user = pair != NULL ? pair->user : NULL;
  GString *text = g_string_new (NULL);

  if (contact != NULL)
    {
      const char *const values[] = { contact->first_name, contact->last_name, contact->title,
                                     contact->location, contact->notes };
      g_autofree char *mails = g_strjoinv ("\n", contact->emails);
      g_autofree char *phones = g_strjoinv ("\n", contact->phones);

      g_string_append_printf (text, "%" G_GINT64_FORMAT "\n%s\n%s", contact->id, mails, phones);
      for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
        g_string_append_printf (text, "\n%s", values[i] != NULL ? values[i] : "");
    }
  if (user != NULL)
    {
      const char *const values[] = { user->user_principal_name, user->tenant_name, user->job_title,
                                     user->department, user->business_phone, user->mobile_phone,
                                     tny_user_status_word (user) };
      g_autofree char *aliases = g_strjoinv ("\n", user->aliases);
      g_autofree char *licences = g_strjoinv ("\n", user->licences);
      g_autofree char *logon = tny_user_last_logon (user), *mailbox = tny_user_mailbox (user);

      g_string_append_printf (text, "\n\n%" G_GINT64_FORMAT "\n%s\n%s\n%s\n%s\n%" G_GINT64_FORMAT,
                              user->id, aliases, licences, logon, mailbox,
                              user->last_password_change);
      for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
        g_string_append_printf (text, "\n%s", values[i] != NULL ? values[i] : "");
    }

  return g_string_free (text, FALSE);
}

/* Rows */

/* The row is what the keys stop at. */
static GtkWidget *
blank_new (TnyMicrosoftPane *self, const char *what, const char *value, const char *field)
{
  const TnyContactRow *contact = self->pair->contact;
  g_autofree char *subject = tny_preview_contact_name (contact);
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, contact->id);
  GtkWidget *button = tny_blank_button_new (subject, &(TnyBlank) { "contact", id, field, what, value });

  gtk_widget_set_focusable (button, FALSE);

  return button;
}

/* @source: (nullable): where the value comes from. @field: (nullable): of a blank or old one, as explain
 * calls it. */
static void
add_row (TnyMicrosoftPane *self, GtkWidget *list, const char *what, const char *value,
         const char *source, const char *field)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (what);
  g_autofree char *shown = tny_words_name (value);
  g_autofree char *plain = tny_text_one_line (value, 300);
  GtkWidget *text = field != NULL ? blank_new (self, what, value, field) : gtk_label_new (shown);
  /* translators: a field, its value, where it comes from */
  g_autofree char *name = source != NULL ? g_strdup_printf (_("%s: %s, %s"), what, plain, source)
                                         : g_strdup_printf (_("%s: %s"), what, plain);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  /* beside a button in the middle of it, as its text is */
  gtk_label_set_yalign (GTK_LABEL (label), field != NULL ? 0.5 : 0);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_size_group_add_widget (self->labels, label);
  if (field == NULL)
    {
      gtk_label_set_xalign (GTK_LABEL (text), 0);
      gtk_label_set_wrap (GTK_LABEL (text), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (text), PANGO_WRAP_WORD_CHAR);
    }
  gtk_widget_set_hexpand (text, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), text);
  if (source != NULL)
    {
      GtkWidget *origin = gtk_label_new (source);

      gtk_widget_add_css_class (origin, "caption");
      gtk_widget_add_css_class (origin, "dim-label");
      gtk_box_append (GTK_BOX (box), origin);
    }
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), field != NULL);
  if (field != NULL)
    g_object_set_qdata (G_OBJECT (row), blank_quark, text);
  tny_name_set (row, name);
  gtk_list_box_append (GTK_LIST_BOX (list), row);
}

static gboolean
has_text (const char *text)
{
  return text != NULL && *text != '\0';
}

static char *
licence_words (const TnyUserRow *user)
{
  g_autoptr(GString) text = g_string_new (NULL);
  guint n_unknown = 0;

  for (guint i = 0; user->licences[i] != NULL; i++)
    {
      /* an id is what stands for a name that is not known */
      if (g_str_equal (user->licence_names[i], user->licences[i]))
        n_unknown++;
      else
        g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", user->licence_names[i]);
    }
  if (n_unknown > 0)
    {
      g_autofree char *more =
        g_strdup_printf (ngettext ("%u licence whose name is not known",
                                   "%u licences whose names are not known", n_unknown), n_unknown);

      g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", more);
    }

  return text->len > 0 ? g_strdup (text->str) : g_strdup (_("none"));
}

/* What Microsoft adds to what is held here. */
static void
add_held (TnyMicrosoftPane *self, const char *what, const char *value, const char *field)
{
  if (has_text (value))
    add_row (self, self->held, what, value, _("Microsoft"), NULL);
  else
    add_row (self, self->held, what, _("not told"), _("Microsoft"), field);
}

static void
show_user (TnyMicrosoftPane *self, const TnyUserRow *user)
{
  g_autofree char *addresses = g_strjoinv (" · ", user->aliases);
  g_autofree char *licences = licence_words (user);
  g_autofree char *logon = tny_user_last_logon (user), *mailbox = tny_user_mailbox (user);
  g_autofree char *changed = tny_user_password_changed (user);
  const char *phone = has_text (user->business_phone) ? user->business_phone : user->mobile_phone;

  add_row (self, self->facts, _("Status"), tny_user_status_word (user), NULL,
           user->enabled < 0 || !g_str_equal (user->state, "present") ? "status" : NULL);
  add_row (self, self->facts, _("User name"), user->user_principal_name, NULL, NULL);
  add_row (self, self->facts, _("Addresses"), *addresses != '\0' ? addresses : _("none"), NULL,
           *addresses != '\0' ? NULL : "aliases");
  add_row (self, self->facts, _("Licences"), licences, NULL,
           user->licences[0] != NULL ? NULL : "licences");
  add_row (self, self->facts, _("Mailbox"), mailbox, NULL,
           user->mailbox_date == NULL || user->mailbox_used_bytes < 0 ? "mailbox_used_bytes"
           : user->mailbox_quota_bytes < 0 ? "mailbox_quota_bytes" : NULL);
  add_row (self, self->facts, _("Last logon"), logon, NULL,
           user->last_sign_in == 0 ? "last_sign_in" : NULL);
  add_row (self, self->facts, _("Password changed"), changed, NULL,
           user->last_password_change == 0 ? "last_password_change" : NULL);
  if (tny_blank_is_old (user->read_at))
    {
      g_autofree char *read = tny_words_ago (user->read_at, tny_clock_now (NULL));

      add_row (self, self->facts, _("Read"), read, NULL, "read_at");
    }
  add_held (self, _("Job title"), user->job_title, "job_title");
  add_held (self, _("Department"), user->department, "department");
  add_held (self, _("Phone"), phone, "business_phone");
}

static void
show_contact (TnyMicrosoftPane *self, const TnyContactRow *contact)
{
  g_autofree char *mails = g_strjoinv (" · ", contact->emails);
  g_autofree char *phones = g_strjoinv (" · ", contact->phones);

  if (has_text (mails))
    add_row (self, self->held, _("Email"), mails, _("here"), NULL);
  if (has_text (contact->title))
    add_row (self, self->held, _("Title"), contact->title, _("here"), NULL);
  if (has_text (phones))
    add_row (self, self->held, _("Phone"), phones, _("here"), NULL);
  if (has_text (contact->location))
    add_row (self, self->held, _("Location"), contact->location, _("here"), NULL);
  if (has_text (contact->notes))
    add_row (self, self->held, _("Notes"), contact->notes, _("here"), NULL);
}

static void
show_head (TnyMicrosoftPane *self)
{
  const TnyUserRow *user = self->pair->user;
  g_autofree char *name = tny_preview_contact_name (self->pair->contact);
  g_autofree char *about = NULL, *at = NULL;

  if (user != NULL)
    {
      g_autofree char *read = tny_words_ago (user->read_at, tny_clock_now (NULL));
      g_autofree char *tenant = tny_words_name (user->tenant_name);

      /* translators: a tenant, and when it was read */
      about = g_strdup_printf (_("Microsoft Entra ID of %s · read %s"), tenant, read);
      at = tny_words_time (user->read_at);
    }
  else
    {
      about = g_strdup (_("Microsoft Entra ID: no user is known to be this contact."));
    }
  gtk_label_set_text (GTK_LABEL (self->title), name);
  gtk_label_set_text (GTK_LABEL (self->about), about);
  gtk_widget_set_tooltip_text (self->about, at);
  gtk_widget_set_visible (self->manage, user != NULL);
  gtk_widget_set_visible (self->more_button, user != NULL);
}

static void
show_rows (TnyMicrosoftPane *self)
{
  gboolean held;

  tny_preview_rows_clear (self->facts);
  tny_preview_rows_clear (self->held);
  show_contact (self, self->pair->contact);
  if (self->pair->user != NULL)
    show_user (self, self->pair->user);
  else
    add_row (self, self->facts, _("User name"), _("not known"), NULL, "user_principal_name");
  held = gtk_widget_get_first_child (self->held) != NULL;
  gtk_widget_set_visible (self->held_label, held);
  gtk_widget_set_visible (self->held, held);
}

static void
take_pair (TnyMicrosoftPane *self, Pair *pair)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  gboolean in_rows = focus != NULL && gtk_widget_is_ancestor (focus, self->scroller);
  gboolean some = pair != NULL && pair->contact != NULL;
  g_autofree char *shown = digest (pair);
  gboolean same = g_strcmp0 (shown, self->shown) == 0;

  pair_free (self->pair);
  self->pair = pair;
  gtk_widget_set_visible (self->head, some);
  gtk_widget_set_visible (self->scroller, some);
  if (some)
    show_head (self);
  if (some && !same)
    show_rows (self);
  g_free (self->shown);
  self->shown = g_steal_pointer (&shown);
  g_signal_emit (self, signals[LOADED], 0);

  /* the row that had the focus is a new one now */
  if (in_rows && !same)
    tny_microsoft_pane_focus (self);
}

/* Reading */

typedef struct { TnyStore *store; gint64 contact_id; GApplication *app; } Request;

static void
load_thread (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  Request *request = data;
  GError *error = NULL;
  g_autoptr(TnyReader) reader = tny_store_borrow (request->store, &error);
  g_autoptr(Pair) pair = g_new0 (Pair, 1);
  gint64 user_id = 0;

  if (reader != NULL)
    pair->contact = tny_contact_read (reader, request->contact_id, &error);
  if (pair->contact != NULL && tny_contact_find_user (reader, request->contact_id, &user_id, &error)
      && user_id != 0)
    pair->user = tny_user_read (reader, user_id, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&pair), (GDestroyNotify) pair_free);
}

static void
loaded_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  TnyMicrosoftPane *self = TNY_MICROSOFT_PANE (object);
  GTask *task = G_TASK (result);
  Request *request = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(Pair) pair = g_task_propagate_pointer (task, &error);

  if (request->app != NULL)
    g_application_release (request->app);
  if (g_task_get_cancellable (task) != self->running)
    return;

  g_clear_object (&self->running);
  if (error == NULL)
    take_pair (self, g_steal_pointer (&pair));
  else
    tny_error_show (GTK_WIDGET (self), error);
}

static void
row_activated_cb (TnyMicrosoftPane *self, GtkListBoxRow *row)
{
  GtkWidget *button = g_object_get_qdata (G_OBJECT (row), blank_quark);

  if (button != NULL)
    g_signal_emit_by_name (button, "clicked");
}

/* Virtual functions */

static void
tny_microsoft_pane_dispose (GObject *object)
{
  TnyMicrosoftPane *self = TNY_MICROSOFT_PANE (object);

  g_cancellable_cancel (self->running);
  g_clear_object (&self->running);
  g_clear_pointer (&self->pair, pair_free);
  g_clear_pointer (&self->shown, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), TNY_TYPE_MICROSOFT_PANE);
  g_clear_object (&self->labels);

  G_OBJECT_CLASS (tny_microsoft_pane_parent_class)->dispose (object);
}

static void
tny_microsoft_pane_class_init (TnyMicrosoftPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tny_microsoft_pane_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, TNY_RESOURCES "tny-microsoft-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, TnyMicrosoftPane, head);
  gtk_widget_class_bind_template_child (widget_class, TnyMicrosoftPane, scroller);
  gtk_widget_class_bind_template_child (widget_class, TnyMicrosoftPane, title);
  gtk_widget_class_bind_template_child (widget_class, TnyMicrosoftPane, about);
  gtk_widget_class_bind_template_child (widget_class, TnyMicrosoftPane, manage);
  gtk_widget_class_bind_template_child (widget_class, TnyMicrosoftPane, more_button);
  gtk_widget_class_bind_template_child (widget_class, TnyMicrosoftPane, facts);
  gtk_widget_class_bind_template_child (widget_class, TnyMicrosoftPane, held_label);
  gtk_widget_class_bind_template_child (widget_class, TnyMicrosoftPane, held);

  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);

  blank_quark = g_quark_from_static_string ("tny-blank");
  signals[LOADED] = g_signal_new ("loaded", TNY_TYPE_MICROSOFT_PANE, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
tny_microsoft_pane_init (TnyMicrosoftPane *self)
{
  self->labels = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  gtk_widget_init_template (GTK_WIDGET (self));
  tny_name_set (self->more_button, _("More About This User"));
  gtk_widget_set_visible (self->head, FALSE);
  gtk_widget_set_visible (self->scroller, FALSE);
}

/* Public functions */

void
tny_microsoft_pane_load (TnyMicrosoftPane *self, TnyStore *store, gint64 contact_id)
{
  g_return_if_fail (TNY_IS_MICROSOFT_PANE (self));

  g_cancellable_cancel (self->running);
  g_clear_object (&self->running);
  self->wanted = contact_id;
  if (contact_id == 0 || store == NULL)
    {
      take_pair (self, NULL);
      return;
    }

  Request *request = g_new0 (Request, 1);

  request->store = store;
  request->contact_id = contact_id;
  request->app = g_application_get_default ();
  if (request->app != NULL)
    g_application_hold (request->app);
  self->running = g_cancellable_new ();

  g_autoptr(GTask) task = g_task_new (self, self->running, loaded_cb, NULL);

  g_task_set_task_data (task, request, g_free);
  g_task_set_check_cancellable (task, FALSE);
  g_task_run_in_thread (task, load_thread);
}

const TnyUserRow *
tny_microsoft_pane_get_user (TnyMicrosoftPane *self)
{
  g_return_val_if_fail (TNY_IS_MICROSOFT_PANE (self), NULL);

  return self->pair != NULL && self->pair->contact != NULL
         && self->pair->contact->id == self->wanted ? self->pair->user : NULL;
}

gboolean
tny_microsoft_pane_focus (TnyMicrosoftPane *self)
{
  g_return_val_if_fail (TNY_IS_MICROSOFT_PANE (self), FALSE);

  GtkWidget *row = gtk_widget_get_first_child (self->facts);

  if (row != NULL && gtk_widget_get_mapped (row) && gtk_widget_grab_focus (row))
    return TRUE;

  return gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}
