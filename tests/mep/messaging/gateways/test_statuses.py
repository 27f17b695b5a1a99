from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mep.messaging.gateways.statuses import (
    PROGRESS,
    Advance,
    Status,
    advance,
    advance_parts,
    combine,
)

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
FINALS = [status for status in Status if status.is_final]


def test_six_statuses_are_final():
    assert FINALS == ["delivered", "failed", "rejected", "expired", "deleted", "unknown"]


@pytest.mark.parametrize("current", PROGRESS)
@pytest.mark.parametrize("new", FINALS)
def test_any_final_ends_progress(current, new):
    assert advance(current, new) == Advance(new)


def test_progress_only_goes_forward():
    forward = [(a, b) for a in PROGRESS for b in PROGRESS if advance(a, b)]

    assert forward == [(a, b) for i, a in enumerate(PROGRESS) for b in PROGRESS[i + 1 :]]


@pytest.mark.parametrize("current", [status for status in FINALS if status != Status.UNKNOWN])
@pytest.mark.parametrize("new", [status for status in Status if status != Status.DELIVERED])
def test_finals_are_sticky(current, new):
    assert advance(current, new) is None


def test_unknown_gives_way_to_any_final():
    assert [advance(Status.UNKNOWN, new) for new in FINALS[:-1]] == list(map(Advance, FINALS[:-1]))
    assert advance(Status.UNKNOWN, Status.UNKNOWN) is None
    assert advance(Status.UNKNOWN, Status.ENROUTE) is None


@pytest.mark.parametrize("current", [Status.FAILED, Status.EXPIRED])
def test_late_success_replaces_failure_for_72_hours(current):
    in_time = advance(current, Status.DELIVERED, timedelta(hours=72))
    too_late = advance(current, Status.DELIVERED, timedelta(hours=72, seconds=1))

    assert in_time == Advance(Status.DELIVERED, f"delivered after {current}")
    assert too_late is None


@pytest.mark.parametrize("current", [Status.REJECTED, Status.DELETED, Status.DELIVERED])
def test_late_success_does_not_replace_other_finals(current):
    assert advance(current, Status.DELIVERED) is None


@pytest.mark.parametrize(
    ("reported", "parts", "whole"),
    [
        ("", 2, "accepted"),
        ("delivered", 1, "delivered"),
        ("delivered", 2, "enroute"),
        ("delivered delivered", 2, "delivered"),
        ("delivered failed", 2, "failed"),
        ("failed", 2, "failed"),
        ("expired", 2, "failed"),
        ("expired expired", 2, "expired"),
        ("expired rejected", 2, "failed"),
        ("delivered unknown", 2, "unknown"),
        ("unknown", 2, "enroute"),
        ("unknown rejected", 2, "failed"),
        ("enroute buffered", 2, "buffered"),
        ("enroute", 2, "accepted"),
        ("enroute delivered", 2, "enroute"),
    ],
)
def test_combines_parts(reported, parts, whole):
    assert combine([Status(word) for word in reported.split()], parts) == whole


def test_parts_deliver_the_message_when_the_last_arrives():
    first = (1, Status.DELIVERED, NOON)
    second = (2, Status.DELIVERED, NOON + timedelta(seconds=5))

    assert advance_parts(Status.ACCEPTED, NOON, [first], 2) == Advance(Status.ENROUTE)
    assert advance_parts(Status.ENROUTE, NOON, [first, second], 2) == Advance(Status.DELIVERED)


def test_part_reported_twice_counts_once():
    reports = [(1, Status.DELIVERED, NOON), (1, Status.DELIVERED, NOON)]

    assert advance_parts(Status.ENROUTE, NOON, reports, 2) is None


def test_part_that_succeeds_late_rescues_the_message():
    reports = [
        (1, Status.DELIVERED, NOON),
        (2, Status.FAILED, NOON),
        (2, Status.DELIVERED, NOON + timedelta(hours=1)),
    ]

    rescued = advance_parts(Status.FAILED, NOON, reports, 2)

    assert rescued == Advance(Status.DELIVERED, "delivered after failed")


@given(st.lists(st.sampled_from(list(Status)), min_size=1, max_size=30))
def test_status_settles_whatever_comes(reports):
    status = Status.QUEUED
    changes = 0
    for report in reports:
        step = advance(status, report, timedelta(days=4))
        if step:
            status, changes = step.status, changes + 1

    assert changes <= len(PROGRESS) + 1
    assert status.is_final == any(report.is_final for report in reports)
