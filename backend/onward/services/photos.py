"""Photos of a case: leave to send one, taking it in, and the signed addresses it is shown at."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b

from onward.domain.accounts import Viewer
from onward.domain.album import may_show_arrival, must_be_wanted, who_sends
from onward.domain.events import Actor, PhotoAdded
from onward.domain.findings import SeenPrint
from onward.domain.ids import PhotoId
from onward.domain.life import Who
from onward.domain.photos import Kind, Occasion, Photo, is_as_announced
from onward.domain.policy import Policy
from onward.domain.refusals import BadPhoto, Impossible, NotFound, WindowClosed, WrongStage
from onward.domain.steps import Step
from onward.domain.story import Story
from onward.ports import World
from onward.store import answers, changes, listings, reads
from onward.store.answers import Answer, Question

SLICE_BYTES = 256 * 1024
MOST_BYTES = 12 * 1024 * 1024
TICKET_FOR = timedelta(days=2)
PHOTO_URL_FOR = timedelta(hours=2)
# A photo on offer is there for everybody who looks at the shop.
ANYONE = "ANYONE"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A photo that somebody is about to send: `size` in bytes, `kind` its content type. `about` is
    the return it belongs to; whoever took it on arrival knows no return, only their purchase."""

    about: str
    shot: str
    size: int
    kind: str
    occasion: Occasion = Occasion.ASSESSMENT


@dataclass(frozen=True, slots=True)
class Sent:
    """What a ticket says of the photo that was sent with it."""

    photo_id: str
    about: str
    shot: str
    occasion: Occasion = Occasion.ASSESSMENT
    kind: str = Kind.JPEG.value


@dataclass(frozen=True, slots=True)
class Ticket:
    """Leave to send one photo in slices to /uploads/<token>."""

    photo_id: PhotoId
    token: str
    slice_bytes: int
    max_bytes: int


async def ticket(world: World, viewer: Viewer, wanted: Wanted, key: str) -> Ticket:
    """A signed upload ticket; the same key gives a ticket for the same photo again."""
    story = await _story_about(viewer, wanted)
    who = who_sends(viewer, story, wanted.occasion)
    given = [wanted.about, wanted.shot, wanted.size, wanted.kind, wanted.occasion.value]
    question = Question(viewer.id, key, "uploadPhoto", given)
    found = await answers.known(question)
    if found is None:
        now = await world.clock.now()
        _must_be_in_time(story, wanted, who, world.policy, now)
        _must_be_a_photo(wanted)
        named = blake2b(f"{viewer.id}:{wanted.about}:{key}".encode(), digest_size=16).hexdigest()
        found = await answers.keep(Answer(question, (named,)), now)
    claims = {"photo": found[0], "about": wanted.about, "shot": wanted.shot, "size": wanted.size}
    claims |= {"by": viewer.id, "occasion": wanted.occasion.value, "kind": wanted.kind}
    token = world.tokens.sign("upload", claims, TICKET_FOR)
    return Ticket(PhotoId(found[0]), token, SLICE_BYTES, MOST_BYTES)


async def add(world: World, viewer: Viewer, sent: Sent, raw: bytes) -> Photo:
    """Clean a photo and add it to its case. The original is not kept; twice is once. What is no
    longer wanted when it arrives is refused like what never was."""
    known = await reads.photo(sent.photo_id)
    if isinstance(known, Photo):
        return known
    story = await _story_about(viewer, sent)
    case_id, who = story.case.id, who_sends(viewer, story, sent.occasion)
    _must_be_in_time(story, sent, who, world.policy, await world.clock.now())
    if not is_as_announced(raw, sent.kind):
        raise BadPhoto("PICTURE_OF_OTHER_KIND")
    clean = await world.imaging.clean(raw)
    await world.photos.write(_key(sent.photo_id, thumbnail=False), clean.jpeg)
    await world.photos.write(_key(sent.photo_id, thumbnail=True), clean.thumbnail)
    now = await world.clock.now()
    photo = Photo(
        id=PhotoId(sent.photo_id),
        case_id=case_id,
        shot=sent.shot,
        sha256=clean.sha256,
        width=clean.width,
        height=clean.height,
        size=len(clean.jpeg),
        taken_at=now,
        occasion=sent.occasion,
        findings=clean.findings,
    )

    def decide(story: Story) -> Step | None:
        if any(one.id == photo.id for one in story.photos):
            return None
        who = who_sends(viewer, story, sent.occasion)
        _must_be_in_time(story, sent, who, world.policy, now)
        step = Step().put(photo)
        if photo.findings:
            step.put(*SeenPrint.of(photo.id, photo.case_id, photo.findings))
        return step.say(Actor(who, viewer.id), PhotoAdded(photo.id, sent.shot, sent.occasion))

    await changes.change(case_id, decide, at=now, policy=world.policy)
    return photo


def url(world: World, viewer: str, photo_id: str, *, thumbnail: bool = False) -> str:
    """A signed address that lasts an hour or two and shows the photo to this account alone, or to
    ANYONE."""
    claims = {"key": _key(photo_id, thumbnail=thumbnail), "for": viewer}
    return f"/photos/{world.tokens.sign('photo', claims, PHOTO_URL_FOR)}.jpg"


async def shown(world: World, viewer: Viewer | None, token: str) -> bytes | None:
    """What a signed address shows, or None when it is expired, forged, erased or for somebody
    else."""
    claims = world.tokens.read("photo", token)
    if claims is None or claims["for"] not in (ANYONE, viewer.id if viewer else None):
        return None
    return await world.photos.read(str(claims["key"]))


async def _story_about(viewer: Viewer, photo: Wanted | Sent) -> Story:
    """The story a photo belongs to; WrongStage where a purchase of theirs has come to nothing."""
    if photo.occasion is not Occasion.ARRIVAL:
        story = await reads.story(photo.about)
        if story is None:
            raise NotFound(field="caseId")
        return story
    purchase = await listings.purchase(photo.about)
    if purchase is None or purchase.buyer_id != viewer.id:
        raise NotFound(field="purchaseId")
    story = await reads.story(purchase.case_id)
    if story is None:
        raise Impossible(f"purchase {purchase.id} of no case")
    if story.match is None or story.match.purchase_id != purchase.id:
        raise WrongStage(stage=story.case.stage)
    return story


def _must_be_in_time(
    story: Story, photo: Wanted | Sent, who: Who, policy: Policy, now: datetime
) -> None:
    must_be_wanted(story, photo.shot, photo.occasion, who, policy)
    if photo.occasion is Occasion.ARRIVAL and not may_show_arrival(story, policy, now):
        raise WindowClosed("CLAIM_WINDOW_CLOSED")


def _must_be_a_photo(wanted: Wanted) -> None:
    if not 0 < wanted.size <= MOST_BYTES:
        raise BadPhoto("PICTURE_TOO_LARGE", field="size", most=MOST_BYTES)
    if not wanted.kind.startswith("image/"):
        raise BadPhoto("NOT_A_PICTURE", field="contentType")


def _key(photo_id: str, *, thumbnail: bool) -> str:
    return f"photos/{photo_id}{'.small' if thumbnail else ''}.jpg"
