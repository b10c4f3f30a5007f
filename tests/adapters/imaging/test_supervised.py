"""Supervision: processes that are killed, frozen, limited or given up on, and what comes next."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from onward.adapters.imaging.child import MOST_MEMORY
from onward.adapters.imaging.supervised import ONE_THREAD, PASSED_ON, SupervisedImaging
from onward.domain.refusals import BadPhoto
from onward.ports import CleanPhoto, Imaging, Outage
from tests.adapters.imaging.pictures import encoded, picture
from tests.polling import until
from tests.world import FakeImaging

pytestmark = pytest.mark.anyio
RAW = encoded(picture())
ON_A_BUSY_MACHINE = timedelta(minutes=1)
# A process that cleans, but dies of a signal when a picture says so.
FRAIL = (
    sys.executable,
    "-c",
    """
import os, sys
from onward.adapters.imaging import cleaning, frames

print(end=frames.framed(frames.READY).decode("latin-1"), flush=True)
while (raw := frames.read_frame(sys.stdin.buffer)) is not None:
    if raw.startswith(b"die of "):
        os.kill(os.getpid(), int(raw.split()[-1]))
    sys.stdout.buffer.write(frames.photo_answer(cleaning.cleaned(raw)))
    sys.stdout.buffer.flush()
""",
)


@pytest.fixture
async def imaging() -> AsyncIterator[SupervisedImaging]:
    """One process, so that what follows a death runs on what replaced it."""
    async with SupervisedImaging(children=1) as made:
        await made.clean(RAW)
        yield made


@pytest.fixture
async def hasty() -> AsyncIterator[SupervisedImaging]:
    async with SupervisedImaging(children=1, patience=timedelta(seconds=1)) as made:
        yield made


async def working_on(imaging: SupervisedImaging, raw: bytes) -> asyncio.Task[CleanPhoto]:
    """A picture whose process is frozen with it in hand."""
    os.kill(imaging.pids[0], signal.SIGSTOP)
    task = asyncio.create_task(imaging.clean(raw))
    await asyncio.sleep(0)
    return task


def limits_of(pid: int) -> dict[str, str]:
    """The soft limits that the kernel holds a process to."""
    lines = Path(f"/proc/{pid}/limits").read_text().splitlines()
    return {line[:25].strip(): line[25:].split()[0] for line in lines}


def told_to(pid: int) -> set[str]:
    """The names in a process's environment."""
    told = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    return {one.partition(b"=")[0].decode() for one in told if one}


