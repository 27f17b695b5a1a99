/** Gathers the lucide icons that templates, Python and TypeScript name into one SVG sprite. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import type { Plugin } from "vite";

const HERE = dirname(fileURLToPath(import.meta.url));
const ICONS = join(HERE, "../node_modules/lucide-static/icons");
const TARGET = join(HERE, "../src/icons/sprite.svg");
const SOURCES = ["../src", "../../templates", "../../flows", "../../mep", "../../subscriptions"];
const NAMES_ICONS = /\.(tsx?|html|py|json)$/;
const QUOTED_WORD = /["'`]([a-z][a-z0-9-]*)["'`]/g;

/** Every quoted word of a source text, in order, repeated ones too. */
export function quotedWords(text: string): string[] {
  return [...text.matchAll(QUOTED_WORD)].map((match) => match[1] ?? "");
}

/** One lucide file as a `<symbol>` to be shown by `<use href="…#name">`. */
export function symbolOf(name: string, svg: string): string {
  const drawing = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
  return `<symbol id="${name}" viewBox="0 0 24 24">${drawing.replace(/\s*\n\s*/g, "")}</symbol>`;
}

function filesUnder(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => NAMES_ICONS.test(name))
    .map((name) => join(folder, name));
}

function iconsInUse(): string[] {
  const known = new Set(readdirSync(ICONS).map((file) => file.replace(/\.svg$/, "")));
  const files = SOURCES.flatMap((source) => filesUnder(join(HERE, source)));
  const words = new Set(files.flatMap((file) => quotedWords(readFileSync(file, "utf8"))));
  return [...words].filter((word) => known.has(word)).sort();
}

function writeSprite(): void {
  const symbols = iconsInUse().map((name) =>
    symbolOf(name, readFileSync(join(ICONS, `${name}.svg`), "utf8")),
  );
  mkdirSync(dirname(TARGET), { recursive: true });
  writeFileSync(TARGET, `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`);
}

/** Write the sprite before anything imports it, so that a new handler's icon needs no TypeScript. */
export function iconSprite(): Plugin {
  return { name: "icon-sprite", config: writeSprite };
}
