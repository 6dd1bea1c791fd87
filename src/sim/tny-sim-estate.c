/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-sim-estate.h"

#include <string.h>

#include "tny-sim-people.h"

struct _TnySimEstate
{
  guint64       seed;
  guint         n_customers;
  TnySimTenant *tenants;         /* n_customers + 1 */
  GHashTable   *by_name;         /* id or domain, lower case -> tenant */
  GStringChunk *texts;
};

/* The three lists of customers, the way in, and what the tenant has bought. */
#define LISTS   (TNY_SIM_IN_CONTRACTS | TNY_SIM_IN_GDAP | TNY_SIM_IN_RESELLER)
#define ACCESS  (TNY_SIM_GDAP_ACTIVE | TNY_SIM_GDAP_READER | TNY_SIM_CONSENTED)
#define P1      TNY_SIM_PREMIUM
#define INTUNE  TNY_SIM_INTUNE
#define HIDDEN  TNY_SIM_CONCEALED
#define HYBRID  TNY_SIM_HYBRID

static const struct
{
  const char *name, *contract_name, *slug, *country;
  guint       weight;            /* users, in an estate of 1,700 */
  guint       flags;
} by_hand[] = {
  { "Alderbrook Surveyors Ltd", NULL, "alderbrook", "GB", 120, LISTS | ACCESS | P1 | INTUNE },
  { "Brightwater Dental Care", NULL, "brightwaterdental", "GB", 45, LISTS | ACCESS },
  { "Castellan Freight GmbH", NULL, "castellan-freight", "DE", 160,
    LISTS | ACCESS | P1 | HIDDEN | HYBRID },
  { "Dunmore & Pike Solicitors LLP", NULL, "dunmorepike", "GB", 38, LISTS | ACCESS | P1 | INTUNE },
  { "École Saint-Aubert", NULL, "saintaubert", "FR", 85, LISTS | ACCESS | HIDDEN },
  { "Fernhill Community Trust", NULL, "fernhilltrust", "GB", 60, LISTS | ACCESS | P1 },
  { "Grünwald Präzisionstechnik GmbH", NULL, "gruenwald-technik", "DE", 140,
    LISTS | ACCESS | P1 | INTUNE | HYBRID },
  { "Hotel Miramar Lagos S.A.", NULL, "miramarlagos", "PT", 75, LISTS | ACCESS },
  { "Ironbridge Castings Limited", NULL, "ironbridgecastings", "GB", 95, LISTS | ACCESS | P1 },
  /* A reseller's contract without any relationship: known, but closed to us. */
  { "Junco Travel", NULL, "juncotravel", "IE", 12,
    TNY_SIM_IN_CONTRACTS | TNY_SIM_IN_RESELLER | TNY_SIM_CONSENTED },
  { "Kestrel Logistics Ltd", NULL, "kestrel-logistics", "GB", 110, LISTS | ACCESS | P1 | INTUNE },
  { "The Lanternworks Theatre", "Lanternworks Theatre", "lanternworks", "GB", 33, LISTS | ACCESS },
  { "Marlow and Finch Architects", NULL, "marlowfinch", "GB", 27, LISTS | ACCESS | P1 },
  { "Nordlys Rederi & Shipping AS", NULL, "nordlys-rederi", "NO", 130,
    LISTS | ACCESS | P1 | HIDDEN },
  /* Renamed: the contract keeps the name it was made with. */
  { "Oakhaven Group", "Oakhaven Foods Ltd", "oakhaven", "GB", 210,
    LISTS | ACCESS | P1 | INTUNE | HYBRID },
  /* Twins. */
  { "Pellworth Engineering", NULL, "pellworth", "GB", 64, LISTS | ACCESS | P1 },
  { "Pellworth Engineering (North)", NULL, "pellworth-north", "GB", 41, LISTS | ACCESS },
  { "Quarrymen Brewing Co.", NULL, "quarrymenbrewing", "GB", 56, LISTS | ACCESS },
  { "Rosières & Fils SARL", NULL, "rosieres", "FR", 22, LISTS | ACCESS | P1 | TNY_SIM_FEDERATED },
  { "St Brannock's Surgery", "St. Brannocks Surgery", "stbrannocks", "GB", 48, LISTS | ACCESS },
  /* In one list only, each in another: relationship, Partner Center, contract. */
  { "Tidewell Robotics, Inc.", NULL, "tidewellrobotics", "US", 30, TNY_SIM_IN_GDAP | ACCESS | P1 },
  { "梅田メディア株式会社", NULL, "umedamedia", "JP", 9, TNY_SIM_IN_RESELLER | TNY_SIM_CONSENTED },
  { "Vantage Point Optics", NULL, "vantagepointoptics", "US", 14, TNY_SIM_IN_CONTRACTS },
  /* Text that wants to be more than text, and a relationship whose roles do not reach the users. */
  { "=Westmere & \"Co\" <b>Housing</b>", "Westmere Housing", "westmere", "GB", 52,
    LISTS | TNY_SIM_GDAP_ACTIVE | TNY_SIM_CONSENTED | P1 },
  /* Renamed and never consented. */
  { "Zephyr Aviation Services", "Zephyr Air Charter", "zephyraviation", "US", 24,
    LISTS | TNY_SIM_GDAP_ACTIVE | TNY_SIM_GDAP_READER | TNY_SIM_GDAP_GLOBAL },
};

