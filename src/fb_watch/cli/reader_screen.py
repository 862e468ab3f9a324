"""The screen of the reader: a list, a post, and a key for everything that is done with a post."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from textual.app import App, ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Footer, Label, OptionList, Static
from textual.widgets.option_list import Option

from fb_watch.cli.output import printable
from fb_watch.cli.reader_boxes import Asking, Showing
from fb_watch.cli.reader_page import keys, line, title, whole
from fb_watch.errors import FbWatchError
from fb_watch.i18n import _, state
from fb_watch.model.archived import ArchivedPost, versioned

if TYPE_CHECKING:
    from rich.text import Text
    from textual.timer import Timer

    from fb_watch.cli.reader_desk import Desk, Found

_LIST = 34  # columns of the list, of which four are border and bar
_MOMENT = 2.0  # seconds after which a post is not only passed by
_AGAIN = 30.0  # seconds from one look at what others do to the next


class Reader(App[None]):
    """The posts of a query, one after the other."""

    ENABLE_COMMAND_PALETTE = False
    CSS = """
    #title { height: 1; background: $panel; width: 100%; }
    #list { width: %d; height: 100%; border: none; padding: 0; }
    #page { width: 1fr; height: 100%; padding: 0 1; }
    """.replace("%d", str(_LIST))

    def __init__(self, desk: "Desk", found: "Found") -> None:
        super().__init__()
        self._desk = desk
        self._found = found
        self._hits = found.hits
        self._holders = found.holders
        self._needles = desk.needles()
        self._staying: Timer | None = None
        for key, action, text in (
            ("r", "decide('relevant')", state("relevant")),
            ("s", "decide('set-aside')", state("set-aside")),
            ("v", "decide('verified')", state("verified")),
            ("t", "tag", _("tags")),
            ("n", "note", _("note")),
            ("d", "dossier", _("dossier")),
            ("c", "cite", _("cite")),
            ("u", "undo", _("take back")),
        ):
            self.bind(key, action, description=text)
        for key, action in (
            ("q", "quit"),
            ("j", "move(1)"),
            ("k", "move(-1)"),
            ("space", "turn(1)"),
            ("b", "turn(-1)"),
            ("question_mark", "keys"),
        ):
            self.bind(key, action, show=False)

    def compose(self) -> ComposeResult:
        """A line on the query, the list beside the post, the keys."""
        yield Label("", id="title", markup=False)
        with Horizontal():
            yield OptionList(id="list", markup=False)
            with VerticalScroll(id="page", can_focus=False):
                yield Static("", id="post", markup=False)
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        """Fill the list and show the first post."""
        self._list.add_options([Option(self._line(place)) for place in range(len(self._hits))])
        found = self._found
        self.query_one("#title", Label).update(
            title(len(self._hits), found.number, self._desk.query.words)
        )
        for text in found.notes:
            self.notify(printable(text), markup=False)
        if self._hits:
            self._list.highlighted = 0
        else:
            self.query_one("#post", Static).update(printable("\n".join(found.why)))
        self._list.focus()
        self.set_interval(_AGAIN, self._look_about)
        if self._hits and not self._desk.by:
            question = _("Your name, so that others see what you are reading; Esc reads without")
            self.push_screen(Asking(question), self._begun)

    def _begun(self, name: str | None) -> None:
        self._desk.by = name or ""
        self._look_about()

    def on_option_list_option_highlighted(self, _event: OptionList.OptionHighlighted) -> None:
        """Another post of the list; who stays with it reads it."""
        self._show()
        if self._staying:
            self._staying.stop()
        self._staying = self.set_timer(_MOMENT, self._look_about)

    def action_move(self, step: int) -> None:
        """To the next post, or the one before."""
        if self._hits:
            self._list.highlighted = max(0, min(len(self._hits) - 1, self._place + step))

    def action_turn(self, step: int) -> None:
        """A screen of the text further, or back."""
        page = self.query_one("#page", VerticalScroll)
        page.scroll_relative(y=step * max(1, page.size.height - 2), animate=False)

    def action_decide(self, status: str) -> None:
        """Give the post a status and go to the next."""
        if not self._hits:
            return
        shown = self._hits[self._place]["post"]

        def done() -> str:
            if objection := self._desk.objection(shown, status):
                self._show()
                return objection
            told = self._desk.decide(shown["ref"], status)
            self._show()
            self.action_move(1)
            return told

        self._do(done)

    def action_tag(self) -> None:
        """Tags by hand."""
        question = _("Tags, such as theme:education country:KE -theme:food")
        self._ask(question, self._desk.tag)

    def action_note(self) -> None:
        """A note."""
        self._ask(_("Note"), self._desk.note)

    def action_dossier(self) -> None:
        """Into a dossier."""
        known: list[str] = []
        if not self._guarded(lambda: known.extend(self._desk.dossiers())):
            return
        question = _("Dossier; there are: {names}").format(names=", ".join(known) or "–")
        self._ask(printable(question), self._add_or_begin, known)

    def _add_or_begin(self, ref: str, name: str) -> str:
        """Add a post to a dossier; one that is not there yet is begun where that is meant."""
        if self._desk.is_dossier(name):
            return self._desk.add_to_dossier(ref, name)
        question = _("There is no dossier {name} yet. Enter begins it, Esc leaves it.")
        self._ask(printable(question.format(name=name)), self._desk.begin_dossier, typed=name)
        return ""

    def action_cite(self) -> None:
        """The reference."""
        if self._hits:
            self._guarded(lambda: self.push_screen(Showing(printable(self._desk.cite(self._ref)))))

    def action_keys(self) -> None:
        """What each key does."""
        self.push_screen(Showing(keys()))

    def action_undo(self) -> None:
        """Take back the newest deed."""
        self._do(self._undone, is_of_a_post=False)

    def _undone(self) -> str:
        told = self._desk.undo()
        for place in range(len(self._hits)):
            with suppress(FbWatchError):  # one that is gone: what was taken back is told
                self._renew(place)
        self._show()
        return told

    @property
    def _list(self) -> OptionList:
        return self.query_one("#list", OptionList)

    @property
    def _place(self) -> int:
        return self._list.highlighted or 0

    @property
    def _ref(self) -> str:
        """The version on the screen: what is cited, noted or collected is what was read."""
        return versioned(self._hits[self._place]["post"]) if self._hits else ""

    def _show(self, *, anew: bool = True) -> None:
        """The post of the list; `anew` from its beginning."""
        if not self._hits:
            return
        try:
            post = self._renew(self._place)
            notes = self._desk.notes(post["ref"])
        except FbWatchError as error:  # erased meanwhile, or the archive cannot be read just now
            self.query_one("#post", Static).update(_said(error))
            return
        page = whole(post, notes, self._needles, self._holders.get(post["ref"]))
        self.query_one("#post", Static).update(page)
        if anew:
            self.query_one("#page", VerticalScroll).scroll_home(animate=False)

    def _look_about(self) -> None:
        """Check out the post that is read, and see what others have meanwhile."""
        with suppress(FbWatchError):  # said where something is done
            self._desk.open(self._ref)
            held = self._desk.holders([hit["post"]["ref"] for hit in self._hits])
            before, self._holders = self._holders, held
            for place, hit in enumerate(self._hits):
                ref = hit["post"]["ref"]
                if before.get(ref) != held.get(ref):
                    self._list.replace_option_prompt_at_index(place, self._line(place))
                    if place == self._place:
                        self._show(anew=False)

    def _renew(self, at: int) -> ArchivedPost:
        """Read a post of the list again, at the same version: much is done by others too."""
        hit = self._hits[at]
        ref = hit["post"]["ref"]
        now, had = self._desk.post(versioned(hit["post"])), self._holders.pop(ref, None)
        self._holders |= self._desk.holders([ref])
        if now != hit["post"] or had != self._holders.get(ref):
            self._hits[at] = {**hit, "post": now}
            self._list.replace_option_prompt_at_index(at, self._line(at))
        return now

    def _line(self, place: int) -> "Text":
        hit = self._hits[place]
        return line(hit, _LIST - 4, self._holders.get(hit["post"]["ref"]))

    def _ask(
        self,
        question: str,
        deed: Callable[[str, str], str],
        known: Sequence[str] = (),
        typed: str = "",
    ) -> None:
        """Have something typed, and do it with the post."""
        ref = self._ref

        def answered(text: str | None) -> None:
            if text:
                again = partial(self._ask, question, deed, known, text)
                self._do(lambda: self._done(deed, ref, text), again=again)

        if self._hits:
            self.push_screen(Asking(question, known, typed), answered)

    def _done(self, deed: Callable[[str, str], str], ref: str, text: str) -> str:
        told = deed(ref, text)
        self._show()
        return told

    def _do(
        self,
        deed: Callable[[], str],
        *,
        is_of_a_post: bool = True,
        again: Callable[[], None] | None = None,
    ) -> None:
        """Do it and say what was done, or why not, and ask again; who does it is asked once."""
        if is_of_a_post and not self._hits:
            return

        def named(name: str | None) -> None:
            self._begun(name)
            if name:
                self._do(deed, is_of_a_post=is_of_a_post, again=again)

        if not self._desk.by:
            self.push_screen(Asking(_("Your name, which stands beside all you do")), named)
            return

        def told() -> None:
            if text := deed():
                time = max(3.0, len(text) / 12)  # characters that one reads in a second
                self.notify(printable(text), timeout=time, markup=False)

        self._guarded(told, again)

    def _guarded(self, deed: Callable[[], object], again: Callable[[], None] | None = None) -> bool:
        """Do it; where it cannot be done, show why, then ask again."""
        try:
            deed()
        except FbWatchError as error:
            self.push_screen(Showing(_said(error)), lambda _closed: again() if again else None)
            return False
        return True


def _said(error: FbWatchError) -> str:
    return printable(f"{error.message}\n{error.remedy}".strip())