def is_there(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


async def test_the_fake_and_the_processes_make_the_same_photo(imaging: SupervisedImaging) -> None:
    both: tuple[Imaging, ...] = (FakeImaging(), imaging)
    one, other = [await each.clean(RAW) for each in both]
    assert one == other


async def test_the_fake_and_the_processes_say_the_same_no(imaging: SupervisedImaging) -> None:
    both: tuple[Imaging, ...] = (FakeImaging(), imaging)
    for each in both:
        with pytest.raises(BadPhoto) as refused:
            await each.clean(RAW[:-200])
        assert refused.value.said == "PICTURE_CUT_OFF"


async def test_a_refusal_ends_no_process(imaging: SupervisedImaging) -> None:
    before = imaging.pids
    with pytest.raises(BadPhoto):
        await imaging.clean(b"not a picture")
    await imaging.clean(RAW)
    assert imaging.pids == before


async def test_a_process_killed_at_work_is_replaced_and_the_picture_saved(
    imaging: SupervisedImaging,
) -> None:
    expected = await imaging.clean(RAW)
    (killed,) = imaging.pids
    task = await working_on(imaging, RAW)
    os.kill(killed, signal.SIGKILL)
    assert await task == expected
    assert killed not in imaging.pids
    assert await imaging.clean(RAW) == expected


@pytest.mark.parametrize(
    ("deadly", "code"),
    [(signal.SIGKILL, "PICTURE_NOT_READABLE"), (signal.SIGSEGV, "PICTURE_NOT_READABLE"),
     (signal.SIGXCPU, "PICTURE_TOO_SLOW")],
)  # fmt: skip
async def test_a_picture_that_kills_is_refused_and_its_neighbours_are_not(
    deadly: signal.Signals, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    async with SupervisedImaging(children=2, command=FRAIL) as imaging:
        pictures = [RAW, RAW, b"die of %d" % deadly, RAW, RAW]
        tasks = (imaging.clean(raw) for raw in pictures)
        ended = await asyncio.gather(*tasks, return_exceptions=True)
        assert (await imaging.clean(RAW)).width == 320
    lost = ended.pop(2)
    assert isinstance(lost, BadPhoto)
    assert lost.said == code
    assert all(isinstance(end, CleanPhoto) for end in ended)
    assert "imaging.died" in capsys.readouterr().out


async def test_processes_that_do_not_start_are_an_outage_and_not_the_pictures_fault() -> None:
    dead_at_once = (sys.executable, "-c", "raise SystemExit(3)")
    for command in (dead_at_once, ("/no/such/program",)):
        async with SupervisedImaging(command=command) as imaging:
            for _ in range(3):
                with pytest.raises(Outage):
                    await imaging.clean(RAW)


async def test_a_process_that_died_idle_costs_nothing(imaging: SupervisedImaging) -> None:
    expected = await imaging.clean(RAW)
    os.kill(imaging.pids[0], signal.SIGKILL)
    assert await imaging.clean(RAW) == expected


async def test_a_picture_that_takes_too_long_is_refused_and_the_next_one_works(
    hasty: SupervisedImaging,
) -> None:
    await until(lambda: _cleaned_in_time(hasty))
    (frozen,) = hasty.pids
    task = await working_on(hasty, RAW)
    with pytest.raises(BadPhoto) as refused:
        await task
    assert refused.value.said == "PICTURE_TOO_SLOW"
    assert frozen not in hasty.pids
    await until(lambda: _cleaned_in_time(hasty))


async def test_a_caller_who_gives_up_does_not_hand_their_answer_to_the_next(
    imaging: SupervisedImaging,
) -> None:
    (given_up,) = imaging.pids
    task = await working_on(imaging, encoded(picture(64, 64)))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    photo = await imaging.clean(RAW)
    assert (photo.width, photo.height) == (320, 240)
    assert given_up not in imaging.pids


async def test_a_process_limits_its_own_memory_files_and_time(imaging: SupervisedImaging) -> None:
    found = limits_of(imaging.pids[0])
    assert found["Max address space"] == str(MOST_MEMORY)
    assert int(found["Max open files"]) <= 16
    assert int(found["Max cpu time"]) <= 20
    assert found["Max core file size"] == "0"


async def test_a_process_learns_nothing_of_our_secrets(imaging: SupervisedImaging) -> None:
    (pid,) = imaging.pids
    names = told_to(pid)
    assert "PATH" in names
    assert names <= {*PASSED_ON, *ONE_THREAD, "LC_CTYPE"}


@pytest.mark.parametrize(
    ("mode", "format", "options"),
    [
        ("RGB", "JPEG", {"progressive": True, "subsampling": 0}),
        ("CMYK", "JPEG", {}),
        ("RGB", "PNG", {"compress_level": 1}),
        ("RGBA", "PNG", {"compress_level": 1}),
        ("LA", "PNG", {"compress_level": 1}),
        ("P", "PNG", {"compress_level": 1, "transparency": 3}),
        ("I;16", "PNG", {"compress_level": 1}),
    ],
)
async def test_the_largest_pictures_we_take_fit_the_limits(
    mode: str, format: str, options: dict[str, object]
) -> None:
    raw = encoded(Image.new(mode, (7_900, 5_000)), format, **options)
    async with SupervisedImaging(children=1, patience=ON_A_BUSY_MACHINE) as imaging:
        await imaging.clean(RAW)
        before = imaging.pids
        photo = await imaging.clean(raw)
        assert (photo.width, photo.height) == (1600, 1013)
        assert imaging.pids == before


async def test_a_picture_that_takes_too_much_memory_is_refused_and_ends_no_process() -> None:
    raw = encoded(Image.new("RGB", (7_900, 5_000)), "WEBP", method=0)
    async with SupervisedImaging(children=1, patience=ON_A_BUSY_MACHINE) as imaging:
        await imaging.clean(RAW)
        before = imaging.pids
        with pytest.raises(BadPhoto) as refused:
            await imaging.clean(raw)
        assert refused.value.said == "PICTURE_TOO_LARGE"
        await imaging.clean(RAW)
        assert imaging.pids == before


async def test_two_at_a_time_work_in_two_processes() -> None:
    async with SupervisedImaging(children=2) as imaging:
        await asyncio.gather(*(imaging.clean(RAW) for _ in range(8)))
        assert len(imaging.pids) == 2


async def test_closing_leaves_no_process_behind() -> None:
    async with SupervisedImaging(children=2) as imaging:
        await asyncio.gather(*(imaging.clean(RAW) for _ in range(4)))
        pids = imaging.pids
    assert pids
    assert not [pid for pid in pids if is_there(pid)]


async def _cleaned_in_time(imaging: SupervisedImaging) -> bool:
    """Whether a picture went through; on a busy machine a process may take long to start."""
    try:
        await imaging.clean(RAW)
    except BadPhoto:
        return False
    return True