/* Where those are, in the same order. Numbers are from the ranges kept for fiction; where a country has
 * none, the tenant tells none. */
static const struct
{
  const char *street, *postal_code, *city, *phone, *more_domains;
} places[] = {
  { "4 Friar Walk", "ZX1 4AB", "Derby", "+44 1632 960110", "" },
  { "18 Quay Street", "ZX2 8QS", "Exeter", "+44 1632 960121", "brightwater-dental.example" },
  { "Industriestraße 9", "34000", "Kassel", "+49 30 23125 130", "" },
  { "2 Chancel Row", "ZX4 2CR", "York", "+44 1632 960144", "dunmorelaw.example" },
  { "7 rue des Tilleuls", "69900", "Lyon", "+33 1 99 00 51 05", "" },
  { "Fernhill House, Mill Lane", "ZX6 1FH", "Leeds", "+44 1632 960166", "fernhillhub.example" },
  { "Werkstraße 1", "70900", "Stuttgart", "+49 30 23125 170", "gruenwald.example" },
  { "Avenida da Praia 12", "8600-900", "Lagos", NULL, "" },
  { "Foundry Yard", "ZX9 3FY", "Telford", "+44 1632 960199", "" },
  { "31 Harbour Row", "T12 XX31", "Cork", NULL, "" },
  { "Unit 4, Kestrel Park", "ZX11 4KP", "Hull", "+44 1632 960211", "kestrelfreight.example" },
  { "1 Lantern Court", "ZX12 1LC", "Bristol", "+44 1632 960222", "" },
  { "22 Cloth Street", "ZX13 2CS", "Norwich", "+44 1632 960233", "" },
  { "Strandkaien 3", "5900", "Bergen", NULL, "" },
  /* Renamed, and with the domain of its old name. */
  { "Oven Lane", "ZX15 9OL", "Bristol", "+44 1632 960255", "oakhavenfoods.example" },
  { "80 Sadler Gate", "ZX16 8SG", "Derby", "+44 1632 960266", "" },
  { "5 Dock Road", "ZX17 5DR", "Hull", "+44 1632 960277", "" },
  { "The Old Maltings", "ZX18 1OM", "York", "+44 1632 960288", "" },
  { "14 quai Perrache", "69901", "Lyon", "+33 1 99 00 51 19", "" },
  { "Surgery Lane", "ZX20 2SL", "Truro", "+44 1632 960300", "" },
  { "500 Tidewell Avenue", "00121", "Portland", "+1 212 555 0121", "tidewell.example" },
  { "梅田 1-1", "530-0900", "大阪市", NULL, "" },
  { "77 Lens Street", "00123", "Albany", "+1 212 555 0123", "" },
  { "9 Westmere Green", "ZX24 9WG", "Cardiff", "+44 1632 960344", "westmerehousing.example" },
  { "Hangar 6", "00125", "Dayton", "+1 212 555 0125", "zephyraircharter.example" },
};
G_STATIC_ASSERT (G_N_ELEMENTS (places) == G_N_ELEMENTS (by_hand));

