/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-device-detail.h"

#include <glib/gi18n-lib.h>

#include "tny-clock.h"
#include "tny-device-words.h"
#include "tny-error-show.h"
#include "tny-match-rows.h"
#include "tny-page.h"
#include "tny-text.h"
#include "tny-words.h"
#include "tny-wrap-box.h"

struct _TnyDeviceDetail
{
  GtkWidget       parent_instance;

  GtkWidget      *nothing, *scroller, *buttons;
  GtkWidget      *title, *state_icon, *state;
  GtkWidget      *evidence_head, *head_label, *head_sign, *evidence;
  GtkWidget      *why, *reasons;
  GtkWidget      *also, *candidates, *no_candidates;
  GtkWidget      *warnings, *facts_label;
  GtkWidget      *accept, *change, *ignore;

  TnyMatchColumns columns;
  TnyDeviceFacts *facts;         /* NULL: nothing is shown */
  gint64          wanted;        /* the device that was asked for */
  guint           shown;         /* which of the sides */
  GCancellable   *running;
  gboolean        quiet;
};

G_DEFINE_FINAL_TYPE (TnyDeviceDetail, tny_device_detail, GTK_TYPE_WIDGET)

enum { LOADED, N_SIGNALS };

static guint signals[N_SIGNALS];

/* Helpers */

static char *
joined (const char *first, const char *second)
{
  if (first != NULL && second != NULL)
    return g_strdup_printf ("%s, %s", first, second);

  return g_strdup (first != NULL ? first : second);
}

/* Microsoft's side beside that of a configuration, or alone. */
static void
show_sides (TnyDeviceDetail *self, const TnyDeviceSideFacts *side)
{
  const TnyDeviceRow *device = self->facts->device;
  const TnyConfigurationRow *ours = side != NULL ? side->configuration : NULL;
  const char *host = ours == NULL ? NULL : ours->hostname != NULL ? ours->hostname : ours->name;
  g_autofree char *serial = tny_device_serial_words (device->serial_number);
  g_autofree char *our_serial = ours != NULL ? tny_device_serial_words (ours->serial_number) : NULL;
  g_autofree char *macs = *device->macs != NULL ? g_strjoinv ("\n", device->macs) : NULL;
  g_auto(GStrv) our_list = ours != NULL ? tny_configuration_macs_shown (ours) : NULL;
  g_autofree char *our_macs = our_list != NULL && *our_list != NULL ? g_strjoinv ("\n", our_list)
                                                                    : NULL;
  g_autofree char *model = joined (device->manufacturer, device->model);
  g_autofree char *our_model = ours != NULL ? joined (ours->manufacturer, ours->model) : NULL;
  g_autofree char *system = joined (device->operating_system, device->os_version);
  g_autofree char *user = tny_device_user_words (device);

  tny_match_rows_add_evidence (self->evidence, &self->columns, _("Name"), device->name, host,
                               host == NULL ? TNY_NOT_COMPARED
                               : tny_likeness_of_hosts (device->name, host));
  tny_match_rows_add_evidence (self->evidence, &self->columns, _("Serial"), serial, our_serial,
                               ours == NULL ? TNY_NOT_COMPARED
                               : tny_likeness_of_serials (device->serial_number,
                                                          ours->serial_number));
  tny_match_rows_add_evidence (self->evidence, &self->columns, _("Address"), macs, our_macs,
                               ours == NULL ? TNY_NOT_COMPARED
                               : tny_likeness_of_macs (device->macs, ours->mac_address,
                                                       ours->interfaces));
  tny_match_rows_add_evidence (self->evidence, &self->columns, _("Model"), model, our_model,
                               TNY_NOT_COMPARED);
  tny_match_rows_add_evidence (self->evidence, &self->columns, _("System"), system,
                               ours != NULL ? ours->operating_system : NULL, TNY_NOT_COMPARED);
  tny_match_rows_add_evidence (self->evidence, &self->columns, _("User"), user,
                               device->contact_name != NULL ? device->contact_name
                               : ours != NULL ? ours->contact : NULL, TNY_NOT_COMPARED);
}

