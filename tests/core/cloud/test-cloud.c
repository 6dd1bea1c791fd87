/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-cloud.h"

#include <glib/gstdio.h>

#include "tny-error.h"

static TnyCloud *
load_text (const char *text, GError **error)
{
  g_autofree char *dir = g_dir_make_tmp ("tny-cloud-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "cloud.ini", NULL);
  TnyCloud *cloud;

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  cloud = tny_cloud_load (path, error);
  g_unlink (path);
  g_rmdir (dir);

  return cloud;
}

static gboolean
allows (TnyCloud *cloud, TnyService service, const char *text)
{
  g_autoptr(GUri) uri = g_uri_parse (text, G_URI_FLAGS_ENCODED, NULL);

  return uri != NULL && tny_cloud_allows (cloud, service, uri);
}

static void
test_real_clouds (void)
{
  static const struct { const char *name, *login, *graph, *partner; } clouds[] = {
    { "global", "https://login.microsoftonline.com", "https://graph.microsoft.com",
      "https://api.partnercenter.microsoft.com" },
    { "usgov", "https://login.microsoftonline.us", "https://graph.microsoft.us",
      "https://api.partnercenter.microsoft.com" },
    { "usgov-dod", "https://login.microsoftonline.us", "https://dod-graph.microsoft.us", NULL },
    { "china", "https://login.partner.microsoftonline.cn",
      "https://microsoftgraph.chinacloudapi.cn",
      "https://partner.partnercenterapi.microsoftonline.cn" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (clouds); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(TnyCloud) cloud = tny_cloud_load (clouds[i].name, &error);

      g_assert_no_error (error);
      g_assert_true (tny_cloud_is_real (cloud));
      g_assert_cmpstr (tny_cloud_get_name (cloud), ==, clouds[i].name);
      g_assert_cmpstr (tny_cloud_get_database (cloud), ==, "tenantry.db");
      g_assert_cmpstr (tny_cloud_get_base (cloud, TNY_SERVICE_LOGIN), ==, clouds[i].login);
      g_assert_cmpstr (tny_cloud_get_base (cloud, TNY_SERVICE_GRAPH), ==, clouds[i].graph);
      g_assert_cmpstr (tny_cloud_get_resource (cloud, TNY_SERVICE_GRAPH), ==, clouds[i].graph);
      g_assert_cmpstr (tny_cloud_get_base (cloud, TNY_SERVICE_PARTNER), ==, clouds[i].partner);
      g_assert_null (tny_cloud_get_resource (cloud, TNY_SERVICE_LOGIN));
      g_assert_cmpint (tny_cloud_find_service (cloud, clouds[i].graph), ==, TNY_SERVICE_GRAPH);
      g_assert_cmpint (tny_cloud_find_service (cloud, "https://evil.example"), ==, TNY_N_SERVICES);
      g_assert_cmpint (tny_cloud_find_service (cloud, NULL), ==, TNY_N_SERVICES);
      for (TnyService s = 0; s < TNY_N_SERVICES; s++)
        if (tny_cloud_get_base (cloud, s) != NULL)
          g_assert_true (allows (cloud, s, tny_cloud_get_base (cloud, s)));
    }
}

static void
test_host_list (void)
{
  static const struct { const char *uri; gboolean good; } addresses[] = {
    { "https://graph.microsoft.com/v1.0/users?$skiptoken=x", TRUE },
    { "https://graph.microsoft.com:443/v1.0/users", TRUE },
    { "https://GRAPH.Microsoft.com/v1.0/users", TRUE },
    { "http://graph.microsoft.com/v1.0/users", FALSE },
    { "https://graph.microsoft.com:8443/v1.0/users", FALSE },
    { "https://user@graph.microsoft.com/v1.0/users", FALSE },
    { "https://graph.microsoft.com:x@evil.example/", FALSE },
    { "https://graph.microsoft.com@evil.example/v1.0/users", FALSE },
    { "https://@graph.microsoft.com/v1.0/users", FALSE },
    { "https://graph.microsoft.com.evil.example/v1.0/users", FALSE },
    { "https://evilgraph.microsoft.com/v1.0/users", FALSE },
    { "https://graph.microsoft.com./v1.0/users", FALSE },
    { "https://graph.micro%73oft.com/v1.0/users", FALSE },
    { "https://gr\xd0\xb0ph.microsoft.com/v1.0/users", FALSE },
    { "https://graph.microsoft.us/v1.0/users", FALSE },
    { "https://login.microsoftonline.com/x", FALSE },
    { "https://127.0.0.1/v1.0/users", FALSE },
    { "https:///v1.0/users", FALSE },
    { "ftp://graph.microsoft.com/v1.0/users", FALSE },
    { "//graph.microsoft.com/v1.0/users", FALSE },
    { "/v1.0/users", FALSE },
    { "https://graph.microsoft.com\\@evil.example/", FALSE },
    { "javascript:alert(1)", FALSE },
    { "", FALSE },
  };
  g_autoptr(TnyCloud) cloud = tny_cloud_load (NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GUri) uri = tny_cloud_parse_link (cloud, TNY_SERVICE_GRAPH, addresses[i].uri,
                                                  &error);

      g_test_message ("%s", addresses[i].uri);
      if (addresses[i].good)
        g_assert_no_error (error);
      else
        {
          g_assert_error (error, TNY_ERROR, TNY_ERROR_PROTOCOL);
          g_assert_null (uri);
        }
    }
  g_assert_null (tny_cloud_parse_link (cloud, TNY_SERVICE_GRAPH, NULL, NULL));
  g_assert_true (allows (cloud, TNY_SERVICE_REPORTS,
                         "https://reportsncu.office.com/data/download/x"));
  g_assert_false (allows (cloud, TNY_SERVICE_REPORTS, "https://evil-office.com/x"));
  g_assert_false (allows (cloud, TNY_SERVICE_REPORTS, "http://reportsncu.office.com/x"));
  g_assert_false (allows (cloud, TNY_SERVICE_PARTNER, "https://graph.microsoft.com/x"));
}

#define FILE_WITH(graph) "[cloud]\nname=My test cloud\nlogin=http://127.0.0.1:8080/login\n" \
  "graph=" graph "\npartner=http://[::1]:8080/partner/\nportal=http://localhost:8080/portal\n"

static void
test_key_file (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TnyCloud) cloud = load_text (FILE_WITH ("http://127.0.0.1:8080/graph"), &error);
  g_autoptr(GUri) uri = NULL;
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  g_assert_false (tny_cloud_is_real (cloud));
  g_assert_cmpstr (tny_cloud_get_name (cloud), ==, "My test cloud");
  g_assert_cmpstr (tny_cloud_get_database (cloud), ==, "cloud-My test cloud.db");
  g_assert_cmpstr (tny_cloud_get_base (cloud, TNY_SERVICE_PARTNER), ==,
                   "http://[::1]:8080/partner");
  g_assert_cmpstr (tny_cloud_get_base (cloud, TNY_SERVICE_REPORTS), ==, "http://127.0.0.1:8080");
  g_assert_cmpstr (tny_cloud_get_base (cloud, TNY_SERVICE_AZURE), ==,
                   "http://localhost:8080/portal");
  g_assert_cmpstr (tny_cloud_get_resource (cloud, TNY_SERVICE_GRAPH), ==,
                   "https://graph.microsoft.com");
  g_assert_cmpstr (tny_cloud_get_resource (cloud, TNY_SERVICE_PARTNER), ==,
                   "https://api.partnercenter.microsoft.com");

  g_assert_true (allows (cloud, TNY_SERVICE_GRAPH, "http://127.0.0.1:8080/graph/v1.0/users?a=b"));
  g_assert_true (allows (cloud, TNY_SERVICE_PARTNER, "http://[::1]:8080/partner/v1/customers"));
  g_assert_true (allows (cloud, TNY_SERVICE_REPORTS, "http://127.0.0.1:8080/reports/x"));
  g_assert_false (allows (cloud, TNY_SERVICE_GRAPH, "http://127.0.0.1:8080/graphite"));
  g_assert_false (allows (cloud, TNY_SERVICE_GRAPH, "http://127.0.0.1:8080/graph/../login/x"));
  g_assert_false (allows (cloud, TNY_SERVICE_GRAPH, "http://127.0.0.1:8080/graph/%2e%2e/login/x"));
  g_assert_false (allows (cloud, TNY_SERVICE_GRAPH, "http://127.0.0.1:8081/graph/x"));
  g_assert_false (allows (cloud, TNY_SERVICE_GRAPH, "http://127.0.0.2:8080/graph/x"));
  g_assert_false (allows (cloud, TNY_SERVICE_GRAPH, "https://graph.microsoft.com/v1.0/users"));

  uri = tny_cloud_build_uri (cloud, TNY_SERVICE_PARTNER, "/v1/customers", "size=500", &error);
  g_assert_no_error (error);
  text = g_uri_to_string (uri);
  g_assert_cmpstr (text, ==, "http://[::1]:8080/partner/v1/customers?size=500");
}