static const char *const streets[] = { "Mill Lane", "Station Road", "Church Street", "High Street",
                                       "Park Avenue", "Dock Road", "Market Square" };

static const char *const first_words[] = {
  "Amberley", "Ashdown", "Bankside", "Barrow", "Beacon", "Blackthorn", "Bluebell", "Bramble",
  "Calder", "Carrick", "Cedar", "Chalk Hill", "Cobalt", "Copper", "Crescent", "Crown", "Dale",
  "Derwent", "Drift", "Eastgate", "Elder", "Ember", "Falcon", "Ferry", "Flint", "Foxglove",
  "Garnet", "Glen", "Granite", "Greenway", "Harbour", "Hazel", "Heath", "Heron", "Highfield",
  "Indigo", "Ivy", "Juniper", "Kingsley", "Lark", "Laurel", "Linden", "Loch", "Maple", "Meadow",
  "Mercury", "Mill", "Moorland", "Northgate", "Oak", "Opal", "Orchard", "Osprey", "Otter", "Peak",
  "Pebble", "Pine", "Quarry", "Raven", "Redwood", "Ridge", "River", "Rowan", "Saffron", "Silver",
  "Slate", "Sparrow", "Spring", "Sterling", "Stone", "Summit", "Swift", "Tamar", "Thistle",
  "Timber", "Topaz", "Valley", "Violet", "Walnut", "Waterside", "Westbrook", "Willow", "Windmill",
  "Wolds", "Wren", "Yew", "Zenith",
};

static const char *const second_words[] = {
  "Accountants", "Advisory", "Analytics", "Bakery", "Books", "Builders", "Catering", "Chemicals",
  "Clinic", "Coatings", "Components", "Consulting", "Couriers", "Dairy", "Design", "Electrical",
  "Energy", "Estates", "Fabrics", "Farms", "Fasteners", "Films", "Flooring", "Foods", "Foundry",
  "Furniture", "Gardens", "Glass", "Haulage", "Heating", "Homes", "Instruments", "Insurance",
  "Joinery", "Kitchens", "Labels", "Laundry", "Legal", "Lighting", "Marine", "Media", "Medical",
  "Motors", "Nurseries", "Optics", "Packaging", "Paints", "Partners", "Pharmacy", "Plastics",
  "Plumbing", "Press", "Pumps", "Recruitment", "Roofing", "Safety", "School", "Seals", "Security",
  "Signs", "Software", "Solar", "Storage", "Studios", "Supplies", "Textiles", "Tools", "Toys",
  "Transport", "Travel", "Vets", "Windows", "Wines",
};

static const char *const third_words[] = {
  "", " Group", " & Sons", " Bros", " Holdings", " North", " South", " (UK)", " International",
  " Direct", " Services", " Solutions", " of York", " of Bath", " Europe", " and Co", " Works",
  " Collective",
};

static const char *const legal_forms[] = {
  " Ltd", " Limited", "", " LLP", " GmbH", " Inc.", " plc", " SARL", " AG", " B.V.", " AS", ", LLC",
};

static const char *const countries[] = { "GB", "GB", "GB", "IE", "DE", "US", "GB", "FR", "CH",
                                         "NL", "NO", "US" };

