"""The words a person reads: open-box, like-new, opened by another customer, and a calm voice."""

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from tests.house.sources import FRONTEND, PACKAGE, ROOT, project_files

MESSAGES = FRONTEND / "src" / "lib" / "i18n"
# Nowhere in the app, not even in a comment.
NEVER = re.compile(r"\b(resale|pre-?owned|second-?hand|refurbished|fraud)\b", re.IGNORECASE)
# Never in a sentence a person reads.
NOT_SAID = re.compile(r"\b(used|recommerce|brand[- ]new|RMA|disposition)\b", re.IGNORECASE)
LITERAL = re.compile(r"'((?:[^'\\\n]|\\.)*)'|\"((?:[^\"\\\n]|\\.)*)\"|`((?:[^`\\]|\\.)*)`")


def test_the_app_never_says_what_the_peer_path_is_not() -> None:
    assert [
        f"{path.relative_to(ROOT)}:{number} {line.strip()[:80]}"
        for path in project_files()
        if path.is_relative_to(FRONTEND / "src") and path.suffix in {".ts", ".svelte", ".json"}
        if "gen" not in path.parts
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if NEVER.search(line)
    ] == []


def test_no_sentence_uses_a_word_of_the_other_trade() -> None:
    assert [
        f"{where}: {text}"
        for where, text in sentences()
        if NEVER.search(text) or (NOT_SAID.search(text) and "channel" not in where.lower())
    ] == []


def test_no_sentence_shouts() -> None:
    assert [f"{where}: {text}" for where, text in sentences() if "!" in text] == []


def test_every_sentence_is_spelled_as_in_the_us() -> None:
    elsewhere = re.compile(
        r"\b(colour|cancelled|favourite|grey|centre|cheque|organise)", re.IGNORECASE
    )
    assert [f"{where}: {text}" for where, text in sentences() if elsewhere.search(text)] == []


def test_every_quotation_mark_is_a_curly_one() -> None:
    straight = re.compile(r"['\"]")
    assert [
        f"{where}: {text}"
        for where, text in sentences()
        if straight.search(text) and ".py:" not in where
    ] == []


def test_both_the_app_and_the_server_keep_their_sentences_in_message_files() -> None:
    files = message_files()
    assert [path for path in files if path.is_relative_to(FRONTEND)]
    assert [path for path in files if path.is_relative_to(PACKAGE)]
    assert len(list(sentences())) > 50


def message_files() -> list[Path]:
    return [
        path
        for path in project_files()
        if (path.is_relative_to(MESSAGES) and path.suffix in {".ts", ".json"})
        or (path.is_relative_to(PACKAGE) and _holds_messages(path))
    ]


def sentences() -> Iterator[tuple[str, str]]:
    """Every message with where it stands: the file and, where it has one, its key."""
    for path in message_files():
        text = path.read_text(encoding="utf-8")
        where = path.relative_to(ROOT).as_posix()
        if path.suffix == ".json":
            yield from _values(where, json.loads(text))
        elif path.suffix == ".toml":
            yield from _values(where, tomllib.loads(text))
        else:
            yield from _literals(where, text)


def _holds_messages(path: Path) -> bool:
    named = path.stem.startswith("messages") or "messages" in path.parts
    return named and path.suffix in {".toml", ".json", ".py"}


def _values(where: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _values(f"{where} {key}", inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _values(where, inner)


def _literals(where: str, text: str) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(text.splitlines(), 1):
        for found in LITERAL.findall(line):
            said = re.sub(r"\$?\{[^}]*\}", "", "".join(found))
            key = line.split(":")[0].strip()
            yield f"{where}:{number} {key}", said
