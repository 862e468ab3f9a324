import io
import os
import zipfile
from pathlib import Path

import pytest

from fb_watch.errors import IntakeError
from fb_watch.intake.bundle import Limits, Member, open_all
from fb_watch.intake.recognise import recognise
from intake.build import member
from intake.test_every_format import workbook


def packed(path: Path, files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    """A zip of these files."""
    with zipfile.ZipFile(path, "w", method) as zipped:
        for name, content in files.items():
            zipped.writestr(name, content)
    return path


def all_of(*paths: Path, limits: Limits | None = None) -> dict[str, Member]:
    """The members by name."""
    return {one.name: one for one in open_all(paths, limits or Limits())}


def content(one: Member) -> bytes:
    """All its bytes."""
    with one.open() as stream:
        return stream.read()


def refusal(one: Member) -> str:
    """Why it cannot be opened; there is always something to do about it."""
    with pytest.raises(IntakeError) as caught:
        content(one)
    assert caught.value.remedy
    return caught.value.message


def test_a_file_a_folder_and_a_zip_give_the_same(tmp_path: Path) -> None:
    """Names are paths inside what was given; of a single file its own name."""
    folder = tmp_path / "export"
    (folder / "posts").mkdir(parents=True)
    (folder / "posts" / "a.json").write_bytes(b"[1]")
    zipped = packed(tmp_path / "export.zip", {"posts/a.json": b"[1]"})

    given = [all_of(path) for path in (folder, zipped, folder / "posts" / "a.json")]

    assert [["posts/a.json"], ["posts/a.json"], ["a.json"]] == [list(one) for one in given]
    assert [b"[1]"] * 3 == [content(each) for one in given for each in one.values()]
    assert [3, 3, 3] == [each.size for one in given for each in one.values()]


def test_zips_in_a_folder_are_read_and_siblings_are_found_across_parts(tmp_path: Path) -> None:
    """Facebook parts large exports: the picture of a post may lie in the next zip."""
    packed(tmp_path / "part1.zip", {"posts/a.json": b"[]", "own.jpg": b"1"})
    packed(tmp_path / "part2.zip", {"media/b.jpg": b"2"})

    posts = all_of(tmp_path)["posts/a.json"]

    found = [posts.sibling(name) for name in ("own.jpg", "media/b.jpg", "./media//b.jpg")]
    assert [b"1", b"2", b"2"] == [content(one) for one in found if one]
    assert posts.sibling("none.jpg") is None
    assert tmp_path / "part1.zip" == posts.file


@pytest.mark.parametrize("is_zip", [True, False])
def test_an_export_may_lie_in_a_folder_of_what_is_given(tmp_path: Path, is_zip: bool) -> None:
    """Its own files are found, and those of another export beside it are not taken for them."""
    files = {
        f"{whose}/{name}": whose.encode()
        for whose in ("facebook-ana", "facebook-bea", "deep/er")
        for name in ("activity/posts/a.json", "activity/posts/media/a.jpg", "profile/profile.json")
    }
    given = tmp_path / "exports"
    if is_zip:
        packed(given, files)
    else:
        for name, data in files.items():
            (given / name).parent.mkdir(parents=True, exist_ok=True)
            (given / name).write_bytes(data)

    members = all_of(given)

    for whose in ("facebook-ana", "facebook-bea", "deep/er"):
        posts = members[f"{whose}/activity/posts/a.json"]
        for name in ("activity/posts/media/a.jpg", "profile/profile.json"):
            sibling = posts.sibling(name)
            assert sibling is not None
            assert whose.encode() == content(sibling)
            assert posts.shares(sibling)
    assert members["facebook-ana/activity/posts/a.json"].sibling("none.jpg") is None


def test_members_of_one_name_are_all_read(tmp_path: Path) -> None:
    """Two paths that come to the same are two files."""
    zipped = packed(tmp_path / "a.zip", {"a/g.json": b"[1]", "a//g.json": b"[2]", "b.json": b"[]"})

    members = list(open_all([zipped], Limits()))

    assert [("a/g.json", b"[1]"), ("a/g.json", b"[2]"), ("b.json", b"[]")] == [
        (one.name, content(one)) for one in members
    ]


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "a/../../secret", "link", "C:/x", ""])
def test_no_name_leads_out_of_a_folder(tmp_path: Path, name: str) -> None:
    """Neither dots nor links nor roots; the folder is all there is."""
    (tmp_path / "secret").write_bytes(b"secret")
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "a.json").write_bytes(b"[]")
    (folder / "link").symlink_to(tmp_path / "secret")

    members = all_of(folder)

    assert ["a.json"] == list(members)
    assert members["a.json"].sibling(name) is None


def test_a_path_that_leads_out_of_a_zip_is_refused(tmp_path: Path) -> None:
    """And the other members are read."""
    zipped = packed(tmp_path / "a.zip", {"../../evil": b"x", "good.json": b"[]"})

    members = list(open_all([zipped], Limits()))

    assert "leads out of the zip" in refusal(members[0])
    assert b"[]" == content(members[1])


