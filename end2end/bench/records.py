#!/usr/bin/env python3
"""records.py DATABASE: what a guest may find in a portal's SQLite file, read without the portal, one JSON line each.

It is what Groonga is filled with and what the plain count looks through, so that all three have the same records.
"""

import json
import sqlite3
import sys

QUERY = """
select d.id, o.title, r.metadata, d.updated_at,
  (select group_concat(distinct format) from distribution where version_id = d.version_id)
from dataset d join organisation o on o.id = d.organisation_id join revision r on r.id = d.revision_id
where d.public = 1
"""


def with_provinces(codes):
    """A region with the province and the city above it, as the portal counts them."""
    above = (code[:digits] + "0" * (6 - digits) for code in codes for digits in (2, 4, 6))
    return list(dict.fromkeys(above))


with sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True) as database:
    for identity, publisher, metadata, updated_at, formats in database.execute(QUERY):
        metadata = json.loads(metadata)
        record = {
            "_key": identity,
            "title": metadata["title"],
            "keywords": "\n".join(metadata["keywords"]),
            "publisher_name": publisher,
            "description": metadata["description"],
            "summary": metadata["description"][:200],
            "source": metadata["source_title"] or "",
            "updated_at": updated_at / 1e6,
            "theme": metadata["themes"],
            "publisher": publisher,
            "open_type": metadata["open_type"] or "unknown",
            "format": formats.split(",") if formats else [],
            "region": with_provinces(metadata["regions"]),
            "cycle": metadata["cycle"] or "",
        }
        print(json.dumps(record, ensure_ascii=False))
