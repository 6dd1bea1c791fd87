/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "tny-cloud.h"

#include <string.h>

#include "tny-error.h"

struct _TnyCloud
{
  gatomicrefcount  refs;
  gboolean         real;
  char            *name;
  char            *database;
  char            *bases[TNY_N_SERVICES];        /* NULL: not in this cloud */
  GUri            *uris[TNY_N_SERVICES];         /* the same, parsed */
  const char      *graph_resource, *partner_resource;
  GTlsDatabase    *tls_database;
};

/* Microsoft's clouds. Source: "National cloud deployments" of Microsoft Graph and of the identity
 * platform. Reports have no address of their own here: see is_report_host(). */
static const struct
{
  const char *name;
  const char *bases[TNY_N_SERVICES];
} clouds[] = {
  { "global",
    { [TNY_SERVICE_LOGIN]   = "https://login.microsoftonline.com",
      [TNY_SERVICE_GRAPH]   = "https://graph.microsoft.com",
      [TNY_SERVICE_PARTNER] = "https://api.partnercenter.microsoft.com",
      [TNY_SERVICE_PORTAL]  = "https://entra.microsoft.com",
      [TNY_SERVICE_AZURE]   = "https://portal.azure.com",
      [TNY_SERVICE_ADMIN]   = "https://admin.microsoft.com" } },
  { "usgov",
    { [TNY_SERVICE_LOGIN]   = "https://login.microsoftonline.us",
      [TNY_SERVICE_GRAPH]   = "https://graph.microsoft.us",
      [TNY_SERVICE_PARTNER] = "https://api.partnercenter.microsoft.com",
      [TNY_SERVICE_PORTAL]  = "https://entra.microsoft.us",
      [TNY_SERVICE_AZURE]   = "https://portal.azure.us",
      [TNY_SERVICE_ADMIN]   = "https://portal.office365.us" } },
  { "usgov-dod",
    { [TNY_SERVICE_LOGIN]   = "https://login.microsoftonline.us",
      [TNY_SERVICE_GRAPH]   = "https://dod-graph.microsoft.us",
      [TNY_SERVICE_PORTAL]  = "https://entra.microsoft.us",
      [TNY_SERVICE_AZURE]   = "https://portal.azure.us",
      [TNY_SERVICE_ADMIN]   = "https://portal.apps.mil" } },
  { "china",
    { [TNY_SERVICE_LOGIN]   = "https://login.partner.microsoftonline.cn",
      [TNY_SERVICE_GRAPH]   = "https://microsoftgraph.chinacloudapi.cn",
      [TNY_SERVICE_PARTNER] = "https://partner.partnercenterapi.microsoftonline.cn",
      [TNY_SERVICE_PORTAL]  = "https://entra.microsoftonline.cn",
      [TNY_SERVICE_AZURE]   = "https://portal.azure.cn",
      [TNY_SERVICE_ADMIN]   = "https://portal.partner.microsoftonline.cn" } },
};

/* Keys of a key file. What it does not name is where the portal (or Graph) is. */
static const struct
{
  const char *key;
  gboolean    required;
  TnyService  otherwise;
} keys[TNY_N_SERVICES] = {
  [TNY_SERVICE_LOGIN]   = { "login",   TRUE },
  [TNY_SERVICE_GRAPH]   = { "graph",   TRUE },
  [TNY_SERVICE_PARTNER] = { "partner", TRUE },
  [TNY_SERVICE_REPORTS] = { "reports", FALSE, TNY_SERVICE_GRAPH },
  [TNY_SERVICE_PORTAL]  = { "portal",  TRUE },
  [TNY_SERVICE_AZURE]   = { "azure",   FALSE, TNY_SERVICE_PORTAL },
  [TNY_SERVICE_ADMIN]   = { "admin",   FALSE, TNY_SERVICE_PORTAL },
};

static TnyCloud *
new_cloud (const char *name, gboolean real)
{
  TnyCloud *self = g_new0 (TnyCloud, 1);

  g_atomic_ref_count_init (&self->refs);
  self->name = g_strdup (name);
  self->real = real;
  /* Key files imitate the global cloud, and with it its audiences. */
  self->graph_resource = clouds[0].bases[TNY_SERVICE_GRAPH];
  self->partner_resource = clouds[0].bases[TNY_SERVICE_PARTNER];

  return self;
}

