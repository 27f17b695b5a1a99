import { Background, BackgroundVariant, ReactFlow, ReactFlowProvider } from "@xyflow/react";
import { useMemo, useState } from "react";

import type { HandlerInfo, ServiceGraph } from "../types";
import { GraphTools } from "./GraphTools";
import { HandlerCard } from "./HandlerCard";
import { Outline } from "./Outline";
import { StartPill } from "./StartPill";
import { edgesOf, nodesOf } from "./drawing";

interface Props {
  graph: ServiceGraph;
  catalogue: readonly HandlerInfo[];
  startedBy: string;
}

const KINDS = { card: HandlerCard, start: StartPill };

function Canvas({ graph, catalogue, startedBy }: Props) {
  const nodes = useMemo(() => nodesOf(graph, catalogue, startedBy), [graph, catalogue, startedBy]);
  const edges = useMemo(() => edgesOf(graph), [graph]);
  return (
    <ReactFlow
      defaultNodes={nodes}
      defaultEdges={edges}
      nodeTypes={KINDS}
      fitView
      fitViewOptions={{ padding: 0.1, maxZoom: 1 }}
      minZoom={0.1}
      maxZoom={2}
      nodesDraggable={false}
      nodesConnectable={false}
      edgesFocusable={false}
      zoomOnScroll={false}
      preventScrolling={false}
      deleteKeyCode={null}
      proOptions={{ hideAttribution: false }}
      aria-label="The service as drawn"
    >
      <Background variant={BackgroundVariant.Dots} gap={20} size={1.2} />
      <GraphTools />
    </ReactFlow>
  );
}

/** A service drawn, or the same as text. */
export function GraphView(props: Props) {
  const [isOutline, setOutline] = useState(false);
  return (
    <ReactFlowProvider>
      <div className="graph-switch segments" role="group" aria-label="How to show the service">
        <button type="button" aria-pressed={!isOutline} onClick={() => { setOutline(false); }}>Drawn</button>
        <button type="button" aria-pressed={isOutline} onClick={() => { setOutline(true); }}>Outline</button>
      </div>
      {isOutline ? <Outline graph={props.graph} catalogue={props.catalogue} /> : <Canvas {...props} />}
    </ReactFlowProvider>
  );
}
