"""One case asked for through GraphQL, 44 plain fields, beside a bare Starlette endpoint that runs
the same statements and answers the same values by hand; both behind the same session cookie, in
process over ASGI, in alternating runs, the median of five. The store's shelf is emptied before
every request, so that both sides read every row; `warm` is what a phone that looks again meets."""

import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import orjson
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onward.api.handler import graphql
from onward.services.accounts import session_for
from onward.store import reads, shelf, sql
from onward.store.trips import read_all
from onward.web.sessions import COOKIE, Sessions
from onward.web.tries import Tries
from tests.bench.figures import ENGINES, Figure, fresh_store
from tests.services.shop import Shop, open_shop
from tests.world import make_world

REQUESTS, RUNS = 150, 5
HOW = (
    "one matched case, 44 fields, signed in, in process over ASGI, every row read anew; "
    f"median of {RUNS} alternating runs of {REQUESTS} requests"
)
WARM = HOW.replace("every row read anew", "rows kept by version")

DOCUMENT = """query Case($id: ID!) { returnCase(id: $id) {
  id reference stage cursor openedAt stageSince reason remedy assisted reviewDueAt
  item { title size colour sku category picture }
  order { id number placedAt paidWith }
  refund { id status promisedAt dueAt succeededAt amount { amountMinor currency }
    net { amountMinor currency } tax { amountMinor currency } }
  shipment { status trackingNumber carrier firstScanAt etaAt }
  heading { route channel }
  answers { question yes }
  listing { id status }
  photos { id shot }
} }"""


async def figures(folder: Path) -> AsyncIterator[Figure]:
    for engine in ENGINES:
        async with fresh_store(engine, folder):
            shop = await open_shop(make_world())
            story = await shop.matched()
            api, bare, warm = await _measured(shop, story.case.id)
        yield Figure(f"case_query_per_s.{engine}", api, "1/s", HOW)
        yield Figure(f"case_query_warm_per_s.{engine}", warm, "1/s", WARM)
        yield Figure(f"bare_endpoint_per_s.{engine}", bare, "1/s", HOW)
        yield Figure(f"case_query_ratio_to_bare.{engine}", api / bare, "", HOW)


async def _measured(shop: Shop, case_id: str) -> tuple[float, float, float]:
    digest = sha256(DOCUMENT.encode()).hexdigest()
    inner = Starlette(
        routes=[
            Route("/graphql", graphql(shop.world, mode="demo", documents={digest: DOCUMENT})),
            Route("/graphql/bare", _bare),
        ]
    )
    app = Sessions(
        inner, world=shop.world, tries=Tries(shop.world.tokens), own_host_too=True, beside={}
    )
    session = session_for(shop.world, shop.rosa.account)
    transport = httpx.ASGITransport(app=app)
    cookies = {COOKIE: session}
    body = orjson.dumps({"documentId": digest, "variables": {"id": case_id}})
    headers = {"content-type": "application/json"}
    base = shop.world.base_url
    async with httpx.AsyncClient(transport=transport, base_url=base, cookies=cookies) as client:

        async def ask() -> httpx.Response:
            return await client.post("/graphql", content=body, headers=headers)

        async def ask_bare() -> httpx.Response:
            return await client.get("/graphql/bare", params={"id": case_id})

        _must_agree(await ask(), await ask_bare())
        runs = [(await _rate(ask), await _rate(ask_bare), await _rate(ask, cold=False))
                for _ in range(RUNS)]  # fmt: skip
    api, bare, warm = (statistics.median(column) for column in zip(*runs, strict=True))
    return api, bare, warm


async def _rate(ask: Callable[[], Awaitable[httpx.Response]], *, cold: bool = True) -> float:
    started = time.perf_counter()
    for _ in range(REQUESTS):
        if cold:
            shelf.clear()
        answer = await ask()
        if answer.status_code != 200:
            raise AssertionError(answer.text)
    return REQUESTS / (time.perf_counter() - started)


