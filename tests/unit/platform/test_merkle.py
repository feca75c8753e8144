"""Trees beside the definition of RFC 6962 written out as it stands there, and beside its published vectors."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuanliu.platform.digests import Profile, hash_of
from nuanliu.platform.merkle import (
    Frontier,
    consistency_path,
    fold,
    frontier_of,
    full_subtrees,
    head,
    inclusion_path,
    is_consistent,
    root_from_path,
)

h = hash_of(Profile.SHA256)
VECTORS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
sizes = st.integers(1, 700)


def leaves_of(count):
    return [hashlib.sha256(b"\0" + number.to_bytes(4, "big")).digest() for number in range(count)]


LEAVES = leaves_of(700)


# -- RFC 6962, section 2.1, word for word


def largest_power_below(count):
    return max(1 << bit for bit in range(12) if 1 << bit < count)


def mth(leaves):
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = largest_power_below(len(leaves))
    return hashlib.sha256(b"\1" + mth(leaves[:k]) + mth(leaves[k:])).digest()


def path(m, leaves):
    if len(leaves) == 1:
        return []
    k = largest_power_below(len(leaves))
    return [*path(m, leaves[:k]), mth(leaves[k:])] if m < k else [*path(m - k, leaves[k:]), mth(leaves[:k])]


def subproof(m, leaves, is_whole):
    if m == len(leaves):
        return [] if is_whole else [mth(leaves)]
    k = largest_power_below(len(leaves))
    if m <= k:
        return [*subproof(m, leaves[:k], is_whole), mth(leaves[k:])]
    return [*subproof(m - k, leaves[k:], False), mth(leaves[:k])]


# -- the vectors of the RFC's reference implementation


def test_published_heads():
    frontier, found = Frontier(h), []
    for data in VECTORS:
        frontier.append(h(b"\0" + bytes.fromhex(data)))
        found.append(frontier.root().hex())
    assert found == ROOTS
    assert Frontier(h).root() == h(b"")


def test_published_paths():
    leaves = [h(b"\0" + bytes.fromhex(data)) for data in VECTORS]
    subtree = subtree_of(leaves)
    assert [one.hex() for one in inclusion_path(h, 0, 8, subtree)] == [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]
    assert [one.hex() for one in consistency_path(h, 6, 8, subtree)] == [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]


# -- any size


def subtree_of(leaves):
    return lambda start, count: fold(h, leaves[start : start + count])


@given(sizes)
def test_a_growing_tree_has_the_head_of_the_definition(size):
    frontier = Frontier(h)
    for leaf in LEAVES[:size]:
        frontier.append(leaf)
    assert frontier.root() == mth(LEAVES[:size]) == head(h, size, subtree_of(LEAVES))
    assert frontier.tiles == [(1, n, mth(LEAVES[n * 256 : n * 256 + 256])) for n in range(size // 256)]


@given(sizes, st.integers(0, 40))
def test_a_tree_goes_on_from_its_right_edge(size, more):
    grown = frontier_of(h, size, subtree_of(LEAVES))
    for leaf in LEAVES[size : size + more]:
        grown.append(leaf)
    assert grown.root() == mth(LEAVES[: size + more])
    assert sum(count for _start, count in full_subtrees(size)) == size


@given(st.data(), sizes)
def test_every_leaf_leads_to_the_head_and_no_other_place_does(data, size):
    index = data.draw(st.integers(0, size - 1))
    found = inclusion_path(h, index, size, subtree_of(LEAVES))
    assert found == path(index, LEAVES[:size])
    root = mth(LEAVES[:size])
    assert root_from_path(h, index, size, LEAVES[index], found) == root
    wrong = data.draw(st.integers(0, size + 2))
    if wrong != index:
        assert root_from_path(h, wrong, size, LEAVES[index], found) != root
    assert root_from_path(h, index, size, LEAVES[index], [*found, root]) is None
    if found:
        assert root_from_path(h, index, size, LEAVES[index], found[:-1]) is None


@given(st.data(), sizes)
def test_heads_of_one_log_are_consistent_and_others_are_not(data, new):
    old = data.draw(st.integers(1, new))
    found = consistency_path(h, old, new, subtree_of(LEAVES))
    assert found == subproof(old, LEAVES[:new], True)
    roots = {"old_root": mth(LEAVES[:old]), "new_root": mth(LEAVES[:new])}
    assert is_consistent(h, old=old, new=new, path=found, **roots)
    assert not is_consistent(h, old=old, new=new, path=[*found, h(b"x")], **roots)
    forked = [*LEAVES[: old - 1], h(b"forked"), *LEAVES[old:new]]
    assert not is_consistent(h, old=old, new=new, path=found, old_root=roots["old_root"], new_root=mth(forked))
    assert not is_consistent(h, old=old, new=new, path=found, old_root=mth(forked[:old]), new_root=roots["new_root"])


@pytest.mark.parametrize(("old", "new"), [(0, 1), (2, 1), (-1, 3)])
def test_impossible_sizes_are_not_consistent(old, new):
    assert not is_consistent(h, old=old, new=new, old_root=h(b""), new_root=h(b""), path=[])


def test_tiles_come_at_every_level():
    frontier = Frontier(h)
    for _number in range(256 * 256):
        frontier.append(LEAVES[0])
    levels = [level for level, _index, _digest in frontier.tiles]
    assert (levels.count(1), levels.count(2)) == (256, 1)
    assert frontier.tiles[-1] == (2, 0, frontier.root())
