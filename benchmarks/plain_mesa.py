"""A plain request-flow model, as a Mesa user would write it on a first afternoon.

It is the yardstick for the speed of trustsim. The same people are there: users ask, product managers
write requests up, developers work on one at a time, testers pass them or send them back, and a
delivery moves the user's trust; a ``DataCollector`` keeps daily figures of the kind that a study of
trust would want. It has none of trustsim's attributes, policies, plans, opinions or ledger. It is
written as Mesa's own examples are, and neither tuned nor slowed down.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass

import mesa
import numpy as np

DAYS_PER_MONTH = 21
DEFECTS = 0.3  # chance that a tester sends a request back


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
            self.model.asked.append(Request(self, self.model.day, size, due))

    def receive(self, request: Request) -> None:
        """Judge a delivery by whether it came in time."""
        outcome = 1.0 if self.model.day <= request.due else 0.0
        self.trust += 0.1 * (outcome - self.trust)


class ProductManager(mesa.Agent):
    """Writes up one request a day."""

    def step(self) -> None:
        """Pass the oldest request on to the developers."""
        if self.model.asked:
            self.model.to_build.append(self.model.asked.popleft())


class Developer(mesa.Agent):
    """Works on one request at a time, oldest first."""

    def __init__(self, model: RequestFlow) -> None:
        super().__init__(model)
        self.request: Request | None = None
        self.motivation = 0.5

    def step(self) -> None:
        """Work for a day."""
        if self.request is None and self.model.to_build:
            self.request = self.model.to_build.popleft()
        if self.request is None:
            return
        self.request.work_left -= self.random.uniform(0.6, 1.0) * (0.5 + self.motivation)
        if self.request.work_left <= 0:
            self.model.to_test.append(self.request)
            self.request = None


class Tester(mesa.Agent):
    """Tests one request a day."""

    def step(self) -> None:
        """Pass the oldest request, or send it back."""
        if not self.model.to_test:
            return
        request = self.model.to_test.popleft()
        if self.random.random() < DEFECTS:
            request.work_left = 1.0
            self.model.to_build.append(request)
        else:
            self.model.deliver(request)


class RequestFlow(mesa.Model):
    """Users, product managers, developers, testers and the queues between them; one step is one working day."""

    def __init__(
        self,
        users: int = 10,
        developers: int = 6,
        testers: int = 2,
        product_managers: int = 2,
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
        self.asked: deque[Request] = deque()
        self.to_build: deque[Request] = deque()
        self.to_test: deque[Request] = deque()
        self.lead_times: list[int] = []
        self.late = 0
        User.create_agents(self, users)
        ProductManager.create_agents(self, product_managers)
        Developer.create_agents(self, developers)
        Tester.create_agents(self, testers)
        self.datacollector = mesa.DataCollector(
            model_reporters={
                "trust": lambda model: np.mean(model.agents_by_type[User].get("trust")),
                "trust_spread": lambda model: np.std(model.agents_by_type[User].get("trust")),
                "motivation": lambda model: np.mean(model.agents_by_type[Developer].get("motivation")),
                "waiting": lambda model: len(model.asked) + len(model.to_build),
                "in_progress": lambda model: len(model.agents_by_type[Developer].select(lambda d: d.request)),
                "in_test": lambda model: len(model.to_test),
                "delivered": lambda model: len(model.lead_times),
                "late": lambda model: model.late,
                "lead_time": lambda model: model.recent_lead_time(),
            }
        )

    def step(self) -> None:
        """Live through one working day."""
        self.day += 1
        for role in (User, ProductManager, Developer, Tester):
            self.agents_by_type[role].shuffle_do("step")
        self.datacollector.collect(self)

    def deliver(self, request: Request) -> None:
        """Hand a finished request to its user."""
        self.lead_times.append(self.day - request.arrived)
        self.late += self.day > request.due
        request.user.receive(request)

    def recent_lead_time(self) -> float:
        """Return the mean lead time of the last 50 deliveries, in days."""
        recent = self.lead_times[-50:]
        return float(np.mean(recent)) if recent else 0.0
