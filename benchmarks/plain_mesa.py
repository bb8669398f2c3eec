"""A plain request-flow model, as a Mesa user would write it on a first afternoon.

It is the yardstick for the speed of trustsim: users ask, developers work on one request at a time,
a delivery moves the user's trust, and a ``DataCollector`` keeps a handful of daily figures. It has
none of trustsim's attributes, policies, tests, opinions or ledger. It is written as Mesa's own
examples are, and neither tuned nor slowed down.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass

import mesa
import numpy as np

DAYS_PER_MONTH = 21


@dataclass
class Request:
    """One wish of a user, in person-days of work."""

    user: User
    arrived: int
    work_left: float
    due: int


class User(mesa.Agent):
    """Asks for something now and then, and trusts IT a little more or less after each delivery."""

    def __init__(self, model: RequestFlow) -> None:
        super().__init__(model)
        self.trust = 0.65

    def step(self) -> None:
        """Perhaps ask for something."""
        if self.random.random() < self.model.needs_per_day:
            size = self.random.lognormvariate(self.model.log_size, 0.8)
            due = self.model.day + self.model.promised_days
            self.model.queue.append(Request(self, self.model.day, size, due))

    def receive(self, request: Request) -> None:
        """Judge a delivery by whether it came in time."""
        outcome = 1.0 if self.model.day <= request.due else 0.0
        self.trust += 0.1 * (outcome - self.trust)


class Developer(mesa.Agent):
    """Works on one request at a time, oldest first."""

    def __init__(self, model: RequestFlow) -> None:
        super().__init__(model)
        self.request: Request | None = None

    def step(self) -> None:
        """Work for a day."""
        if self.request is None and self.model.queue:
            self.request = self.model.queue.popleft()
        if self.request is None:
            return
        self.request.work_left -= self.random.uniform(0.6, 1.0)
        if self.request.work_left <= 0:
            self.model.deliver(self.request)
            self.request = None


class RequestFlow(mesa.Model):
    """Users, developers and the queue between them; one step is one working day."""

    def __init__(
        self,
        users: int = 10,
        developers: int = 6,
        needs_per_user: float = 0.8,
        size_median: float = 6.0,
        promised_days: int = 60,
        seed: int | None = None,
    ) -> None:
        super().__init__(rng=seed)
        self.day = 0
        self.needs_per_day = needs_per_user / DAYS_PER_MONTH
        self.log_size = math.log(size_median)
        self.promised_days = promised_days
        self.queue: deque[Request] = deque()
        self.lead_times: list[int] = []
        User.create_agents(self, users)
        Developer.create_agents(self, developers)
        self.datacollector = mesa.DataCollector(
            model_reporters={
                "trust": lambda model: model.agents_by_type[User].agg("trust", np.mean),
                "waiting": lambda model: len(model.queue),
                "in_progress": lambda model: sum(d.request is not None for d in model.agents_by_type[Developer]),
                "delivered": lambda model: len(model.lead_times),
                "lead_time": lambda model: model.recent_lead_time(),
            }
        )

    def step(self) -> None:
        """Live through one working day."""
        self.day += 1
        self.agents_by_type[User].shuffle_do("step")
        self.agents_by_type[Developer].shuffle_do("step")
        self.datacollector.collect(self)

    def deliver(self, request: Request) -> None:
        """Hand a finished request to its user."""
        self.lead_times.append(self.day - request.arrived)
        request.user.receive(request)

    def recent_lead_time(self) -> float:
        """Return the mean lead time of the last 50 deliveries, in days."""
        recent = self.lead_times[-50:]
        return float(np.mean(recent)) if recent else 0.0
