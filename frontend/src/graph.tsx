/** Draws the service of `#service-graph`, whose data attributes hold the graph and the catalogue. */
import "./styles/flow.css";

import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { GraphView } from "./graph/GraphView";
import type { HandlerInfo, ServiceGraph } from "./types";

const place = document.getElementById("service-graph");
if (place) {
  const { graph = "", catalogue = "[]", startedBy = "Start" } = place.dataset;
  createRoot(place).render(
    <StrictMode>
      <GraphView
        graph={JSON.parse(graph) as ServiceGraph}
        catalogue={JSON.parse(catalogue) as HandlerInfo[]}
        startedBy={startedBy}
      />
    </StrictMode>,
  );
}
