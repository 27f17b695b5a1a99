"""Double opt-in: the proof that is kept, and what it changes."""

import pytest

from mep.endusers.models import Consent, OptOut
from tests import factories
from tests.stage import CODE, NUMBER, say

LIST = "A" * 12


def opt_in(**settings):
    return {
        "ask": (
            "double_opt_in",
            {"message": "Sure?", "consent_label": "v1", **settings},
            {"confirmed": "yes", "declined": "no", "timed_out": "late"},
        ),
        "yes": say("Welcome"),
        "no": say("A pity"),
        "late": say("Too late"),
    }


@pytest.mark.parametrize(
    ("answer", "confirmed", "said"), [("Yes!", True, "Welcome"), ("no", False, "A pity")]
)
def test_keeps_question_and_answer_as_proof(stage, answer, confirmed, said):
    service = stage.service(opt_in(), word="JOIN")
    stage.says("JOIN")

    assert stage.says(answer) == [said]
    kept = Consent.objects.get()
    assert (kept.question, kept.answer, kept.confirmed) == ("Sure?", answer, confirmed)
    assert (kept.label, kept.code, kept.keyword) == ("v1", CODE, "JOIN")
    assert (kept.service_id, kept.version, kept.session_id) == (
        service.id,
        1,
        stage.session().id,
    )


def test_asks_again_when_the_reply_is_neither(stage):
    stage.service(opt_in(retry="YES or NO?"), word="JOIN")
    stage.says("JOIN")

    assert stage.says("perhaps") == ["YES or NO?"]
    assert stage.says("yes") == ["Welcome"]


def test_keeps_no_proof_of_silence(stage):
    stage.service(opt_in(), word="JOIN")
    stage.says("JOIN")

    stage.skip(hours=24)
    stage.run()

    assert stage.sent() == ["Sure?", "Too late"]
    assert not Consent.objects.exists()


@pytest.mark.parametrize(
    ("latest", "said"), [(True, ["Welcome"]), (False, ["Sure?"]), (None, ["Sure?"])]
)
def test_skips_the_question_when_the_latest_word_was_yes(stage, latest, said):
    user = factories.create_end_user(stage.account, NUMBER)
    if latest is not None:
        factories.create_consent(user, subscription=LIST, confirmed=not latest)
        factories.create_consent(user, subscription=LIST, confirmed=latest)
    stage.service(opt_in(skip_if_confirmed=LIST), word="JOIN")

    assert stage.says("JOIN") == said


def test_a_proof_for_another_list_does_not_count(stage):
    user = factories.create_end_user(stage.account, NUMBER)
    factories.create_consent(user, subscription="B" * 12)
    stage.service(opt_in(skip_if_confirmed=LIST), word="JOIN")

    assert stage.says("JOIN") == ["Sure?"]


def test_yes_to_an_opt_in_keyword_brings_back_who_had_left(stage):
    stage.service(opt_in(), word="")
    stage.keyword(stage.service(opt_in()), "JOIN", kind="opt_in")
    factories.create_opt_out(factories.create_end_user(stage.account, NUMBER), CODE)

    assert stage.says("JOIN") == ["Sure?"]
    assert stage.says("YES") == ["Welcome"]
    assert not OptOut.objects.exists()


def test_no_to_an_opt_in_keyword_leaves_them_out(stage):
    stage.keyword(stage.service(opt_in()), "JOIN", kind="opt_in")
    factories.create_opt_out(factories.create_end_user(stage.account, NUMBER), CODE)
    stage.says("JOIN")

    stage.says("NO")

    assert OptOut.objects.get().code == CODE


def test_stop_after_yes_in_one_batch_stays(stage):
    stage.keyword(stage.service(opt_in()), "JOIN", kind="opt_in")
    factories.create_opt_out(factories.create_end_user(stage.account, NUMBER), CODE)
    stage.says("JOIN")
    stage.text("YES")
    stage.text("STOP")

    stage.run()

    assert OptOut.objects.get().code == CODE


def test_yes_after_stop_in_one_batch_counts(stage):
    stage.keyword(stage.service(opt_in()), "JOIN", kind="opt_in")
    stage.text("STOP")
    stage.text("JOIN")
    stage.text("YES")

    stage.run()

    assert not OptOut.objects.exists()
    assert stage.sent()[1:] == ["Sure?", "Welcome"]


def test_a_text_that_started_no_opt_in_does_not_reach_who_has_left(stage):
    stage.service(opt_in(), word="NEWS")
    factories.create_opt_out(factories.create_end_user(stage.account, NUMBER), CODE)

    assert stage.says("NEWS") == []
