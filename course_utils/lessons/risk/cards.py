"""Cards and texts of lesson 13 that are sorted, marked and judged."""

from __future__ import annotations

KINDS = {"risk": "A risk", "issue": "An issue", "assumption": "An assumption", "cause": "A cause"}
THINGS = {
    "may_log": "The trail may slow the editor down in October",
    "down": "Since Monday every third import fails",
    "all_switch": "The plan says nothing of it, and works if each hospital has one sign-in",
    "tired": "Two people look after the trail, and both have leave in September",
}
"""For the practice of part 1."""
POSTMORTEM = {
    "facts": "At 12:05 requests began to fail; the alert rang at 12:09.",
    "careless": "The engineer on duty carelessly deployed at noon.",
    "should": "Support should have known that the page was wrong.",
    "saw": "The page that operations saw said that the vendor was well.",
    "root": "Root cause: human error.",
    "step": "Nothing in the checklist asks for a look at load; it will, by 14 August, owner: core.",
}
"""Sentences of a post-mortem: three of them blame."""
