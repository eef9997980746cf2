"""Rates of return: all of them, and a refusal where there is no such thing as the one."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

import course_utils.toolkit.finance._amounts as _amounts
from course_utils.toolkit.common.checks import Floats
from course_utils.toolkit.finance.cash import dated

__all__ = ["irr", "irr_roots", "mirr", "xirr"]

WIDEST = 300.0
"""How far the search goes: log(1 + rate) a period, either way."""


def irr(flows: Any) -> float:
    """Return the internal rate of return, if there is exactly one.

    Parameters
    ----------
    flows : array-like of float, shape (periods,)
        What comes in (positive) and goes out (negative) at equal intervals, the first at time 0.

    Returns
    -------
    float
        The rate a period, a fraction above -1, at which the net present value is 0. Flows that come
        in first and go out later are a loan: there a low rate is the good one.

    Raises
    ------
    ValueError
        If the flows never change their sign, if no rate brings them to 0, or if several do: then
        none of them is the return, and the sentence names them all.

    References
    ----------
    Lorie, J. H. and Savage, L. J. (1955). Three problems in rationing capital. The Journal of
    Business, 28(4), 229-239.

    Examples
    --------
    >>> round(irr([-100, 10, 110]), 6)
    0.1
    """
    cash = _amounts.flows_of(flows)
    return _the_one(_roots(cash, np.arange(len(cash), dtype=np.float64)), cash)


def irr_roots(flows: Any) -> list[float]:
    """Return every rate at which flows are worth nothing.

    Parameters
    ----------
    flows : array-like of float, shape (periods,)
        As for `irr`.

    Returns
    -------
    list of float
        Rates a period above -1, ascending; empty if there is none, as where flows never change
        their sign. There are at most as many as there are changes of sign (Descartes).

    Examples
    --------
    >>> [round(rate, 6) for rate in irr_roots([-1600, 10000, -10000])]
    [0.25, 4.0]
    """
    cash = _amounts.flows_of(flows)
    return _roots(cash, np.arange(len(cash), dtype=np.float64))


def xirr(flows: Any, dates: Any) -> float:
    """Return the yearly internal rate of return of flows on dates, if there is exactly one.

    Parameters
    ----------
    flows : array-like of float, shape (n,)
        What comes in (positive) and goes out (negative).
    dates : sequence of date or str, shape (n,)
        The date of each, never falling. Two Series are joined by their index.

    Returns
    -------
    float
        A fraction a year of 365 days, as a spreadsheet's XIRR().

    Raises
    ------
    ValueError
        As for `irr`.

    Examples
    --------
    >>> round(xirr([-100, 121], ["2025-01-01", "2027-01-01"]), 6)
    0.1
    """
    cash, years = dated(flows, dates)
    if years[-1] == 0:
        raise ValueError("dates must span some time: give flows on at least two different days.")
    # Searched in units of the whole span, so that a day is no shorter than it need be.
    rates = _roots(cash, years / years[-1])
    return _the_one([_a_year(rate, float(years[-1])) for rate in rates], cash)


def mirr(flows: Any, finance: float, reinvest: float) -> float:
    """Return the modified internal rate of return: one rate, with both of its assumptions said.

    What goes out is brought to today at the rate at which money is borrowed, what comes in to the
    end at the rate at which it can be invested again.

    Parameters
    ----------
    flows : array-like of float, shape (periods,)
        The first at time 0; some go out and some come in.
    finance, reinvest : float
        Rates a period, fractions above -1.

    Returns
    -------
    float
        A fraction a period.

    References
    ----------
    Lin, S. A. Y. (1976). The modified internal rate of return and investment criterion. The
    Engineering Economist, 21(4), 237-247.

    Examples
    --------
    >>> round(mirr([-120000, 39000, 30000, 21000, 37000, 46000], 0.10, 0.12), 4)
    0.1261
    """
    cash = _amounts.flows_of(flows, 2)
    _amounts.both_signs(cash)
    times = np.arange(len(cash), dtype=np.float64)
    cost = _amounts.rate_of(finance, "finance")
    out = -_amounts.discounted(np.minimum(cash, 0), cost, times).sum()
    gain = _amounts.rate_of(reinvest, "reinvest")
    end = _amounts.discounted(np.maximum(cash, 0), gain, times - times[-1]).sum()
    return float((end / out) ** (1 / times[-1]) - 1)


def _the_one(rates: list[float], cash: Floats) -> float:
    _amounts.both_signs(cash)
    if not rates:
        sign = "positive" if cash.sum() > 0 else "negative"
        raise ValueError(
            f"No rate brings these flows to 0: they are worth something {sign} at every rate. "
            "Decide by npv at the rate that money costs you."
        )
    if len(rates) > 1:
        said = ", ".join(f"{rate:.4g}" for rate in rates)
        raise ValueError(
            f"flows have {len(rates)} rates ({said}), so none of them is the return. Decide by npv "
            "at the rate that money costs you, or give mirr the rates to borrow and to invest at."
        )
    return rates[0]


def _roots(cash: Floats, times: Floats) -> list[float]:
    """Return all rates above -1 at which flows are worth nothing, ascending."""
    moved = cash != 0
    cash, times = cash[moved], times[moved]
    changes = int((np.diff(np.sign(cash)) != 0).sum())
    if not changes:
        return []
    cash = cash / np.abs(cash).max()

    def worth(power: Any) -> Any:
        """Return the sign and the relative size of the value, at powers log(1 + rate)."""
        steps = -np.multiply.outer(np.asarray(power, dtype=np.float64), times)
        parts = cash * np.exp(steps - steps.max(axis=-1, keepdims=True))
        return parts.sum(axis=-1) / np.abs(parts).sum(axis=-1)

    powers = np.array([-WIDEST, 0.0, WIDEST])
    if changes > 1:  # with one change there is exactly one root
        powers = np.unique(np.concatenate([powers, _grid(), _turning_points(cash, times)]))
    values = worth(powers)
    found = [float(powers[place]) for place in np.flatnonzero(np.abs(values) < 1e-13)]
    ends = np.flatnonzero(values[:-1] * values[1:] < 0)
    found += [_between(worth, powers[place], powers[place + 1]) for place in ends]
    rates: list[float] = []
    for power in sorted(found):
        rate = math.expm1(power)
        # One root, seen from two sides, is one.
        if not rates or abs(rate - rates[-1]) > 1e-7 * (1 + rates[-1]):
            rates.append(rate)
    return rates


def _between(worth: Callable[[Any], Any], low: float, high: float) -> float:
    from scipy.optimize import brentq

    return float(brentq(lambda power: float(worth(power)), low, high, xtol=1e-14, rtol=1e-14))


def _grid() -> Floats:
    near = np.linspace(-3, 3, 6001)
    far = np.linspace(3, WIDEST, 3000)
    return np.concatenate([-far, near, far])


def _turning_points(cash: Floats, times: Floats) -> Floats:
    """Return where the value of equally spaced flows may turn, so that no pair of roots is missed."""
    if len(times) > 400 or (times != np.round(times)).any():
        return np.empty(0)
    powers = np.zeros(int(times[-1] - times[0]) + 1)
    powers[(times - times[0]).astype(int)] = cash
    whole = np.polynomial.Polynomial(powers)
    turns = np.concatenate([whole.deriv().roots(), whole.roots()])
    near = turns.real[(turns.real > 0) & (np.abs(turns.imag) < 1e-3 * np.abs(turns))]
    return np.asarray(-np.log(near))


def _a_year(rate: float, years: float) -> float:
    """Return the yearly rate of a rate over some years; what no number can hold is refused."""
    power = math.log1p(rate) / years
    if power > 700:
        raise ValueError(
            "In so short a time this gain has no yearly rate that a number can hold. Give flows "
            "over a longer time."
        )
    return math.expm1(power)