/* Letters, digits, dots and hyphens: no other alphabet that looks alike, no escapes. */
static gboolean
is_plain_host (const char *host)
{
  if (host == NULL || *host == '\0')
    return FALSE;
  for (; *host != '\0'; host++)
    if (!g_ascii_isalnum (*host) && *host != '.' && *host != '-')
      return FALSE;

  return TRUE;
}

static gboolean
is_loopback (const char *host)
{
  g_autoptr(GInetAddress) address = NULL;

  if (host == NULL)
    return FALSE;
  if (g_ascii_strcasecmp (host, "localhost") == 0)
    return TRUE;
  address = g_inet_address_new_from_string (host);

  return address != NULL && g_inet_address_get_is_loopback (address);
}

static int
effective_port (GUri *uri)
{
  int port = g_uri_get_port (uri);

  if (port > 0)
    return port;

  return g_strcmp0 (g_uri_get_scheme (uri), "https") == 0 ? 443 : 80;
}

static TnyCloud *
load_real (guint which)
{
  TnyCloud *self = new_cloud (clouds[which].name, TRUE);

  self->database = g_strdup ("tenantry.db");
  self->graph_resource = clouds[which].bases[TNY_SERVICE_GRAPH];
  self->partner_resource = clouds[which].bases[TNY_SERVICE_PARTNER];
  for (guint i = 0; i < TNY_N_SERVICES; i++)
    if (clouds[which].bases[i] != NULL)
      {
        self->bases[i] = g_strdup (clouds[which].bases[i]);
        self->uris[i] = g_uri_parse (self->bases[i], G_URI_FLAGS_ENCODED, NULL);
      }

  return self;
}

/* is_good_name() lets nothing through that a file name may not hold. */
static char *
database_name (const char *name)
{
  return g_strdup_printf ("cloud-%s.db", name);
}

static gboolean
is_good_name (const char *name)
{
  gsize length = strlen (name);

  if (length < 1 || length > 64 || !g_ascii_isalnum (*name))
    return FALSE;
  for (; *name != '\0'; name++)
    if (!g_ascii_isalnum (*name) && strchr (" ._-", *name) == NULL)
      return FALSE;

  return TRUE;
}

static gboolean
is_allowed_scheme (const char *scheme)
{
#if TNY_TEST_SEAMS
  if (strcmp (scheme, "https") == 0)
    return TRUE;
#endif
  return strcmp (scheme, "http") == 0;
}

static gboolean
take_base (TnyCloud *self, TnyService service, const char *text, const char *file, GError **error)
{
  g_autoptr(GUri) uri = g_uri_parse (text, G_URI_FLAGS_ENCODED, NULL);
  gsize length = strlen (text);

  if (uri == NULL || !is_allowed_scheme (g_uri_get_scheme (uri)) ||
      !is_loopback (g_uri_get_host (uri)) || g_uri_get_userinfo (uri) != NULL ||
      g_uri_get_query (uri) != NULL || g_uri_get_fragment (uri) != NULL)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_ARGUMENT,
                   "%s: “%s” must be an http address of this computer "
                   "(127.0.0.1, ::1 or localhost)",
                   file, keys[service].key);
      return FALSE;
    }
  while (length > 0 && text[length - 1] == '/')
    length--;
  self->bases[service] = g_strndup (text, length);
  self->uris[service] = g_uri_parse (self->bases[service], G_URI_FLAGS_ENCODED, NULL);

  return TRUE;
}

static TnyCloud *
read_key_file (GKeyFile *file, const char *path, GError **error)
{
  g_autofree char *name = g_key_file_get_string (file, "cloud", "name", NULL);
  g_autoptr(TnyCloud) self = NULL;

  if (name == NULL || !is_good_name (name))
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_ARGUMENT,
                   "%s: “name” in the group [cloud] must be 1 to 64 letters, digits, blanks, dots, "
                   "hyphens", path);
      return NULL;
    }
  self = new_cloud (name, FALSE);
  self->database = database_name (name);
  for (guint i = 0; i < TNY_N_SERVICES; i++)
    {
      g_autofree char *text = g_key_file_get_string (file, "cloud", keys[i].key, NULL);

      if (text == NULL && keys[i].required)
        {
          g_set_error (error, TNY_ERROR, TNY_ERROR_ARGUMENT,
                       "%s: “%s” is missing in the group [cloud]",
                       path, keys[i].key);
          return NULL;
        }
      if (text != NULL && !take_base (self, i, text, path, error))
        return NULL;
    }
  for (guint i = 0; i < TNY_N_SERVICES; i++)
    if (self->bases[i] == NULL)
      {
        GUri *other = self->uris[keys[i].otherwise];

        /* Reports: the same host and port as Graph, with any path. */
        self->uris[i] = i == TNY_SERVICE_REPORTS
                        ? g_uri_build (G_URI_FLAGS_ENCODED, g_uri_get_scheme (other), NULL,
                                       g_uri_get_host (other), g_uri_get_port (other), "", NULL,
                                       NULL)
                        : g_uri_ref (other);
        self->bases[i] = g_uri_to_string (self->uris[i]);
      }