static void
test_sample_has_its_own_database (void)
{
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("tenantry-test-XXXXXX.ini", &path, NULL);
  g_autoptr(TnyCloud) cloud =
    load_text ("[cloud]\nname=sample\nlogin=http://127.0.0.1:1/l\ngraph=http://127.0.0.1:1/g\n"
               "partner=http://127.0.0.1:1/p\nportal=http://127.0.0.1:1/o\n", NULL);

  /* a key file of that name is a cloud like others; the program's own is not */
  g_assert_cmpstr (tny_cloud_get_database (cloud), ==, "cloud-sample.db");
  g_clear_pointer (&cloud, tny_cloud_unref);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path,
    "[cloud]\nname=sample-cloud\nlogin=http://127.0.0.1:1/l\ngraph=http://127.0.0.1:1/g\n"
    "partner=http://127.0.0.1:1/p\nportal=http://127.0.0.1:1/o\n", -1, NULL));
  cloud = tny_cloud_load_sample (path, NULL);
  g_assert_cmpstr (tny_cloud_get_name (cloud), ==, "sample");
  g_assert_cmpstr (tny_cloud_get_database (cloud), ==, "sample.db");
  g_unlink (path);
}

static void
test_key_file_only_names_this_computer (void)
{
  static const char *const files[] = {
    FILE_WITH ("http://192.168.1.10:8080/graph"), FILE_WITH ("https://graph.microsoft.com"),
    FILE_WITH ("http://localhost.evil.example/graph"), FILE_WITH ("http://0.0.0.0:8080/graph"),
    FILE_WITH ("http://me:pw@127.0.0.1:8080/graph"), FILE_WITH ("http://127.0.0.1:8080/graph?x=y"),
    FILE_WITH ("http://127.0.0.1.evil.example/graph"), FILE_WITH ("file:///etc/passwd"),
    FILE_WITH ("graph"), FILE_WITH (""), FILE_WITH ("http://[::ffff:10.0.0.1]/graph"),
    "", "not a key file", "[cloud]\nname=x\n", "[other]\nname=x\n",
    "[cloud]\nname=../../x\nlogin=http://127.0.0.1/\ngraph=http://127.0.0.1/\n"
      "partner=http://127.0.0.1/\nportal=http://127.0.0.1/\n",
    "[cloud]\nname=.hidden\nlogin=http://127.0.0.1/\ngraph=http://127.0.0.1/\n"
      "partner=http://127.0.0.1/\nportal=http://127.0.0.1/\n",
    "[cloud]\nlogin=http://127.0.0.1/\ngraph=http://127.0.0.1/\npartner=http://127.0.0.1/\n"
      "portal=http://127.0.0.1/\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", files[i]);
      g_assert_null (load_text (files[i], &error));
      g_assert_error (error, TNY_ERROR, TNY_ERROR_ARGUMENT);
    }
}

