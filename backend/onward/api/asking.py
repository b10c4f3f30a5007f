"""What is asked of a returner: photos to take and questions to answer."""

import strawberry
from strawberry import field

from onward.domain.album import arrival_shots
from onward.domain.condition import shots_needed, shots_offered
from onward.domain.grades import Answers
from onward.domain.policy import CategoryPolicy, Policy
from onward.domain.story import Story
from onward.messages import say


@strawberry.type(description="A photo to take.")
class Shot:
    key: str = field(description="Stable, for programs: front, tag.")
    title: str = field(description="What it shows.")
    hint: str = field(description="How to take it.")
    required: bool = field(description="Whether nothing can be judged without it.")


@strawberry.type(description="A question to answer with yes or no.")
class Question:
    key: str = field(description="Stable, for programs.")
    text: str = field(description="The question.")
    shown_in: str | None = field(
        description="The shot that shows a yes: after a yes it is needed, after a no it is not."
    )


@strawberry.type(description="An answer that was given.")
class Answer:
    question: str = field(description="The question's key.")
    yes: bool = field(description="Yes, or no.")


def shot_views(category: CategoryPolicy, answers: Answers | None = None) -> list[Shot]:
    needed = shots_needed(category, answers or {})
    return [_shot(key, required=key in needed) for key in shots_offered(category)]


def arrival_shot_views(story: Story, policy: Policy) -> list[Shot]:
    return [_shot(key, required=False) for key in arrival_shots(story, policy)]


def question_views(category: CategoryPolicy) -> list[Question]:
    return [
        Question(key=one.key, text=say(f"questions.{one.key}.text"), shown_in=one.shown_in)
        for one in category.questions
    ]


def answer_views(answers: Answers | None) -> list[Answer]:
    return [Answer(question=key, yes=yes) for key, yes in (answers or {}).items()]


def _shot(key: str, *, required: bool) -> Shot:
    title, hint = say(f"shots.{key}.title"), say(f"shots.{key}.hint")
    return Shot(key=key, title=title, hint=hint, required=required)
