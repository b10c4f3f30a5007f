"""The composition root: builds the outside world from settings, opens the store, and joins the
GraphQL and plain HTTP rooms into one app, once."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import orjson
import structlog
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.types import ASGIApp

from onward import counting
from onward.adapters.breakdowns import BreakableCarrier, BreakablePayments, Breakdowns
from onward.adapters.carriers.easypost import EasyPostCarrier
from onward.adapters.carriers.sandbox import SandboxCarrier
from onward.adapters.clocks import ShiftedClock, SystemClock
from onward.adapters.imaging.supervised import SupervisedImaging
from onward.adapters.mail import FolderMail
from onward.adapters.payments.sandbox import SandboxPayments
from onward.adapters.payments.stripe import StripePayments
from onward.adapters.photos import ObjectPhotos
from onward.adapters.places import ZipPlaces
from onward.adapters.policies.reading import read_policy
from onward.adapters.stock import SandboxStock
from onward.adapters.taxes import TableTax
from onward.adapters.tokens import SigningTokens
from onward.api.handler import graphql
from onward.counting import Room
from onward.demo.bar import DemoShop
from onward.demo.pictures import picture
from onward.domain.contradictions import contradictions
from onward.domain.policy import Policy
from onward.messages.economics import contradiction_text
from onward.ports import Carrier, Clock, Payments, World
from onward.services import reactions
from onward.services.pulse import Heart
from onward.services.reactions.working import worker
from onward.settings import Carriers, Mode, PaymentProviders, Settings, WorkerHere
from onward.store import bell, clock, places, prints
from onward.store.opening import close_store, open_store
from onward.web import papers, sessions, signed, uploads, webhooks
from onward.web.bodies import BodyLimit, TooMuch, on_too_much
from onward.web.explorer import Explorer
from onward.web.headers import Headers
from onward.web.health import health
from onward.web.metrics import Metrics
from onward.web.pwa import Pwa
from onward.web.refused import HANDLERS
from onward.web.sessions import Sessions
from onward.web.slices import forget_old
from onward.web.tries import Tries

log = structlog.get_logger()
# How long a crashed worker loop waits before it goes on.
_BREATH_S = 1.0


def build_world(settings: Settings, imaging: SupervisedImaging, *, console: bool) -> World:
    """The adapters these settings ask for. Stock is a sandbox so far; mail lies in a folder and is
    also printed when `console` says so."""
    home = settings.home.resolve()
    now: Clock = SystemClock() if settings.mode is Mode.PRODUCTION else ShiftedClock(clock.offset)
    carrier = _carrier(settings, now)
    payments = _payments(settings, now)
    if settings.mode is not Mode.PRODUCTION:
        carrier = BreakableCarrier(carrier, Breakdowns(settings.breakdowns, "carrier"))
        payments = BreakablePayments(payments, Breakdowns(settings.breakdowns, "payments"))
    policy = _policy(settings)
    return World(
        policy=policy,
        clock=now,
        carrier=carrier,
        payments=payments,
        photos=ObjectPhotos(settings.photos),
        imaging=imaging,
        mail=FolderMail(home / "mail", console=console),
        stock=SandboxStock(home / "stock"),
        tokens=SigningTokens(settings.key_for("tokens").decode()),
        places=ZipPlaces(places.lies_at),
        tax=TableTax(policy),
        base_url=settings.reached_at,
    )


def _policy(settings: Settings) -> Policy:
    """The shop's own. In the demo one browser plays everybody, so there no device counts."""
    policy = read_policy(settings.policy)
    if settings.mode is not Mode.DEMO:
        return policy
    return replace(policy, matching=replace(policy.matching, device_for=timedelta()))


def _payments(settings: Settings, now: Clock) -> Payments:
    if settings.payments is PaymentProviders.STRIPE:
        return StripePayments(
            settings.stripe_key.get_secret_value(),
            settings.stripe_webhook_secret.get_secret_value(),
        )
    folder = settings.home.resolve() / "payments"
    return SandboxPayments(folder, settings.key_for("payments"), now)


def _carrier(settings: Settings, now: Clock) -> Carrier:
    if settings.carrier is Carriers.EASYPOST:
        return EasyPostCarrier(
            settings.easypost_key.get_secret_value(),
            settings.easypost_webhook_secret.get_secret_value(),
        )
    folder = settings.home.resolve() / "carrier"
    return SandboxCarrier(settings.key_for("carrier").decode(), folder, clock=now)


@asynccontextmanager
async def opened_world(settings: Settings, *, console: bool = False) -> AsyncIterator[World]:
    """The world with its store open, for as long as one is inside."""
    counting.begin(reactions.BY_NAME)
    settings.home.mkdir(parents=True, exist_ok=True)
    async with SupervisedImaging() as imaging:
        world = build_world(settings, imaging, console=console)
        seal = settings.key_for("contacts")
        await open_store(settings.database, seal=seal, effects=reactions.EFFECTS)
        try:
            yield world
        finally:
            await close_store()


