"""Forms in which Facebook and people write the address of a post, and what each of them names."""

from typing import NamedTuple


class Form(NamedTuple):
    """`owner` and `number` as they stand; `kind` is story, object, or "" where nothing is told."""

    address: str
    kind: str
    owner: str = ""
    number: str = ""


PAGE, STORY, OBJECT, PFBID = "186725698400085", "1015831642178355", "924031", "pfbid02AbCdEfGhJkL9"
FB = "https://www.facebook.com"


def _story(address: str, owner: str = PAGE, number: str = STORY) -> Form:
    return Form(address, "story", owner, number)


def _object(address: str, owner: str = "", number: str = STORY) -> Form:
    return Form(address, "object", owner, number)


FORMS = (
    # as the Graph API gives them
    _story(f"{PAGE}_{STORY}"),
    _story(f"{FB}/{PAGE}/posts/{STORY}"),
    _story(f"{FB}/{PAGE}/posts/{STORY}/"),
    _story(f"{FB}/justintimberlake/posts/{STORY}", "justintimberlake"),
    _story(f"{FB}/{PAGE}/posts/{STORY}/?comment_id=10158371930463553"),
    _story(f"{FB}/{PAGE}/posts/{STORY}/?comment_id=1015837193046&reply_comment_id=1015840998410"),
    _story(f"{FB}/permalink.php?story_fbid={STORY}&id={PAGE}"),
    _story(f"{FB}/permalink.php?id={PAGE}&story_fbid={STORY}"),
    _story(f"{FB}/permalink.php?story_fbid={STORY}", ""),
    _story(f"{FB}/{PAGE}_{STORY}"),
    _object(f"{FB}/{PAGE}/photos/a.394882150607615.90039.349489628480201/{STORY}/?type=3", PAGE),
    _object(f"{FB}/ChinaGlobalTVNetwork/photos/a.566725090034982/{STORY}/?type=3"),
    _object(f"{FB}/redreliefkenya/photos/{STORY}"),
    _object(f"{FB}/redreliefkenya/photos/pcb.{STORY[::-1]}/{STORY}"),
    _object(f"{FB}/FacebookforDevelopers/videos/{STORY}/"),
    _object(f"{FB}/{PAGE}/videos/{STORY}", PAGE),
    _object(f"{FB}/photo.php?fbid={STORY}&set=p.909150133277173&type=3"),
    _object(f"{FB}/photo.php?fbid=6192614", number="6192614"),
    _object(f"{FB}/photo/?fbid={STORY}&set=a.1"),
    _object(f"{FB}/photo?fbid={STORY}"),
    _object(f"{FB}/album.php?fbid={STORY}&id=19292868552&aid=434106"),
    _object(f"{FB}/reel/{STORY}/"),
    _object(f"{FB}/reel/{STORY}/?mibextid=abc"),
    _object(f"{FB}/events/{STORY}/"),
    _object(f"{FB}/events/words-of-it/{STORY}/"),
    # as browsers and applications show them
    _story(f"{FB}/SomePage/posts/{PFBID}", "somepage", PFBID),
    _story(f"{FB}/{PAGE}/posts/{PFBID}?__cft__[0]=AZX&__tn__=%2CO", number=PFBID),
    _story(f"{FB}/permalink.php?story_fbid={PFBID}&id={PAGE}", number=PFBID),
    _story(f"{FB}/SomePage/posts/some-words-of-it/{STORY}", "somepage"),
    _story(f"{FB}/SomePage/posts/%C3%A9coles-ferm%C3%A9es/{STORY}/", "somepage"),
    _story(f"{FB}/SomePage/activity/{STORY}", "somepage"),
    _story(f"{FB}/story.php?story_fbid={STORY}&id={PAGE}"),
    _story(f"{FB}/groups/{PAGE}/permalink/{STORY}/"),
    _story(f"{FB}/groups/{PAGE}/posts/{STORY}/"),
    _story(f"{FB}/groups/some.group/permalink/{STORY}/", "some.group"),
    _story(f"{FB}/groups/some.group/posts/{STORY}", "some.group"),
    _story(f"{FB}/groups/{PAGE}/?multi_permalinks={STORY}"),
    _story(f"{FB}/groups/{PAGE}?multi_permalinks={STORY}&hoisted_section_header_type=recent"),
    _story(f"https://m.facebook.com/groups/{PAGE}?view=permalink&id={STORY}"),
    _story(f"{FB}/events/{PAGE}/permalink/{STORY}/"),
    _object(f"{FB}/watch/?v={STORY}"),
    _object(f"{FB}/watch?v={STORY}&ref=sharing"),
    _object(f"{FB}/watch/live/?v={STORY}"),
    _object(f"{FB}/video.php?v={STORY}"),
    _object(f"{FB}/SomePage/videos/some-words-of-it/{STORY}/"),
    _object(f"{FB}/SomePage/videos/vb.{PAGE}/{STORY}/?type=2&theater"),
    _object(f"{FB}/reels/{STORY}"),
    _object(f"{FB}/notes/some-page/some-words/{STORY}/"),
    _object(f"{FB}/note.php?note_id={STORY}"),
    # hosts, ports, marks
    _story(f"https://m.facebook.com/{PAGE}/posts/{STORY}?refid=17&__tn__=-R"),
    _story(f"https://mbasic.facebook.com/story.php?story_fbid={STORY}&id={PAGE}&refid=17"),
    _story(f"https://web.facebook.com/SomePage/posts/{STORY}?_rdc=1&_rdr", "somepage"),
    _story(f"https://touch.facebook.com/story.php?id={PAGE}&story_fbid={STORY}#comments"),
    _story(f"https://fr-fr.facebook.com/SomePage/posts/{STORY}", "somepage"),
    _story(f"http://facebook.com/{PAGE}/posts/{STORY}"),
    _story(f"facebook.com/{PAGE}/posts/{STORY}"),
    _story(f"//www.facebook.com/{PAGE}/posts/{STORY}"),
    _story(f"HTTPS://WWW.FACEBOOK.COM/{PAGE}/posts/{STORY}"),
    _story(f"https://fb.com/{PAGE}/posts/{STORY}"),
    _story(f"https://www.facebook.com:443/{PAGE}/posts/{STORY}"),
    # an address within another
    _story(f"{FB}/login/?next=https%3A%2F%2Fwww.facebook.com%2F{PAGE}%2Fposts%2F{STORY}"),
    _story(
        f"https://l.facebook.com/l.php?u=https%3A%2F%2Fwww.facebook.com%2F{PAGE}%2Fposts%2F{STORY}"
    ),
    _story(f"{FB}/plugins/post.php?href=https%3A%2F%2Fwww.facebook.com%2F{PAGE}%2Fposts%2F{STORY}"),
    # that say nothing of a post
    Form("https://fb.watch/5bQfXyZ_12/", ""),
    Form("https://fb.me/e/1aBcDeFgH", ""),
    Form(f"{FB}/share/p/1AbCdEfGhJ/", ""),
    Form(f"{FB}/share/v/1234567890/", ""),
    Form(f"{FB}/SomePage", ""),
    Form(f"{FB}/SomePage/posts/", ""),
    Form(f"{FB}/SomePage/posts/some-long-words-of-it", ""),
    Form(f"{FB}/SomePage/videos/", ""),
    Form(f"{FB}/profile.php?id={PAGE}", ""),
    Form(f"{FB}/groups/{PAGE}/", ""),
    Form(f"{FB}/media/set/?set=a.{STORY}&type=3", ""),
    Form(f"{FB}/hashtag/school", ""),
    Form(f"https://facebook.com.example.org/{PAGE}/posts/{STORY}", ""),
    Form(f"https://notfacebook.com/{PAGE}/posts/{STORY}", ""),
    Form(f"https://facebook.example/{PAGE}/posts/{STORY}", ""),
    Form(f"https://example.org/?u=https://www.facebook.com/{PAGE}/posts/{STORY}", ""),
)
