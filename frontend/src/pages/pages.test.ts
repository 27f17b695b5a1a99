import { beforeEach, expect, test, vi } from "vitest";

import { openAndCloseDialogs } from "./dialogs";
import { expandGroups } from "./expand";
import { showBusyAndSubmit } from "./forms";
import { closeMenus } from "./menus";
import { focusSearch } from "./search";
import { moveAlongTabs } from "./tabs";
import { switchTheme } from "./theme";
import { tendToasts, toast } from "./toasts";

function page(html: string): void {
  document.body.innerHTML = html;
}

function click(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.click();
}

function press(key: string, target: Element = document.activeElement ?? document.body): void {
  target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
}

beforeEach(() => {
  localStorage.clear();
  vi.useRealTimers();
});

openAndCloseDialogs();
closeMenus();
focusSearch();
moveAlongTabs();
showBusyAndSubmit();
switchTheme();
expandGroups();

test("switches the theme, says so on the button, and remembers it", () => {
  document.documentElement.dataset["theme"] = "light";
  page("<button data-theme-switch></button>");
  click("[data-theme-switch]");

  expect(document.documentElement.dataset["theme"]).toBe("dark");
  expect(document.querySelector("button")?.getAttribute("aria-pressed")).toBe("true");
  expect(localStorage.getItem("mep-theme")).toBe("dark");
});

test("goes to the search by a slash, but not out of a field", () => {
  page('<input id="field"><input id="search" data-search>');
  press("/", document.body);
  expect(document.activeElement?.id).toBe("search");

  document.getElementById("field")?.focus();
  press("/");
  expect(document.activeElement?.id).toBe("field");
});

test("folds a group and remembers it", () => {
  page('<button data-expands="c1" aria-expanded="true"></button><div id="c1"></div>');
  click("button");

  expect(document.getElementById("c1")?.hidden).toBe(true);
  expect(localStorage.getItem("mep-folded")).toBe('["c1"]');

  click("button");
  expect(document.getElementById("c1")?.hidden).toBe(false);
});

test("closes a menu at Esc and gives the focus back", () => {
  page('<details class="menu" open><summary tabindex="0"></summary><button class="menu-item"></button></details>');
  const menu = document.querySelector("details");
  press("ArrowDown", menu ?? document.body);
  expect(document.activeElement?.className).toBe("menu-item");

  press("Escape");
  expect(menu?.open).toBe(false);
});

test("closes a menu at a click elsewhere", () => {
  page('<details class="menu" open><summary></summary></details><p id="else"></p>');
  click("#else");

  expect(document.querySelector("details")?.open).toBe(false);
});

test("goes along tabs by the arrow keys", () => {
  page('<div class="tabs"><a href="#1" id="a"></a><a href="#2" id="b"></a></div>');
  document.getElementById("a")?.focus();
  press("ArrowLeft");

  expect(document.activeElement?.id).toBe("b");
});

test("opens and closes a dialog", () => {
  page('<button data-open-dialog="d"></button><dialog id="d"><button data-close></button></dialog>');
  click("[data-open-dialog]");
  expect(document.querySelector("dialog")?.open).toBe(true);

  click("[data-close]");
  expect(document.querySelector("dialog")?.open).toBe(false);
});

test("shows one toast at a time, for eight seconds", () => {
  vi.useFakeTimers();
  page("<div data-toasts></div>");
  toast("First");
  toast("Second");
  expect(document.body.textContent).toBe("Second");

  vi.advanceTimersByTime(8_000);
  expect(document.body.textContent).toBe("");
});

test("keeps a toast while it is pointed at", () => {
  vi.useFakeTimers();
  page('<div data-toasts><p data-toast>Old</p><p data-toast id="new">New</p></div>');
  tendToasts();
  document.getElementById("new")?.dispatchEvent(new Event("mouseenter"));
  vi.advanceTimersByTime(20_000);

  expect(document.body.textContent).toBe("New");
});

test("marks the button of a form on its way", () => {
  page('<form onsubmit="return false"><button data-busy></button></form>');
  document.querySelector("form")?.dispatchEvent(new Event("submit", { bubbles: true }));

  expect(document.querySelector("button")?.getAttribute("aria-busy")).toBe("true");
});