static void
show_evidence (TnyDeviceDetail *self)
{
  const TnyDeviceSideFacts *side = tny_device_detail_get_side (self);
  int most = 1;

  tny_match_rows_clear (self->evidence);
  tny_match_rows_clear (self->reasons);
  gtk_widget_set_visible (self->why, side != NULL && (side->score >= 0 || side->reasons->len > 0));
  gtk_widget_set_visible (self->reasons, side != NULL && side->reasons->len > 0);
  show_sides (self, side);
  if (side == NULL)
    return;

  /* the largest of them fills its bar */
  for (guint i = 0; i < side->reasons->len; i++)
    most = MAX (most, ABS (((TnyReasonText *) side->reasons->pdata[i])->points));
  for (guint i = 0; i < side->reasons->len; i++)
    tny_match_rows_add_reason (self->reasons, side->reasons->pdata[i], most);
  if (side->score >= 0)
    {
      g_autofree char *score = tny_match_score_words (side->score);
      /* translators: heading above the reasons of a score, e.g. "Why 88 Likely" */
      g_autofree char *why = g_strdup_printf (_("Why %s"), score);

      gtk_label_set_text (GTK_LABEL (self->why), why);
    }
  else
    gtk_label_set_text (GTK_LABEL (self->why), _("Why"));
}

static void
show_state (TnyDeviceDetail *self)
{
  const TnyDeviceRow *device = self->facts->device;
  const char *style = tny_match_state_style (device->state);
  g_autofree char *title = tny_words_name (device->name);
  g_autofree char *method = tny_device_method_words (device);

  gtk_label_set_text (GTK_LABEL (self->title), title);
  gtk_label_set_text (GTK_LABEL (self->state),
                      method != NULL ? method : tny_match_state_word (device->state));
  gtk_image_set_from_icon_name (GTK_IMAGE (self->state_icon), tny_match_state_icon (device->state));
  gtk_widget_set_css_classes (self->state_icon, style != NULL ? (const char *[]) { style, NULL }
                                                              : (const char *[]) { NULL });
}

static void
show_candidates (TnyDeviceDetail *self)
{
  const TnyDeviceFacts *facts = self->facts;
  gboolean undecided = facts->device->method == NULL;
  gboolean some = undecided && facts->sides->len > 0;

  self->quiet = TRUE;
  tny_match_rows_clear (self->candidates);
  for (guint i = 0; some && i < facts->sides->len; i++)
    {
      const TnyDeviceSideFacts *side = facts->sides->pdata[i];
      TnyMatchSide row = { .organization_id = side->configuration_id,
                           .organization_name = side->name, .score = side->score };

      tny_match_rows_add_candidate (self->candidates, &row, i + 1);
    }
  gtk_list_box_select_row (GTK_LIST_BOX (self->candidates),
                           gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->candidates),
                                                          (int) self->shown));
  self->quiet = FALSE;
  gtk_widget_set_visible (self->also, some);
  gtk_widget_set_visible (self->candidates, some);
  gtk_widget_set_visible (self->no_candidates, undecided && !some);
  gtk_label_set_text (GTK_LABEL (self->no_candidates),
                      facts->device->organization_id == 0
                      ? _("Match its tenant with an organization first: configurations are looked "
                          "for there.")
                      : _("No configuration of this organization has its serial number, address or "
                          "name. Choose one yourself, or ignore the device."));
}

static void
show_warnings (TnyDeviceDetail *self)
{
  for (GtkWidget *child; (child = gtk_widget_get_first_child (self->warnings)) != NULL;)
    gtk_box_remove (GTK_BOX (self->warnings), child);
  for (guint i = 0; i < self->facts->elsewhere->len; i++)
    {
      const TnyDeviceElsewhere *elsewhere = self->facts->elsewhere->pdata[i];
      g_autofree char *name = tny_words_name (elsewhere->configuration_name);
      g_autofree char *organization = tny_words_name (elsewhere->organization_name);
      /* translators: a configuration, then its organization */
      g_autofree char *text = g_strdup_printf (
        elsewhere->serial ? _("%s of %s has the same serial number.")
                          : _("%s of %s has the same hardware address."), name, organization);
      GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
      GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
      GtkWidget *label = gtk_label_new (text);

      gtk_widget_add_css_class (icon, "warning");
      gtk_widget_set_valign (icon, GTK_ALIGN_START);
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
      gtk_widget_set_hexpand (label, TRUE);
      gtk_box_append (GTK_BOX (box), icon);
      gtk_box_append (GTK_BOX (box), label);
      gtk_box_append (GTK_BOX (self->warnings), box);
    }
  gtk_widget_set_visible (self->warnings, self->facts->elsewhere->len > 0);
}

