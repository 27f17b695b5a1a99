/** Where cards stand: as the author put them, or in layers when a place is missing. */
import dagre from "@dagrejs/dagre";

import type { ServiceGraph } from "../types";

export const CARD_WIDTH = 240;
export const WIDE_CARD_WIDTH = 320;
export const CARD_HEIGHT = 112;
const ROW_HEIGHT = 26;
const MOST_ALONG_THE_BOTTOM = 6;
const MOST_ON_A_NARROW_CARD = 4;
export const START = "start";
const START_GAP = 76;

export interface Place {
  x: number;
  y: number;
}

export interface Size {
  width: number;
  height: number;
}

/** Seven or more ways out stand in rows, the port on the right edge. */
export function hasRows(ways: number): boolean {
  return ways > MOST_ALONG_THE_BOTTOM;
}

export function sizeOf(ways: number): Size {
  const width = ways > MOST_ON_A_NARROW_CARD && !hasRows(ways) ? WIDE_CARD_WIDTH : CARD_WIDTH;
  return { width, height: CARD_HEIGHT + (hasRows(ways) ? (ways - 1) * ROW_HEIGHT : 0) };
}

function inLayers(graph: ServiceGraph, sizes: ReadonlyMap<string, Size>): Map<string, Place> {
  const layers = new dagre.graphlib.Graph({ multigraph: true });
  layers.setGraph({ rankdir: "TB", nodesep: 30, ranksep: 56, rankalign: "top" });
  layers.setDefaultEdgeLabel(() => ({}));
  for (const [id, size] of sizes) layers.setNode(id, { ...size });
  for (const link of graph.links)
    if (sizes.has(link.from) && sizes.has(link.to)) layers.setEdge(link.from, link.to, {}, link.outcome);
  dagre.layout(layers, { disableOptimalOrderHeuristic: true });
  const corner = (id: string, size: Size): Place => {
    const { x = 0, y = 0 } = layers.node(id) as Partial<Place>;
    return { x: x - size.width / 2, y: y - size.height / 2 };
  };
  return new Map([...sizes].map(([id, size]) => [id, corner(id, size)]));
}

/** The top left corner of every node; links in the order of the ways out, so that branches keep it. */
export function placesOf(graph: ServiceGraph, sizes: ReadonlyMap<string, Size>): Map<string, Place> {
  const isDrawn = graph.nodes.every((node) => node.position?.length === 2);
  if (!isDrawn) return inLayers(graph, sizes);
  return new Map(graph.nodes.map((node) => [node.id, { x: node.position?.[0] ?? 0, y: node.position?.[1] ?? 0 }]));
}

/** The start stands over the first card, its middle over that card's middle. */
export function startPlace(first: Place, size: Size, width: number): Place {
  return { x: first.x + size.width / 2 - width / 2, y: first.y - START_GAP };
}
