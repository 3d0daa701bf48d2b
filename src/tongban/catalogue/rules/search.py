"""Words for searching Chinese: how names become tokens, and how a query becomes the words it asks for (pure).

A run of Chinese characters is known by its characters, its pairs of neighbours and its dictionary words, so
that a word of two characters, which trigrams miss, is found like any other. Pinyin comes beside, by initials
and whole.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import opencc

QUERY_LIMIT = 60
LONG_QUERY = 9
# Words of asking, which say nothing about what is asked for.
_ASKING = frozenset(
    {"我", "我要", "我想", "要", "想", "想要", "需要", "请问", "请", "怎么", "怎么办", "怎样", "如何", "哪里"}
    | {"在哪", "在哪里", "什么", "去", "到", "的", "了", "吗", "呢", "办", "办理", "办个"}
)
_RUN = re.compile(r"[㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff]+|[0-9a-z]+")
_HAN = re.compile(r"[㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff]")
_NUMBER = re.compile(r"[0-9][0-9xX -]{4,}[0-9xX]")
_SOUND = "~"
# So many letters of pinyin tell a name from all others.
_SPELLED = 20
# How much of a division's code names it, from the province to the village.
_DIGITS = (2, 4, 6, 9, 12)

# What a folded word also stands for.
Synonyms = Mapping[str, Sequence[str]]

_simplify = opencc.OpenCC("t2s")


@dataclass(frozen=True, slots=True)
class Document:
    """What is stored of a name, its aliases and its body; `vector` is the text form of a tsvector."""

    name_key: str
    alias_keys: str
    initials: str
    pinyin: str
    vector: str
    grams: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """What a visitor's words ask for.

    `key` is the words without gaps; `anywhere`, `in_name` and `in_names` are tsqueries that want every word,
    in any part, in the name, in the name or its aliases. `letters` holds what may be pinyin: the query is then of
    letters only.
    """

    key: str
    anywhere: str
    in_name: str
    in_names: str
    asked: str
    letters: str

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was asked for."""
        return not self.key

    def grams(self) -> list[tuple[str, float]]:
        """Return the pieces by which near words are found, with weights; letters have none."""
        # The characters of a long query are in every other name; its pairs say enough.
        return [] if self.letters else _grams(self.asked, single=len(self.key) < LONG_QUERY)


def fold(text: str) -> str:
    """Return the text in one form: full width made half, capitals small, traditional made simplified."""
    # Half a character, which JSON can spell, is no text.
    whole = text.encode("utf-8", "ignore").decode()
    small = unicodedata.normalize("NFKC", whole).casefold()
    once = str(_simplify.convert(small))
    # 薴 becomes 苧, and that 苎; 於潛 becomes 於潜, and that 于潜: what is folded already must stay as it is.
    return once if once == small else str(_simplify.convert(once))


def runs_of(text: str) -> list[str]:
    """Return the runs of Chinese characters and of letters and digits in a folded text, in order."""
    return _RUN.findall(text)


def key_of(text: str) -> str:
    """Return the folded text without blanks and punctuation, by which two names are compared."""
    return "".join(runs_of(fold(text)))


def words_of(text: str) -> str:
    """Return the folded text with one blank between its runs, as words are kept."""
    return " ".join(runs_of(fold(text)))


def without_numbers(text: str) -> str:
    """Leave out digits in a row that may be somebody's number: six or more."""
    return _NUMBER.sub(" ", unicodedata.normalize("NFKC", text))


def pairs_of(run: str) -> list[str]:
    """Return each two neighbours of a run of Chinese characters."""
    return [run[place : place + 2] for place in range(len(run) - 1)]


def initials_of(text: str) -> str:
    """Return the first letters of the pinyin: 挖掘城市道路许可 becomes wjcsdlxk; letters and digits stay."""
    return "".join(syllable[:1] if han else syllable for syllable, han in _syllables(text))


def pinyin_of(text: str) -> str:
    """Return the pinyin without tones or gaps: 挖掘 becomes wajue."""
    return "".join(syllable for syllable, _ in _syllables(text))