@asynccontextmanager
async def working(world: World, settings: Settings) -> AsyncIterator[None]:
    """While inside, this process does what events set off."""
    heart = Heart()
    lease = timedelta(milliseconds=settings.lease_ms)
    tasks = [
        asyncio.create_task(_steadily(lambda: worker(world, lease, heart.beat))),
        asyncio.create_task(_steadily(heart.keep)),
    ]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def create_app(settings: Settings, world: World) -> ASGIApp:
    """The whole app over a world whose store is open."""
    demo = DemoShop(world, settings.port) if settings.mode is Mode.DEMO else None
    developing = settings.mode is Mode.DEVELOPMENT
    api = graphql(world, mode=settings.mode.value, documents=read_documents(settings.frontend))
    explorer = Explorer(settings.frontend) if developing else None
    metrics = Metrics(settings.metrics_token.get_secret_value())
    inner = Starlette(
        routes=_routes(api, Pwa(settings.frontend / "dist"), explorer, metrics),
        exception_handlers={**HANDLERS, TooMuch: on_too_much},
    )
    inner.state.world = world
    inner.state.uploads = settings.home.resolve() / "uploads"
    own_pages = Sessions(
        inner,
        world=world,
        tries=Tries(world.tokens),
        own_host_too=settings.mode is not Mode.PRODUCTION,
        beside={"demo": demo},
    )
    secure = settings.reached_at.startswith("https:")
    return Headers(BodyLimit(own_pages), secure=secure, explorer=developing)


@asynccontextmanager
async def running(settings: Settings) -> AsyncIterator[tuple[ASGIApp, World]]:
    """The app over its world, with all it needs beside it: store, bell and, unless switched off, a
    worker."""
    async with AsyncExitStack() as stack:
        console = settings.mode is not Mode.PRODUCTION
        world = await stack.enter_async_context(opened_world(settings, console=console))
        forget_old(settings.home / "uploads")
        await stack.enter_async_context(bell.heard_from_others(settings.database))
        await stack.enter_async_context(_recalling())
        if settings.worker is WorkerHere.ON:
            await stack.enter_async_context(working(world, settings))
        if settings.mode is Mode.PRODUCTION:
            log.warning("sandboxes", ports=_sandboxes(settings))
        _tell_contradictions(world.policy)
        yield create_app(settings, world), world


def _sandboxes(settings: Settings) -> list[str]:
    """The ports that only pretend."""
    carrier = ["carrier"] if settings.carrier is Carriers.SANDBOX else []
    payments = ["payments"] if settings.payments is PaymentProviders.SANDBOX else []
    return [*carrier, *payments, "mail", "stock"]


def _tell_contradictions(policy: Policy) -> None:
    """What the policy says against itself is said at start, not found out from the books."""
    for one in contradictions(policy):
        log.warning("policy_at_odds", why=contradiction_text(one, policy))


@asynccontextmanager
async def _recalling() -> AsyncIterator[None]:
    """Meanwhile, read which pictures were ever seen, so that nobody's submit waits for it. What
    breaks off here is made good by the first look."""
    recalling = asyncio.create_task(prints.catch_up())
    try:
        yield
    finally:
        recalling.cancel()
        await asyncio.gather(recalling, return_exceptions=True)


def read_documents(frontend: Path) -> Mapping[str, str]:
    """The operations of the built app by their hash; none where it was not built."""
    listed = frontend / "src" / "gen" / "persisted-documents.json"
    with suppress(FileNotFoundError):
        documents: dict[str, str] = orjson.loads(listed.read_bytes())
        return documents
    log.warning("no_documents", missing="persisted-documents.json")
    return {}


def _routes(api: ASGIApp, pwa: Pwa, explorer: Explorer | None, metrics: Metrics) -> list[BaseRoute]:
    return [
        *_explored(explorer),
        Route("/graphql", api),
        WebSocketRoute("/graphql", api),
        Route("/uploads/{ticket}", uploads.upload, methods=["HEAD", "PUT"]),
        Route("/photos/{token}.jpg", signed.photo),
        Route("/labels/{token}.pdf", signed.label),
        Route("/labels/{token}.zpl", signed.thermal_label),
        Route("/papers/{token}.html", papers.paper),
        Route("/catalogue/{sha256}.jpg", signed.catalogue),
        Route("/pictures/{name}.svg", picture),
        Route("/sign-in/{token}", sessions.open_link),
        Route("/webhooks/carrier", webhooks.carrier, methods=["POST"]),
        Route("/webhooks/payments", webhooks.payments, methods=["POST"]),
        Route("/health", health),
        Route("/metrics", metrics.get),
        Route("/{path:path}", pwa.get),
    ]


def _explored(explorer: Explorer | None) -> list[BaseRoute]:
    if explorer is None:
        return []
    return [
        Route("/graphql", explorer.page, methods=["GET"]),
        Route("/explorer/{name}", explorer.file, methods=["GET"]),
    ]


async def _steadily(work: Callable[[], Awaitable[None]]) -> None:
    """Go on whatever happens: the database may be away for a while, and a worker that is gone for
    good helps nobody."""
    while True:
        try:
            await work()
        except Exception:
            log.exception("worker_stumbled")
            counting.fault(Room.WORKER)
        await asyncio.sleep(_BREATH_S)
