import { expect, test } from "vitest";

import { cell, csv } from "./csv";

test.each(["=1+1", "+4477", "-2", "@SUM(A1)", "\tx", "\rx"])("disarms %j", (value) => {
  expect(cell(value).replaceAll('"', "").startsWith("'")).toBe(true);
});

test("quotes commas, quotes and line breaks", () => {
  expect(cell('say "hi", twice\nplease')).toBe('"say ""hi"", twice\nplease"');
  expect(cell("plain")).toBe("plain");
});

test("begins with a byte order mark and ends every record with CR LF", () => {
  expect(csv(["Time", "Text"], [["1", "a,b"]])).toBe('\uFEFFTime,Text\r\n1,"a,b"\r\n');
});
