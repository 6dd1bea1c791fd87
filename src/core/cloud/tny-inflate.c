/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-inflate.h"

#include "tny-error.h"

GByteArray *
tny_inflate (const guint8 *data, gsize length, gsize max, gboolean *cut, GError **error)
{
  g_autoptr(GConverter) converter =
    G_CONVERTER (g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP));
  g_autoptr(GByteArray) out = g_byte_array_new ();
  gsize at = 0, size = 0, room = CLAMP (length * 4, 4096, max + 1);
  GConverterResult result = G_CONVERTER_CONVERTED;

  *cut = TRUE;
  while (result != G_CONVERTER_FINISHED)
    {
      g_autoptr(GError) local = NULL;
      gsize n_read = 0, n_written = 0;

      g_byte_array_set_size (out, (guint) room);
      result = g_converter_convert (converter, data + at, length - at, out->data + size,
                                    room - size,
                                    G_CONVERTER_INPUT_AT_END, &n_read, &n_written, &local);
      at += n_read;
      size += n_written;
      if (result == G_CONVERTER_ERROR &&
          !g_error_matches (local, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
        {
          g_set_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL, "the answer was cut: %s",
                       local->message);
          return NULL;
        }
      if (size > max || (result == G_CONVERTER_ERROR && room > max))
        {
          *cut = FALSE;
          g_set_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL, "the answer is larger than %u MiB",
                       (guint) (max >> 20));
          return NULL;
        }
      if (size == room || result == G_CONVERTER_ERROR)
        room = MIN (room * 2, max + 1);
    }
  if (at != length)
    {
      *cut = FALSE;
      g_set_error_literal (error, TNY_ERROR, TNY_ERROR_PROTOCOL,
                           "the answer goes on after its end");
      return NULL;
    }
  g_byte_array_set_size (out, (guint) size);

  return g_steal_pointer (&out);
}