#if TNY_TEST_SEAMS
  g_autofree char *ca = g_key_file_get_string (file, "cloud", "ca", NULL);

  if (ca != NULL && (self->tls_database = g_tls_file_database_new (ca, error)) == NULL)
    return NULL;
#endif

  return g_steal_pointer (&self);
}

TnyCloud *
tny_cloud_load (const char *name_or_path, GError **error)
{
  g_autoptr(GKeyFile) file = g_key_file_new ();
  g_autoptr(GError) local = NULL;
  g_autofree char *shown = NULL;
  const char *name = name_or_path != NULL ? name_or_path : "global";

  for (guint i = 0; i < G_N_ELEMENTS (clouds); i++)
    if (strcmp (name, clouds[i].name) == 0)
      return load_real (i);

  if (strchr (name, '/') == NULL && strchr (name, '.') == NULL &&
      !g_file_test (name, G_FILE_TEST_EXISTS))
    {
      shown = g_strescape (name, NULL);
      g_set_error (error, TNY_ERROR, TNY_ERROR_ARGUMENT,
                   "There is no cloud “%s”: global, usgov, usgov-dod, china, sample, or the path "
                   "of a key file", shown);
      return NULL;
    }
  if (!g_key_file_load_from_file (file, name, G_KEY_FILE_NONE, &local))
    {
      g_set_error (error, TNY_ERROR,
                   local->domain == G_FILE_ERROR ? TNY_ERROR_FILE : TNY_ERROR_ARGUMENT,
                   "%s: %s", name, local->message);
      return NULL;
    }

  return read_key_file (file, name, error);
}

TnyCloud *
tny_cloud_load_sample (const char *path, GError **error)
{
  TnyCloud *self = tny_cloud_load (path, error);

  if (self != NULL)
    {
      g_free (self->name);
      self->name = g_strdup ("sample");
      g_free (self->database);
      self->database = g_strdup ("sample.db");
    }

  return self;
}

TnyCloud *
tny_cloud_ref (const TnyCloud *self)
{
  TnyCloud *mine = (TnyCloud *) self;

  g_atomic_ref_count_inc (&mine->refs);
  return mine;
}

void
tny_cloud_unref (TnyCloud *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->refs))
    return;
  for (guint i = 0; i < TNY_N_SERVICES; i++)
    {
      g_free (self->bases[i]);
      g_clear_pointer (&self->uris[i], g_uri_unref);
    }
  g_clear_object (&self->tls_database);
  g_free (self->name);
  g_free (self->database);
  g_free (self);
}

const char *
tny_cloud_get_name (const TnyCloud *self)
{
  return self->name;
}

gboolean
tny_cloud_is_real (const TnyCloud *self)
{
  return self->real;
}

const char *
tny_cloud_get_database (const TnyCloud *self)
{
  return self->database;
}

const char *
tny_cloud_get_base (const TnyCloud *self, TnyService service)
{
  g_return_val_if_fail (service < TNY_N_SERVICES, NULL);

  return self->bases[service];
}

const char *
tny_cloud_get_resource (const TnyCloud *self, TnyService service)
{
  if (service == TNY_SERVICE_GRAPH)
    return self->graph_resource;

  return service == TNY_SERVICE_PARTNER ? self->partner_resource : NULL;
}

TnyService
tny_cloud_find_service (const TnyCloud *self, const char *resource)
{
  if (g_strcmp0 (resource, self->graph_resource) == 0)
    return TNY_SERVICE_GRAPH;
  if (resource != NULL && g_strcmp0 (resource, self->partner_resource) == 0)
    return TNY_SERVICE_PARTNER;

  return TNY_N_SERVICES;
}

