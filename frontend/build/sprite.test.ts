import { expect, test } from "vitest";

import { quotedWords, symbolOf } from "./sprite.ts";

test("finds icon names wherever they are quoted", () => {
  const found = quotedWords(`icon = "split" {% icon 'house' %} <Icon name="x" /> "Not One"`);

  expect(found).toEqual(["split", "house", "x"]);
});

test("keeps the drawing of an icon and leaves its frame", () => {
  const symbol = symbolOf("dot", '<!-- c --><svg\n  width="24"\n>\n  <path d="M1 1" />\n</svg>\n');

  expect(symbol).toBe('<symbol id="dot" viewBox="0 0 24 24"><path d="M1 1" /></symbol>');
});
