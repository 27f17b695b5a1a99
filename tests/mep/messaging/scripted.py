"""A gateway for tests that answers as it is told."""

from typing import ClassVar

import pytest

from mep.messaging.gateways import GATEWAYS
from mep.messaging.gateways.base import Capabilities, Gateway, Health, SendResult


class Scripted(Gateway):
    """Answers every message with what stands next in its script, else takes it."""

    kind: ClassVar[str] = "scripted"
    label: ClassVar[str] = "Scripted"
    capabilities: ClassVar[Capabilities] = Capabilities(batch_size=10)
    script: ClassVar[list] = []
    got: ClassVar[list] = []

    def send(self, batch):
        answers = []
        for message in batch:
            self.got.append(message)
            answer = self.script.pop(0) if self.script else None
            if isinstance(answer, Exception):
                raise answer
            answers.append(answer or SendResult("accepted", (f"P-{message.id}",)))
        return answers

    def health(self):
        return Health(ok=True)


@pytest.fixture
def scripted(stage, monkeypatch):
    """Give the stage's gateway this behaviour; returns its class."""
    monkeypatch.setitem(GATEWAYS, "scripted", Scripted)
    Scripted.script.clear()
    Scripted.got.clear()
    stage.gateway.kind = "scripted"
    stage.gateway.save()
    return Scripted
