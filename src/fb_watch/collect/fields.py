"""In: nothing. Out: the fields asked for, which decide what is archived. Pure."""

from dataclasses import dataclass

_PART = "description,media,media_type,target,title,type,unshimmed_url,url"

# What may be asked of a page that the token can see at all.
CORE = (
    "id",
    "created_time",
    "updated_time",
    "message",
    "story",
    "permalink_url",
    "status_type",
    "is_published",
    "is_hidden",
    "is_expired",
    "parent_id",
    "full_picture",
    "from",
    "shares",
    "message_tags",
    "story_tags",
    "place",
    "properties",
    f"attachments{{{_PART},description_tags,subattachments.limit(100){{{_PART}}}}}",
)
# What needs pages_read_user_content besides. One refused field refuses the whole request, so
# these are given up together; what was not asked is null in the archive and not 0.
OPTIONAL = (
    "reactions.summary(total_count).limit(0)",
    *(
        f"reactions.type({kind}).limit(0).summary(total_count).as({kind.lower()})"
        for kind in ("LIKE", "LOVE", "WOW", "HAHA", "SAD", "ANGRY", "CARE")
    ),
    "comments.filter(stream).summary(true).limit(0)",
)
OPTIONAL_NAMES = ("comments", "reactions")
PAGE = "id,name,username,link"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """What is asked of one kind of object; without `optional` it comes all the same."""

    core: tuple[str, ...]
    optional: tuple[str, ...] = ()
    names: tuple[str, ...] = ()  # what a Capture calls the optional ones

    def text(self, *, optional: bool) -> str:
        """The `fields` of a request."""
        return ",".join(self.core + self.optional if optional else self.core)


OF_POSTS = Fields(core=CORE, optional=OPTIONAL, names=OPTIONAL_NAMES)
# message_tags say where names stand in the message: they are asked for to be taken out.
OF_COMMENTS = Fields(
    core=(
        "id",
        "created_time",
        "message",
        "from",
        "parent{id}",
        "like_count",
        "message_tags",
        "attachment{type,title,description,url,unshimmed_url}",
    )
)
