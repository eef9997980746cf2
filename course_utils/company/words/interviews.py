"""What interviewers ask and what customers answer.

Questions are named `ask_<topic>` where they ask for the past, `lead_<topic>` where they put the
answer into the customer's mouth, and `would_<topic>` where they ask for a guess about the future.
Answers are named after the topic and after what is true of the customer.
"""

from __future__ import annotations

from .common import COMMON

RULES: dict[str, tuple[str, ...]] = {
    **COMMON,
    "open": (
        "Thank you for taking the time. I would like to hear how you work, so there are no wrong "
        "answers. Who are you, and what does a normal week look like?",
        "Hello, and thanks for coming. Before we talk about Kitewell: what is your job, and whom "
        "do you work with?",
        "Good to meet you. I am here to learn, not to sell you anything. Could you tell me a "
        "little about your team?",
        "Thanks for doing this. May I ask you to begin with your work, before any software?",
        "I have about forty minutes and one rule: if a question is odd, say so. What do you do all "
        "day?",
        "Thank you for making room for this. What does your day usually begin with?",
        "Nice to meet you. Before anything else: what is your work, in your own words?",
        "I will take notes, if you do not mind. What are you responsible for?",
        "Let us start with you. What kept you busy this week?",
        "I know little about your trade, so please explain as you would to a newcomer. What do you do?",
    ),
    "work_owner": (
        "I run things here, in [industry]. [crew] I do the planning, because if I do not, nobody "
        "does.",
        "I lead a team in [industry]. [crew] My week is half meetings and half finding out who "
        "is waiting for whom.",
        "I am the one who brought Kitewell in, so I get to hear about it. We are in [industry]. "
        "[crew]",
        "Officially I am head of operations, unofficially I am the person who asks where things "
        "stand. It is [industry]. [crew]",
    ),
    "work_member": (
        "I work in [industry], on [work] mostly these days. [crew]",
        "I am one of the people who do the work that others plan. [industry_line] [crew]",
        "I look after [work], and whatever else lands on my desk. [crew]",
        "My title is longer than my day. We are in [industry], and I keep [work] moving. [crew]",
    ),
    "work_guest": (
        "I am from outside, really. A client invited me, so that I can see how [work] is going.",
        "I freelance. Two of my clients use Kitewell, so I am a guest in other people's plans.",
        "I am a guest there: I look in, I comment, I do not plan. My own work is [work].",
    ),
    "industry_line": ("It is [industry].", "We do [industry].", "The trade is [industry]."),
    "crew_alone": (
        "It is just me on there, to be honest.",
        "I am on my own in it so far.",
        "Nobody else has joined yet.",
    ),
    "crew_few": (
        "There are just [team] of us in there.",
        "We are [team], so one hears everything anyway.",
    ),
    "crew_many": (
        "We are [team] in Kitewell, not all of them by choice.",
        "There are [team] of us in there, on paper at least.",
        "[team] people have an account, give or take.",
        "We are about [team], spread over two places.",
    ),
    # How it began
    "ask_start": (
        "How did you come to Kitewell? Take me back to that day.",
        "Think of the day on which you signed up. What had happened just before?",
        "What were you using before, and what made you look around?",
        "Tell me how you got started. What was going on at work?",
    ),
    "ask_start_invited": (
        "How did you come to Kitewell? Take me back to that day.",
        "When did you first hear of Kitewell, and from whom?",
        "Tell me how you got into it. What was going on at work?",
    ),
    "start_organic": (
        "I was looking things up, late, after a bad week with [work]. I tried three of these "
        "tools that evening. Yours was the third.",
        "Search, probably. I remember a comparison page. I signed up [since], in between two "
        "calls.",
        "We had a spreadsheet with forty tabs for [work], and one day it would not open. So I "
        "searched, and [since] I signed up.",
    ),
    "start_referral": (
        "[colleague] had used it in an earlier job and would not stop talking about it.",
        "A friend in another company showed me hers over lunch. That was [since].",
        "Someone at a course mentioned it. I wrote the name on my hand.",
    ),
    "start_paid_search": (
        "I clicked on an advertisement. I do not usually. It said 'plan in a minute', and I had "
        "a minute.",
        "An advert, I think. It was [since], I was clicking on all of them.",
        "I saw it above the search results and thought, why not. I did not read much.",
    ),
    "start_partner": (
        "Our consultant set it up. I was handed a link and a smile.",
        "The firm that does our books recommended it, so [since] we had accounts.",
        "It came with a project that a partner did for us.",
    ),
    "start_sales": (
        "We had a demo, [since]. Very smooth. I remember thinking that it looked smoother than "
        "our work is.",
        "Someone from your side called [colleague], and they liked the call.",
        "There was a list of requirements, three suppliers, and you won. I came in afterwards.",
    ),
    "start_invited": (
        "I did not choose it. A mail said that [colleague] had invited me, so I clicked.",
        "One Monday there was an invitation, and from then on [work] lived there. That was "
        "[since].",
        "I was told to. [colleague] set it up and said, from today we plan in here.",
        "[colleague] sat next to me and said, click that. So I clicked that. It was [since].",
        "I joined the team, and on the list for my first day there was a line 'Kitewell'. That "
        "was [since].",
        "I got in late, [since], and never asked why we had it.",
        "They asked who would try it, and I had looked up from my screen at the wrong moment.",
        "[colleague] left, and I took over the projects. Kitewell came with them.",
        "My manager came back from a fair with it. A week later we all had a login.",
        "Our team was put together with another one, and they had it already. That was [since].",
        "There was a training, an hour long. I came for the sandwiches and stayed with the tool.",
        "[colleague] moved [work] over one night. In the morning there was a link on my desk.",
        "I asked for it, in fact. I had seen it at the next table.",
    ),
    # The first week
    "ask_first": (
        "What did you do first, once you were in?",
        "Walk me through your first hour with it.",
        "And then? You had an account. What did you do with it that week?",
        "What happened in your first days? As exactly as you can remember.",
    ),
    "lead_first": (
        "Getting started is quite simple, would you not say?",
        "Most people tell us the first steps are easy. You found that too, I suppose?",
    ),
    "first_good": (
        "I put [work] in, bit by bit, and ticked the first thing off the same week. That was "
        "nice, actually. After that I did not go back to the list.",
        "I made one project and only used that one for a while. Somebody finished a task in it "
        "before I had shown them how. That sold it.",
        "It took me an evening to get [work] in there. Copying was dull. But by the end of the "
        "week I had closed things, and I could see it.",
        "I went slowly. One project, three tasks, done. Then I trusted it with the rest.",
        "I copied a plan that I had on paper. It looked better than on paper, so I kept going.",
        "We did [work] in it, start to end, as a test. Nobody said stop when the test was over.",
        "I only wanted to see who does what. I had that after half an hour, and tasks ticked off "
        "by Wednesday.",
        "I took the example that came with it and changed the names. Two things were done by Thursday.",
        "I put in what was on my desk that day, nothing else. It was gone by the end of the week, and so was the pile.",
        "I gave each of us one task. Everybody closed theirs, which surprised me more than anything.",
        "I started with the holidays, because everybody cares for those. The real work came in after two days.",
        "I typed while [colleague] dictated. After an hour there was a plan, and on Friday parts of it were done.",
        "I broke [work] into ten pieces and closed four of them that week.",
        "I tried it with a thing that was nearly finished, so that it could not go wrong. It did not.",
    ),
    "first_bad": (
        "I looked at an empty page. I mean, really empty. I typed 'test', deleted it, and went to "
        "make coffee.",
        "I started a project for [work] and then did not know what should be a task and what "
        "should be a project. I left it like that.",
        "I clicked through the tour and remembered nothing of it. When I came back two days later "
        "I did not know where to begin.",
        "I wanted to bring my list over and there was no way to paste it. Forty tasks. I typed "
        "four.",
        "Honestly, I got as far as the name of the project. Then the phone rang, and that was my "
        "first week.",
        "I made an account, and then I made a second one by mistake, and then I had two empty "
        "ones.",
        "There was a word for everything and none of them were mine. I did not want to learn a "
        "language, I wanted to plan [work].",
    ),
    "lead_first_yes": (
        "Yes, sure, it was fine. Everybody manages, I think.",
        "I suppose so, yes. It was probably me.",
        "Yes. Quite simple. I mean, one gets there.",
        "It was all right, yes. You have put a lot of work into it, one can tell.",
    ),
    "more_first": (
        "And how did it go on?",
        "What happened after that?",
        "And then?",
        "What did you do with it then?",
    ),
    "more_first_good": (
        "I showed [colleague], who said 'is that all?', which from them is praise.",
        "I closed the old list. I did not delete it, I am not that brave.",
        "I hoped that it would stay that tidy. It did, for a bit.",
        "Next Monday I opened it before my mail. That has never happened with a tool.",
        "I went on to the next project. That one was easier.",
        "The notebook stayed in the drawer from then on.",
        "I told the others on Friday, and two of them joined.",
        "I put the rest in over the weekend, which I had not planned to.",
        "We used it in our meeting. It was on the wall, and nobody complained.",
        "I changed the names of the lists until they were ours.",
        "Then it was Monday and it was just there, like the kettle.",
        "I made a habit of it, mornings, before the phone starts.",
        "I deleted the test and began for real.",
        "[colleague] asked for a login, so I knew that it had got round.",
    ),
    "again_first": (
        "Was there somebody who helped?",
        "Did anybody show you round?",
        "Did you get any help with it?",
        "Did you have help with that?",
    ),
    "again_first_good": (
        "[colleague] looked over my shoulder and then made the second project without asking.",
        "No, I was alone with it, and that was fine. It said what it wanted from me.",
        "No, and I needed none. I had set one up elsewhere, so I knew what to leave out.",
        "We sat down together for twenty minutes. Nobody took notes, which I count as a good sign.",
        "Not much. The others came one by one; the third had questions, the first two had clicked by "
        "then.",
        "[colleague] had used it before, so I asked twice and then no more.",
        "No. I like to find things out, and it let me.",
        "There was a short film, I looked at half of it, and the half was enough.",
        "I asked one question in the chat and had the answer before my tea was cold.",
        "My daughter, if you want to know. She said, click on the plus.",
        "[colleague] and I shared a screen for a quarter of an hour.",
        "Nobody, and I did not miss anybody.",
        "A page with the first steps. I printed it and then did not need it.",
        "We asked each other. Somebody always knew.",
    ),
    "again_first_bad": (
        "Nobody. They waited for me to get it, and I waited for it to make sense.",
        "[colleague] tried as well, on another day, and got stuck at the same empty page.",
        "There was a chat in the corner. I thought it was a robot, so I did not ask.",
        "I was the one who was to show the others. You can imagine.",
        "A video, once. It showed a plan that was finished. Mine was not even begun.",
    ),
    "more_first_bad": (
        "I went back to my notebook. It starts with today's date and asks no questions.",
        "An example would have done it. Somebody else's plan, that I could pull apart.",
        "I asked [colleague], and we guessed together. It was quite cheerful, but we guessed.",
        "I told nobody. You do not tell people that you could not work out a to-do list.",
        "I put it off until Monday. There were several Mondays.",
    ),
    # The last time
    "ask_last": (
        "When did you last have Kitewell open, and what for?",
        "Tell me about the last time that you used it.",
        "Think of the last time you opened it. What had just happened?",
        "What was the last thing that you did in it?",
    ),
    "last_days": (
        "[lastuse]. Someone asked about [work] and I looked it up while they were still on the "
        "phone.",
        "That was [lastuse]. I ticked off two things and answered [colleague].",
        "[lastuse], [device]. I look at what is due, I move it, I feel guilty, I close it.",
        "[lastuse]. We go through [work] with it, line by line.",
        "[lastuse], I think. I wanted to know whether [work] was done. It was not.",
        "[lastuse]. I had a minute before a call and put three things in, so that I would not "
        "have to keep them in my head.",
        "[lastuse]. [colleague] was off, so I looked up what they had promised for [work].",
        "It was [lastuse]. I was moving dates, because one thing had slipped and six things hang "
        "on it.",
    ),
    "last_weeks": (
        "Hm. That must have been [lastuse]. I was looking for a date for [work].",
        "Not this week. [lastuse], maybe, when [colleague] sent me a link.",
        "It is a while. [lastuse]. I opened it, saw forty things in red and closed it again.",
    ),
    "last_long": (
        "I would have to look. [lastuse]? We do [work] on the whiteboard again, with photos.",
        "Oh. That was [lastuse]. I did not decide to stop, it just was not open any more.",
        "[lastuse]. I still get the mails. I could not tell you what is in there now.",
    ),
    "more_last": (
        "What did you do next?",
        "And then?",
        "What happened after that?",
        "And what came of it?",
    ),
    "more_last_recent": (
        "Then a meeting began, and that was that.",
        "I closed the lid and went on with my day.",
        "I went back to my mail.",
        "Somebody came in, and I had other things to think of.",
        "I had what I had come for, more or less, so I closed it.",
        "I made a coffee, to be exact, and then I went on with [work].",
        "Nothing. It was five o'clock.",
    ),
    "more_last_long": (
        "I could not tell you. It is too long ago.",
        "Nothing that I remember.",
        "I closed it, and that was that.",
        "I went on with my day, I suppose.",
        "Nothing. I did not know that it was the last time.",
        "Something came up at work, and then something else.",
    ),
    # Reports
    "ask_report": (
        "When did you last have to show somebody how a piece of work stood? What did you do?",
        "Take me back to the last time that you had to show somebody how things stood. What happened?",
        "Think of the last time that you had to show somebody where a project stood. How did you go about it?",
    ),
    "ask_report_left": (
        "When you still used Kitewell, when did you last have to show somebody how a piece of work stood? What did you do?",
        "Back then, the last time that you had to show somebody how things stood: what happened?",
    ),
    "would_report": (
        "If we sent you a report every Monday, would you read it?",
        "Imagine a report in your mailbox each week. Would you open it?",
        "If the reports were faster, would you look at one each week?",
    ),
    "report_week_bad": (
        "[lastreport]. I paste the chart into our Monday slides. Then somebody asks what the blue bit means, and I do not know either.",
        "[lastreport], before the meeting about [work]. I wanted to show them the report and the filter was gone again, so I set it anew. Each time.",
        "[lastreport]. They sat there and I opened the report. It took so long that we talked about the weather, and then it had timed out.",
    ),
    "report_week_good": (
        "[lastreport]. I showed [colleague] the chart of who has how much, we moved two things, and that was it.",
        "[lastreport]. I printed the report, if I may say so. It hangs by the coffee machine.",
        "[lastreport]. I put the chart on the wall of the room, they nodded, and I closed it.",
        "[lastreport]. I sent the report to [colleague], who wanted a number. It had the number.",
        "[lastreport]. The boss came by, I had the report open, we looked at it together for a minute.",
    ),
    "report_month_bad": (
        "[lastreport], I think. My manager wanted a number for [work]. I opened the report, counted by hand afterwards and got another one.",
        "[lastreport]. I exported the report and did the rest in a spreadsheet, since it does only one project at a time.",
        "[lastreport], it must have been, when we closed [work]. The report was prettier than the truth, and I had to explain that.",
    ),
    "report_month_good": (
        "That was [lastreport]. They want to see the report when the month is over. It does for that.",
        "[lastreport]. Somebody from above wanted 'a chart'. It did not matter which.",
        "[lastreport]. I sent the report round, people said thanks, and that was all.",
        "[lastreport]. A new client wanted to see how we work, so I showed the report. They liked the colours.",
        "It was [lastreport], for the steering group. I opened the report, said three sentences, done.",
    ),
    "report_long_bad": (
        "[lastreport]. I used to, every Friday. Then two reports disagreed, and I could not say which was right.",
        "[lastreport], when a report still opened quickly. I have not had the patience since. I draw it by hand.",
        "That is long ago, [lastreport] or so. I had shown a wrong number to the director, and I do not do that twice.",
        "[lastreport]. I had to build the slides out of three reports, which took the evening. Somebody else does it now.",
    ),
    "report_long_good": (
        "Not lately. [lastreport], it must have been. We stopped doing the numbers when nobody asked for them.",
        "It was [lastreport]. There was a new manager, who wanted them. Then there was another one, who did not.",
        "[lastreport], for a talk that I had to give. The report was all right. Nobody has asked for one since.",
        "[lastreport]. Our director wanted a page for the year, I opened the report and sent it. That was that.",
        "I would say [lastreport]. A client was here, I turned the screen round, there was a chart, they were pleased.",
        "[lastreport], once. It was for [work], and it was two clicks.",
        "I looked one up [lastreport], since [colleague] was away and somebody had to bring the numbers. It went well.",
        "It must be [lastreport]. We had a review, the report was on the wall, nobody argued with it.",
        "[lastreport]. After that [colleague] took it over. It was never much work.",
        "[lastreport]. Somebody from finance wanted to see progress. I showed the report and they went away happy.",
        "[lastreport], I believe, when we had to prove that [work] was on its way. It was, and one could see it.",
        "Rarely. [lastreport] I sent a report to the whole team, and [colleague] wrote back 'nice'.",
        "[lastreport]. It is not my job, really. I stood in, opened the report and read it out.",
        "[lastreport]. I had it ready before the call, and then they did not want to see it.",
    ),
    "report_never": (
        "I have not had to. I do not think that I have ever opened a report. Where are they?",
        "To show it? No. I know that there is a tab for reports.",
        "Never, I am afraid. The reports are for managers, I thought.",
        "I have not. Nobody has wanted a chart from me, and I did not go looking for one.",
        "That is not for me to do. Somebody above me makes the reports.",
        "I cannot think of a time. The people I work with are in the same room.",
        "No, nobody has asked me. I could not tell you what a report looks like in there.",
    ),
    "would_yes": (
        "Oh yes. Absolutely, I would read that.",
        "Yes, that sounds useful. I would definitely have a look at it.",
        "Sure, why not. Every Monday? Yes.",
        "I think we would use that a lot.",
        "That would be great, honestly.",
        "Yes, I can see that. The whole team would like it.",
        "Definitely. Put me on the list.",
        "Yes, gladly. I would read it first thing.",
        "I think I would, yes. It sounds like what we need.",
        "Of course. One wants to know, after all.",
        "Yes. With a coffee, on Mondays, yes.",
        "Oh, certainly. I would pass it on as well.",
    ),
    "would_no": (
        "Hm. Probably not, if I am honest.",
        "I do not think so. I have enough of those.",
        "Maybe. No, I would not.",
    ),
    # How things stand
    "ask_visibility": (
        "When did you last have to know how a piece of work stood? What did you do?",
        "Take me back to the last time that you had to know how things stood. What happened?",
        "Think of the last time that you had to know where a project stood. How did you go about it?",
    ),
    "visibility_good": (
        "I open the board and it is all there for [work]. That is what I like about it, I look and I know.",
        "I look in the morning. Red means late, and I go to whoever is red. It was nobody.",
        "I filter by my name and by this week. If that page is short, we are fine. It was short.",
        "There is a line on the board where things wait. When it is long I go and see why. Last week it was short.",
        "I count the red ones on Friday. There were two, so I slept.",
        "I searched for [work], saw the date and the name beside it, and had what I wanted.",
    ),
    "visibility_bad": (
        "I ask. I walk round and ask [everyone]. Then I write it down and it is out of date by lunch.",
        "The client rang and asked, so I had to know. In Kitewell it all looked green, because nobody had touched it.",
        "It is spread over three projects, and none of them shows the whole. So I keep it in my head, which is not a good place.",
        "I found out in the meeting. Somebody says 'oh, that, no'. The board had said yes for a week.",
        "I opened three boards in three windows and moved my eyes. That is our system.",
        "I sent a message round: is [work] still on? Four said yes and one said, which one?",
        "We have a meeting for that, Tuesdays at nine. It is a meeting in which people read out what should be on the screen.",
        "I did not find out. The date came and we saw.",
        "I rang [colleague], who rang somebody else. The board had the date of last month.",
        "I looked at the board, did not believe it, and asked the two who do the work.",
        "I wrote to [colleague] and waited until the evening. On the board it had been done for days. It was not done.",
        "I scrolled through [work] for half an hour. Half of the dates had passed and nobody had moved them.",
        "There is a list that I keep beside it, in a notebook. I trust that one.",
        "I went from desk to desk. It takes me a morning each week, I have counted.",
        "Somebody told me in the lift that [work] had moved. On the board it stood where it had stood.",
        "I asked in our chat. I got three answers, and they were three different ones.",
        "I took the board at its word. That was a mistake, it was two weeks old.",
        "I had to open each card, because what is really going on stands in the comments. There were sixty.",
        "I called a meeting. Ten people, half an hour, so that I would know one date.",
        "I guessed. I know who is slow, so I add a week.",
        "I asked [colleague], who keeps a spreadsheet because the board is never right.",
        "A client told me, to be honest. I had thought that we were ahead.",
        "I could see what was done. I could not see who waits for whom, and that was what I wanted.",
        "I rang round on Thursday, as I do each week, so that Friday brings no surprise.",
    ),
    "ask_visibility_left": (
        "When you still used Kitewell, when did you last have to know how a piece of work stood? What did you do?",
        "Back then, the last time that you had to know how things stood: what happened?",
    ),
    "visibility_left": (
        "I asked people. By the time that I had asked the last one, the first answer was old.",
        "It was spread over three boards, and none of them showed the whole. That wore me out.",
        "From the client, mostly. The board had said that all was well.",
        "We had a meeting for it. In the end we kept the meeting and dropped the board.",
        "I looked, and did not believe it, so I rang round. Then I left out the looking.",
        "I kept it in my head, and in the end I thought, then I can do that without Kitewell.",
        "I asked [colleague], as everybody did. [colleague] knew, the board did not.",
        "I opened it, saw dates from the month before, and closed it.",
        "I rang the people one after the other. It was quicker than finding the card.",
        "There were two boards for [work], and they did not agree. I believed neither.",
        "We met each morning and each of us said it aloud. Nobody looked at the screen.",
        "I sent a message round on Thursdays. Who answered was on time, the others I learnt to worry about.",
        "I searched, found three cards of the same name, and gave up.",
        "Somebody put a whiteboard up, and from then on I looked at that.",
        "I was told, or I was not. The board was updated afterwards, if at all.",
        "I had a list on paper. The board was where we copied it to when there was time.",
        "I went to their desks. One of them said, you are the third who asks me today.",
        "I read the comments, from the bottom up, until I had a picture. It took the morning.",
        "The board was green and the work was late. After the second time I stopped looking.",
        "A client asked me, and I had to say that I would call back. That was the last time I opened it for that.",
        "I counted the cards that had not moved for weeks. It was most of them.",
        "I asked in the corridor. It sounds silly, it worked better.",
        "I never knew what waited for what. That was not on it.",
        "I wrote to all of them and made a table of the answers. I still have that table.",
    ),
    "visibility_left_good": (
        "I looked at the board. That part was fine, to be fair.",
        "Red was red. I could tell at a glance, in those days.",
        "I filtered by my name. It took a moment, and I knew.",
    ),
    "visibility_alone": (
        "It is only me, so I know how things stand without looking.",
        "I would have to be late with myself. I notice that.",
    ),
    # Notifications
    "ask_notifications": (
        "What was the last message from Kitewell that you acted on?",
        "Tell me about the last notification that you got.",
        "How did you hear about the last change that mattered to you?",
    ),
    "lead_notifications": (
        "And our notifications keep you up to date, do they not?",
        "You find the e-mails helpful, I take it?",
        "So the notifications are not too many for you?",
    ),
    "notifications_good": (
        "[colleague] mentioned me, I got a message, I answered. It worked, so I never thought "
        "about it.",
        "A reminder for [work], on the right morning. That one was good.",
        "[colleague] moved the date for [work] and I saw it on my phone before I had left home.",
        "The one that says 'this is waiting for you'. I act on that one. It is short.",
        "There was one that [work] had been moved to me. I took it and said thanks.",
        "In the morning I get one mail with three lines. I read the three lines.",
        "I had asked to be told when [colleague] was done. I was told.",
        "A comment with my name in it. I wrote back from the tram.",
        "It said that a date was tomorrow. I knew, but it was good to see that it knew.",
        "Somebody had ticked off what I waited for, so I could begin.",
    ),
    "notifications_bad": (
        "I cannot remember one. They go into a folder. There are four hundred in there.",
        "It buzzed during dinner because somebody liked a comment. Next day I missed that the date "
        "had moved.",
        "Thirty mails on a Tuesday. I read the first three words of each, like everybody.",
        "The one that mattered I missed. I heard it in the corridor. There had been a mail, it turned "
        "out, between all the others.",
        "I switched them all off after a weekend of it. So I would not know.",
        "One came at two in the morning, because [colleague] works from the other side of the "
        "world. My partner loves Kitewell now.",
        "The last one? 'You have 37 new updates.' I marked all as read. One of the 37 was for me.",
        "I look into the product instead. The mails say that something changed, never what.",
    ),
    "lead_notifications_yes": (
        "Yes, yes, they are good. I see them.",
        "I would say so. There are a few, but that is fine.",
        "Helpful, yes. One has to be informed.",
        "No no, they are all right. I can always delete them.",
    ),
    "ask_notifications_left": (
        "What do you remember of the messages that Kitewell sent you?",
        "When you still used it, how did you hear of a change?",
    ),
    "notifications_left": (
        "Too many. They still come, and go into a folder that I never open.",
        "I heard in the corridor. There had been a mail, between forty others.",
        "They told me that something had changed. What it was I had to find out.",
        "I do not remember a single one, which says it.",
        "I switched them off, and then I forgot the rest of it as well.",
        "Mails about likes. The one about the date came after the date.",
    ),
    "notifications_left_good": (
        "There were a few, and they came when something was due. That was fine.",
        "A message, short, and I knew what to do. I had no quarrel with those.",
        "I got one when somebody answered me. That is what they are for.",
        "One a day, in the morning. I read it with my coffee.",
        "They told me when it was my turn. I liked that part.",
        "I set them to 'only me' on the first day, and then they were right.",
        "When a date moved I knew it before the others did.",
        "They were short, and I could answer from my mail.",
        "I had two or three a week, and each was for me.",
    ),
    "notifications_alone": (
        "Who should write to me? There is nobody else in there.",
        "A reminder, now and then, that I had set myself.",
    ),
    # Permissions
    "ask_permissions": (
        "Who was the last person that you invited, and how did that go?",
        "When did you last have to think about who may see what?",
        "Tell me about the last time that somebody outside your team had to look in.",
    ),
    "permissions_good": (
        "I added [colleague] as a guest, they commented, done. No drama.",
        "That was easy, really: a link, one click, and they were in.",
        "I looked at the list of roles, took the second one, and it was the right one. Luck, "
        "perhaps.",
        "[colleague] asked, I looked who may read it, it was the right people. That was all.",
        "A client had to see one page. I sent it, they saw that page and no other.",
        "I had to take somebody out again. It took a minute and nothing was lost.",
        "A trainee, in May. I chose 'may comment', and that is what they could do.",
        "The auditor wanted to look in for a week. I set a date and the door closed by itself.",
        "We had set that up at the start, and it still fits. I checked when [colleague] asked.",
    ),
    "permissions_bad": (
        "I wanted a client to see one board and was so afraid that they would see the others that "
        "I sent a picture instead.",
        "[colleague] deleted half of [work]. By accident, of course. And there was no way back, I "
        "sat there until eight typing it in.",
        "I did not know what a guest may do, so I made everybody a member. I still do not know if "
        "that was wise.",
        "For [work] two people have to sign. In Kitewell anyone can drag it to done. So we sign on "
        "paper, as well.",
        "A new colleague could not see [work], the client could see all of it. It took me a "
        "morning to swap that.",
        "I gave somebody a right that I did not understand, because it was the only way in. It "
        "is still like that.",
        "We had someone leave. Their name was on everything and nobody could take it off.",
        "I set it person by person. When [colleague] changed departments I did it again.",
    ),
    "ask_permissions_left": (
        "When you still used it, who was the last person that you let in, and how did that go?",
        "Back then, when did you have to think about who may see what?",
    ),
    "permissions_left": (
        "I sent pictures to the client, because I did not dare to let them in.",
        "I made everybody a member. Nobody could tell me what a guest was allowed to do.",
        "Someone left and their name stayed on everything. So did the tasks.",
        "One person could not see it, another one could see all of it. I gave up on that.",
        "Somebody deleted half of [work], and there was no way back. We talked about that for long.",
        "It was never clear to me, so I asked [colleague] to do it, who did not know either.",
    ),
    "permissions_left_good": (
        "I let a client in as a guest, they looked, they left. No trouble.",
        "It was a link and a click, as far as I remember.",
        "I never had to think about it, so it must have been right.",
        "A colleague, and it worked at the first try.",
        "Somebody from outside. They got a link and could read, which was all they wanted.",
        "I had set it up once, by team, and did not touch it again.",
        "We were few, everybody could see everything, and that suited us.",
        "I let in a supplier for a month. Afterwards I took them out.",
        "My boss. One click, no questions.",
    ),
    "permissions_alone": (
        "I have not invited anybody. It is only me.",
        "Nobody so far. I would have to explain it first.",
        "That has not come up, I am on my own there.",
    ),
    "permissions_guest": (
        "I am the guest, so I see the half of it. I ask for pictures of the rest.",
        "I could not open what I had been invited to. It took two mails and a phone call.",
        "I am never sure who reads my comments. So I write very politely.",
    ),
    # Integrations
    "ask_integrations": (
        "What else was open on your screen when you last used it?",
        "The last time that you copied something into Kitewell, what was it?",
        "Where do your dates live, apart from Kitewell?",
    ),
    "integrations_bad": (
        "The calendar. I type each date twice, once here and once there, and on Fridays I find out "
        "which one I forgot.",
        "My mail. Half of our tasks begin as a mail, so I copy the text, lose the attachment and "
        "start again.",
        "A script that [colleague] wrote. It pulls the list out at night. When it breaks, we are "
        "blind, and it breaks when you change something.",
        "Our accounting program, the calendar, the chat, and Kitewell in the fourth window. I am "
        "the interface.",
        "The shared drive. I keep the link to the file in the task, and when the file moves the "
        "link is dead.",
        "The old system, which is still the one that counts. Kitewell gets a copy of what I have "
        "time for.",
        "A table with the same dates in other colours, which [colleague] keeps and does not "
        "trust Kitewell with.",
        "Chat. Things get decided there, and somebody has to carry them over. Mostly nobody does.",
    ),
    "integrations_good": (
        "Nothing, for once. Well, the calendar. They get along.",
        "Just the calendar, and that has been connected since the start. I forget it is there.",
        "Mail, but just because mail is always open. It all comes in by itself.",
        "The chat. When I tick something off it says so over there, I do nothing for it.",
        "The drive with our files. I drop the link in and it shows the file.",
        "Nothing that I had to copy. The dates come across from the calendar.",
        "My mail. I forward one and it is a task, that works.",
        "The time sheets. They are fed from it, so I type hours once.",
        "A browser with the client's site, but that has nothing to do with it.",
        "The accounting, and the two leave each other alone.",
    ),
    "ask_integrations_left": (
        "What else was open on your screen when you still used it?",
        "When you used it, what did you copy into Kitewell?",
    ),
    "integrations_left": (
        "The calendar. I typed each date twice, and then I only typed it there.",
        "My mail. I copied tasks out of mails until I left them in the mails.",
        "The old system. It was the one that counted, so Kitewell was the copy.",
        "A spreadsheet. It won.",
        "The chat, where things got decided. Nobody carried them over.",
        "Accounting, the calendar, the chat. Kitewell was the fourth window, so it went first.",
    ),
    "integrations_left_good": (
        "The calendar, and the two got along.",
        "Mail. It came in by itself, I never had to copy anything.",
        "Nothing else, I think. It was one window.",
        "The chat. What was decided there came across, [colleague] had set that up.",
        "Only the files, and the links to them worked.",
        "The calendar, again. It showed the same dates, so I did not mind.",
        "Nothing that counted. All we planned was in there.",
        "My mail, and I could turn one into a task.",
        "A map, for the routes. I never had to copy between the two.",
        "The time sheets. They took their numbers from it.",
    ),
    # Price
    "ask_price": (
        "When you last looked at the bill, what did you think?",
        "How was it decided whether you pay? Who was in the room?",
        "Tell me about the last time that money came up with Kitewell.",
    ),
    "would_price": (
        "Would you pay a little more if it had approvals?",
        "If there were a plan for a few dollars more with all of this, would you take it?",
    ),
    "price_paying_bad": (
        "I look at the number of seats first. [payline] Half of them log in once a month, and "
        "that is what annoys me, not the price.",
        "[payline] It came up when we hired, and I saw that each new person costs us before they "
        "have done a thing.",
        "[payline] I have to defend it each time that somebody reads the bill, and I run out of "
        "reasons.",
    ),
    "price_paying_good": (
        "[payline] Finance asked what we get for it. I said: fewer meetings. They wrote it down.",
        "[payline] It went through without a word. It is less than our coffee.",
        "[payline] I had to defend it last month. I said that it is cheaper than a day of mine, "
        "which is true.",
        "[payline] I looked at it when the card ran out. I put in the new card.",
        "[payline] My boss and I decided it in the corridor. It took a minute.",
        "[payline] I compared it with what we paid before. It is a third.",
        "[payline] The bill comes, somebody signs it. I have never been asked about it.",
    ),
    "price_free_bad": (
        "It has not come up, we are on the free plan. I looked at the price page once and closed "
        "it when I saw 'per seat'.",
        "We do not pay. I asked, and was told to come back when it saves us a person. It does not "
        "save a person.",
        "I did the sum once, people times price, and it was more than our phones cost.",
    ),
    "price_free_good": (
        "For us it is free and had better stay so. There is no budget line for a thing like that.",
        "I do not think that anybody here knows that there is something to pay. I am not going "
        "to tell them.",
        "Someone asked what happens when the free part ends. I said, it does not, does it?",
        "It is free for what we do. I looked, and there was nothing that we miss.",
        "Money has not come up. We are within the free part by a mile.",
        "I checked last year whether we would need to pay. We did not.",
        "Nobody decided, we just began. It has cost us nothing so far.",
        "I told my boss that it costs nothing, and that was the shortest meeting of the year.",
    ),
    "price_left_bad": (
        "That was the end of it, in fact. Somebody asked who uses it, I looked, and it was two "
        "people. So we cancelled.",
        "The renewal came, we went through the names, and nobody could say what they would miss. "
        "We let it go.",
        "We cancelled. It was not the sum. It was that I could not explain the sum.",
    ),
    "would_price_yes": (
        "A few dollars? I think so, yes. I would have to ask, but I cannot see why not.",
        "Probably, yes. If it does all that.",
        "For that, yes. I would be in favour.",
        "I would say yes. It would pay for itself, would it not?",
    ),
    # Mobile
    "ask_mobile": (
        "When did you last have it open on a phone?",
        "Tell me about the last time that you needed it away from your desk.",
    ),
    "mobile_user": (
        "[lastuse], I was on site. I typed a note with cold fingers, the signal went, the note "
        "went with it.",
        "All the time. It is my only computer out there. I get one lane of the board, so I swipe "
        "and swipe, like at a slot machine.",
        "On the train. I wanted to move one card, and it took nine taps. I counted, because I was "
        "cross.",
        "I use it with large text, because I have to. Then the button slides off the screen.",
    ),
    "mobile_left": (
        "Back when we used it, on site. The signal went, and the note with it.",
        "When I still had it, on the train. Moving one card took nine taps.",
        "I did, in those days. The button slid off the screen, because I need large text.",
        "I had it on the phone, yes. I took it off to make room for pictures.",
    ),
    "mobile_not": (
        "I do not. I am at a desk, I have two screens, why would I?",
        "Once, in the holidays, to see if they managed without me. They did.",
        "Never got round to the app. I ring people up.",
        "I looked once, on the bus, and the board was the size of a stamp.",
        "I have the app, I think. It sits on the third page with the torch.",
        "Not that I remember. When I am out I am out.",
        "On a phone I read, I do not write. So, no, not Kitewell.",
        "I tried to, at my daughter's match. I put it away after a minute, for several reasons.",
        "My phone is older than Kitewell. I leave it in peace.",
    ),
    # The end
    "ask_end": (
        "That is all from me. Is there anything that I should have asked?",
        "We are nearly out of time. What did I not ask?",
        "Thank you, that helps a lot. Anything on your mind that we did not touch?",
    ),
    "end": (
        "No, I think that was it. It felt good to moan a little.",
        "You could ask [colleague], who hates it more elegantly than I do.",
        "Only that I would like to hear what comes of it. One never does.",
        "Not really. Say hello to whoever answers the chat, they are kind.",
        "Just this: please do not move the buttons again.",
        "I thought you would try to sell me something. Thank you for not doing that.",
        "One thing. When it works, I do not notice it. I should say that as well.",
        "No. But if you make it any cleverer, please let me switch that off.",
        "I would have asked who in the team never opens it. That is where you would learn "
        "something.",
        "It is fine. You asked more about my work than about your product, that was new.",
    ),
    "hm": (
        "Hm.",
        "Let me think.",
        "Well.",
        "Right.",
        "Oh.",
        "Hm, wait.",
        "Let me see.",
    ),
    "aside": (
        "Sorry, the printer. Where was I?",
        "Do stop me if I ramble.",
        "I am not complaining, by the way.",
        "That is how it is here.",
        "You would have to ask the others, but I think they would say the same.",
        "Anyway.",
        "Is that the sort of thing you want to hear?",
        "It sounds worse than it is.",
        "I had forgotten about that until you asked.",
        "You see, I do prepare for these.",
        "I could talk about that for an hour.",
        "Is this thing still recording?",
        "We laugh about it now.",
        "I should have said so earlier, I suppose.",
        "It is not only Kitewell, mind you.",
        "Maybe that is just us.",
        "I know how that sounds.",
        "Ask me again in a year.",
        "There is a story behind that, but it is a long one.",
        "Nobody has ever asked me that.",
    ),
}