/* The @n-th of all pairs and triples, in an order that the seed decides: no name comes twice. */
static void
name_tenant (TnySimEstate *self, TnySimTenant *tenant)
{
  const guint64 n_first = G_N_ELEMENTS (first_words), n_second = G_N_ELEMENTS (second_words);
  const guint64 all = n_first * n_second * G_N_ELEMENTS (third_words);
  guint64 roll = tny_sim_dice (self->seed, TNY_SIM_DICE_TENANT, tenant->index, 1);
  guint64 at = (tenant->index * G_GUINT64_CONSTANT (49999) +
                tny_sim_dice (self->seed, TNY_SIM_DICE_ORDER, 0, 0) % all) % all;
  guint64 round = tenant->index / all, form = roll % G_N_ELEMENTS (legal_forms);
  const char *first = first_words[at % n_first];
  const char *second = second_words[at / n_first % n_second];
  const char *third = third_words[at / n_first / n_second];
  g_autofree char *name = g_strconcat (first, " ", second, third, legal_forms[form], NULL);
  g_autoptr(GString) slug = g_string_new (NULL);
  g_autofree char *domain = NULL, *initial = NULL;

  if (round > 0)
    {
      g_autofree char *numbered = g_strdup_printf ("%s %u", name, (guint) round + 1);

      tenant->name = g_string_chunk_insert (self->texts, numbered);
    }
  else
    tenant->name = g_string_chunk_insert (self->texts, name);
  tenant->contract_name = tenant->name;
  if (roll >> 20 & 15 ? FALSE : TRUE)
    {
      g_autofree char *old = g_strconcat ("The ", first, " ", second, " Company", NULL);

      tenant->contract_name = g_string_chunk_insert (self->texts, old);
    }
  for (const char *at_name = name; *at_name != '\0'; at_name++)
    if (g_ascii_isalnum (*at_name))
      g_string_append_c (slug, g_ascii_tolower (*at_name));
  domain = g_strdup_printf ("%s-%u.example", slug->str, tenant->index);
  initial = g_strdup_printf ("%s%usample.onmicrosoft.com", slug->str, tenant->index);
  tenant->domain = g_string_chunk_insert (self->texts, domain);
  tenant->initial_domain = g_string_chunk_insert (self->texts, initial);
  tenant->country = countries[form];
}

/* Addresses of those that the seed made. One in five has a second domain. */
static void
place_tenant (TnySimEstate *self, TnySimTenant *tenant)
{
  guint64 roll = tny_sim_dice (self->seed, TNY_SIM_DICE_TENANT, tenant->index, 3);
  g_autofree char *street = g_strdup_printf ("%u %s", (guint) (1 + roll % 180),
                                             streets[(roll >> 8) % G_N_ELEMENTS (streets)]);
  g_autofree char *postal_code = g_strdup_printf ("ZY%u 1MP", tenant->index);
  g_autofree char *phone = g_strdup_printf ("+44 1632 96%04u", tenant->index % 10000);

  tenant->street = g_string_chunk_insert (self->texts, street);
  tenant->postal_code = g_string_chunk_insert (self->texts, postal_code);
  tenant->city = tny_sim_cities[(roll >> 16) % tny_sim_n_cities];
  tenant->phone = (roll >> 24) % 4 != 0 ? g_string_chunk_insert (self->texts, phone) : NULL;
  tenant->more_domains = "";
  if ((roll >> 32) % 5 == 0)
    {
      g_autofree char *more = g_strconcat ("mail-", tenant->domain, NULL);

      tenant->more_domains = g_string_chunk_insert (self->texts, more);
    }
}

