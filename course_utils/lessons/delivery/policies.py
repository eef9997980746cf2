"""Cards and columns of lesson 11's boards, without their answers."""

from __future__ import annotations

POLICIES = {
    "room": "Something is begun when there is room below a limit",
    "goal": "For two weeks everything serves one goal",
    "level": "The board says within how many days most things are done",
    "ends": "What is not done when the time is up goes back to the backlog",
    "done": "All agree in writing when a thing counts as done",
    "inspect": "What was delivered is looked at, and the way of working is changed",
}
WAYS = {"scrum": "Scrum asks for it", "kanban": "Kanban asks for it", "both": "Both ask for it"}

WORKS = {
    "help": "Requests come in at any hour, and none has to do with the next",
    "module": "A new module with one goal, and a team that can keep two weeks free",
    "unknown": "Nobody knows whether customers would use it, and a quarter's work is at stake",
    "law": "Three teams must be ready on the day on which a law takes effect",
    "torn": "Every day something urgent comes, and no plan of two weeks has lasted",
}
SITUATIONS = {
    "scrum": "Sprints with a goal",
    "kanban": "A limit, and pull",
    "design_sprint": "A design sprint first",
    "milestone": "A milestone plan",
}
