"""In: nothing. Out: the fields asked for, which decide what is archived. Pure."""

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


def post_fields(*, optional: bool) -> str:
    """The `fields` of a request for posts."""
    return ",".join(CORE + OPTIONAL if optional else CORE)
