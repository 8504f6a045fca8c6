"""tui.feeds.inflate: bodies are unpacked in bounded steps."""

from __future__ import annotations

import gzip
import zlib

import pytest

from tui.feeds.inflate import BodyError, Inflater, size


def unpack(data: bytes, coding: str, limit: int = 1_000_000, step: int = 1_000) -> bytes:
    inflater = Inflater(coding, limit)
    for start in range(0, len(data), step):
        inflater.feed(data[start : start + step])
    return inflater.finish()


@pytest.mark.parametrize("step", [1, 7, 100_000])
def test_a_gzip_body_is_unpacked_however_it_is_cut(step: int) -> None:
    assert unpack(gzip.compress(b"news " * 500), "gzip", step=step) == b"news " * 500


def test_a_file_of_gzip_that_says_nothing_of_it_is_unpacked_within_the_same_bounds() -> None:
    packed = gzip.compress(b"news " * 500)
    assert unpack(packed, "") == b"news " * 500
    with pytest.raises(BodyError, match="larger than 1 kB"):
        unpack(packed, "", limit=1_000)


def test_a_body_of_several_gzip_members_is_one_document() -> None:
    assert unpack(gzip.compress(b"one ") + gzip.compress(b"two"), "GZIP") == b"one two"


def test_a_body_of_a_great_many_gzip_members_is_refused() -> None:
    member = gzip.compress(b"n")
    assert unpack(member * 1_000, "gzip") == b"n" * 1_000
    with pytest.raises(BodyError, match="more than 1,000 pieces"):
        unpack(member * 1_001, "gzip")


def test_padding_after_a_gzip_body_is_no_document() -> None:
    assert unpack(gzip.compress(b"news") + b"\0" * 64, "gzip") == b"news"


def test_deflate_is_taken_with_and_without_its_wrapper() -> None:
    bare = zlib.compressobj(wbits=-15)
    assert unpack(zlib.compress(b"news"), "deflate") == b"news"
    assert unpack(bare.compress(b"news") + bare.flush(), "deflate") == b"news"


def test_a_body_that_just_fits_is_taken_and_one_byte_more_is_not() -> None:
    assert len(unpack(gzip.compress(b"n" * 5_000), "gzip", limit=5_000)) == 5_000
    with pytest.raises(BodyError, match=r"larger than 5 kB"):
        unpack(gzip.compress(b"n" * 5_001), "gzip", limit=5_000)


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    inflater = Inflater("gzip", 100_000)
    with pytest.raises(BodyError, match="larger than 100 kB"):
        inflater.feed(bomb)
    assert len(inflater._body) <= 100_001


def test_an_uncompressed_body_has_the_same_limit() -> None:
    with pytest.raises(BodyError, match="larger than 10 bytes"):
        unpack(b"x" * 11, "", limit=10)


def test_a_body_that_breaks_off_is_no_document() -> None:
    with pytest.raises(BodyError, match="broke off"):
        unpack(gzip.compress(b"news " * 500)[:-9], "gzip")


def test_a_damaged_body_is_said_to_be_damaged() -> None:
    with pytest.raises(BodyError, match="damaged"):
        unpack(b"\x1f\x8b\x08\x00" + b"\xff" * 40, "gzip")


@pytest.mark.parametrize("coding", ["br", "gzip, gzip", "zstd", "gzip,deflate"])
def test_a_coding_that_was_not_asked_for_is_refused(coding: str) -> None:
    with pytest.raises(BodyError, match="not asked for"):
        Inflater(coding, 1_000)


@pytest.mark.parametrize("coding", ["identity", "UTF-8", "none", " "])
def test_what_is_no_coding_changes_nothing(coding: str) -> None:
    assert unpack(b"news", coding) == b"news"


def test_sizes_are_said_in_the_words_of_the_configuration() -> None:
    assert [size(900), size(64_000), size(10_000_000), size(2_500_000)] == [
        "900 bytes",
        "64 kB",
        "10 MB",
        "2.5 MB",
    ]


def test_a_body_that_is_next_to_nothing_is_refused_before_the_limit() -> None:
    bomb = gzip.compress(bytes(5_000_000), 9)
    with pytest.raises(BodyError, match="unpacks to more than 200 times its size"):
        unpack(bomb, "gzip", limit=10_000_000)


def test_what_is_small_may_be_packed_as_tightly_as_it_can_be() -> None:
    assert len(unpack(gzip.compress(bytes(900_000), 9), "gzip")) == 900_000
