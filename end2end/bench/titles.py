"""What titles are made of, told by jieba and pypinyin from PyPI: places, dates, telling words, sounds.

Nothing here is the portal's own, so that the portal cannot judge itself.
"""

import re
import unicodedata
from collections import Counter
from itertools import combinations

import jieba
import jieba.posseg
from pypinyin import Style, lazy_pinyin

HAN = re.compile(r"[\u4e00-\u9fff]")
DATE = r"(?:19|20)\d{2}(?:年(?:度|\d{1,2}月(?:份|\d{1,2}日)?)?|\d{4}|\d{2})?(?!\d)"
DATES = re.compile(rf"(?<!\d){DATE}(?:\s*[-—~至]+\s*{DATE})?")
PLACE = re.compile(r"^(?:.{2,11}?(?:自治州|自治县)|.{1,7}?[省市区县州])")
COMPOUND = re.compile(
    r"[^\u4e00-\u9fff]|[和委]|中共|公司|国网|[城超各门]市$|[各城景园市社小片院地]区$|市县$|县区$|^自治"
)
EMPTY = re.compile(r"[（(【\[《“][\s_\-—、,，]*[）)】\]》”]")
EDGES = " \t\u3000_-—·、,，:：;；"
# A word in more than this share of the distinct titles says nothing: 信息, 名单, 公示 …
GENERIC = 0.01
# As many characters count as common, of the 2,400 or so that titles are written with.
COMMON = 1500


def folded(title):
    """The title without spaces, widths and capitals: two titles that agree in it cannot be told apart."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", title)).lower()


def words(title):
    """The words of jieba's dictionary; what it does not know falls apart into characters."""
    return [word for word in jieba.cut(title, HMM=False) if word.strip()]


def kind(word):
    """The part of speech in jieba's dictionary."""
    return jieba.posseg.dt.word_tag_tab.get(word, "x")


def syllables(text):
    """The toneless sound of each character in its context; `v` for `ü`; what has no sound stays."""
    return lazy_pinyin(text, style=Style.NORMAL, errors=list)


class Catalogue:
    """What all titles together say."""

    def __init__(self, items):
        self.titles = {folded(item["title"]): item["title"] for item in items}
        self.twins = Counter(folded(item["title"]) for item in items)
        self.having = {}
        letters = Counter()
        for number, title in enumerate(self.titles.values()):
            for word in words(title):
                self.having.setdefault(word, set()).add(number)
            letters.update(HAN.findall(title))
        self.frequency = {word: len(numbers) for word, numbers in self.having.items()}
        self.generic = GENERIC * len(self.titles)
        self.sounding = {}
        for letter, _ in letters.most_common(COMMON):
            self.sounding.setdefault(lazy_pinyin(letter)[0], []).append(letter)
        self.places = re.compile("|".join(map(re.escape, sorted(self._places(items), key=len, reverse=True))))

    def _places(self, items):
        """Provinces, cities and districts: the sources, how publishers' names begin, and jieba's places in titles."""
        begun = Counter()
        for item in items:
            for name in (item["publisher"], item["source"].removesuffix("公共数据开放平台")):
                while place := PLACE.match(name):
                    begun[place.group()] += 1
                    name = name[place.end() :]
        # A name that few publishers begin with is an accident: 图书馆（市, 大型超市.
        names = {name for name, count in begun.items() if count > 2 and kind(name) in ("ns", "nr", "x")}
        names |= {word for word in self.frequency if kind(word) in ("ns", "nr", "x") and PLACE.fullmatch(word)}
        names = {name for name in names if len(name) > 2 and not COMPOUND.search(name)}
        # 邳州市 is called 邳州 too; 开发区 is not called 开发.
        short = {re.sub(r"[省市区县州]$", "", name) for name in names}
        return names | {name for name in short if len(name) > 1 and kind(name) in ("ns", "nr")}

    def without_places(self, title):
        """The title without places and dates, as far as it still says something; else as it is."""
        bare = DATES.sub("", self.places.sub("", title))
        bare = EMPTY.sub("", EMPTY.sub("", bare)).strip(EDGES)
        bare = re.sub(r"([_\-—])[_\-—\s]+", r"\1", bare)
        return bare if len(HAN.findall(bare)) > 3 else title

    def content(self, title):
        """Its distinct words of two letters or more that name something, places left out, in their order."""
        found = dict.fromkeys(words(self.without_places(title)))
        return [
            word
            for word in found
            if word in self.having
            and len(HAN.findall(word)) == len(word) > 1
            and kind(word) != "ns"
            and kind(word)[0] in "nvabijlxz"
        ]

    def telling(self, title):
        """The two rarest of them that are not generic, in their order; fewer if there are fewer."""
        telling = [word for word in self.content(title) if self.frequency[word] <= self.generic]
        rarest = sorted(telling, key=lambda word: self.frequency[word])[:2]
        return [word for word in telling if word in rarest]

    def sharpest(self, title):
        """The two words of its content that fewest titles share, in their order; fewer if there are fewer."""
        content = self.content(title)
        pairs = list(combinations(content, 2))
        return min(pairs, key=lambda pair: len(self.having[pair[0]] & self.having[pair[1]]), default=content)

    def with_all(self, needles):
        """How many titles have all of the words somewhere, places and dates aside."""
        having = (title for title in self.titles.values() if all(needle in title for needle in needles))
        return len({folded(self.without_places(title)) for title in having})

    def mistyped(self, title, random):
        """The title with one character replaced by a common one of the same sound; `None` if none has."""
        sounds = syllables(title)
        assert len(sounds) == len(title), title
        places = [place for place, letter in enumerate(title) if HAN.match(letter)]
        random.shuffle(places)
        for place in places:
            others = [letter for letter in self.sounding.get(sounds[place], []) if letter != title[place]]
            if others:
                return title[:place] + random.choice(others) + title[place + 1 :]
        return None
