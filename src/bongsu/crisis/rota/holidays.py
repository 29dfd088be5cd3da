"""Public holidays of the organisation's country, substitute holidays (대체공휴일) and Workers' Day included."""

from datetime import date
from functools import lru_cache

import holidays

#: Zone → country whose holidays are kept. Elsewhere there are none: patterns hold as on any day.
COUNTRIES = {"Asia/Seoul": "KR"}


def holidays_in(zone: str, since: date, until: date) -> frozenset[date]:
    """The holidays from the year of `since` to the year of `until`, both whole."""
    country = COUNTRIES.get(zone)
    if country is None:
        return frozenset()
    return frozenset(day for year in range(since.year, until.year + 1) for day in _names(country, year))


def holiday_name(zone: str, day: date, language: str = "ko") -> str:
    """Its name in Korean or English; empty on other days."""
    country = COUNTRIES.get(zone)
    return _names(country, day.year, "ko" if language == "ko" else "en_US").get(day, "") if country else ""


@lru_cache(maxsize=64)
def _names(country: str, year: int, language: str = "ko") -> dict[date, str]:
    known = holidays.country_holidays(country, years=year, categories=("public", "bank"), language=language)
    return {day: str(name) for day, name in known.items()}
