"""The words by which a page's furniture is told from its story, in the languages of the news.

Data alone: knows no page and no parser. Short blocks that begin so are dropped; containers that are
named so are not searched for more of the story.
"""

from __future__ import annotations

import re

SHORT = 14
"""Tokens: a block with more is never furniture by its words alone."""
SHORT_HEADING = 4
ADDRESS = ("http://", "https://")
"""What an address that is written out begins with."""
HEADLINE = 20
"""Tokens of the longest headline."""
STOPS = tuple('.!?…。！？؟।"”»’)]:;,')
"""What a sentence, or a part of one, ends with; a headline or a label seldom does."""

_FURNITURE = (
    # Advertisements; the way to other stories; asking for something; credits and the like.
    "advertisement", "advertising", "anzeige", "werbung", "publicité", "publicidad", "publicidade",
    "pubblicità", "advertentie", "annonce", "annons", "reklama", "reklame", "реклама", "広告",
    "广告", "廣告", "광고", "إعلان", "sponsored content", "story continues below",
    "article continues", "scroll to continue", "der artikel wird nach",
    "la suite après cette publicité", "read more", "read also", "also read", "read next",
    "more on this", "more from", "more stories", "related", "recommended", "see also",
    "mehr zum thema", "lesen sie auch", "lesen sie mehr", "lesen sie hier", "auch interessant",
    "lies auch", "das könnte sie auch", "weitere artikel", "ähnliche artikel", "mehr dazu",
    "lire aussi", "à lire aussi", "a lire aussi", "lire la suite", "sur le même sujet",
    "à voir aussi", "lee también", "lea también", "leer más", "le puede interesar",
    "te puede interesar", "más información", "noticias relacionadas", "leia também", "leia mais",
    "saiba mais", "veja também", "leggi anche", "leggi tutto", "potrebbe interessarti", "lees ook",
    "lees meer", "les også", "læs også", "läs också", "läs mer", "lue myös", "lue lisää",
    "czytaj też", "czytaj także", "czytaj więcej", "zobacz też", "zobacz także", "přečtěte si",
    "čtěte také", "citește și", "читайте также", "читать далее", "читайте також", "ilgili haber",
    "bunu da oku", "関連記事", "あわせて読みたい", "続きを読む", "相关阅读", "相关新闻", "相關新聞",
    "延伸閱讀", "延伸阅读", "관련기사", "관련 기사", "اقرأ أيضا", "اقرأ المزيد", "בנושא זה",
    "διαβάστε", "subscribe", "sign up", "sign in", "log in", "newsletter", "follow us",
    "share this", "share on", "download our app", "join our", "support our", "get the latest",
    "already a subscriber", "abonnieren", "jetzt abonnieren", "folgen sie uns", "jetzt teilen",
    "teilen sie", "artikel teilen", "abonnez-vous", "s'abonner", "suivez-nous", "partager",
    "suscríbete", "suscribirse", "síguenos", "comparte", "compartir", "compartilhar", "assine",
    "siga o", "inscreva-se", "iscriviti", "abbonati", "condividi", "seguici", "abonneer",
    "volg ons", "udostępnij", "подписывайтесь", "поделиться", "paylaş", "abone ol", "source link",
    "no comments", "leave a comment", "leave a reply", "post a comment", "kommentar abgeben",
    "kommentare", "comments", "commentaires", "comentarios", "comentários", "commenti",
    "print this", "email this", "copy link", "link kopieren", "all rights reserved", "copyright ©",
    "© ", "alle rechte", "our standards", "report a typo", "send us", "view comments",
    "show comments", "click here to", "externer inhalt", "an dieser stelle findest du",
    "an dieser stelle finden sie", "empfohlener externer", "deine privatsphäre", "recommended by",
    "watch:", "listen to this article", "image source", "getty images", "don't miss", "see more",
    "you may also like", "you might also like", "also on ", "most read", "most popular",
    "like this story", "filed under", "for more ", "get the ", "editor's note", "top stories",
    "latest news", "trending", "photo:", "photos:", "source:", "sources:", "quelle:", "quellen:",
    "tags:", "topics:", "follow ", "meistgelesen", "am meisten gelesen", "más leídas", "más leídos",
    "mais lidas", "les plus lus", "più letti", "meest gelezen", "mest lest", "mest læst",
    "mest läst", "おすすめ", "人気記事", "会員登録", "この記事は会員限定", "热门", "熱門",
    "많이 본", "주요뉴스", "기사입력", "有料会員", "member only", "members only",
    "this article was originally", "dieser artikel wurde", "skip to", "loading", "play video",
)  # fmt: skip
FURNITURE = re.compile(
    r"[\s\W]*(?:" + "|".join(re.escape(each) for each in sorted(_FURNITURE, key=len, reverse=True)) + ")",
    re.IGNORECASE,
)
"""What a short block of furniture begins with."""

CONTAINER = re.compile(
    r"(?:^|[-_\s])(?:related|recirc\w*|recommend\w*|share|sharing|social\w*|promo\w*|newsletter\w*|comments?|"
    r"disqus|advert\w*|ads?|sponsor\w*|sidebar|teasers?|breadcrumbs?|tags?|taglist|cookie\w*|consent\w*|"
    r"most-?(?:read|popular|viewed)|popular|trending|subscri\w*|signup|paywall|more-(?:on|from|stories)|"
    r"read-?(?:more|next|also)|outbrain|taboola|toolbar|pagination|author-?(?:bio|box|card|info)|menu|"
    r"navigation|nav|footer|footnav|widget|banner|modal|popup|overlay|tooltip|rating|poll|quiz|print-?only|"
    r"screen-reader-text|sr-only|visually-?hidden|noprint|metadata|byline|dateline|timestamp|crosslink\w*)"
    r"(?:$|[-_\s])",
    re.IGNORECASE,
)
"""The class or id of a container that holds no more of the story."""

CAPTION = re.compile(
    r"(?:^|[-_\s])(?:\w*caption\w*|bildunterschrift|legende|bildtext|cutline)(?:$|[-_\s])", re.IGNORECASE
)
"""The class of what stands under a picture."""

SUBHEAD = re.compile(
    r"(?:^|[-_\s])(?:\w*(?:cross-?head|sub-?head)(?:ing|line|er)?|\w*zwischen-?(?:titel|ueberschrift|zeile)|"
    r"\w*inter-?(?:title|titre|titulo|line)|ladillo|\w*mell[ao][mn]-?(?:tittel|rubrik)|tussen-?kop\w*)(?:$|[-_\s])",
    re.IGNORECASE,
)
"""The class of a paragraph that is a heading between others."""


def is_furniture(text: str, tokens: int, *, heading: bool = False) -> bool:
    """Whether a short block only leads elsewhere, asks for something or marks an advertisement.

    Headings begin in more ways, so only very short ones are told by their words.
    """
    return tokens <= (SHORT_HEADING if heading else SHORT) and FURNITURE.match(text) is not None
