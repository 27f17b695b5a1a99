import { bench, describe } from "vitest";

import { at, messageLine } from "./examples";
import { NO_FILTERS } from "./filters";
import { MAX_LINES, merge } from "./lines";
import { rowsOf } from "./view";

const full = merge(
  new Map(),
  Array.from({ length: MAX_LINES }, (_, place) => messageLine({ id: place.toString(), at: at(Math.floor(place / 200), (place % 200) * 5) })),
);
const frame = Array.from({ length: 4 }, (_, place) => messageLine({ id: `new ${place.toString()}`, at: at(30, place) }));

describe("one frame at 200 lines a second on a full table; 16 ms are one frame", () => {
  bench("merge, filter, sample and cut to 500 rows", () => {
    rowsOf(merge(full, frame), NO_FILTERS, "", new Set());
  });
});
