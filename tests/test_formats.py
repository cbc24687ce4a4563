"""The one grammar of dates, durations and the like: what is read, refused and written."""

from __future__ import annotations

import base64
import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemagen import formats

UTC = dt.timezone.utc
OFFSETS = st.integers(-23 * 60, 23 * 60).map(
    lambda minutes: dt.timezone(dt.timedelta(minutes=minutes))
)

DATE_TIMES = {
    "2020-02-03T04:05:06Z": ("2020-02-03T04:05:06", "", 0),
    "2020-02-03t04:05:06z": ("2020-02-03T04:05:06", "", 0),
    "2020-02-03T04:05:06.5Z": ("2020-02-03T04:05:06", "5", 0),
    "2020-02-03T04:05:06,123456789+05:30": ("2020-02-02T22:35:06", "123456789", 330),
    "2020-02-03 04:05:06,000000": ("2020-02-03T04:05:06", "000000", None),
    "2020-02-03 04:05:06.000006 +0000": ("2020-02-03T04:05:06", "000006", 0),
    "2020-02-03T04:05": ("2020-02-03T04:05:00", "", None),
    "2020-02-03T04:05+0100": ("2020-02-03T03:05:00", "", 60),
    "2020-02-03": ("2020-02-03T00:00:00", "", None),
    "2020-02-29T23:59:59-23:59": ("2020-03-01T23:58:59", "", -(23 * 60 + 59)),
    "0001-01-01T00:00:00Z": ("0001-01-01T00:00:00", "", 0),
    "9999-12-31T23:59:59Z": ("9999-12-31T23:59:59", "", 0),
}


@pytest.mark.parametrize("text", DATE_TIMES)
def test_a_date_time_is_read(text: str) -> None:
    """RFC 3339, and the forms that Power BI and the old library write."""
    utc, digits, minutes = DATE_TIMES[text]
    moment = formats.parse_date_time(text)
    assert moment.utc.isoformat() == utc
    assert moment.digits == digits
    assert moment.offset == (None if minutes is None else dt.timedelta(minutes=minutes))


NO_DATE_TIMES = (
    "", "now", "1600000000", "2020", "2020-02", "20200203", "03/02/2020", "13-02-2020", "2020-2-3",
    "2020-02-30", "2020-13-01", "2020-00-01", "0000-01-01", "2020-02-03T24:00:00Z",
    "2020-02-03T04:60:00Z", "2020-02-03T04:05:60Z", "2020-02-03T04", "2020-02-03T04:05:06.Z",
    "2020-02-03T04:05:06+24:00", "2020-02-03T04:05:06+01:60", "2020-02-03T04:05:06 Z ",
    " 2020-02-03", "2020-02-03\n", "2020-02-03T04:05:06ZZ", "2020-W05-1", "+2020-02-03",
    "２０２０-02-03", "2020-02-03T04:05:06.٣Z",
)  # fmt: skip


@pytest.mark.parametrize("text", NO_DATE_TIMES)
def test_what_is_no_date_time_is_refused(text: str) -> None:
    """No epoch numbers, no words, no day-first, no digits of other scripts, no blanks around."""
    assert not formats.CHECKERS["date-time"](text)
    with pytest.raises(ValueError, match=r"date-time|range|offset|must be in|month"):
        formats.parse_date_time(text)


GRAMMAR: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "date": (
        ("2020-02-03", "0001-01-01", "9999-12-31", "2020-02-29"),
        (
            "",
            "2020-2-3",
            "2020-02-30",
            "2019-02-29",
            "2020-02-03T00:00:00Z",
            "20200203",
            "2020-02-03\n",
        ),
    ),
    "time": (
        (
            "04:05",
            "04:05:06",
            "04:05:06Z",
            "04:05:06.5+01:00",
            "23:59:59,999",
            "04:05Z",
            "04:05+0100",
        ),
        ("", "4:05", "24:00", "04:60", "04:05:60", "04:05:06.", "T04:05", "04", "04:05:06\n"),
    ),
    "duration": (
        (
            "P1D",
            "PT1H",
            "PT0S",
            "P1DT2H3M4.5S",
            "-P1D",
            "+PT1M",
            "P2W",
            "P1Y2M",
            "PT1,5S",
            "P1Y2M3W4DT5H6M7S",
        ),
        (
            "",
            "P",
            "PT",
            "P1",
            "1D",
            "P1DT",
            "PT1.5H",
            "P-1D",
            "P1H",
            "PT1D",
            "P1S",
            "p1d",
            "P1D\n",
            "1 days",
        ),
    ),
    "decimal": (
        ("0", "-1.50", "+.5", "1.", "1e5", "1E-400", "00012"),
        ("", ".", "NaN", "Infinity", "1,5", "0x10", "1_000", " 1", "1e", "1\n", "١"),
    ),
    "uuid": (
        ("12345678-1234-5678-1234-567812345678", "ABCDEF00-1234-5678-1234-567812345678"),
        ("", "12345678123456781234567812345678", "{12345678-1234-5678-1234-567812345678}", "x"),
    ),
}


