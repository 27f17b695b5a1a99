import { expect, test } from "vitest";

import { groupClass } from "../icons/group";
import type { GraphNode, HandlerInfo, ServiceGraph } from "../types";
import { cardsOf, described, edgesOf, nodesOf } from "./drawing";
import { hasRows, placesOf, sizeOf } from "./layout";
import { waysOut } from "./outcomes";

const SMS: HandlerInfo = {
  kind: "send_sms", label: "Send SMS", group: "Send", icon: "message-square",
  outcomes: ["failed", "sent"], outcome_labels: { sent: "Sent", failed: "Failed" }, outcomes_from: "",
};
const BRANCH: HandlerInfo = {
  kind: "branch_expr", label: "Branch on Expression", group: "Branch", icon: "split",
  outcomes: ["otherwise", "failed"], outcome_labels: { otherwise: "Otherwise", failed: "Failed" }, outcomes_from: "cases.id",
};

function node(id: string, fields: Partial<GraphNode> = {}): GraphNode {
  return { id, kind: "send_sms", label: `Label ${id}`, settings: {}, position: null, ...fields };
}

const GRAPH: ServiceGraph = {
  start: "n1",
  nodes: [
    node("n1", { kind: "branch_expr", settings: { cases: [{ id: "c1", label: "Tea" }, { id: "c2", label: "" }] } }),
    node("n2"),
    node("n3", { summary: "“Hello”" }),
  ],
  links: [{ from: "n1", outcome: "c2", to: "n3" }, { from: "n1", outcome: "c1", to: "n2" }],
};

test("puts failed last, whatever the order of the catalogue", () => {
  expect(waysOut(node("n1"), SMS, []).map(({ id }) => id)).toEqual(["sent", "failed"]);
});

test("shows the author's cases first, by their labels", () => {
  const ways = waysOut(GRAPH.nodes[0] ?? node("n1"), BRANCH, []);

  expect(ways.map(({ label }) => label)).toEqual(["Tea", "c2", "Otherwise", "Failed"]);
});

test("takes the ways out that the server names before its own guess", () => {
  const named = node("n1", { outcomes: [{ id: "x", label: "Xavier" }] });

  expect(waysOut(named, SMS, [])).toEqual([{ id: "x", label: "Xavier" }]);
});

test("hides no link whose outcome nobody declares", () => {
  expect(waysOut(node("n1"), undefined, ["gone"])).toEqual([{ id: "gone", label: "gone" }]);
});

test("makes cards wider, then rows, as the ways out grow", () => {
  expect([sizeOf(4).width, sizeOf(6).width, sizeOf(7).width]).toEqual([240, 320, 240]);
  expect([hasRows(6), hasRows(7)]).toEqual([false, true]);
});

test("leaves cards where the author put them", () => {
  const drawn = { ...GRAPH, nodes: GRAPH.nodes.map((item, place) => ({ ...item, position: [place, 7] as [number, number] })) };

  expect(placesOf(drawn, new Map()).get("n3")).toEqual({ x: 2, y: 7 });
});

test("lays out in layers when a place is missing, branches in the order of the ways out", () => {
  const places = new Map(nodesOf(GRAPH, [SMS, BRANCH], "JOIN").map((item) => [item.id, item.position]));

  const [first, left, right] = ["n1", "n2", "n3"].map((id) => places.get(id) ?? expect.fail(id));

  expect([first?.y === left?.y, left?.y === right?.y]).toEqual([false, true]);
  expect(left?.x).toBeLessThan(Number(right?.x));
});

test("survives loops", () => {
  const loop = { ...GRAPH, links: [...GRAPH.links, { from: "n2", outcome: "sent", to: "n1" }] };

  expect(nodesOf(loop, [SMS, BRANCH], "").map((item) => Number.isFinite(item.position.x))).not.toContain(false);
});

test("goes along the cards in reading order, the start first", () => {
  expect(nodesOf(GRAPH, [SMS, BRANCH], "JOIN").map((item) => item.id)).toEqual(["start", "n1", "n2", "n3"]);
});

test("leaves out links into nothing", () => {
  const broken = { ...GRAPH, links: [...GRAPH.links, { from: "n1", outcome: "failed", to: "gone" }] };

  expect(edgesOf(broken).map((edge) => edge.id)).toEqual(["n1/c2", "n1/c1", "start"]);
});

test("tells a card in words", () => {
  const cards = cardsOf(GRAPH, [SMS]);

  expect(described(cards[2] ?? expect.fail(), GRAPH)).toBe("Label n3, Send SMS. “Hello”. Sent ends here. Failed ends here");
  expect(cards[0]?.kind).toBe("branch_expr (not supported)");
});

test("names the colour of a group", () => {
  expect(groupClass("Manage Subscriptions")).toBe("group-manage-subscriptions");
});
