from __future__ import annotations

import ast
import os
import re
import sys
import tomllib
from collections.abc import Collection, Iterator
from fnmatch import fnmatch
from importlib.metadata import distribution
from importlib.util import find_spec
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

MOST_LINES = 400
LONGEST_FUNCTION = 50
PYTHONS = ("3.11", "3.12", "3.13")

ABSOLUTE_PATH = re.compile(r"(?<![\w.~<*/-])/(?:home|root|work|Users|tmp|opt|mnt|srv|var)/|\b[A-Z]:\\(?:Users|home)")
REGISTRY = re.compile(r"pypi\.org|pythonhosted\.org|--(?:extra-)?index[-]url|--find[-]links|\b(?:artifactory|nexus)\.")


def project_files(project: Path) -> Iterator[Path]:
    """Yield what belongs to the project: all files but git's own and those that .gitignore names."""
    lines = (project / ".gitignore").read_text().splitlines()
    ignored = [line.strip("/") for line in lines if line and not line.startswith("#")]
    for folder, folders, names in os.walk(project):
        kept = [name for name in folders if name != ".git" and not any(fnmatch(name, one) for one in ignored)]
        folders[:] = sorted(kept)
        yield from (Path(folder, name) for name in sorted(names) if not any(fnmatch(name, one) for one in ignored))


def texts(project: Path) -> dict[str, str]:
    found = {}
    for path in project_files(project):
        try:
            found[path.relative_to(project).as_posix()] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
    return found


@pytest.fixture(scope="module")
def sources(project: Path) -> dict[str, str]:
    found = texts(project)
    assert {"pyproject.toml", "Makefile", ".ci/run", "LICENSE", "trustsim/errors.py"} <= found.keys()
    return found


@pytest.fixture(scope="module")
def python(sources: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in sources.items() if name.endswith(".py")}


def lines_that_match(pattern: re.Pattern[str], sources: dict[str, str]) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()}"
        for name, text in sources.items()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_file_names_a_place_of_one_machine(sources: dict[str, str]) -> None:
    assert lines_that_match(ABSOLUTE_PATH, sources) == []


def test_no_file_names_a_package_registry(sources: dict[str, str]) -> None:
    assert lines_that_match(REGISTRY, sources) == []


@pytest.mark.parametrize("line", ["cd /" + "home/ann/trustsim", "open('/" + "tmp/x')", "C:" + "\\Users\\ann"])
def test_an_absolute_path_would_be_found(line: str) -> None:
    assert ABSOLUTE_PATH.search(line)


@pytest.mark.parametrize("line", ["runs/tmp/x", "https://example.org/home/", "~/work/trustsim", "trustsim/work.py"])
def test_a_relative_path_is_fine(line: str) -> None:
    assert not ABSOLUTE_PATH.search(line)


@pytest.mark.parametrize("line", ["https://pypi" + ".org/simple", "--extra-index" + "-url x", "--find" + "-links x"])
def test_a_registry_would_be_found(line: str) -> None:
    assert REGISTRY.search(line)


def long_functions(source: str) -> list[str]:
    return [
        f"{node.name} has {(node.end_lineno or 0) - node.lineno + 1} lines"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    ]


def test_a_long_function_would_be_found() -> None:
    body = "\n".join(["    x = 1"] * LONGEST_FUNCTION)
    assert long_functions(f"def f():\n{body}") == [f"f has {LONGEST_FUNCTION + 1} lines"]


def test_no_function_is_too_long(python: dict[str, str]) -> None:
    assert {name: found for name, text in python.items() if (found := long_functions(text))} == {}


def test_no_file_is_too_long(python: dict[str, str]) -> None:
    lengths = {name: len(text.splitlines()) for name, text in python.items()}
    assert {name: length for name, length in lengths.items() if length > MOST_LINES} == {}


def test_every_module_says_what_it_is_for(python: dict[str, str]) -> None:
    modules = {name: text for name, text in python.items() if name.startswith("trustsim/")}
    assert [name for name, text in modules.items() if not ast.get_docstring(ast.parse(text))] == []


