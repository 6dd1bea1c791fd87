/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "tny-csv.h"
#include "tny-device-keys.h"
#include "tny-device-match.h"

static const struct { const char *text; TnyKeyQuality quality; const char *key; } serials[] = {
  { "PFXWLVYN", TNY_KEY_GOOD, "pfxwlvyn" },
  { " 5CG-QGM 5LKQ ", TNY_KEY_GOOD, "5cgqgm5lkq" },
  { NULL, TNY_KEY_MISSING, NULL },
  { "  ", TNY_KEY_MISSING, NULL },
  { "0", TNY_KEY_NONE, NULL },
  { "00000000", TNY_KEY_NONE, NULL },
  { "....", TNY_KEY_NONE, NULL },
  { "N/A", TNY_KEY_NONE, NULL },
  { "Default string", TNY_KEY_UNFILLED, NULL },
  { "To Be Filled By O.E.M.", TNY_KEY_UNFILLED, NULL },
  { "To be filled by O.E.M. 1", TNY_KEY_UNFILLED, NULL },
  { "System Serial Number", TNY_KEY_UNFILLED, NULL },
  { "1234567890", TNY_KEY_EXAMPLE, NULL },
  { "VMware-56 4d 1c", TNY_KEY_VIRTUAL, NULL },
  { "A1", TNY_KEY_MALFORMED, NULL },
};

static const struct { const char *text; TnyKeyQuality quality; const char *key; } macs[] = {
  { "8C1D96A02761", TNY_KEY_GOOD, "8C1D96A02761" },
  { "8c:1d:96:a0:27:61", TNY_KEY_GOOD, "8C1D96A02761" },
  { "8C-1D-96-A0-27-61", TNY_KEY_GOOD, "8C1D96A02761" },
  { "8c1d.96a0.2761", TNY_KEY_GOOD, "8C1D96A02761" },
  { "", TNY_KEY_MISSING, NULL },
  { "8C1D96A027", TNY_KEY_MALFORMED, NULL },
  { "8C1D96A0276199", TNY_KEY_MALFORMED, NULL },
  { "no address", TNY_KEY_MALFORMED, NULL },
  { "00:00:00:00:00:00", TNY_KEY_NONE, NULL },
  { "ff:ff:ff:ff:ff:ff", TNY_KEY_NONE, NULL },
  { "020000000000", TNY_KEY_NONE, NULL },
  { "00:05:9A:3C:78:00", TNY_KEY_SHARED, NULL },     /* the same in every installation of a client */
  { "0A0027000012", TNY_KEY_VIRTUAL, NULL },
  { "DA3F119BD584", TNY_KEY_RANDOM, NULL },
  { "01005E000001", TNY_KEY_RANDOM, NULL },          /* a group's */
};

static void
test_keys (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (serials); i++)
    {
      TnyKeyQuality quality;
      g_autofree char *key = tny_serial_key (serials[i].text, &quality);

      g_test_message ("%s", serials[i].text);
      g_assert_cmpint (quality, ==, serials[i].quality);
      g_assert_cmpstr (key, ==, serials[i].key);
      g_assert_true ((quality <= TNY_KEY_MISSING) == (tny_key_problem (quality) == NULL));
    }
  for (guint i = 0; i < G_N_ELEMENTS (macs); i++)
    {
      TnyKeyQuality quality;
      g_autofree char *key = tny_mac_key (macs[i].text, &quality);

      g_test_message ("%s", macs[i].text);
      g_assert_cmpint (quality, ==, macs[i].quality);
      g_assert_cmpstr (key, ==, macs[i].key);
    }
}

static void
test_display (void)
{
  g_autofree char *address = tny_mac_display ("8c1d96a02761"), *odd = tny_mac_display ("none");

  g_assert_cmpstr (address, ==, "8C:1D:96:A0:27:61");
  g_assert_cmpstr (odd, ==, "none");
  g_assert_null (tny_mac_display (""));
}

/* tests/data/device-matches.csv: every case by itself, as it stands there. */

typedef struct
{
  GArray    *devices, *records;
  GPtrArray *expected, *owned;
  GArray    *refused;
} Case;

static const char *
or_null (const char *text)
{
  return *text != '\0' ? text : NULL;
}

