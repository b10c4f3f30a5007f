"""How often grades held once a person at the other end had looked."""

from datetime import datetime
from typing import Annotated

import strawberry
from strawberry import argument, field

from onward.api.context import Info
from onward.api.operations import does
from onward.api.refusals import Refused
from onward.domain.quality import Accuracy
from onward.messages import category_label, rule_label
from onward.services import quality


@strawberry.type(description="Of some arrivals, how many were as their grade had said.")
class GradeAccuracy:
    name: str = field(description="The category, or the rule that gave the grade.")
    label: str = field(description="The same in words.")
    arrivals: int = field(description="How many were judged at the other end.")
    held: int = field(description="How many of them were as described, or better.")
    upheld_claims: int = field(description="How many claims about condition were granted.")
    paused_since: datetime | None = field(
        description="Since when the peer path of this category pauses; null while it is open."
    )


@strawberry.type(description="Arrivals judge departures.")
class QualityReport:
    categories: list[GradeAccuracy] = field(description="By category.")
    rules: list[GradeAccuracy] = field(description="By the rule that gave the grade.")
    inspected_share: float = field(description="Share of accepted units that we look at ourselves.")
    pause_above: float = field(description="Share of upheld claims above which a category pauses.")
    pause_over: int = field(description="Among how many of its latest arrivals.")


QualityAnswer = Annotated[
    QualityReport | Refused,
    strawberry.union("QualityAnswer", description="The report as it is now, or why not."),
]


@strawberry.input(description="A category whose peer path shall open again.")
class ResumePeerPathInput:
    category: str = field(description="The category.")


@strawberry.type(description="What leads do about quality.")
class QualityMutations:
    @does("Open a paused category's peer path again; what arrives from now on counts.")
    async def resume_peer_path(
        self, info: Info, input: Annotated[ResumePeerPathInput, argument(description="Which.")]
    ) -> QualityAnswer:
        context = info.context
        found = await quality.resume(context.world, context.signed_in(), input.category)
        return report_view(found, info)


def report_view(found: quality.Report, info: Info) -> QualityReport:
    rules = info.context.world.policy.quality
    return QualityReport(
        categories=[_accuracy(one, category_label(one.name)) for one in found.categories],
        rules=[_accuracy(one, rule_label(one.name)) for one in found.rules],
        inspected_share=rules.inspect_bp / 10_000,
        pause_above=rules.pause_above_bp / 10_000,
        pause_over=rules.pause_over,
    )


def _accuracy(one: Accuracy, label: str) -> GradeAccuracy:
    return GradeAccuracy(
        name=one.name,
        label=label,
        arrivals=one.arrivals,
        held=one.held,
        upheld_claims=one.upheld,
        paused_since=one.paused_since,
    )
