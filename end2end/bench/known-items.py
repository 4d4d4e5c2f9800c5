#!/usr/bin/env python3
"""known-items.py: how often the search finds a real dataset by what a person knows of its title.

Datasets are drawn by a seed from a running portal. Each is asked for in the ways below, made with jieba, pypinyin
and OpenCC from PyPI; of each way, the first datasets of the draw that it can be made for. A dataset counts as found when
among the first ten items of `GET /api/datasets?q=…&group=true&limit=10` there is, as an item or among the `similar`
of one, the dataset itself or one with the same title but for spaces and widths: no words can tell these twins apart.

Prints a table in Markdown; the exit code is 1 when a way that decides finds less than 95 %, and 2 for wrong usage.
"""

import argparse
import http.client
import json
import re
import sys
import time
import unicodedata
from dataclasses import dataclass, field
from itertools import islice
from random import Random
from statistics import median, quantiles
from urllib.parse import quote, urlsplit

import jieba
from opencc import OpenCC

from titles import HAN, Catalogue, folded, syllables

GOAL = 95.0
LONGEST = 200
TAIWAN = OpenCC("s2twp")
TRADITIONAL = OpenCC("s2t")


class Portal:
    """A running portal, asked over one connection."""

    def __init__(self, url):
        self.connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
        self.grouping = True
        self.grouped = False

    def ask(self, path):
        """The JSON of the answer and the milliseconds that the search took."""
        began = time.perf_counter()
        self.connection.request("GET", path, headers={"Accept": "application/json"})
        response = self.connection.getresponse()
        body = response.read()
        wall = (time.perf_counter() - began) * 1000
        inside = re.search(r"\bsearch;(?:[^,]*;)?dur=([\d.]+)", response.getheader("Server-Timing") or "")
        return response.status, json.loads(body), float(inside.group(1)) if inside else wall, bool(inside)

    def search(self, query):
        path = f"/api/datasets?q={quote(query)}&limit=10"
        answer = self.ask(path + "&group=true") if self.grouping else self.ask(path)
        if answer[0] == 400 and self.grouping:
            self.grouping = False
            answer = self.ask(path)
        if answer[0] != 200:
            sys.exit(f"{path}: {answer[0]} {answer[1]}")
        self.grouped |= any(item.get("similar") for item in answer[1]["items"])
        return answer[1:]

    def everything(self):
        """Every dataset of the catalogue."""
        items, cursor = [], ""
        while cursor is not None:
            status, page, _, _ = self.ask(f"/api/datasets?sort=id&limit=100&cursor={quote(cursor)}")
            if status != 200:
                sys.exit(f"the catalogue cannot be read: {status} {page}")
            for item in page["items"]:
                source = (item["source"] or {}).get("title", "")
                publisher = item["publisher"]["title"]
                items.append({"id": item["id"], "title": item["title"], "publisher": publisher, "source": source})
            cursor = page["next"]
        return items


@dataclass
class Way:
    """A way to ask: from a title to a query, or to nothing where it cannot be made."""

    name: str
    label: str
    decides: bool
    make: object
    searched: list = field(default_factory=list)


def ways(catalogue):
    def bare(title, _):
        bare = catalogue.without_places(title)
        return bare if folded(bare) != folded(title) else None

    def telling(title, _):
        words = catalogue.telling(title)
        return " ".join(words) if len(words) == 2 and len(title) > 3 else None

    def sharpest(title, _):
        words = catalogue.sharpest(title)
        return " ".join(words) if len(words) == 2 and len(title) > 3 else None

    def any_two(title, random):
        words = catalogue.content(title)
        return " ".join(random.sample(words, 2)) if len(words) > 1 and len(title) > 3 else None

    def sounds(title, between):
        letters = [sound for sound in syllables(unicodedata.normalize("NFKC", title)) if sound.isascii()]
        spelt = between.join(letter for letter in letters if letter.isalnum())
        return spelt if HAN.search(title) else None

    def converted(title, converter):
        traditional = converter.convert(title)
        return traditional if traditional != title else None

    return [
        Way("title", "the title", True, lambda title, _: title),
        Way("bare", "the title without place and year", True, bare),
        Way("sharpest", "the two words of it that fewest titles share", True, sharpest),
        Way("homophone", "the title, one character mistyped for one of the same sound", True, catalogue.mistyped),
        Way("pinyin", "pinyin of the title in one piece, no tones", True, lambda title, _: sounds(title, "")),
        Way("traditional", "the title in traditional characters", True, lambda t, _: converted(t, TRADITIONAL)),
        Way("telling", "its two rarest words of the dictionary", False, telling),
        Way("any-two", "any two words of it", False, any_two),
        Way("syllables", "pinyin of the title, syllable by syllable", False, lambda title, _: sounds(title, " ")),
        Way("taiwan", "the title in Taiwan's characters and words", False, lambda t, _: converted(t, TAIWAN)),
    ]


@dataclass
class Outcome:
    """What became of a query."""

    query: str
    item: dict
    place: int | None
    by: str
    milliseconds: float
    page: dict


def judge(portal, item, query):
    page, milliseconds, inside = portal.search(query)
    wanted = folded(item["title"])
    for place, found in enumerate(page["items"], 1):
        all_of_it = [found, *((found.get("similar") or {}).get("items", []))]
        if any(one["id"] == item["id"] for one in all_of_it):
            return Outcome(query, item, place, "itself", milliseconds, page), inside
        if any(folded(one["title"]) == wanted for one in all_of_it):
            return Outcome(query, item, place, "twin", milliseconds, page), inside
    return Outcome(query, item, None, "", milliseconds, page), inside


