/** The stored graph as nodes and edges of the canvas. */
import type { Edge, Node } from "@xyflow/react";

import type { GraphLink, GraphNode, HandlerInfo, ServiceGraph } from "../types";
import type { Size } from "./layout";
import { START, placesOf, sizeOf, startPlace } from "./layout";
import type { WayOut } from "./outcomes";
import { waysOut } from "./outcomes";

export interface CardData extends Record<string, unknown> {
  node: GraphNode;
  kind: string;
  group: string;
  icon: string;
  ways: WayOut[];
  linked: ReadonlySet<string>;
}

export interface StartData extends Record<string, unknown> {
  words: string;
}

export type CardNode = Node<CardData, "card">;
export type StartNode = Node<StartData, "start">;

const START_WIDTH = 240;

/** The name and looks of a kind; one the server does not know says so. */
function looksOf(kind: string, info: HandlerInfo | undefined): Pick<CardData, "kind" | "group" | "icon"> {
  if (!info) return { kind: `${kind} (not supported)`, group: "Flow", icon: "circle-help" };
  return { kind: info.label, group: info.group, icon: info.icon };
}

/** Everything a card shows. */
export function cardsOf(graph: ServiceGraph, catalogue: readonly HandlerInfo[]): CardData[] {
  const infos = new Map(catalogue.map((info) => [info.kind, info]));
  return graph.nodes.map((node) => {
    const linked = graph.links.filter((link) => link.from === node.id).map((link) => link.outcome);
    const info = infos.get(node.kind);
    return { node, ...looksOf(node.kind, info), ways: waysOut(node, info, linked), linked: new Set(linked) };
  });
}

/** What a card says to somebody who cannot see it. */
export function described(card: CardData, graph: ServiceGraph): string {
  const labels = new Map(graph.nodes.map((node) => [node.id, node.label]));
  const leads = card.ways.map(({ id, label }) => {
    const link = graph.links.find((known) => known.from === card.node.id && known.outcome === id);
    return link ? `${label} leads to ${labels.get(link.to) ?? link.to}` : `${label} ends here`;
  });
  return `${card.node.label}, ${card.kind}. ${[card.node.summary, ...leads].filter(Boolean).join(". ")}`;
}

function inReadingOrder(a: Node, b: Node): number {
  return a.position.y - b.position.y || a.position.x - b.position.x;
}

function inOrderOfWays(graph: ServiceGraph, cards: readonly CardData[]): GraphLink[] {
  return cards.flatMap(({ node, ways }) =>
    ways.flatMap(({ id }) => graph.links.filter((link) => link.from === node.id && link.outcome === id)),
  );
}

/** Cards in reading order, so that Tab goes from top to bottom. */
export function nodesOf(graph: ServiceGraph, catalogue: readonly HandlerInfo[], startedBy: string): Node[] {
  const cards = cardsOf(graph, catalogue);
  const sizes = new Map<string, Size>(cards.map((card) => [card.node.id, sizeOf(card.ways.length)]));
  const places = placesOf({ ...graph, links: inOrderOfWays(graph, cards) }, sizes);
  const nodes: Node[] = cards.map((data) => ({
    id: data.node.id,
    type: "card",
    data,
    position: places.get(data.node.id) ?? { x: 0, y: 0 },
    width: sizes.get(data.node.id)?.width,
    ariaLabel: described(data, graph),
  }));
  const first = nodes.find((node) => node.id === graph.start);
  const size = sizes.get(graph.start ?? "");
  if (first && size) nodes.push(startNode(startPlace(first.position, size, START_WIDTH), startedBy));
  return nodes.sort(inReadingOrder);
}

function startNode(position: { x: number; y: number }, words: string): StartNode {
  return { id: START, type: "start", position, width: START_WIDTH, data: { words }, ariaLabel: `Start: ${words}` };
}

/** Links as orthogonal lines into the top of a card. */
export function edgesOf(graph: ServiceGraph): Edge[] {
  const ids = new Set(graph.nodes.map((node) => node.id));
  const known = graph.links.filter((link) => ids.has(link.from) && ids.has(link.to));
  const edges = known.map((link): Edge => ({
    id: `${link.from}/${link.outcome}`,
    source: link.from,
    sourceHandle: link.outcome,
    target: link.to,
    type: "smoothstep",
    pathOptions: { borderRadius: 10 },
    focusable: false,
  }) as Edge);
  if (graph.start && ids.has(graph.start))
    edges.push({ id: START, source: START, target: graph.start, type: "smoothstep", focusable: false });
  return edges;
}
