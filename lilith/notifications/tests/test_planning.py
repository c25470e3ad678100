"""When summaries leave: seven in the morning in Paris, Monday for those of a week, whatever the season."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from lilith.notifications.enums import Rhythm
from lilith.notifications.planning import departure
from lilith.notifications.words import moment


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("told", "daily", "weekly"),
    [
        (at(11, 22, 10), at(11, 23, 6), at(11, 23, 6)),  # a Sunday
        (at(11, 23, 5, 59), at(11, 23, 6), at(11, 23, 6)),  # Monday, a minute before seven
        (at(11, 23, 6), at(11, 24, 6), at(11, 30, 6)),  # Monday at seven: the next ones
        (at(11, 25, 23, 30), at(11, 26, 6), at(11, 30, 6)),  # already Thursday in Paris
        (at(10, 24, 12), at(10, 25, 6), at(10, 26, 6)),  # the clock changes in the night
        (at(3, 28, 12), at(3, 29, 5), at(3, 30, 5)),
        (at(12, 31, 12), datetime(2027, 1, 1, 6, tzinfo=UTC), datetime(2027, 1, 4, 6, tzinfo=UTC)),
    ],
)
def test_a_summary_leaves_at_the_next_seven_in_the_morning_in_paris(told, daily, weekly):
    assert departure(rhythm=Rhythm.DAILY, after=told) == daily
    assert departure(rhythm=Rhythm.WEEKLY, after=told) == weekly


def test_at_once_is_now_and_never_is_no_day():
    assert departure(rhythm=Rhythm.AT_ONCE, after=at(11, 22, 10)) == at(11, 22, 10)
    assert departure(rhythm=Rhythm.NEVER, after=at(11, 22, 10)) is None


def test_whatever_the_minute_a_summary_leaves_within_a_day_or_a_week():
    moment = at(1, 1, 0, 7)
    while moment.year == 2026:
        day, week = departure(rhythm=Rhythm.DAILY, after=moment), departure(rhythm=Rhythm.WEEKLY, after=moment)
        assert day
        assert week
        assert timedelta() < day - moment <= timedelta(hours=25)
        assert timedelta() < week - moment <= timedelta(days=7, hours=1)
        moment += timedelta(hours=7, minutes=41)


@pytest.mark.parametrize(
    ("leaves", "words"),
    [
        (at(11, 22, 9, 59), "dans la minute"),
        (at(11, 22, 14, 5), "aujourd’hui à 15\u00a0h\u00a005"),
        (at(11, 22, 23, 0), "demain à 0\u00a0h"),
        (at(11, 30, 6), "le 30 novembre 2026 à 7\u00a0h"),
    ],
)
def test_a_moment_is_said_in_words(leaves, words):
    assert moment(at=leaves, now=at(11, 22, 10)) == words
