"""Catalogue pictures into the shop, seen at the terminal: one file for each number."""

import asyncio
from pathlib import Path

from rich.progress import track

from onward.app import opened_world
from onward.cli.importing import out
from onward.domain.refusals import Refusal
from onward.messages import refusal_text
from onward.services.pictures import bring_in
from onward.settings import Settings
from onward.store.opening import migrate

KINDS = frozenset({".jpg", ".jpeg", ".png", ".webp"})


class NoPictures(Exception):
    """The folder holds none."""


async def import_pictures(settings: Settings, folder: Path) -> None:
    """Every `<SKU>.jpg`, `.png` or `.webp` of a folder; what is refused is named with its why."""
    files = await asyncio.to_thread(_pictures, folder)
    await migrate(settings.database)
    refused: dict[str, str] = {}
    async with opened_world(settings) as world:
        for file in track(files, f"Reading {folder.name}", console=out, transient=True):
            try:
                raw = await asyncio.to_thread(file.read_bytes)
                await bring_in(world, file.stem, raw)
            except Refusal as refusal:
                refused[file.name] = refusal_text(refusal)
    out.print(f"{len(files) - len(refused)} of {len(files)} pictures are in the catalogue.")
    for name, why in refused.items():
        out.print(f"  {name}: {why}", soft_wrap=True)


def _pictures(folder: Path) -> list[Path]:
    files = sorted(one for one in folder.glob("*") if one.suffix.lower() in KINDS)
    if not files:
        raise NoPictures(f"{folder} holds no picture named after a SKU, such as LL-TEE-M.jpg.")
    return files
