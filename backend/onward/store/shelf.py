"""Stories read lately, kept for the next reader in this process.

Everything that hangs on a case changes only together with the case's version. So a story whose
version is still the database's, and whose order, variant and charge, with what other cases took
from it (`soil`, as raw columns), are still the same, needs no reading but the one row that tells
so. Events never change at all.
"""

from collections import OrderedDict

from onward.domain.ids import CaseId
from onward.domain.story import Story

_MOST = 512
Soil = tuple[object, ...]
_kept: OrderedDict[CaseId, tuple[Story, Soil]] = OrderedDict()


def put(story: Story, soil: Soil) -> None:
    """Keep a story that was just read."""
    _kept[story.case.id] = story, soil
    _kept.move_to_end(story.case.id)
    if len(_kept) > _MOST:
        _kept.popitem(last=False)


def get(case_id: CaseId, version: int, soil: Soil) -> Story | None:
    """The story of that version on that soil, if it is here."""
    story, grown_on = _kept.get(case_id, (None, ()))
    if story is None or story.case.version != version or grown_on != soil:
        return None
    return story


def move_on(story: Story) -> None:
    """Keep the story that a step leaves, on the soil of the one it was taken from: a step never
    changes its case's order, line, unit, variant or charge."""
    known = _kept.get(story.case.id)
    if known is not None and known[0].case.version < story.case.version:
        put(story, known[1])


def older(case_id: CaseId) -> Story | None:
    """The story of whatever version: its events are still events."""
    return _kept.get(case_id, (None, ()))[0]


def clear() -> None:
    """Another database is about to be opened."""
    _kept.clear()
