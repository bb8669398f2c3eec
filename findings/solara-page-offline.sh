#!/usr/bin/env bash
# solara-assets is installed, and the page still asks the network for what it is made of.
#
# Guess: `pip install solara solara-assets` gives a page that works without a network: that is what the assets are
#   for.
# What happens: pip takes ipyvuetify 3, for which Solara 1.64.1 names files of solara-vuetify3-app 5.2.0, scripts and
#   styles. solara-assets 1.58.2 holds those of 5.1.1, so Solara fetches the others from elsewhere, and cannot without
#   a network. With ipyvuetify 1 the files are those of solara-vuetify-app 10.1.1, which are there.
# Versions: solara 1.64.1, solara-assets 1.58.2, with ipyvuetify 3.1.0; Python 3.11 or later. Nothing is served: the
#   files that the page's template names are looked for among those that are installed.
# Where it hurts: a page for a classroom, or for a computer that must not tell others what it is used for, which works
#   where it is tried (what was once fetched is kept there) and not where it is needed.
# What was done: the extra `viz` asks for ipyvuetify and ipyvue below 2.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
    'solara==1.64.1' 'solara-assets==1.58.2' 'ipyvuetify==3.1.0' 'ipyvue==3.1.1'

cat > "$folder/probe.py" <<'END'
import re
import sys
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

print(", ".join(f"{name} {version(name)}" for name in ("solara", "solara-assets", "ipyvuetify", "ipyvue")))
server = Path(find_spec("solara.server").origin).parent
template = (server / "templates" / "solara.html.j2").read_text()
known = Path(sys.prefix) / "share" / "solara" / "cdn"
named = sorted(set(re.findall(r"\{\{cdn\}\}/(@widgetti/solara-vuetify3?-app@[0-9.]+)/", template)))
there = {name: (known / name).is_dir() for name in named}
for name, found in there.items():
    print(f"  {name}: {'installed' if found else 'not installed'}")
for path in sorted(known.glob("@widgetti/solara-vuetify*")):
    print(f"  in solara-assets: {path.name}")
third = re.search(r"vue3 = ipyvue.__version__.startswith\(\"3\"\)", (server / "server.py").read_text())
print(f"  the first of them is for ipyvue 3: {bool(third)}")
wanted = {"@widgetti/solara-vuetify-app@10.1.1": True, "@widgetti/solara-vuetify3-app@5.2.0": False}
sys.exit(there != wanted or not third)
END
"$folder/venv/bin/python" "$folder/probe.py" || { echo "no longer so"; exit 1; }
