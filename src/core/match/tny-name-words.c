/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tny-name-words.h"

#include <string.h>

/* The word all the others of a row stand for comes first; an empty one means that each stands for
 * itself. Written as they look after folding: Latin, lower case, without marks, dots and blanks. */
typedef struct
{
  TnyWordClass  class;
  const char   *word;
  const char   *variants;
} Row;

static const Row rows[] = {
  /* Legal forms. Companies' registers of the countries; one row holds what is one form in law. */
  { TNY_WORD_FORM, "limited",
    "ltd limted limitd lmtd ltda limitada limitee cyf cyfyngedig teo teoranta" },
  { TNY_WORD_FORM, "plc", "ccc" },
  { TNY_WORD_FORM, "incorporated", "inc incorporation" },
  { TNY_WORD_FORM, "corporation", "corp" },
  { TNY_WORD_FORM, "company", "co comp compagnie cie compania compagnia companhia coy" },
  { TNY_WORD_FORM, "proprietary", "pty" },
  { TNY_WORD_FORM, "private", "pvt pte privat" },
  { TNY_WORD_FORM, "berhad", "bhd" },
  { TNY_WORD_FORM, "sendirian", "sdn" },
  { TNY_WORD_FORM, "aps", "" },
  { TNY_WORD_FORM, "gmbh", "gesmbh gmbhco mbh ggmbh" },
  { TNY_WORD_FORM, "spzoo", "zoo sp spolka" },
  { TNY_WORD_FORM, "",
    "llc llp lllp lp pllc pc pbc npc nv nl dac clg cic cio scio ulc rlp ag kg kgaa ohg gbr ug "
    "eg ev eu oeg keg og partg partgmbb haftungsbeschrankt beschrankt se sa sas sasu sarl "
    "eurl sci snc scs sca scop scp selarl gie sem epic spa srl srls sapa scarl scpa onlus ets "
    "sl slu sll sau slp sab sapi sc cv rl scl slne aie coop lda unipessoal sgps eireli me epp "
    "mei ss ep bv vof cvba bvba sprl scrl asbl vzw nvsa cvoa ivzw ab hb kb publ as asa ans da "
    "nuf ks is ivs ps amba fmba oy oyj ky tmi ay osk ou tu uab mb vsi sia ehf hf slf ohf ska "
    "sro vos zs ops kft zrt nyrt bt kkt rt doo dd jdoo ad ead ood eood ooo oao zao pao ao "
    "fgup gup mup tov too fop pat prat at ike ae oe ee epe kk gk yk kabushiki kaisha "
    "kabushikigaisha yugen godo jsc ojsc pjsc cjsc psc wll fzc fze fzco fzllc dmcc saoc saog "
    "sae sal tbk sti anonim sirketi ltdsti unlimited" },
  { TNY_WORD_FIRST_FORM, "", "pt ooo oao zao pao ao tov too sarl sas ets eurl kabushiki pp ip" },
  { TNY_WORD_FORM, "", "בעמ شركة שותפות 株 有 주" },

  /* Small words. “&” is read as “and”. */
  { TNY_WORD_SMALL, "and", "und et y e og och i en ja kai un ir es ve a" },
  { TNY_WORD_SMALL, "the", "" },
  { TNY_WORD_SMALL, "",
    "of an for in at on by to with from n o c de des du la le les l d dell dall nell sull "
    "della dello delle dei degli del di da do dos das el los las al au aux per para por pour "
    "sous der die dem den von vom zu zur zum fur im am auf bei mit van het op te ter voor av "
    "af til ved paa na nad w z ze v pri pod u sa za po dlya yr" },

  /* Numbers in words. */
  { TNY_WORD_NUMBER, "1", "one" }, { TNY_WORD_NUMBER, "2", "two" },
  { TNY_WORD_NUMBER, "3", "three" }, { TNY_WORD_NUMBER, "4", "four" },
  { TNY_WORD_NUMBER, "5", "five" }, { TNY_WORD_NUMBER, "6", "six" },
  { TNY_WORD_NUMBER, "7", "seven" }, { TNY_WORD_NUMBER, "8", "eight" },
  { TNY_WORD_NUMBER, "9", "nine" }, { TNY_WORD_NUMBER, "10", "ten" },
  { TNY_WORD_NUMBER, "11", "eleven" }, { TNY_WORD_NUMBER, "12", "twelve" },
  { TNY_WORD_NUMBER, "20", "twenty" }, { TNY_WORD_NUMBER, "30", "thirty" },
  { TNY_WORD_NUMBER, "40", "forty" }, { TNY_WORD_NUMBER, "50", "fifty" },
  { TNY_WORD_NUMBER, "60", "sixty" }, { TNY_WORD_NUMBER, "100", "hundred" },
  { TNY_WORD_NUMBER, "1st", "first" }, { TNY_WORD_NUMBER, "2nd", "second" },
  { TNY_WORD_NUMBER, "3rd", "third" }, { TNY_WORD_NUMBER, "4th", "fourth" },
  { TNY_WORD_NUMBER, "5th", "fifth" }, { TNY_WORD_NUMBER, "6th", "sixth" },
  { TNY_WORD_NUMBER, "7th", "seventh" }, { TNY_WORD_NUMBER, "8th", "eighth" },

  /* Titles and short forms that are part of the name itself. */
  { TNY_WORD_CORE, "saint", "st ste sankt sint san santa santo sveti svaty sao" },
  { TNY_WORD_CORE, "mount", "mt" },
  { TNY_WORD_CORE, "doctor", "dr doktor" },
  { TNY_WORD_CORE, "professor", "prof" },
  { TNY_WORD_COMMON, "north", "norte nord noord nordre norra severni severnyi pivnichnyi" },
  { TNY_WORD_COMMON, "south", "sur sud sul zuid sod sodra sydlig yuzhnyi jizni" },
  { TNY_WORD_COMMON, "east", "este est ost oost oster vostochnyi vychodni" },
  { TNY_WORD_COMMON, "west", "oeste ouest ovest vest vaster zapadnyi zapadni" },
  { TNY_WORD_COMMON, "royal", "koninklijke koniglich koenigliche kongelige kungliga" },
  { TNY_WORD_COMMON, "new", "neu neue nouveau nouvelle nuevo nueva nuovo nuova novo nova nowy" },
  { TNY_WORD_COMMON, "old", "alt alte" },
  { TNY_WORD_COMMON, "upper", "ober" },
  { TNY_WORD_COMMON, "children", "childrens kinder" },

  /* What organizations are and do: short forms, and what they are called elsewhere. */
  { TNY_WORD_COMMON, "university",
    "uni univ universitat universitaet universite universiteit universitet universiteti "
    "universitetet universita universidad universidade universitas uniwersytet univerzita "
    "univerzitet universitatea universitetas universitate universitesi yliopisto egyetem "
    "sveuciliste univerza panepistimio ulikool universities unibersitatea prifysgol" },
  { TNY_WORD_COMMON, "college", "coll collegio colegio kolleg kollegium collegium colleges coleg" },
  { TNY_WORD_COMMON, "institute",
    "inst institut instituto instytut institutt instituut istituto institutas instituts "
    "intezet institutet ustav institutul institutes enstitusu institouto" },
  { TNY_WORD_COMMON, "academy",
    "acad academie akademie akademia academia accademia akademija akademiya akademi academies "
    "akademiet akatimia" },
  { TNY_WORD_COMMON, "school",
    "sch schule ecole escuela escola scuola skole skola skolan szkola koulu iskola shkola "
    "schools ysgol scholen" },
  { TNY_WORD_COMMON, "faculty", "fakultat fakultaet faculte facultad facolta fakulta fakultet" },
  { TNY_WORD_COMMON, "hospital",
    "hosp krankenhaus hopital hopitaux hospices ospedale ziekenhuis sygehus sykehus sjukhus "
    "sairaala szpital nemocnice bolnica hospitals bolnitsa" },
  { TNY_WORD_COMMON, "clinic",
    "klinik clinique clinica klinika kliniken klinikum clinics klinikka" },
  { TNY_WORD_COMMON, "society",
    "soc societe sociedad societa gesellschaft sociedade sallskap selskab selskap towarzystwo "
    "spolecnost obshchestvo seura societat" },
  { TNY_WORD_COMMON, "association",
    "assoc assn assoziation asociacion associazione associacao asociacija asociace verband "
    "verein vereniging forening forbund stowarzyszenie assotsiatsiya associations" },
  { TNY_WORD_COMMON, "foundation",
    "fdn fndn fondation fundacion fundacao fondazione stiftung stichting stiftelsen stiftelse "
    "fundacja fundatia nadace fondatsiya saatio alapitvany sihtasutus fundacio zaklada" },
  { TNY_WORD_COMMON, "federation", "fed federacion federacao federazione foderation" },
  { TNY_WORD_COMMON, "confederation", "confed confederacion" },
  { TNY_WORD_COMMON, "trust", "trusts tr" },
  { TNY_WORD_COMMON, "research",
    "recherche recherches forschung investigacion ricerca ricerche forskning onderzoek badan "
    "vyzkum pesquisa issledovaniy istrazivanje recerca rsch" },
  { TNY_WORD_COMMON, "science",
    "sciences wissenschaft wissenschaften ciencia ciencias scienze scienza nauk nauka nauki "
    "wetenschap wetenschappen videnskab vetenskap mokslu zinatnu tudomany" },
  { TNY_WORD_COMMON, "national",
    "natl nat nationale nacional nazionale nationaler nationales nationella narodni narodowy "
    "natsionalnyi natsionalnaya natsionalna natsionalne natsionalnoe natsionalnii nacionalni "
    "nacionalna nacionalinis kansallinen ethniko" },
  { TNY_WORD_COMMON, "state",
    "staat staatliche staatlich estatal estadual estado etat stato statale statens stat "
    "gosudarstvennyi gosudarstvennaya gosudarstvennoe derzhavnyi panstwowy panstwowa statni "
    "drzavni drzavna valstybinis valsts allami" },
  { TNY_WORD_COMMON, "federal", "federale bundes federalnyi federalnoe" },
  { TNY_WORD_COMMON, "technical",
    "tech technische technisches technique tecnica tecnico tecnologico tekniska teknisk "
    "techniczny techniczna technicka tehnicheskiy tekhnicheskii teknillinen tehnicki muszaki" },
  { TNY_WORD_COMMON, "polytechnic",
    "politecnica politecnico polytechnique politechnika polytechnische politekhnicheskii poly "
    "polytekhnicheskiy politechnic politehnica politecnic" },
  { TNY_WORD_COMMON, "medical",
    "med medizinische medecine medico medica medicinskii medyczny meditsinskii medizinisch" },
  { TNY_WORD_COMMON, "museum", "musee museo museu muzeum muzej muzei mouseio muuseum" },
  { TNY_WORD_COMMON, "library",
    "bibliothek bibliotheque biblioteca biblioteka bibliotek knihovna" },
  { TNY_WORD_COMMON, "centre",
    "center ctr cntr zentrum centro centrum tsentr keskus centar centres" },
  { TNY_WORD_COMMON, "department", "dept dep departement departamento dipartimento abteilung" },
  { TNY_WORD_COMMON, "ministry", "ministere ministerio ministero ministerium ministerstvo min" },
  { TNY_WORD_COMMON, "government", "govt gov gouvernement gobierno regierung" },
  { TNY_WORD_COMMON, "municipality",
    "mun gemeinde commune comune municipio gemeente kommune kommun gmina obec opcina" },
  { TNY_WORD_COMMON, "city", "ville ciudad citta stadt stad grad miasto mesto cidade gorod" },
  { TNY_WORD_COMMON, "county", "cty comte condado landkreis fylke" },
  { TNY_WORD_COMMON, "council", "cncl consejo conseil consiglio rat raad rada cyngor" },
  { TNY_WORD_COMMON, "diocese", "diocesis diocesi bistum" },
  { TNY_WORD_COMMON, "church", "kirche eglise iglesia chiesa igreja kerk kyrka kirke" },
  { TNY_WORD_COMMON, "international",
    "intl int internationale internacional internazionale internationaler internationella "
    "mezinarodni miedzynarodowy mezhdunarodnyi medunarodni" },
  { TNY_WORD_COMMON, "group",
    "grp gruppe groupe gruppo grupo grupa groep gruppen skupina konsern" },
  { TNY_WORD_COMMON, "holding", "hldg hldgs holdings" },
  { TNY_WORD_COMMON, "brothers", "bros bro gebruder gebr freres hermanos fratelli flli irmaos" },
  { TNY_WORD_COMMON, "sons", "son sohne fils hijos figli zonen sonner" },
  { TNY_WORD_COMMON, "services",
    "service svc svcs srv servicios servizi dienste diensten servicos" },
  { TNY_WORD_COMMON, "systems", "system sys systeme systemes sistemas sistemi" },
  { TNY_WORD_COMMON, "solutions", "solution soln solns losungen soluciones soluzioni solucoes" },
  { TNY_WORD_COMMON, "technology",
    "technologies technologie tecnologia tecnologie tecnologias technologien teknologi "
    "technologia tehnologija" },
  { TNY_WORD_COMMON, "engineering",
    "eng engg engrg engineers ingenieure ingenieria ingegneria ingenierie engenharia" },
  { TNY_WORD_COMMON, "management", "mgmt mgt mngt mgmnt" },
  { TNY_WORD_COMMON, "manufacturing", "mfg manuf mfr" },
  { TNY_WORD_COMMON, "industries",
    "industry ind inds industrie industria industrias industriale industrial" },
  { TNY_WORD_COMMON, "consulting", "consultants consultancy consult beratung consultores" },
  { TNY_WORD_COMMON, "construction", "constr construcciones costruzioni bau constructions" },
  { TNY_WORD_COMMON, "building", "bldg buildings builders" },
  { TNY_WORD_COMMON, "development", "dev devt developments entwicklung desarrollo sviluppo" },
  { TNY_WORD_COMMON, "distribution", "distr distributors" },
  { TNY_WORD_COMMON, "electric", "elec electrical elektro electrique electrica" },
  { TNY_WORD_COMMON, "electronics", "electronic elektronik elettronica" },
  { TNY_WORD_COMMON, "communications", "comms communication" },
  { TNY_WORD_COMMON, "transport", "transportation transp transports transportes trasporti" },
  { TNY_WORD_COMMON, "laboratory",
    "lab labs laboratories laboratoire laboratoires laboratorio laboratoriya" },
  { TNY_WORD_COMMON, "pharmaceuticals", "pharma pharmaceutical farma farmaceutica" },
  { TNY_WORD_COMMON, "education", "educ educational edu educacion formation bildung" },
  { TNY_WORD_COMMON, "insurance", "ins versicherung assurance assurances seguros assicurazioni" },
  { TNY_WORD_COMMON, "finance", "financial fin finanz finances" },
  { TNY_WORD_COMMON, "bank", "banque banco banca banka bankas pankki" },
  { TNY_WORD_COMMON, "property", "properties prop immobilien immobilier" },
  { TNY_WORD_COMMON, "partners", "partnership ptnrs partner partnerships" },
  { TNY_WORD_COMMON, "associates", "associate assocs" },
  { TNY_WORD_COMMON, "enterprises", "enterprise ent entp" },
  { TNY_WORD_COMMON, "products", "product prods produkte produits productos" },
  { TNY_WORD_COMMON, "logistics", "logistic logistik logistique logistica" },
  { TNY_WORD_COMMON, "network", "netzwerk reseau netwerk" },
  { TNY_WORD_COMMON, "environment", "env environmental umwelt environnement" },
  { TNY_WORD_COMMON, "health", "gesundheit sante salud salute saude" },
  { TNY_WORD_COMMON, "club", "klub" },
  { TNY_WORD_COMMON, "football", "footbal fussball futbol" },
  { TNY_WORD_COMMON, "district", "distrito" },
  { TNY_WORD_COMMON, "community", "comm communaute comunidad" },
  { TNY_WORD_COMMON, "metropolitan", "metro met" },
  { TNY_WORD_COMMON, "animal", "animals animale tiere" },
  { TNY_WORD_COMMON, "agency", "agence agencia agenzia agentur agentschap agentstvo" },
  { TNY_WORD_COMMON, "office", "buro bureau oficina ufficio amt urad" },
  { TNY_WORD_COMMON, "history", "historical historique istoricheskii historisch" },
  { TNY_WORD_COMMON, "chamber", "kammer chambre camara" },
  { TNY_WORD_COMMON, "trading", "handel handels commerce comercio" },
  { TNY_WORD_COMMON, "works", "werk werke werken" },
  { TNY_WORD_COMMON, "",
    "care home homes housing charity charities retail stores shop shops restaurant "
    "restaurants hotel hotels travel training recruitment marketing media digital design "
    "designs legal law solicitors accountants architects dental surgery pharmacy nursing "
    "healthcare supplies supply equipment energy power water gas oil steel foods food drinks "
    "brewery bakery farm farms garden motors motor cars automotive garage security safety "
    "cleaning facilities maintenance plumbing heating roofing joinery printing publishing "
    "packaging plastics chemicals metals investments investment capital ventures assets "
    "wealth mortgage estates estate agents lettings leisure sports sport fitness support "
    "learning primary secondary grammar borough police fire rescue nhs authority board "
    "commission committee union league region regional local public social people family "
    "human business commercial professional specialist premier global operations software "
    "data computer computers it ict cloud telecom telecoms telecommunications online web "
    "house hub studio studios productions entertainment theatre arts art gallery music" },

  /* Regions: countries and larger. */
  { TNY_WORD_REGION, "uk", "gb britain" },
  { TNY_WORD_REGION, "usa", "us america" },
  { TNY_WORD_REGION, "germany",
    "deutschland allemagne alemania germania deutsche deutscher german duitsland" },
  { TNY_WORD_REGION, "austria", "osterreich oesterreich autriche" },
  { TNY_WORD_REGION, "switzerland", "schweiz suisse svizzera suiza swiss schweizer" },
  { TNY_WORD_REGION, "france", "francia frankreich french francaise francais" },
  { TNY_WORD_REGION, "italy", "italia italien italie italiana italiano" },
  { TNY_WORD_REGION, "spain", "espana spanien espagne spagna espanola" },
  { TNY_WORD_REGION, "portugal", "portuguesa" },
  { TNY_WORD_REGION, "netherlands", "nederland holland niederlande nederlandse" },
  { TNY_WORD_REGION, "belgium", "belgie belgique belgien belgian" },
  { TNY_WORD_REGION, "ireland", "eire irish irland" },
  { TNY_WORD_REGION, "denmark", "danmark danish dansk danske" },
  { TNY_WORD_REGION, "sweden", "sverige swedish svenska svensk schweden" },
  { TNY_WORD_REGION, "norway", "norge norwegian norsk norske" },
  { TNY_WORD_REGION, "finland", "suomi suomen finnish" },
  { TNY_WORD_REGION, "poland", "polska polen polish polski" },
  { TNY_WORD_REGION, "czechia", "cesko ceska cesky czech" },
  { TNY_WORD_REGION, "hungary", "magyarorszag magyar ungarn hungarian" },
  { TNY_WORD_REGION, "romania", "romana" },
  { TNY_WORD_REGION, "russia", "rossiya rossii rossiiskii russian" },
  { TNY_WORD_REGION, "ukraine", "ukraina ukrainy ukrainian" },
  { TNY_WORD_REGION, "latvia", "latvijas latvian lettland" },
  { TNY_WORD_REGION, "lithuania", "lietuvos lietuva lithuanian" },
  { TNY_WORD_REGION, "estonia", "eesti estonian" },
  { TNY_WORD_REGION, "greece", "hellas hellenic griechenland elliniki ellados" },
  { TNY_WORD_REGION, "turkey", "turkiye turkish turk" },
  { TNY_WORD_REGION, "europe", "europa european emea europaische europeenne" },
  { TNY_WORD_REGION, "brazil", "brasil" },
  { TNY_WORD_REGION, "mexico", "mexique" },
  { TNY_WORD_REGION, "japan", "nippon nihon japanese" },
  { TNY_WORD_REGION, "asia", "apac" },
  { TNY_WORD_REGION, "",
    "england scotland wales scottish welsh english british american canada australia zealand "
    "india china chinese korea singapore malaysia thailand vietnam africa african israel uae "
    "dubai emirates middle eastern nordic nordics benelux dach iberia atlantic pacific "
    "worldwide world slovakia slovenia croatia serbia bulgaria iceland luxembourg malta "
    "cyprus" },

  /* Places: counties by their usual short form, towns that often tell branches apart. */
  { TNY_WORD_PLACE, "hertfordshire", "herts" }, { TNY_WORD_PLACE, "bedfordshire", "beds" },
  { TNY_WORD_PLACE, "berkshire", "berks" }, { TNY_WORD_PLACE, "buckinghamshire", "bucks" },
  { TNY_WORD_PLACE, "cambridgeshire", "cambs" }, { TNY_WORD_PLACE, "gloucestershire", "glos" },
  { TNY_WORD_PLACE, "hampshire", "hants" }, { TNY_WORD_PLACE, "lancashire", "lancs" },
  { TNY_WORD_PLACE, "leicestershire", "leics" }, { TNY_WORD_PLACE, "lincolnshire", "lincs" },
  { TNY_WORD_PLACE, "northamptonshire", "northants" },
  { TNY_WORD_PLACE, "nottinghamshire", "notts" },
  { TNY_WORD_PLACE, "oxfordshire", "oxon" }, { TNY_WORD_PLACE, "staffordshire", "staffs" },
  { TNY_WORD_PLACE, "wiltshire", "wilts" }, { TNY_WORD_PLACE, "worcestershire", "worcs" },
  { TNY_WORD_PLACE, "yorkshire", "yorks" }, { TNY_WORD_PLACE, "warwickshire", "warks" },
  { TNY_WORD_PLACE, "vienna", "wien" }, { TNY_WORD_PLACE, "munich", "munchen muenchen" },
  { TNY_WORD_PLACE, "cologne", "koln koeln" },
  { TNY_WORD_PLACE, "nuremberg", "nurnberg nuernberg" },
  { TNY_WORD_PLACE, "geneva", "geneve genf ginevra" }, { TNY_WORD_PLACE, "zurich", "zuerich" },
  { TNY_WORD_PLACE, "basel", "bale basle" },
  { TNY_WORD_PLACE, "prague", "praha prag" }, { TNY_WORD_PLACE, "warsaw", "warszawa warschau" },
  { TNY_WORD_PLACE, "copenhagen", "kobenhavn kopenhagen" }, { TNY_WORD_PLACE, "lisbon", "lisboa" },
  { TNY_WORD_PLACE, "rome", "roma rom" }, { TNY_WORD_PLACE, "milan", "milano mailand" },
  { TNY_WORD_PLACE, "turin", "torino" }, { TNY_WORD_PLACE, "florence", "firenze florenz" },
  { TNY_WORD_PLACE, "naples", "napoli neapel" }, { TNY_WORD_PLACE, "venice", "venezia venedig" },
  { TNY_WORD_PLACE, "brussels", "bruxelles brussel" },
  { TNY_WORD_PLACE, "antwerp", "antwerpen anvers" },
  { TNY_WORD_PLACE, "moscow", "moskva moskau" },
  { TNY_WORD_PLACE, "belgrade", "beograd" },
  { TNY_WORD_PLACE, "athens", "athina athinon athen" }, { TNY_WORD_PLACE, "kyiv", "kiev" },
  { TNY_WORD_PLACE, "gothenburg", "goteborg" }, { TNY_WORD_PLACE, "seville", "sevilla" },
  { TNY_WORD_PLACE, "the-hague", "hague haag" }, { TNY_WORD_PLACE, "bucharest", "bucuresti" },
  { TNY_WORD_PLACE, "",
    "london manchester birmingham liverpool leeds sheffield bristol newcastle nottingham "
    "leicester coventry bradford hull derby plymouth southampton portsmouth brighton reading "
    "oxford cambridge york exeter norwich ipswich luton swindon bath chester preston "
    "blackpool bolton stockport edinburgh glasgow aberdeen dundee inverness cardiff swansea "
    "newport belfast dublin cork galway limerick kent essex sussex surrey devon cornwall "
    "dorset somerset norfolk suffolk cumbria cheshire durham northumberland midlands berlin "
    "hamburg frankfurt stuttgart dusseldorf dortmund essen leipzig dresden bremen hannover "
    "graz linz salzburg innsbruck klagenfurt bern luzern paris lyon marseille toulouse "
    "bordeaux lille nantes strasbourg nice madrid barcelona valencia bilbao porto amsterdam "
    "rotterdam utrecht eindhoven ghent oslo bergen stockholm malmo helsinki tampere turku "
    "tallinn riga vilnius krakow gdansk wroclaw poznan brno bratislava budapest zagreb "
    "ljubljana sofia istanbul ankara boston chicago dallas houston austin denver seattle "
    "atlanta miami phoenix detroit philadelphia toronto montreal vancouver ottawa calgary "
    "sydney melbourne brisbane perth adelaide auckland wellington tokyo osaka kyoto beijing "
    "shanghai shenzhen delhi mumbai bangalore" },
};

