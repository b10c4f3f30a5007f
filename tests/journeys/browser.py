"""One person's browser: cookies of its own, the app's own documents, and a memory of every byte it
was ever sent."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from typing import Any

import httpx
import pypdfium2

from onward.services.photos import SLICE_BYTES
from tests.journeys.documents import trusted
from tests.journeys.mailbox import Mailbox
from tests.journeys.watch import Watch, live_line
from tests.polling import until

PATIENCE_S = 30
NO = ("Refused", "ListingTaken")
_wishes = count()


def fresh_key() -> str:
    """An idempotency key nobody used before."""
    return f"wish {next(_wishes)}"


class Browser:
    """`heard` holds bodies, headers, socket messages, the words of PDFs and letters, as they came;
    `asked` counts the requests that were made."""

    def __init__(self, address: str, mail: Mailbox):
        self.heard: list[bytes] = []
        self.asked = 0
        self.mail = mail
        self._address = address
        self.http = httpx.AsyncClient(
            base_url=address,
            headers={"origin": address},
            event_hooks={"response": [self._note]},
            timeout=PATIENCE_S,
            trust_env=False,
        )

    async def sign_in(self, email: str, order_number: str | None = None) -> None:
        """With the code that was sent by e-mail."""
        sent = await self.ask("AskForCode", email=email, orderNumber=order_number)
        assert sent["__typename"] == "CodeSent"
        signed = await self.ask("SignInWithCode", email=email, code=self.mail.code(email))
        assert signed["__typename"] == "SignedIn", signed

    async def ask(self, operation: str, **given: Any) -> Any:
        """What was answered: the only field, or all of them where there are several."""
        answer = (await self.post(operation, **given)).json()
        assert "errors" not in answer, answer
        fields = answer["data"]
        return next(iter(fields.values())) if len(fields) == 1 else fields

    async def does(self, operation: str, **given: Any) -> Any:
        """A mutation with a key of its own, where nothing but success will do."""
        answer = await self.ask(operation, **{"key": fresh_key(), **given})
        assert answer["__typename"] not in NO, answer
        return answer

    async def refused(self, operation: str, **given: Any) -> tuple[str, str | None]:
        """Code and field of a mutation that is answered with a plain no."""
        answer = await self.ask(operation, **{"key": fresh_key(), **given})
        assert answer["__typename"] in NO, answer
        sentence = answer["message"]
        assert sentence[0].isupper(), sentence
        assert sentence.endswith("."), sentence
        return answer["code"], answer.get("field")

    async def post(self, operation: str, **given: Any) -> httpx.Response:
        return await self.http.post("/graphql", json=trusted()[operation].request(given))

    async def put(self, url: str, piece: bytes, offset: object) -> httpx.Response:
        return await self.http.put(url, content=piece, headers={"upload-offset": str(offset)})

    async def offset(self, url: str) -> int:
        return int((await self.http.head(url)).headers["upload-offset"])

    async def send(self, url: str, raw: bytes) -> httpx.Response:
        """What is still missing of a photo, slice by slice; the last answer."""
        offset = await self.offset(url)
        while True:
            answer = await self.put(url, raw[offset : offset + SLICE_BYTES], offset)
            offset += SLICE_BYTES
            if answer.status_code != 204 or offset >= len(raw):
                return answer

    async def read_pdf(self, url: str) -> str:
        """The words on a page, which are heard as well."""
        page = await self.http.get(url)
        assert page.headers["content-type"] == "application/pdf"
        with pypdfium2.PdfDocument(page.content) as document:
            words: str = document[0].get_textpage().get_text_bounded()
        self.heard.append(words.encode())
        return words

    def read_mail(self, email: str) -> list[str]:
        """The subjects of every letter that was sent to this address; all of it is heard."""
        letters = self.mail.to(email)
        self.heard += [letter.whole for letter in letters]
        return [letter.subject for letter in letters]

    @asynccontextmanager
    async def watching(
        self, operation: str, id: str, after: str | None = None
    ) -> AsyncIterator[Watch]:
        """A live subscription on a socket of its own."""
        cookie = "; ".join(f"{one.name}={one.value}" for one in self.http.cookies.jar)
        async with live_line(self._address, cookie, self.heard) as watch:
            await watch.subscribe(trusted()[operation].hash, id, after)
            yield watch

    async def until(self, operation: str, name: str, wanted: object, **given: Any) -> Any:
        """Ask again until a field of the answer is as wanted."""

        async def look() -> Any:
            answer = await self.ask(operation, **given)
            return answer if answer[name] == wanted else None

        return await until(look, within=PATIENCE_S)

    async def _note(self, response: httpx.Response) -> None:
        self.asked += 1
        await response.aread()
        self.heard += [b"%b: %b" % pair for pair in response.headers.raw]
        self.heard.append(response.content)