static void
add_row (Case *self, const TnyCsvRecord *row)
{
  const char *side = tny_csv_field (row, 1);
  gint64 id = g_ascii_strtoll (tny_csv_field (row, 2), NULL, 10);
  char **addresses = g_strsplit (tny_csv_field (row, 5), ";", -1);

  g_ptr_array_add (self->owned, addresses);
  if (strstr (side, "device") != NULL)
    {
      TnyDeviceSide device = { id, or_null (tny_csv_field (row, 3)),
                               or_null (tny_csv_field (row, 4)), addresses[0],
                               addresses[0] != NULL ? addresses[1] : NULL,
                               g_str_has_prefix (side, "decided") };

      g_array_append_val (self->devices, device);
      g_ptr_array_add (self->expected, (gpointer) tny_csv_field (row, 6));
    }
  else
    {
      TnyConfigurationSide record = { id, NULL, or_null (tny_csv_field (row, 3)),
                                      or_null (tny_csv_field (row, 4)),
                                      (const char *const *) addresses,
                                      g_str_has_prefix (side, "taken") };

      g_array_append_val (self->records, record);
      if (g_str_has_prefix (side, "refused"))
        g_array_append_val (self->refused, id);
    }
}

static gboolean
is_refused (gint64 device_id, gint64 configuration_id, gpointer data)
{
  const GArray *refused = data;

  for (guint i = 0; i < refused->len; i++)
    if (g_array_index (refused, gint64, i) == configuration_id)
      return TRUE;

  return FALSE;
}

/* "10=90! same-serial+75 …; 11=…", and that the points add up. */
static char *
describe (GPtrArray *candidates)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < candidates->len; i++)
    {
      const TnyDeviceCandidate *candidate = candidates->pdata[i];
      int sum = 0;

      g_string_append_printf (out, "%s%d=%d%s", i > 0 ? "; " : "",
                              (int) candidate->configuration_id, candidate->score,
                              candidate->automatic ? "!" : "");
      for (guint j = 0; j < candidate->reasons->len; j++)
        {
          const TnyDeviceReason *reason = candidate->reasons->pdata[j];
          g_autofree char *text = tny_device_reason_text (reason);

          g_assert_cmpint (reason->points, !=, 0);
          g_assert_true (*text != '\0' && !g_str_has_suffix (text, "."));
          sum += reason->points;
          g_string_append_printf (out, " %s%+d", tny_device_reason_name (reason->kind),
                                  reason->points);
        }
      g_assert_cmpint (sum, ==, candidate->score);
    }

  return g_string_free (out, FALSE);
}

static void
check_case (const char *name, Case *self)
{
  g_autoptr(GPtrArray) answers =
    tny_device_match ((const TnyDeviceSide *) self->devices->data, self->devices->len,
                      (const TnyConfigurationSide *) self->records->data, self->records->len,
                      is_refused, self->refused);

  g_test_message ("%s", name);
  g_assert_cmpuint (answers->len, ==, self->devices->len);
  for (guint i = 0; i < answers->len; i++)
    {
      g_autofree char *found = describe (answers->pdata[i]);

      g_assert_cmpstr (found, ==, self->expected->pdata[i]);
    }
}

static void
test_table (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("TNY_SOURCE_ROOT"), "tests", "data",
                                            "device-matches.csv", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(TnyCsv) csv = tny_csv_load (path, &error);
  guint n_cases = 0;

  g_assert_no_error (error);
  for (guint at = 1; at < csv->records->len; n_cases++)
    {
      const char *name = tny_csv_field (csv->records->pdata[at], 0);
      Case self = { g_array_new (FALSE, FALSE, sizeof (TnyDeviceSide)),
                    g_array_new (FALSE, FALSE, sizeof (TnyConfigurationSide)),
                    g_ptr_array_new (), g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev),
                    g_array_new (FALSE, FALSE, sizeof (gint64)) };

      for (; at < csv->records->len &&
             strcmp (tny_csv_field (csv->records->pdata[at], 0), name) == 0; at++)
        add_row (&self, csv->records->pdata[at]);
      check_case (name, &self);
      g_array_unref (self.devices);
      g_array_unref (self.records);
      g_array_unref (self.refused);
      g_ptr_array_unref (self.expected);
      g_ptr_array_unref (self.owned);
    }
  g_assert_cmpuint (n_cases, >=, 25);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/device-match/keys", test_keys);
  g_test_add_func ("/device-match/display", test_display);
  g_test_add_func ("/device-match/table", test_table);

  return g_test_run ();
}
