/** The ways out of a node and their labels, failed always last. */
import type { GraphNode, HandlerInfo } from "../types";

export interface WayOut {
  id: string;
  label: string;
}

const FAILED = "failed";

function drawnByAuthor(node: GraphNode, info: HandlerInfo): WayOut[] {
  const [list = "", key = ""] = info.outcomes_from.split(".");
  const items = node.settings[list];
  if (!Array.isArray(items)) return [];
  return (items as Record<string, unknown>[]).map((item) => {
    const id = String(item[key]);
    return { id, label: typeof item["label"] === "string" && item["label"] ? item["label"] : id };
  });
}

function fromCatalogue(node: GraphNode, info: HandlerInfo | undefined): WayOut[] {
  if (!info) return [];
  const fixed = info.outcomes.map((id) => ({ id, label: info.outcome_labels[id] ?? id }));
  return info.outcomes_from ? [...drawnByAuthor(node, info), ...fixed] : fixed;
}

/** All ways out; links whose outcome nobody declares are shown too, so that none is hidden. */
export function waysOut(node: GraphNode, info: HandlerInfo | undefined, linked: readonly string[]): WayOut[] {
  const declared = node.outcomes ?? fromCatalogue(node, info);
  const ids = new Set(declared.map(({ id }) => id));
  const others = linked.filter((id) => !ids.has(id)).map((id) => ({ id, label: id }));
  const all = [...declared, ...others];
  return [...all.filter(({ id }) => id !== FAILED), ...all.filter(({ id }) => id === FAILED)];
}