def test_versions_agree(sources: dict[str, str]) -> None:
    version = tomllib.loads(sources["pyproject.toml"])["project"]["version"]
    assert re.findall(r"^version: (.+)$", sources["CITATION.cff"], re.MULTILINE) == [version]
    assert re.findall(r'^__version__ = "(.+)"$', sources["trustsim/__init__.py"], re.MULTILINE) == [version]
    released = re.findall(r"^## \[(.+)\]", sources["CHANGELOG.md"], re.MULTILINE)
    assert next(name for name in released if name != "Unreleased") == version


def test_the_changelog_says_what_changes_results(sources: dict[str, str]) -> None:
    versions = re.split(r"^## ", sources["CHANGELOG.md"], flags=re.MULTILINE)[1:]
    assert [text.splitlines()[0] for text in versions if "### Changes results" not in text] == []


def test_the_licence_is_the_one_that_is_declared(sources: dict[str, str]) -> None:
    assert tomllib.loads(sources["pyproject.toml"])["project"]["license"] == "Apache-2.0"
    assert "license: Apache-2.0" in sources["CITATION.cff"].splitlines()
    text = " ".join(sources["LICENSE"].split())
    assert text.startswith("Apache License Version 2.0, January 2004")
    assert text.endswith(
        "See the License for the specific language governing permissions and limitations under the License."
    )


def pins(sources: dict[str, str]) -> list[Requirement]:
    lines = [line for line in sources["constraints.txt"].splitlines() if line and not line.startswith("#")]
    return [Requirement(line) for line in lines]


def pinned_names(sources: dict[str, str], python_version: str) -> list[str]:
    environment = {"python_version": python_version, "python_full_version": f"{python_version}.0"}
    return [
        canonicalize_name(pin.name) for pin in pins(sources) if pin.marker is None or pin.marker.evaluate(environment)
    ]


def needed(requirements: list[Requirement]) -> set[str]:
    """Return the names of all that the requirements need on this Python, through all generations."""
    open_ends = [(canonicalize_name(one.name), extra) for one in requirements for extra in ("", *one.extras)]
    seen: set[tuple[str, str]] = set()
    while open_ends:
        name, extra = open_ends.pop()
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        for one in map(Requirement, distribution(name).requires or ()):
            if one.marker is None or one.marker.evaluate({"extra": extra}):
                open_ends += [(canonicalize_name(one.name), wanted) for wanted in ("", *one.extras)]
    return {name for name, _ in seen}


def declared(sources: dict[str, str], left_out: Collection[str] = ()) -> list[Requirement]:
    """Return what the project asks for, with all extras but those that are left out."""
    table = tomllib.loads(sources["pyproject.toml"])["project"]
    extras = [extra for name, extra in table["optional-dependencies"].items() if name not in left_out]
    lines = [*table["dependencies"], *(line for extra in extras for line in extra)]
    return [one for one in map(Requirement, lines) if one.name != "trustsim"]


def test_constraints_pin_whatever_gets_installed(sources: dict[str, str]) -> None:
    pinned = pinned_names(sources, f"{sys.version_info.major}.{sys.version_info.minor}")
    left_out = () if find_spec("solara") else ("viz",)  # this extra is large, and dev goes without it
    assert needed(declared(sources, left_out)) - set(pinned) == set()


@pytest.mark.parametrize("python_version", PYTHONS)
def test_constraints_pin_every_dependency_once_on_each_python(sources: dict[str, str], python_version: str) -> None:
    names = pinned_names(sources, python_version)
    assert len(names) == len(set(names))
    assert {canonicalize_name(one.name) for one in declared(sources)} <= set(names)


def test_constraints_pin_versions_that_are_declared(sources: dict[str, str]) -> None:
    allowed = {canonicalize_name(one.name): one.specifier for one in declared(sources)}
    exact = [(pin.name, next(iter(pin.specifier))) for pin in pins(sources)]
    assert all(pin.operator == "==" for _, pin in exact)
    ranges = [(name, allowed.get(canonicalize_name(name)), pin.version) for name, pin in exact]
    assert [(name, version) for name, spec, version in ranges if spec is not None and version not in spec] == []


def test_the_check_from_nothing_can_be_started(project: Path) -> None:
    assert os.access(project / ".ci/run", os.X_OK)
