"""What a customer can say: rules with alternatives, and the stories behind a silence.

``[name]`` stands for a fact or for another rule.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Told:
    """What a customer tells, and how it can be summed up by somebody who listened, or did not."""

    words: str
    true: str
    """A summary that is so, in other words."""
    turned: str
    """One that has its roles or its direction turned round, in their words."""


@dataclass(frozen=True)
class Story:
    """Why somebody stopped doing something: six facts that an interview can bring out."""

    code: str
    """The need, in the words of the code book."""
    last: tuple[Told, ...]
    """What happened on the last occasion."""
    instead: Told
    """What they do now."""
    because: Told
    """What made them stop."""
    cost: str
    """What it costs them."""
    others: str
    """Who else is in it."""
    ahead: str
    """What they are about to do; told to those they trust."""
    only: str = ""
    """Whose record it agrees with: "paid" (on a plan that costs), "phone" (who uses one); "" for all."""


STORIES: dict[str, tuple[Story, ...]] = {
    "reports": (
        Story(
            "reporting",
            (
                Told(
                    "I opened the report before our Monday meeting, looked at it and closed it again",
                    "You had a look at the report ahead of a meeting, and put it away again.",
                    "You came out of the Monday meeting, and only then you opened the report.",
                ),
                Told(
                    "I had the report on the big screen and [boss] asked a question it could not answer",
                    "Your boss asked a question, and the report on the screen had no answer to it.",
                    "You wanted to know something about the report, and your boss did not know.",
                ),
            ),
            Told(
                "I build the numbers in a spreadsheet on Friday afternoon",
                "At the end of the week you add it all up in a table.",
                "On Friday you get the numbers from others, in their spreadsheet.",
            ),
            Told(
                "[boss] wants hours for each client, and the report only counts tasks",
                "Your boss wants hours for each client, and in the report there are tasks.",
                "Your boss asks how many tasks there are, and the report gives time by client.",
            ),
            "it is about [minutes] minutes every Friday, and I redo it when somebody is late",
            "[colleague] copies figures out of the old invoices for me",
            "we have a trial of another tool booked for the autumn",
        ),
        Story(
            "reporting",
            (
                Told(
                    "two of us opened the same report and had different numbers in front of us",
                    "Two people looked at one report, and it did not say the same to both.",
                    "Two of you opened different reports, with the same numbers in them.",
                ),
                Told(
                    "I sent the report round and got three replies that the numbers were wrong",
                    "You sent the report round, and three replies said that it was wrong.",
                    "Three people gave you theirs, and you were the one who found mistakes.",
                ),
            ),
            Told(
                "I ring round on Thursdays and write it down by hand",
                "You ring round on Thursdays, and write it down.",
                "Once a week they phone you, and note what you say.",
            ),
            Told(
                "the filter goes back to the start by itself, and nobody trusts the figures since",
                "The filter resets on its own, and people have stopped believing the numbers.",
                "Nobody trusted the figures, so you set the filter back to the start yourself.",
            ),
            "it is a good [minutes] minutes of calls, and a list that is old by the evening",
            "[colleague] keeps a second list, to be safe",
            "I have been asked to show that we need this many seats at all",
            only="paid",
        ),
        Story(
            "visibility",
            (
                Told(
                    "I looked up the report on [work] and it showed a project that was not there",
                    "You looked up the report, and it showed a project that was not there.",
                    "You checked for a project that does exist, and the list did not have it.",
                ),
                Told(
                    "I had promised a status by noon and the report said that we were nearly done",
                    "You owed somebody the status by noon, and by the report little was left to do.",
                    "The report was promised to you by noon, and you had said you were nearly done.",
                ),
            ),
            Told(
                "I walk over and ask, and then I post a photo of the whiteboard",
                "You go and ask in person, and share a shot of the whiteboard.",
                "They walk over and ask you, and they post a photo of your board.",
            ),
            Told(
                "half of the team ticks tasks off before they are done, so the picture is always rosier than the truth",
                "The picture is rosier than the truth, since half of the team ticks tasks off early.",
                "Things are better than they look, since many people close nothing when it is done.",
            ),
            "it cost us a promise to a client, and me [minutes] minutes a week since",
            "[colleague] plans deliveries by that photo",
            "if it stays like this I will let the plan run out and keep the free one",
            only="paid",
        ),
    ),
    "colleagues": (
        Story(
            "permissions",
            (
                Told(
                    "I wanted to let [colleague] look at [work] and stopped at the list of roles",
                    "You meant to show work to somebody, and got no further than the choice of roles.",
                    "Somebody wanted to let you look at their work, and stopped at the list of roles.",
                ),
                Told(
                    "I had a freelancer for [work] and did not dare to press the button",
                    "You had a freelancer for something, and did not dare to press the button.",
                    "Somebody from outside had you for a job, and shied away from the last click.",
                ),
            ),
            Told(
                "I send screenshots by mail",
                "You mail people what is on your screen.",
                "People mail you screenshots of theirs.",
            ),
            Told(
                "a guest could see the project with the salaries, and I could not tell how to hide it",
                "A guest could see the project with the salaries, and you could not hide it.",
                "People from outside were kept from what others earn, since you had put it away.",
            ),
            "it is about [minutes] minutes a week of cropping pictures, and once the wrong one went out",
            "[boss] has forbidden guests until it is clear",
            "we are looking at a tool that the freelancers already have",
        ),
        Story(
            "price",
            (
                Told(
                    "I asked for a seat for [colleague] and waited for two weeks",
                    "You asked for a seat, and you waited for two weeks.",
                    "They came to you for one more, and a fortnight went by.",
                ),
                Told(
                    "[colleague] started on a Monday and I had no seat for them",
                    "Somebody's first day came, and there was no seat that you could give them.",
                    "You had a seat ready on Monday, and nobody came who needed one.",
                ),
            ),
            Told(
                "three of us share one login",
                "Three of you share a single login there.",
                "One person goes in under three names.",
            ),
            Told(
                "each seat has to be signed off by finance, and they ask what the last one brought",
                "Finance must approve every seat, and looks at what came of the one before.",
                "You have to sign off each seat, and you ask finance what the last one brought.",
            ),
            "we cannot tell who did what, and I lose [minutes] minutes a week finding out",
            "[boss] wants the number of seats to go down, not up",
            "at the renewal we will cut the seats by half",
            only="paid",
        ),
        Story(
            "onboarding",
            (
                Told(
                    "I invited [colleague] and they told me days later that they saw an empty page",
                    "Somebody whom you had asked in found nothing there, and you heard of it late.",
                    "You were invited, saw an empty page, and told the one who did it days later.",
                ),
                Told(
                    "I sent four invitations for [work] and one person turned up",
                    "You sent four invitations, and one person turned up.",
                    "Somebody asked you in, and you brought three.",
                ),
            ),
            Told(
                "I print the plan and pin it up",
                "You print the plan and pin it up.",
                "Others hang it up on paper for you.",
            ),
            Told(
                "the invitation says neither who sent it nor what to do first",
                "People cannot see from the invitation whom it comes from, or how to begin.",
                "The invitation says who sent it and what to do, and people do not do it.",
            ),
            "I spend [minutes] minutes with each new person on my own screen",
            "[colleague] has given up and asks me on the corridor",
            "the next project starts without Kitewell, as a test",
        ),
    ),
    "planning": (
        Story(
            "visibility",
            (
                Told(
                    "I planned [work] and on Wednesday two people had the same day twice",
                    "You had planned it, and two people had the same day twice on Wednesday.",
                    "Two others made a plan, and in midweek it came out that you were booked double.",
                ),
                Told(
                    "I laid out the week and found out at lunch that [colleague] was on leave",
                    "The plan was made, and then you heard that somebody in it was away.",
                    "You were on leave, and found out at lunch that the week was laid out.",
                ),
            ),
            Told(
                "I am back to sticky notes on the wall",
                "You are back to planning on bits of paper.",
                "You have given up the notes on the wall.",
            ),
            Told(
                "nothing tells me that a person is over their hours until it is too late",
                "Nothing tells you in time that a person is over their hours.",
                "When you have too much to do, your people get no warning of it.",
            ),
            "it is one evening of overtime a week, and [minutes] minutes of shuffling every morning",
            "[colleague] reads the wall and types it in for me when there is time",
            "[boss] has asked for one list by the summer, whatever the tool",
        ),
        Story(
            "integrations",
            (
                Told(
                    "[work] moved by a week and I changed the dates by hand, one after another",
                    "Something shifted by a week, and you had to correct each date yourself.",
                    "You changed the dates one after another, and so the work moved by a week.",
                ),
                Told(
                    "I typed the dates into Kitewell and then again into the calendar",
                    "You put the dates into Kitewell and into the calendar.",
                    "You entered them once, and the other place took them over.",
                ),
            ),
            Told(
                "the plan lives in the shared calendar now",
                "You all have the plan in a calendar these days.",
                "All that was in the calendar is in the plan now.",
            ),
            Told(
                "a date that moves here does not move there, and people only look there",
                "A date that moves here does not move there, and there people look.",
                "A change in the other place stays in it, and everybody watches this one.",
            ),
            "it is [minutes] minutes each time that a date moves, and two missed handovers this spring",
            "[colleague] only ever opens the calendar",
            "our IT is building a small thing of its own on the calendar",
        ),
    ),
    "comments": (
        Story(
            "notifications",
            (
                Told(
                    "we decided about [work] in the chat, because the comment had been there unseen",
                    "Nobody had noticed the comment, and so it was settled in the chat.",
                    "You decided in a comment, because what was in the chat was unseen.",
                ),
                Told(
                    "I wrote a comment on [work] that needed a yes, and nobody saw it for three days",
                    "You wrote a comment that needed a yes, and nobody saw it for days.",
                    "They had asked for your consent, and it took you days to notice.",
                ),
            ),
            Told(
                "everything that matters goes into the group chat",
                "Whatever is important is said in the chat of the group.",
                "The group puts in comments what matters in the chat.",
            ),
            Told(
                "there is a message for every little thing, so people have switched them all off",
                "People have switched messages off, since every little thing sends one.",
                "So much has been silenced that nobody hears of any trifle any more.",
            ),
            "I search the chat for [minutes] minutes a week to find out what we said",
            "[colleague] repeats decisions at the Monday meeting so that they are not lost",
            "if the chat gets tasks, which they say it will, we will not need two tools",
        ),
        Story(
            "mobile",
            (
                Told(
                    "I was out on site, wanted to answer about [work] and gave up on the phone",
                    "You were out on site, wanted to answer, and gave up on the phone.",
                    "Somebody away from their desk tried to reach you, and let it be.",
                ),
                Told(
                    "[colleague] asked something on [work] and I answered by phone call from the car",
                    "Somebody had a question, and you rang them while you were on the way.",
                    "You asked them something, and they answered you from the car by phone.",
                ),
            ),
            Told(
                "I call people and hope that they remember",
                "You ring them and trust that it stays in their heads.",
                "People call you and hope that you will remember it.",
            ),
            Told(
                "the comment box jumps away under the keyboard on my phone",
                "On your phone the comment box jumps away under the keyboard.",
                "The keys slip behind the place where you write, and are gone.",
            ),
            "it is [minutes] minutes of calls a day, and nothing of it written down",
            "half of the team is on the road and does the same",
            "we have been offered a system for field crews, and I have said yes to a demo",
            only="phone",
        ),
    ),
}

DOING = {
    "reports": "getting the numbers together",
    "colleagues": "getting new people in",
    "planning": "getting the week planned",
    "comments": "finding out what was decided",
}

OPENERS = (
    "Sure. We are [team] people in [industry]. I look after the plan, more or less. "
    "Planning, status, getting people in, deciding things: it all lands on my desk.",
    "Happy to. I am the one who keeps an eye on Kitewell here; we are [team] people in [industry]. "
    "Plans, reports, new people, decisions: all of it comes past me.",
    "Fine, I have a little time. We are in [industry], [team] people on Kitewell, and I am the one "
    "whom everybody asks how to do things: plans, reports, invitations, comments.",
    "Go ahead, you may write it down. It is [industry], [team] of us. Half of my week is plans and "
    "reports; the other half is new people and old decisions.",
    "All right. I keep [work] moving, among other things. [team] people in [industry], and somebody "
    "has to plan, report, invite and decide. Often they look at me.",
    "No objection. I came to Kitewell on [since]. We work in [industry], [team] of us: there "
    "are plans to make, numbers to show, new people to bring in, and decisions to write down.",
    "Good, I was afraid of slides. [team] people, [industry]. Ask me about plans, reports, getting "
    "people in or getting things decided: it is all somewhere on my list.",
    "Yes, of course. I run operations for a team of [team] in [industry]. That means the week's plan, "
    "the numbers for others, the newcomers, and what was agreed on.",
)
"""How the talk begins; the customers of a company begin it in different ways."""

RULES: dict[str, tuple[str, ...]] = {
    "work": (
        "the spring fair",
        "the website relaunch",
        "the audit",
        "the warehouse move",
        "the client handover",
        "the training week",
        "the autumn catalogue",
        "the office move",
        "the product launch",
        "the safety review",
    ),
    "colleague": (
        "our designer",
        "our freelancer",
        "the new starter",
        "someone in finance",
        "the colleague who covers for me",
        "our apprentice",
        "the woman from purchasing",
        "one of the drivers",
    ),
    "boss": (
        "my manager",
        "our director",
        "the head of department",
        "the owner of the firm",
    ),
    "kind": (
        "I like it.",
        "No complaints.",
        "You are doing a good job.",
        "All good.",
        "Very nice.",
    ),
    # The sore topic, opened by a real occasion
    "tell_last": (
        "[hm] That was around [date]. [occasion_is].",
        "[hm] I would say [date], or a day later. [occasion_is].",
        "[date], because it was the week of [work]. [occasion_is].",
        "It has been a while, [date] I think. [occasion_is].",
    ),
    "often": (
        "[hm] Honestly? [count]. [before]",
        "In four weeks? [count], if I count properly. [before]",
        "[count]. That surprises me now. [before]",
    ),
    "tell_instead": (
        "So now [instead_is].",
        "These days [instead_is].",
        "What I do: [instead_is].",
        "[hm] To be honest, [instead_is].",
    ),
    "tell_because": (
        "The thing is that [because_is].",
        "It came down to this: [because_is].",
        "Well, [because_is].",
        "What happened was simple: [because_is].",
    ),
    "tell_cost": ("[cost_is].", "[cost_is]. I never added it up before.", "[hm] [cost_is]."),
    "tell_others": (
        "[others_is].",
        "It is not only me: [others_is].",
        "Others are in it too: [others_is].",
    ),
    "tell_ahead": (
        "Between us: [ahead_is].",
        "I was not going to bring it up, but [ahead_is].",
        "[hm] You have been fair, so: [ahead_is].",
        "There is one more thing. [ahead_is].",
    ),
    # Other topics, where nothing hurts
    "past": (
        "That was [date]. Took a few minutes, nothing special. [nudge]",
        "[hm] [date]. It went as it should. [nudge]",
        "[date], for [work]. I did not think about it twice. [nudge]",
    ),
    "record_wrong": (
        "[hm] Are you sure that it was me? The last time was [date].",
        "That must be somebody else. I did, on [date].",
    ),
    "never": (
        "[hm] I do not think I ever have. Somebody else here does that. [nudge]",
        "I would be making it up. I cannot remember one. [nudge]",
    ),
    "more": (
        "There is not much more to it. [nudge]",
        "No, that one works. [nudge]",
        "It was done, and I went on with my day. [nudge]",
    ),
    # What the record says of other things
    "past_start_member": (
        "I was invited on [since]. There was nothing dramatic about it: we had [work] coming. [nudge]",
        "That was [since]. Somebody sent me a link, and I clicked on it. [nudge]",
    ),
    "past_start_owner": (
        "I signed up on [since]. There was nothing dramatic about it: we had [work] coming. [nudge]",
        "That was [since]. Somebody had to try it, and I did. [nudge]",
    ),
    "more_start": (
        "We wanted to see who does what, that was all. [nudge]",
        "Somebody asked for one place for it all. [nudge]",
    ),
    "past_kitewell": (
        "That was [seen]. I looked something up for [work]. [nudge]",
        "[seen], for [work]. In and out. [nudge]",
    ),
    "past_money_free": (
        "We are on the free plan, so there is no bill to talk of. [nudge]",
        "Free is what we have. [nudge]",
    ),
    "past_money_paid": (
        "We are on the [plan] plan. It was on the table when we went through what we spend. [nudge]",
        "The [plan] plan is what we have. I do not sign for it myself. [nudge]",
    ),
    "past_leaving": (
        "[hm] We are still here, as you see. [nudge]",
        "I have not left, or I would not sit here. [nudge]",
    ),
    "past_workarounds": (
        "[hm] For what? There is more than one thing that I do elsewhere. [nudge]",
        "That depends on the thing. [nudge]",
    ),
    "past_phone_phone": (
        "I have it on my phone most of the time, so there is no one time that I remember. [nudge]",
        "[seen], I would say. It is where I look things up. [nudge]",
    ),
    "past_phone_desk": (
        "I am at a desk for most of it. [nudge]",
        "[hm] On the phone I read, I do not write. [nudge]",
    ),
    "habit": ("As a rule it goes well, I would say.", "Normally it is no trouble."),
    "opinion": ("[hm] It is good. [kind]", "I find it fine. [kind]"),
    "nudge": (
        "What keeps me late is [sore].",
        "It is [sore] that I could talk about for longer.",
        "If it were [sore], I would have a story for you.",
    ),
    # Kind lies
    "leading_reports": (
        "Oh yes, the reports are really useful. We look at them all the time.",
        "Absolutely, they save us hours. [kind]",
        "Yes, the reports are one of the best parts. [kind]",
        "They do, they do. The whole team uses them.",
    ),
    "leading_colleagues": (
        "Yes, inviting people is very easy. [kind]",
        "Oh, we bring everybody in. It takes a second.",
        "It is. New people find their way without any help.",
        "Sure, we invite people whenever somebody starts.",
    ),
    "leading_planning": (
        "Much better, yes. We plan everything in Kitewell.",
        "Yes, I do not know how we planned before. [kind]",
        "Oh, definitely. The whole week is in there.",
        "It is very clear. Everybody knows what to do.",
    ),
    "leading_comments": (
        "It is great to have it all in one place. [kind]",
        "Yes, we discuss everything in the comments.",
        "Oh, sure. Nobody has to search for anything any more.",
        "Right. All our decisions are written down there.",
    ),
    "habit_reports": (
        "Usually I look at the reports once a week, I would say.",
        "We tend to start the Monday meeting with the report.",
        "In general everybody checks the numbers before they ask me.",
    ),
    "habit_colleagues": (
        "Normally I invite people on their first day.",
        "We generally bring everyone in who works with us.",
        "As a rule each new person gets a seat and a short tour.",
    ),
    "habit_planning": (
        "Typically we plan on Monday, all together, for an hour.",
        "As a rule everything for the week is in Kitewell by Monday noon.",
        "Usually each of us puts their own tasks in.",
    ),
    "habit_comments": (
        "In general we decide things right at the task.",
        "Normally somebody writes a comment and the others answer the same day.",
        "Usually it is all in the comments, so that one can read it up.",
    ),
    "hypothetical": (
        "Definitely. We would use that every day.",
        "Oh, yes! That would change everything for us.",
        "I am sure that the whole team would.",
        "Yes, I think we would. Why not?",
        "That sounds good. Count us in.",
        "If it existed, of course. Everybody would.",
    ),
    "would": ("[hypothetical]",),
    "price": (
        "[hm] Maybe [dollars] dollars a seat? Something like that.",
        "For that? I would pay [dollars] dollars more, easily.",
        "[dollars] dollars, I suppose. Somebody else signs, though.",
        "It is hard to say. [dollars] dollars would be fair.",
    ),
    "pitch": (
        "That looks very nice. You have put a lot of work into it.",
        "Great, really. Keep going!",
        "Oh, interesting. I am sure that people will love it.",
        "Impressive. Send me the link when it is ready.",
    ),
    "closing": (
        "No, I think that covers it. Thank you.",
        "Nothing that comes to mind.",
        "You could ask what happens on Fridays. [nudge]",
    ),
}