static void
show_facts (TnyDeviceDetail *self)
{
  const TnyDeviceRow *device = self->facts->device;
  gint64 now = tny_clock_now (NULL);
  g_autofree char *read = tny_words_ago (device->read_at, now);
  g_autofree char *seen = tny_words_ago (device->last_sync_at, now);
  g_autofree char *compliance = tny_device_compliance (device->compliance);
  g_autofree char *tenant = tny_words_name (device->tenant_name);
  /* translators: a tenant, when the device was read, when it last reported, compliance, its id */
  g_autofree char *text = g_strdup_printf (_("%s, read %s\nLast seen by Intune %s, %s\n"
                                             "Device ID %s"), tenant, read, seen, compliance,
                                           device->graph_id);

  gtk_label_set_text (GTK_LABEL (self->facts_label), text);
}

static void
show_all (TnyDeviceDetail *self)
{
  gboolean some = self->facts != NULL;
  gboolean undecided = some && self->facts->device->method == NULL;

  gtk_widget_set_visible (self->nothing, !some);
  gtk_widget_set_visible (self->scroller, some);
  gtk_widget_set_visible (self->buttons, some);
  if (!some)
    return;

  show_state (self);
  show_evidence (self);
  show_candidates (self);
  show_warnings (self);
  show_facts (self);
  gtk_widget_set_visible (self->accept, undecided);
  gtk_widget_set_visible (self->ignore, undecided);
  gtk_widget_set_visible (self->change, !undecided);
}

/* The candidate that was looked at stays the one that is looked at. */
static guint
same_side (const TnyDeviceFacts *before, guint shown, const TnyDeviceFacts *after)
{
  const TnyDeviceSideFacts *side;

  if (before == NULL || after == NULL || before->device->id != after->device->id ||
      shown >= before->sides->len)
    return 0;
  side = before->sides->pdata[shown];
  for (guint i = 0; i < after->sides->len; i++)
    if (((TnyDeviceSideFacts *) after->sides->pdata[i])->configuration_id ==
        side->configuration_id)
      return i;

  return 0;
}

static void
take_facts (TnyDeviceDetail *self, TnyDeviceFacts *facts)
{
  TnyDeviceFacts *before = self->facts;
  gboolean another = before == NULL || facts == NULL || before->device->id != facts->device->id;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  gboolean in_lists = focus != NULL && gtk_widget_is_ancestor (focus, self->scroller);

  self->shown = same_side (before, self->shown, facts);
  self->facts = facts;
  show_all (self);
  if (another)
    gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (
                                GTK_SCROLLED_WINDOW (self->scroller)), 0);
  g_clear_pointer (&before, tny_device_facts_free);
  g_signal_emit (self, signals[LOADED], 0);
  /* rows that had the focus are new ones now */
  if (in_lists)
    tny_device_detail_focus (self);
}

/* Callbacks */

typedef struct { TnyStore *store; gint64 device_id; GApplication *app; } Request;

static void
load_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Request *request = data;
  GError *error = NULL;
  TnyDeviceFacts *facts = tny_device_facts_read (request->store, request->device_id, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, facts, (GDestroyNotify) tny_device_facts_free);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  TnyDeviceDetail *self = TNY_DEVICE_DETAIL (source);
  GTask *task = G_TASK (result);
  Request *request = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(TnyDeviceFacts) facts = g_task_propagate_pointer (task, &error);

  if (request->app != NULL)
    g_application_release (request->app);
  if (g_task_get_cancellable (task) != self->running)
    return;
  g_clear_object (&self->running);
  if (error == NULL)
    take_facts (self, g_steal_pointer (&facts));
  else
    tny_error_show (GTK_WIDGET (self), error);
}

static void
candidate_selected_cb (TnyDeviceDetail *self, GtkListBoxRow *row)
{
  if (self->quiet || row == NULL || self->facts == NULL)
    return;
  self->shown = (guint) gtk_list_box_row_get_index (row);
  show_evidence (self);
  g_signal_emit (self, signals[LOADED], 0);
}

static void
candidate_activated_cb (TnyDeviceDetail *self, GtkListBoxRow *row)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "match.accept-candidate", "i",
                              gtk_list_box_row_get_index (row) + 1);
}

/* Virtual functions */

static void
tny_device_detail_dispose (GObject *object)
{
  TnyDeviceDetail *self = TNY_DEVICE_DETAIL (object);

  self->quiet = TRUE;
  g_cancellable_cancel (self->running);
  g_clear_object (&self->running);
  g_clear_pointer (&self->facts, tny_device_facts_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), TNY_TYPE_DEVICE_DETAIL);
  g_clear_object (&self->columns.label);
  g_clear_object (&self->columns.sign);

  G_OBJECT_CLASS (tny_device_detail_parent_class)->dispose (object);
}