@pytest.mark.parametrize(
    ("name", "text"), [(n, t) for n, (good, _) in GRAMMAR.items() for t in good]
)
def test_the_grammar_takes(name: str, text: str) -> None:
    """Every form that is documented."""
    assert formats.CHECKERS[name](text)


@pytest.mark.parametrize(("name", "text"), [(n, t) for n, (_, bad) in GRAMMAR.items() for t in bad])
def test_the_grammar_refuses(name: str, text: str) -> None:
    """Everything near it."""
    assert not formats.CHECKERS[name](text)


@pytest.mark.parametrize("name", formats.CHECKERS)
@pytest.mark.parametrize("value", [None, 3, 1.5, True, [], {}])
def test_a_format_judges_text_alone(name: str, value: object) -> None:
    """What is no text is the type's affair."""
    assert formats.CHECKERS[name](value)


@given(st.text(max_size=30))
def test_no_text_makes_a_checker_fail(text: str) -> None:
    """A checker answers, whatever the text."""
    for check in formats.CHECKERS.values():
        assert check(text) in (True, False)


@given(st.datetimes(timezones=st.none() | OFFSETS))
def test_a_datetime_comes_back_from_its_text(value: dt.datetime) -> None:
    """Every digit and the offset survive; a naive one is UTC."""
    text = formats.date_time_text(value)
    moment = formats.parse_date_time(text)
    assert moment.seconds.replace(microsecond=moment.microsecond) == value.replace(tzinfo=None)
    assert moment.offset == (value.utcoffset() or dt.timedelta(0))


@given(st.times(timezones=st.none() | OFFSETS))
def test_a_time_comes_back_from_its_text(value: dt.time) -> None:
    """Every digit and the offset survive; a naive one is UTC."""
    moment = formats.parse_time(formats.time_text(value))
    assert moment.seconds.replace(microsecond=moment.microsecond).time() == value.replace(
        tzinfo=None
    )
    assert moment.offset == (value.utcoffset() or dt.timedelta(0))


@given(st.timedeltas())
def test_a_timedelta_comes_back_from_its_text(value: dt.timedelta) -> None:
    """Sign and every microsecond survive, and the published pattern takes the text."""
    text = formats.timedelta_text(value)
    assert formats.parse_timedelta(text) == value
    assert formats.CHECKERS["duration"](text)


@given(st.binary())
def test_bytes_come_back_from_their_text(value: bytes) -> None:
    """Standard base64."""
    text = formats.base64_text(value)
    assert formats.parse_base64(text) == value
    assert base64.b64decode(text) == value


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_a_decimal_comes_back_from_its_text(value: Decimal) -> None:
    """Every digit and the exponent survive."""
    assert formats.parse_decimal(str(value)).as_tuple() == value.as_tuple()


@pytest.mark.parametrize("text", ["!!!", "YW", "YWI", "YWI=\n", "YW I=", "é", "YWI=="])
def test_text_that_is_no_base64_is_refused(text: str) -> None:
    """Nothing is skipped, and padding is needed."""
    with pytest.raises(ValueError, match="not base64"):
        formats.parse_base64(text)


@pytest.mark.parametrize(
    ("parse", "text", "why"),
    [
        (formats.parse_timedelta, "P1M", "no fixed length"),
        (formats.parse_timedelta, "PT0.0000001S", "finer than a microsecond"),
        (
            lambda text: formats.parse_date_time(text).microsecond,
            "2020-01-01T00:00:00.1234567Z",
            "finer",
        ),
    ],
)
def test_nothing_is_rounded(parse: object, text: str, why: str) -> None:
    """What does not fit exactly is an error that says why."""
    with pytest.raises(ValueError, match=why):
        parse(text)  # type: ignore[operator]


def test_an_offset_with_seconds_is_written_in_utc() -> None:
    """RFC 3339 has no seconds in an offset."""
    zone = dt.timezone(dt.timedelta(hours=1, seconds=30))
    value = dt.datetime(2020, 1, 1, 1, 0, 30, tzinfo=zone)
    assert formats.date_time_text(value) == "2020-01-01T00:00:00Z"
    assert formats.time_text(dt.time(1, 0, 30, tzinfo=zone)) == "00:00:00Z"
