/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-sync-settings.h"

#include <string.h>

#include "tny-error.h"
#include "tny-schedule.h"
#include "tny-streams.h"
#include "tny-text.h"

/* How a setting is written and read as text; one row a setting. */
typedef struct
{
  const char *name;
  const char *values;          /* for people */
  char     *(*get) (const TnySyncSettings *self);
  gboolean  (*set) (TnySyncSettings *self, const char *value, GPtrArray *subscriptions, GError **error);
  void      (*unset) (TnySyncSettings *self);
  gboolean    of_connection, of_tenant;
} Setting;

static gboolean
set_flag (int *flag, const char *value, const char *off, const char *on, GError **error)
{
  if (!g_str_equal (value, off) && !g_str_equal (value, on))
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_ARGUMENT, "“%s” is neither %s nor %s", value, on, off);
      return FALSE;
    }
  *flag = g_str_equal (value, on);

  return TRUE;
}

static char *
get_flag (int flag, const char *off, const char *on)
{
  return flag == TNY_AS_CONNECTION ? NULL : g_strdup (flag ? on : off);
}

#define FLAG(member, off, on) \
  static char *get_##member##_##on (const TnySyncSettings *self) \
  { return get_flag (self->member, #off, #on); } \
  static gboolean set_##member##_##on (TnySyncSettings *self, const char *value, GPtrArray *unused, \
                                       GError **error) \
  { return set_flag (&self->member, value, #off, #on, error); } \
  static void unset_##member##_##on (TnySyncSettings *self) \
  { self->member = TNY_AS_CONNECTION; }

FLAG (sync, chosen, all)
FLAG (sync, off, on)
FLAG (guests, off, on)
FLAG (disabled, off, on)
FLAG (shared, off, on)

static char *
get_streams (const TnySyncSettings *self)
{
  return g_strdup (self->streams);
}

static gboolean
set_streams (TnySyncSettings *self, const char *value, GPtrArray *unused, GError **error)
{
  char *streams = tny_streams_parse (value, error);

  if (streams == NULL)
    return FALSE;
  g_free (self->streams);
  self->streams = streams;

  return TRUE;
}

static void
unset_streams (TnySyncSettings *self)
{
  g_clear_pointer (&self->streams, g_free);
}

static char *
get_users (const TnySyncSettings *self)
{
  return g_strdup (self->users);
}

static gboolean
set_users (TnySyncSettings *self, const char *value, GPtrArray *unused, GError **error)
{
  if (!g_strv_contains ((const char *[]) { "all", "licensed", "chosen", NULL }, value))
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_ARGUMENT,
                   "“%s”: users are all, licensed, or chosen by subscriptions", value);
      return FALSE;
    }
  g_free (self->users);
  self->users = g_strdup (value);

  return TRUE;
}

static void
unset_users (TnySyncSettings *self)
{
  g_clear_pointer (&self->users, g_free);
  g_clear_pointer (&self->subscriptions, g_strfreev);
}

static char *
get_subscriptions (const TnySyncSettings *self)
{
  return self->subscriptions != NULL ? g_strjoinv (",", self->subscriptions) : NULL;
}

static char *
find_product (const char *text, GPtrArray *subscriptions)
{
  for (guint i = 0; subscriptions != NULL && i < subscriptions->len; i++)
    {
      const TnySubscription *subscription = subscriptions->pdata[i];

      if (g_ascii_strcasecmp (text, subscription->part_number) == 0 ||
          g_ascii_strcasecmp (text, subscription->name) == 0)
        return g_strdup (subscription->sku_id);
    }

  return tny_text_is_guid (text) ? g_ascii_strdown (text, -1) : NULL;
}

/* Choosing subscriptions chooses by subscriptions. */
static gboolean
set_subscriptions (TnySyncSettings *self, const char *value, GPtrArray *subscriptions, GError **error)
{
  g_auto(GStrv) names = g_strsplit (value, ",", -1);
  g_autoptr(GStrvBuilder) ids = g_strv_builder_new ();

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *id = NULL;

      if (*g_strstrip (names[i]) == '\0')
        continue;
      id = find_product (names[i], subscriptions);
      if (id == NULL)
        {
          g_set_error (error, TNY_ERROR, TNY_ERROR_ARGUMENT,
                       "No tenant has a subscription “%s”; name it by id, part number or name", names[i]);
          return FALSE;
        }
      g_strv_builder_add (ids, id);
    }
  g_strfreev (self->subscriptions);
  self->subscriptions = g_strv_builder_end (ids);
  g_free (self->users);
  self->users = g_strdup (self->subscriptions[0] != NULL ? "chosen" : "all");

  return TRUE;
}

