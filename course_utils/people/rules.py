"""Rules that say what a sentence does: the first that fits counts.

A polite "would you tell me about the last time" is thus read as what it asks for and not by its
"would you".
"""

from __future__ import annotations

import re

_INSULT = (
    r"(?:stupid|dumb|(?:an? )?idiots?|(?:an? )?morons?|(?:an? )?liars?|lying|useless|boring|ugly|pathetic"
    r"|incompetent|(?:an? )?fools?|lazy|crazy|ridiculous|(?:an? )?losers?|worthless|hopeless|clueless)"
)
_PAIN = (
    r"(?:tiring|tiresome|hard|frustrat\w*|annoying|tough|awful|stressful|exhausting|painful|difficult"
    r"|maddening|tedious|rough|horrible|terrible|unpleasant|upsetting|uncomfortable|messy|bad"
    r"|embarrass\w*|a (?:lot|pain|nightmare|headache|mess|shame|pity|burden)(?: of \w+)?|lots? of (?:extra )?work)"
)
_TAG = (
    r"(?:(?<!is )(?<!are )(?<!was )(?<!be )(?<!get )(?<!got )(?:right|correct)|isn't it|don't you|don't they|aren't they|aren't you|doesn't it|wasn't it|won't you"
    r"|don't you think|no|i suppose|i take it|yes|agreed)$"
    r"|(?:do|does|is|are|would|did) (?:it|they|you) not(?: say| agree| think)?$"
)
_FELT = (
    r"(?:frustrated|annoyed|angry|tired|exhausted|worried|upset|embarrassed|stressed|disappointed|fed up|cross"
    r"|confused|anxious|furious|nervous|unhappy|uncomfortable)"
)
_THEIRS = (
    r"(?:(?:your|the|their|other|any|his|her) )+(?:team|colleagues?|boss|manager|director|management|others|people"
    r"|clients?|customers?|freelancers?|freelance|staff|company|department|everybody|everyone)"
)
_ONE_OF = r"(?:a|an|the|one|any|some|another) (?:\w+ )?(?:time|occasion|day|week|situation|case|moment|instance|incident|example)"
_RECENT = r"(?:last|past|this) (?:two|three|four|five|six|seven|eight|ten|fourteen|thirty|few|couple|\d+|week|month)"

