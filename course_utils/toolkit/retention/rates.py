"""Rates over one period turned into rates over another: churn compounds, and so does growth."""

from __future__ import annotations

from typing import Any

from course_utils.toolkit.common import checks

__all__ = ["annual_churn", "cagr", "cmgr", "monthly_churn"]


def annual_churn(monthly: float) -> float:
    """Return the share lost in twelve months when the same share is lost in each of them.

    Each month's loss is a share of those who are left, so the twelve do not add up:
    ``1 - (1 - monthly) ** 12``.

    Parameters
    ----------
    monthly : float
        The share that leaves in a month, a fraction.

    Returns
    -------
    float
        A fraction. It assumes one rate for everybody and every month.

    Examples
    --------
    >>> round(annual_churn(0.03), 3)
    0.306
    """
    return 1 - (1 - checks.fraction(monthly, "monthly", "0.03")) ** 12


def monthly_churn(annual: float) -> float:
    """Return the share lost in each month that makes a given share lost in a year.

    Parameters
    ----------
    annual : float
        The share that leaves in twelve months, a fraction.

    Returns
    -------
    float
        A fraction, ``1 - (1 - annual) ** (1 / 12)``.

    Examples
    --------
    >>> round(monthly_churn(0.306), 3)
    0.03
    """
    return float(1 - (1 - checks.fraction(annual, "annual", "0.3")) ** (1 / 12))


def cmgr(first: float, last: float, months: int) -> float:
    """Return the compound monthly growth rate between two amounts.

    Parameters
    ----------
    first, last : float
        The amounts at the beginning and at the end, above 0 and at least 0.
    months : int
        How many months lie between them: from the end of January to the end of June it is 5.

    Returns
    -------
    float
        A fraction a month, ``(last / first) ** (1 / months) - 1``.

    Examples
    --------
    >>> round(cmgr(100, 200, 12), 4)
    0.0595
    """
    return _compound(first, last, checks.whole(months, "months", 1))


def cagr(first: float, last: float, years: float) -> float:
    """Return the compound annual growth rate between two amounts.

    Parameters
    ----------
    first, last : float
        The amounts at the beginning and at the end, above 0 and at least 0.
    years : float
        The time between them, more than 0; half a year is 0.5.

    Returns
    -------
    float
        A fraction a year, ``(last / first) ** (1 / years) - 1``.

    Examples
    --------
    >>> round(cagr(100, 400, 2), 4)
    1.0
    """
    length = checks.number(years, "years", "2.5")
    if length <= 0:
        raise ValueError(f"years must be more than 0; you passed {years!r}.")
    return _compound(first, last, length)


def _compound(first: Any, last: Any, periods: float) -> float:
    begin, end = checks.number(first, "first", "100"), checks.number(last, "last", "200")
    if begin <= 0 or end < 0:
        raise ValueError(
            f"first must be more than 0 and last at least 0; you passed {first!r} and {last!r}."
        )
    try:
        return float((end / begin) ** (1 / periods) - 1)
    except OverflowError as error:
        raise ValueError(
            f"{first!r} to {last!r} in so short a time has no rate. Give a longer time."
        ) from error