/* Legal forms that are written together with the name, longest first. */
static const char *const dense_forms[] = {
  "股份有限公司", "有限责任公司", "有限責任公司", "股份公司", "有限公司", "集团公司", "株式会社",
  "有限会社", "合同会社", "合資会社", "一般社団法人", "公益財団法人", "一般財団法人", "医療法人",
  "学校法人", "주식회사", "유한회사", "재단법인", "사단법인", "公司",
};

typedef struct
{
  GHashTable *words;                   /* hash of the letters -> TnyWordEntry */
  TnyLetter   forms[G_N_ELEMENTS (dense_forms)][8];
  guint       n_forms[G_N_ELEMENTS (dense_forms)];
} Words;

guint64
tny_letters_hash (const TnyLetter *letters, guint n)
{
  guint64 hash = G_GUINT64_CONSTANT (14695981039346656037);

  for (guint i = 0; i < n; i++)
    hash = (hash ^ letters[i]) * G_GUINT64_CONSTANT (1099511628211);

  return hash ^ hash >> 29;
}

static guint
fold_word (const char *from, const char *to, TnyLetter *out, guint size)
{
  guint length = 0;

  for (; from < to; from = g_utf8_next_char (from))
    {
      TnyLetter letters[TNY_LETTERS_MAX];
      guint n;

      tny_letters_fold (g_utf8_get_char (from), letters, &n);
      for (guint i = 0; i < n && length < size; i++)
        out[length++] = letters[i];
    }

  return length;
}