def row(way, outcomes, catalogue):
    """A line of the table, and the percentage."""
    asked = len(outcomes)
    found = [outcome for outcome in outcomes if outcome.place]
    percent = 100 * len(found) / asked
    first = sum(outcome.place == 1 for outcome in found)
    times = [outcome.milliseconds for outcome in outcomes]
    p95 = quantiles(times, n=20)[-1] if asked > 1 else times[0]
    if way.name in ("telling", "sharpest", "any-two"):
        crowd = [outcome for outcome in outcomes if catalogue.with_all(outcome.query.split()) > 10]
        crowded = f"{len(crowd)} / {sum(outcome.place is not None for outcome in crowd)}"
    else:
        crowded = ""
    twins = sum(catalogue.twins[folded(outcome.item["title"])] > 1 for outcome in outcomes)
    by_twin = sum(outcome.by == "twin" for outcome in found)
    cells = [way.label, asked, len(found), f"{percent:.1f}", first, f"{twins} / {by_twin}", crowded]
    cells += ["" if not way.decides else "yes" if percent >= GOAL else "**no**"]
    return "| " + " | ".join(map(str, [*cells, f"{median(times):.1f}", f"{p95:.1f}"])) + " |", percent


def write_misses(file, misses, catalogue):
    head = ["way", "query", "wanted", "publisher", "first found", "its like in ten", "total", "relaxed", "did you mean"]
    print("\t".join(head), file=file)
    for way, outcome in misses:
        page = outcome.page
        first = page["items"][0]["title"] if page["items"] else "—"
        bare = catalogue.without_places(outcome.item["title"])
        like = any(catalogue.without_places(item["title"]) == bare for item in page["items"])
        facts = ["like" if like else "", page["total"], "relaxed" if page.get("relaxed") else "", page.get("did_you_mean") or ""]
        cells = [way.name, outcome.query, outcome.item["title"], outcome.item["publisher"], first, *facts]
        print("\t".join(str(cell).replace("\t", " ") for cell in cells), file=file)


def main():
    jieba.setLogLevel(60)
    line = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    line.add_argument("--url", default="http://127.0.0.1:3000", help="the running portal (%(default)s)")
    line.add_argument("--seed", type=int, default=1, help="which datasets are drawn (%(default)s)")
    line.add_argument("--n", type=int, default=300, help="how many are asked for in each way (%(default)s)")
    line.add_argument("--kinds", default="", metavar="NAMES", help="only these ways, with commas")
    line.add_argument("--misses", metavar="FILE", help="writes what was not found, and what came first, with tabs")
    given = line.parse_args()

    portal = Portal(given.url)
    # The ids are new with each import; titles and publishers are not.
    items = sorted(portal.everything(), key=lambda item: (item["title"], item["publisher"], item["source"]))
    catalogue = Catalogue(items)
    drawn = Random(given.seed).sample(items, len(items))
    every = ways(catalogue)
    unknown = set(filter(None, given.kinds.split(","))) - {way.name for way in every}
    if unknown:
        line.error(f"no such way: {', '.join(unknown)}; there are {', '.join(way.name for way in every)}")
    chosen = [way for way in every if not given.kinds or way.name in given.kinds.split(",")]

    rows, misses, below, passed_over, inside = [], [], [], [], False
    for way in chosen:
        # Each way has its own chance, so that what one asks does not depend on which others are asked.
        chance = Random(f"{given.seed} {way.name}")
        queries = ((item, way.make(item["title"], chance)) for item in drawn)
        tried, outcomes = 0, []
        for item, query in queries:
            if len(outcomes) == given.n:
                break
            tried += 1
            if query:
                outcome, inside = judge(portal, item, query[:LONGEST])
                outcomes.append(outcome)
        if not outcomes:
            continue
        cells, percent = row(way, outcomes, catalogue)
        rows.append(cells)
        passed_over.append(f"{way.name} {tried - len(outcomes)}")
        misses += [(way, outcome) for outcome in outcomes if not outcome.place]
        if way.decides and percent < GOAL:
            below.append(way.name)
        print(f"{way.name}: {percent:.1f} %", file=sys.stderr)

    head = ["asked by", "asked", "found in ten", "%", "found first", "twins / found by twin", "crowded / found"]
    head += [f"≥ {GOAL:.0f} %", "median ms", "p95 ms"]
    print("| " + " | ".join(head) + " |")
    print("| --- |" + " ---: |" * (len(head) - 1))
    print("\n".join(rows))
    times = "of the search itself (Server-Timing)" if inside else "of the whole answer over HTTP"
    similar = "came as one" if portal.grouped else "did **not** come as one"
    print(
        f"\nOf {len(items)} datasets, seed {given.seed}. Passed over because the question cannot be made of the title: "
        f"{', '.join(passed_over)}. Ways without a verdict are information. *Twins*: datasets that share their title "
        "with others. *Crowded*: more than ten titles, places and dates aside, have both words, so that no order of "
        "results shows all of them among ten. Telling words: of jieba's dictionary, in at most "
        f"{catalogue.generic:.0f} titles, the two rarest. Times: {times}, one question at a time. Similar datasets "
        f"{similar}."
    )
    if given.misses:
        with open(given.misses, "w", encoding="utf-8") as file:
            write_misses(file, misses, catalogue)
    sys.exit(1 if below else 0)


if __name__ == "__main__":
    try:
        main()
    except OSError as error:
        sys.exit(f"no portal answers there: {error}")
