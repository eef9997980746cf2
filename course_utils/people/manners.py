"""What anybody says who is civil: to thanks, to silence, to what they did not understand."""

from __future__ import annotations

MANNERS: dict[str, tuple[str, ...]] = {
    "hm": ("Let me think.", "Hm.", "Good question.", "Well.", "Oh.", "Right.", "Now you ask."),
    "greet": ("Hello.", "Hello to you.", "Good day."),
    "introduce": ("Fine, go ahead.", "Sure, ask away.", "Happy to help."),
    "introduce_again": ("You said so. Go ahead.", "Sure, sure.", "Yes, I know. Ask away."),
    "background": ("I told you what I do.",),
    "thanks": ("You are welcome.", "With pleasure.", "Not at all."),
    "empathy": ("Yes. One gets used to it.", "It is, a bit.", "Thank you for saying that."),
    "empathy_none": ("Oh, it is all right, really.", "No, no, I am fine."),
    "playback": (
        "Let me see whether you have it. Which of these do you mean?",
        "I do not want to say yes to the wrong thing. Which of these do you mean?",
        "I have told you something, and you have heard something. Which of these is it?",
    ),
    "playback_none": (
        "I have not told you much yet.",
        "There is not much to say back yet: I have hardly told you anything.",
    ),
    "playback_again": (
        "We have gone through what I told you. What else would you like to know?",
        "You have said back what there was. Ask on.",
    ),
    "summed_up": (
        "Yes, exactly.",
        "That is it, yes.",
        "You have got it.",
        "Yes, you were listening.",
    ),
    "turned_round": (
        "Not quite. What I said is this: [fact].",
        "No, the other way round. I said: [fact].",
        "Not like that. As I said, [fact].",
    ),
    "made_up": (
        "No, I said nothing of the kind. Are you listening?",
        "Where did you hear that? Not from me.",
        "That must be somebody else's story. It is not mine.",
    ),
    "go_on": ("What I left out: [fact].", "To be honest, [fact].", "And there is this: [fact]."),
    "summed_up_on": ("[summed_up] And [fact].", "[summed_up] What I did not say: [fact]."),
    "quiet": ("...", "Was there something else?", "Shall I go on about anything?"),
    "vague": (
        "[hm] About what exactly? It depends.",
        "Hard to say in general.",
        "In what sense? I would need an example in front of me.",
        "That differs from week to week.",
    ),
    "no_story": (
        "[hm] What do you mean, what happened when?",
        "Which time are you thinking of?",
        "I would need to know which occasion you mean.",
    ),
    "nothing_more": (
        "There is not much more to it.",
        "That was all of it.",
        "That is how it went.",
    ),
    "told": ("As I said: [fact].", "I told you: [fact].", "As I said before, [fact]."),
    "same_day": ("That was the same day: [fact].", "It is the one day that I remember: [fact]."),
    "told_that": ("As I said, that is it.", "You asked me that.", "As I said before."),
    "not_yet": (
        "[hm] I would rather not go into that yet. Ask me again later.",
        "That is more of an internal matter. Perhaps later.",
        "I do not want to speak badly of anybody. Not now, at least.",
    ),
    "unheard": (
        "I will come to that. Does it make sense to you, so far?",
        "In a moment. I am not sure that I have put it well: what did you take from it?",
        "Ask me that again in a moment. Is the rest what you wanted to know?",
        "I will tell you. But I talk and talk: what do you make of it, so far?",
    ),
    "curt": (
        "I have another call in a moment, sorry.",
        "Yes, yes.",
        "As you like.",
        "If you say so.",
    ),
    "rude": (
        "There is no need for that.",
        "I came here to help you. Please stay polite.",
        "I do not think that we should talk like this.",
    ),
    "off_topic": (
        "I thought that this was about my work.",
        "That has little to do with it, has it?",
        "Let us stay with the work, shall we?",
    ),
    "unclear": (
        "Sorry, I did not quite get that. Do you mean one of these?",
        "I am not sure what you are asking. Do you mean something like this?",
        "I want to answer the right question. Do you mean one of these?",
    ),
    "long": ("That was a lot at once. What is the one thing that you would like to know?",),
    "foreign": ("Sorry, I only speak English. Do you mean one of these?",),
    "past_which": ("The last time that what?", "Which last time do you mean?"),
    "closing": ("No, I think that covers it.", "Nothing that comes to mind."),
    "both": (
        "The second one? Yes, I think so.",
        "Well, the first part, sometimes. The rest, I do not know.",
        "Yes and no.",
        "Mostly, yes. And the other thing, too, I suppose.",
    ),
    "closed": ("Yes.", "Yes, mostly.", "Yes, sure.", "I would say so."),
    "closed_never": ("No, not that I remember.", "I have not, no."),
    "closed_quiet": ("Not lately, no.", "Not in the last weeks, no."),
    "opinion": (
        "[hm] It is good. I have no complaints.",
        "It is fine, I think.",
        "It does what it should.",
    ),
    "on_a_scale": (
        "An eight, I would say.",
        "Oh, rather high up. An eight?",
        "High, I suppose. I would have to think.",
    ),
    "to_a_degree": (
        "Quite, I would say.",
        "Very, I suppose.",
        "It matters, of course. It always does.",
    ),
    "ahead": (
        "We shall see. Nothing is settled.",
        "I have not thought that far.",
        "[hm] That is not decided.",
    ),
    "leading": ("Yes, I suppose so.", "Yes, I would say so."),
}
