/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-sim-people.h"

#define TABLE(type, name, ...) \
  const type tny_sim_##name[] = { __VA_ARGS__ }; \
  const guint tny_sim_n_##name = G_N_ELEMENTS (tny_sim_##name)

TABLE (TnySimName, given_names,
  { "Ada", "ada" }, { "Aisha", "aisha" }, { "Alastair", "alastair" }, { "Aled", "aled" },
  { "Amélie", "amelie" }, { "Ana", "ana" }, { "Andreas", "andreas" }, { "Anneke", "anneke" },
  { "Ayşe", "ayse" }, { "Beatriz", "beatriz" }, { "Benedikt", "benedikt" }, { "Björn", "bjorn" },
  { "Bronwen", "bronwen" }, { "Carlos", "carlos" }, { "Cécile", "cecile" }, { "Chidi", "chidi" },
  { "Clara", "clara" }, { "Conor", "conor" }, { "Daisy", "daisy" }, { "Dariusz", "dariusz" },
  { "Deepa", "deepa" }, { "Diego", "diego" }, { "Dilys", "dilys" }, { "Edith", "edith" },
  { "Eilidh", "eilidh" }, { "Élodie", "elodie" }, { "Emeka", "emeka" }, { "Erik", "erik" },
  { "Esme", "esme" }, { "Fatima", "fatima" }, { "Felix", "felix" }, { "Femke", "femke" },
  { "Finn", "finn" }, { "Freya", "freya" }, { "Gethin", "gethin" }, { "Grace", "grace" },
  { "Günther", "guenther" }, { "Hana", "hana" }, { "Harriet", "harriet" }, { "Hiroshi", "hiroshi" },
  { "Ingrid", "ingrid" }, { "Inês", "ines" }, { "Isaac", "isaac" }, { "Ivan", "ivan" },
  { "Jamila", "jamila" }, { "Jan", "jan" }, { "Jörg", "joerg" }, { "José", "jose" },
  { "Júlia", "julia" }, { "Kasia", "kasia" }, { "Keir", "keir" }, { "Kofi", "kofi" },
  { "Lars", "lars" }, { "Leila", "leila" }, { "Łukasz", "lukasz" }, { "Mabel", "mabel" },
  { "Magnus", "magnus" }, { "Małgorzata", "malgorzata" }, { "Marek", "marek" },
  { "Mateo", "mateo" },
  { "Mei", "mei" }, { "Mina", "mina" }, { "Nadia", "nadia" }, { "Niamh", "niamh" },
  { "Nils", "nils" }, { "Noor", "noor" }, { "Oisín", "oisin" }, { "Olga", "olga" },
  { "Omar", "omar" }, { "Oskar", "oskar" }, { "Paula", "paula" }, { "Petra", "petra" },
  { "Priya", "priya" }, { "Quentin", "quentin" }, { "Rhiannon", "rhiannon" }, { "Ravi", "ravi" },
  { "René", "rene" }, { "Rosa", "rosa" }, { "Ruth", "ruth" }, { "Samir", "samir" },
  { "Saoirse", "saoirse" }, { "Sigrid", "sigrid" }, { "Siobhán", "siobhan" }, { "Sofía", "sofia" },
  { "Stellan", "stellan" }, { "Søren", "soeren" }, { "Tamsin", "tamsin" }, { "Tariq", "tariq" },
  { "Thandiwe", "thandiwe" }, { "Tomás", "tomas" }, { "Uma", "uma" }, { "Ursula", "ursula" },
  { "Viktor", "viktor" }, { "Wanda", "wanda" }, { "Xavier", "xavier" }, { "Yusuf", "yusuf" },
  { "Zoë", "zoe" });

