"""fb-watch doctor"""

import argparse

from fb_watch.cli.home import home_of
from fb_watch.cli.output import paragraph, print_json
from fb_watch.i18n import _, labelled

SIGNS = {"ok": "✓", "warning": "!", "failed": "✗"}


def configure(parser: argparse.ArgumentParser) -> None:
    """With or without asking Facebook."""
    parser.add_argument("--online", action="store_true", help=_("ask Facebook too"))
    parser.add_argument("--json", action="store_true", help=_("as JSON"))
    parser.epilog = "\n".join(
        [
            _("One line a check, with what to do where one fails; exit 1 where one failed."),
            "",
            _("examples:"),
            "  fb-watch doctor",
            "  fb-watch doctor --online --json",
        ]
    )


def run(args: argparse.Namespace) -> int:
    """Check everything and print one line a check."""
    from fb_watch.checks import checks

    found = list(checks(home_of(args), online=args.online))
    failed = any(check.state == "failed" for check in found)
    if args.json:
        print_json(
            {
                "ok": not failed,
                "checks": [
                    {
                        "check": c.name,
                        "state": c.state,
                        "found": c.found,
                        "remedy": c.remedy or None,
                        **({"numbers": c.numbers} if c.numbers else {}),
                    }
                    for c in found
                ],
            }
        )
    else:
        for check in found:
            paragraph(labelled(f"{SIGNS[check.state]} {check.name}", check.found), hang=4)
            if check.remedy:
                paragraph(f"→ {check.remedy}", indent=4)
    return 1 if failed else 0