def document(name: str, *, name_en: str = "", aliases: Sequence[str] = (), body: Iterable[str] = ()) -> Document:
    """Build what is stored of an item: its name weighs most, then aliases and English name, then the body."""
    name_tokens = [*_name_tokens(name), *_spelled(name)]
    alias_tokens = [token for alias in aliases for token in (*_name_tokens(alias), *_spelled(alias))]
    alias_tokens += [run for run in runs_of(fold(name_en)) if run.isascii()]
    body_tokens = [word for part in body for word in _words_for_search(fold(part)) if len(word) > 1]
    spoken = [name, *aliases]
    return Document(
        name_key=key_of(name),
        alias_keys=_between_blanks(key_of(alias) for alias in aliases),
        initials=_between_blanks(initials_of(each) for each in spoken),
        pinyin=_between_blanks(pinyin_of(each) for each in spoken),
        vector=_vector({"A": name_tokens, "B": alias_tokens, "C": body_tokens}),
        grams=tuple(dict.fromkeys(gram for each in spoken for gram, _ in _grams(each))),
    )


def query(text: str, synonyms: Synonyms = MappingProxyType({})) -> Query:
    """Read what a visitor typed; only the first 60 characters count.

    A word of `synonyms` may stand for itself or for any of its meanings.
    """
    folded = fold(text[:QUERY_LIMIT])
    key = "".join(runs_of(folded))
    letters = key if key and key.isascii() and key.isalpha() else ""
    words = [word for run in runs_of(folded) for word in ([run] if run.isascii() else _words_of(run, synonyms))]
    asked = [word for word in words if word not in _ASKING] or words
    return Query(
        key=key,
        anywhere=_tsquery(asked, "", synonyms),
        in_name=_tsquery(words, "A"),
        in_names=_tsquery(asked, "AB", synonyms),
        asked="".join(asked),
        letters=letters,
    )


def pieces_of(text: str) -> list[str]:
    """Return the pieces by which names are near a text, be it by one character."""
    return [gram for gram, _weight in _grams(text)]


def region_level(code: str) -> int:
    """Return the level of a division by its code: 2 province, 3 city, 4 county, 5 township, 6 village."""
    return _DIGITS.index(len(region_prefix(code))) + 2


def region_digits(level: int) -> int:
    """Return how many digits of its code name a division of a level; what lies below a village has none of its own."""
    return _DIGITS[min(level, len(_DIGITS) + 1) - 2]


def region_prefix(code: str) -> str:
    """Return the part of a 12-digit division code that all divisions inside it begin with."""
    for length in _DIGITS:
        if not code[length:].strip("0"):
            return code[:length]
    return code


def regions_above(code: str) -> list[str]:
    """Return the 12-digit codes of the divisions that hold this one, itself last."""
    prefix = region_prefix(code)
    above = [prefix[:length].ljust(12, "0") for length in _DIGITS if length < len(prefix)]
    return [*above, prefix.ljust(12, "0")]


@functools.lru_cache(maxsize=4096)
def _syllables(text: str) -> tuple[tuple[str, bool], ...]:
    found: list[tuple[str, bool]] = []
    for run in runs_of(fold(text)):
        if _HAN.match(run):
            found += [(each, True) for each in _spoken(run, v_to_u=False)]
        else:
            found.append((run, False))
    return tuple(found)


def _spoken(run: str, *, v_to_u: bool = True) -> list[str]:
    """Return the pinyin of each character, without tones."""
    import pypinyin  # late: its readings take a while to load, and few processes search or index

    return pypinyin.lazy_pinyin(run, errors="ignore", v_to_u=v_to_u)


def _cut(run: str, *, finely: bool = False) -> list[str]:
    """Return the dictionary words of a run of Chinese characters; finely, those inside of others too."""
    import rjieba  # late: its dictionary takes a while to load, and few processes search or index

    return list(rjieba.cut_for_search(run) if finely else rjieba.cut(run))


def _spelled(text: str) -> Iterator[str]:
    """Yield the pinyin from each character on, by initials and whole, marked: 挖路 gives ~wl, ~walu, ~l and ~lu."""
    syllables = _syllables(text)
    for start in range(len(syllables)):
        rest = syllables[start : start + _SPELLED]
        for letters in ("".join(each[:1] if han else each for each, han in rest), "".join(each for each, _ in rest)):
            yield f"{_SOUND}{letters[:_SPELLED]}"


