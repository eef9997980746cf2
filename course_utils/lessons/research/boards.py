"""What stands on the boards of lesson 4: cards and columns, without their answers."""

from __future__ import annotations

UX_BASICS = {
    "flow": "Flow: one step after the other",
    "hierarchy": "Hierarchy: what matters looks so",
    "feedback": "Feedback: it says what happened",
    "recovery": "Error recovery: a slip costs little",
    "consistency": "Consistency: one word, one thing",
}
SEEN_ON_SCREEN = {
    "alike": "“Cancel” and “Add member” are two blue buttons alike",
    "receipt": "After pressing, nothing says that anything was sent",
    "empties": "One wrong address, and the whole list is empty again",
    "words": "The menu says “teammates”, the button says “member”",
    "roles": "You choose a role before you can say who it is for",
}
MADE_OF = {
    "paper": "Paper or a wireframe",
    "dummy": "A click dummy",
    "hand": "A service done by hand",
    "code": "Running code",
}
FIDELITY = {
    "order": "In which order do people want to do it?",
    "place": "Do they find the button, and understand its words?",
    "care": "Does anybody act on a message on Monday?",
    "speed": "Is it fast enough with a year of real data?",
    "keys": "Can it be used with a screen reader?",
    "steps": "Which steps can be left out?",
}
METHODS = {
    "interview": "Interview about the last time",
    "test": "Usability test",
    "survey": "Survey of a known sample",
    "heatmap": "Heatmap",
    "recording": "Session recording",
    "feedback": "Tickets and feedback forms",
}
TO_ASK = {
    "renewal": "Owners of large accounts cut seats at the renewal. Why?",
    "sales": "Sales: “they only sign with single sign-on”. What happened before they asked?",
    "stuck": "People stop at the second step of the set-up. What do they not understand?",
    "words": "Do people understand what “guest” means on the new screen?",
    "fold": "Which half of the long settings page does nobody click on?",
    "path": "Somebody says that the page jumped away. What did their screen do?",
    "share": "What share of owners sends numbers to somebody in a given week?",
    "loud": "What has been upsetting people since the release of Monday?",
}
SENTENCES = (
    "On Thursday I rang three people to find out who was late.",
    "I wrote the list on the whiteboard and took a photo.",
    "Reports are really useful, I think.",
    "We usually plan everything together.",
    "I would open a weekly report every Monday.",
    "In May we paid a student for two days to copy dates.",
    "The whole team will love the new charts.",
    "It has never been a problem for us.",
)
TRANSCRIPT = "\n".join(
    f"Customer: {' '.join(SENTENCES[start : start + 4])}" for start in range(0, len(SENTENCES), 4)
)
"""What a customer says, to be marked sentence by sentence."""
NOTES = {
    "green": "“I rang three people, because the board was green and I did not believe it.”",
    "chart": "“The director wants a chart on the first of the month, so I colour one in.”",
    "client": "“A client asked when it would be done, so I had to go and find out.”",
    "rights": "“I made everybody a member, since I was not sure what a guest may break.”",
    "slides": "“I copy the dates into slides for the steering group.”",
    "picture": "“I sent the client a picture, so that they would not see the other boards.”",
    "report": "“I opened the report to see whether we are late. It did not say.”",
    "file": "“Our client wants a file with our numbers, in their form.”",
}
"""Notes from talks, made up: the same words stand behind different needs."""
NEEDS = {
    "know": "I have to know how we stand",
    "show": "I have to show others how we stand",
    "dare": "I have to let others in without harm",
}
_KNOW = "When did you last have to know how things stood?"
_SHOW = "When did you last have to show somebody how things stood?"
SECOND_ROUND = {
    "director": f"{_KNOW} “I made a page for our director, who wanted to see the month.”",
    "myself": f"{_SHOW} “I had nobody to show it to. I wanted to be sure, so I rang the two who do it.”",
    "desks": f"{_KNOW} “I went from desk to desk until I had it.”",
    "poster": f"{_SHOW} “I put the chart on the wall of the room, and they nodded.”",
    "monday": f"{_KNOW} “The client came on Monday, so I drew them a line with the dates.”",
    "held": f"{_SHOW} “Before I went in, I looked whether the dates still held. They did not.”",
    "lift": f"{_KNOW} “Somebody told me in the lift that it had moved. I had not seen it.”",
    "form": f"{_SHOW} “I sent the steering group our numbers, in their form.”",
}
"""Questions and answers, made up: in half of them the answer is about the other need."""