static void
tny_device_detail_class_init (TnyDeviceDetailClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tny_device_detail_dispose;

  g_type_ensure (TNY_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class, TNY_RESOURCES "tny-device-detail.ui");
  gtk_widget_class_bind_template_child (widget_class, TnyDeviceDetail, nothing);
  gtk_widget_class_bind_template_child (widget_class, TnyDeviceDetail, scroller);
  gtk_widget_class_bind_template_child (widget_class, TnyDeviceDetail, buttons);
  gtk_widget_class_bind_template_child (widget_class, TnyDeviceDetail, title);
  gtk_widget_class_bind_template_child (widget_class, TnyDeviceDetail, state_icon);
  gtk_widget_class_bind_template_child (widget_class, TnyDeviceDetail, state);
  gtk_widget_class_bind_template_child (widget_class, TnyDeviceDetail, evidence_head);
  gtk_widget_class_bind_template_child (widget_class, TnyDeviceDetail, head_label);
  gtk_widget_class_bind_template_child (widget_class, TnyDeviceDetail, head_sign);
  gtk_widget_class_bind_template_child (widget_class, TnyDeviceDetail, evidence);
  gtk_widget_class_bind_template_child (widget_class, TnyDeviceDetail, why);
  gtk_widget_class_bind_template_child (widget_class, TnyDeviceDetail, reasons);
  gtk_widget_class_bind_template_child (widget_class, TnyDeviceDetail, also);
  gtk_widget_class_bind_template_child (widget_class, TnyDeviceDetail, candidates);
  gtk_widget_class_bind_template_child (widget_class, TnyDeviceDetail, no_candidates);
  gtk_widget_class_bind_template_child (widget_class, TnyDeviceDetail, warnings);
  gtk_widget_class_bind_template_child (widget_class, TnyDeviceDetail, facts_label);
  gtk_widget_class_bind_template_child (widget_class, TnyDeviceDetail, accept);
  gtk_widget_class_bind_template_child (widget_class, TnyDeviceDetail, change);
  gtk_widget_class_bind_template_child (widget_class, TnyDeviceDetail, ignore);
  gtk_widget_class_bind_template_callback (widget_class, candidate_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, candidate_activated_cb);

  /* what is shown is another: actions may be possible now that were not */
  signals[LOADED] = g_signal_new ("loaded", TNY_TYPE_DEVICE_DETAIL, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
tny_device_detail_init (TnyDeviceDetail *self)
{
  self->columns.label = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  self->columns.sign = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_size_group_add_widget (self->columns.label, self->head_label);
  gtk_size_group_add_widget (self->columns.sign, self->head_sign);
}

/* Public functions */

void
tny_device_detail_load (TnyDeviceDetail *self, TnyStore *store, gint64 device_id)
{
  Request *request;
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (TNY_IS_DEVICE_DETAIL (self));

  g_cancellable_cancel (self->running);
  g_clear_object (&self->running);
  self->wanted = device_id;
  if (device_id == 0 || store == NULL)
    {
      take_facts (self, NULL);
      return;
    }
  request = g_new0 (Request, 1);
  *request = (Request) { store, device_id, g_application_get_default () };
  if (request->app != NULL)
    g_application_hold (request->app);
  self->running = g_cancellable_new ();
  task = g_task_new (self, self->running, loaded_cb, NULL);
  g_task_set_task_data (task, request, g_free);
  g_task_set_check_cancellable (task, FALSE);
  g_task_run_in_thread (task, load_thread);
}

const TnyDeviceFacts *
tny_device_detail_get_facts (TnyDeviceDetail *self)
{
  g_return_val_if_fail (TNY_IS_DEVICE_DETAIL (self), NULL);

  return self->facts != NULL && self->facts->device->id == self->wanted ? self->facts : NULL;
}

const TnyDeviceSideFacts *
tny_device_detail_get_side (TnyDeviceDetail *self)
{
  g_return_val_if_fail (TNY_IS_DEVICE_DETAIL (self), NULL);

  return self->facts != NULL && self->shown < self->facts->sides->len
         ? self->facts->sides->pdata[self->shown] : NULL;
}

gboolean
tny_device_detail_focus (TnyDeviceDetail *self)
{
  GtkWidget *row;

  g_return_val_if_fail (TNY_IS_DEVICE_DETAIL (self), FALSE);

  row = gtk_widget_get_first_child (self->evidence);
  if (row != NULL && gtk_widget_get_mapped (row) && gtk_widget_grab_focus (row))
    return TRUE;

  return gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}