RULES: tuple[tuple[str, str], ...] = (
    (
        "silence",
        r"^(?:say nothing.*|silence|pause|wait|i (?:wait|pause|nod|say nothing|stay silent|keep quiet)|nods?|h+m+|m+ ?-?h+m+|uh huh|mm+|take your time)$",
    ),
    (
        "rude",
        rf"\byou(?:'re| are| were| look| sound| people are)?(?: all| so| really| just| very| pretty| such)* {_INSULT}\b"
        rf"|\bare you(?: all| so| really| just)* {_INSULT}\b"
        r"|\bwhat(?:'s| is) (?:wrong|the matter) with you\b|\byour? (?:\w+ )?(?:is|are) the problem\b"
        r"|\byou(?:'re| are) (?:just |simply |all )*(?:using|doing) (?:it|this|that) (?:all )?wrong\b|\byour own fault\b"
        r"|\b(?:shut up|fuck\w*|(?:bull)?shit\w*|go to hell|get lost|screw you|bastards?|assholes?|idiots?"
        r"|morons?|bitch|piss off|i hate you|wast(?:e|ing) (?:of )?my time|hurry up)\b",
    ),
    (
        "introduce",
        r"nothing to sell|not (?:here |trying )?to sell|no (?:right (?:or|and) )?wrong answers?|(?:it's|it is|that's|that is) (?:fine|ok|okay|all right) (?:if|to)\b|if a question is odd"
        r"|(?:may|can|could|shall|do you mind if|(?:all right|alright|ok|okay|fine|good) (?:with you )?if) (?:i|we) "
        r"(?:record|take (?:some |a few )?notes|ask you (?:a few|some)|start|begin)"
        r"|\bmy name is\b|\b(?:i'm|i am) \w+(?: \w+)? (?:from|at) (?:kitewell|the)"
        r"|\b(?:i|we)(?: would|'d|'m| am| are|'re| want| just)*(?: like)?(?: here| trying)? to (?:learn|understand|hear)\b"
        r"|thanks? (?:you )?(?:very much |so much |a lot )?for (?:taking|making|your time|coming|doing|joining|agreeing|having|meeting)"
        r"|(?:good|nice|pleased|great) to (?:meet|see|talk)|are you (?:ok|okay|fine|happy) (?:with|if)"
        r"|(?:anything|what) you (?:say|tell) (?:me )?(?:stays|is) (?:between|confidential)|you can stop (?:me )?(?:at any|any|whenever|when)",
    ),
    (
        "closing",
        r"(?:should|could) (?:i|we) have asked|(?:did|have) (?:i|we) not ask|forg[eo]t(?:ten)? to ask|we did not touch"
        r"|(?:anything|something|what) (?:\w+ )?(?:that )?(?:i|we)(?:'ve| have| had)? (?:should|(?:did|have)(?: not|n't)|not|forg|miss|overlook|left out)"
        r"|(?:anything|something) (?:\w+ )?(?:that )?(?:i|we) (?:have|did)\b"
        r"|(?:did not|didn't|have not|haven't) (?:i|we )?(?:got(?:ten)? to|get to|cover|touch|mention|ask|think of)"
        r"|anything else|anything on your mind|\bam i missing\b"
        r"|(?:anything|something) (?:\w+ )?(?:that )?(?:you|you'd|you would) (?:want|like|wish|expect|hop|care|need|would)\w*(?: like)? (?:me )?to"
        r"|(?:anything|something) (?:\w+ )?to add\b|\bany(?: other| more| further)+ (?:comments?|thoughts?|remarks?|points?|questions?)\b"
        r"|(?:what|which)(?: other)?(?: questions?)? (?:would|should|could) you(?: have)? ask(?:ed)?\b|\b(?:in my place|if you were me|in my shoes)\b"
        r"|anyone else i should|is there something (?:that )?(?:i|we)|something (?:i|we) (?:did not|didn't|missed)"
        r"|^what (?:did|have) (?:i|we) (?:miss|forget|overlook)|^what else should i\b"
        r"|would you like me to (?:know|ask)|before we (?:finish|stop|end)\b",
    ),
    (
        "thanks",
        r"^(?:(?:ok|okay|well|great|right|good|many|and|so|perfect) )*(?:thank|thanks|cheers|i appreciate)\b"
        r"|^that(?:'s| is| was)?(?: really| very)? (?:helps?|helpful|useful)(?: a lot)?$"
        r"|^(?:good ?)?bye\b|^see you\b|^that(?:'s| is) all(?: from me)?$|^have a (?:nice|good|great)\b|^that(?:'s| is) all from me|^we(?:'re| are) nearly out of time",
    ),
    (
        "greet",
        r"^(?:hello|hi|hey|good (?:morning|afternoon|evening|day))(?: there| again| everybody)?$",
    ),
    (
        "pitch",
        r"\b(?<!if )(?:we|we've|we're|kitewell)(?: are| have| has| is)?(?: just| now| already| currently)? "
        r"(?:build|built|building|made|making|launch\w*|planning|releas\w+|will build|offer|can offer)\b"
        r"|\blet me show\b|\bour (?:new|next|latest)\b|\bi(?:'d| would| can| could)(?: like to)? (?:show|demo|sell|offer) you\b"
        r"|\byou should (?:buy|upgrade|try|get)\b|\bspecial (?:offer|price)\b|\b(?:buy|upgrade) (?:it )?now\b",
    ),
    ("playback", r"^did i (?:get|understand|hear)\b"),
    # To name a feeling is to have heard one. With a tag after it, it is put into a mouth.
    (
        "empathy",
        rf"^(?:i (?:guess|imagine|suppose|bet|can see) )?(?:that )?you (?:must|seem|sound|look)(?: have been| be| have felt| feel)?"
        rf"(?: \w+)? {_FELT}(?! with)(?!.*(?:{_TAG}))",
    ),
    # Open in both directions, or on a scale: an opinion, whatever else it says.
    (
        "opinion",
        r"\b(?:like|love|enjoy) (?:and|or|as well as) (?:what (?:do )?you )?(?:don't|do not|not|dislike|hate)\b|\b(?:pros and cons|good and bad)\b"
        r"|^(?!.*\blikely\b)(?=.*\b(?:you|they|your)\b).*(?:\b(?:rate|grade|score)\b|\bon a scale\b|\bout of (?:ten|five|10|5)\b|\b(?:1|one) (?:to|and) (?:10|5|ten|five)\b)",
    ),
    (
        "leading",
        r"\b(?:all|most|many|other|our)(?: of)?(?: our| the| other)* (?:customers?|people|users|teams?|companies|owners)(?: \w+){0,4} (?:loves?|likes?|hates?|wants?|agrees?|finds?|says?)\b"
        r"|\bevery(?:body|one)(?: else)?(?: \w+){0,3} (?:loves?|hates?|wants?|agrees?)\b",
    ),
    (
        "leading",
        r"^(?:don't|isn't|aren't|doesn't|didn't|wouldn't|can't|surely|wasn't|won't|obviously)\b"
        rf"|{_TAG}"
        r"|you (?:must|surely|probably|certainly) (?:be|find|think|love|hate|like|use|want|need)\b"
        r"|\b(?:you|reports?|it|that|charts?) (?:last )?(?:hated?|loved?|saved you|helped you|wished?)\b|\bwho (?:else )?(?:hates?|loves?)\b"
        r"|\b(?:it|that) must be (?:great|nice|good|useful|wonderful|easy|helpful|annoying)\b"
        r"|how (?:great|useful|annoying|bad|good|easy|helpful|nice|much (?:better|easier|nicer)) (?:is|was|are|do|did)"
        r"|how much (?:do|does|did) (?:it|they|that|this|you) (?:annoy|bother|help|hurt|save|frustrate|love|like|miss)"
        r"|\bdo you (?:also )?(?:really )?(?:like|love|hate|enjoy|agree)\b|^most people\b|^everybody (?:says|tells|loves)\b"
        r"|^i (?:suppose|guess|bet|imagine) (?:that )?(?:you|it's|it is|the)\b|^wouldn't it\b|^you (?:love|like|hate|find|think)\b",
    ),
    (
        "empathy",
        rf"\b(?:that|this|it)(?:'s| is| was| has been| sounds?| seems?| looks?| must(?: have)?(?: be| been)?| must feel| feels)"
        rf"(?: really| very| so| quite| like| rather| pretty| incredibly)* {_PAIN}"
        rf"|^(?:sounds|how)(?: really| very| so| quite| like| rather| pretty)* {_PAIN}$"
        r"|\b(?:i'm|i am|so|very) (?:so |really |very )?sorry\b|^sorry (?:to hear|about)|^oh no\b|^poor you\b|^no wonder\b"
        r"|\bi imagine (?:that|it|this)\b|\bi (?:can|could) (?:imagine|see|understand|feel|relate)\b|\bi(?: do| really)? (?:understand|sympathise|hear you|get (?:it|that))$"
        r"|^(?:that|it)(?: makes sense|'s understandable| is understandable)|^(?:(?:ah|oh|h+m+|ok|okay|right|yes) )*i see$|^(?:ah|oh|ouch)$",
    ),
    (
        "price",
        r"how much (?:would|could|will) (?:you|it|that|your)|\b(?:would|will) you pay|worth to you"
        r"|what (?:would|is) (?:it|this|that) be worth|what (?:price|would you pay)|fair price",
    ),
    (
        "cost",
        r"^(?:and |so |but |roughly |about |approximately )*how (?:long (?:did|does|do|would you say)|much (?:time|work|effort|money)|many (?:hours|minutes|days|people))\b"
        r"(?!.*\blast time\b)(?=.*\b(?:it|that|this|you|u|find|take|lose|spend|spent|cost|lost|takes|took)\b)(?!.*\bmany people\b)(?!.*\binvit)",
    ),
    ("often", rf"how (?:many|often)\b.*(?:{_RECENT}|\bsince\b)|{_RECENT}\b.* how (?:many|often)\b"),
    (
        "past",
        r"last time|last (?:time )?that you\b|most recent|\bmost recently\b|(?:walk|talk|take|lead|guide) me (?:through|back)|(?:about|of|to|back at|recall|remember) "
        rf"{_ONE_OF}\b|\b(?:give|tell|share|think of|remember|recall|name|describe|have you|is there|got)\b.* {_ONE_OF}\b"
        r"|\b\w+'s (?:very )?last \w+"
        r"|^(?:back then|(?:when|while) you (?:still |first )?(?:used|had) \w+)\b|\bdo you (?:still )?remember (?:of|about)\b"
        r"|^when (?:did|was|were|have) (?:you|the|your|somebody|someone|anybody|it|they)\b"
        r"|\b(?:you|somebody|someone|anybody|your \w+|people|who) (?:last|first)\b"
        r"|\b(?:the|your) (?:very )?(?:last|latest) (?!few|four|two|three|couple|thing i)\w+"
        r"|\b(?:yesterday|last (?:week|month|monday|tuesday|wednesday|thursday|friday))\b"
        r"|(?:for|give me|have you|is there|share) an? (?:\w+ )?example|a recent (?:example|case|occasion)"
        r"|the day (?:on which|that|when|you)|^how did you (?:come to|hear|get (?:to|started|into|started)|start)"
        r"|how you (?:got|came|started|began)|your first (?:week|hour|day|days)|did you do first|what had (?:just )?happened"
        r"|were you (?:using|doing) before|how was it (?:decided|agreed)|on (?:monday|tuesday|wednesday|thursday|friday)$",
    ),
    (
        "record",
        r"\b(?:i|we) (?:saw|noticed|can see|see)(?: that| in the \w+ that)? (?:few|fewer|no|less|hardly|you|your|only|nothing)"
        r"|\b(?:the|our|my) (?:\w+ )?(?:data|numbers|records?|events|logs?) (?:show|say|tell)",
    ),
    (
        "hypothetical",
        r"\bif (?:we|there|kitewell|it|they|you (?:had|could)|guests|the)\b.*|(?<!i )(?<!can )(?<!could )\bimagine\b|\bin (?:the )?future\b|^(?:suppose|what if)\b"
        r"|\bwould (?:it|that|this|your|reports?|an?|the) (?!you)|\bwhat would (?:need|have to|help|make|change|improve|solve|fix|be|happen)\b|\bit take (?:for you )?to\b|\bmagic wand\b|\b(?:ideal|perfect|dream) (?:\w+ )?(?:world|solution|tool|version|report|way|state|product)s?\b|\bcould you (?:see|imagine|picture)\b",
    ),
    (
        "ahead",
        r"^(?:and |so |but |ok )?(?!.*\b(?:would|if|likely)\b)(?:(?:what|how|where|which|when|who)\b.*\b(?:(?:you|you all|your team|they|people|it)(?:'ll| will)|will you|are you(?: all)? (?:going|planning) to|you(?:'re| are) (?:going|planning) to|do you (?:plan|intend) to)\b"
        r"|(?:is there |are there |do you have )?(?:anything|something|any) .*\b(?:you(?:'re| are)|are you|you) plan(?:ning)?(?: to)?\b|are you planning (?:to (?:change|do)|any)\b"
        r"|(?:do you have |are there |have you (?:got )?)?(?:any|what(?:'s| is| are)(?: your| the)?) (?:plans?|next steps?)\b|what (?:happens|will happen|comes) (?:now|next|from here)\b|what(?:'s| is) next\b"
        r"|where (?:do|does) (?:you|it|this|that) go from here|what (?:now|next)$)",
    ),
    (
        "would",
        r"\b(?:would|will|might) you\b(?! (?:mind|tell|say|describe|explain|walk|be (?:able|so kind) to))|\bare you going to\b|\bdo you (?:plan|intend|want) to\b|\bdo you think\b.*\b(?:would|might|could|will)\b"
        r"|\bwould you be (?:interested|happy|willing)|\bhow likely\b",
    ),
    (
        "habit",
        r"^(?:and |so |but |ok )?(?:who|what|how|where|which|when|do|does|is|are)\b(?!.*\b(?:did|was|were|had|your (?:day|week|job|work))\b).*\b(?:usually|normally|typically|generally|in general|on average|as a rule)\b",
    ),
    (
        "closed",
        r"^(?:and |so |but |ok )?(?:have|has|do|does|did) (?:you|they|it|anybody|anyone|your \w+) ever\b|^(?:and |so |but )?(?:is|was) (?:it|this|that) (?:because|due to|just|only|mainly)\b",
    ),
    (
        "others",
        r"^(?:and |so |but )?who else\b|\b(?:has|have|had|do|does) to deal with (?:it|this|that)\b|^(?:and )?(?:is|are|was|were|did|does|do|has|have) (?:anybody|anyone|somebody|someone|others|other people)\b"
        rf"|\b(?:did|do|does|have|has|had|were|was|is|are) {_THEIRS} (?:\w+ )?(?:react|respond|take|took|make|made|feel|felt|say|said|think|thought|deal|cope|handl|know|notic|see|saw|find|found|tell|told|complain)"
        rf"|\b(?:what|how) (?:about|is it for) {_THEIRS}\b|\bhow many (?:other )?(?:people|colleagues|of (?:you|them|your))\b",
    ),
    (
        "tried",
        r"\bend(?:ed)? up (?:doing|with|using)\b|\bgett?(?:ing)? (?:a)?round\b|\bway (?:a)?round\b|\bget(?:ting)? by\b|\bmak(?:e|ing) do\b|\b(?:what|which) else (?:did|have) you (?:do|done|tr)"
        r"|^(?:and )?did you (?:tell|ask|write to|contact|call|ring|complain|raise|mention|report (?:it|that|this)|turn to|look for|do (?:anything|something))\b|\bwhat have you (?:done|been doing)\b|\bwhat (?:steps|action) did you\b"
        r"|^(?:and |so |but )?(?:what|how|where) (?:do|does|are|is)\b.*\b(?:now|nowadays|these days|at the moment|at present|currently|in the meantime|for now)$|\bhow (?:did|do|have) you (?:manage|managed|solve|solved|fix|fixed|help yourself)\b"
        r"|\btr(?:y|ied|ying)\b|\binstead\b|work ?-?around|get (?:a)?round|(?:do|did|done) about (?:it|that|this)|\bapart from kitewell\b"
        r"|\b(?:manage|cope|handle|handling|get by|deal with|solve)\b|what do you do (?:now|today|these days|nowadays|when)|how do you do (?:it|that|this) (?:now|today|these days)"
        r"|what (?:else )?(?:do|are) you us(?:e|ing)\b|what else was open",
    ),
    (
        "why",
        r"^(?:and |but |so |ok |okay )?why\b|\bhow come\b|what (?:do you (?:think|reckon|believe) )?(?:causes?|caused|explains?|explained|prevented|prevents|stopped|stops|held|keeps|triggered|drove)\b|\bput (?:that|it|this) down to\b|\bthe cause\b|\breasons? (?:for|why)\b|\bwhat(?:'s| is| was) the reason\b|\bwhere did (?:that|it|this) come from\b|\bmake you\b|made you\b|(?:was|is|were) (?:the |your )?reasons?\b|for what reason|(?:was|were|lay|is) behind"
        r"|\b(?:what|who) (?:stopped|kept|prevented|put) you\b(?! busy)|got in the way|what went wrong|what led (?:up )?(?:to|you)|what was the cause",
    ),
    (
        "hard",
        r"\b(?:worr\w+|scar(?:ed|es|y)|afraid|fear\w*|concern(?:s|ed)?|confus\w+|surpris\w+|struggl\w+|upset\w*|embarrass\w+|nervous|pain(?:s|ful)?|unclear|unexpected|stressful|tedious)\b|\bget(?:ting)? in (?:the|your) way\b|\bon your mind\b|\bhow (?:did|does) (?:that|it|you|this)(?: make you)? feel|^what (?:was|is) (?:that|it|this) like|\b(?:going|went) through your (?:head|mind)"
        r"|\b(?:hard|hardest|difficult|frustrat\w*|annoy\w*|troubl\w*|problems?|wrong|worst|worse|trick\w*|stuck|challeng\w*|bother\w*|painful)\b",
    ),
    (
        "cost",
        r"\bhow (?:long(?! have you (?:worked|been))|much time|much work|many (?:hours|minutes|days)(?! (?:are|is|has) ))|\bcost|\b(?:damage|toll|price) (?:been|so far|of|did)\b|\b(?:damage|harm|upshot)\b|\b(?:what|how much)(?: \w+)? (?:did|do|does|have|has|had) (?:you|it|that|this|your team) (?:lose|lost|miss|missed)\b|\b(?:lose|lost|miss(?:ed)? out on|wast\w+) (?:over|on|because of|by|through)\b|\bhow much of (?:your|the|a|that)\b|\bwhat (?:has|have|had) (?:that|it|this) (?:done|cost|meant|led|changed)|\bso what$|\bwhat (?:did|does|has) (?:that|it|this) (?:mean|lead|do to)"
        r"|(?<!felt the )\bconsequence|\bknock-?on\b|\beat up\b|\b(?:does|did|do) (?:it|that|this) matter|how much (?:did|does|of your)|what (?:did|do) you lose|\bimpact\b|\beffects? (?:did|does|has|on)",
    ),
    (
        "others",
        r"^(?:and |so |but )?who(?:m|se)?\b(?! am i\b)(?!(?:'s| is| are) (?:in|on) your\b)(?! are you(?:$| and)| do you work)|\bwho (?:else|was|were|did)\b|\b(?:others?|somebody|anybody|someone|anyone|everybody) else\b|\binvolved\b|\baffected\b"
        r"|(?:was|is) there (?:somebody|someone|anybody|anyone)|\bdid (?:anybody|somebody|anyone|someone|others)\b|\bon your own\b|\b(?:any|had|have|get) help\b"
        r"|(?:did|do|does|have|has|were|was) (?:your|the|other|any|his|her) (?:other )?(?:team|colleagues?|boss|manager|director|others|people|client|clients|customers?)"
        r" (?:find|react|say|make|feel|take|think|do(?!$)|know|notice|see|deal|respond|tell)"
        r"|^(?:and )?what about (?:your|the) (?:other )?(?:team|colleagues?|boss|manager|others|clients?)$",
    ),
    (
        "next",
        r"^(?:and )?(?:(?:on|in) )?that (?:day|week|morning|afternoon)$|what happened (?:on|in|at|that|after|before|there|exactly)\b|\bhow did (?:you|they) (?:go on|get there|proceed)\b|\b(?:elaborate|expand|in more detail|a bit more|a little more)\b|^(?:and |so )?(?:when|where|at what point)(?: exactly)? (?:did|was|were)\b|^(?:and |so )?(?:which|what) \w+ (?:was|were) (?:it|that|this|those|they|you)\b|tell me (?:a bit |a little )?more|^(?:please |do )?go on\b|say more|more about (?:that|it|this)|(?:happened|came) (?:then|next|after|around|afterwards|as a result|because of (?:that|it))|^(?:and )?(?:so )?what (?:happened|else)$"
        r"|(?:did you|you) do (?:then|next|after|afterwards|with it(?: then| that week)?)$|what did you do$|^(?:and )?(?:what )?then$|^(?:and )?then what$|and then\b|what (?:came|became) of|"
        r"what do you mean|^(?:and|so|then|how so|next)$|how did (?:that|it|this) (?:go|end|turn out|begin|start|come)|^what (?:did you|was it)$|^what next$|after that$|^(?:and )?(?:ever )?since then$|\bgoing on (?:at the time|around then|then|that day)\b|how did you (?:notice|find out|realise|realize|discover)\b"
        r"|\b(?:can|could|would) you show me\b|^(?:please )?show me\b|\b(?:can|could|may) i (?:see|have a look)\b|^when (?:was|did) (?:that|it|this)(?: happen| start| begin)?$"
        r"|^what did you (?:do|see|find|say|think|decide)\b",
    ),
    (
        "background",
        r"^who are you\b|\bwho is (?:in|on) your (?:team|company|department)\b|^(?:and |so )?what do you do(?: all day| for a living| there| here| at work)?$|\bwhat (?:exactly )?(?:your (?:role|job|position|work|title)(?: is)?|you do (?:here|there|for a living|at work|all day)|you(?:'re| are) responsible for)\b|\byour (?:role|job|position|responsibilit\w+)(?: \w+)?$|\bdescribe your (?:job|role|work|team|day|position)\b|(?:what is|what's|tell me about|about) your (?:job|role|work|team|company|business|department|day|self)"
        r"|\babout yourself\b|\bstart with you$|how long have you (?:worked|been)|\bkept you busy\b|(?:normal|usual|typical|ordinary|average|regular) (?:working )?(?:week|day)\b|what does your (?:day|week|job|work|team|company)|begin with your work"
        r"|(?:where|with whom|whom) do you work|what are you (?:responsible|in charge)|how (?:big|large) is your|what (?:industry|kind of company)",
    ),
    (
        "habit",
        r"\b(?:usually|normally|typical(?:ly)?|generally|in general|on average|often|ever|always|regularly|most of the time|as a rule)\b",
    ),
    (
        "opinion",
        r"^(?:and |so )?how (?:important|good|useful|satisf\w+|happy|reliable|accurate|clear)\b|(?:what|which)(?: \w+)? (?:is|are|do you find|do you miss|would you say is)(?: \w+)? ?(?:missing|lacking|most|worst|best)\b|\bwhich features?\b|\bwhat (?:features?|should (?:we|kitewell)|can we|could we)\b|what do you think|\byour (?:opinion|view|thoughts?)\b|how (?:happy|satisfied|content|good|easy|useful) (?:are|is)|how do you (?:like|feel|find)"
        r"|what (?:do|would) you (?:like|want|need|wish|prefer)|which (?:feature|one) do|do you (?:prefer|think(?! about)|feel|believe|find(?! out))\b",
    ),
    (
        "closed",
        r"^(?:and |so |but |ok )?(?:do|does|did|is|are|was|were|have|has|had|can|could|will|may)\b",
    ),
    (
        "open",
        r"^(?:and |so |but |ok |please )?(?:what|how|tell|where|which|describe|show|explain|when|can you tell|could you)\b",
    ),
)
COMPILED = tuple((intent, re.compile(rule)) for intent, rule in RULES)

