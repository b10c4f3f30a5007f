"""An imaging process: `python -m onward.adapters.imaging.child`, one picture after the other.

It limits itself before it reads a byte, and ends when its input does, so it outlives no server.
"""

import os
import resource
import sys
from typing import BinaryIO

from onward.adapters.imaging.cleaning import cleaned
from onward.adapters.imaging.frames import READY, framed, photo_answer, read_frame, refusal_answer
from onward.domain.refusals import BadPhoto

MOST_MEMORY = 512 * 1024 * 1024
_MOST_FILES = 16
_CPU_S = 3
# Whoever waits for a page goes before a picture.
_NICER_BY = 5


def main() -> None:
    """Clean pictures until the input ends."""
    _limit(resource.RLIMIT_AS, MOST_MEMORY)
    _limit(resource.RLIMIT_NOFILE, _MOST_FILES)
    _limit(resource.RLIMIT_CORE, 0)
    os.nice(_NICER_BY)
    serve(sys.stdin.buffer, sys.stdout.buffer)


def serve(source: BinaryIO, target: BinaryIO) -> None:
    """Say that we are here, then answer every frame with a photo or a refusal."""
    target.write(framed(READY))
    target.flush()
    while (raw := read_frame(source)) is not None:
        _allow_cpu()
        try:
            answer = photo_answer(cleaned(raw))
        except BadPhoto as refusal:
            answer = refusal_answer(refusal)
        target.write(answer)
        target.flush()


def _limit(what: int, most: int) -> None:
    resource.setrlimit(what, (most, most))


def _allow_cpu() -> None:
    """So many seconds for this picture, counted from what the process has taken so far."""
    spent = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(spent.ru_utime + spent.ru_stime) + _CPU_S
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


if __name__ == "__main__":
    main()
