"""tui.desk.urgency: the level of a story by its reports, their time, their sources and their kind."""

from __future__ import annotations

import pytest
from reports import NOW, graded, report

from tui.desk.urgency import aged_level
from tui.desk.urgency_worth import Worth
from tui.model import CapFacts, Level, Place
from tui.newsroom import Standing, Watch

FERRY = (
    "Ferry runs aground off Grey Skerry, 214 aboard",
    "214 aboard as ferry hits rocks off Grey Skerry",
    "Coastguard: ferry aground, lifeboats on the way",
    "Lifeboats race to stricken ferry",
    "Ferry with 214 people aground in storm",
    "Storm drives ferry onto rocks, rescue under way",
    "Rescue of 214 from ferry begins",
    "Helicopter lifts first passengers from ferry",
    "Ferry disaster off Grey Skerry: what is known",
    "Captain of ferry injured as rescue goes on",
)


def burst(count: int, *, every: float = 3, weight: float = 1.0) -> list[object]:
    return [
        report(FERRY[number], number + 1, minutes=1 + every * number, weight=weight)
        for number in range(count)
    ]


@pytest.mark.parametrize(
    ("count", "level"),
    [
        (1, Level.ROUTINE),
        (2, Level.ROUTINE),
        (3, Level.URGENT),
        (4, Level.URGENT),
        (5, Level.BULLETIN),
        (8, Level.BULLETIN),
        (9, Level.FLASH),
    ],
)
def test_independent_publishers_within_the_hour_lift_a_story(count: int, level: Level) -> None:
    verdict = graded(*burst(count))  # type: ignore[arg-type]
    assert verdict.level is level
    assert verdict.reach == count
    if level:
        assert verdict.reasons[0].startswith(f"{count} independent publishers within ")


def test_copies_of_one_wire_text_are_one_voice() -> None:
    copies = [report(FERRY[0], number, minutes=number, voice="wire") for number in range(1, 7)]
    assert graded(*copies).level is Level.ROUTINE


def test_six_articles_of_one_publisher_are_one_voice() -> None:
    same = [report(FERRY[number], 1, minutes=number + 1) for number in range(6)]
    assert graded(*same).level is Level.ROUTINE


def test_three_reports_spread_over_a_day_are_no_burst() -> None:
    assert graded(*[report(FERRY[n], n + 1, minutes=1 + 400 * n) for n in range(3)]).level is Level.ROUTINE


def test_a_burst_that_is_over_is_no_longer_urgent() -> None:
    assert graded(*[report(FERRY[n], n + 1, minutes=60 + n) for n in range(5)]).level is Level.ROUTINE


def test_a_heavy_publisher_counts_for_two_and_one_of_weight_nought_for_none() -> None:
    assert graded(report(FERRY[0], 1, weight=5), report(FERRY[1], 2)).level is Level.URGENT
    assert graded(report(FERRY[0], 1, weight=2), report(FERRY[1], 2)).level is Level.ROUTINE
    light = [report(FERRY[n], n + 1, weight=0) for n in range(5)]
    assert graded(*light).level is Level.ROUTINE


def test_soft_news_raises_nothing_however_many_tell_it() -> None:
    titles = (
        "Trailer for the new film is out",
        "Film trailer delights fans",
        "New trailer: the film in pictures",
    )
    many = [report(titles[n % 3], n + 1, minutes=n + 1) for n in range(12)]
    assert graded(*many).level is Level.ROUTINE


def test_a_marker_with_three_publishers_besides_makes_a_bulletin() -> None:
    titles = (f"FLASH: {FERRY[0]}", *FERRY[1:3])
    assert graded(*[report(title, n + 1) for n, title in enumerate(titles)]).level is Level.BULLETIN


ROUTINE = (
    "Breaking Bad returns for a sixth season",
    "A record-breaking summer in the mountains",
    "Record-breaking heat: what to expect",
    "Breaking news quiz: how well did you follow the week?",
    "BREAKING NEWS QUIZ: the week in ten questions",
    "Breaking: 10 best films to see now",
    "Breaking down the budget in five charts",
    "Breaking point: nurses speak out",
    "Breaking – the Olympic sport explained",
    "Groundbreaking study on sleep",
    "Heartbreaking scenes at the harbour",
    "Urgent care centres to close at night",
    "Urgently needed: foster homes",
    "Flash floods: what to do",
    "Flash sale: half price on boots",
    "The Flash, season 9: a review",
    "Flash: a film about speed opens the festival",
    "Alert: your phone may be too old for the app",
    "News alert settings: a guide",
    "Just in time for Christmas: gifts under 20",
    "Developing countries ask for more",
    "Developing: photography in the dark room",
    "Eilig: zehn Rezepte für den Abend",
    "Eilenburg feiert sein Stadtfest",
    "Urgence climatique : le débat continue",
    "Alerte à Malibu revient à la télé",
    "Última horada en el pueblo",
    "Urgenteam plant den Umbau",
    "Срочное погашение ипотеки",
    "Молния ударила в дерево",
    "速報性を考える",
    "속보이는 행동",
    "عاجلاً أم آجلاً",
    "Son dakikada gelen gol",
    "Opinion: BREAKING the two-party system",
    "BREAKING: Opinion | Why the dam had to fail",
    "BREAKING: I have moved house",
    "BREAKING: 50% off all laptops today",
    "BREAKING: Quiz of the day",
    "BREAKING: Horoscope for Aries",
    "BREAKING: Rovers sign striker from Athletic",
    "BREAKING: Trailer for the new Marvel film",
    "What does BREAKING: mean, and who decides?",
    "How newsrooms use “BREAKING:”",
    "Why every headline says BREAKING now",
    "Kill Bill is back in cinemas",
    "Pilnować ogniska",
)


