"""What the catalogue's own pictures were measured to be."""

from pydantic import TypeAdapter

from onward.domain.findings import Findings, SeenPrint
from onward.store import prints, sql
from onward.store.trips import Write, write_all

_FINDINGS: TypeAdapter[Findings] = TypeAdapter(Findings)


async def findings(picture: str | None) -> Findings | None:
    """Of the picture that lies there; None where it was never measured."""
    if picture is None:
        return None
    row = await sql.fetch_one("SELECT findings FROM catalogue_pictures WHERE id = ?", [picture])
    return _FINDINGS.validate_json(row["findings"]) if row else None


async def remember(picture: str, found: Findings) -> None:
    """Keep what a catalogue picture was measured to be, and its print, so that a photo of the
    screen is found out."""
    row = [picture, _FINDINGS.dump_json(found).decode()]
    seen = SeenPrint.of(picture, None, found)
    await write_all(
        [
            Write(sql.upsert("catalogue_pictures", ("id", "findings"), "id"), [row]),
            *prints.seen_again(seen),
        ]
    )
