"""What is asked of a returner: photos to take and questions to answer."""

import strawberry
from strawberry import field

from onward.domain.condition import shots_needed, shots_offered
from onward.domain.grades import Answers
from onward.domain.policy import CategoryPolicy
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


@strawberry.type(description="An answer that was given.")
class Answer:
    question: str = field(description="The question's key.")
    yes: bool = field(description="Yes, or no.")


def shot_views(category: CategoryPolicy, answers: Answers | None = None) -> list[Shot]:
    needed = shots_needed(category, answers or {})
    return [
        Shot(
            key=key,
            title=say(f"shots.{key}.title"),
            hint=say(f"shots.{key}.hint"),
            required=key in needed,
        )
        for key in shots_offered(category)
    ]


def question_views(category: CategoryPolicy) -> list[Question]:
    return [
        Question(key=one.key, text=say(f"questions.{one.key}.text")) for one in category.questions
    ]


def answer_views(answers: Answers | None) -> list[Answer]:
    return [Answer(question=key, yes=yes) for key, yes in (answers or {}).items()]
