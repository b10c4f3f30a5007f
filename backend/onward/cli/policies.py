"""A shop's policy at the terminal: whether it can be followed, and what it says in plain words."""

from pathlib import Path
from typing import Annotated

import typer
from rich.padding import Padding
from rich.text import Text

from onward.adapters.policies.reading import read_policy
from onward.adapters.policies.sections import UnreadablePolicy
from onward.cli.importing import out
from onward.domain.contradictions import contradictions
from onward.domain.policy import Policy
from onward.messages import say
from onward.messages.economics import contradiction_text
from onward.messages.policies import explained
from onward.settings import BadSettings, read_settings

policy = typer.Typer(help="Check the shop’s rules, or read them in plain words.")
File = Annotated[
    Path | None,
    typer.Argument(help="A policy in TOML; ONWARD_POLICY or the shipped one by default."),
]


@policy.command()
def check(file: File = None) -> None:
    """Say whether a policy can be followed; a mistake is named with its line."""
    path = _path(file)
    found = _read(path)
    named = str(path) if path else say("policy.check.shipped")
    out.print(Text(say("policy.check.good", shop=found.shop, path=named)), soft_wrap=True)
    against = contradictions(found)
    if against:
        many = say("policy.check.contradictions_many", count=len(against))
        one = say("policy.check.contradictions_one")
        out.print(Text(one if len(against) == 1 else many))
    for contradiction in against:
        out.print(Text(f"- {contradiction_text(contradiction, found)}"), soft_wrap=True)


@policy.command()
def explain(file: File = None) -> None:
    """Tell a policy in plain sentences, table by table."""
    found = _read(_path(file))
    out.print(Text(say("policy.explain.title", shop=found.shop), style="bold"))
    out.print(Text(say("policy.explain.amounts")))
    for chapter in explained(found):
        out.print()
        out.print(Text(chapter.heading, style="bold"))
        for sentence in chapter.sentences:
            out.print(Padding(Text(sentence), (0, 0, 0, 2)))


def _path(file: Path | None) -> Path | None:
    if file is not None:
        return file
    try:
        return read_settings().policy
    except BadSettings as wrong:
        typer.echo(str(wrong), err=True)
        raise typer.Exit(1) from wrong


def _read(path: Path | None) -> Policy:
    try:
        return read_policy(path)
    except UnreadablePolicy as wrong:
        where = f"{path}: " if path else ""
        typer.echo(f"{where}{wrong}", err=True)
        raise typer.Exit(1) from wrong
