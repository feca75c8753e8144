#!/usr/bin/env python3
"""Check proofs of 暖流 yourself, on any computer with Python 3.10 or newer, without the network and without 暖流.

    python3 verify_proof.py [proof.json anchors.jsonl ...]

Reads proofs of a line, proofs that a log only grew, anchors, certificates, or the text NL1:... of a QR code, from files
or standard input; says whether they hold, each by itself and together; ends with 0 if all do, with 1 if not. Signatures
need the library `cryptography`; without it the rest is checked. Compare the key's fingerprint with the notice board's.
"""

import hashlib
import json
import re
import sys
import zlib
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    Ed25519PublicKey = None  # type: ignore[assignment, misc]

CROCKFORD, BASE45 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
LINE = "site:32 transfer:32 kind:w phase:w unit:w amount reverses:32? occurred_at recorded_at closed:64"
BLOCK = "profile:w site:32 number previous:64 size root:64 count moved_time moved_coin moved_honour sealed_at"
BLOCK, SIGNED = f"{BLOCK} watermark system", " signature:128 algorithm:w key:16"
ANCHOR = "profile:w number previous:64 root:64 sites lines anchored_at"
PAPER = (
    "profile:w serial:t code:t kind:w holder:t title:t words:t responsible:t minutes services first_day:t last_day:t"
)
PAPER = f"{PAPER} issuer:t issued_on:t rows:64"
UNITS = {"time": ("分钟 minutes", 1), "honour": ("荣誉分钟 minutes of honour", 1), "coin": ("币 coins", 100)}


def _need(holds: object, words: str) -> None:
    if not holds:
        raise ValueError(words)


def _hasher(profile: Any) -> Any:
    _need(profile in {"sha256", "sm3"} & hashlib.algorithms_available, f"这里不会算 cannot compute {profile!r}")
    return lambda data: hashlib.new(profile, data).digest()


def _packed(tag: str, *fields: Any) -> bytes:
    raw = [one.to_bytes(8, "big", signed=True) if isinstance(one, int) else one for one in (tag.encode(), *fields)]
    return b"".join(b"\xff" * 4 if one is None else len(one).to_bytes(4, "big") + one for one in raw)


def _is(form: str, value: Any) -> bool:
    """Whether a value is written as it must be: so many small hexadecimal digits, a word, or a number."""
    if form == "t":
        return isinstance(value, str)
    if not form:
        return type(value) is int and abs(value) < 2**63
    pattern = "[a-z0-9_]+" if form == "w" else f"[0-9a-f]{{{form.rstrip('?')}}}"
    return (value is None and form.endswith("?")) or (isinstance(value, str) and bool(re.fullmatch(pattern, value)))


def _fields(data: Any, shape: str, *more: str) -> list[Any]:
    forms = dict(part.partition(":")[::2] for part in shape.split())
    _need(isinstance(data, dict) and set(data) == {*forms, *more}, "缺项或多项 fields are missing or added")
    values = [(form, data[name]) for name, form in forms.items()]
    _need(all(_is(form, value) for form, value in values), "有一项写法不对 a field is malformed")
    return [v if v is None or not f else v.encode() if f in {"w", "t"} else bytes.fromhex(v) for f, v in values]


def _climb(h: Any, place: Any, last: int, start: bytes, path: Any) -> tuple[bytes, bytes]:
    """RFC 9162: the heads that a path leads to: of the whole tree, and of the part up to where it started."""
    _need(type(path) is list and all(_is("64", one) for one in path), "路径写法不对 the path is malformed")
    _need(type(place) is int and 0 <= place <= last, "序号不对 the place is wrong")
    whole = part = start
    for step in map(bytes.fromhex, path):
        _need(last, "路径太长 the path is too long")
        if place & 1 or place == last:
            whole, part = h(b"\x01" + step + whole), h(b"\x01" + step + part)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            whole = h(b"\x01" + whole + step)
        place, last = place >> 1, last >> 1
    _need(not last, "路径太短 the path is too short")
    return whole, part


