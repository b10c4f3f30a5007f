"""Production runs the documents the app was built with and no others, over HTTP and a socket."""

import hashlib
import json

import pytest
from graphql import parse, validate

from onward.api.costs import cost
from onward.api.documents import Documents, UntrustedDocument
from onward.api.limits import LIMITS, MOST_THINGS, MOST_TOKENS
from onward.api.schema import schema
from tests.api.asking import Coming, app_of, post, request, socket
from tests.house.sources import FRONTEND
from tests.services.shop import Shop

NAME = "query Name { shop { name } }"
WATCH = "subscription Watch($id: ID!) { returnCase(id: $id) { id stage } }"


def hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


TRUSTED = {hashed(text): text for text in (NAME, WATCH)}


def test_a_document_is_named_at_the_top_or_among_the_extensions() -> None:
    documents = Documents(TRUSTED)
    for named in (hashed(NAME), f"sha256:{hashed(NAME)}"):
        assert documents.text({"documentId": named}) == NAME
        assert documents.text({"query": "", "extensions": {"documentId": named}}) == NAME


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"query": NAME},
        {"documentId": hashed("query Other { shop { name } }")},
        {"documentId": 7},
        {"documentId": ""},
        {"documentId": hashed(WATCH)[:-1]},
        {"query": NAME, "extensions": {"documentId": "nonsense"}},
        {"query": NAME, "extensions": "nonsense"},
    ],
)
def test_anything_else_is_not_trusted(asked: dict[str, object]) -> None:
    with pytest.raises(UntrustedDocument):
        Documents(TRUSTED).text(asked)


def test_the_open_mode_takes_any_text_and_still_knows_the_hashes() -> None:
    documents = Documents(TRUSTED, open_to_all=True)
    assert documents.text({"query": "{ shop { mode } }"}) == "{ shop { mode } }"
    assert documents.text({"documentId": hashed(NAME)}) == NAME
    with pytest.raises(UntrustedDocument):
        documents.text({"documentId": "unknown", "query": NAME})


def test_every_document_of_the_app_keeps_within_the_limits() -> None:
    listed = FRONTEND / "src" / "gen" / "persisted-documents.json"
    if not listed.exists():
        pytest.skip("the app's documents are written by its build")
    for text in json.loads(listed.read_text(encoding="utf-8")).values():
        document = parse(text, max_tokens=MOST_TOKENS)
        assert validate(schema._schema, document, LIMITS) == []
        assert cost(schema._schema, document).of({}) <= MOST_THINGS / 4


@pytest.mark.anyio
async def test_production_answers_a_trusted_document(shop: Shop) -> None:
    answer = await post(app_of(shop, TRUSTED), {"documentId": hashed(NAME)})
    assert answer.status_code == 200
    assert answer.json() == {"data": {"shop": {"name": "Onward Demo Shop"}}}


@pytest.mark.anyio
@pytest.mark.parametrize("mode", ["production", "demo"])
async def test_production_and_the_demo_refuse_a_free_text(shop: Shop, mode: str) -> None:
    for body in ({"query": NAME}, {"documentId": "0" * 64}):
        answer = await post(app_of(shop, TRUSTED, mode), body)
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["extensions"]["code"] == "UNTRUSTED_DOCUMENT"


@pytest.mark.anyio
async def test_without_documents_only_development_answers(shop: Shop) -> None:
    assert (await post(app_of(shop, None), {"query": NAME})).status_code == 400
    assert (await post(app_of(shop, None, "development"), {"query": NAME})).status_code == 200


@pytest.mark.anyio
async def test_a_socket_runs_trusted_documents_only(shop: Shop) -> None:
    story = await shop.start()
    async with socket(app_of(shop, TRUSTED), shop.rosa) as phone:
        await phone.subscribe({"query": WATCH, "variables": {"id": story.case.id}})
        refusal = await phone.hear()
        assert (refusal["type"], refusal["id"]) == ("error", "1")
        assert refusal["payload"][0]["extensions"]["code"] == "UNTRUSTED_DOCUMENT"
        named = {"query": "", "extensions": {"documentId": hashed(WATCH)}}
        await phone.subscribe({**named, "variables": {"id": story.case.id}}, "2")
        told = await phone.hear()
        assert told["payload"]["data"]["returnCase"] == {"id": story.case.id, "stage": "DRAFTED"}


@pytest.mark.anyio
async def test_a_socket_that_did_not_introduce_itself_is_let_go(shop: Shop) -> None:
    async with socket(app_of(shop, TRUSTED), shop.rosa, introduced=False) as phone:
        await phone.subscribe({"extensions": {"documentId": hashed(WATCH)}})
        assert await phone.closed() == 4401


@pytest.mark.anyio
@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'"x"', b'[{"query":"{shop{name}}"}]', b'{"variables": []}',
             b'{"query":"{shop{name}}","operationName":3}', b"\xff\xfe"],
)  # fmt: skip
async def test_a_body_that_is_no_request_is_refused(shop: Shop, body: bytes) -> None:
    answer = await post(app_of(shop, None, "development"), body)
    assert answer.status_code == 400
    assert answer.json()["errors"]


@pytest.mark.anyio
async def test_only_json_is_taken_and_only_by_post(shop: Shop) -> None:
    app = app_of(shop, TRUSTED)
    form = await request(app, "POST", b"query=x", "application/x-www-form-urlencoded")
    assert form.status_code == 415
    upload = await request(app, "POST", b"--x--", "multipart/form-data; boundary=x")
    assert upload.status_code == 415
    assert (await request(app, "GET", b"", "text/plain")).status_code == 405


@pytest.mark.anyio
async def test_a_subscription_is_not_taken_by_post(shop: Shop) -> None:
    answer = await post(
        app_of(shop, TRUSTED), {"documentId": hashed(WATCH), "variables": {"id": "x"}}
    )
    assert answer.status_code == 400


@pytest.mark.anyio
async def test_signing_in_sets_the_cookie_and_signing_out_takes_it_away(shop: Shop) -> None:
    app = app_of(shop, None, "development")
    coming = Coming()
    asks = {"query": 'mutation{askForCode(input:{email:"rosa@example.com"}){__typename}}'}
    assert (await post(app, asks, coming)).json()["data"]["askForCode"]["__typename"] == "CodeSent"
    letter = shop.world.mail.to("rosa@example.com")[-1]  # type: ignore[attr-defined]
    code = "".join(character for character in letter.subject if character.isdigit())
    enters = {
        "query": 'mutation($code:String!){signInWithCode(input:{email:"Rosa@Example.com",'
        "code:$code}){... on SignedIn{account{id name email role}} ... on Refused{code}}}",
        "variables": {"code": code},
    }
    answer = (await post(app, enters, coming)).json()["data"]["signInWithCode"]
    assert answer["account"]["name"] == "Rosa Example"
    assert coming.session
    assert [action for action, _ in coming.tries] == ["ask_for_code", "sign_in"]
    again = (await post(app, enters, Coming())).json()["data"]["signInWithCode"]
    assert again == {"code": "BAD_CODE"}
    await post(app, {"query": "mutation{signOut{ok}}"}, coming)
    assert coming.session == ""
