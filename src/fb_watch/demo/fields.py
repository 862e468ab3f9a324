"""In: a `fields` text, e.g. `id,from{name},reactions.limit(0).as(all)`. Out: Fields. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from fb_watch.demo.recorded import wrong

_NAME = re.compile(r"\s*([A-Za-z_]\w*)\s*")
_ARGUMENT = re.compile(r"\.\s*([A-Za-z_]\w*)\s*\(([^()]*)\)\s*")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ATTACHMENT_FIELDS = _words(
    """
    description description_tags media media_type subattachments target title type
    unshimmed_url url
    """
)
COMMENT_FIELDS = _words(
    """
    id message created_time from parent attachment like_count comment_count is_hidden
    message_tags permalink_url can_comment can_hide can_like can_remove user_likes object
    application reactions comments likes
    """
)
# PagePost of version 26; the edges that hold nothing here are known all the same.
POST_FIELDS = _words(
    """
    actions admin_creator allowed_advertising_objectives application backdated_time
    call_to_action can_reply_privately child_attachments comments_mirroring_domain coordinates
    created_time event expanded_height expanded_width feed_targeting from full_picture height
    icon id instagram_eligibility is_app_share is_eligible_for_dark_post
    is_eligible_for_promotion is_expired is_fb_live_videos is_hidden is_inline_created
    is_instagram_eligible is_live_clip is_popular is_published is_spherical message
    message_tags multi_share_end_card multi_share_optimized parent_id permalink_url picture
    place privacy promotable_id promotion_status properties scheduled_publish_time shares
    status_type story story_tags subscribed target targeting timeline_visibility updated_time
    via video_buying_eligibility was_fb_live_videos width attachments comments dynamic_posts
    insights likes reactions sharedposts sponsor_tags to
    """
)
PAGE_FIELDS = _words(
    """
    id name username about category category_list cover description display_subtext emails
    engagement fan_count followers_count founded global_brand_page_name global_brand_root_id
    has_transitioned_to_new_page_experience is_published is_permanently_closed is_unclaimed
    link location phone picture rating_count single_line_address start_info tasks
    talking_about_count verification_status website were_here_count access_token feed posts
    published_posts visitor_posts
    """
)
# Gone since version 3.3: asked on a post with attachments, each kills the whole request.
DEPRECATED_FIELDS = _words(
    """
    caption description link name object_id source type with_tags
    """
)

KNOWN = {
    "Attachment": ATTACHMENT_FIELDS,
    "Comment": COMMENT_FIELDS,
    "PagePost": POST_FIELDS | DEPRECATED_FIELDS,
    "Page": PAGE_FIELDS,
}
_NODE_KIND_OF_EDGE = {
    "attachments": "Attachment",
    "comments": "Comment",
    "feed": "PagePost",
    "posts": "PagePost",
    "published_posts": "PagePost",
    "subattachments": "Attachment",
    "visitor_posts": "PagePost",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field asked: `name.argument(value){children}`, answered under `key`."""

    name: str
    arguments: tuple[tuple[str, str], ...] = ()
    children: tuple["Field", ...] = ()

    def argument(self, name: str, default: str = "") -> str:
        """The value of an argument, the last one where it is given twice."""
        return dict(self.arguments).get(name, default)

    @property
    def key(self) -> str:
        """The name in the answer: the alias of `.as(…)`, else the field's own."""
        return self.argument("as") or self.name


@lru_cache(maxsize=256)
def parse_fields(text: str) -> tuple[Field, ...]:
    """Read a `fields` text; raises error 2500 with the place, as the Graph API does."""
    fields, end = _list(text, 0)
    if end != len(text):
        raise _syntax(f'Expected end of string instead of "{text[end]}".', end, text)
    return fields


@lru_cache(maxsize=256)
def check_fields(fields: tuple[Field, ...], kind: str) -> None:
    """Raise error 100 for the first field that this kind of node does not have."""
    for field in fields:
        if field.name not in KNOWN[kind]:
            raise wrong(f"Tried accessing nonexisting field ({field.name}) on node type ({kind})")
        below = _NODE_KIND_OF_EDGE.get(field.name)
        if below and field.children:
            check_fields(field.children, below)


def names(fields: Iterable[Field]) -> frozenset[str]:
    """The names asked at the top, whatever their aliases."""
    return frozenset(field.name for field in fields)


def _list(text: str, at: int) -> tuple[tuple[Field, ...], int]:
    fields = []
    while True:
        field, at = _field(text, at)
        fields.append(field)
        if at >= len(text) or text[at] != ",":
            return tuple(fields), at
        at += 1


def _field(text: str, at: int) -> tuple[Field, int]:
    found = _NAME.match(text, at)
    if not found:
        raise _syntax("Expected name.", at, text)
    at = found.end()
    arguments: list[tuple[str, str]] = []
    children: tuple[Field, ...] = ()
    while at < len(text) and text[at] in ".{":
        if text[at] == "{":
            children, at = _list(text, at + 1)
            if text[at : at + 1] != "}":
                raise _syntax('Expected "}".', at, text)
            at += 1
        elif argument := _ARGUMENT.match(text, at):
            arguments.append((argument[1], argument[2].strip()))
            at = argument.end()
        else:
            raise _syntax("Expected a modifier.", at, text)
    return Field(name=found[1], arguments=tuple(arguments), children=children), at


def _syntax(what: str, at: int, text: str) -> Exception:
    return wrong(f'Syntax error "{what}" at character {at}: {text}', 2500)
