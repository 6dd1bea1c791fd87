/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people are told and asked: questions, errors, empty pages, links. */
#include "ui-test.h"

#include "tny-ask.h"
#include "tny-csv.h"
#include "tny-error.h"
#include "tny-error-show.h"
#include "tny-open-uri.h"
#include "tny-state-bin.h"

static GtkWidget *
find_named (GtkWidget *root, const char *label)
{
  g_autofree char *wrong = gtk_test_accessible_check_property (
    GTK_ACCESSIBLE (root), GTK_ACCESSIBLE_PROPERTY_LABEL, label);

  if (wrong == NULL && gtk_widget_get_visible (root))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_named (child, label);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static gboolean
shows_text (GtkWidget *root, const char *text)
{
  if (GTK_IS_LABEL (root) && strstr (gtk_label_get_text (GTK_LABEL (root)), text) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (shows_text (child, text))
      return TRUE;

  return FALSE;
}

static void
expand (GtkWidget *root)
{
  if (GTK_IS_EXPANDER (root))
    gtk_expander_set_expanded (GTK_EXPANDER (root), TRUE);
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    expand (child);
}

/* The window above @parent, once it is there. */
static GtkWidget *
dialog_of (GtkWidget *parent)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWindow) window = g_list_model_get_item (windows, i);

      if (gtk_window_get_transient_for (window) == GTK_WINDOW (parent)
          && gtk_widget_get_mapped (GTK_WIDGET (window)))
        return GTK_WIDGET (window);
    }

  return NULL;
}

static const struct { const char *uri; gboolean allowed; } links[] = {
  { "https://entra.microsoft.com/#home", TRUE },
  { "https://ENTRA.microsoft.com/", TRUE },
  { "https://portal.azure.us/x", TRUE },
  { "http://127.0.0.1:8080/portal/x", TRUE },
  { "http://localhost:8080/portal", TRUE },
  { "http://[::1]:8080/portal", TRUE },
  { "http://entra.microsoft.com/", FALSE },
  { "https://entra.microsoft.com.evil.example/", FALSE },
  { "https://entra.microsoft.com@evil.example/", FALSE },
  { "https://evil.example/entra.microsoft.com", FALSE },
  { "https://entra.microsoft.com:8443/", FALSE },
  { "http://10.0.0.1/", FALSE },
  { "http://127.0.0.1.evil.example/", FALSE },
  { "file:///etc/passwd", FALSE },
  { "javascript:alert(1)", FALSE },
  { "mailto:a@entra.microsoft.com", FALSE },
  { "", FALSE },
};

static void
test_links (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (links); i++)
    {
      g_test_message ("%s", links[i].uri);
      g_assert_cmpint (tny_open_uri_allowed (links[i].uri), ==, links[i].allowed);
    }
}

/* main() leaves us without any handler for http: the link must be offered. */
static void
test_no_browser_offers_the_link (void)
{
  GtkWidget *button = gtk_button_new_with_label ("Open");
  GtkWidget *window = show_window (button, 300, 200);

  tny_open_uri (button, "http://127.0.0.1:9/portal/tenant");
  spin_until (dialog_of (window) != NULL);

  GtkWidget *dialog = dialog_of (window);

  g_assert_true (shows_text (dialog, "http://127.0.0.1:9/portal/tenant"));
  g_assert_nonnull (find_named (dialog, "Copy Link"));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), "close");
  close_window (window);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(char **) data = tny_ask_finish (result);
}

static void
test_question_has_one_answer (void)
{
  GtkWidget *button = gtk_button_new_with_label ("Ask");
  GtkWidget *window = show_window (button, 300, 200);
  const char *given[] = { "create", "existing", "cancel" };

  for (guint i = 0; i < G_N_ELEMENTS (given); i++)
    {
      g_autofree char *answer = NULL;
      GtkWidget *dialog = tny_ask_async (button, &(TnyQuestion) {
                                           .heading = "<b>Contoso</b> & Sons?",
                                           .body = "It is there <i>already</i>.",
                                           .answers = { { "cancel", "_Cancel" },
                                                        { "create", "Create _Anyway" },
                                                        { "existing", "_Use Existing" } },
                                           .preferred = "existing",
                                         }, answered_cb, &answer);

      spin_until (gtk_widget_get_mapped (dialog));
      g_assert_nonnull (find_named (dialog, "Use Existing"));
      g_assert_nonnull (find_named (dialog, "Create Anyway"));
      g_assert_true (shows_text (dialog, "<b>Contoso</b> & Sons?"));
      g_assert_true (shows_text (dialog, "<i>already</i>"));
      if (g_str_equal (given[i], "cancel"))
        gtk_window_close (GTK_WINDOW (dialog));
      else
        adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), given[i]);
      spin_until (answer != NULL);
      g_assert_cmpstr (answer, ==, given[i]);
    }

  close_window (window);
}

