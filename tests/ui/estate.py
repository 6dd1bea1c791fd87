# SPDX-License-Identifier: GPL-3.0-or-later
"""An estate for tests of the window, as SQL: tenants with every kind of suggestion, organizations,
contacts and users. All names are made up; some are hostile on purpose.
"""
import uuid

TENANTS = [
    # name, domain, city
    ("Contoso Ltd", "contoso.example", "Graz"),
    ("Fabrikam GmbH", "fabrikam.example", "Linz"),
    ("Tailspin Toys", "tailspin.example", None),
    ("Wingtip Toys Holding", "wingtip.example", "Wien"),
    ("Northwind Traders", "northwind.example", "Graz"),
    ("Adventure Works Cycles", "adventure.example", "Salzburg"),
    ("Litware Inc.", "litware.example", None),
    ("Litware Incorporated", "litware-two.example", None),
    ("Proseware & Sons", "proseware.example", "Linz"),
    ("Zzyzx Unlimited", "zzyzx.example", None),
    ("<b>Bold</b> & <i>Sons</i>", "markup.example", None),
    ("\u202eevil\u202c Reversed", "bidi.example", None),
    ("שלום ענבים", "rtl.example", None),
    ("Long " + "name " * 13000, "long.example", None),
]
ORGANIZATIONS = [
    "Contoso", "Contoso Trading", "Fabrikam", "Northwind Traders", "Adventure Works", "Litware",
    "Proseware and Sons", "Wingtip", "Woodgrove Bank", "Alpine Ski House", "<b>Bold</b> & Sons",
    "Wide World Importers", "Blue Yonder Airlines",
]
READ_AT = 1795000000


def quote(value):
    if value is None:
        return "NULL"
    if isinstance(value, int):
        return str(value)
    return "'" + value.replace("'", "''") + "'"


def insert(table, **values):
    return (f"INSERT INTO {table} ({', '.join(values)}) VALUES "
            f"({', '.join(quote(v) for v in values.values())});")


def guid(kind, number):
    return str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{kind}-{number}.example"))


def folded(text):
    return text.strip().casefold()


def person(tenant, number, name, mail, aliases=(), **values):
    """A user of the tenant; what is not given is usual."""
    given, _, surname = name.rpartition(" ")
    values = {"given_name": given or None, "surname": surname if given else None, "mail": mail,
              "aliases": "\n".join([mail or "", *aliases]).strip(), "user_type": "Member",
              "enabled": 1, "state": "present", **values}
    statement = insert("users", tenant_id=tenant, row_hash=1, user_principal_name=values.pop("login", mail),
                       display_name=name, read_at=READ_AT, sort_name=folded(name), **values)
    identity = uuid.UUID(guid("user", tenant * 1000 + number)).hex
    return statement.replace("(tenant_id,", "(graph_id, tenant_id,").replace(
        "VALUES (", f"VALUES (x'{identity}', ", 1)


def contact(organization, number, first, last, mail=None, phone=None):
    """A contact of the organization, with its id."""
    key = organization * 100 + number
    lines = [insert("contacts", id=key, organization_id=organization, external_id=f"p{key}",
                    first_name=first, last_name=last, sort_name=folded(f"{last} {first}"),
                    origin="import", created_at=READ_AT, changed_at=READ_AT)]
    for kind, value in (("email", mail), ("phone", phone)):
        if value is not None:
            lines.append(insert("contact_items", contact_id=key, kind=kind, value=value,
                                folded=folded(value), is_primary=1))
    return "\n".join(lines)


def sql(tenants=TENANTS, organizations=ORGANIZATIONS, users=8, contacts=5, people=()):
    """The statements, one string. people: statements of person() and contact()."""
    lines = ["BEGIN;",
             insert("connections", id=1, name="Northwind MSP", tenant_id=guid("msp", 0),
                    client_id=guid("client", 0), reach="gdap", sign_in_state="ok",
                    account_name="sync@msp.example", signed_in_at=READ_AT, created_at=READ_AT,
                    interval_secs=0)]
    for number, name in enumerate(organizations, 1):
        lines.append(insert("organizations", id=number, external_id=str(9000 + number), name=name,
                            name_folded=folded(name), type="Customer", status="Active",
                            origin="import", created_at=READ_AT, changed_at=READ_AT,
                            quick_notes="Key under the mat <b>no</b>" if number == 1 else None))
        for person in range(contacts if number % 3 else 0):
            key = number * 100 + person
            domain = folded(name).split()[0].strip("<b>/") or "none"
            lines.append(insert("contacts", id=key, organization_id=number,
                                external_id=f"c{key}", first_name=f"Anna {person}",
                                last_name="Berg", sort_name=f"berg anna {person}",
                                title="Manager" if person == 0 else None, origin="import",
                                created_at=READ_AT, changed_at=READ_AT))
            address = f"anna{person}@{domain}.example"
            lines.append(insert("contact_items", contact_id=key, kind="email", value=address,
                                folded=address, is_primary=1))
    for number, (name, domain, city) in enumerate(tenants, 1):
        lines.append(insert("tenants", id=number, connection_id=1, graph_id=guid("tenant", number),
                            name=name, name_folded=folded(name), default_domain=domain, city=city,
                            country="AT" if city else None, sources=1, access="ok",
                            listed_at=READ_AT, users_read_at=READ_AT if number != 3 else None,
                            users_present=users if number != 3 else 0))
        for person in range(users if number != 3 else 0):
            lines.append(
                "INSERT INTO users (tenant_id, graph_id, row_hash, user_principal_name, "
                "display_name, mail, enabled, user_type, read_at, sort_name, state) VALUES ("
                + ", ".join([
                    str(number), "x'" + uuid.UUID(guid("user", number * 1000 + person)).hex + "'",
                    "1", quote(f"user{person}@{domain}"), quote(f"User {person}"),
                    quote(f"user{person}@{domain}"), str(int(person != 1)),
                    quote("Guest" if person == 2 else "Member"), str(READ_AT),
                    quote(f"user {person}"),
                    quote("deleted" if person == 3 else "present")]) + ");")
    lines.extend(people)
    lines.append("COMMIT;")
    return "\n".join(lines)


def many(count):
    """Tenants that have an organization with nearly their name, for long lists."""
    tenants = [(f"Firm {n:05} Ltd", f"firm{n:05}.example", None) for n in range(1, count + 1)]
    organizations = [f"Firm {n:05}" for n in range(1, count + 1)]
    return tenants, organizations


if __name__ == "__main__":
    import sys
    if len(sys.argv) > 1:
        print(sql(*many(int(sys.argv[1])), users=1, contacts=0))
    else:
        print(sql())
