/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-domain.h"

#include <stdlib.h>
#include <string.h>

#include "tny-letters.h"

#define TAIL_DIGITS 9
#define LEAST_DIGITS 7

/* Sorted by byte: it is searched. Mail and pages that anybody can have. */
static const char *const public_domains[] = {
  "126.com", "163.com", "aim.com", "alice.it", "aliyun.com", "aol.com", "aol.de", "arcor.de",
  "aruba.it", "att.net", "azet.sk", "bellsouth.net", "bigpond.com", "bigpond.net.au",
  "blogspot.com", "bluewin.ch", "blueyonder.co.uk", "bol.com.br", "btinternet.com",
  "btopenworld.com", "business.site", "centrum.cz", "charter.net", "chello.at",
  "club-internet.fr", "comcast.net", "cox.net", "daum.net", "dodo.com.au", "duck.com",
  "earthlink.net", "eircom.net", "email.com", "email.cz", "email.de", "eresmas.com",
  "facebook.com", "fastmail.com", "fastmail.fm", "free.fr", "freemail.hu", "freenet.de",
  "frontier.com", "github.io", "gmail.com", "gmx.at", "gmx.ch", "gmx.com", "gmx.de", "gmx.net",
  "google.com", "googlemail.com", "hanmail.net", "hetnet.nl", "hey.com", "hispeed.ch", "home.nl",
  "hotmail.be", "hotmail.ch", "hotmail.co.uk", "hotmail.com", "hotmail.com.br", "hotmail.de",
  "hotmail.es", "hotmail.fr", "hotmail.it", "hotmail.nl", "hotmail.no", "hotmail.se",
  "iafrica.com", "icloud.com", "iinet.net.au", "iname.com", "inbox.lv", "inbox.ru",
  "instagram.com", "interia.pl", "internode.on.net", "jimdo.com", "jubii.dk", "juno.com",
  "kpnmail.nl", "laposte.net", "libero.it", "linkedin.com", "linktr.ee", "list.ru", "live.be",
  "live.co.uk", "live.com", "live.com.au", "live.de", "live.dk", "live.fr", "live.ie", "live.it",
  "live.nl", "live.no", "live.se", "luukku.com", "mac.com", "mail.com", "mail.de", "mail.ee",
  "mail.ru", "mailbox.org", "me.com", "msn.com", "mweb.co.za", "naver.com", "neuf.fr",
  "nifty.com", "ntlworld.com", "o2.co.uk", "o2.pl", "o2online.de", "onet.pl", "online.de",
  "online.no", "optonline.net", "optusnet.com.au", "orange.fr", "otenet.gr", "outlook.at",
  "outlook.be", "outlook.co.uk", "outlook.com", "outlook.com.br", "outlook.de", "outlook.dk",
  "outlook.es", "outlook.fr", "outlook.ie", "outlook.it", "outlook.jp", "plala.or.jp",
  "planet.nl", "pobox.com", "poczta.onet.pl", "posteo.de", "proton.me", "protonmail.ch",
  "protonmail.com", "pt.lu", "qq.com", "rambler.ru", "rediffmail.com", "rocketmail.com",
  "rogers.com", "runbox.com", "sapo.pt", "sbcglobal.net", "seznam.cz", "sfr.fr", "shaw.ca",
  "sina.com", "sites.google.com", "sky.com", "skynet.be", "squarespace.com", "sympatico.ca",
  "t-online.de", "t-online.hu", "talktalk.net", "tele2.nl", "telefonica.net", "telenet.be",
  "telia.com", "telus.net", "terra.com.br", "terra.es", "tin.it", "tiscali.co.uk", "tiscali.it",
  "tuta.io", "tutanota.com", "tutanota.de", "ukr.net", "uol.com.br", "upcmail.nl", "verizon.net",
  "videotron.ca", "virgilio.it", "virgin.net", "virginmedia.com", "wanadoo.fr", "web.de",
  "wix.com", "wixsite.com", "wordpress.com", "wp.pl", "xs4all.nl", "xtra.co.nz", "yahoo.ca",
  "yahoo.co.in", "yahoo.co.jp", "yahoo.co.uk", "yahoo.com", "yahoo.com.au", "yahoo.com.br",
  "yahoo.de", "yahoo.es", "yahoo.fr", "yahoo.ie", "yahoo.it", "yandex.com", "yandex.ru",
  "yeah.net", "ymail.com", "youtube.com", "zeelandnet.nl", "ziggo.nl", "zoho.com", "zoznam.sk",
};

/* Everything below these: the domains Microsoft gives, and pages of builders. */
static const char *const public_parents[] = {
  ".onmicrosoft.com", ".onmicrosoft.us", ".onmicrosoft.cn", ".onmicrosoft.de", ".partner.onmschina.cn",
  ".microsoftonline.com", ".sharepoint.com", ".wixsite.com", ".wordpress.com", ".blogspot.com",
  ".business.site", ".squarespace.com", ".jimdosite.com", ".weebly.com", ".github.io", ".facebook.com",
  ".linkedin.com",
};