@pytest.mark.parametrize("title", ROUTINE)
def test_what_only_looks_like_breaking_news_is_routine(title: str) -> None:
    assert graded(report(title)).level is Level.ROUTINE


URGENT = (
    ("en", "BREAKING: Dam fails above the town"),
    ("en", "URGENT - Bridge shut after blast"),
    ("en", "JUST IN: Minister resigns"),
    ("de", "+++ EILMELDUNG +++ Damm gebrochen"),
    ("de", "Eil: Kanzler tritt zurück"),
    ("fr", "ALERTE INFO - Séisme au large"),
    ("fr", "URGENT. Séisme au large".replace(".", " :")),
    ("es", "ÚLTIMA HORA | Se rompe la presa"),
    ("pt", "URGENTE: sismo no Norte"),
    ("it", "ULTIM'ORA: crollo sul ponte"),
    ("nl", "NET BINNEN: dijk doorgebroken"),
    ("sv", "JUST NU: Explosion i hamnen"),
    ("pl", "PILNE: wybuch w porcie"),
    ("tr", "SON DAKİKA: Limanda patlama".replace("İ", "I")),
    ("ru", "СРОЧНО: прорвало плотину"),
    ("uk", "ТЕРМІНОВО: вибух у порту"),
    ("el", "ΕΚΤΑΚΤΟ: Σεισμός".replace("ΕΚΤΑΚΤΟ", "Έκτακτο")),
    ("ar", "عاجل: إغلاق الميناء"),
    ("fa", "فوری: زلزله در جنوب"),
    ("he", "דחוף: רעידת אדמה"),
    ("hi", "ब्रेकिंग न्यूज़: बाँध टूटा"),
    ("ja", "【速報】港が閉鎖"),
    ("zh", "快讯：大坝决口"),
    ("ko", "[속보] 항구 폐쇄"),
    ("vi", "KHẨN CẤP: vỡ đập"),
    ("id", "TERKINI: gempa di utara"),
    ("th", "ด่วน! เขื่อนแตก"),
    ("hu", "RENDKÍVÜLI: gátszakadás"),
    ("ro", "ULTIMA ORĂ: cutremur"),
)


@pytest.mark.parametrize(("language", "title"), URGENT)
def test_a_marker_of_a_source_nobody_knows_is_urgent_and_no_more(language: str, title: str) -> None:
    verdict = graded(report(title))
    assert verdict.level is Level.URGENT, language
    assert "marker" in verdict.reasons[0]


@pytest.mark.parametrize("categories", [("Opinion",), ("Kommentar",), ("Sports",), ("Quiz",), ("Sponsored",)])
def test_a_marker_on_what_its_source_files_as_views_or_play_is_routine(categories: tuple[str, ...]) -> None:
    assert graded(report("BREAKING: The dam and us", categories=categories)).level is Level.ROUTINE


@pytest.mark.parametrize(
    "link",
    ["https://p.example/opinion/2026/dam", "https://p.example/sport/dam", "https://p.example/quiz/dam"],
)
def test_an_address_among_views_or_play_takes_the_marker_away(link: str) -> None:
    assert graded(report("BREAKING: The dam and us", link=link)).level is Level.ROUTINE


@pytest.mark.parametrize("minutes", [46, 60, 61, 600])
def test_a_marker_that_is_an_hour_old_is_routine(minutes: int) -> None:
    assert graded(report("BREAKING: Dam fails", minutes=minutes)).level is Level.ROUTINE


def test_a_site_that_marks_everything_says_nothing() -> None:
    all_marked = Worth(articles=20, marked=20)
    verdict = graded(report("BREAKING: Dam fails"), worth={1: all_marked})
    assert verdict.level is Level.ROUTINE
    assert verdict.reasons == ("The source marks 100% of its articles so: that says nothing.",)


def test_a_marker_is_worth_what_it_has_proved() -> None:
    hollow = Worth(articles=200, marked=9, hollow=9)
    proved = Worth(articles=200, marked=9, proved=8, hollow=1)
    assert graded(report("BREAKING: Dam fails"), worth={1: hollow}).level is Level.ROUTINE
    verdict = graded(report("BREAKING: Dam fails"), worth={1: proved})
    assert verdict.level is Level.URGENT
    assert "Paper 1: Of its last 9 marks 8 were borne out by others." in verdict.reasons


