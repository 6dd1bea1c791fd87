/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-device-words.h"

#include <glib/gi18n-lib.h>

#include "tny-configuration-keys.h"
#include "tny-device-keys.h"
#include "tny-device-match.h"
#include "tny-text.h"
#include "tny-words.h"

char *
tny_device_row_name (gconstpointer device_row)
{
  const TnyDeviceRow *device = device_row;
  g_autofree char *name = tny_text_one_line (device->name, 200);
  g_autofree char *other = tny_text_one_line (device->configuration_name, 200);
  g_autofree char *state = g_utf8_strdown (tny_match_state_word (device->state), -1);
  g_autofree char *score = device->score >= 0 ? g_strdup_printf ("%d", device->score)
                                              : g_strdup (_("no score"));

  /* translators: a row, spoken: device, state, configuration, score */
  return g_strdup_printf (_("%s, %s, %s, %s"), name, state, *other != '\0' ? other : _("none"),
                          score);
}

char *
tny_device_method_words (const TnyDeviceRow *device)
{
  g_autofree char *by = tny_words_name (device->decided_by);

  if (device->method == NULL)
    return NULL;
  if (g_str_equal (device->method, "automatic"))
    return g_strdup (_("Matched automatically: same serial number and address"));

  /* translators: %s is the name of a person */
  if (g_str_equal (device->method, "accepted"))
    return g_strdup_printf (_("Suggestion accepted by %s"), by);
  if (g_str_equal (device->method, "ignored"))
    return g_strdup_printf (_("Ignored by %s"), by);

  return g_strdup_printf (_("Chosen by %s"), by);
}

char *
tny_device_because (const TnyDeviceRow *device)
{
  if (device->method != NULL)
    return tny_device_method_words (device);
  if (device->because != NULL)
    return tny_words_name (_(device->because));
  if (device->organization_id == 0)
    return g_strdup (_("Its tenant has no organization yet"));
  if (g_strcmp0 (device->ownership, "personal") == 0)
    return g_strdup (_("Personal device, no candidate"));

  return g_strdup (_("No candidate"));
}

char *
tny_device_user_words (const TnyDeviceRow *device)
{
  g_autofree char *enroller = NULL;

  if (device->user_principal_name != NULL)
    return tny_words_name (device->user_principal_name);
  if (device->enrolled_by == NULL)
    return g_strdup (_("none, shared device"));
  enroller = tny_words_name (device->enrolled_by);

  /* translators: %s is the login of who enrolled the device and does not use it */
  return g_strdup_printf (_("none (enrolled by %s)"), enroller);
}

/* Source: Microsoft Graph v1.0, "complianceState enum type" */
char *
tny_device_compliance (const char *compliance)
{
  static const struct { const char *state, *word; } words[] = {
    { "compliant", N_("compliant") }, { "noncompliant", N_("not compliant") },
    { "inGracePeriod", N_("in grace period") }, { "conflict", N_("conflicting policies") },
    { "error", N_("policy error") }, { "configManager", N_("by Configuration Manager") },
    { "unknown", N_("unknown") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_strcmp0 (words[i].state, compliance) == 0)
      return g_strdup (_(words[i].word));

  return compliance != NULL ? tny_words_name (compliance) : g_strdup (_("not told"));
}

char *
tny_device_serial_words (const char *serial)
{
  TnyKeyQuality quality;
  g_autofree char *key = tny_serial_key (serial, &quality), *plain = NULL;
  const char *problem = tny_key_problem (quality);

  if (serial == NULL || *serial == '\0')
    return NULL;
  plain = tny_words_name (serial);

  /* translators: a serial number, then why it says nothing */
  return problem == NULL ? g_steal_pointer (&plain)
                         : g_strdup_printf (_("%s (does not count: %s)"), plain, problem);
}

char **
tny_configuration_macs_shown (const TnyConfigurationRow *configuration)
{
  char **macs = tny_configuration_macs (configuration->mac_address, configuration->interfaces);

  for (guint i = 0; macs[i] != NULL; i++)
    {
      g_autofree char *written = macs[i];

      macs[i] = tny_mac_display (written);
    }

  return macs;
}

/* Without the domain and the case. */
TnyLikeness
tny_likeness_of_hosts (const char *theirs, const char *ours)
{
  g_autofree char *one = tny_device_name_key (theirs), *other = tny_device_name_key (ours);

  if (one == NULL || other == NULL)
    return TNY_NOT_COMPARED;

  return g_str_equal (one, other) ? TNY_SAME : TNY_DIFFERENT;
}

TnyLikeness
tny_likeness_of_serials (const char *theirs, const char *ours)
{
  TnyKeyQuality quality;
  g_autofree char *one = tny_serial_key (theirs, &quality);
  g_autofree char *other = tny_serial_key (ours, &quality);

  if (one == NULL || other == NULL)
    return TNY_NOT_COMPARED;

  return g_str_equal (one, other) ? TNY_SAME : TNY_DIFFERENT;
}

TnyLikeness
tny_likeness_of_macs (char *const *theirs, const char *mac_address, const char *interfaces)
{
  g_auto(GStrv) ours = tny_configuration_macs (mac_address, interfaces);
  TnyLikeness likeness = TNY_NOT_COMPARED;
  TnyKeyQuality quality;

  for (guint i = 0; theirs[i] != NULL; i++)
    for (guint j = 0; ours[j] != NULL; j++)
      {
        g_autofree char *one = tny_mac_key (theirs[i], &quality);
        g_autofree char *other = tny_mac_key (ours[j], &quality);

        if (one != NULL && other != NULL && g_str_equal (one, other))
          return TNY_SAME;
        if (one != NULL && other != NULL)
          likeness = TNY_DIFFERENT;
      }

  return likeness;
}

void
tny_device_why_none (TnyEmpty *empty, GPtrArray *sources)
{
  guint n_never = 0, n_unlicensed = 0, n_refused = 0;

  for (guint i = 0; sources != NULL && i < sources->len; i++)
    {
      const TnyDeviceSource *source = sources->pdata[i];

      n_never += source->state == NULL;
      n_unlicensed += g_strcmp0 (source->state, "not-licensed") == 0;
      n_refused += g_strcmp0 (source->error, "permission") == 0 ||
                   g_strcmp0 (source->error, "consent") == 0;
    }

  empty->icon = "computer-symbolic";
  if (n_refused > 0)
    {
      empty->icon = "dialog-error-symbolic";
      empty->title = _("Microsoft does not let us read devices");
      empty->description = _("The permission DeviceManagementManagedDevices.Read.All, or a role "
                             "like Intune Administrator, is missing. Health says where.");
      empty->button = _("Open _Health");
      empty->action = "win.page::health";
    }
  else if (sources != NULL && sources->len > 0 && n_unlicensed == sources->len)
    {
      empty->icon = "action-unavailable-symbolic";
      empty->title = sources->len == 1 ? _("This tenant has no Intune")
                                       : _("No tenant here has Intune");
      empty->description = _("Devices are listed where a product with Intune was bought. Nothing "
                             "is wrong.");
    }
  else if (n_never > 0 || sources == NULL || sources->len == 0)
    {
      empty->title = _("Devices are not synced");
      empty->description = _("The next sync of a connection whose set-up includes Intune devices "
                             "reads them.");
      empty->button = _("_Sync Now");
      empty->action = "app.sync";
    }
  else
    {
      empty->title = _("Intune has no devices");
      empty->description = _("They were read, and there are none.");
    }
}
