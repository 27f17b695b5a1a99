"""End."""

from flows.handlers.end import End


def test_ends_the_session(run):
    played = run(End())

    assert played.last.status == "completed"
    assert played.last.reason == "ended"
    assert played.fields == {}


def test_says_why(run):
    assert run(End(reason="No more prizes")).fields == {"reason": "No more prizes"}


def test_has_no_way_out():
    assert End().ways_out() == ()
    assert End(reason="why").summary() == "why"