async def _bare(request: Request) -> Response:
    """The same statements, the same 44 values, nothing else."""
    visit = request.state.visit
    trunk, rows = await _rows(request.query_params["id"])
    if visit.viewer is None or trunk["c_returner_id"] != visit.viewer.id:
        return Response(status_code=404)
    return Response(orjson.dumps(_by_hand(trunk, rows)), media_type="application/json")


async def _rows(case_id: str) -> tuple[Any, dict[str, list[Any]]]:
    """What `reads.story` reads, as bare rows: the trunk, and its branches by table."""
    trunk = await sql.fetch_one(reads.TRUNK, [case_id])
    queries = [(text, [case_id] * text.count("?")) for text in reads.BRANCH_QUERIES]
    events, *rows = await read_all([(reads.EVENTS, [case_id, 0]), *queries])
    named = {
        mapping.table: [dict(zip(mapping.names, row, strict=True)) for row in many]
        for (mapping, _), many in zip(reads.BRANCHES, rows, strict=False)
    }
    return trunk, {"events": events, **named}


def _by_hand(trunk: Any, rows: dict[str, list[Any]]) -> dict[str, Any]:
    refund = next(row for row in rows["refunds"] if row["id"] == trunk["c_refund_id"])
    parcel = next(row for row in rows["shipments"] if row["id"] == trunk["c_shipment_id"])
    answers = orjson.loads(trunk["c_answers"])
    amount = {"currency": refund["currency"]}
    return {
        "id": trunk["c_id"],
        "reference": trunk["c_reference"],
        "stage": trunk["c_stage"],
        "cursor": trunk["c_version"],
        "openedAt": _at(trunk["c_opened_at"]),
        "stageSince": _at(trunk["c_stage_since"]),
        "reason": trunk["c_reason"],
        "remedy": trunk["c_remedy"],
        "assisted": bool(trunk["c_assisted"]),
        "reviewDueAt": _at(trunk["c_review_due_at"]),
        "item": {
            "title": trunk["l_title"],
            **{name: trunk[f"v_{name}"] for name in ("size", "colour", "sku", "category")},
            "picture": trunk["v_picture"],
        },
        "order": {
            "id": trunk["o_id"],
            "number": trunk["o_number"],
            "placedAt": _at(trunk["o_placed_at"]),
            "paidWith": trunk["h_method"],
        },
        "refund": {
            "id": refund["id"],
            "status": refund["status"],
            "promisedAt": _at(refund["promised_at"]),
            "dueAt": _at(refund["due_at"]),
            "succeededAt": _at(refund["succeeded_at"]),
            "amount": {"amountMinor": refund["net_minor"] + refund["tax_minor"], **amount},
            "net": {"amountMinor": refund["net_minor"], **amount},
            "tax": {"amountMinor": refund["tax_minor"], **amount},
        },
        "shipment": {
            "status": parcel["status"],
            "trackingNumber": parcel["tracking_number"],
            "carrier": parcel["carrier"],
            "firstScanAt": _at(parcel["first_scan_at"]),
            "etaAt": _at(parcel["eta_at"]),
        },
        "heading": {"route": trunk["c_heading"].partition(":")[0], "channel": None},
        "answers": [{"question": key, "yes": yes} for key, yes in answers.items()],
        "listing": {"id": trunk["g_id"], "status": trunk["g_status"]},
        "photos": [{"id": row["id"], "shot": row["shot"]} for row in rows["photos"]],
    }


def _at(ms: int | None) -> str | None:
    return datetime.fromtimestamp(ms / 1000, UTC).isoformat() if ms is not None else None


def _must_agree(api: httpx.Response, bare: httpx.Response) -> None:
    """Both sides answer for the same case, with the same money and the same keys."""
    said = api.json()["data"]["returnCase"]
    by_hand = bare.json()
    if set(said) != set(by_hand) or said["refund"]["amount"] != by_hand["refund"]["amount"]:
        raise AssertionError((said, by_hand))
