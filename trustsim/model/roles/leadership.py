"""The CIO's office: answers illness with layers and method, and is answered for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa

from trustsim.draws import Purpose
from trustsim.model.log import NO_EVENT
from trustsim.records.happenings import Actor, Experience, Happening, Subject
from trustsim.rules.illness import hazard_a_day
from trustsim.scenario.timeline import Intervention
from trustsim.vocabulary import Commitment, Stage

if TYPE_CHECKING:
    from trustsim.model.model import TrustModel

MOST_LAYERS = 7


class Leadership(mesa.Agent):  # type: ignore[misc]
    """Adds analyst layers and red tape in flu and worse, takes them back in health; may be replaced."""

    model: TrustModel

    def __init__(self, model: TrustModel) -> None:
        super().__init__(model)
        self.changes = 0
        self.outsourced = False
        self.price = model.config.chargeback.price
        self.layer_events: dict[int, int] = {}
        self.red_tape_event = NO_EVENT
        self._since = 0
        self._next_step = 0

    def end_day(self, trust: float) -> None:
        """React to the stage of the relationship; stay or go."""
        model, section = self.model, self.model.config.leadership
        if section.reacts and model.day >= self._next_step:
            self._react()
        leaves, outsourced = model.draws.block(Purpose.LEADERSHIP, (0, 0), model.draw_day, 2)
        safe = self.changes and model.day - self._since < section.honeymoon_days
        if not safe and leaves < hazard_a_day(section.hazard, section.hazard_slope, trust):
            self.replaced(outsourced=outsourced < section.outsourcing)  # by chance, the likelier the lower trust is

    # --- layers and red tape

    def _react(self) -> None:
        """A step towards more layers and method in flu and worse, or back in health; then a while of waiting."""
        terms = self.model.terms
        before = (terms.layers, terms.red_tape)
        self._step()
        if (terms.layers, terms.red_tape) != before:
            self._next_step = self.model.day + self.model.config.leadership.step_days

    def _step(self) -> None:
        model, section = self.model, self.model.config.leadership
        stage, cause = model.illness.stage, model.illness.event
        layers = model.terms.layers
        if stage >= Stage.FLU:
            more = 2 if stage >= Stage.PNEUMONIA else 1
            self.set_layers(max(layers, min(section.most_layers, layers + more)), cause)
            self._set_red_tape(min(section.most_red_tape, model.terms.red_tape + section.red_tape_step), cause)
        else:
            if layers > self.usual_layers():
                self.set_layers(layers - 1, cause)
            self._set_red_tape(max(0.0, model.terms.red_tape - section.red_tape_step), cause)

    def usual_layers(self, more: int = 0) -> int:
        """Layers without any reaction: those of the scenario, of entries in force, and ``more``; 0 to 7."""
        model = self.model
        return min(MOST_LAYERS, max(0, model.config.organisation.analyst_layers + model.timeline.layers + more))

    def set_layers(self, layers: int, cause: int) -> None:
        """From now on a relayed specification passes so many analyst layers, but never below 0 or above 7."""
        terms, layers = self.model.terms, min(MOST_LAYERS, max(0, layers))
        while terms.layers < layers:
            terms.layers += 1
            self.layer_events[terms.layers] = self._tell(Happening.LAYER_ADDED, terms.layers, cause)
        while terms.layers > layers:
            self.layer_events.pop(terms.layers, None)
            terms.layers -= 1
            self._tell(Happening.LAYER_REMOVED, terms.layers, cause)

    def _set_red_tape(self, share: float, cause: int) -> None:
        before, self.model.terms.red_tape = self.model.terms.red_tape, share
        if share != before:
            what = Happening.RED_TAPE_ADDED if share > before else Happening.RED_TAPE_CUT
            self.red_tape_event = self._tell(what, share, cause)

    def _tell(self, what: Happening, figure: float, cause: int) -> int:
        return self.model.log.other(what, Subject.DEPARTMENT, a=figure, actor=Actor.LEADERSHIP, cause=cause)

    # --- going, and what comes after

    def replaced(self, cause: int = NO_EVENT, *, outsourced: bool = False, strength: float = 1.0) -> None:
        """A new CIO, or a provider that runs IT: part of the past counts no more, and rules are swept away."""
        model = self.model
        if strength <= 0.0:
            return
        reset = model.config.leadership.reset * strength
        outsourced = outsourced and not self.outsourced
        self.changes += 1
        self._since = model.day
        what = Happening.OUTSOURCED if outsourced else Happening.CIO_REPLACED
        event = self._tell(what, reset, cause)
        relations = model.relations
        for bond in [*relations.user_in_it, *(bond for pair in relations.it_in_unit for bond in pair)]:
            model.trust.start_afresh(bond, Experience.NEW_LEADERSHIP, 1.0 - reset)
        self.set_layers(min(model.terms.layers, self.usual_layers()), event)
        self._set_red_tape(0.0, event)
        self._next_step = model.day + model.config.leadership.step_days
        if outsourced:
            self._hand_over(event)

    def _hand_over(self, event: int) -> None:
        """A provider's people know little of the units, start afresh, work by contract and send invoices."""
        model, section = self.model, self.model.config.leadership
        self.outsourced = True
        model.knowledge.replaced(section.outsourced_knowledge)
        for person in [*model.developers, *model.testers]:
            person.starts_afresh()
        self.price = max(self.price, section.outsourced_price)
        model.timeline.add_lasting(Intervention(day=model.day, commitment=Commitment.CONTRACT), event)
        model.timeline.set_process()
        model.timeline.set_terms()
