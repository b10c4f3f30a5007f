"""The table of scenarios names all of them, once and in order, and only tests that exist."""

import re

from tests.house.sources import ROOT

TABLE = ROOT / "tests" / "README.md"
SCENARIOS = 48
_ROW = re.compile(r"^\| (\d+) \|(.+)\|$", re.MULTILINE)
_NAMED = re.compile(r"`((?:tests|frontend)/[^`:]+)(?:::([^`]+))?`")


def rows() -> list[tuple[int, str]]:
    text = TABLE.read_text(encoding="utf-8")
    return [(int(number), told) for number, told in _ROW.findall(text)]


def test_every_scenario_has_its_row() -> None:
    assert [number for number, _ in rows()] == [*range(1, SCENARIOS + 1)]


def test_every_row_names_a_test_or_says_not_yet() -> None:
    silent = [number for number, told in rows() if not _NAMED.search(told)]
    assert [number for number, told in rows() if number in silent and "not yet" not in told] == []


def test_every_test_that_is_named_exists() -> None:
    missing = []
    for number, told in rows():
        for path, name in _NAMED.findall(told):
            file = ROOT / path
            text = file.read_text(encoding="utf-8") if file.is_file() else ""
            if (f"def {name}(" not in text and f"test('{name}'" not in text) or not text:
                missing.append((number, path, name))
    assert [one for one in missing if one[2] or not (ROOT / one[1]).is_file()] == []


def test_a_numbered_journey_stands_in_the_row_of_its_number() -> None:
    told = dict(rows())
    for file in sorted((ROOT / "tests" / "journeys").glob("test_numbered_*.py")):
        for name in re.findall(r"def (test_\d\w+)\(", file.read_text(encoding="utf-8")):
            numbers = [int(word) for word in name.split("_") if word.isdecimal()]
            assert all(name in told[number] for number in numbers), name
