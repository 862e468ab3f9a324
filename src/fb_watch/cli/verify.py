"""fb-watch verify"""

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from fb_watch.cli.home import home_of, reading
from fb_watch.cli.output import note, print_json, table
from fb_watch.cli.progress import advancing
from fb_watch.cli.refs import read_refs, sorted_out
from fb_watch.i18n import _, labelled, plural

if TYPE_CHECKING:
    from fb_watch.model.proof import Kept, Proof, Reading


_NAMED = 5  # versions of one reason


def configure(parser: argparse.ArgumentParser) -> None:
    """Which posts, of the archive or of a bag."""
    parser.add_argument("refs", nargs="*", metavar="REF", help=_("references; - reads stdin"))
    parser.add_argument("--bag", metavar="DIR", type=Path, help=_("a bag instead of the archive"))
    parser.add_argument("--json", action="store_true", help=_("as JSON"))
    parser.epilog = "\n".join(
        [
            _("Each version must make its hash, each response its SHA-256, each file its name;"),
            _("responses are chained, so that none can be taken out. Without REF: everything."),
            _("Of a bag: from the bag alone, that a version is what was received: read anew,"),
            _("or, where that cannot be, in part only, which is counted and said. Nothing in"),
            _("a bag is signed: its seal has to be the one that whoever sent it tells."),
            "",
            _("examples:"),
            "  fb-watch verify",
            "  fb-watch verify fbw:2020-000123@9f2c41aa",
            "  fb-watch verify --bag handover fbw:2020-000123@9f2c41aa",
        ]
    )


def run(args: argparse.Namespace) -> int:
    """Look, say what was looked at, list what has changed; 1 where something has or is absent."""
    from fb_watch.model.proof import Proof

    proof = Proof()
    refs = read_refs(args.refs) if args.refs else ()
    if args.bag:
        _prove_bag(args.bag, refs, proof)
    else:
        _prove_archive(args, refs, proof)
    if args.json:
        print_json(asdict(proof))
    elif proof.findings:
        rows = [[_(one.kind), one.name, one.why] for one in proof.findings]
        table([_("what"), _("name"), _("why")], rows)
    _tell(proof)
    return 1 if proof.findings or proof.not_found else 0


def _prove_archive(args: argparse.Namespace, refs: tuple[str, ...], proof: "Proof") -> None:
    from fb_watch.archive.verifying import prove

    with reading(args) as archive:
        there, lacking = sorted_out(archive, refs)
        proof.not_found += lacking
        if lacking and not there:  # of none, everything would be looked at
            return
        steps = prove(archive, home_of(args) / "archive", there, proof)
        for _done in advancing("fb-watch verify", steps, 0):
            pass


def _prove_bag(bag: Path, refs: tuple[str, ...], proof: "Proof") -> None:
    from fb_watch.export.bag_proof import prove_bag

    for _done in advancing("fb-watch verify", prove_bag(bag, refs, _read, proof), 0):
        pass
    if proof.seal:
        told = _("Seal of the bag: {seal}. Whoever sent it can tell whether it is theirs.")
        note(told.format(seal=proof.seal))
    note(_("`archive.db` is not proven: `fb-watch merge` looks at it as it takes it in."))
    for ref in proof.not_found:
        note(_("The bag holds no {ref}.").format(ref=ref))


def _read(kept: "Kept") -> "Reading":
    """The posts that evidence shows, read as when it came."""
    from fb_watch.intake.again import read_again

    if kept.format is None:
        return _read_response(kept.body)
    return read_again(kept.format, kept.facts, kept.where, kept.body)


def _read_response(body: bytes) -> "Reading":
    from datetime import UTC, datetime

    from fb_watch.dialect.parse import parse_capture
    from fb_watch.model.collected import Capture
    from fb_watch.model.proof import Reading

    read = Capture(page="", retrieved_at=datetime.now(UTC), request="", status=200, body=body)
    return Reading(tuple(parse_capture(read).posts))


def _tell(proof: "Proof") -> None:
    """How much was looked at and how much of it has changed, on stderr."""
    counted = (
        (plural("{n} version", "{n} versions", proof.versions), proof.versions),
        (plural("{n} response", "{n} responses", proof.responses), proof.responses),
        (plural("{n} media file", "{n} media files", proof.media), proof.media),
    )
    looked = labelled(_("Looked at"), ", ".join(text.format(n=n) for text, n in counted))
    found = (
        plural("{n} is not what it was.", "{n} are not what they were.", len(proof.findings))
        if proof.findings
        else _("No change was found.")
        if proof.by_bytes
        else _("Nothing has changed.")
    )
    note(f"{looked}. {found.format(n=len(proof.findings))}")
    if proof.read_anew or proof.by_bytes:
        _tell_how(proof)


def _tell_how(proof: "Proof") -> None:
    """How many versions of a bag were read anew; which are proven in part only, and why."""
    read = plural(
        "{n} version was read anew out of its evidence.",
        "{n} versions were read anew out of their evidence.",
        proof.read_anew,
    )
    note(read.format(n=proof.read_anew))
    by_why: dict[str, list[str]] = {}
    for one in proof.by_bytes:
        by_why.setdefault(one.why, []).append(one.name)
    for why, names in by_why.items():
        told = plural(
            "{n} version is proven in part only: {reason} ({refs})",
            "{n} versions are proven in part only: {reason} ({refs})",
            len(names),
        )
        refs = ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
        note(told.format(n=len(names), reason=why, refs=refs))
