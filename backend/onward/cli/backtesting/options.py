"""What a person may ask of a backtest at the terminal."""

from pathlib import Path
from typing import Annotated

import typer

from onward.study.scene import Rules

Willing = Annotated[
    float | None, typer.Option(help="The share of orders that would take open-box, 0 to 1.")
]
WindowDays = Annotated[
    float | None,
    typer.Option(help="How many days an owner is looked for; else as long as the policy does."),
]
Seed = Annotated[
    int, typer.Option(min=0, help="Chance's beginning; the same one repeats a replay.")
]
UsingRules = Annotated[Rules, typer.Option(help="Your policy, or demand alone.")]
PolicyFile = Annotated[Path | None, typer.Option(help="A policy of your own.")]
Warehouse = Annotated[
    str | None, typer.Option(help="The warehouse's country, such as GB; else as the policy says.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")]
ReturnsFile = Annotated[
    Path | None,
    typer.Option("--returns", help="Write every return here, one row each (.parquet or .csv)."),
]
HtmlFile = Annotated[Path | None, typer.Option("--html", help="Write the report here, one page.")]