static void
make_tenant (TnySimEstate *self, guint index)
{
  TnySimTenant *tenant = &self->tenants[index];
  guint64 roll = tny_sim_dice (self->seed, TNY_SIM_DICE_TENANT, index, 0);

  tenant->index = index;
  tny_sim_guid (tenant->id, self->seed, TNY_SIM_DICE_TENANT_ID, index, 0);
  if (index == 0)
    {
      tenant->name = tenant->contract_name = "Northwind MSP";
      tenant->domain = "northwind.example";
      tenant->initial_domain = "northwindsample.onmicrosoft.com";
      tenant->street = "1 Northwind Yard";
      tenant->postal_code = "ZX0 1NW";
      tenant->city = "Bristol";
      tenant->country = "GB";
      tenant->phone = "+44 1632 960000";
      tenant->more_domains = "";
      tenant->flags = TNY_SIM_CONSENTED | TNY_SIM_PREMIUM | TNY_SIM_INTUNE;
      tenant->n_users = TNY_SIM_PARTNER_USERS;
    }
  else if (index <= G_N_ELEMENTS (by_hand))
    {
      g_autofree char *domain = g_strconcat (by_hand[index - 1].slug, ".example", NULL);
      g_autofree char *initial = NULL;
      g_autoptr(GString) slug = g_string_new (by_hand[index - 1].slug);

      g_string_replace (slug, "-", "", 0);
      initial = g_strconcat (slug->str, "sample.onmicrosoft.com", NULL);
      tenant->name = by_hand[index - 1].name;
      tenant->contract_name = by_hand[index - 1].contract_name;
      if (tenant->contract_name == NULL)
        tenant->contract_name = tenant->name;
      tenant->domain = g_string_chunk_insert (self->texts, domain);
      tenant->initial_domain = g_string_chunk_insert (self->texts, initial);
      tenant->street = places[index - 1].street;
      tenant->postal_code = places[index - 1].postal_code;
      tenant->city = places[index - 1].city;
      tenant->phone = places[index - 1].phone;
      tenant->more_domains = places[index - 1].more_domains;
      tenant->country = by_hand[index - 1].country;
      tenant->flags = by_hand[index - 1].flags;
    }
  else
    {
      name_tenant (self, tenant);
      place_tenant (self, tenant);
      tenant->flags = LISTS | ACCESS;
      if (roll % 33 == 0)
        tenant->flags &= ~(TNY_SIM_IN_GDAP | TNY_SIM_GDAP_ACTIVE | TNY_SIM_GDAP_READER);
      else if (roll % 33 == 1)
        tenant->flags &= ~TNY_SIM_CONSENTED;
      if (roll >> 8 & 1)
        tenant->flags |= TNY_SIM_PREMIUM;
      if ((roll >> 9 & 3) == 0)
        tenant->flags |= TNY_SIM_INTUNE;
      if ((roll >> 11 & 3) == 0)
        tenant->flags |= TNY_SIM_CONCEALED;
      if ((roll >> 13 & 7) == 0)
        tenant->flags |= TNY_SIM_HYBRID;
    }
}

static guint64
weight_of (const TnySimEstate *self, guint index)
{
  guint64 roll = tny_sim_dice (self->seed, TNY_SIM_DICE_TENANT, index, 2);

  if (index <= G_N_ELEMENTS (by_hand))
    return by_hand[index - 1].weight;

  return 8 + roll % 48 + ((roll >> 32) % 10 == 0 ? (roll >> 40) % 400 : 0);
}

/* Shares by running totals: they add up to @n_users exactly. */
static void
share_users (TnySimEstate *self, guint n_users)
{
  guint64 total = 0, before = 0;

  for (guint index = 1; index <= self->n_customers; index++)
    total += weight_of (self, index);
  for (guint index = 1; index <= self->n_customers; index++)
    {
      guint64 after = before + weight_of (self, index);

      self->tenants[index].n_users = (guint) (after * n_users / total - before * n_users / total);
      before = after;
    }
}

TnySimEstate *
tny_sim_estate_new (guint64 seed, guint n_customers, guint n_users)
{
  TnySimEstate *self = g_new0 (TnySimEstate, 1);

  self->seed = seed;
  self->n_customers = n_customers;
  self->texts = g_string_chunk_new (4096);
  self->tenants = g_new0 (TnySimTenant, n_customers + 1);
  self->by_name = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint index = 0; index <= n_customers; index++)
    {
      TnySimTenant *tenant = &self->tenants[index];

      make_tenant (self, index);
      g_hash_table_insert (self->by_name, tenant->id, tenant);
      g_hash_table_insert (self->by_name, (char *) tenant->domain, tenant);
      g_hash_table_insert (self->by_name, (char *) tenant->initial_domain, tenant);
    }
  share_users (self, n_users);

  return self;
}

void
tny_sim_estate_free (TnySimEstate *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->by_name);
  g_free (self->tenants);
  g_string_chunk_free (self->texts);
  g_free (self);
}

guint64
tny_sim_estate_seed (const TnySimEstate *self)
{
  return self->seed;
}

guint
tny_sim_estate_n_customers (const TnySimEstate *self)
{
  return self->n_customers;
}

const TnySimTenant *
tny_sim_estate_tenant (const TnySimEstate *self, guint index)
{
  return &self->tenants[index];
}

void
tny_sim_estate_rename (TnySimEstate *self, guint index, const char *name)
{
  self->tenants[index].name = g_string_chunk_insert (self->texts, name);
}

const TnySimTenant *
tny_sim_estate_find (const TnySimEstate *self, const char *name)
{
  g_autofree char *folded = g_ascii_strdown (name, -1);

  return g_hash_table_lookup (self->by_name, folded);
}
