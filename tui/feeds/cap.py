"""Common Alerting Protocol 1.0 to 1.2: what a message states, alone as a document or within a feed's entry.

Pure; knows elements by ``feeds.tree``'s names. A message says the same in several languages, one
info block each; of those the English ones are read, else those in the language of the first. Blocks
of one language are different warnings: each of a message that stands alone is an article, and a feed's
entry has the facts of the gravest and the text of all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tui.feeds.dates import moment
from tui.feeds.places import Place, middle
from tui.feeds.tree import Element, name, words
from tui.model import CapFacts

_GRAVITY = ("extreme", "severe", "moderate", "minor")


@dataclass(frozen=True, slots=True)
class Notice:
    """One info block of a message, with what the message says of itself."""

    guid: str
    facts: CapFacts
    sent: str
    title: str
    text: str
    link: str
    language: str
    categories: tuple[str, ...]
    place: Place | None


def messages(element: Element) -> list[Element]:
    """The alerts that an element is or holds."""
    return [inner for inner in element.iter("{*}alert") if name(inner) == "cap:alert"]


def within(entry: Element) -> Notice | None:
    """What the message in a feed's entry states, if it holds one, or its info blocks alone."""
    alert = next(iter(messages(entry)), entry)
    if alert is entry and not any(name(child) == "cap:info" for child in entry):
        return None
    first, *others = sorted(warnings(alert), key=_gravity)
    texts = [first.text, *(f"{each.title}\n\n{each.text}" for each in others)]
    return replace(first, text="\n\n".join(texts))


def _gravity(notice: Notice) -> int:
    said = notice.facts.severity.lower()
    return _GRAVITY.index(said) if said in _GRAVITY else len(_GRAVITY)


def warnings(alert: Element) -> tuple[Notice, ...]:
    """The info blocks to read; one without content where the message has none."""
    infos = [child for child in alert if name(child) == "cap:info"]
    if not infos:
        return (_warning(_own(alert), alert, 0),)
    languages = [_said(info, "language").lower() or "en-us" for info in infos]  # CAP 1.2, 3.2.2
    wanted = next((each for each in languages if each.startswith("en")), languages[0])
    chosen = [info for info, language in zip(infos, languages, strict=True) if language == wanted]
    # Some repeat a block word for word, once for each audience.
    own = _own(alert)
    notices = [_warning(own, info, number) for number, info in enumerate(chosen)]
    return tuple({(each.title, each.text, each.facts): each for each in reversed(notices)}.values())[::-1]


def flat(children: dict[str, list[Element]]) -> CapFacts | None:
    """What an entry states in CAP elements of its own, as indexes of warnings do; None for nothing."""
    said = {
        called.removeprefix("cap:"): words(found[0])
        for called, found in children.items()
        if called.startswith("cap:")
    }
    if said:
        areas = _descriptions(children.get("cap:area", ()))
        said["areadesc"] = _described([*children.get("cap:areadesc", ()), *areas])
    return _facts(said) if said.get("severity") or said.get("urgency") else None


def _own(alert: Element) -> dict[str, str]:
    """What a message says beside its info blocks, by name, in one look: it may hold thousands of them."""
    said: dict[str, str] = {}
    for child in alert:
        called = name(child)
        if called.startswith("cap:") and called != "cap:info":
            said.setdefault(called.removeprefix("cap:"), (child.text or "").strip())
    return said


def _warning(own: dict[str, str], info: Element, number: int) -> Notice:
    areas = [child for child in info if name(child) == "cap:area"]
    area = _described(_descriptions(areas))
    said = {called: own.get(called, "") for called in ("status", "msgtype", "sender")} | {
        called: _said(info, called) for called in ("severity", "urgency", "certainty", "event", "expires")
    }
    said |= {"sender": _said(info, "sendername") or said["sender"], "areadesc": area}
    identifier = own.get("identifier", "")
    headline = _said(info, "headline") or ", ".join(part for part in (said["event"], area) if part)
    paragraphs = [_block(info, called) for called in ("description", "instruction")]
    return Notice(
        guid=f"{identifier}|{number + 1}" if identifier and number else identifier,
        facts=_facts(said),
        sent=own.get("sent", ""),
        title=headline or own.get("note", ""),
        text="\n\n".join(part for part in (*paragraphs, f"Area: {area}" if area else "") if part)
        or own.get("note", ""),
        link=_said(info, "web"),
        language=_said(info, "language"),
        categories=tuple([words(child) for child in info if name(child) == "cap:category"]),
        place=place_of(areas),
    )


def _facts(said: dict[str, str]) -> CapFacts:
    return CapFacts(
        severity=said.get("severity", ""),
        urgency=said.get("urgency", ""),
        certainty=said.get("certainty", ""),
        status=said.get("status", ""),
        message_type=said.get("msgtype", ""),
        event=said.get("event", ""),
        area=said.get("areadesc", ""),
        sender=said.get("sendername") or said.get("sender", ""),
        expires=moment(said.get("expires", "")),
    )


def _descriptions(areas: Sequence[Element]) -> list[Element]:
    return [child for area in areas for child in area if name(child) == "cap:areadesc"]


def _described(descriptions: Sequence[Element]) -> str:
    return "; ".join(dict.fromkeys(words(each) for each in descriptions))


def place_of(areas: Sequence[Element]) -> Place | None:
    """The middle of the first of these areas that has an outline."""
    for area in areas:
        for child in area:
            if name(child) in ("cap:polygon", "cap:circle"):
                found = middle(child.text or "", circle=name(child) == "cap:circle")
                if found:
                    return found
    return None


def _said(element: Element, called: str) -> str:
    return next((words(child) for child in element if name(child) == f"cap:{called}"), "")


def _block(element: Element, called: str) -> str:
    return next(((child.text or "").strip() for child in element if name(child) == f"cap:{called}"), "")
