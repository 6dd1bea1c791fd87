/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether a domain says nothing about whose it is: mail for everybody, Microsoft's own
 * (*.onmicrosoft.com), places where anybody has a page. @domain: lower case. */
gboolean tny_domain_is_public  (const char *domain);
/* The host of what people write as a website ("https://www.Contoso.example/about", "contoso.example"),
 * lower case, without "www."; NULL when there is none. Free with g_free(). */
char   * tny_domain_of_website (const char *website);

/* A place as places are compared: letters and digits, no accents, one name for cities that have several
 * (Wien, Vienna). NULL for NULL and blank. Free with g_free(). */
char   * tny_place_fold        (const char *place);
/* The last nine digits, which are the same however a number is written; NULL for what is too short to
 * tell, or one digit over and over. Free with g_free(). */
char   * tny_phone_tail        (const char *phone);

G_END_DECLS
