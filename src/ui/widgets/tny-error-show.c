/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-error-show.h"

#include <glib/gi18n-lib.h>

#include "tny-ask.h"
#include "tny-clock.h"
#include "tny-error.h"
#include "tny-names.h"
#include "tny-redact.h"
#include "tny-shell.h"
#include "tny-text.h"

/* Longer messages are for the log; here they would only push the buttons off the screen. */
#define DETAIL_CHARS 2000

static const struct { const char *action, *label; } buttons[] = {
  { "app.sign-in",           N_("_Sign In…") },
  { "app.edit-credentials",  N_("_Edit Credentials…") },
  { "app.open-registration", N_("_Open App Registration") },
  { "app.health",            N_("Open _Health") },
  { "app.sync",              N_("_Sync Now") },
  { "app.sync-logs",         N_("Open Sync _Logs") },
  { "app.unlock-keyring",    N_("_Unlock Keyring") },
};

static void
copy_cb (GtkButton *button, gpointer data)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (button)), data);
  tny_say (GTK_WIDGET (button), _("Details copied."));
}

char *
tny_error_details (const GError *error)
{
  const TnyRemedy *remedy = tny_remedy_for (error);
  g_autofree char *masked = tny_redact (error->message);
  g_autofree char *line = tny_text_one_line (masked, DETAIL_CHARS);
  g_autofree char *time = tny_time_format (tny_clock_now (NULL));

  /* technical: not translated, for support */
  return g_strdup_printf ("%s\n%s\n%s\nTenantry %s", line, time, remedy->name, TNY_VERSION);
}

char *
tny_error_body (const GError *error)
{
  const TnyRemedy *remedy = tny_remedy_for (error);
  g_autofree char *masked = NULL, *line = NULL;

  if (!g_error_matches (error, TNY_ERROR, TNY_ERROR_INPUT))
    return g_strdup (_(remedy->advice));

  masked = tny_redact (_(error->message));
  line = tny_text_one_line (masked, DETAIL_CHARS);

  return g_strdup_printf ("%s. %s", line, _(remedy->advice));
}

GtkWidget *
tny_error_details_new (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  g_autofree char *details = tny_error_details (error);
  GtkWidget *expander = gtk_expander_new (_("Details"));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *label = gtk_label_new (details);
  GtkWidget *copy = gtk_button_new_with_mnemonic (_("_Copy Details"));

  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "monospace");
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_set_halign (copy, GTK_ALIGN_START);
  g_signal_connect_data (copy, "clicked", G_CALLBACK (copy_cb), g_strdup (details),
                         (GClosureNotify) (gpointer) g_free, 0);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), copy);
  gtk_widget_set_margin_top (box, 6);
  /* these remedies say "what the details name": then the details are what is wanted */
  gtk_expander_set_expanded (GTK_EXPANDER (expander),
                             g_error_matches (error, TNY_ERROR, TNY_ERROR_INPUT)
                             || g_error_matches (error, TNY_ERROR, TNY_ERROR_ARGUMENT)
                             || g_error_matches (error, TNY_ERROR, TNY_ERROR_AMBIGUOUS)
                             || g_error_matches (error, TNY_ERROR, TNY_ERROR_DECISION));
  gtk_expander_set_child (GTK_EXPANDER (expander), box);
  tny_names_fix (expander);

  return expander;
}

const char *
tny_action_button (const char *action)
{
  GApplication *app = g_application_get_default ();

  for (gsize i = 0; action != NULL && app != NULL && i < G_N_ELEMENTS (buttons); i++)
    if (g_str_equal (buttons[i].action, action)
        && g_action_group_has_action (G_ACTION_GROUP (app), action + strlen ("app.")))
      return _(buttons[i].label);

  return NULL;
}

const char *
tny_error_button (const GError *error, const char **action)
{
  const TnyRemedy *remedy = tny_remedy_for (error);
  const char *label = remedy != NULL ? tny_action_button (remedy->action) : NULL;

  if (label != NULL)
    *action = remedy->action;

  return label;
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer action)
{
  g_autofree char *answer = tny_ask_finish (result);

  if (g_str_equal (answer, "do"))
    gtk_widget_activate_action (GTK_WIDGET (source), action, NULL);
}

void
tny_error_show (GtkWidget *from, const GError *error)
{
  g_return_if_fail (GTK_IS_WIDGET (from));

  if (error == NULL || tny_error_cancelled (error))
    return;

  const TnyRemedy *remedy = tny_remedy_for (error);
  const char *action = NULL;
  const char *label = tny_error_button (error, &action);
  g_autofree char *body = tny_error_body (error);

  tny_sayf (from, "%s.", _(remedy->headline));
  tny_ask_async (from, &(TnyQuestion) {
                   .heading = _(remedy->headline),
                   .body = body,
                   .child = tny_error_details_new (error),
                   .answers = { { "close", _("_Close") },
                                { label != NULL ? "do" : NULL, label, ADW_RESPONSE_SUGGESTED } },
                   .preferred = label != NULL ? "do" : "close",
                 }, answered_cb, (gpointer) action);
}
