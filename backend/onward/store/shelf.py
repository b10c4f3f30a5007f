"""Stories read or written lately, kept for the next reader in this process.

Everything that hangs on a case changes only together with the case's version, so a story whose
version is still the database's needs no reading but its trunk. Events never change at all.
"""

from collections import OrderedDict

from onward.domain.ids import CaseId
from onward.domain.story import Story

_MOST = 512
_stories: OrderedDict[CaseId, Story] = OrderedDict()


def put(story: Story) -> None:
    _stories[story.case.id] = story
    _stories.move_to_end(story.case.id)
    if len(_stories) > _MOST:
        _stories.popitem(last=False)


def get(case_id: CaseId, version: int) -> Story | None:
    """The story of that version, if it is here."""
    story = _stories.get(case_id)
    return story if story is not None and story.case.version == version else None


def older(case_id: CaseId) -> Story | None:
    """The story of any earlier version: its events are still events."""
    return _stories.get(case_id)


def clear() -> None:
    """Another database is about to be opened."""
    _stories.clear()
