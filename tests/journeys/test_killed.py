"""SIGKILL at every step of money and labels, before the provider did its work, after it did and
before we knew, and after we recorded it and before the outbox knew: after restart there is exactly
one effect. What is counted lies on the sandboxes' disks and in the database."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from onward.adapters.payments.sandbox import SandboxPayments
from tests.journeys.doomed import MOMENTS, STEPS
from tests.shared import ROOT

pytestmark = pytest.mark.slow
MATRIX = ROOT / "test-results" / "killed"


class Doomed:
    """The process that forks the shops which are killed."""

    def __init__(self, process: "subprocess.Popen[str]"):
        self._process = process

    def live(self, **asked: Any) -> dict[str, Any]:
        """Live the case on, and how that ended."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(orjson.dumps(asked).decode() + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = orjson.loads(self._process.stdout.readline())
        return answer


@pytest.fixture(scope="module")
def doomed() -> Iterator[Doomed]:
    paths = os.pathsep.join((str(ROOT / "backend"), str(ROOT)))
    alone = {"PYTHONPATH": paths, "OPENBLAS_NUM_THREADS": "1"}
    with subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.doomed"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=os.environ | alone,
    ) as process:
        yield Doomed(process)
        assert process.stdin is not None
        process.stdin.close()


@pytest.mark.parametrize("moment", MOMENTS)
def test_whoever_is_killed_leaves_exactly_one_effect(
    database_url: str, tmp_path: Path, doomed: Doomed, moment: str
) -> None:
    engine = "sqlite" if database_url.startswith("sqlite") else "postgres"
    rows = [f"{engine}, killed {moment}: step, done at death, done at the next death"]
    before: str | None = None
    for nth, step in enumerate(STEPS):
        asked = {"url": database_url, "home": str(tmp_path), "step": step, "moment": moment}
        ended = doomed.live(nth=nth, **asked)
        assert ended["killed"], f"{step} was never reached"
        at_death = _done(tmp_path)
        assert at_death[step] == (0 if moment == "before" else 1)
        if before is not None:
            assert at_death[before] == 1, f"{before} after its restart"
            rows[-1] += f"  {at_death[before]}"
        rows.append(f"  {step:8} {at_death[step]}")
        before = step
    ended = doomed.live(nth=9, url=database_url, home=str(tmp_path), step=None, moment=moment)
    assert not ended["killed"]
    done = _done(tmp_path)
    rows[-1] += f"  {done[before or '']}"
    print("\n".join(rows))
    MATRIX.mkdir(parents=True, exist_ok=True)
    (MATRIX / f"{engine}-{moment}.txt").write_text("\n".join(rows) + "\n", encoding="utf-8")
    _exactly_once(done, ended["said"])


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_label_that_nobody_wants_after_the_restart_is_paid_and_given_back_once(
    database_url: str, tmp_path: Path, doomed: Doomed, moment: str
) -> None:
    shop = {"url": database_url, "home": str(tmp_path), "moment": moment}
    for nth, step in enumerate(("capture", "label")):
        assert doomed.live(nth=nth, step=step, **shop)["killed"]
    sold = _done(tmp_path)["label"]
    assert sold == (0 if moment == "before" else 1)
    ended = doomed.live(nth=2, step="void", returned_now=True, **shop)
    assert ended["killed"] is bool(sold)
    if sold:
        ended = doomed.live(nth=3, step=None, **shop)
    assert not ended["killed"]
    done, events, postings = _done(tmp_path), ended["said"]["events"], ended["said"]["postings"]
    assert (done["label"], done["void"]) == (sold, sold)
    assert events.get("LabelStranded", 0) == (1 if moment == "done" else 0)
    assert events.get("LabelVoided", 0) == postings.get("LABEL_VOID", 0) == sold
    assert postings["LABEL"] == 1 + sold
    assert (ended["said"]["waiting"], ended["said"]["sum"]) == (0, 0)


def _exactly_once(done: dict[str, int], said: dict[str, Any]) -> None:
    assert done == dict.fromkeys(STEPS, 1)
    events, postings = said["events"], said["postings"]
    assert events["Matched"] == events["Repointed"] == events["BonusEarned"] == 1
    assert events["RefundSucceeded"] == events["RefundSubmitted"] == 2
    assert events["LabelIssued"] == events["LabelVoided"] == events["FirstScanned"] == 1
    assert postings["SALE"] == postings["REFUND_OWED"] == postings["BONUS_OWED"] == 1
    assert postings["PAID_OUT"] == postings["LABEL"] == 2
    assert postings["LABEL_VOID"] == 1
    assert (said["waiting"], said["sum"]) == (0, 0)


def _done(home: Path) -> dict[str, int]:
    """What the providers' own books say was done; of labels, those beyond the warehouse's."""
    moved = SandboxPayments(home / "payments").movements()
    kinds = [one.kind for one in moved if one.key != "long-ago"]
    carrier = home / "carrier"
    sold = len(list((carrier / "sold").glob("*"))) if (carrier / "sold").exists() else 0
    voided = len(list((carrier / "voids").glob("*"))) if (carrier / "voids").exists() else 0
    return {
        "capture": kinds.count("capture"),
        "label": max(sold - 1, 0),
        "void": voided,
        "refund": kinds.count("refund"),
        "bonus": kinds.count("payout"),
    }