TABLE (TnySimName, surnames,
  { "Abernathy", "abernathy" }, { "Achterberg", "achterberg" }, { "Adeyemi", "adeyemi" },
  { "Almeida", "almeida" }, { "Ångström", "angstrom" }, { "Ashworth", "ashworth" },
  { "Bäcker", "baecker" }, { "Bainbridge", "bainbridge" }, { "Banerjee", "banerjee" },
  { "Bassett", "bassett" }, { "Bergström", "bergstrom" }, { "Blackwood", "blackwood" },
  { "Boateng", "boateng" }, { "Bowen", "bowen" }, { "Brankovič", "brankovic" },
  { "Calloway", "calloway" }, { "Carvalho", "carvalho" }, { "Castellanos", "castellanos" },
  { "Chowdhury", "chowdhury" }, { "Cavendish-Hill", "cavendish-hill" }, { "Coetzee", "coetzee" },
  { "Cullinane", "cullinane" }, { "d'Arcy", "darcy" }, { "Dąbrowska", "dabrowska" },
  { "Delacroix", "delacroix" }, { "de la Cruz", "delacruz" }, { "Dlamini", "dlamini" },
  { "Drummond", "drummond" }, { "Dubois", "dubois" }, { "Eriksen", "eriksen" },
  { "Fairweather", "fairweather" }, { "Falk", "falk" }, { "Fernández", "fernandez" },
  { "Fitzgerald", "fitzgerald" }, { "Fjelde", "fjelde" }, { "Fontaine", "fontaine" },
  { "Gallagher", "gallagher" }, { "García", "garcia" }, { "Goldberg", "goldberg" },
  { "Großmann", "grossmann" }, { "Gutiérrez", "gutierrez" }, { "Haddad", "haddad" },
  { "Halvorsen", "halvorsen" }, { "Hargreaves", "hargreaves" }, { "Hashimoto", "hashimoto" },
  { "Hoffmann", "hoffmann" }, { "Hussain", "hussain" }, { "Iversen", "iversen" },
  { "Jankowski", "jankowski" }, { "Jensen", "jensen" }, { "Kavanagh", "kavanagh" },
  { "Khumalo", "khumalo" }, { "Kowalczyk", "kowalczyk" }, { "Krüger", "krueger" },
  { "Lachance", "lachance" }, { "Larsen", "larsen" }, { "Lefèvre", "lefevre" },
  { "Lindqvist", "lindqvist" }, { "Llewellyn", "llewellyn" }, { "Łysiak", "lysiak" },
  { "MacAllister", "macallister" }, { "Marchetti", "marchetti" }, { "McKenna", "mckenna" },
  { "Mendes", "mendes" }, { "Morgenstern", "morgenstern" }, { "Müller", "mueller" },
  { "Nakamura", "nakamura" }, { "Ní Bhriain", "nibhriain" }, { "Novák", "novak" },
  { "O'Connell", "oconnell" }, { "O'Sullivan", "osullivan" }, { "Okafor", "okafor" },
  { "Olufemi", "olufemi" }, { "Øverland", "overland" }, { "Pemberley", "pemberley" },
  { "Penhaligon", "penhaligon" }, { "Petrović", "petrovic" }, { "Pritchard", "pritchard" },
  { "Quist", "quist" }, { "Rahman", "rahman" }, { "Ramírez", "ramirez" },
  { "Rasmussen", "rasmussen" },
  { "Rosenthal", "rosenthal" }, { "Rutherford", "rutherford" }, { "Sato", "sato" },
  { "Schäfer", "schaefer" }, { "Sepúlveda", "sepulveda" }, { "Singh", "singh" },
  { "Sjöberg", "sjoberg" }, { "Smyth-Jones", "smyth-jones" }, { "Sorensen", "sorensen" },
  { "Stavros", "stavros" }, { "Szymański", "szymanski" }, { "Tanaka", "tanaka" },
  { "Thibault", "thibault" }, { "Thorne", "thorne" }, { "Tremblay", "tremblay" },
  { "Ueda", "ueda" }, { "Underhill", "underhill" }, { "van den Berg", "vandenberg" },
  { "Vasquez", "vasquez" }, { "Vermeulen", "vermeulen" }, { "von Stein", "vonstein" },
  { "Wainwright", "wainwright" }, { "Weiß", "weiss" }, { "Whitlock", "whitlock" },
  { "Wójcik", "wojcik" }, { "Yamashita", "yamashita" }, { "Yıldız", "yildiz" },
  { "Zając", "zajac" }, { "Zielinski", "zielinski" });

