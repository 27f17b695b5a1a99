import { expect, test } from "vitest";

import { batched } from "./batch";

test("hands over everything of a frame at once", () => {
  const taken: number[][] = [];
  const frames: (() => void)[] = [];
  const add = batched<number>((items) => taken.push(items), (run) => frames.push(run));

  add([1, 2]);
  add([]);
  add([3]);
  frames.forEach((run) => { run(); });

  expect(taken).toEqual([[1, 2, 3]]);
  expect(frames).toHaveLength(1);
});

test("begins again after a frame", () => {
  const taken: number[][] = [];
  const add = batched<number>((items) => taken.push(items), (run) => { run(); });

  add([1]);
  add([2]);

  expect(taken.flat()).toEqual([1, 2]);
});
