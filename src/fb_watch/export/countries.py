"""In: a post. Out: the countries it speaks of, and those a search finds it by besides. Pure."""

from fb_watch.model.archived import ArchivedPost


def spoken_of(post: ArchivedPost) -> set[str]:
    """What the post speaks of; the page's own country is no evidence."""
    return {tag["country"] for tag in post["countries"] if tag["role"] != "page"}


def of_its_page(post: ArchivedPost) -> set[str]:
    """The countries of its page that the post does not name: searches and counts have them too."""
    return {tag["country"] for tag in post["countries"]} - spoken_of(post)