static const struct { const char *unit; gint64 seconds; } units[] = {
  { "d", 24 * 60 * 60 }, { "h", 60 * 60 }, { "min", 60 },
};

char *
tny_interval_format (gint64 seconds)
{
  if (seconds <= 0)
    return g_strdup ("manual");
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (seconds % units[i].seconds == 0)
      return g_strdup_printf ("%" G_GINT64_FORMAT "%s", seconds / units[i].seconds, units[i].unit);

  return g_strdup_printf ("%" G_GINT64_FORMAT "min", (seconds + 59) / 60);
}

static char *
get_interval (const TnySyncSettings *self)
{
  return self->interval == TNY_AS_CONNECTION ? NULL : tny_interval_format (self->interval);
}

static gboolean
set_interval (TnySyncSettings *self, const char *value, GPtrArray *unused, GError **error)
{
  char *end;
  guint64 number = g_ascii_strtoull (value, &end, 10);

  if (g_str_equal (value, "manual"))
    {
      self->interval = 0;
      return TRUE;
    }
  for (guint i = 0; g_ascii_isdigit (*value) && i < G_N_ELEMENTS (units); i++)
    if (g_str_equal (end, units[i].unit) && number > 0 &&
        number <= (guint64) (TNY_SCHEDULE_INTERVAL_MAX / units[i].seconds))
      {
        self->interval = (gint64) number * units[i].seconds;
        return TRUE;
      }
  g_set_error (error, TNY_ERROR, TNY_ERROR_ARGUMENT,
               "“%s”: an interval is like 30min, 3h or 1d, at most 31d, or manual", value);

  return FALSE;
}

static void
unset_interval (TnySyncSettings *self)
{
  self->interval = TNY_AS_CONNECTION;
}

static char *
get_quiet (const TnySyncSettings *self)
{
  if (self->quiet_from == TNY_AS_CONNECTION)
    return NULL;
  if (self->quiet_from == self->quiet_until)
    return g_strdup ("none");

  return g_strdup_printf ("%02d:%02d-%02d:%02d", self->quiet_from / 60, self->quiet_from % 60,
                          self->quiet_until / 60, self->quiet_until % 60);
}

/* "22:00" at the beginning of @text; its end in @end. */
static gboolean
read_minute (const char *text, const char **end, int *minute)
{
  for (guint i = 0; i < 5; i++)
    if (i == 2 ? text[i] != ':' : !g_ascii_isdigit (text[i]))
      return FALSE;
  *minute = ((text[0] - '0') * 10 + text[1] - '0') * 60 + (text[3] - '0') * 10 + text[4] - '0';
  *end = text + 5;

  return *minute < 24 * 60 && text[3] < '6';
}

static gboolean
set_quiet (TnySyncSettings *self, const char *value, GPtrArray *unused, GError **error)
{
  const char *end;
  int from = 0, until = 0;

  if (!g_str_equal (value, "none") &&
      !(read_minute (value, &end, &from) && *end == '-' && read_minute (end + 1, &end, &until) &&
        *end == '\0'))
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_ARGUMENT,
                   "“%s”: quiet hours are like 22:00-06:00, or none", value);
      return FALSE;
    }
  self->quiet_from = from;
  self->quiet_until = until;

  return TRUE;
}

static void
unset_quiet (TnySyncSettings *self)
{
  self->quiet_from = self->quiet_until = TNY_AS_CONNECTION;
}

static const char *const priorities[] = { "low", "normal", "high" };

