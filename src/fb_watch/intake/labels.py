"""In: a Member. Out: its name for people, and the SHA-256 of its bytes."""

import hashlib

from fb_watch.intake.member import Member

_BLOCK = 2**20


def label(member: Member) -> str:
    """A file, for people: its path, and the one inside it."""
    is_file = member.path or member.file.as_posix().endswith(member.name)
    return str(member.file) if is_file else f"{member.file}/{member.name}"


def digest(member: Member) -> str:
    """Hex SHA-256 of a file, as it is unpacked."""
    sha256 = hashlib.sha256()
    with member.open() as stream:
        while block := stream.read(_BLOCK):
            sha256.update(block)
    return sha256.hexdigest()
