"""Values and rates of return: published cases, and flows of which the roots are known."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from course_utils.toolkit import finance

SHORT = [-1000, 500, 400, 300, 100]
LONG = [-1000, 100, 300, 400, 600]
"""Projects S and L of Brigham and Houston, Fundamentals of Financial Management."""
MINE = [-3, *[1] * 9, -6.5]
"""Helmsley Iron of Brealey, Myers and Allen (2011), chapter 5, in billions."""


def test_the_projects_of_brigham_and_houston() -> None:
    for flows, value, rate, modified, plain, discounted in (
        (SHORT, 78.82, 0.145, 0.121, 2.33, 2.95),
        (LONG, 49.18, 0.118, 0.113, 3.33, 3.88),
    ):
        assert finance.npv(0.1, flows) == pytest.approx(value, abs=0.005)
        assert finance.irr(flows) == pytest.approx(rate, abs=0.0005)
        assert finance.mirr(flows, 0.1, 0.1) == pytest.approx(modified, abs=0.0005)
        assert finance.payback(flows) == pytest.approx(plain, abs=0.005)
        assert finance.payback(flows, 0.1) == pytest.approx(discounted, abs=0.005)
        assert finance.profitability_index(0.1, flows) == pytest.approx(1 + value / 1000, abs=1e-5)


def test_the_timing_of_the_first_flow_is_said() -> None:
    assert finance.npv(0.1, [110]) == 110
    assert finance.npv(0.1, [110], first=1) == pytest.approx(100)
    later = finance.npv(0.1, SHORT[1:], first=1)
    assert SHORT[0] + later == pytest.approx(finance.npv(0.1, SHORT))
    assert finance.npv(0, SHORT) == sum(SHORT)


def test_dates_as_a_spreadsheet_counts_them() -> None:
    """The example of Excel's XNPV and XIRR: 2,086.65 and 37.34 %."""
    flows = [-10000, 2750, 4250, 3250, 2750]
    dates = ["2008-01-01", "2008-03-01", "2008-10-30", "2009-02-15", "2009-04-01"]
    assert finance.xnpv(0.09, flows, dates) == pytest.approx(2086.6476, abs=1e-4)
    assert finance.xirr(flows, dates) == pytest.approx(0.373362535, abs=1e-8)
    with pytest.raises(ValueError, match="in order"):
        finance.xirr(flows, dates[::-1])
    with pytest.raises(ValueError, match="a date for each flow"):
        finance.xnpv(0.09, flows, dates[1:])


def test_excels_mirr() -> None:
    """The example of Excel's MIRR: 12.61 %, and 13.48 % when reinvested at 14 %."""
    flows = [-120000, 39000, 30000, 21000, 37000, 46000]
    assert finance.mirr(flows, 0.10, 0.12) == pytest.approx(0.126094, abs=1e-6)
    assert finance.mirr(flows, 0.10, 0.14) == pytest.approx(0.134759, abs=1e-6)
    assert finance.mirr(flows[:4], 0.10, 0.12) == pytest.approx(-0.048044, abs=1e-6)


def test_two_rates_of_return_are_found_and_refused() -> None:
    """Lorie and Savage (1955) have an oil pump; Helmsley Iron returns 3.50 % and 19.54 %."""
    assert finance.irr_roots([-1600, 10000, -10000]) == pytest.approx([0.25, 4])
    assert finance.irr_roots(MINE) == pytest.approx([0.0350, 0.1954], abs=5e-5)
    assert finance.npv(0.1, MINE) == pytest.approx(0.253, abs=5e-4)
    with pytest.raises(ValueError, match=r"2 rates \(0\.25, 4\).*npv"):
        finance.irr([-1600, 10000, -10000])


def test_flows_without_any_rate() -> None:
    """Brealey, Myers and Allen: +1,000, -3,000, +2,500 is worth 339 at 10 %, and has no rate."""
    flows = [1000, -3000, 2500]
    assert finance.irr_roots(flows) == []
    assert finance.npv(0.1, flows) == pytest.approx(339, abs=0.5)
    with pytest.raises(ValueError, match=r"No rate.*positive.*npv"):
        finance.irr(flows)
    for same in ([100, 20], [-100, -20], [0, 0]):
        assert finance.irr_roots(same) == []
        with pytest.raises(ValueError, match="never change their sign"):
            finance.irr(same)