def test_a_zip_inside_a_zip_is_refused(tmp_path: Path) -> None:
    """The message says what to do; the outer one is read all the same."""
    inner = io.BytesIO()
    packed_inner = zipfile.ZipFile(inner, "w")
    packed_inner.writestr("a.json", "[]")
    packed_inner.close()
    zipped = packed(tmp_path / "a.zip", {"b.zip": inner.getvalue(), "c.json": b"[]"})

    members = all_of(zipped)

    assert "zip inside a zip" in refusal(members["b.zip"])
    assert b"[]" == content(members["c.json"])


def test_a_workbook_is_a_file_and_no_zip(tmp_path: Path) -> None:
    """Though it is packed as one, given by itself or in a zip."""
    book = workbook([])
    (tmp_path / "a.xlsx").write_bytes(book)
    packed(tmp_path / "b.zip", {"b.xlsx": book})

    members = all_of(tmp_path)

    assert {"a.xlsx": book, "b.xlsx": book} == {name: content(one) for name, one in members.items()}


def test_bombs_are_refused_before_they_are_unpacked(tmp_path: Path) -> None:
    """By how far a member is packed, by what all of it would be, and by shared bytes."""
    zipped = packed(tmp_path / "a.zip", {"zeros": bytes(3 * 2**20), "good": b"[]"})

    far = all_of(zipped)
    whole = all_of(zipped, limits=Limits(bundle=2**20))
    big = all_of(zipped, limits=Limits(file=2**20, ratio=10**6))

    assert "packed beyond" in refusal(far["zeros"])
    assert b"[]" == content(far["good"])
    assert "more than 1 MB" in refusal(whole["a.zip"])
    assert "zeros has 3 MB" in refusal(big["zeros"])


def test_members_that_share_their_bytes_are_refused(tmp_path: Path) -> None:
    """More packed bytes than the zip has can only be an overlap."""
    path = packed(tmp_path / "a.zip", {"a": os.urandom(5000)}, zipfile.ZIP_STORED)
    with zipfile.ZipFile(path, "a") as zipped:
        for number in range(5):
            twin = zipped.infolist()[0]
            again = zipfile.ZipInfo(f"twin{number}")
            again.CRC, again.file_size = twin.CRC, twin.file_size
            again.compress_size, again.header_offset = twin.compress_size, twin.header_offset
            zipped.filelist.append(again)
            zipped.NameToInfo[again.filename] = again
        zipped._didModify = True  # type: ignore[attr-defined]

    (one,) = open_all([path], Limits())

    assert "packed beyond" in refusal(one)


def test_an_encrypted_member_is_refused(tmp_path: Path) -> None:
    """The flag in its entry says so."""
    path = packed(tmp_path / "a.zip", {"a.json": b"[]"})
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x03\x04") + 6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(data))

    assert "is encrypted" in refusal(all_of(path)["a.json"])


@pytest.mark.parametrize("cut", [10, 60, 100])
def test_a_broken_zip_says_so(tmp_path: Path, cut: int) -> None:
    """One member in its place that cannot be opened."""
    path = packed(tmp_path / "a.zip", {"a.json": b"[]" * 100})
    path.write_bytes(path.read_bytes()[:cut])

    (one,) = open_all([path], Limits())

    assert "is damaged" in refusal(one)


def test_damage_inside_a_member_says_so(tmp_path: Path) -> None:
    """A wrong checksum is found when it is read."""
    path = packed(tmp_path / "a.zip", {"a.json": b"[12345]"}, zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes().replace(b"[12345]", b"[12845]"))

    assert "a.json is damaged" in refusal(all_of(path)["a.json"])


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_damage_says_so_however_a_member_was_packed(tmp_path: Path, method: int) -> None:
    """Each way of packing has its own error for bytes that cannot be unpacked."""
    path = packed(tmp_path / "a.zip", {"a.json": os.urandom(3000).hex().encode()}, method)
    data = bytearray(path.read_bytes())
    for at in range(60, 1000):
        data[at] ^= 0x55
    path.write_bytes(bytes(data))

    assert "a.json is damaged" in refusal(all_of(path)["a.json"])


def test_what_is_no_file_says_so(tmp_path: Path) -> None:
    """Nothing, a pipe, more files and more bytes than the limits allow; the others are read."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "z.json").write_bytes(b"[]")
    absent = tmp_path / "absent"

    members = all_of(absent, tmp_path)

    assert "No such file" in refusal(members["absent"])
    assert "no regular file" in refusal(members["pipe"])
    assert b"[]" == content(members["z.json"])
    assert "more than 1 files" in refusal(all_of(tmp_path, limits=Limits(members=1))[tmp_path.name])
    assert "more than 0 MB" in refusal(all_of(tmp_path, limits=Limits(file=1))["z.json"])


def test_a_directory_of_too_many_entries_is_not_read(tmp_path: Path) -> None:
    """It would be read whole into memory."""
    path = packed(tmp_path / "a.zip", {f"{number}": b"" for number in range(20)})

    (one,) = open_all([path], Limits(members=10))

    assert "more than 10 files" in refusal(one)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xd8\xff\xe0",
        b"\x00\x01",
        b"hello",
        b"{}",
        b"[]",
        b"<html></html>",
        b"a,b\n1,2\n",
    ],
)
def test_what_holds_no_posts_is_not_recognised(data: bytes) -> None:
    """Pictures, texts, empty documents, tables of other things."""
    assert recognise(member(data)) is None
