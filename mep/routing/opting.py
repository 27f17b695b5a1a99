"""The opt-out guard.

It records STOP and START, and answers where no keyword does (product.md 15.3).
"""

from flows.batch import Asked, Batch, User
from flows.engine.effects import SendMessage
from flows.runner import consents
from flows.runner.worlds import message_id
from flows.text.segments import measure
from mep.base import bulk
from mep.routing.ready import ReadyCode

EVERYTHING = ""
ANSWERS = {
    "stop": "You have been unsubscribed and will get no more messages from this number.",
    "stop_all": "You have been unsubscribed and will get no more messages from us.",
    "help": "Reply STOP to get no more messages. Message and data rates may apply.",
}


def record(batch: Batch, user: User, code: ReadyCode, word: str | None, text: str) -> None:
    """Remember that somebody opted out or back in; within the batch's transaction."""
    if word == "start":
        consents.lift_opt_out(user, code.code)
    elif word in ("stop", "stop_all"):
        left = EVERYTHING if word == "stop_all" else code.code
        user.opt_outs.add(left)
        bulk.execute(
            "INSERT INTO endusers_optout (account_id, end_user_id, code, since, source, text)"
            " VALUES (%s, %s, %s, %s, 'message', %s) ON CONFLICT (end_user_id, code) DO NOTHING",
            [user.account.id, user.id, left, batch.now, text[:160]],
        )


def answer(batch: Batch, user: User, code: ReadyCode, word: str) -> None:
    """Send the standard text."""
    text = ANSWERS[word]
    size = measure(text)
    message = SendMessage(
        id=message_id(),
        to=user.msisdn,
        text=text,
        originator=code.code if code.code.isdigit() else user.account.default_code,
        parts=size.parts,
        encoding=size.encoding,
    )
    batch.ask(Asked(message, user))
