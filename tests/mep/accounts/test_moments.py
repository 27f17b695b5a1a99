"""Times as a login reads them."""

from datetime import UTC, datetime

import pytest

from mep.accounts import moments

NOON = datetime(2026, 7, 3, 12, 0, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "locale", "words"),
    [
        ("Europe/London", "en_GB", "03/07/2026 13:00:05 BST"),
        ("America/New_York", "en_US", "07/03/2026 08:00:05 EDT"),
        ("", "ISO", "2026-07-03 13:00:05 BST"),
        ("", "", "03/07/2026 13:00:05 BST"),
    ],
)
def test_writes_a_moment_in_the_zone_and_order_of_the_login(ann, zone, locale, words):
    ann.time_zone, ann.locale = zone, locale

    assert moments.whole(NOON, ann) == words


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (datetime(2026, 7, 3, 22, 59, tzinfo=UTC), "Today 13:00"),
        (datetime(2026, 7, 3, 23, 1, tzinfo=UTC), "Yesterday 13:00"),
        (datetime(2026, 7, 5, 12, 0, tzinfo=UTC), "03/07/2026"),
    ],
)
def test_names_today_and_yesterday_by_the_clock_of_the_login(ann, now, words):
    assert moments.recent(NOON, ann, now) == words
