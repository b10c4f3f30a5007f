"""What a returner does: start a return, show the item, choose its way, or keep it after all."""

from typing import Annotated

import strawberry
from strawberry import argument, field

from onward.api.context import Info
from onward.api.enums import PhotoOccasion, Reason, Remedy, RouteType
from onward.api.operations import does
from onward.api.refusals import Refused, keyed
from onward.api.returns import ReturnCase, all_seen, seen
from onward.domain.refusals import BadInput
from onward.services import condition, openings, photos, returns
from onward.services.photos import Wanted

KEY = "The idempotency key: the same request sent twice is one request."


@strawberry.type(description="Returns were started, one for each piece.")
class StartedReturn:
    cases: list[ReturnCase] = field(description="The returns.")


@strawberry.type(description="Leave to send one photo in slices.")
class UploadTicket:
    url: str = field(description="Where to PUT the slices.")
    slice_bytes: int = field(description="How large a slice is at most.")
    max_bytes: int = field(description="How large the photo may be.")
    photo_id: strawberry.ID = field(description="The id the photo will have.")


StartReturnAnswer = Annotated[
    StartedReturn | Refused,
    strawberry.union("StartReturnAnswer", description="The returns, or why there are none."),
]
UploadPhotoAnswer = Annotated[
    UploadTicket | Refused,
    strawberry.union("UploadPhotoAnswer", description="A ticket, or why there is none."),
]
ReturnCaseAnswer = Annotated[
    ReturnCase | Refused,
    strawberry.union("ReturnCaseAnswer", description="The return as it is now, or why not."),
]


@strawberry.input(description="Which pieces are to come back, and why.")
class StartReturnInput:
    line_id: strawberry.ID = field(description="The order line.")
    reason: Reason = field(description="Why.")
    remedy: Remedy = field(default=Remedy.REFUND, description="What is wanted for it.")
    quantity: int = field(default=1, description="How many pieces.")
    key: str = field(description=KEY)


@strawberry.input(description="A photo that is about to be sent.")
class UploadPhotoInput:
    case_id: strawberry.ID | None = field(
        default=None, description="The return it belongs to; of an arrival, nothing."
    )
    purchase_id: strawberry.ID | None = field(
        default=None, description="Of an arrival, the purchase that arrived; else nothing."
    )
    shot: str = field(description="What it shows: a key of the return's or the purchase's shots.")
    size: int = field(description="Its size in bytes.")
    content_type: str = field(description="Its type: image/jpeg.")
    occasion: PhotoOccasion = field(
        default=PhotoOccasion.ASSESSMENT, description="When in its way it is taken."
    )
    key: str = field(description=KEY)


@strawberry.input(description="An answer to a question.")
class AnswerInput:
    question: str = field(description="The question's key.")
    yes: bool = field(description="Yes, or no.")


@strawberry.input(description="Photos are sent; here are the answers.")
class SubmitConditionInput:
    case_id: strawberry.ID = field(description="The return.")
    answers: list[AnswerInput] = field(description="Every question, answered.")
    key: str = field(description=KEY)


@strawberry.input(description="Another look, please.")
class AppealGradeInput:
    case_id: strawberry.ID = field(description="The return.")
    photo_id: strawberry.ID = field(description="The photo that was sent for it.")
    key: str = field(description=KEY)


@strawberry.input(description="The way it shall take.")
class ChoosePathInput:
    case_id: strawberry.ID = field(description="The return.")
    route: RouteType = field(description="Which way.")
    key: str = field(description=KEY)


@strawberry.input(description="A return to do something with.")
class CaseInput:
    case_id: strawberry.ID = field(description="The return.")
    key: str = field(description=KEY)


@strawberry.type(description="What a returner does.")
class ReturnMutations:
    @does("Start a return. What cannot go to a next owner gets a warehouse code at once.")
    async def start_return(
        self, info: Info, input: Annotated[StartReturnInput, argument(description="What.")]
    ) -> StartReturnAnswer:
        return await started(info, input)

    @does("A ticket to send a photo with.")
    async def upload_photo(
        self, info: Info, input: Annotated[UploadPhotoInput, argument(description="Which.")]
    ) -> UploadPhotoAnswer:
        context = info.context
        about, occasion = _about(input), input.occasion
        wanted = Wanted(about, input.shot, input.size, input.content_type, occasion)
        ticket = await photos.ticket(context.world, context.signed_in(), wanted, keyed(input.key))
        return UploadTicket(
            url=f"/uploads/{ticket.token}",
            slice_bytes=ticket.slice_bytes,
            max_bytes=ticket.max_bytes,
            photo_id=strawberry.ID(ticket.photo_id),
        )

    @does("Photos and answers are in: judge its condition.")
    async def submit_condition(
        self, info: Info, input: Annotated[SubmitConditionInput, argument(description="What.")]
    ) -> ReturnCaseAnswer:
        context, answers = info.context, {one.question: one.yes for one in input.answers}
        if len(answers) != len(input.answers):
            raise BadInput(field="answers")
        story = await condition.submit(
            context.world, context.signed_in(), input.case_id, answers, keyed(input.key)
        )
        return await seen(context, story)

    @does("Ask a person for another look, once, with the photo just sent.")
    async def appeal_grade(
        self, info: Info, input: Annotated[AppealGradeInput, argument(description="Which.")]
    ) -> ReturnCaseAnswer:
        context = info.context
        story = await condition.appeal(
            context.world, context.signed_in(), input.case_id, input.photo_id, keyed(input.key)
        )
        return await seen(context, story)

    @does("Straight to its next owner, or to the warehouse.")
    async def choose_path(
        self, info: Info, input: Annotated[ChoosePathInput, argument(description="Which.")]
    ) -> ReturnCaseAnswer:
        context = info.context
        story = await returns.choose_path(
            context.world, context.signed_in(), input.case_id, input.route, keyed(input.key)
        )
        return await seen(context, story)

    @does("Do not wait: to the warehouse now, with the same code.")
    async def return_now(
        self, info: Info, input: Annotated[CaseInput, argument(description="Which.")]
    ) -> ReturnCaseAnswer:
        context = info.context
        story = await returns.return_now(
            context.world, context.signed_in(), input.case_id, keyed(input.key)
        )
        return await seen(context, story)

    @does("Keep the item after all.")
    async def withdraw_return(
        self, info: Info, input: Annotated[CaseInput, argument(description="Which.")]
    ) -> ReturnCaseAnswer:
        context = info.context
        story = await returns.withdraw(
            context.world, context.signed_in(), input.case_id, keyed(input.key)
        )
        return await seen(context, story)


def _about(input: UploadPhotoInput) -> str:
    """A buyer names their purchase, and never learns of the return it came from."""
    arrival = input.occasion is PhotoOccasion.ARRIVAL
    wanted, other = input.case_id, input.purchase_id
    if arrival:
        wanted, other = other, wanted
    if wanted is None or other is not None:
        raise BadInput(field="purchaseId" if arrival else "caseId")
    return wanted


async def started(info: Info, input: StartReturnInput) -> StartedReturn:
    """Returns of these pieces; the desk's own are photo-free and head for the warehouse."""
    context = info.context
    stories = await openings.start(
        context.world,
        context.signed_in(),
        input.line_id,
        input.reason,
        input.remedy,
        input.quantity,
        keyed(input.key),
    )
    return StartedReturn(cases=await all_seen(context, stories))
