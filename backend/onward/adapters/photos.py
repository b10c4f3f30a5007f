"""Photos in an object store: a local folder by default, a bucket by its URL."""

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, from_url

from onward.ports import Outage


class ObjectPhotos:
    """Bytes under keys such as `cases/0199/front.jpg`, at `file:///folder` or `s3://bucket`.

    A bucket's credentials come from its provider's usual environment variables.
    """

    def __init__(self, url: str):
        self._store = _opened(url)

    async def write(self, key: str, content: bytes) -> None:
        try:
            await obstore.put_async(self._store, key, content)
        except (BaseError, OSError) as trouble:
            raise _outage(trouble) from trouble

    async def read(self, key: str) -> bytes | None:
        try:
            found = await obstore.get_async(self._store, key)
            return bytes(await found.bytes_async())
        except FileNotFoundError:
            return None
        except (BaseError, OSError) as trouble:
            raise _outage(trouble) from trouble

    async def delete(self, key: str) -> None:
        """Deleting what is not there is done already."""
        try:
            await obstore.delete_async(self._store, key)
        except FileNotFoundError:
            return
        except (BaseError, OSError) as trouble:
            raise _outage(trouble) from trouble


def _opened(url: str) -> ObjectStore:
    if url.startswith("file:"):
        return LocalStore.from_url(url, mkdir=True)
    return from_url(url)


def _outage(trouble: Exception) -> Outage:
    return Outage("photos", type(trouble).__name__)