static char *
get_priority (const TnySyncSettings *self)
{
  return (guint) self->priority < G_N_ELEMENTS (priorities) ? g_strdup (priorities[self->priority])
                                                            : NULL;
}

static gboolean
set_priority (TnySyncSettings *self, const char *value, GPtrArray *unused, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (priorities); i++)
    if (g_str_equal (value, priorities[i]))
      {
        self->priority = (int) i;
        return TRUE;
      }
  g_set_error (error, TNY_ERROR, TNY_ERROR_ARGUMENT, "“%s”: priority is low, normal or high", value);

  return FALSE;
}

static void
unset_priority (TnySyncSettings *self)
{
  self->priority = TNY_AS_CONNECTION;
}

static const Setting table[] = {
  { "tenants", "all|chosen", get_sync_all, set_sync_all, unset_sync_all, TRUE, FALSE },
  { "sync", "on|off", get_sync_on, set_sync_on, unset_sync_on, FALSE, TRUE },
  { "streams", "users,licences,…", get_streams, set_streams, unset_streams, TRUE, TRUE },
  { "users", "all|licensed|chosen", get_users, set_users, unset_users, TRUE, TRUE },
  { "subscriptions", "PRODUCT,…", get_subscriptions, set_subscriptions, unset_users, TRUE, TRUE },
  { "guests", "on|off", get_guests_on, set_guests_on, unset_guests_on, TRUE, TRUE },
  { "disabled", "on|off", get_disabled_on, set_disabled_on, unset_disabled_on, TRUE, TRUE },
  { "shared-mailboxes", "on|off", get_shared_on, set_shared_on, unset_shared_on, TRUE, TRUE },
  { "interval", "30min|3h|1d|manual", get_interval, set_interval, unset_interval, TRUE, TRUE },
  { "quiet-hours", "22:00-06:00|none", get_quiet, set_quiet, unset_quiet, TRUE, TRUE },
  { "priority", "low|normal|high", get_priority, set_priority, unset_priority, TRUE, TRUE },
};

static gboolean
belongs (const Setting *setting, gboolean of_tenant)
{
  return of_tenant ? setting->of_tenant : setting->of_connection;
}

const char * const *
tny_sync_settings_names (gboolean of_tenant)
{
  static const char *names[2][G_N_ELEMENTS (table) + 1];
  static gsize made;

  if (g_once_init_enter (&made))
    {
      for (guint which = 0; which < 2; which++)
        for (guint i = 0, n = 0; i < G_N_ELEMENTS (table); i++)
          if (belongs (&table[i], which == 1))
            names[which][n++] = table[i].name;
      g_once_init_leave (&made, 1);
    }

  return names[of_tenant ? 1 : 0];
}

char *
tny_sync_settings_get (const TnySyncSettings *self, const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (g_str_equal (table[i].name, name))
      return table[i].get (self);

  g_return_val_if_reached (NULL);
}

static gboolean
refuse_name (const char *name, gboolean of_tenant, GError **error)
{
  g_autoptr(GString) all = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (belongs (&table[i], of_tenant))
      g_string_append_printf (all, "%s%s=%s", all->len > 0 ? ", " : "", table[i].name, table[i].values);
  g_set_error (error, TNY_ERROR, TNY_ERROR_ARGUMENT, "There is no setting “%s”; there are %s", name,
               all->str);

  return FALSE;
}

gboolean
tny_sync_settings_set (TnySyncSettings *self, gboolean of_tenant, const char *text,
                       GPtrArray *subscriptions, GError **error)
{
  const char *equals = strchr (text, '=');
  g_autofree char *name = equals != NULL ? g_strndup (text, (gsize) (equals - text)) : g_strdup (text);

  for (guint i = 0; equals != NULL && i < G_N_ELEMENTS (table); i++)
    if (g_str_equal (table[i].name, name) && belongs (&table[i], of_tenant))
      {
        if (of_tenant && g_str_equal (equals + 1, "default"))
          table[i].unset (self);
        else
          return table[i].set (self, equals + 1, subscriptions, error);
        return TRUE;
      }

  return refuse_name (name, of_tenant, error);
}
