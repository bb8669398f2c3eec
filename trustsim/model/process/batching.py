"""Batching: how requests are grouped into what is built and released together."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol

from trustsim.model.work import Stage
from trustsim.records.happenings import Actor, Happening
from trustsim.vocabulary import RequestState

if TYPE_CHECKING:
    from trustsim.model.model import TrustModel
    from trustsim.model.work import Request, Slice


class BatchingPolicy(Protocol):
    """When requests are defined and started, and how they are cut."""

    def definitions(self, model: TrustModel) -> None:
        """Begin today's definitions."""

    def defined(self, model: TrustModel, request: Request) -> None:
        """A definition ended."""

    def close_window(self, model: TrustModel) -> None:
        """Begin a release, if today is the day."""

    def parts(self, model: TrustModel, request: Request) -> int:
        """Into how many slices a request is cut."""

    def cut(self, model: TrustModel, request: Request) -> list[int]:
        """The attributes of each slice, as masks, in the order of building."""


class ReleaseTrain:
    """Releases collect requests over an intake window; each is built whole, and tested when all are built."""

    def definitions(self, model: TrustModel) -> None:
        """Definition begins as soon as a request arrives."""
        pipeline = model.pipeline
        for number in list(pipeline.waiting):
            request = pipeline.requests[number]
            if request.state == RequestState.WAITING:
                model.policies.definition.begin(model, request)

    def defined(self, model: TrustModel, request: Request) -> None:
        """It waits for the window to close; what was begun under flow joins those who wait."""
        if request.number not in model.pipeline.waiting:
            model.pipeline.waiting.append(request.number)

    def close_window(self, model: TrustModel) -> None:
        """At the end of the window, what is defined becomes a release, up to the limit."""
        planning, pipeline = model.config.planning, model.pipeline
        if model.day % planning.window_days:
            return
        ready = [n for n in pipeline.waiting if pipeline.requests[n].state == RequestState.DEFINED]
        batch = ready[: planning.batch_limit]
        for number in batch:
            pipeline.waiting.remove(number)
        if batch:
            pipeline.start_release(batch, is_batch=True)

    def parts(self, model: TrustModel, request: Request) -> int:
        """One."""
        return 1

    def cut(self, model: TrustModel, request: Request) -> list[int]:
        """The whole request is one slice."""
        return [request.scope]


class Flow:
    """A request starts when capacity is free, in slices; each slice goes to test at once."""

    def definitions(self, model: TrustModel) -> None:
        """Start the oldest requests up to the limit of work in progress."""
        planning, pipeline = model.config.planning, model.pipeline
        limit = max(1, int(planning.in_progress_per_developer * len(model.present)))
        while pipeline.waiting and pipeline.in_progress < limit:
            request = pipeline.requests[pipeline.waiting.popleft()]
            model.policies.definition.begin(model, request)

    def defined(self, model: TrustModel, request: Request) -> None:
        """It starts at once."""
        model.pipeline.start_release([request.number], is_batch=False)

    def close_window(self, model: TrustModel) -> None:
        """There is none."""

    def parts(self, model: TrustModel, request: Request) -> int:
        """As few as keep to the limit."""
        fit_in = max(int(model.config.planning.slice_days * request.attributes / request.size), 1)
        return math.ceil(request.scope.bit_count() / fit_in)

    def cut(self, model: TrustModel, request: Request) -> list[int]:
        """Slices of about equal size, none above the limit, the most valuable attributes first."""
        scope, shares, parts = request.scope, request.shares, self.parts(model, request)
        by_value = sorted(range(request.attributes), key=shares.__getitem__, reverse=True)
        wanted = [k for k in by_value if scope >> k & 1]
        bounds = [round(i * len(wanted) / parts) for i in range(parts + 1)]
        return [sum([1 << k for k in wanted[low:high]]) for low, high in pairwise(bounds)]


def built(model: TrustModel, part: Slice) -> None:
    """A slice is built: one of a batch waits for the batch, any other goes to test at once.

    It is asked of the release, not of the policy in force: work that was begun under another policy
    goes on as it began.
    """
    if model.pipeline.release_of(part).is_batch:
        gate(model, part)
        return
    number = part.ordinal + 1
    model.log.request(Happening.SLICE_BUILT, part.request, Actor.DEVELOPER, part.developer, number)
    model.pipeline.to_test(part)


def gate(model: TrustModel, part: Slice) -> None:
    """Hold what is built until all of its release is, then send it to test together."""
    pipeline = model.pipeline
    release = pipeline.release_of(part)
    part.stage = Stage.BUILT
    if release.unbuilt:
        return
    model.log.release(Happening.BUILT, release.number, a=len(release.requests))
    pipeline.send_to_test(release)