TABLE (char *const, job_titles,
  "Accounts Assistant", "Analyst", "Apprentice", "Architect", "Area Manager", "Bookkeeper", "Buyer",
  "Chief Executive", "Consultant", "Controller", "Customer Service Adviser", "Designer", "Director",
  "Driver", "Engineer", "Estimator", "Finance Director", "Head of Operations",
  "HR Business Partner", "IT Support", "Lead Developer", "Legal Counsel", "Office Manager",
  "Partner", "Planner", "Practice Nurse", "Project Manager", "Receptionist", "Sachbearbeiterin",
  "Sales Executive",
  "Site Supervisor", "Teacher", "Technician", "Warehouse Operative");

TABLE (char *const, departments,
  "Accounts", "Administration", "Customer Service", "Engineering", "Facilities", "Finance",
  "Human Resources", "IT", "Legal", "Logistics", "Marketing", "Operations", "Purchasing", "Sales");

TABLE (char *const, cities,
  "Aberdeen", "Bristol", "Cardiff", "Cork", "Derby", "Exeter", "Göteborg", "Hull", "Kassel",
  "Leeds",
  "Lyon", "Norwich", "Oslo", "Porto", "Zürich", "York");

TABLE (TnySimName, shared_mailboxes,
  { "Accounts", "accounts" }, { "Info", "info" }, { "Reception", "reception" },
  { "Sales", "sales" },
  { "Support", "support" }, { "Bookings", "bookings" }, { "HR", "hr" }, { "Invoices", "invoices" },
  { "Marketing", "marketing" }, { "No Reply", "no-reply" });

TABLE (TnySimName, rooms,
  { "Board Room", "boardroom" }, { "Meeting Room 1", "meeting1" }, { "Meeting Room 2", "meeting2" },
  { "Besprechungsraum Süd", "besprechung-sued" }, { "Training Suite", "training" },
  { "Quiet Room", "quietroom" });

TABLE (TnySimName, equipment,
  { "Projector", "projector" }, { "Pool Car", "poolcar" }, { "Van 3", "van3" });

TABLE (TnySimName, services,
  { "Backup Service", "svc-backup" }, { "Scanner", "scanner" },
  { "Directory Synchronization Service Account", "sync_dirsrv" },
  { "Monitoring", "svc-monitoring" }, { "Emergency Access", "breakglass" });

TABLE (TnySimOddity, oddities,
  { "<b>Bold</b> & \"Quoted\" <script>alert(1)</script>", "<b>Bold</b>", "& \"Quoted\"", 0 },
  { "=HYPERLINK(\"http://example.invalid/\",\"Pay here\")", "=1+1", "@SUM(A1:A9)", 0 },
  { "\u202Egnp.exe\u202C Ali\u200F", "\u202Egnp.exe\u202C", "Ali\u200F", 0 },
  { NULL, NULL, NULL, TNY_SIM_ODD_LONG },
  { "Front Desk (temp)", NULL, NULL, TNY_SIM_ODD_NO_PARTS },
  { NULL, NULL, NULL, TNY_SIM_ODD_NO_MAIL },
  { NULL, NULL, NULL, TNY_SIM_ODD_NO_ADDRESSES },
  { NULL, NULL, NULL, TNY_SIM_ODD_MANY_ALIASES },
  { "Ned \"Needles\" O\\Back/slash", "Ned \"Needles\"", "O\\Back/slash", 0 },
  { "Robert'); DROP TABLE users;--", "Robert'); DROP TABLE users;--", "Tables", 0 },
  { "山田 太郎", "太郎", "山田", 0 },
  { "محمد العلي", "محمد", "العلي", 0 },
  { "Zoe\u0308 \U0001F469\u200D\U0001F4BB A\u030Angstro\u0308m", "Zoe\u0308",
    "A\u030Angstro\u0308m", 0 },
  { "  Padded  Name  ", " Padded ", " Name ", 0 },
  { "Tab\tand\nnewline", "Tab\tand", "newline", 0 },
  { NULL, NULL, NULL, TNY_SIM_ODD_UPN_AS_NAME | TNY_SIM_ODD_NO_PARTS },
  { "%s%n%d {0} $HOME `id`", "%s%n", "%d {0}", 0 },
  { NULL, NULL, NULL, TNY_SIM_ODD_UPPER_CASE });