static void
test_unknown (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(TnyCloud) dod = tny_cloud_load ("usgov-dod", NULL);

  g_assert_null (tny_cloud_load ("moon", &error));
  g_assert_error (error, TNY_ERROR, TNY_ERROR_ARGUMENT);
  g_clear_error (&error);
  g_assert_null (tny_cloud_load ("sample", &error));
  g_assert_error (error, TNY_ERROR, TNY_ERROR_ARGUMENT);
  g_clear_error (&error);
  g_assert_null (tny_cloud_load ("/nowhere/cloud.ini", &error));
  g_assert_error (error, TNY_ERROR, TNY_ERROR_FILE);
  g_clear_error (&error);
  g_assert_null (tny_cloud_build_uri (dod, TNY_SERVICE_PARTNER, "/v1/customers", NULL, &error));
  g_assert_error (error, TNY_ERROR, TNY_ERROR_ARGUMENT);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cloud/profile/real-clouds-are-a-table", test_real_clouds);
  g_test_add_func ("/cloud/profile/only-the-listed-host", test_host_list);
  g_test_add_func ("/cloud/profile/key-file", test_key_file);
  g_test_add_func ("/cloud/profile/sample-has-its-own-database", test_sample_has_its_own_database);
  g_test_add_func ("/cloud/profile/key-file-names-this-computer-only",
                   test_key_file_only_names_this_computer);
  g_test_add_func ("/cloud/profile/unknown-clouds-and-services", test_unknown);

  return g_test_run ();
}
