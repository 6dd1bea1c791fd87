/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A page of 999 users by our reader, against json-glib making a tree of it.
 *
 * Both take the same bytes in the same loop; the median of the rounds' processor times gives the
 * ratio. Reading includes the check of the whole document and a hash of every row, the tree neither.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tny-json.h"
#include "tny-page-reader.h"
#include "tny-user.h"

#define USERS       999
#define ROUNDS      9
#define PER_ROUND   10
#define LEAST_RATIO 15

static char *
make_page (void)
{
  GString *out = g_string_new ("{\"@odata.count\":999,\"value\":[");

  for (guint i = 0; i < USERS; i++)
    g_string_append_printf (
      out,
      "%s{\"id\":\"%08x-0000-4000-8000-00000000000f\",\"userPrincipalName\":\"user%u@contoso.example\","
      "\"displayName\":\"User Number %u\",\"givenName\":\"User\",\"surname\":\"Number %u\","
      "\"mail\":\"user%u@contoso.example\",\"proxyAddresses\":[\"SMTP:user%u@contoso.example\","
      "\"smtp:u%u@contoso.onmicrosoft.com\",\"smtp:number.%u@contoso.example\","
      "\"SIP:user%u@contoso.example\"],\"otherMails\":[],\"accountEnabled\":true,"
      "\"userType\":\"Member\",\"jobTitle\":\"Systems Engineer\",\"department\":\"Op\\u00e9rations\","
      "\"companyName\":\"Contoso Limited\",\"officeLocation\":\"Building 7 / %u\","
      "\"mobilePhone\":\"+44 7700 %u\",\"businessPhones\":[\"+44 20 7946 %u\"],\"city\":\"London\","
      "\"country\":\"United Kingdom\",\"usageLocation\":\"GB\",\"onPremisesSyncEnabled\":null,"
      "\"assignedLicenses\":[{\"disabledPlans\":[],\"skuId\":\"6fd2c87f-b296-42f0-b197-1e91e994b900\"}],"
      "\"createdDateTime\":\"2024-03-%02uT08:15:00Z\"}",
      i > 0 ? "," : "", i, i, i, i, i, i, i, i, i, i, i, i, i % 28 + 1);
  g_string_append (out, "]}");

  return g_string_free (out, FALSE);
}

static double
cpu_usec (void)
{
  struct timespec ts;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &ts);
  return (double) ts.tv_sec * 1e6 + (double) ts.tv_nsec / 1e3;
}

static void
read_page (const char *text, gsize length)
{
  /* With room behind it, as the HTTP layer hands it over. */
  GByteArray *bytes = g_byte_array_sized_new ((guint) length + 128);
  g_autoptr(GError) error = NULL;
  g_autoptr(TnyPage) page = NULL;

  g_byte_array_append (bytes, (const guint8 *) text, (guint) length);
  page = tny_page_read (&tny_user_shape, bytes, &error);
  if (page == NULL || page->rows->len != USERS)
    g_error ("the page was not read: %s", error != NULL ? error->message : "rows are missing");
}

static void
make_tree (const char *text, gsize length)
{
  g_autoptr(JsonParser) parser = json_parser_new ();

  if (!json_parser_load_from_data (parser, text, (gssize) length, NULL))
    g_error ("json-glib does not take the page");
}

static int
compare (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return x < y ? -1 : x > y;
}

int
main (void)
{
  g_autofree char *text = make_page ();
  gsize length = strlen (text);
  double reader[ROUNDS], tree[ROUNDS], ratio;

  for (guint round = 0; round < ROUNDS; round++)
    {
      double start = cpu_usec (), between;

      for (guint i = 0; i < PER_ROUND; i++)
        read_page (text, length);
      between = cpu_usec ();
      for (guint i = 0; i < PER_ROUND; i++)
        make_tree (text, length);
      reader[round] = (between - start) / PER_ROUND;
      tree[round] = (cpu_usec () - between) / PER_ROUND;
    }
  qsort (reader, ROUNDS, sizeof *reader, compare);
  qsort (tree, ROUNDS, sizeof *tree, compare);
  ratio = tree[ROUNDS / 2] / reader[ROUNDS / 2];
  printf ("page of %u users, %.0f kB: reader %.0f us, json-glib's tree %.0f us, ratio %.1f\n",
          (guint) USERS, (double) length / 1000, reader[ROUNDS / 2], tree[ROUNDS / 2], ratio);

  return ratio >= LEAST_RATIO ? 0 : 1;
}
