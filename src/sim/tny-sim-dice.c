/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-sim-dice.h"

#include <string.h>

void
tny_sim_guid_write (char out[TNY_SIM_GUID_LENGTH + 1], guint64 high, guint64 low)
{
  static const char hex[] = "0123456789abcdef";
  guint64 halves[2] = { (high & ~G_GUINT64_CONSTANT (0xf000)) | 0x4000,
                        (low & (G_MAXUINT64 >> 2)) | G_GUINT64_CONSTANT (1) << 63 };
  char *to = out;

  for (int digit = 0; digit < 32; digit++)
    {
      if (digit == 8 || digit == 12 || digit == 16 || digit == 20)
        *to++ = '-';
      *to++ = hex[halves[digit / 16] >> (60 - digit % 16 * 4) & 15];
    }
  *to = '\0';
}

gboolean
tny_sim_guid_read (const char *text, guint64 *high, guint64 *low)
{
  guint64 halves[2] = { 0, 0 };
  int digit = 0;

  if (strlen (text) != TNY_SIM_GUID_LENGTH)
    return FALSE;
  for (int i = 0; i < TNY_SIM_GUID_LENGTH; i++)
    {
      int value = g_ascii_xdigit_value (text[i]);

      if (i == 8 || i == 13 || i == 18 || i == 23)
        {
          if (text[i] != '-')
            return FALSE;
          continue;
        }
      if (value < 0)
        return FALSE;
      halves[digit / 16] = halves[digit / 16] << 4 | (guint64) value;
      digit++;
    }
  *high = halves[0];
  *low = halves[1];

  return TRUE;
}

void
tny_sim_guid (char out[TNY_SIM_GUID_LENGTH + 1], guint64 seed, guint64 what, guint64 a, guint64 b)
{
  guint64 roll = tny_sim_dice (seed, what, a, b);

  tny_sim_guid_write (out, roll, tny_sim_mix (roll));
}
