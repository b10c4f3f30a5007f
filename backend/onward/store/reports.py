"""What a judgement rests on beside the story: other pictures that look the same, and the
catalogue's own."""

from onward.domain.findings import likeness
from onward.domain.grades import Answers
from onward.domain.photos import Photo
from onward.domain.policy import Policy
from onward.domain.reports import Report
from onward.domain.story import Story
from onward.store import catalogue, prints


async def report(
    story: Story, answers: Answers, shown: tuple[Photo, ...], policy: Policy
) -> Report:
    """The report on a unit of which these photos are shown."""
    found = {photo.id: photo.findings for photo in shown if photo.findings}
    picture = await catalogue.findings(story.variant.picture)
    return Report(
        category=policy.category(story.variant.category),
        reason=story.case.reason.value,
        answers=answers,
        photos=shown,
        gtin=story.variant.gtin,
        hops=story.unit.hops,
        sightings=await prints.sightings(found, story.case.id),
        likeness=tuple((id_, likeness(one, picture)) for id_, one in found.items() if picture),
    )
