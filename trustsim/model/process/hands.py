"""In whose hands work is: who built something, who answers for it, and who mends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trustsim.vocabulary import TaskKind

if TYPE_CHECKING:
    from trustsim.model.model import TrustModel
    from trustsim.model.roles.developer import Developer
    from trustsim.model.roles.staff import Staff
    from trustsim.model.work import Request


def builders(model: TrustModel, request: Request) -> list[Developer]:
    """The developers who built it, each once, in order."""
    numbers = sorted({model.pipeline.slices[number].developer for number in request.slices} - {-1})
    return [model.developers[number] for number in numbers]


def makers(model: TrustModel, request: Request) -> list[Staff]:
    """The developers who built it and the testers who tested it last, each once."""
    testers = sorted({model.pipeline.slices[number].tester for number in request.slices} - {-1})
    return [*builders(model, request), *(model.testers[number] for number in testers)]


def someone_for(model: TrustModel, request: Request) -> Developer:
    """Who answers for a request: who began another of the request, else in turn."""
    known = [developer for developer in builders(model, request) if developer.present]
    return known[0] if known else model.present[(request.user + request.nth) % len(model.present)]


def free_hand(model: TrustModel, builder: int) -> Developer:
    """Who mends what a developer built: that one, or, if busy with other than building, whoever has least in hand."""
    own = model.developers[builder]
    if own.present and all(task.kind == TaskKind.BUILD for task in own.tasks):
        return own
    return min(model.present, key=lambda developer: len(developer.tasks))


def hand_on(model: TrustModel, leaver: Developer) -> None:
    """What a developer who leaves had in hand goes to those with least in hand."""
    for task in leaver.tasks:
        taker = min(model.present, key=lambda developer: len(developer.tasks))
        if task.kind == TaskKind.BUILD:
            model.pipeline.slices[task.subject].developer = taker.number
        taker.tasks.append(task)
    leaver.tasks = []
