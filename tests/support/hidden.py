# SPDX-License-Identifier: GPL-3.0-or-later
"""In how many ways a secret can lie about: what no file, log, argument or report may hold."""
import base64
import json
import pathlib
import re
import subprocess
import urllib.parse
import zlib


def encodings(secret):
    """The secret as bytes, plain and as usual ways of writing write it."""
    raw = secret.encode() if isinstance(secret, str) else secret
    text = raw.decode("utf-8", "replace")
    found = {
        "plain": raw,
        "base64": base64.b64encode(raw).rstrip(b"="),
        "base64url": base64.urlsafe_b64encode(raw).rstrip(b"="),
        "hex": raw.hex().encode(), "HEX": raw.hex().upper().encode(),
        "utf-16": text.encode("utf-16-le"),
        "percent": urllib.parse.quote(text, safe="").encode(),
        "json": json.dumps(text)[1:-1].encode(),
        "reversed": raw[::-1],
        "halves": raw[:max(len(raw) // 2, 16)],
    }
    # inside of a longer base64 text, the beginning decides how the rest looks
    for shift in (1, 2):
        encoded = base64.b64encode(b"\0" * shift + raw)
        found[f"base64 from {shift}"] = encoded[4 * ((shift + 2) // 3):].rstrip(b"=")[:-2]
    return {name: data for name, data in found.items() if len(data) >= 12}


def of_key(bundle):
    """The parts of a PEM private key that are secret: its bytes, and each line of them. The first 330 bytes
    are what its certificate shows as well: kind, modulus, public exponent."""
    body = re.search(r"-----BEGIN PRIVATE KEY-----\n(.*?)-----END", bundle, re.S).group(1)
    lines = [line for line in body.splitlines() if len(line) >= 60]
    der = base64.b64decode(body)
    return [*lines[7:], der[336:400], der[-64:]]


def look(secrets, places):
    """(where, how) of the first secret in the bytes of places, a dict by name; None when there is none."""
    for secret in secrets:
        for how, data in encodings(secret).items():
            for where, content in places.items():
                if data in content:
                    return where, how
    return None


def files(*tops, but=("keyrings",)):
    """Everything below the folders, also what a database holds in compressed pages."""
    places = {}
    for top in tops:
        for path in pathlib.Path(top).rglob("*"):
            if path.is_file() and not path.is_symlink() and not set(but) & set(path.parts):
                data = path.read_bytes()
                places[str(path)] = data
                if data[:2] in (b"\x78\x9c", b"\x1f\x8b"):
                    places[str(path) + " inflated"] = zlib.decompress(data, 47)
    return places


def process(pid):
    """Arguments and environment of a program, as any other program of the person sees them."""
    return {name: pathlib.Path(f"/proc/{pid}/{name}").read_bytes() for name in ("cmdline", "environ")}


def keyring_items(env=None):
    """Every secret of ours in the keyring, whole, however many lines it has."""
    found = subprocess.run(["secret-tool", "search", "--all", "--unlock", "xdg:schema",
                            "io.github.tenantry.Tenantry"], env=env, check=False, capture_output=True,
                           text=True).stdout
    return [match.group(1) for match in re.finditer(r"^secret = (.*?)\n(?=created = )", found, re.S | re.M)]