static void
test_errors_name_their_remedy (void)
{
  GtkWidget *button = gtk_button_new_with_label ("Do");
  GtkWidget *window = show_window (button, 400, 300);
  g_autoptr(GError) error = g_error_new (TNY_ERROR, TNY_ERROR_STALE,
                                         "tenant 7: \"client_secret\":\"hunter2-secret\" changed");
  g_autoptr(GError) cancelled = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "no");
  g_autofree char *details = tny_error_details (error);

  g_assert_nonnull (strstr (details, "tenant 7"));
  g_assert_nonnull (strstr (details, "stale"));
  g_assert_null (strstr (details, "hunter2"));

  tny_error_show (button, cancelled);
  tny_error_show (button, NULL);
  g_assert_null (dialog_of (window));

  tny_error_show (button, error);
  spin_until (dialog_of (window) != NULL);
  g_assert_true (shows_text (dialog_of (window), tny_remedy_for (error)->headline));
  g_assert_true (shows_text (dialog_of (window), tny_remedy_for (error)->advice));
  expand (dialog_of (window));
  g_assert_true (shows_text (dialog_of (window), "tenant 7"));
  g_assert_nonnull (find_named (dialog_of (window), "Copy Details"));
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog_of (window)), "close");

  close_window (window);
}

static void
test_states_replace_each_other (void)
{
  GtkWidget *bin = tny_state_bin_new ();
  GtkWidget *content = gtk_button_new_with_label ("Content");
  GtkWidget *window;
  g_autoptr(GError) error = g_error_new_literal (TNY_ERROR, TNY_ERROR_DATABASE_FULL, "at page 3");

  tny_state_bin_set_content (TNY_STATE_BIN (bin), content);
  window = show_window (bin, 500, 400);
  gtk_widget_grab_focus (content);

  tny_state_bin_show_empty (TNY_STATE_BIN (bin), &(TnyEmpty) {
                              "edit-find-symbolic", "No <b>tenants</b> & such", "Start & see",
                              "_Start Sync", "app.nothing",
                            });
  g_assert_cmpstr (tny_state_bin_get_state (TNY_STATE_BIN (bin)), ==, "empty");
  g_assert_false (gtk_widget_get_visible (content));
  g_assert_true (shows_text (bin, "No <b>tenants</b> & such"));
  g_assert_nonnull (find_named (bin, "Start Sync"));

  tny_state_bin_show_error (TNY_STATE_BIN (bin), error, "app.nothing");
  g_assert_false (shows_text (bin, "Start & see"));
  g_assert_true (shows_text (bin, tny_remedy_for (error)->headline));
  g_assert_nonnull (find_named (bin, "Try Again"));

  tny_state_bin_show_content (TNY_STATE_BIN (bin));
  g_assert_true (gtk_widget_get_visible (content));
  g_assert_false (shows_text (bin, tny_remedy_for (error)->headline));

  /* busy leaves what is there alone at first, then says what goes on */
  tny_state_bin_show_busy (TNY_STATE_BIN (bin), "Reading tenants…", NULL);
  g_assert_true (gtk_widget_get_visible (content));
  spin_until (shows_text (bin, "Reading tenants…"));
  g_assert_false (gtk_widget_get_visible (content));
  tny_state_bin_show_content (TNY_STATE_BIN (bin));
  g_assert_true (gtk_widget_get_visible (content));

  close_window (window);
}

/* In the window's own text, not only in the details; and no name of ours. */
static void
test_a_file_that_is_no_csv_is_called_so (void)
{
  static const char zip[] = "PK\3\4\1\2";
  g_autoptr(GError) error = NULL;
  g_autofree char *body = NULL, *details = NULL;

  g_assert_null (tny_csv_parse (zip, sizeof zip - 1, &error));
  body = tny_error_body (error);
  details = tny_error_details (error);
  g_assert_true (g_str_has_prefix (body, "The file is not a CSV file. Nothing was imported."));
  g_assert_null (strstr (details, "quark"));
  g_assert_nonnull (strstr (details, "input"));
}

int
main (int argc, char **argv)
{
  g_setenv ("GSETTINGS_SCHEMA_DIR", "/usr/share/glib-2.0/schemas", FALSE);
  g_setenv ("XDG_DATA_DIRS", "/nonexistent", TRUE);
  ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/links/only-portals-and-this-computer", test_links);
  g_test_add_func ("/ui/links/no-browser-offers-the-link", test_no_browser_offers_the_link);
  g_test_add_func ("/ui/ask/one-answer", test_question_has_one_answer);
  g_test_add_func ("/ui/error/names-its-remedy", test_errors_name_their_remedy);
  g_test_add_func ("/ui/error/no-csv-is-called-so", test_a_file_that_is_no_csv_is_called_so);
  g_test_add_func ("/ui/state/one-at-a-time", test_states_replace_each_other);

  return g_test_run ();
}
