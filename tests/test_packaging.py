"""What is declared, pinned and promised in the README agrees with what is there."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT_FILE = tomllib.loads((ROOT / "pyproject.toml").read_text())
PROJECT = PROJECT_FILE["project"]
RUNTIME = PROJECT["dependencies"]
EXTRAS = PROJECT["optional-dependencies"]
DEV = [requirement for extra in EXTRAS.values() for requirement in extra]
LISTS = {"requirements.txt": RUNTIME, "requirements-dev.txt": DEV}
SHIPPED = ("app.py", "serve.py", "views", "charts", "optimizer")
CHECKING = ("tests", "benchmarks")
COMMANDS = {
    "hypothesis",
    "import-linter",
    "mypy",
    "pre-commit",
    "pytest",
    "pytest-rerunfailures",
    "ruff",
    "setuptools",
}
"""Tools that are run, and need not be imported."""


def text(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def pins(path: str) -> dict[str, str]:
    """Version pinned for each distribution; any other line breaks the test."""
    lines = [
        line for line in text(path).splitlines() if not line.startswith(("#", "-r "))
    ]
    found = [re.fullmatch(r"([\w-]+)==([\w.]+)", line) for line in lines]
    assert all(found), lines
    return {canonicalize_name(pin[1]): pin[2] for pin in found if pin}


def ranges(declared: list[str]) -> dict[str, Requirement]:
    found = [Requirement(line) for line in declared]
    return {canonicalize_name(requirement.name): requirement for requirement in found}


def sources(places: tuple[str, ...]) -> list[Path]:
    return [
        file
        for place in places
        for file in (
            [ROOT / place] if place.endswith(".py") else (ROOT / place).rglob("*.py")
        )
    ]


def imported(places: tuple[str, ...]) -> set[str]:
    """Distributions of others that the code of some folders imports."""
    names: set[str] = set()
    for file in sources(places):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.split(".")[0])
    helpers = {place.stem for place in (ROOT / "tests").iterdir()}
    ours = {"app", "serve", "docs", *SHIPPED, *CHECKING, *helpers}
    homes = packages_distributions()
    others = names - ours - set(sys.stdlib_module_names)
    return {canonicalize_name(homes.get(name, [name])[0]) for name in others}


@pytest.mark.parametrize("path", LISTS)
def test_what_is_declared_is_pinned_and_nothing_else(path: str) -> None:
    assert pins(path).keys() == ranges(LISTS[path]).keys()


@pytest.mark.parametrize("path", LISTS)
def test_every_pin_satisfies_its_range(path: str) -> None:
    for name, requirement in ranges(LISTS[path]).items():
        assert requirement.specifier.contains(pins(path)[name]), name


def test_the_app_declares_what_it_imports_and_nothing_else() -> None:
    assert imported(SHIPPED) == ranges(RUNTIME).keys()


def test_tests_and_benchmarks_declare_what_they_import() -> None:
    declared = ranges(RUNTIME).keys() | ranges(DEV).keys()
    assert imported(CHECKING) <= declared
    code = "".join(file.read_text(encoding="utf-8") for file in sources(CHECKING))
    unused = ranges(DEV).keys() - imported(CHECKING) - COMMANDS
    # What may be missing is imported by its name.
    assert [name for name in unused if f'"{name.replace("-", "_")}.' not in code] == []


def test_the_tests_install_what_the_app_runs_on() -> None:
    assert "-r requirements.txt" in text("requirements-dev.txt").splitlines()


@pytest.mark.parametrize(
    "name",
    [
        "uv.lock",
        "Pipfile",
        "environment.yml",
        "packages.txt",
        ".streamlit/secrets.toml",
    ],
)
def test_nothing_stands_in_the_way_of_requirements_txt(name: str) -> None:
    """Community Cloud would take these instead, or too."""
    assert not (ROOT / name).exists()


def blocks() -> list[str]:
    return re.findall(r"^```\n(.+?)\n```$", text("README.md"), re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("name", ["START", "TEST"])
def test_ci_runs_the_commands_of_the_readme(name: str) -> None:
    command = re.search(rf"^{name}='(.+)'$", text(".ci/run"), re.MULTILINE)
    assert command
    assert command[1] in blocks()


def test_the_hooks_run_what_ci_runs() -> None:
    hooks = re.findall(
        r"^ +entry: (.+)$", text(".pre-commit-config.yaml"), re.MULTILINE
    )
    assert hooks == re.findall(r"^attempt (\.venv.+)$", text(".ci/run"), re.MULTILINE)


def test_every_action_of_the_workflow_is_pinned_to_a_commit() -> None:
    used = re.findall(r"uses: (\S+)", text(".github/workflows/ci.yml"))
    assert used
    assert all(re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", action) for action in used)


PACKED = ("optimizer", "data", "pyproject.toml", "setup.py", "README.md", "LICENSE")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what ``pip install .`` installs, built without any network."""
    here, wheels, site = (tmp_path_factory.mktemp(n) for n in ("src", "whl", "site"))
    for name in PACKED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, here / name)
    pip = [sys.executable, "-m", "pip", "wheel", "--no-build-isolation", "--no-deps"]
    subprocess.run([*pip, "-w", wheels, here], check=True, capture_output=True)
    (wheel,) = wheels.glob("rotamatch-*.whl")
    with zipfile.ZipFile(wheel) as files:
        files.extractall(site)
    return site


def run(site: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python outside of the checkout; it finds the installed copy alone."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=site.parent,
        env={"PYTHONPATH": str(site), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_an_installed_copy_holds_every_module_and_the_whole_catalog(
    installed: Path,
) -> None:
    ours = {file.relative_to(ROOT) for file in (ROOT / "optimizer").rglob("*.py")}
    theirs = {file.relative_to(installed) for file in installed.rglob("*.py")}
    assert theirs == ours
    for file in (ROOT / "data").iterdir():
        copy = installed / "optimizer" / "data" / file.name
        assert copy.read_bytes() == file.read_bytes()


def test_an_installed_copy_solves_outside_of_the_checkout(installed: Path) -> None:
    where = run(installed, "-c", "import optimizer; print(optimizer.__file__)")
    assert where.stdout.startswith(str(installed))
    scenario = installed.parent / "wish.json"
    scenario.write_text(json.dumps({"today": "2026-11-22", "max_rotations": 1}))
    found = run(installed, "-m", "optimizer", "solve", str(scenario))
    assert (found.returncode, found.stderr) == (0, "")
    assert json.loads(found.stdout)["status"] == "optimal"


def test_the_command_is_the_one_of_the_module(installed: Path) -> None:
    (entry,) = installed.glob("*.dist-info/entry_points.txt")
    assert "rotamatch = optimizer.__main__:main" in entry.read_text()
    assert run(installed, "-m", "optimizer", "check").returncode == 0


def test_the_summary_names_each_test_that_was_tried_again(tmp_path: Path) -> None:
    """With the options of this project alone."""
    flaky = tmp_path / "test_flaky.py"
    flaky.write_text(
        "import pytest\ntried = []\n@pytest.mark.flaky(reruns=1)\n"
        "def test_it():\n    tried.append(1)\n    assert len(tried) > 1\n"
    )
    options = PROJECT_FILE["tool"]["pytest"]["ini_options"]["addopts"]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "-n0", flaky.name],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert "RERUN test_flaky.py::test_it" in run.stdout, run.stdout + run.stderr
