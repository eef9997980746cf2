"""Ordinary words of talk about work: right as they stand, and no sign that something odd was asked."""

from __future__ import annotations

_ORDINARY = """
able absolutely absence accept accident account accurate achieve act action actual add address adjust admit adult
advance advantage advice advise affect afford afraid afterward agenda agree agreed agreement ahead aim alone alternative
amount angle angry annual annoyed anxious anyhow anyone anyway anywhere apart apologise apology apparently appear apply
appreciate approach approximately area argue argument arrange arrangement arrive article aside aspect assist assistant
assume assumption attach attachment attempt attend attention attitude audience author automatic automatically available
average avoid aware awful awkward background backup badly balance bar base basic basically basis batch bear beat
beginning behalf behave behaviour belief believe belong benefit big biggest bigger blame block board body book boring
borrow bother bottleneck bottom box branch brand breach break brief bring broad broke broken brought browser bug build
building bunch burden business busy button buy cable calculate calculation calm campaign cancel candidate capacity
card care career careful carefully careless carry catalogue catch category caught cause causes caused caution centre
chain chair chance channel charge chase chasing cheap check checklist choice choose chose chosen circle circumstance
claim class clean clear clearly clever click clicking clock close closer code cold collaborate collect collection column
combine comfortable comfort command commit commitment committee common communicate communication community compare
compared comparison compete complain complaint complete completely complex complicated compromise computer concern
concerned concerning concrete conclusion condition conference confident confirm conflict confuse confused confusing
confusion connect connection consequence consider considerable consist constant constantly constraint contact contain
content context continue contract contractor contribute control convenient conversation convince cool cooperate
coordinate cope copy core corner correct correctly couple courage cover crash crazy create creative credit crew crisis
criteria critical crop cross crowd crucial culture cure curious current currently curve custom cut cycle damage danger
dare dark data database deal dealt dear debate decent deep deeper define definite definitely degree deliver delivery
demand demo department depend describe desk desktop despite destroy detail detailed develop developer development device
difference differently difficulty digital dig direct direction directly director disadvantage disagree disappear
disappoint disappointed disappointment disaster discount discover discovery discussion dislike display distance distract
disturb divide document dominate door double doubt download dozen draft drag draw drawing drift drive driver drop due
dull duty eager earlier early earn ease easily easy edge edit educate effective efficient effort elaborate elsewhere
email embarrassed embarrassing emergency emotion employ employee empty enable encounter encourage engage engineer
enjoy enormous ensure enter entire entirely entry environment equal equipment error escalate essential estimate event
eventually evidence evolve exact exceed excellent except exception exchange excited exciting excuse exercise exist
existing expand expect expectation expected expense experience expert explanation explore export express extend extent
external extra extreme extremely eye face fact factor fail failed failure fair fairly faith fall familiar family fan
fast faster fault favour fear feature feedback feeling fell field fight figure file fill filter final finance financial
finding fine finger finish fire firm fit fix fixed fixing flag flexible flow focus fold follow followed following food
fool force forced forecast forget forgot forgotten form formal format former forth forward foundation frame free freedom
freelance freelancer frequent frequently fresh friction friend friendly front frustrate frustrated frustration full
fully fun function fund funny future gain gap gather general generate genuine glad glance global goal grade gradually
great grew ground group grow growth guard guessed guide guy guys habit half hand handle handled handling handover hang
happy hardly harm hate heading headline health heavy held helpful helpless hesitate hesitant hide hidden high higher
hire hit hold holding hole honest hope hoped hoping horrible host hotel huge human hundred hurry hurt idea ideal ideally
identify ignore ignored image imagine immediate immediately impact impatient imply importance important impossible
impression improve improved improvement inbox incident include included including income inconvenient increase
incredibly independent indicate individual industry influence inform information initial initially input insight inside
insist inspect install instance instant instead instruct instruction integrate integration intend intention interest
interested interesting internal internally internet interrupt interview introduce introduction invest involve irritate
irritated irritating issue item job join judge jump junior kick kid kill kit knowledge label lack land language large
largely larger lately launch law lay lazy lead leader leadership leak learned learning leave legal length lesson letter
level lie lies life lift light likely limit limited line link list listen listening live load local locate lock log login
logistics lonely longer loop loose lose loss lost loud love low lower luck lucky mad main mainly maintain major majority
manage managed management manual manually map mark market marketing mass match material maximum meaning means meanwhile
measure media medium meet meeting member memory mental mention mentioned menu mess message messy met method middle mind
minimum minor miss missed missing mistake mix mixed mode model modern monitor mood morning mostly motivate motivation
move moved moving multiple mute muted muting mutual name narrow nature near nearly neat necessarily necessary negative
negotiate neither nervous network neutral nobody noise noisy normal note notes noticed notice number objective obstacle
obtain obvious obviously occasionally occur odd offer offered office official online open operate operation operations
opinion opportunity opposite option orange order organisation organise organised organising original ought outcome
outcomes outdated outside outsider overall overlook overlooked overtime overview overwhelm overwhelmed overwhelming owe
owner pace pack page pain painful panic paper paragraph parallel part participate particular particularly partly partner
party pass password past path patience patient pattern pause pay pen perfect perfectly perform performance period
permanent permission permit person personal personally perspective phase photo phrase physical pick picked picking
picture piece pin ping pings pile pitch place plain platform play pleasant pleased plenty plus policy polite poor
popular portal position positive possibility post potential power powerful practical practice precise precisely prefer
preparation prepare prepared preparing presence present presentation press pressing pressure pretty prevent preview
previous previously price pride primary print priority private probably proceed process produce production professional
profile profit promise promised promote prompt proof proper properly property propose proposal protect protocol proud
prove provide public publish pull purchase purchasing pure purpose push pushed put puzzled quality quarter quick quicker
quickly quiet quietly quit quote raise ran random range rarely rate react reacted reaction reading realistic realise
realised realising realize realized reality reasonable reassure recall receive received recent recently recognise
recommend recommended record recording recover red reduce refer reference reflect refuse regard regarding regret regular
relate relation relationship relative release relevant reliable relief relieved reluctant rely remain remark remove
renewal repair repeat repeated replace reply replied representative request require required requirement rescue research
reset resist resolve resolved resource resources respect respond responded response responsibility responsible rest
restart result resulted return returned reveal review revision reward rid right ring ringing risk risky role roll room
root rough roughly round routine row rule run running rush sad safe safety sale sales sample satisfied satisfy save
saved scale scan scare scared scary scenario schedule scheme scope score scratch screen screenshot screenshots scroll
search searching secret section security seek select self sell send senior sense sensible sensitive sent separate series
serious seriously serve server service session set setting settings settle settled setup severe shape share shared
sharing sheet sheets shift shirt shock shop short shortcut shorter shut sick sight sign signal significant silent
similar simple simpler simply single sit site size skill skip slightly slip slow slower slowly smart smooth smoothly
social solid solution solve solved solving somehow somewhat somewhere sooner sort sorted sorting sound sounds source
space spare speak special specialist specific specifically speed spell spend spent split spoke spoken spot spread spring
staff stage stakeholder stakeholders stand standard stare state statement station status stay stayed steady steal stick
stood store stories story straight straightforward strain strange strategy stream stress stressed stressful strict
strong structure struggle struggled struggling stuff style subject success successful successfully sudden suddenly
suffer suffered sufficient suggest suggestion suit sum summary summarise summer supplier suppliers support suppose
supposed surface surprise surprised surprising surround suspect suspicious switch switched switching symbol symptom
system table tackle talked talking target task taste taught teach teach teammate teams technical technique technology
tedious telephone temporary tend tension term terms terrible test text theme theory thin thorough thoroughly thoughts
threat thrown tidy tie tight till tiny tip tired title topic total totally touch tough tour toward towards trace track
tracking trade traffic train training transfer translate transparent trap travel treat trend trial trick trigger
triggered trip trouble troublesome true truly trust trusted trusting truth turn twice type typed typical unable
unclear understand understanding understood undo unexpected unfair unfortunately unhappy uncomfortable unlike
unnecessary unpleasant unread unsure unusual unwilling update updated updates upgrade upset urgent urgently usage useful
usefulness useless user users usual vague valid valuable value various vary vast vendor version view visible vision visit
visitor voice volume volunteer wait waited waiting walk walked walking wall warn warned warning waste wasted wasting
watch watching weak wear web website weekend weekly weigh weird welcome wide widely wild willing win wind winter wise wish
withdraw witness wonder wondered wondering wonderful word worried worries worry worrying worse worst worth wrap write
writing written wrong wrote yesterday yet young zero
"""

ORDINARY_WORDS = frozenset(_ORDINARY.split())
"""They are no targets of spelling: a word with a slip is not turned into one of them."""
