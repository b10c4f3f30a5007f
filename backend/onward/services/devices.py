"""A browser is known again when somebody signs in on it, so that two accounts on one phone are no
strangers to the rules of matching. Staff's browsers are nobody's, and where the policy counts no
device nothing is handed out or kept."""

from onward.domain.shop import STAFF, Account
from onward.ports import World
from onward.store import devices

_PURPOSE = "device"


async def signed_in_on(world: World, account: Account, token: str | None) -> str | None:
    """What this browser is to be known by from now on, given what it was known by; None where
    nothing is kept. A token that is forged or over counts for nothing."""
    known_for = world.policy.matching.device_for
    if account.role in STAFF or not known_for:
        return None
    device_id = _known(world, token) or world.tokens.id()
    await devices.seen(device_id, account.id, await world.clock.now())
    return world.tokens.sign(_PURPOSE, {"device": device_id}, known_for)


async def forget_old(world: World) -> int:
    """Forget what counts no more; how many times somebody had been seen somewhere."""
    now = await world.clock.now()
    return await devices.forget_unseen(now - world.policy.matching.device_for)


def _known(world: World, token: str | None) -> str | None:
    claims = world.tokens.read(_PURPOSE, token) if token else None
    return str(claims["device"]) if claims else None
