"""In: Evidence. Out: a WARC file (ISO 28500) of requests and responses, free of tokens."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any, BinaryIO, Final
from uuid import NAMESPACE_URL, uuid5

from fb_watch.model.evidence import Evidence

VERSION: Final = "1.1"
GRAPH: Final = "https://graph.facebook.com"
NOTE: Final = "the access token was taken out, in the address and in the body; headers are not kept"


def write_warc(evidence: Iterable[Evidence], out: BinaryIO, program: str) -> list[dict[str, Any]]:
    """
    Write what was received; gives for each version its record and, in a file, its row.

    A response of the Graph API is a request and a response record, anything else a resource. Each
    body is what the archive keeps: `Fbw-Note` says what is not as it came over the wire.
    """
    from warcio.warcwriter import WARCWriter

    writer = WARCWriter(out, gzip=True, warc_version=VERSION)
    info = {"software": program, "format": f"WARC File Format {VERSION}", "description": NOTE}
    writer.write_record(writer.create_warcinfo_record("evidence.warc.gz", info))
    told: list[dict[str, Any]] = []
    for one in evidence:
        told += _shown(one, _write(writer, one))
    return told


def _shown(one: Evidence, record: str) -> Iterator[dict[str, Any]]:
    for version in one.versions:
        told = {"ref": version.ref, "record": record}
        if one.status == 0:
            told |= {"format": one.edge, **version._asdict()}
        yield told


def _write(writer: object, one: Evidence) -> str:
    """The records of one response; gives the id of the one that holds the body."""
    from warcio.statusandheaders import StatusAndHeaders

    name = _name(one)
    common = {"WARC-Date": one.at.strftime("%Y-%m-%dT%H:%M:%SZ"), "Fbw-SHA256": one.sha256}
    if one.status == 0:
        record = writer.create_warc_record(  # type: ignore[attr-defined]
            f"urn:sha256:{one.sha256}",
            "resource",
            payload=BytesIO(one.body),
            length=len(one.body),
            warc_content_type="application/octet-stream",
            warc_headers_dict=common | {"WARC-Record-ID": name, "Fbw-File": _line(one.request)},
        )
        writer.write_record(record)  # type: ignore[attr-defined]
        return name
    address = f"{GRAPH}{one.request}"
    answer = [("Content-Type", "application/json; charset=utf-8")]
    if one.api_version:
        answer.append(("facebook-api-version", _line(one.api_version)))
    response = writer.create_warc_record(  # type: ignore[attr-defined]
        address,
        "response",
        payload=BytesIO(one.body),
        length=len(one.body),
        http_headers=StatusAndHeaders(f"{one.status} ", answer, protocol="HTTP/1.1"),
        warc_headers_dict=common | {"WARC-Record-ID": name, "Fbw-Note": NOTE},
    )
    request = writer.create_warc_record(  # type: ignore[attr-defined]
        address,
        "request",
        payload=BytesIO(),
        length=0,
        http_headers=StatusAndHeaders(
            f"GET {one.request} HTTP/1.1", [("Host", "graph.facebook.com")], is_http_request=True
        ),
        warc_headers_dict=common | {"WARC-Concurrent-To": name},
    )
    writer.write_record(request)  # type: ignore[attr-defined]
    writer.write_record(response)  # type: ignore[attr-defined]
    return name


def _name(one: Evidence) -> str:
    """The same id for the same response in every bag: it says what was received, and when."""
    return f"<urn:uuid:{uuid5(NAMESPACE_URL, f'{one.sha256} {one.at.isoformat()} {one.request}')}>"


def _line(text: str) -> str:
    """A header is one line of ASCII."""
    return text.encode("ascii", "backslashreplace").decode().replace("\r", " ").replace("\n", " ")