PLAYS_BACK = re.compile(
    r"^(?:(?:ok|okay|right|and|well|i see|ah|oh|hm|hmm|mm|now|alright|all right|just|sorry|thanks|thank you|interesting) )*(?:"
    r"(?:and )?so what (?:you(?:'re| are)|i(?:'m| am)?|you) (?:saying|telling me|describing|hear|hearing|mean|understand|understood|take|gather)(?: me)?(?: from (?:this|that|you))?(?: here)?\b"
    r"|(?:so )?what (?:you(?:'re| are) (?:saying|telling me|describing)|you mean)\b"
    r"|so\b(?! (?:what|how|when (?:did|do|does|was|were|is|are|have|has)|why|who|where|which|did|do|does|is|are|was|were|can|could|would|tell|please|walk)\b)"
    r"(?: (?:you(?:'re| are) (?:saying|telling me)|you (?:mean|say|said|told me)|if i (?:understand|understood|got|get|heard|hear)(?: (?:you|that|it|this))?(?: (?:right|correctly))?|basically|in other words|in short|i (?:hear|understand|gather|take it)|it (?:sounds|seems|looks) (?:like|as if|as though|that)))?"
    r"|if i(?:'ve| have)? (?:understand|understood|got|get|heard|hear|may|followed|follow)\b(?: (?:you|that|it|this))?(?: (?:right|correctly|properly))?"
    r"|(?:just )?(?:let me|can i|may i|could i|i want to|i(?:'d| would) like to|i just want to) (?:just )?(?:see|check|repeat|make sure|sum|play|say|put|try|read)(?: (?:that|this|it|if|whether|back|up|to))*(?: (?:i(?:'ve| have)?|we(?:'ve| have)?) (?:understood|understand|got|get|heard|have|follow|followed)(?: (?:you|that|this|it))?(?: (?:right|correctly|properly))?)?(?: (?:back|up|to you|in my (?:own )?words|differently|another way))*"
    r"|(?:just )?to (?:check|be sure|make sure|see)(?: (?:that|if|whether))?(?: (?:i(?:'ve| have)?) (?:understood|understand|got|get|heard|follow)(?: (?:you|that|this|it))?(?: (?:right|correctly))?)?"
    r"|(?:do|did|have) i (?:understand|hear|get|have|got|understood|heard)\b(?: (?:you|that|it|this))?(?: (?:right|correctly))?"
    r"|(?:am i|would i be|is it|would it be) (?:right|correct|fair|true|accurate)(?: (?:in|to|that|if))*(?: (?:say|saying|think|thinking|understand|understanding|i say))?"
    r"|(?:correct|stop) me if i(?:'m| am)? (?:wrong|have|got)(?: (?:this|that|it) wrong)?(?: but)?"
    r"|tell me if (?:this|that|i(?:'ve| have|'m| am)?) (?:is |got |have )?(?:(?:this|that|it) )?(?:wrong|right|off)(?: but)?"
    r"|(?:what )?i(?:'m| am)? (?:hear|hearing|heard|understand|understood|gather|take|take it|taking)\b(?: (?:is|that|it|from|you|this))*"
    r"|my (?:understanding|reading|take) is|in other words|in short|put (?:simply|differently)|to put it (?:simply|differently)"
    r"|(?:does|would|do) (?:that|you|this) mean\b|is it that\b|you(?:'re| are) (?:saying|telling me)|you mean|you (?:said|told(?: me)?|mentioned)|to sum(?: (?:it|that|this))?(?: up)?"
    r"|it (?:sounds|seems|looks) (?:to me )?(?:like|as if|as though)|sounds (?:to me )?(?:like|as if|as though)|then\b(?! (?:what|how|when|why|who|where)\b)(?= (?:you|your|the|people|nobody|it|they)\b))"
)
"""How it begins when somebody says back what they have heard, or puts words into a mouth."""
CORRECT_ME = re.compile(
    r" (?:is (?:that|this|it)|(?:did|do|have) i (?:get|got|have|understand|understood) (?:that|this|it|you))"
    r"(?: about)? (?:right|correct|correctly|fair)$"
)
"""How it ends when somebody says back what they have heard and wants to be put right."""
TAG = re.compile(_TAG)
TWO = re.compile(
    r",? (?:and|or) (?=(?:do|does|did|is|are|was|were|how|what|why|would|who|whom|where|when|from whom|can|have)\b)"
)
"""Where one question ends and another begins."""
ASKED_AFTER = re.compile(
    r"\b(?:and|but)? ?(?:what|how|why|who|whom|where) (?:did|does|do|was|were|is|are|happened|has|have)\b(?!.*\byou (?:said|told)\b)"
)
"""A question within a sentence that begins by saying something back."""
ASKS = re.compile(
    r"^(?:and |so |but )?(?:what|how|why|who|whom|where|when|which|do|does|did|is|are|was|were|can|could|would|tell)\b"
)
"""How a question begins."""
WISH = re.compile(
    r"\b(?:you|they|people|everybody|everyone|team|colleagues)(?:'d| would)?(?: all| really| just| rather)* "
    r"(?:lov|lik|want|wish|need|hop|hat|prefer)(?:e|ed|es|s)?\b|\bwould (?:love|like|want|prefer|be (?:great|nice|good|better|useful))\b"
    r"|\b(?:is|are|was|were)(?: really| very| so| quite)* (?:great|useful|helpful|nice|wonderful|excellent|perfect|brilliant|amazing)\b"
)
"""A liking or a wish that is put into a mouth."""
