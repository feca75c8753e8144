"""Reading a QR code off a picture, as a telephone does: no library, no error correction, a clean print only.

Dark modules are found in the pixels, format and mask are read, the codewords are walked and put back in order, and
the bytes of the message come out. Anything that does not fit raises ValueError.
"""

from collections.abc import Sequence
from itertools import permutations
from typing import Any

from PIL import Image
from segno import consts

Grid = list[list[int]]
Finder = tuple[float, float, float]
_MASKS = (
    lambda i, j: (i + j) % 2 == 0,
    lambda i, _j: i % 2 == 0,
    lambda _i, j: j % 3 == 0,
    lambda i, j: (i + j) % 3 == 0,
    lambda i, j: (i // 2 + j // 3) % 2 == 0,
    lambda i, j: (i * j) % 2 + (i * j) % 3 == 0,
    lambda i, j: ((i * j) % 2 + (i * j) % 3) % 2 == 0,
    lambda i, j: ((i + j) % 2 + (i * j) % 3) % 2 == 0,
)
_LEVELS = {0: consts.ERROR_LEVEL_M, 1: consts.ERROR_LEVEL_L, 2: consts.ERROR_LEVEL_H, 3: consts.ERROR_LEVEL_Q}
_FORMAT_MASK = 0b101010000010010


def read_qr(picture: Image.Image) -> str:
    """The text of the one code somewhere in a picture."""
    return _text(modules_in(picture))


def modules_in(picture: Image.Image) -> Grid:
    """Dark and light modules: the three finder patterns say where the code stands and how large a module is."""
    plain = picture.convert("L")
    wide, high = plain.size
    dark = [[value < 128 for value in plain.crop((0, y, wide, y + 1)).tobytes()] for y in range(high)]
    top_left, far, step = _corners(_finders(dark))
    count = 4 * round(((far[0] - top_left[0]) / step + 7 - 17) / 4) + 17
    step = (far[0] - top_left[0]) / (count - 7)
    left, top = top_left[0] - 3.5 * step, top_left[1] - 3.5 * step
    return [
        [int(dark[int(top + (r + 0.5) * step)][int(left + (c + 0.5) * step)]) for c in range(count)]
        for r in range(count)
    ]


def _corners(found: list[Finder]) -> tuple[Finder, Finder, float]:
    """The upper left finder, the upper right one and the width of a module.

    Modules of the message may happen to look like a fourth: the three that stand in the corners of the largest upright
    square are the finders.
    """
    squares = [
        (far[0] - corner[0], corner, far, below)
        for corner, far, below in permutations(found, 3)
        if abs(far[1] - corner[1]) < corner[2]
        and abs(below[0] - corner[0]) < corner[2]
        and abs((far[0] - corner[0]) - (below[1] - corner[1])) < 2 * corner[2]
        and far[0] > corner[0]
    ]
    if not squares:
        raise ValueError(f"no code: {len(found)} finder patterns")
    _side, corner, far, below = max(squares)
    return corner, far, (corner[2] + far[2] + below[2]) / 3


def _finders(dark: list[list[bool]]) -> list[Finder]:
    """(x, y of the middle, width of a module) of every square with runs 1:1:3:1:1 across and down."""
    hits: list[list[tuple[float, float, float]]] = []
    for y, row in enumerate(dark):
        for x, step in _patterns(row):
            down = [other for other in _patterns([line[int(x)] for line in dark]) if abs(other[0] - y) < step]
            if not down:
                continue
            near = next(
                (group for group in hits if abs(group[0][0] - x) < step and abs(group[0][1] - y) < 4 * step), None
            )
            near.append((x, y, step)) if near is not None else hits.append([(x, y, step)])
    return [tuple(sum(one[at] for one in group) / len(group) for at in range(3)) for group in hits]  # type: ignore[misc]


def _patterns(row: Sequence[bool]) -> list[tuple[float, float]]:
    """(middle, width of a module) of every run of dark 1, light 1, dark 3, light 1, dark 1 in a row."""
    edges = [at for at in range(1, len(row)) if row[at] != row[at - 1]]
    found = []
    for number in range(len(edges) - 5):
        if not row[edges[number]]:
            continue
        runs = [edges[number + k + 1] - edges[number + k] for k in range(5)]
        step = sum(runs) / 7
        if step >= 2 and all(
            abs(run - want * step) <= 0.4 * step + 0.5 for run, want in zip(runs, (1, 1, 3, 1, 1), strict=True)
        ):
            found.append(((edges[number] + edges[number + 5]) / 2, step))
    return found


def _text(grid: Grid) -> str:
    size = len(grid)
    version = (size - 17) // 4
    format_bits = 0
    for row, column in [*((8, c) for c in (0, 1, 2, 3, 4, 5, 7)), *((r, 8) for r in (8, 7, 5, 4, 3, 2, 1, 0))]:
        format_bits = format_bits << 1 | grid[row][column]
    format_bits ^= _FORMAT_MASK
    level, mask = _LEVELS[format_bits >> 13], _MASKS[format_bits >> 10 & 7]
    free = _free(version)
    bits = []
    column, upward = size - 1, True
    while column > 0:
        column -= column == 6
        for row in range(size - 1, -1, -1) if upward else range(size):
            bits += [grid[row][c] ^ mask(row, c) for c in (column, column - 1) if free[row][c]]
        column, upward = column - 2, not upward
    words = [int("".join(map(str, bits[at : at + 8])), 2) for at in range(0, len(bits) - 7, 8)]
    return _message(_in_order(words, version, level), version)


def _free(version: int) -> list[list[bool]]:
    """Where data stand: not in finders, timing, alignment, format and version."""
    size = version * 4 + 17
    free = [[True] * size for _ in range(size)]

    def take(top: int, left: int, bottom: int, right: int) -> None:
        for row in range(max(top, 0), min(bottom, size)):
            free[row][max(left, 0) : min(right, size)] = [False] * (min(right, size) - max(left, 0))

    take(0, 0, 9, 9)
    take(0, size - 8, 9, size)
    take(size - 8, 0, size, 9)
    take(6, 0, 7, size)
    take(0, 6, size, 7)
    places = consts.ALIGNMENT_POS[version - 2] if version > 1 else ()
    corners = {(6, 6), (6, size - 7), (size - 7, 6)}
    for row in places:
        for column in places:
            if (row, column) not in corners:
                take(row - 2, column - 2, row + 3, column + 3)
    if version >= 7:
        take(0, size - 11, 6, size - 8)
        take(size - 11, 0, size - 8, 6)
    return free


def _in_order(words: Sequence[int], version: int, level: Any) -> list[int]:
    """The data codewords of all blocks, one block after the other."""
    blocks = [info.num_data for info in consts.ECC[version][level] for _ in range(info.num_blocks)]
    filled: list[list[int]] = [[] for _ in blocks]
    ahead = iter(words)
    for place in range(max(blocks)):
        for number, most in enumerate(blocks):
            if place < most:
                filled[number].append(next(ahead))
    return [word for block in filled for word in block]


def _message(words: Sequence[int], version: int) -> str:
    bits = "".join(f"{word:08b}" for word in words)
    if bits[:4] != "0100":
        raise ValueError(f"not a message in bytes: {bits[:4]}")
    long = 8 if version < 10 else 16
    count = int(bits[4 : 4 + long], 2)
    start = 4 + long
    return bytes(int(bits[at : at + 8], 2) for at in range(start, start + 8 * count, 8)).decode()
