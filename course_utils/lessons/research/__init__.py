"""Lesson 4: an interview with somebody who is kind, a journey on evidence, coders who differ.

`customer`, `interview` and `questions` are the simulator's logic, `simulator` its face; `journey`
and `coding` hold a widget each, `explorers` three smaller ones. `interview_folder` and `evidence`
compute what the lesson shows, `pictures` draws it, `trees` looks an opportunity tree over.
"""

from __future__ import annotations

from course_utils.lessons.research.boards import (
    FIDELITY,
    MADE_OF,
    METHODS,
    SEEN_ON_SCREEN,
    SENTENCES,
    TO_ASK,
    TRANSCRIPT,
    UX_BASICS,
)
from course_utils.lessons.research.coding import SecondCoder, agreement
from course_utils.lessons.research.customer import Customer, Memory, customers
from course_utils.lessons.research.draft import Draft
from course_utils.lessons.research.drafts import judge
from course_utils.lessons.research.evidence import (
    Trait,
    check_trait,
    loud_in_words,
    pairs_confused,
    persona,
    seen_matrix,
    voices,
    who_answers,
)
from course_utils.lessons.research.explorers import (
    contrast_explorer,
    discovery_explorer,
    kappa_at,
    kappa_explorer,
)
from course_utils.lessons.research.interview import conduct, review
from course_utils.lessons.research.interview_folder import (
    CODE_BOOK,
    apart,
    counts_in_words,
    folder,
    folder_now,
    kind_of,
    kindness,
    kindness_in_words,
    later_needs,
    people,
    promise_and_deed,
    promises,
    quote_sample,
    shares_work,
    turns,
    who_answers_total,
    width_in_words,
)
from course_utils.lessons.research.journey import Evidence, JourneyMap, deck, verdict
from course_utils.lessons.research.pictures import (
    show_confusion,
    show_counts,
    show_intervals,
    show_kindness,
    show_screen,
    show_survivors,
    show_trouble,
    show_voices,
)
from course_utils.lessons.research.questions import cards, read
from course_utils.lessons.research.quotes import (
    BOARD_BEHIND,
    FROM_PEOPLE,
    SHARPENED,
    agreement_by_code,
    agreement_in_words,
    behind,
    felt_by,
    insight,
    lead_in_words,
    leads_by,
    pairs_of_coders,
    runner_up,
    second_round_cards,
    settled,
    still_here,
    told_of_trouble,
    uneven,
)
from course_utils.lessons.research.simulator import InterviewSimulator
from course_utils.lessons.research.survivors import first_week
from course_utils.lessons.research.trees import look_over, tree_remarks
from course_utils.toolkit.common import between

__all__ = [
    "BOARD_BEHIND",
    "CODE_BOOK",
    "FIDELITY",
    "FROM_PEOPLE",
    "MADE_OF",
    "METHODS",
    "SEEN_ON_SCREEN",
    "SENTENCES",
    "SHARPENED",
    "TO_ASK",
    "TRANSCRIPT",
    "UX_BASICS",
    "Customer",
    "Draft",
    "Evidence",
    "InterviewSimulator",
    "JourneyMap",
    "Memory",
    "SecondCoder",
    "Trait",
    "agreement",
    "agreement_by_code",
    "agreement_in_words",
    "apart",
    "behind",
    "between",
    "cards",
    "check_trait",
    "conduct",
    "contrast_explorer",
    "counts_in_words",
    "customers",
    "deck",
    "discovery_explorer",
    "felt_by",
    "first_week",
    "folder",
    "folder_now",
    "insight",
    "judge",
    "kappa_at",
    "kappa_explorer",
    "kind_of",
    "kindness",
    "kindness_in_words",
    "later_needs",
    "lead_in_words",
    "leads_by",
    "look_over",
    "loud_in_words",
    "pairs_confused",
    "pairs_of_coders",
    "people",
    "persona",
    "promise_and_deed",
    "promises",
    "quote_sample",
    "read",
    "review",
    "runner_up",
    "second_round_cards",
    "seen_matrix",
    "settled",
    "shares_work",
    "show_confusion",
    "show_counts",
    "show_intervals",
    "show_kindness",
    "show_screen",
    "show_survivors",
    "show_trouble",
    "show_voices",
    "still_here",
    "told_of_trouble",
    "tree_remarks",
    "turns",
    "uneven",
    "verdict",
    "voices",
    "who_answers",
    "who_answers_total",
    "width_in_words",
]
