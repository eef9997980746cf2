"""What is planted in a company, recomputed from its parameters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from . import behaviour, clock, delivery, experiments, finance, market, people, voice
from .chain import Chain, chains, users
from .facts import CAMPAIGN_DAY, GUIDED_DAY, Facts
from .parameters import Parameters
from .research.truth import truth as research_truth
from .schema import CHANNELS, PLANS


def _date(day: int) -> str:
    return clock.DATES[day].isoformat()


def _moment(second: int) -> str:
    return (clock.START + timedelta(seconds=int(second))).isoformat()


def _bots(simulated: Iterable[Chain]) -> list[int]:
    """User ids of the automated users."""
    found: list[int] = []
    for chain in simulated:
        found += [int(i) + chain.first_user for i in chain(users).bot.nonzero()[0]]
    return found


def truth(parameters: Parameters, simulated: Sequence[Chain] = ()) -> dict[str, Any]:
    """Every planted effect of a company with its true parameters; JSON can hold it.

    Parameters
    ----------
    parameters
        The company.
    simulated
        Its blocks, where somebody has them already.
    """
    facts = Facts(parameters)
    bots = _bots(simulated or chains(parameters))
    return {
        "period": {"start": clock.START.isoformat(), "extract": clock.EXTRACT.isoformat()},
        "silent_day": {
            "date": _date(facts.silent_day),
            "why": "Kitewell was read-only for a migration: no events at all, of anybody.",
        },
        "bots": {
            "from": _date(facts.bot_day),
            "users": len(bots),
            "user_ids": bots,
            "periods_seconds": list(behaviour.BOT_PERIODS),
            "event": "session_started",
            "platforms": ["api", "web"],
        },
        "duplicates": {
            "probability": {
                "mobile": parameters.duplicates,
                "desk": round(parameters.duplicates * behaviour.RETRIES_AT_DESK, 9),
            },
            "why": "A client, mostly a mobile one, retries and the event is stored again.",
        },
        "tracking_bug": {
            "date": _date(facts.release_day),
            "from": _moment(facts.release_second),
            "event": "report_viewed",
            "platform": "android",
            "seconds_apart": 1,
        },
        "nulls": {
            "users.country": people.COUNTRY_UNKNOWN,
            "accounts.country": market.COUNTRY_UNKNOWN,
            "events.platform": {"share_of_users_on_web": behaviour.BLOCKED_CLIENT},
            "surveys.score": {"answered": dict(voice.ANSWERS)},
        },
        "time_zones": {"stored": "UTC", "zones": list(clock.ZONES)},
        "censoring": {
            "activation_window_days": 7,
            "complete_before": _date(clock.DAYS - 7),
            "extract": clock.EXTRACT.isoformat(),
        },
        "mix_shift": {
            "from": _date(CAMPAIGN_DAY),
            "channel": "paid_search",
            "sign_ups_multiplied_by": parameters.campaign,
            "activation_by_channel_classic": dict(people.ACTIVATION),
            "relative_trend_within_channels": people.ACTIVATION_TREND,
        },
        "guided_onboarding": {
            "from": _date(GUIDED_DAY),
            "share_by_plan": dict(zip(PLANS, people.GUIDED_SHARE, strict=True)),
            "relative_lift_by_plan": {
                plan: round(parameters.guided_lift * lift, 9)
                for plan, lift in zip(PLANS, people.GUIDED_LIFT, strict=True)
            },
        },
        "funnel_order": {
            "completes_a_task_before_first_project": dict(people.REVERSED),
        },
        "seasonality": {
            "use_by_weekday_thousandths": clock.USE_BY_WEEKDAY.tolist(),
            "summer": "July 0.93, August 0.86",
            "end_of_year": "22 December to 1 January 0.33",
        },
        "nps": {
            "in_app_bonus_score_points": voice.IN_APP_BONUS / 1000,
            "q1_to_q2_2026_score_points": voice.NPS_TREND / 1000,
            "answer_rate": dict(voice.ANSWERS),
        },
        "channels": list(CHANNELS),
        "experiments": {of.name: experiments.planted(of) for of in experiments.EXPERIMENTS},
        "delivery": delivery.planted(facts),
        "acquisition": finance.planted(),
        **research_truth(facts, simulated or chains(parameters)),
    }
