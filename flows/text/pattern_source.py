"""The characters of a regular expression, read one by one with their places."""

QUOTE = "'"
"""Put before a character that stands between ``\\Q`` and ``\\E``: it is never an operator."""


class PatternError(ValueError):
    """A regular expression that cannot be read, with the place of the fault."""

    def __init__(self, message: str, position: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.position = position


class Source:
    """A regular expression as items: single characters, or quoted ones marked as such."""

    def __init__(self, text: str) -> None:
        self._items: list[str] = []
        self._places: list[int] = []
        self._at = 0
        self._split(text)

    @property
    def position(self) -> int:
        """Where the next item stands in the original text."""
        return self._places[self._at]

    def peek(self, ahead: int = 0) -> str:
        """Return an item without taking it; nothing at the end."""
        index = self._at + ahead
        return self._items[index] if index < len(self._items) else ""

    def next(self) -> str:
        """Take one item; nothing at the end."""
        item = self.peek()
        self._at += len(item) > 0
        return item

    def starts_with(self, text: str) -> bool:
        """Tell whether these unquoted characters come next."""
        return all(self.peek(index) == character for index, character in enumerate(text))

    def take(self, text: str) -> bool:
        """Take these unquoted characters if they come next."""
        found = self.starts_with(text)
        self._at += len(text) * found
        return found

    def take_while(self, allowed: str, most: int = 32) -> str:
        """Take unquoted characters as long as they are among those allowed."""
        taken = ""
        while len(taken) < most and len(self.peek()) == 1 and self.peek() in allowed:
            taken += self.next()
        return taken

    def take_until(self, end: str) -> str:
        """Take everything up to a closing character, and that character."""
        start = self.position
        taken = ""
        while not self.take(end):
            if not self.peek():
                raise PatternError(f'missing "{end}"', start)
            taken += self.next()
        return taken

    def error(self, message: str) -> PatternError:
        """Return an error at the present place."""
        return PatternError(message, self.position)

    def _split(self, text: str) -> None:
        at = 0
        while at < len(text):
            if text.startswith("\\Q", at):
                at = self._quote(text, at + 2)
                continue
            width = 2 if text[at] == "\\" else 1
            self._items += text[at : at + width]
            self._places += range(at, min(at + width, len(text)))
            at += width
        self._places.append(len(text))

    def _quote(self, text: str, start: int) -> int:
        end = text.find("\\E", start)
        end = len(text) if end < 0 else end
        self._items += [QUOTE + character for character in text[start:end]]
        self._places += range(start, end)
        return min(end + 2, len(text))
