/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "tny-cli.h"
#include "tny-commands.h"

/* setup certificate */

#define MONTHS_USUAL 12
#define MONTHS_MAX   36

typedef struct
{
  char   *thumbprint, *file;
  gint64  expires;
} Made;

static const TnyColumn columns[] = {
  TNY_COLUMN (Made, "thumbprint", NULL, TEXT, thumbprint),
  TNY_COLUMN (Made, "file", NULL, TEXT, file),
  TNY_COLUMN (Made, "expires", NULL, TIME, expires),
  TNY_COLUMN_END
};

static gboolean
run_certificate (TnyCli *cli, GError **error)
{
  const char *path = tny_cli_argument (cli, 0), *of = tny_cli_value (cli, "of");
  g_autoptr(TnyConnection) connection = NULL;
  g_autoptr(TnyCertificate) certificate = NULL;
  g_autofree char *sentence = NULL;
  gint64 months;

  if (!tny_cli_number (cli, "months", 1, MONTHS_MAX, MONTHS_USUAL, &months, error))
    return FALSE;
  if (of != NULL)
    {
      if (tny_cli_has (cli, "anew") || tny_cli_has (cli, "months"))
        return tny_refuse (error, _("--of writes a file of the certificate that is in use; it makes none"));
      connection = tny_session_find_connection (cli->session, of, error);
      if (connection == NULL)
        return FALSE;
      certificate = tny_session_find_certificate (cli->session, connection->id, cli->cancellable, error);
    }
  else
    {
      certificate = tny_session_prepare_certificate (cli->session, (guint) months, tny_cli_has (cli, "anew"),
                                                     cli->cancellable, error);
    }
  if (certificate == NULL || !tny_certificate_export (certificate, path, error))
    return FALSE;

  Made made = { certificate->thumbprint, (char *) path, certificate->until };

  /* translators: a file; then the thumbprint that Microsoft's portal shows of it */
  sentence = g_strdup_printf (_("Wrote “%s”: upload it to the app, under Certificates & secrets, Certificates. "
                                "Its thumbprint there is %s. The key stays in the keyring."), path,
                              certificate->thumbprint);

  return tny_cli_result (cli, columns, &made, sentence, error);
}

static const TnyOption options[] = {
  { "months", N_("N"), N_("How long a new certificate is good; 12 without it") },
  { "anew", NULL, N_("Make another one although one waits to be used") },
  { "of", N_("CONNECTION"), N_("The certificate that this connection uses, once more as a file") },
  { NULL }
};

const TnyCommand tny_command_setup_certificate = {
  "setup certificate", "FILE", 1, 1, N_("Make a certificate instead of a secret; FILE gets its public part"),
  TNY_OPENS_WRITE, TNY_DRY_NOT, options, run_certificate
};
