"""How a report ends: how to have it again, and what it builds on."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING

from trustsim.report.page.facts import FACTS, HASHED
from trustsim.report.page.markdown import code, opens, passage, table
from trustsim.report.page.references import cited
from trustsim.text import in_markdown

if TYPE_CHECKING:
    from trustsim.report.page.material import Material


def reproduction(material: Material) -> str:
    """Commands, versions, the experiment file, and fingerprints of all that was read and made."""
    name = material.experiment.name
    return "\n".join(
        [
            (
                "Save the experiment file below under its name, with the scenarios that it names where it expects "
                "them (or among those that `trustsim list` shows), and give these commands. With the same versions "
                "every table comes out the same, byte for byte.\n"
            ),
            passage("commands", code(_commands(name), "sh")),
            passage("file.name", f"### {in_markdown(name)}.toml"),
            passage("file", code(material.experiment.text, "toml")),
            "### Versions\n",
            table(("What", "Version"), _versions(material)),
            "### Fingerprints\n",
            "`trustsim report --verify` computes these, and every figure of this report, anew from the runs.\n",
            opens("SHA-256 of what the results come from, and of every table", _fingerprints(material)),
        ]
    )


def _commands(name: str) -> str:
    file, folder = quote(f"{name}.toml"), quote(f"sweeps/{name}")
    lines = (f"sweep {file}", f"analyse {folder}", f"report {folder}", f"report --verify {folder}")
    return "".join(f"trustsim {line}\n" for line in lines)


def _versions(material: Material) -> list[tuple[str, str]]:
    known = sorted(material.sweep.manifest["versions"])
    return [(f"`{name}`", material.fact(f"version.{name}")) for name in known]


def _fingerprints(material: Material) -> str:
    rows = [("the model's code", material.fact("model"))]
    rows += [
        (f"the scenario {in_markdown(one.label)}", material.fact(f"scenario.{one.label}"))
        for one in material.experiment.bases
    ]
    rows += [(f"`{name}`", material.fact(f"sha256.{name}")) for name in HASHED]
    results = [name for name in material.analysis.tables if name != FACTS]
    rows += [(f"the table `{name}` as CSV", material.fact(f"sha256.{name}")) for name in results]
    return table(("Of", "SHA-256"), rows)


def references(material: Material) -> str:
    """What the method builds on."""
    return passage("references", "".join(f"- {one}\n" for one in cited(material.experiment)))