def test_a_category_or_an_address_that_says_breaking_counts_where_that_has_been_proved() -> None:
    proved = {1: Worth(articles=200, marked=5, proved=5)}
    filed = report("Dam fails above the town", categories=("Breaking News",))
    placed = report("Dam fails above the town", link="https://p.example/breaking-news/dam")
    for each in (filed, placed):
        assert graded(each).level is Level.ROUTINE
        assert graded(each, worth=proved).level is Level.URGENT


def test_an_editors_grade_counts_like_a_marker() -> None:
    assert graded(report("Dam fails", urgency=1)).level is Level.URGENT
    assert graded(report("Dam fails", urgency=5)).level is Level.ROUTINE


def test_a_rule_that_watches_gives_its_level_and_its_name() -> None:
    verdict = graded(report("A quiet day at the dam"), watches=(Watch("dam", Level.BULLETIN),))
    assert verdict.level is Level.BULLETIN
    assert verdict.reasons == ("Your rule “dam” watches for it.",)


def test_a_level_falls_with_age_and_not_before() -> None:
    flash = Standing(Level.FLASH, NOW)
    hours = (1, 2, 5, 6, 11, 12)
    assert [aged_level(flash, NOW + 3_600 * hour) for hour in hours] == [
        Level.FLASH,
        Level.BULLETIN,
        Level.BULLETIN,
        Level.URGENT,
        Level.URGENT,
        Level.ROUTINE,
    ]


def test_an_article_that_adds_nothing_leaves_a_level_as_it_stands() -> None:
    standing = Standing(Level.BULLETIN, NOW - 3_600, ("5 independent publishers within 20 min.",))
    verdict = graded(report("Dam: more to come"), standing=standing)
    assert (verdict.level, verdict.since) == (Level.BULLETIN, NOW - 3_600)
    assert verdict.reasons == standing.reasons


def test_a_running_story_rises_by_what_is_new_in_it_alone() -> None:
    old = [report("Strike at Port Selwick goes on, talks fail", n, minutes=600 + n) for n in range(1, 4)]
    same = [report("Strike at Port Selwick goes on", n, minutes=n) for n in range(4, 8)]
    new = [report("Strike at Port Selwick: police arrest 40", n, minutes=n) for n in range(4, 8)]
    assert graded(*old, *same).level is Level.ROUTINE
    verdict = graded(*old, *new)
    assert verdict.level is Level.URGENT
    assert "New in it: 40." in verdict.reasons


def test_a_retraction_takes_the_level_away_and_says_so() -> None:
    verdict = graded(*burst(5), report("KILL: Ferry story", 9, minutes=0))  # type: ignore[arg-type]
    assert (verdict.level, verdict.stage) == (Level.ROUTINE, "RETRACTED")
    assert verdict.reasons == ("A source has withdrawn it.",)


HOME = Place("Port Selwick", 57.0, -6.0, 100)


def test_a_great_earthquake_is_a_bulletin_from_one_source() -> None:
    assert graded(report("M 7.1 - 40 km SW of Somewhere", place=(10.0, 100.0))).level is Level.BULLETIN
    assert graded(report("M 4.6 - 40 km SW of Somewhere", place=(10.0, 100.0))).level is Level.ROUTINE


def test_a_small_earthquake_counts_where_the_user_is() -> None:
    verdict = graded(report("M 5.1 - 12 km W of Port Selwick", place=(57.05, -6.2)), places=(HOME,))
    assert verdict.level is Level.BULLETIN
    assert verdict.reasons == ("Its magnitude is 5.1.", "It is 13 km from Port Selwick.")


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("Red earthquake alert (Magnitude 7.1M, Depth:10km) in Papua", Level.BULLETIN),
        ("Orange notification for tropical cyclone MAWAR-23", Level.URGENT),
        ("Green flood alert in Bangladesh", Level.ROUTINE),
    ],
)
def test_a_gdacs_colour_is_a_level(title: str, level: Level) -> None:
    assert graded(report(title, place=(10.0, 100.0))).level is level
    assert graded(report(title)).level is Level.ROUTINE


def test_a_warning_counts_for_more_at_home_and_for_less_far_away() -> None:
    severe = CapFacts("Severe", "Expected", "Possible", "Actual", "Alert", area="Port Selwick; the Skerries")
    away = CapFacts("Severe", "Expected", "Possible", "Actual", "Alert", area="Elsewhere")
    assert graded(report("Storm warning", cap=severe)).level is Level.URGENT
    assert graded(report("Storm warning", cap=severe), places=(HOME,)).level is Level.BULLETIN
    assert graded(report("Storm warning", cap=away, place=(10, 10)), places=(HOME,)).level is Level.ROUTINE


def test_no_warning_can_be_told_from_a_road_or_a_party() -> None:
    for title in (
        "M5 closed near Exeter",
        "M 25 widening starts",
        "Green alert for voters",
        "Red flood walls open",
    ):
        assert graded(report(title)).level is Level.ROUTINE
