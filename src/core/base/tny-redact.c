/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-redact.h"

#include <string.h>
#include <unistd.h>

#include "tny-text.h"

#define MASK "•••"
#define LINE_CHARS 1024

/* Names whose value is masked, in whatever spelling it follows: name=…, "name":"…", name: … */
static const char *const names[] = {
  "authorization", "x-api-key", "api-key", "cookie", "set-cookie", "proxy-authorization", "password",
  "newpassword", "currentpassword", "access_token", "refresh_token", "id_token", "token",
  "client_secret", "client_assertion", "secrettext", "secret", "code", "code_verifier", "state",
  "nonce", "assertion", "device_code", "sig", "session_state",
};

static gboolean
is_name_char (char c)
{
  return g_ascii_isalnum (c) || c == '_' || c == '-';
}

static gboolean
is_secret_name (const char *start, gsize length)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strlen (names[i]) == length && g_ascii_strncasecmp (names[i], start, length) == 0)
      return TRUE;

  return length > 6 && g_ascii_strncasecmp (start + length - 6, "_token", 6) == 0;
}

static gboolean
is_header (const char *start, gsize length)
{
  static const char *const headers[] = { "authorization", "proxy-authorization", "cookie",
                                         "set-cookie", "x-api-key", "api-key" };

  for (guint i = 0; i < G_N_ELEMENTS (headers); i++)
    if (strlen (headers[i]) == length && g_ascii_strncasecmp (headers[i], start, length) == 0)
      return TRUE;

  return FALSE;
}

/* Length of a JWT-like run at @at: three base64url parts of some length joined by dots. */
static gsize
jwt_length (const char *at)
{
  gsize total = 0;

  if (strncmp (at, "eyJ", 3) != 0)
    return 0;
  for (int part = 0; part < 3; part++)
    {
      gsize n = 0;

      while (g_ascii_isalnum (at[total + n]) || at[total + n] == '-' || at[total + n] == '_')
        n++;
      if (n < 4)
        return part > 0 ? total : 0;
      total += n;
      if (part < 2)
        {
          if (at[total] != '.')
            return total > 16 ? total : 0;
          total++;
        }
    }

  return total;
}

static const char *
skip_blanks (const char *at)
{
  while (*at == ' ' || *at == '\t')
    at++;
  return at;
}

/* After a secret name at @at: where its value ends, and in @value where it starts; NULL when what
 * follows is no value. */
static const char *
find_value (const char *at, gboolean header, const char **value)
{
  if (*at == '"' || *at == '\'')
    at++;
  at = skip_blanks (at);
  if (*at == '%' && g_ascii_strncasecmp (at, "%3d", 3) == 0)
    at += 3;
  else if (*at == '=' || *at == ':')
    at++;
  else
    return NULL;
  at = skip_blanks (at);

  if (*at == '"' || *at == '\'')
    {
      char quote = *at++;

      *value = at;
      while (*at != '\0' && *at != quote)
        at += at[0] == '\\' && at[1] != '\0' ? 2 : 1;
      return at;
    }
  *value = at;
  if (header)
    return at + strcspn (at, "\r\n");
  at += strcspn (at, "&,;\"' \t\r\n}");

  return at > *value ? at : NULL;
}

/* "POST /oauth2/v2.0/token: 400 Bad Request", or "…/token: 400: invalid_grant": the name ends a path,
 * and what follows is a status. */
static gboolean
is_status_of_path (const char *text, const char *name, const char *value, const char *stop)
{
  gsize length = (gsize) (stop - value);

  return name > text && name[-1] == '/' && (length == 3 || (length == 4 && value[3] == ':'))
         && g_ascii_isdigit (value[0]) && g_ascii_isdigit (value[1]) && g_ascii_isdigit (value[2]);
}

char *
tny_redact (const char *text)
{
  GString *out;
  const char *at = text;

  if (text == NULL)
    return NULL;

  out = g_string_sized_new (strlen (text));
  while (*at != '\0')
    {
      gsize jwt;

      if (strncmp (at, "-----BEGIN ", 11) == 0)
        {
          const char *end = strstr (at, "-----END ");
          const char *stop = end != NULL ? strstr (end + 9, "-----") : NULL;

          g_string_append (out, MASK);
          at = stop != NULL ? stop + 5 : at + strlen (at);
          continue;
        }
      if (at > text && is_name_char (at[-1]))
        {
          g_string_append_c (out, *at++);
          continue;
        }
      if ((jwt = jwt_length (at)) > 0)
        {
          g_string_append (out, MASK);
          at += jwt;
          continue;
        }
      if (g_ascii_strncasecmp (at, "bearer ", 7) == 0 || g_ascii_strncasecmp (at, "basic ", 6) == 0)
        {
          gsize word = strcspn (at, " ") + 1;
          gsize value = strcspn (at + word, " \t\r\n,;\"'");

          /* "basic training" is prose; a credential has more than small letters. */
          if (value >= 8 && strspn (at + word, "abcdefghijklmnopqrstuvwxyz") < value)
            {
              g_string_append_len (out, at, word);
              g_string_append (out, MASK);
              at += word + value;
              continue;
            }
        }
      if (is_name_char (*at))
        {
          const char *end = at, *value, *stop;

          while (is_name_char (*end))
            end++;
          if (is_secret_name (at, end - at) &&
              (stop = find_value (end, is_header (at, end - at), &value)) != NULL &&
              !is_status_of_path (text, at, value, stop))
            {
              g_string_append_len (out, at, value - at);
              g_string_append (out, MASK);
              at = stop;
              continue;
            }
        }
      g_string_append_c (out, *at++);
    }

  return g_string_free (out, FALSE);
}

static GLogWriterOutput
write_log (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  static const struct { GLogLevelFlags level; const char *name; } levels[] = {
    { G_LOG_LEVEL_ERROR, "error" }, { G_LOG_LEVEL_CRITICAL, "critical" },
    { G_LOG_LEVEL_WARNING, "warning" }, { G_LOG_LEVEL_MESSAGE, "message" },
    { G_LOG_LEVEL_INFO, "info" }, { G_LOG_LEVEL_DEBUG, "debug" },
  };
  const char *message = NULL, *domain = NULL, *name = "log";
  g_autofree char *redacted = NULL, *line = NULL, *whole = NULL;

  for (gsize i = 0; i < n_fields; i++)
    if (strcmp (fields[i].key, "MESSAGE") == 0)
      message = fields[i].value;
    else if (strcmp (fields[i].key, "GLIB_DOMAIN") == 0)
      domain = fields[i].value;

  /* Debug output of libraries can hold whole requests: it is never written, whatever the
   * environment asks for. */
  if ((level & (G_LOG_LEVEL_DEBUG | G_LOG_LEVEL_INFO)) != 0 || message == NULL)
    return G_LOG_WRITER_HANDLED;

  for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
    if (level & levels[i].level)
      {
        name = levels[i].name;
        break;
      }
  redacted = tny_redact (message);
  line = tny_text_one_line (redacted, LINE_CHARS);
  whole = g_strdup_printf ("%s: %s%s%s\n", name, domain != NULL ? domain : "", domain != NULL ? ": " : "", line);
  if (write (STDERR_FILENO, whole, strlen (whole)) < 0)
    return G_LOG_WRITER_UNHANDLED;

  return G_LOG_WRITER_HANDLED;
}

void
tny_log_install_writer (void)
{
  static gsize installed;

  if (g_once_init_enter (&installed))
    {
      g_log_set_writer_func (write_log, NULL, NULL);
      g_once_init_leave (&installed, 1);
    }
}
