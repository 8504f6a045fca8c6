"""Every command of the session in lines, in the order of its help."""

from __future__ import annotations

from tui.plain.desk_orders import DESK
from tui.plain.order import Order
from tui.plain.reading_orders import READING
from tui.plain.session import Session
from tui.plain.setting_orders import SETTINGS
from tui.plain.source_orders import SOURCES
from tui.plain.story_orders import STORY
from tui.plain.triage_orders import TRIAGE


def _help(session: Session, text: str) -> None:
    if not text:
        session.say(
            "A number reads that article; Enter reads out more of the list. NUMBER may be 3, 3-7, 3,5 or all."
        )
    for order in ORDERS:
        if order.name.startswith(text) and (order.guest or not session.guest):
            session.say(f"{f'{order.name} {order.argument}'.strip()}: {order.help}")


ORDERS: tuple[Order, ...] = (
    *READING,
    *TRIAGE,
    *STORY,
    *DESK,
    *SOURCES,
    *SETTINGS,
    Order("help", "COMMAND", "These lines, or those of one command.", _help, guest=True),
    Order("quit", "", "Leave.", lambda *_: False, guest=True),
)