def _code(transfer: bytes) -> str:
    bits, check = int.from_bytes(hashlib.sha256(b"line" + transfer).digest()[:7], "big") >> 1, 0
    values = [bits >> shift & 31 for shift in range(50, -1, -5)]
    for value in values:
        check = (check ^ value) << 1
        check ^= 37 if check & 32 else 0
    return "-".join(re.findall("....", "".join(CROCKFORD[value] for value in [*values, check])))


def _when(moment: int) -> str:
    return f"{datetime.fromtimestamp(moment // 10**6, timezone(timedelta(hours=8))):%Y-%m-%d %H:%M}"


class Check:
    """What has been seen so far: heads by kind, site and number, and the fingerprints of the keys."""

    def __init__(self) -> None:
        self.heads: dict[tuple[str, str, int], tuple[str, str]] = {}
        self.prints: set[str] = set()

    def proof(self, data: Any) -> str:
        """What a proof shows, in words. Raises an error if it does not hold."""
        kinds = {"nuanliu-line/1": "_line", "nuanliu-growth/1": "_growth", "nuanliu-anchor/1": "_anchor"}
        kinds["nuanliu-certificate/1"] = "_certificate"
        shows = getattr(self, kinds[data.pop("format")])
        signers = {one["key"] for one in data.values() if isinstance(one, dict) and "key" in one}
        _need(signers == set(data["keys"]), "公钥多了或少了 there are keys too many or too few")
        return str(shows(**data))

    def _signed(self, data: Any, keys: Any, digest: bytes) -> None:
        mark = hashlib.sha256(public := bytes.fromhex(keys[data["key"]])).hexdigest()
        is_known = mark[:16] == data["key"] and _is("64", keys[data["key"]]) and data["algorithm"] == "ed25519"
        _need(is_known, "公钥不对 the public key is wrong")
        self.prints.add(" ".join(re.findall("....", mark[:32])))
        if Ed25519PublicKey is not None:
            key = Ed25519PublicKey.from_public_bytes(public)
            try:
                key.verify(bytes.fromhex(data["signature"]), digest)
            except InvalidSignature:
                raise ValueError("签名不对 the signature is wrong") from None

    def _certificate(self, *, certificate: Any, keys: Any) -> str:
        fields = _fields(certificate, PAPER + SIGNED)[: len(PAPER.split())]
        digest = _hasher(certificate["profile"])(b"\x05" + _packed("nuanliu/certificate/1", *fields))
        self._signed(certificate, keys, digest)
        said = [certificate[name] for name in ("serial", "holder", "title", "words", "issuer", "issued_on")]
        days, minutes = f"{certificate['first_day']} – {certificate['last_day']}", certificate["minutes"]
        end = "签名对 signed; 有没有撤销要上网查 whether it was revoked is said online"
        return f"{' · '.join(filter(None, said))} · {days} · {minutes} 分钟 minutes: {end}"

    def _head(self, data: Any, keys: Any, *more: str) -> bytes:
        kind, shape, first = ("block", BLOCK, b"\x03") if "site" in data else ("anchor", ANCHOR, b"\x04")
        fields = _fields(data, shape + SIGNED, *more)[: len(shape.split())]
        digest: bytes = _hasher(data["profile"])(first + _packed(f"nuanliu/{kind}/1", *fields))
        self._signed(data, keys, digest)
        site, at, mine = data.get("site", ""), data["number"], (digest.hex(), data["previous"])
        _need(self.heads.setdefault((kind, site, at), mine) == mine, "同一编号有两个头 two heads have one number")
        before, after = self.heads.get((kind, site, at - 1)), self.heads.get((kind, site, at + 1))
        follows = (before is None or before[0] == mine[1]) and (after is None or after[1] == mine[0])
        _need(follows, "前后的头接不上 two heads do not follow")
        return digest

    def _line(self, *, line: Any, index: Any, path: Any, block: Any, anchor: Any, keys: Any) -> str:
        fields, digest, h = _fields(line, LINE), self._head(block, keys), _hasher(block["profile"])
        _need(line["site"] == block["site"], "这是另一个站点的块 the block is another site's")
        root = _climb(h, index, block["size"] - 1, h(b"\0" + _packed("nuanliu/transfer/1", *fields)), path)[0]
        _need(root.hex() == block["root"], "这一笔不在这一块里 the line is not in this block")
        until = f"封存于 sealed {_when(block['sealed_at'])}，尚未公布 not anchored yet"
        if anchor is not None:
            city, h = self._head(anchor, keys, "index", "path"), _hasher(anchor["profile"])
            leaf = h(b"\0" + _packed("nuanliu/site/1", fields[0], block["number"], digest))
            root = _climb(h, anchor["index"], anchor["sites"] - 1, leaf, anchor["path"])[0]
            _need(root.hex() == anchor["root"], "这一块不在公布的头里 the block is not in the anchor")
            until = f"公布 anchor {anchor['number']}, {_when(anchor['anchored_at'])}, {city.hex()}"
        (unit, parts), at = UNITS.get(line["unit"], (line["unit"], 1)), _when(line["occurred_at"])
        return f"{_code(fields[1])}, {at}, {line['amount'] / parts:.12g} {unit}: 在账里 in the book; {until}"

    def _growth(self, *, old: Any, new: Any, path: Any, keys: Any) -> str:
        self._head(old, keys), self._head(new, keys)
        _need((old["site"], old["profile"]) == (new["site"], new["profile"]), "不是同一本账 these are two logs")
        place, last = (old["size"] - 1, new["size"] - 1) if old["size"] != new["size"] else (0, 0)
        while place & 1 and place > 0:
            place, last = place >> 1, last >> 1
        steps = path if place else [old["root"], *path]
        _need(steps and _is("64", steps[0]), "路径太短 the path is too short")
        whole, part = _climb(_hasher(new["profile"]), place, last, bytes.fromhex(steps[0]), steps[1:])
        _need((part.hex(), whole.hex()) == (old["root"], new["root"]), "旧账被改过 what was there was changed")
        return f"{old['number']} → {new['number']}: 只增加，没有改动 the log only grew"

    def _anchor(self, *, anchor: Any, digest: Any, heads: Any, keys: Any) -> str:
        mine, h = self._head(anchor, keys), _hasher(anchor["profile"])
        shapes = [_fields(dict(zip("sbd", one, strict=True)), "s:32 b d:64") for one in heads]
        leaves = [h(b"\0" + _packed("nuanliu/site/1", *shape)) for shape in shapes]
        _need(mine.hex() == digest and len(leaves) == anchor["sites"] > 0, "头不对 the head is wrong")
        while len(leaves) > 1:
            pairs = [leaves[at : at + 2] for at in range(0, len(leaves), 2)]
            leaves = [h(b"\x01" + pair[0] + pair[1]) if pair[1:] else pair[0] for pair in pairs]
        _need(leaves[0].hex() == anchor["root"], "各站点的头不对 the sites' heads are wrong")
        return f"{anchor['number']}: {_when(anchor['anchored_at'])}, {anchor['sites']} 站点 sites, {mine.hex()}"


