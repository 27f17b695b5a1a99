"""Lookups for trying things out: the answer is in the number itself, always the same.

A number that ends in 980 has an unknown operator, one in 981 is no mobile, one in 982 finds the
lookup out of order. All others belong to an operator of their country, chosen by the last digit.
"""

from dataclasses import dataclass

from flows.outside.lookup import Found, LookupFailed
from mep.endusers.models import UNKNOWN_NETWORK

UNKNOWN, NO_MOBILE, OUT_OF_ORDER = "980", "981", "982"
AREAS_OF_CANADA = (
    "204 226 236 249 250 263 289 306 343 354 365 367 368 382 403 416 418 428 431 437 438 450 468"
    " 474 506 514 519 548 579 581 584 587 604 613 639 647 672 683 705 709 742 753 778 780 782 807"
    " 819 825 867 873 879 902 905"
)


@dataclass(frozen=True, slots=True)
class Plan:
    """The mobile numbers of a country, and its operators as code and mnc."""

    country: str
    mcc: str
    operators: tuple[tuple[str, str], ...]


UK = Plan(
    "GB",
    "234",
    (
        ("O2UK", "10"),
        ("VODAFONEUK", "15"),
        ("THREEUK", "20"),
        ("EEUK", "30"),
        ("VIRGINUK", "38"),
    ),
)
US = Plan("US", "310", (("CINGULARUS", "410"), ("TMOBILEUS", "260"), ("SPRINTUS", "120")))
CANADA = Plan("CA", "302", (("ROGERSCA", "720"), ("BELLCA", "610"), ("TELUSCA", "220")))


class SimulatedLookup:
    """Answers from the number."""

    def look_up(self, number: str) -> Found:
        """Find the operator of a number, or fail as its last digits say."""
        ending = number[-3:]
        if ending == OUT_OF_ORDER:
            raise LookupFailed("The lookup is out of order", may_pass=True)
        if ending == NO_MOBILE or _is_fixed(number):
            raise LookupFailed(f"{number} is not a mobile number")
        plan = _plan(number)
        if plan is None:
            return Found(UNKNOWN_NETWORK)
        if ending == UNKNOWN:
            return Found(UNKNOWN_NETWORK, mcc=plan.mcc, country=plan.country)
        network, mnc = plan.operators[int(number[-1]) % len(plan.operators)]
        return Found(network, plan.mcc, mnc, plan.country)


def _plan(number: str) -> Plan | None:
    if number.startswith("44"):
        return UK
    if number.startswith("1"):
        return CANADA if number[1:4] in AREAS_OF_CANADA.split() else US
    return None


def _is_fixed(number: str) -> bool:
    return number.startswith(("441", "442", "443", "448", "449"))