def test_flows_on_which_a_library_chose_the_wrong_rate() -> None:
    """Reported to numpy-financial (44 and 39) and pyxirr (24): all rates are found here."""
    tiny = [-1678.87, 771.96, 1814.05, 3520.30, 3552.95, 3584.99, 4789.91, -1]
    assert finance.irr_roots(tiny) == pytest.approx([-0.9997912604, 1.0042698487])
    falling = [-217500.0, -217500.0] + [
        108466.80462450592 - 7336.840340941352 * t for t in range(25)
    ]
    assert finance.irr_roots(falling) == pytest.approx([-0.01809679, 0.12], abs=1e-6)
    mortgage = [-172545.848122807] + [787.735232517999] * 480
    assert finance.irr(mortgage) * 12 == pytest.approx(0.0460813, abs=1e-6)
    assert finance.irr([-0.001, 100]) == pytest.approx(99999)
    assert finance.irr([-100, 0.001]) == pytest.approx(-0.99999)


def test_a_rate_that_only_touches_is_found() -> None:
    """-(x - 1 / 1.1) squared: worth less than nothing but at 10 %."""
    assert finance.irr_roots([-1, 2.2, -1.21]) == pytest.approx([0.1], abs=1e-6)


@given(st.lists(st.integers(-8, 30), min_size=1, max_size=3, unique=True))
@settings(max_examples=60, deadline=None)
def test_every_rate_is_found(tenths: list[int]) -> None:
    """Flows made from their rates: a product of (1 + rate - x) as a polynomial."""
    rates = sorted(each / 10 for each in tenths)
    flows = np.array([1.0])
    for rate in rates:
        flows = np.convolve(flows, [1.0, -(1 + rate)])
    assert finance.irr_roots(list(flows)) == pytest.approx(rates, abs=1e-6)


@given(st.lists(st.integers(-50, 50), min_size=2, max_size=8))
@settings(max_examples=60, deadline=None)
def test_what_is_called_a_rate_is_one(flows: list[int]) -> None:
    found = finance.irr_roots(flows)
    signs = np.sign([flow for flow in flows if flow])
    assert len(found) <= (np.diff(signs) != 0).sum()  # Descartes
    for rate in found:
        assume(rate < 1e6)
        parts = np.array(flows) * (1.0 + rate) ** -np.arange(len(flows))
        assert abs(parts.sum()) <= 1e-7 * np.abs(parts).sum()


@pytest.mark.parametrize("rate", [-1, -1.5])
def test_rates_below_all_are_refused(rate: float) -> None:
    for refused in (
        lambda: finance.npv(rate, SHORT),
        lambda: finance.xnpv(rate, [1], ["2026-01-01"]),
        lambda: finance.mirr(SHORT, 0.1, rate),
        lambda: finance.payback(SHORT, rate),
    ):
        with pytest.raises(ValueError, match="more than -1, a fraction"):
            refused()


def test_payback_by_hand() -> None:
    assert finance.payback([-100, 50, 50, 50]) == 2
    assert finance.payback([0, -100, 50, 100]) == 2.5
    assert finance.payback([-1e-10, 0, 100]) == pytest.approx(1)
    assert math.isnan(finance.payback([-100, 50, 49]))
    assert finance.payback([-100, 60, 60], 0.1) == pytest.approx(1 + (100 - 60 / 1.1) / (60 / 1.21))
    with pytest.raises(ValueError, match="begin with what is laid out"):
        finance.payback([100, -50])


def test_roi_takes_the_cost_off() -> None:
    assert finance.roi(100, 100) == 0
    assert finance.roi(0, 100) == -1
    with pytest.raises(ValueError, match="cost must be more than 0"):
        finance.roi(100, 0)
