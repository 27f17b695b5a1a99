"""Whole services, from the first text to the end, against the transcript we agreed on."""

import json
from pathlib import Path

import pytest

from flows.blueprints import list_blueprints
from mep.demo import content
from tests.scenarios.player import Player

FOLDER = Path(__file__).parent
SCENARIOS = sorted(FOLDER.glob("*.json"))
EMPTY_BLUEPRINT = "custom"


def read(path):
    return json.loads(path.read_text())


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_plays_as_written_down(path, transactional_db, request):
    scenario = read(path)
    player = Player(scenario)

    transcript = player.play()
    played = {**scenario, "transcript": transcript, "sessions": player.state()}

    if request.config.getoption("--rewrite-scenarios"):
        path.write_text(json.dumps(played, indent=2, ensure_ascii=False) + "\n")
    assert played == read(path)


def test_every_blueprint_has_a_scenario():
    worlds = [read(path)["world"] for path in SCENARIOS]
    played = {world["blueprint"] for world in worlds if world != "demo"}

    assert played == {each.id for each in list_blueprints()} - {EMPTY_BLUEPRINT}


def test_every_demo_service_has_a_scenario():
    demo = [read(path) for path in SCENARIOS]
    sessions = "\n".join(
        line for each in demo if each["world"] == "demo" for line in each["sessions"]
    )

    assert not [each.name for each in content.SERVICES if f"{each.name}:" not in sessions]
