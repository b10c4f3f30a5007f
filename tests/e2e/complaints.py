"""What a page says when something is wrong with it, while nobody looks at its console."""

from playwright.sync_api import ConsoleMessage, Page, Request, Response

_ERROR = 400
# What a page cannot help when its test takes the signal away.
_OFFLINE = "net::ERR_INTERNET_DISCONNECTED"


class Complaints:
    """Everything from now on: console errors, uncaught ones, failed requests, error answers."""

    def __init__(self, page: Page):
        self.heard: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self._note(f"uncaught: {error}"))
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self._note(f"console: {message.text}")

    def _failed(self, request: Request) -> None:
        # A page that is left gives up what it still loads.
        if request.failure != "net::ERR_ABORTED":
            self._note(f"failed: {request.method} {request.url} {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= _ERROR:
            self._note(f"{response.status}: {response.request.method} {response.url}")

    def _note(self, complaint: str) -> None:
        if _OFFLINE not in complaint:
            self.heard.append(complaint)
