"""The GSM 7-bit default alphabet with its extension: characters, septets, octets."""

ESCAPE = 0x1B
ALPHABET = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ"
    " !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = {
    0x0A: "\f",
    0x14: "^",
    0x28: "{",
    0x29: "}",
    0x2F: "\\",
    0x3C: "[",
    0x3D: "~",
    0x3E: "]",
    0x40: "|",
    0x65: "€",
}
PLAIN_CHARACTERS = frozenset(ALPHABET) - {"\x1b"}
ESCAPED_CHARACTERS = frozenset(EXTENSION.values())
CHARACTERS = PLAIN_CHARACTERS | ESCAPED_CHARACTERS

_SEPTETS = {character: bytes([code]) for code, character in enumerate(ALPHABET)}
_SEPTETS.pop("\x1b")
_SEPTETS.update({character: bytes([ESCAPE, code]) for code, character in EXTENSION.items()})


class NotGsm(ValueError):
    """A character outside the GSM alphabet."""

    def __init__(self, character: str) -> None:
        super().__init__(f"U+{ord(character):04X} is not in the GSM alphabet")
        self.character = character


def is_gsm(text: str) -> bool:
    """Say whether every character is in the alphabet or its extension."""
    return CHARACTERS.issuperset(text)


def count_septets(text: str) -> int:
    """Count the septets of a text; a character outside the alphabet counts as one."""
    return len(text) + sum(map(text.count, ESCAPED_CHARACTERS))


def encode_gsm(text: str) -> bytes:
    """Write a text as septets, one per byte."""
    try:
        return b"".join([_SEPTETS[character] for character in text])
    except KeyError as error:
        raise NotGsm(error.args[0]) from None


def decode_gsm(septets: bytes) -> str:
    """Read septets, one per byte; an unknown escaped code stands for its plain character."""
    characters = []
    codes = iter(septets)
    for code in codes:
        if code != ESCAPE:
            characters.append(ALPHABET[code & 0x7F])
            continue
        following = next(codes, None)
        characters.append(" " if following is None else _escaped(following & 0x7F))
    return "".join(characters)


def _escaped(code: int) -> str:
    if code == ESCAPE:
        return " "
    return EXTENSION.get(code, ALPHABET[code])


def count_fill_bits(header_octets: int) -> int:
    """Count the bits left empty after a header so that the text begins on a septet."""
    return -header_octets * 8 % 7


def pack_septets(septets: bytes, fill_bits: int = 0) -> bytes:
    """Pack septets into octets, least significant bits first."""
    bits = 0
    for position, septet in enumerate(septets):
        bits |= (septet & 0x7F) << (fill_bits + 7 * position)
    return bits.to_bytes((fill_bits + 7 * len(septets) + 7) // 8, "little")


def unpack_septets(octets: bytes, count: int, fill_bits: int = 0) -> bytes:
    """Unpack ``count`` septets from octets."""
    bits = int.from_bytes(octets, "little") >> fill_bits
    return bytes((bits >> (7 * position)) & 0x7F for position in range(count))
