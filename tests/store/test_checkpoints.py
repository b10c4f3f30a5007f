"""A file's log is carried over beside the commits: nothing is lost, nobody is held up, and it does
not grow for ever."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event

import pytest

from onward.store.checkpoints import Checkpoints, carry_over
from tests.polling import until_seen

A_PAGE = b"x" * 3_900


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[tuple[Path, sqlite3.Connection]]:
    """A file that never carries over by itself, with the connection that writes to it."""
    path = tmp_path / "onward.sqlite3"
    with sqlite3.connect(path, isolation_level=None) as writer:
        writer.execute("PRAGMA journal_mode = WAL")
        writer.execute("PRAGMA wal_autocheckpoint = 0")
        writer.execute("CREATE TABLE things (page BLOB)")
        yield path, writer
    writer.close()


def commit(writer: sqlite3.Connection, count: int) -> None:
    for _ in range(count):
        writer.execute("INSERT INTO things VALUES (?)", [A_PAGE])


def in_the_file_alone(path: Path, copy: Path) -> int:
    """How many rows the file holds without its log."""
    copy.write_bytes(path.read_bytes())
    with sqlite3.connect(f"file:{copy}?immutable=1", uri=True) as reader:
        count: int = reader.execute("SELECT count(*) FROM things").fetchone()[0]
    reader.close()
    return count


def test_what_was_committed_is_carried_over(
    shop: tuple[Path, sqlite3.Connection], tmp_path: Path
) -> None:
    path, writer = shop
    commit(writer, 20)
    carry_over(path)
    assert in_the_file_alone(path, tmp_path / "copy") == 20


def test_a_write_under_way_holds_nobody_up_and_is_not_carried_over(
    shop: tuple[Path, sqlite3.Connection], tmp_path: Path
) -> None:
    path, writer = shop
    commit(writer, 20)
    writer.execute("BEGIN IMMEDIATE")
    commit(writer, 5)
    carry_over(path)
    assert in_the_file_alone(path, tmp_path / "copy") == 20
    writer.execute("COMMIT")
    carry_over(path)
    assert in_the_file_alone(path, tmp_path / "again") == 25


def log_of(path: Path) -> int:
    """How many bytes the log ever took."""
    return path.with_name(f"{path.name}-wal").stat().st_size


def test_whoever_reads_an_older_state_goes_on_reading_it(
    shop: tuple[Path, sqlite3.Connection],
) -> None:
    path, writer = shop
    commit(writer, 5)
    with sqlite3.connect(path, isolation_level=None) as reader:
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM things").fetchone() == (5,)
        commit(writer, 40)
        carry_over(path, long=10)
        assert reader.execute("SELECT count(*) FROM things").fetchone() == (5,)
        reader.execute("COMMIT")
        assert reader.execute("SELECT count(*) FROM things").fetchone() == (45,)
    reader.close()


def test_a_log_begins_anew_however_steadily_is_written(
    shop: tuple[Path, sqlite3.Connection],
) -> None:
    path, _ = shop
    breath = Event()

    def write_on() -> None:
        with closing(sqlite3.connect(path, isolation_level=None, timeout=60)) as own:
            own.execute("PRAGMA wal_autocheckpoint = 0")
            for _ in range(600):
                commit(own, 5)
                breath.wait(0.001)

    def carried_on(writing: Future[None]) -> bool:
        carry_over(path, long=100)
        return writing.done()

    with ThreadPoolExecutor() as threads:
        writing = threads.submit(write_on)
        until_seen(lambda: carried_on(writing), within=60)
    # Each commit writes more than one page, so that a log that never ends is the longer of the two.
    assert log_of(path) < path.stat().st_size


def test_a_thread_carries_over_until_it_is_stopped(
    shop: tuple[Path, sqlite3.Connection], tmp_path: Path
) -> None:
    path, writer = shop
    beside = Checkpoints(path, every_s=0.01)
    commit(writer, 20)
    # A page for each, one for the table and one for the file itself.
    until_seen(lambda: path.stat().st_size >= (20 + 2) * 4_096)
    beside.stop()
    commit(writer, 1)
    assert in_the_file_alone(path, tmp_path / "copy") == 20
