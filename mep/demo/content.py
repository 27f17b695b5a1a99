"""What the demo account holds, as plain data."""

from dataclasses import dataclass, field

from mep.routing.rules import Kind, Match

ACCOUNT = "Bramble Tea"
USERNAME = "demo"
NAME = "Demo Login"
CODE = "83000"
COLLECTIONS = {
    "Tea Club": "Loyalty list, consent and offers",
    "Autumn campaign": "Which blend wins?",
    "Service desk": "Opening hours, weather, appointments",
}
WEATHER_COLLECTION = "Service desk"
WEATHER_KEY = "weather"
LISTS = "Tea Club lists"
LIST = "Tea Club UK"
NETWORKS = ("EEUK", "O2UK", "THREEUK", "VODAFONEUK", "UNKNOWN")
PEOPLE = (
    "Ada", "Bjarne", "Chinua", "Dorothy", "Edsger", "Frances", "Grace", "Hedy", "Imogen", "Jean",
    "Katherine", "Linus", "Margaret", "Niklaus", "Olive", "Priya", "Radia", "Sophie", "Tim", "Zoë",
)  # fmt: skip
FIRST_NUMBER = 447_700_900_001
MEMBERS = 8


@dataclass(frozen=True, slots=True)
class DemoKeyword:
    """A word that starts a demo service."""

    text: str = ""
    match: Match = Match.EXACTLY
    kind: Kind = Kind.CAMPAIGN
    priority: int = 100
    description: str = ""


@dataclass(frozen=True, slots=True)
class DemoService:
    """A service made from a blueprint; a value of ``LIST`` becomes the list's id."""

    name: str
    collection: str
    blueprint: str
    description: str
    keywords: tuple[DemoKeyword, ...] = ()
    values: dict[str, str] = field(default_factory=dict)


SERVICES = (
    DemoService(
        "Tea Club double opt-in",
        "Tea Club",
        "double_opt_in",
        "Asks for consent, then puts people on the Tea Club list.",
        (
            DemoKeyword("JOIN", Match.STARTS, Kind.OPT_IN, description="Tea Club"),
            DemoKeyword("TEA", Match.STARTS, Kind.OPT_IN, 110, "Tea Club, from the poster"),
        ),
        {
            "subscription": LIST,
            "question": "Bramble: reply YES to get Tea Club offers, max 4 a month."
            " Msg rates may apply. HELP for help, STOP to leave.",
            "welcome": 'Hi${empty user.firstName ? "" : " "}${user.firstName}, welcome to Tea Club!'
            " Show this text for 20% off at any Bramble shop. Reply STOP to leave.",
            "declined": "No problem, you will hear no more from Bramble Tea.",
        },
    ),
    DemoService(
        "Tea Club STOP",
        "Tea Club",
        "stop",
        "Takes people off the Tea Club list.",
        (
            DemoKeyword("STOP", kind=Kind.STOP, priority=1),
            DemoKeyword("END", kind=Kind.STOP, priority=1),
            DemoKeyword("UNSUBSCRIBE", kind=Kind.STOP, priority=1),
        ),
        {
            "subscription": LIST,
            "left": "Bramble: you have left Tea Club and will get no more texts from us."
            " Text JOIN to come back.",
            "never": "Bramble: you are not in Tea Club, so you get no texts from us.",
        },
    ),
    DemoService(
        "Tea Club HELP",
        "Tea Club",
        "help",
        "The help text the rules ask for.",
        (
            DemoKeyword("HELP", kind=Kind.HELP, priority=1),
            DemoKeyword("INFO", kind=Kind.HELP, priority=1),
        ),
        {
            "text": "Bramble Tea Club: offers, max 4 texts a month. Msg rates may apply."
            " Call 0800 000000 or reply STOP to leave.",
        },
    ),
    DemoService(
        "Best blend vote",
        "Autumn campaign",
        "voting",
        "Counts votes for three blends, exactly, however many come at once.",
        (DemoKeyword("VOTE", Match.STARTS, description="Autumn vote"),),
        {"closed": "Bramble: vote by texting VOTE and your favourite:"},
    ),
    DemoService(
        "Weather at the tea garden",
        "Service desk",
        "information",
        "Fetches the weather from another system, here one on this machine.",
        (DemoKeyword("WEATHER", Match.STARTS),),
        {
            "url": f"${{servicecoll.{WEATHER_KEY}}}",
            "text": "Tea garden: ${session['entry.temperature']}, ${session['entry.outlook']}.",
        },
    ),
    DemoService(
        "Tasting appointment",
        "Service desk",
        "appointment_reminder",
        "Started by the booking system through the Invoke Service API.",
    ),
    DemoService(
        "Auto-response",
        "Service desk",
        "auto_response",
        "Answers whatever no other keyword takes.",
        (DemoKeyword(match=Match.CATCH_ALL),),
        {
            "text": "Bramble Tea: we are open 08:00-18:00, Monday to Saturday."
            " Text JOIN for offers, VOTE for your favourite blend, WEATHER for the tea garden.",
        },
    ),
)
