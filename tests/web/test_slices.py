"""Slices on a disk: all of one or none of it."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from onward.web.slices import NoRoom, Slices


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """As if the disk were full after so many bytes of a file."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_slice_that_finds_no_room_leaves_nothing_of_itself_and_may_be_sent_again(
    tmp_path: Path,
) -> None:
    slices = Slices(tmp_path, "photo", 3000)
    slices.append(0, b"a" * 1000)
    with room_for(1500), pytest.raises(NoRoom):
        slices.append(1000, b"b" * 2000)
    assert slices.offset == 1000
    slices.append(1000, b"c" * 2000)
    assert slices.read() == b"a" * 1000 + b"c" * 2000
