"""In: a mapping file. Out: Mapping: which column of a table is what of a post; reads disk."""

from dataclasses import dataclass

from fb_watch.intake.moments import Order


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """Which columns (of JSON: paths) say what of a post; the first that says something counts."""

    columns: dict[str, tuple[str, ...]]
    zone: str = ""  # IANA name: of times without zone; "" that of the source
    order: Order = "dmy"
    sheet: str = ""  # of a workbook; "" the first
    source_name: str = ""  # page or group, where no column tells it
