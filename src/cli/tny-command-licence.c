/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "tny-cli.h"
#include "tny-commands.h"
#include "tny-products.h"

typedef struct
{
  const char *sku_id, *part_number, *name, *usual_name;
  gboolean    own_name;
} Named;

static const TnyColumn named_columns[] = {
  TNY_COLUMN (Named, "sku_id", NULL, TEXT, sku_id),
  TNY_COLUMN (Named, "part_number", NULL, TEXT, part_number),
  TNY_COLUMN (Named, "name", NULL, TEXT, name),
  TNY_COLUMN (Named, "usual_name", NULL, TEXT, usual_name),
  TNY_COLUMN (Named, "own_name", NULL, FLAG, own_name),
  TNY_COLUMN_END
};

static gboolean
print_product (TnyCli *cli, const TnyProduct *product, GError **error)
{
  Named named = { product->sku_id, product->part_number, tny_product_shown (product), product->usual_name,
                  product->own_name != NULL };
  g_autofree char *sentence =
    g_strdup_printf (named.own_name ? _("%s is called “%s”, by the name you gave it.") : _("%s is called “%s”."),
                     named.part_number != NULL ? named.part_number : named.sku_id, named.name);

  return tny_cli_result (cli, named_columns, &named, sentence, error);
}

/* Which product is found by the name it has now, and shown as it is then. */
static gboolean
run_name (TnyCli *cli, GError **error)
{
  const char *name = tny_cli_argument (cli, 1);
  gboolean usual = tny_cli_has (cli, "usual");
  g_autoptr(TnyReader) reader = NULL;
  g_autoptr(TnyProduct) product = NULL, after = NULL;

  if (name != NULL && usual)
    return tny_refuse (error, "Give a name or --usual, not both");
  reader = tny_store_borrow (cli->store, error);
  if (reader == NULL || (product = tny_product_find (reader, tny_cli_argument (cli, 0), error)) == NULL)
    return FALSE;
  if (name == NULL && !usual)
    return print_product (cli, product, error);
  g_clear_pointer (&reader, tny_reader_return);
  if (!tny_product_set_name (cli->store, product->sku_id, name, error) ||
      (reader = tny_store_borrow (cli->store, error)) == NULL ||
      (after = tny_product_find (reader, product->sku_id, error)) == NULL)
    return FALSE;
  if (cli->dry_run)
    tny_cli_say (cli, _("Dry run, nothing was changed."));

  return print_product (cli, after, error);
}

static const TnyOption name_options[] = {
  { "usual", NULL, N_("Call it again as others do") },
  { NULL }
};

const TnyCommand tny_command_licence_name = {
  "licence name", "PRODUCT [NAME]", 1, 2, N_("Show what a product is called, or call it otherwise everywhere"),
  TNY_OPENS_EITHER, TNY_DRY_COPY, name_options, run_name
};
