"""Words of the field explained where they stand: the first occurrence of each in a passage becomes a link to its definition.

A room offers the words through `slots.register_glossary`. The passage is cut into tags and text with one regular
expression; headings, links, buttons, tables' heads and what is already explained are left alone.
"""

from __future__ import annotations

import re
import threading
from collections import defaultdict
from dataclasses import dataclass

from django.utils.html import escape

from lilith.foundation import slots
from lilith.foundation.slots import GlossaryTerm

# A passage with every second word underlined cannot be read.
MOST_WORDS_PER_PASSAGE = 12

_TOKENS = re.compile(r"(<[^>]*>)")
_TAG_NAME = re.compile(r"</?\s*([a-zA-Z0-9]+)")
_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_SKIPPED = frozenset(
    {"a", "abbr", "button", "h1", "h2", "h3", "h4", "h5", "h6", "summary", "script", "style", "svg", "th", "time", "label"}
)
_APOSTROPHES = str.maketrans({"'": "’", "\u00a0": " "})


@dataclass(frozen=True)
class _Candidate:
    form: str
    exact: bool
    term: GlossaryTerm


class Vocabulary:
    """Every form of every term, by the first word of the form."""

    def __init__(self, terms: list[GlossaryTerm]) -> None:
        self._by_first_word: dict[str, list[_Candidate]] = defaultdict(list)
        for term in terms:
            for form in (term.term, *term.forms):
                self._add(form, term)
        for candidates in self._by_first_word.values():
            candidates.sort(key=lambda candidate: -len(candidate.form))

    def _add(self, form: str, term: GlossaryTerm) -> None:
        form = " ".join(form.split()).translate(_APOSTROPHES)
        first = _WORD.search(form)
        if first is None or len(form) < 2:
            return
        # « ACT » is not « act »: what is written in capitals is only found in capitals.
        exact = form.upper() == form
        key = form if exact else form.lower()
        candidate = _Candidate(key, exact, term)
        self._by_first_word[first.group().lower()].append(candidate)
        if first.group() == form and not exact:
            for ending in ("s", "x"):
                self._by_first_word[key + ending].append(candidate)

    def find(self, text: str, known: set[str]) -> list[tuple[int, int, GlossaryTerm]]:
        """(start, end, term) of the words of `text` that are explained and not yet in `known`; `known` grows."""
        plain = text.translate(_APOSTROPHES)
        lowered = plain.lower()
        if len(lowered) != len(plain):
            return []
        found = []
        reached = 0
        for word in _WORD.finditer(plain):
            if word.start() < reached or len(known) >= MOST_WORDS_PER_PASSAGE:
                continue
            for candidate in self._by_first_word.get(word.group().lower(), ()):
                haystack = plain if candidate.exact else lowered
                if candidate.term.url in known or not haystack.startswith(candidate.form, word.start()):
                    continue
                end = word.start() + len(candidate.form)
                if not candidate.exact and haystack[end : end + 1] in {"s", "x"}:
                    end += 1
                if end < len(plain) and (plain[end].isalnum() or plain[end] == "-"):
                    continue
                if word.start() and plain[word.start() - 1] == "-":
                    continue
                known.add(candidate.term.url)
                found.append((word.start(), end, candidate.term))
                reached = end
                break
        return found


_lock = threading.Lock()
_cached: tuple[object, Vocabulary] | None = None


def vocabulary() -> Vocabulary | None:
    """The words that rooms offer, built again only when they changed; None when no room offers any."""
    global _cached
    glossary = slots.glossary()
    if glossary is None:
        return None
    stamp = glossary.stamp()
    current = _cached
    if current is not None and current[0] == stamp:
        return current[1]
    with _lock:
        _cached = (stamp, Vocabulary(list(glossary.terms())))
        return _cached[1]


def _marked(shown: str, term: GlossaryTerm) -> str:
    inner = shown
    if term.expansion and term.term.upper() == term.term:
        inner = f'<abbr title="{escape(term.expansion)}">{shown}</abbr>'
    lang = f' lang="{escape(term.lang)}"' if term.lang and not term.expansion else ""
    return f'<a class="mot" href="{escape(term.url)}" data-mot="{escape(term.definition)}"{lang}>{inner}</a>'


def explain(html: str, *, known: set[str] | None = None, words: Vocabulary | None = None) -> str:
    """`html` with the first occurrence of each glossary term marked.

    `known` holds the addresses of the terms already explained in the same level; it grows. `words` replaces the
    vocabulary that rooms offer. Text that is not well formed is given back with nothing marked inside unclosed tags.
    """
    words = words or vocabulary()
    if words is None or not html:
        return html
    known = known if known is not None else set()
    out: list[str] = []
    closed: list[str] = []
    for token in _TOKENS.split(html):
        if token.startswith("<"):
            name_match = _TAG_NAME.match(token)
            name = name_match.group(1).lower() if name_match else ""
            if name in _SKIPPED and not token.endswith("/>"):
                if token.startswith("</"):
                    if closed and closed[-1] == name:
                        closed.pop()
                else:
                    closed.append(name)
            out.append(token)
        elif closed or not token.strip():
            out.append(token)
        else:
            reached = 0
            for start, end, term in words.find(token, known):
                out.append(token[reached:start])
                out.append(_marked(token[start:end], term))
                reached = end
            out.append(token[reached:])
    return "".join(out)
