"""In: a post of a file, what the archive holds of it. Out: new, edited, merged or same. Pure."""

from dataclasses import replace

from fb_watch.model.collected import STRENGTHS, Strength
from fb_watch.model.intake import Found, Heard, Outcome, Told, says_nothing


def judge(found: Found, heard: Heard | None, source: str, strength: Strength) -> Told:
    """
    What a post of a file is to the archive.

    Edited: the road that rules the post says something else than before. Merged: a road speaks of
    it for the first time. A stronger road that says no more than that the post is there changes
    nothing of it, nor does a picture out of an album, which is shown beside it, nor a text of
    which some was masked. What the same road tells besides (a title, words that lay beside the
    post) makes a version and is nobody's edit; what it leaves out this time is not gone.
    Undated: Facebook itself says something else, and which is later is not told.
    """
    if heard is None:
        return Told(found=found, outcome="new", is_version=True)
    known = heard.known
    if found.is_kept and known.strength == strength:  # an archive leaves nothing unsaid
        heard = replace(heard, standing=None)
    elif heard.standing and found.short == heard.standing.message != found.post.message:
        heard = replace(heard, standing=replace(heard.standing, message=None))
    told = Told(found=found, outcome="same", heard=heard)
    is_first = not heard.said and known.source != source
    if found.is_picture or found.is_masked:
        return replace(told, outcome="merged" if is_first else "same")
    is_stronger = STRENGTHS.index(strength) < STRENGTHS.index(known.strength) and not (
        says_nothing(found.post)
    )
    is_same_road = known.strength == strength and known.source == source
    goes_on = is_same_road and _says_otherwise(found, heard) and _is_newer(found, heard)
    # what Facebook itself showed was asked for whole: to say more of it is to say otherwise
    may_add = is_same_road and heard.standing and strength != "graph"
    told = replace(told, rules=is_stronger or goes_on or not may_add)
    differs = is_same_road and told.post.hash != known.hash
    is_edit = is_stronger or (goes_on and differs)
    adds = bool(may_add and differs and not goes_on) and not _is_contradicted(found, heard)
    is_version = is_edit or adds
    outcome: Outcome = "edited" if is_edit else "merged" if is_version else "same"
    outcome = "merged" if is_first else outcome
    is_dated = found.as_of is not None and known.as_of is not None
    is_undated = differs and not goes_on and not is_dated and strength == "graph"
    told = replace(told, outcome=outcome, is_version=is_version, is_undated=is_undated)
    return replace(told, is_edit=not adds)


def _says_otherwise(found: Found, heard: Heard) -> bool:
    """
    Whether a road says something else than before, and not only more or less of the same.

    Without a time nobody can tell a thing that was taken out from one that was left out.
    """
    standing = heard.standing
    if standing is None or heard.known.strength == "graph":
        return found.post.hash != heard.known.hash
    is_dated = found.as_of is not None and heard.known.as_of is not None
    return is_dated or _is_contradicted(found, heard)


def _is_contradicted(found: Found, heard: Heard) -> bool:
    """Whether the words that stand are others, and not those of which a poorer table has a few."""
    here = heard.standing.message if heard.standing else None
    own = found.post.message
    return bool(own and here) and own != here and own != found.short


def _is_newer(found: Found, heard: Heard) -> bool:
    """
    Whether a road says it later than what it said before and stands.

    Where that cannot be told, what it never said before is taken to be newer; but nothing
    outdates what Facebook itself said, or what tells when it stood, unless it is known to be later.
    """
    known = heard.known
    if known.as_of:
        return found.as_of is not None and found.as_of > known.as_of
    return known.strength != "graph" and found.post.hash not in heard.said