def _read(text: str) -> list[Any]:
    """The proofs in a text: one JSON value, one a line, or NL1."""
    text = text.strip("\r\n")
    if text.startswith("NL1:"):
        values = [[BASE45.index(char) for char in text[start : start + 3]] for start in range(4, len(text), 3)]
        numbers = [(sum(v * 45**i for i, v in enumerate(one)), len(one) - 1) for one in values]
        data = b"".join(value.to_bytes(size, "big") for value, size in numbers)
        _need(zlib.crc32(data[4:]).to_bytes(4, "big") == data[:4], "二维码文字不全 the text is damaged")
        text = zlib.decompress(data[4:]).decode()
    return [json.loads(one) for one in (text.splitlines() if '"nuanliu-anchor/1"' in text else [text])]


def main(files: list[str]) -> int:
    """Check everything given; 0 if all of it holds."""
    check = Check()
    try:
        for name in files or ["-"]:
            for data in _read(sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")):
                sys.stdout.write(f"对 RIGHT: {check.proof(data)}\n")
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, OSError, zlib.error) as refusal:
        sys.stdout.write(f"不对 WRONG: {refusal}\n")
        return 1
    note = "" if "InvalidSignature" in globals() else "；没有 cryptography，签名没有核对 signatures NOT checked"
    sys.stdout.write(f"公钥指纹 key: {', '.join(sorted(check.prints))}{note}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