static void
add_word (Words *words, const Row *row, const char *from, const char *to, const TnyWordEntry *first)
{
  TnyLetter letters[64];
  guint n = fold_word (from, to, letters, G_N_ELEMENTS (letters));
  guint64 *key = g_new (guint64, 1);
  TnyWordEntry *entry;

  *key = tny_letters_hash (letters, n);
  if ((entry = g_hash_table_lookup (words->words, key)) != NULL)
    {
      /* A form may also stand in front, or be a small word in another language. */
      if (entry->class == TNY_WORD_FORM && row->class == TNY_WORD_FIRST_FORM)
        entry->class = TNY_WORD_FIRST_FORM;
      else if (entry->class == TNY_WORD_FORM && row->class == TNY_WORD_SMALL)
        entry->inside = TNY_WORD_SMALL;
      else
        g_critical ("“%.*s” is in the table twice", (int) (to - from), from);
      g_free (key);
      return;
    }
  entry = g_new0 (TnyWordEntry, 1);
  entry->class = row->class;
  entry->inside = TNY_WORD_COMMON;
  if (first != NULL)
    {
      entry->letters = first->letters;
      entry->n = first->n;
    }
  g_hash_table_insert (words->words, key, entry);
}

static const Words *
words_get (void)
{
  static Words words;
  static gsize ready;

  if (g_once_init_enter (&ready))
    {
      words.words = g_hash_table_new (g_int64_hash, g_int64_equal);
      for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
        {
          const Row *row = &rows[i];
          TnyWordEntry first = { .class = row->class };
          const char *end = row->word + strlen (row->word);

          if (*row->word != '\0')
            {
              TnyLetter letters[64];

              first.n = fold_word (row->word, end, letters, G_N_ELEMENTS (letters));
              if (*row->variants != '\0')
                first.letters = g_memdup2 (letters, first.n * sizeof *letters);
              add_word (&words, row, row->word, end, NULL);
            }
          for (const char *at = row->variants; *at != '\0'; at = *end != '\0' ? end + 1 : end)
            {
              end = strchrnul (at, ' ');
              if (end > at)
                add_word (&words, row, at, end, first.letters != NULL ? &first : NULL);
            }
        }
      for (guint i = 0; i < G_N_ELEMENTS (dense_forms); i++)
        words.n_forms[i] = fold_word (dense_forms[i], dense_forms[i] + strlen (dense_forms[i]),
                                      words.forms[i], G_N_ELEMENTS (words.forms[i]));
      g_once_init_leave (&ready, 1);
    }

  return &words;
}

const TnyWordEntry *
tny_name_words_find (const TnyLetter *letters, guint n)
{
  guint64 key = tny_letters_hash (letters, n);

  return g_hash_table_lookup (words_get ()->words, &key);
}

guint
tny_name_words_dense_form (const TnyLetter *letters, guint n, gboolean *in_front)
{
  const Words *words = words_get ();

  for (guint i = 0; i < G_N_ELEMENTS (dense_forms); i++)
    {
      guint length = words->n_forms[i];
      gsize bytes = length * sizeof *letters;

      if (length >= n)
        continue;
      if (memcmp (letters + n - length, words->forms[i], bytes) == 0 ||
          memcmp (letters, words->forms[i], bytes) == 0)
        {
          *in_front = memcmp (letters, words->forms[i], bytes) == 0;
          return length;
        }
    }

  return 0;
}