/* Whether @path lies below @prefix; never by "..", plain or escaped. */
static gboolean
is_below (const char *path, const char *prefix)
{
  gsize length = strlen (prefix);
  g_autofree char *plain = g_uri_unescape_string (path, NULL);

  if (plain == NULL || strstr (plain, "/../") != NULL || g_str_has_suffix (plain, "/.."))
    return FALSE;

  return strncmp (path, prefix, length) == 0 && (path[length] == '\0' || path[length] == '/');
}

/* Usage reports are fetched from changing hosts of one domain, and only the global cloud has them.
 * Source: "reportRoot: getMailboxUsageDetail", which answers with such an address. */
static gboolean
is_report_host (const TnyCloud *self, GUri *uri)
{
  return self->real && strcmp (self->name, "global") == 0 &&
         strcmp (g_uri_get_scheme (uri), "https") == 0 && effective_port (uri) == 443 &&
         g_str_has_suffix (g_uri_get_host (uri), ".office.com");
}

gboolean
tny_cloud_allows (const TnyCloud *self, TnyService service, GUri *uri)
{
  GUri *base;
  const char *host;

  g_return_val_if_fail (service < TNY_N_SERVICES, FALSE);

  base = self->uris[service];
  if (uri == NULL || g_uri_get_userinfo (uri) != NULL)
    return FALSE;
  host = g_uri_get_host (uri);
  /* The one host that is not plain is the literal ::1 of a key file. */
  if (!is_plain_host (host) && (self->real || !is_loopback (host)))
    return FALSE;
  if (base == NULL)
    return service == TNY_SERVICE_REPORTS && is_report_host (self, uri);

  return strcmp (g_uri_get_scheme (uri), g_uri_get_scheme (base)) == 0 &&
         g_ascii_strcasecmp (host, g_uri_get_host (base)) == 0 &&
         effective_port (uri) == effective_port (base) &&
         is_below (g_uri_get_path (uri), g_uri_get_path (base));
}

/* GUri decodes a host; nobody honest escapes one. */
static gboolean
has_escaped_host (const char *text)
{
  const char *host = strstr (text, "//");

  return host != NULL && memchr (host, '%', strcspn (host + 2, "/?#") + 2) != NULL;
}

GUri *
tny_cloud_parse_link (const TnyCloud *self, TnyService service, const char *text, GError **error)
{
  g_autoptr(GUri) uri = NULL;
  g_autofree char *host = NULL;

  if (text != NULL && strlen (text) <= 16 * 1024 && !has_escaped_host (text))
    uri = g_uri_parse (text, G_URI_FLAGS_ENCODED, NULL);
  if (uri == NULL)
    {
      g_set_error_literal (error, TNY_ERROR, TNY_ERROR_PROTOCOL,
                           "A link in the answer is malformed");
      return NULL;
    }
  if (!tny_cloud_allows (self, service, uri))
    {
      host = g_uri_get_host (uri) != NULL ? g_strescape (g_uri_get_host (uri), NULL)
        : g_strdup ("");
      g_set_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL,
                   "A link in the answer leads to another place (%.100s); it was not followed",
                   host);
      return NULL;
    }

  return g_steal_pointer (&uri);
}

GUri *
tny_cloud_build_uri (const TnyCloud *self, TnyService service, const char *path, const char *query,
                     GError **error)
{
  g_autofree char *whole = NULL;
  GUri *base;

  g_return_val_if_fail (service < TNY_N_SERVICES && path != NULL && *path == '/', NULL);

  base = self->uris[service];
  if (base == NULL)
    {
      g_set_error (error, TNY_ERROR, TNY_ERROR_ARGUMENT, "The cloud “%s” does not have %s",
                   self->name, keys[service].key);
      return NULL;
    }
  whole = g_strconcat (g_uri_get_path (base), path, NULL);

  return g_uri_build (G_URI_FLAGS_ENCODED, g_uri_get_scheme (base), NULL, g_uri_get_host (base),
                      g_uri_get_port (base), whole, query, NULL);
}

GTlsDatabase *
tny_cloud_get_tls_database (const TnyCloud *self)
{
  return self->tls_database;
}
