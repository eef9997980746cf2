"""What a customer of Kitewell can be asked about, and how interviewers speak of it."""

from __future__ import annotations

from functools import cache

from course_utils.people import Language, Topic

TOPICS = {
    "reports": "showing how work stands",
    "colleagues": "bringing people in",
    "planning": "planning the week",
    "comments": "deciding together",
}
"""What customers of Kitewell do, in words: there are question cards on each."""

_OF_THEM = (
    r"(?:(?:the|a|an|your|our|their|any|each|that|this) )?(?:piece of )?"
    r"(?:work|things?|it|we|you|they|tasks?|projects?|everything|everybody|jobs?|launch|orders?) (?:all )?"
)
"""What may stand somewhere: work, a piece of work, your project, things."""
_OUTSIDER = (
    r"(?:outsiders?|outside people|outside person|externals?|freelancers?|contractors?"
    r"|(?:somebody|someone|anybody|anyone|people|a person) (?:from outside|external))"
)
_MAIN = (
    Topic(
        "reports",
        TOPICS["reports"],
        r"\breports?\b|\breporting\b|\bcharts?\b|\bdashboards?\b|\bnumbers\b|\bfigures\b|\binsights?\b"
        rf"|\bhow {_OF_THEM}(?:stands?|stood|(?:was|were|is|are)(?: \w+)? (?:doing|going|getting on|coming along|progressing))\b"
        r"|\b(?:whether|if) (?:\w+ ){1,3}(?:was|were|is|are) (?:\w+ )?(?:finished|done|ready|complete)\b"
        rf"|\bwhere {_OF_THEM}(?:stands?|stood|was|were|is|are)\b(?! you| they| the)|\bhow far (?:along|on|{_OF_THEM}(?:is|was|were|are))",
        (
            ("open a report", "opened a report"),
            ("make a report", "made a report"),
            ("look at a report", "looked at a report"),
            ("send a report", "sent a report"),
            ("put the numbers together", "put the numbers together"),
            ("show somebody how the work stands", "showed somebody how the work stands"),
        ),
        ("the reports", "the charts"),
    ),
    Topic(
        "colleagues",
        TOPICS["colleagues"],
        r"\binvit\w+|\bcolleagues?\b|\b(?:somebody|someone|anybody) new\b|\bnew (?:people|person|starters?|users?|members?|joiners?)\b"
        r"|\bguests?\b|\bseats?\b|\bteammates?\b|\bonboard\w*|\b(?:bring|brought|add|added|got|getting) (?:\w+ )?(?:people|person|somebody|someone|users?) (?:new |in)"
        r"|\b(?:bring|brought|let) (?:\w+ ){0,2}in\b|\bshar(?:e|ed|ing) (?:\w+ ){1,3}with (?:\w+ )?(?:clients?|customers?|outsiders?|freelancers?)\b"
        rf"|\b(?:let|get|got|bring|brought|add|added|have|had|give|gave|show|need|needed|involve|involved) (?:\w+ ){{0,2}}{_OUTSIDER}\b",
        (
            ("invite a colleague", "invited a colleague"),
            ("bring somebody new in", "brought somebody new in"),
            ("invite a guest", "invited a guest"),
            ("add a seat", "added a seat"),
        ),
        ("the invitations", "the guests"),
    ),
    Topic(
        "planning",
        TOPICS["planning"],
        r"(?<!any )(?<!next )\bplan(?:s|ned|ning)?\b(?! for a few| page| to\b)(?<!free plan)(?<!team plan)(?<!paid plan)(?<!price plan)|\btasks?\b|\bweek ahead\b|\bschedul\w+|\bto-?do\b|\bworkload\b",
        (
            ("plan the week", "planned the week"),
            ("make a plan", "made a plan"),
            ("add a task", "added a task"),
            ("plan a piece of work", "planned a piece of work"),
        ),
        ("the plan", "the tasks"),
    ),
    Topic(
        "comments",
        TOPICS["comments"],
        r"\bcomment\w*|\bdecid\w+|\bdecisions?\b|\bdiscuss\w*|\bremarks?\b|\bagreed?(?: \w+)? (?:on|about|upon|together)\b|\bagreements?\b|\bsettled?\b(?! in)|\bsort(?:ed)? (?:\w+ )?out together\b|\bchats?\b|\bthreads?\b|\b(?:the|all the) talk\b",
        (
            ("write a comment", "wrote a comment"),
            ("decide something together", "decided something together"),
            ("discuss a piece of work", "discussed a piece of work"),
        ),
        ("the comments", "the decisions"),
    ),
)
_SIDE = (
    Topic(
        "status",
        "whether you are on time",
        r"\blate\b(?! last)|\bon time\b|\bdelay\w*|\boverdue\b|\bstatus\b|\bprogress\b|\bslipp?\w*|\bbehind schedule\b",
        (
            ("notice that something was late", "noticed that something was late"),
            ("find out whether you were on time", "found out whether you were on time"),
            ("check the status", "checked the status"),
        ),
        ("the status",),
        ("reports", "planning"),
    ),
    Topic(
        "dates",
        "dates and deadlines",
        r"(?<!up to )\bdates?\b|\bdeadlines?\b|\bcalendars?\b|\bdue\b",
        (
            ("move a date", "moved a date"),
            ("miss a deadline", "missed a deadline"),
            ("change a date", "changed a date"),
        ),
        ("the dates", "the deadlines"),
        ("planning",),
    ),
    Topic(
        "projects",
        "your projects",
        r"\bprojects?\b|\bboards?\b",
        (
            ("start a project", "started a project"),
            ("finish a project", "finished a project"),
            ("open a board", "opened a board"),
        ),
        ("the projects", "the boards"),
        ("planning",),
    ),
    Topic(
        "reminders",
        "messages from Kitewell",
        r"\breminders?\b|\bremind\w*|\bnotif\w+|\balerts?\b|\be-?mails?\b|\bmessages?\b|\bchange that mattered\b",
        (
            ("get a reminder", "got a reminder"),
            ("act on a message", "acted on a message"),
            ("miss a notification", "missed a notification"),
        ),
        ("the reminders", "the notifications"),
        ("comments",),
    ),
    Topic(
        "approvals",
        "who may see or do what",
        r"\bapprov\w+|\bpermissions?\b|\bsign(?:ed|ing)? (?:\w+ )?off\b|\brights\b|\broles?\b|\bmay see\b|\boutside (?:of )?your (?:team|company)\b|\baccess\b",
        (
            ("get an approval", "got an approval"),
            ("sign something off", "signed something off"),
            ("give somebody access", "gave somebody access"),
        ),
        ("the approvals", "the permissions"),
        ("colleagues",),
    ),
    Topic(
        "money",
        "what Kitewell costs",
        r"\bmoney\b|\bbills?\b|\binvoices?\b|\bbudgets?\b|\bpay(?:s|ing)?\b|\bpaid\b|\bprices?\b|\bpricing\b|\bdollars?\b|\brenew\w*|\bsubscription\b|\bexpensive\b",
        (
            ("look at the bill", "looked at the bill"),
            ("talk about money", "talked about money"),
            ("renew the subscription", "renewed the subscription"),
        ),
        ("the price", "the bill"),
    ),
    Topic(
        "leaving",
        "leaving Kitewell",
        r"\bleav(?:e|ing)\b|\bcancel\w*|\bquit\b|\bswitch(?:ed|ing)? (?:to|away)\b|\bstop(?:ped)? using\b|\banother tool\b|\bcompetitors?\b|\bother tools?\b|\bgive up on\b",
        (
            ("think about leaving", "thought about leaving"),
            ("look at another tool", "looked at another tool"),
        ),
        ("the other tools",),
    ),
    Topic(
        "workarounds",
        "what you do outside of Kitewell",
        r"\bwork ?-?arounds?\b|\bspreadsheets?\b|\bexcel\b|\bby hand\b|\bwhiteboards?\b|\bsticky notes\b|\boutside (?:of )?kitewell\b|\bapart from kitewell\b|\bcop(?:y|ied|ying)\b|\bon paper\b|\bon your screen\b|\btwice\b",
        (
            ("use a spreadsheet", "used a spreadsheet"),
            ("copy something by hand", "copied something by hand"),
            ("write something on paper", "wrote something on paper"),
        ),
        ("the spreadsheets",),
    ),
    Topic(
        "phone",
        "Kitewell on a phone",
        r"\bphones?\b|\bmobile\b|\bapp\b|\baway from your desk\b|\bon the road\b|\btablet\b|\bon the go\b",
        (("open it on a phone", "opened it on a phone"),),
        ("the app",),
    ),
    Topic(
        "start",
        "how you began",
        r"\bsign(?:ed)? up\b|\bcame to kitewell\b|\bget(?:ting)? started\b|\bgot (?:started|into it)\b|\bfirst (?:hours?|days?|weeks?|steps?)\b|\bcome to kitewell\b|\bhear of kitewell\b|\bdo first in (?:it|kitewell)\b|\bonce you were in\b|\bjoined?\b|\bhad an account\b|\bshow you round\b|\bwere you using before\b",
        (("get started with Kitewell", "got started with Kitewell"), ("sign up", "signed up")),
        ("the first steps",),
    ),
    Topic(
        "kitewell",
        "using Kitewell",
        r"\b(?:use|used|open|opened|have) (?:it|kitewell)\b|\b(?:of|like|love|hate) kitewell\b|\bkitewell open\b|\bdo in it\b|\bdid in it\b|\byou did in\b",
        (("use Kitewell", "used Kitewell"), ("open Kitewell", "opened Kitewell")),
        ("Kitewell",),
    ),
)


@cache
def language() -> Language:
    """Return what customers of Kitewell understand."""
    return Language((*_MAIN, *_SIDE))
