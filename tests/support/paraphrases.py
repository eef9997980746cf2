"""What different people would say who say back what a customer of lesson 4 told."""

TRUE = [
    (
        "half of the team does not tick",
        "Let me see if I understood: your colleagues do not mark work as finished, so it looks better than it is.",
    ),
    (
        "half of the team does not tick",
        "So people forget to close their work, and what you look at is too rosy?",
    ),
    (
        "half of the team does not tick",
        "So what you are saying is that many of you never tick things off and the overview looks nicer than reality.",
    ),
    (
        "half of the team does not tick",
        "So you go round in person and then share a picture of the board, since Kitewell is too optimistic?",
    ),
    (
        "wants hours for each client",
        "So what you are saying is that your boss needs time per customer and the chart only counts items.",
    ),
    (
        "wants hours for each client",
        "Let me check I understood. You make the figures by hand in Excel at the end of the week because the report does not show hours.",
    ),
    (
        "wants hours for each client",
        "It sounds as if the report gives you tasks, while the boss asks how many hours went to each client.",
    ),
    (
        "filter goes back",
        "Am I right that the settings reset themselves, and so people no longer believe the numbers?",
    ),
    (
        "filter goes back",
        "So the numbers did not match and since then you phone everybody and note it on paper?",
    ),
    (
        "filter goes back",
        "In other words, the report changes on its own and your team has lost faith in the figures.",
    ),
    (
        "a guest could see",
        "So you were afraid that an outsider would see what people earn, and you could not find out how to hide it.",
    ),
    (
        "a guest could see",
        "Let me see if I got this: a guest might look at the pay, so you send pictures by e-mail instead.",
    ),
    (
        "a guest could see",
        "If I understand correctly, you mail screenshots because you did not know how to keep the salaries private.",
    ),
    (
        "each seat has to be",
        "So what I hear is that finance has to approve every licence, and they question whether the last one was worth it.",
    ),
    (
        "each seat has to be",
        "So three people use the same account because getting a new seat takes too long?",
    ),
    (
        "each seat has to be",
        "It sounds like you share a password, since finance must sign for each seat.",
    ),
    (
        "the invitation says neither",
        "So the people you invited got a mail and had no idea what to do first or who it came from.",
    ),
    (
        "the invitation says neither",
        "If I heard you right, the invitation does not explain the first step, so you put the plan on paper on the wall.",
    ),
    (
        "the invitation says neither",
        "You mean that newcomers cannot tell from the e-mail who invited them?",
    ),
    (
        "nothing tells me that a person",
        "So you only notice that somebody has too much to do when it is already too late?",
    ),
    (
        "nothing tells me that a person",
        "What you are saying is that Kitewell gives no warning when a colleague is overloaded, so you went back to notes on the wall.",
    ),
    (
        "nothing tells me that a person",
        "Let me put that in my own words: nobody can see who is over their hours, so you plan on the wall.",
    ),
    (
        "a date that moves here",
        "So when a deadline changes in Kitewell, the calendar does not follow, and the calendar is where everybody looks.",
    ),
    (
        "a date that moves here",
        "Let me see if I understood you: you have to enter each date twice, so the plan now lives in the calendar.",
    ),
    (
        "a date that moves here",
        "Correct me if I am wrong, but the two do not sync, and your colleagues check only the shared calendar.",
    ),
    (
        "there is a message for every",
        "So you get so many notifications that everybody has muted them?",
    ),
    (
        "there is a message for every",
        "Am I right in thinking that the important things go to the chat because the alerts are turned off?",
    ),
    (
        "there is a message for every",
        "It sounds as if there was too much noise, people turned the messages off, and so your comment was missed.",
    ),
    (
        "the comment box jumps",
        "So on the mobile the keyboard covers the field where you write, and you ring people instead.",
    ),
    (
        "the comment box jumps",
        "What I understand is that you could not type a reply on your phone, so you call and trust that they keep it in mind.",
    ),
    (
        "the comment box jumps",
        "So you gave up writing on the phone because the box disappears behind the keyboard?",
    ),
    (
        "half of the team does not tick",
        "Okay, so the status in the tool is greener than the truth because people are lazy about ticking things off.",
    ),
    (
        "half of the team does not tick",
        "Would it be fair to say that you cannot rely on the report, because half the work is not marked as done?",
    ),
    (
        "wants hours for each client",
        "I see, so your manager would have to see hours by client and Kitewell gives you a count of tasks.",
    ),
    (
        "filter goes back",
        "So if I understand you, two of you looked at one report and saw different figures, because the filter had jumped back.",
    ),
    (
        "a guest could see",
        "So the roles were not clear, and you did not risk showing the salaries to an external person.",
    ),
    (
        "each seat has to be",
        "So adding a person means begging finance, and that is why you share one login.",
    ),
    (
        "the invitation says neither",
        "So what I am hearing is that new people open it, see nothing, and do not know where to begin.",
    ),
    (
        "nothing tells me that a person",
        "So you found out too late that two people were booked double, and now you use sticky notes.",
    ),
    (
        "a date that moves here",
        "So you end up typing every change of date into two tools?",
    ),
    (
        "there is a message for every",
        "So nobody reads the notifications any more, and decisions move to the group chat.",
    ),
    (
        "the comment box jumps",
        "So writing comments on a phone is broken for you, and you make calls from the car instead.",
    ),
    (
        "there is a message for every",
        "So if I follow, your comment sat there for three days because people had switched off the messages.",
    ),
]
"""What people say back, and a piece of the reason that the customer gave for it."""

UNSEEN = [
    (
        "half of the team does not tick",
        "Right, so the board paints a better picture than what is really going on, as half of your people do not keep it updated.",
    ),
    (
        "wants hours for each client",
        "If I follow you, the thing your director needs, time spent by customer, simply is not in there, so every Friday you put it together yourself.",
    ),
    (
        "filter goes back",
        "So the filter does not stay where you put it, and after that people stopped trusting what it shows.",
    ),
    (
        "a guest could see",
        "OK so the worry was that somebody from outside could look at salaries, and the roles did not tell you how to prevent that?",
    ),
    (
        "each seat has to be",
        "So every extra licence is a fight with the money people, and meanwhile three of you log in as the same person.",
    ),
    (
        "the invitation says neither",
        "Just to be sure I have it: your new colleagues get an invitation that does not tell them where to start?",
    ),
    (
        "nothing tells me that a person",
        "So by the time you learn that someone has taken on too much, the week is already lost.",
    ),
    (
        "a date that moves here",
        "So there are two places for dates, they drift apart, and your team believes the calendar.",
    ),
    (
        "there is a message for every",
        "It seems people got flooded with alerts and just silenced everything, is that right?",
    ),
    (
        "the comment box jumps",
        "So when you are on the road you cannot really answer in the app, because the keyboard hides what you type.",
    ),
    (
        "half of the team does not tick",
        "Sounds like you would rather walk through the office and ask than believe what the report tells you.",
    ),
    (
        "each seat has to be",
        "Let me play that back: getting approval for another user is slow and painful, so you all share an account.",
    ),
]
"""Written after the rules were done, and kept out of them: whoever adds words to the rules for one of
these makes the share that is understood worth nothing, and has to write others."""
