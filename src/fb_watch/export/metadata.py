"""In: what an export says of itself. Out: a JSON file beside a form that has no room for it."""

import json
from pathlib import Path
from typing import Any

from fb_watch.dialect.clean import clean_text
from fb_watch.export.columns import DECIMAL_COMMA, PRIMARY_KEY, Column, columns_of
from fb_watch.export.handing_over import Wishes
from fb_watch.model.exported import Exported


def facts(about: Exported) -> dict[str, Any]:
    """The query, when, by whom, how many, what is complete, and the codebook, for programs."""
    return {
        "program": about.program,
        "query": about.asked,
        "exported_at": about.at.isoformat(timespec="seconds").replace("+00:00", "Z"),
        "exported_by": about.by,
        "posts": about.posts,
        "not_found": list(about.not_found),
        "public": about.is_public,
        "with_comments": about.with_comments,
        "with_authors": about.with_authors,
        "unmasked": about.is_unmasked,
        "codebook": about.codebook.hash,
        "measured": list(about.measured.get(about.lang, ())),
        "coverage": [dict(page) for page in about.coverage],
    }


def write_metadata(made: Path, name: str, about: Exported, wishes: Wishes) -> None:
    """
    Write the file that belongs to `name`, in the form of CSV on the Web where that is a CSV.

    W3C, Metadata Vocabulary for Tabular Data: a reader of x.csv looks for x.csv-metadata.json.
    """
    told: dict[str, Any] = {"url": clean_text(name), "dc:source": facts(about)}
    if name.endswith((".csv", ".tsv")):
        told = {"@context": "http://www.w3.org/ns/csvw", **told, **_table(about, wishes)}
    made.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _table(about: Exported, wishes: Wishes) -> dict[str, Any]:
    separator = ";" if wishes.excel in DECIMAL_COMMA else ","
    return {
        "dialect": {"delimiter": separator, "encoding": "utf-8", "header": True},
        "tableSchema": {
            "columns": [
                {
                    "name": column.name,
                    "titles": column.name,
                    "dc:description": column.says[about.lang],
                    "datatype": _datatype(column, wishes),
                    **({"separator": "|"} if column.is_list else {}),
                }
                for column in columns_of(about)
            ],
            "primaryKey": list(PRIMARY_KEY),
        },
    }


def _datatype(column: Column, wishes: Wishes) -> str | dict[str, Any]:
    if column.datatype == "decimal" and wishes.excel in DECIMAL_COMMA:
        return {"base": "decimal", "format": {"decimalChar": ","}}
    return column.datatype
