"""Measure, and print each figure as a JSON line: `python -m tests.bench [--only NAME]`.

A module of this folder measures some figures with `figures(folder)`; add it to MEASURES. NAME is a
module, a figure, or a figure with its engine.
"""

import argparse
import tempfile
from importlib import import_module
from pathlib import Path

import uvloop

# Module: the figures it measures, each for every engine.
MEASURES: dict[str, tuple[str, ...]] = {
    "imports": ("import_rows_per_s",),
    "backtest": ("backtest_s", "backtest_peak_mb"),
    "lives": ("lives_per_s", "life_cpu_ms"),
    "case_query": ("case_query_per_s", "case_query_ratio_to_bare"),
    "gates": ("blur_auc", "light_auc", "gate_catch", "gate_false_alarm"),
    "reuse": ("reuse_recall", "reuse_false_matches"),
    "lookup": ("reuse_lookup_p99_ms", "reuse_load_s"),
    "barcodes": ("barcode_read_rate", "barcode_false_reads"),
    "likeness": ("likeness_auc", "likeness_false_alarm"),
    "intake": ("intake_photos_per_s", "intake_peak_mb", "hostile_slowest_s"),
    "loop": ("loop_block_max_ms", "loop_health_ms"),
    "phone": ("phone_check_ms",),
    "match": ("match_p99_ms", "match_crowd_p99_ms"),
    "tight": ("tight_matched_share", "tight_cost_ratio"),
    "submit": ("submit_to_match_per_s",),
    "ledger_lives": ("ledger_lives_per_s",),
    "durable": ("durable_mutations_per_s",),
    "odds": ("odds_auc", "odds_brier", "odds_bias", "odds_calibration"),
}


async def measure(module: str, only: str) -> None:
    """Print what a module measures, as far as it was asked for."""
    with tempfile.TemporaryDirectory(prefix="onward-bench-") as folder:
        async for figure in import_module(f"tests.bench.{module}").figures(Path(folder)):
            if only == module or figure.figure.startswith(only):
                print(figure.line(), flush=True)


def asked_for(only: str) -> list[str]:
    """The modules that measure what was asked for."""
    return [
        module
        for module, figures in MEASURES.items()
        if only == module or any(only.startswith(name) or name.startswith(only) for name in figures)
    ]


def main() -> None:
    words = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    words.add_argument("--only", default="", metavar="NAME", help="one module or figure")
    only: str = words.parse_args().only
    modules = asked_for(only)
    if not modules:
        words.error(f"nothing measures {only!r}; there are {', '.join(MEASURES)}")
    for module in modules:
        uvloop.run(measure(module, only))


if __name__ == "__main__":
    main()