/* Cities with more than one usual name, folded; the first is the one that is kept. */
static const char *const cities[][5] = {
  { "wien", "vienna", "vienne" }, { "munchen", "munich", "muenchen" }, { "koln", "cologne", "koeln" },
  { "nurnberg", "nuremberg", "nuernberg" }, { "hannover", "hanover" }, { "zurich", "zuerich" },
  { "geneve", "geneva", "genf" }, { "basel", "basle", "bale" }, { "luzern", "lucerne" },
  { "lisboa", "lisbon" }, { "porto", "oporto" }, { "praha", "prague", "prag" },
  { "warszawa", "warsaw", "warschau" }, { "krakow", "cracow", "krakau" }, { "gdansk", "danzig" },
  { "kobenhavn", "copenhagen", "kopenhagen" }, { "goteborg", "gothenburg", "goeteborg" },
  { "bruxelles", "brussels", "brussel" }, { "antwerpen", "antwerp", "anvers" }, { "gent", "ghent" },
  { "denhaag", "thehague", "sgravenhage" }, { "milano", "milan", "mailand" }, { "roma", "rome" },
  { "torino", "turin" }, { "firenze", "florence" }, { "napoli", "naples" }, { "venezia", "venice" },
  { "genova", "genoa" }, { "sevilla", "seville" }, { "athina", "athens" }, { "bucuresti", "bucharest" },
  { "beograd", "belgrade" }, { "moskva", "moscow" }, { "kyiv", "kiev" }, { "helsinki", "helsingfors" },
  { "turku", "abo" }, { "strasbourg", "strassburg" }, { "lyon", "lyons" }, { "marseille", "marseilles" },
  { "luxembourg", "luxemburg" }, { "newyork", "newyorkcity", "nyc" }, { "montreal", "monreal" },
};

static int
compare_text (const void *key, const void *entry)
{
  return strcmp (key, *(const char *const *) entry);
}

gboolean
tny_domain_is_public (const char *domain)
{
  for (guint i = 0; i < G_N_ELEMENTS (public_parents); i++)
    if (g_str_has_suffix (domain, public_parents[i]))
      return TRUE;

  return bsearch (domain, public_domains, G_N_ELEMENTS (public_domains), sizeof *public_domains,
                  compare_text) != NULL;
}

char *
tny_domain_of_website (const char *website)
{
  g_autofree char *lower = website != NULL ? g_utf8_strdown (website, -1) : NULL;
  char *host = lower != NULL ? g_strstrip (lower) : NULL, *end;

  if (host == NULL)
    return NULL;
  if ((end = strstr (host, "://")) != NULL)
    host = end + 3;
  host[strcspn (host, "/?#: ,;")] = '\0';
  if (g_str_has_prefix (host, "www."))
    host += 4;

  return strchr (host, '.') != NULL && *host != '.' ? g_strdup (host) : NULL;
}

static char *
fold_letters (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      TnyLetter letters[TNY_LETTERS_MAX];
      guint n = 0;

      if (tny_letters_fold (g_utf8_get_char (at), letters, &n) == TNY_LETTER_WORD)
        for (guint i = 0; i < n; i++)
          g_string_append_unichar (out, letters[i]);
    }

  return g_string_free (out, FALSE);
}

char *
tny_place_fold (const char *place)
{
  g_autofree char *folded =
    place != NULL && g_utf8_validate (place, -1, NULL) ? fold_letters (place) : NULL;

  if (folded == NULL || *folded == '\0')
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (cities); i++)
    for (guint k = 1; k < G_N_ELEMENTS (cities[i]) && cities[i][k] != NULL; k++)
      if (strcmp (cities[i][k], folded) == 0)
        return g_strdup (cities[i][0]);

  return g_steal_pointer (&folded);
}

char *
tny_phone_tail (const char *phone)
{
  g_autoptr(GString) digits = g_string_new (NULL);
  gboolean differ = FALSE;

  for (const char *at = phone != NULL ? phone : ""; *at != '\0'; at++)
    {
      /* What comes behind is another number: an extension. */
      if (g_ascii_isalpha (*at) && digits->len >= LEAST_DIGITS)
        break;
      if (g_ascii_isdigit (*at))
        g_string_append_c (digits, *at);
    }
  if (digits->len > TAIL_DIGITS)
    g_string_erase (digits, 0, (gssize) (digits->len - TAIL_DIGITS));
  for (gsize i = 1; i < digits->len; i++)
    differ = differ || digits->str[i] != digits->str[0];

  return digits->len >= LEAST_DIGITS && differ ? g_string_free (g_steal_pointer (&digits), FALSE) : NULL;
}
