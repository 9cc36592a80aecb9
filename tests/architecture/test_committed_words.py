"""Committed text names no machine's private path, no package index, no secret, and no drawer for leftovers."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from o2o.paths import PROJECT_ROOT

HERE = Path(__file__)
DRAWERS = re.compile(r"(^|_)(utils?|helpers?|common|managers?|misc)(_|$)")
FORBIDDEN = {
    "a private folder of some machine": re.compile(r"(?<![\w.$}])/(work|root|home/[a-z]\w*)/", re.IGNORECASE),
    "a package index": re.compile(
        r"(^|[^a-z])(files|registry|repo1?|deb)\.[a-z]+\.(org|com)|py" + r"pi\.[a-z]{3}|--index-url|--find-links", re.IGNORECASE
    ),
    "a private key": re.compile("BEGIN " + "(EC |RSA )?PRIVATE KEY"),
    "a note to oneself": re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b"),
}
ALLOWED = {"Makefile": {"a package index"}}  # `make lock` says which addresses not to write


def committed_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT_ROOT, capture_output=True, check=True, timeout=30).stdout  # noqa: S607
    return [PROJECT_ROOT / name for name in listed.decode().split("\0") if name and (PROJECT_ROOT / name).is_file()]


def text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""  # a picture or compressed data


@pytest.mark.parametrize("meaning", FORBIDDEN)
def test_committed_text_does_not_contain(meaning: str) -> None:
    pattern = FORBIDDEN[meaning]
    found = []
    for file in committed_files():
        name = str(file.relative_to(PROJECT_ROOT))
        if file == HERE or file.suffix == ".svg" or meaning in ALLOWED.get(name, ()):
            continue
        lines = enumerate(text_of(file).splitlines(), 1)
        found += [f"{name}:{number}: {line.strip()[:100]}" for number, line in lines if pattern.search(line)]
    assert found == []


@pytest.mark.parametrize(
    ("meaning", "text"),
    [
        ("a private folder of some machine", "see /" + "work/notes"),
        ("a private folder of some machine", "open('/" + "home/somebody/x')"),
        ("a package index", "https://files" + ".example.org/simple"),
        ("a private key", "-----BEGIN EC PRIVATE" + " KEY-----"),
        ("a note to oneself", "# TO" + "DO later"),
    ],
)
def test_each_pattern_finds_what_it_forbids(meaning: str, text: str) -> None:
    assert FORBIDDEN[meaning].search(text)


def test_no_module_is_a_drawer_for_leftovers() -> None:
    modules = [file.relative_to(PROJECT_ROOT) for file in committed_files() if file.suffix == ".py"]
    assert [str(module) for module in modules if any(DRAWERS.search(Path(part).stem) for part in module.parts)] == []


def test_the_lock_pins_every_package_by_hash() -> None:
    lines = (PROJECT_ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    pins = [number for number, line in enumerate(lines) if re.match(r"[a-z0-9].*==", line)]
    assert len(pins) > 50
    assert [lines[number] for number in pins if "--hash=sha256:" not in lines[number + 1]] == []