def _words_of(run: str, synonyms: Synonyms) -> Iterator[str]:
    """Yield the words of a run of Chinese characters; a word that stands for another is taken whole, the longest first.

    A name that holds it is found by its pairs whether it is cut out or not.
    """
    word = max((word for word in synonyms if word in run), key=len, default="")
    if not word:
        yield from _cut(run)
        return
    before, _word, after = run.partition(word)
    yield from _words_of(before, synonyms)
    yield word
    yield from _words_of(after, synonyms)


def _name_tokens(text: str) -> list[str]:
    folded = fold(text)
    tokens: list[str] = []
    for run in runs_of(folded):
        tokens += [run] if run.isascii() else [*pairs_of(run), *run, *_words_for_search(run)]
    # Quotation marks and brackets split runs, but people type across them.
    joined = "".join(run for run in runs_of(folded) if not run.isascii())
    return [*tokens, *pairs_of(joined)]


def _words_for_search(folded: str) -> list[str]:
    words: list[str] = []
    for run in runs_of(folded):
        words += [run] if run.isascii() else _cut(run, finely=True)
    return words


def _grams(text: str, *, single: bool = True) -> list[tuple[str, float]]:
    """Return the pieces of a text with their weights: characters, pairs, and pairs as they sound."""
    weights: dict[str, float] = {}
    for run in runs_of(fold(text)):
        if run.isascii():
            weights[run] = 2.0
            continue
        sounds = _spoken(run)
        if single:
            weights |= dict.fromkeys(run, 1.0)
        weights |= dict.fromkeys(pairs_of(run), 2.0)
        weights |= {f"{_SOUND}{first} {second}": 1.0 for first, second in itertools.pairwise(sounds)}
    return list(weights.items())


def _between_blanks(words: Iterable[str]) -> str:
    kept = [word for word in dict.fromkeys(words) if word]
    return f" {' '.join(kept)} " if kept else ""


def _lexeme(token: str) -> str:
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"


def _vector(tokens: dict[str, list[str]]) -> str:
    """Write a tsvector; a token keeps the first, that is the heaviest, weight it has."""
    placed: dict[str, str] = {}
    for weight, words in tokens.items():
        for word in words:
            placed.setdefault(word, weight)
    return " ".join(
        f"{_lexeme(token)}:{min(place, 16383)}{weight}" for place, (token, weight) in enumerate(placed.items(), 1)
    )


def _tsquery(words: Sequence[str], weights: str, synonyms: Synonyms = MappingProxyType({})) -> str:
    """Write a tsquery that wants every word, or what it stands for; letters at the end may be unfinished.

    Without weights letters may also be pinyin.
    """
    wanted = []
    for place, word in enumerate(words):
        ways = [_wanted(word, weights, unfinished=place == len(words) - 1)]
        if not weights and word.isascii() and word.isalpha():
            ways.append(f"{_lexeme(_SOUND + word[:_SPELLED])}:*")
        for meaning in synonyms.get(word, ()):
            parts = [part for run in runs_of(meaning) for part in ([run] if run.isascii() else _cut(run))]
            ways += [" & ".join(_wanted(part, weights) for part in parts)] if parts else []
        wanted.append(ways[0] if len(ways) == 1 else f"({' | '.join(ways)})")
    return " & ".join(wanted)


def _wanted(word: str, weights: str, *, unfinished: bool = False) -> str:
    """Write what wants one word, whole or by all its pairs."""
    mark = f":{weights}" if weights else ""
    if word.isascii():
        return f"{_lexeme(word)}:*{weights}" if unfinished and len(word) > 1 else f"{_lexeme(word)}{mark}"
    whole = f"{_lexeme(word)}{mark}"
    if len(word) <= 2:
        return whole
    pairs = " & ".join(f"{_lexeme(pair)}{mark}" for pair in pairs_of(word))
    return f"({whole} | ({pairs}))"
