import { useReactFlow, useStore } from "@xyflow/react";

import { Icon } from "../icons/Icon";

/** Zoom and fit. */
export function GraphTools() {
  const { zoomIn, zoomOut, fitView } = useReactFlow();
  const zoom = useStore((state) => state.transform[2]);
  return (
    <div className="graph-tools" role="toolbar" aria-label="Zoom">
      <button type="button" className="btn btn-ghost btn-icon" aria-label="Smaller" title="Smaller" onClick={() => void zoomOut()}>
        <Icon name="minus" />
      </button>
      <span className="graph-zoom">{Math.round(zoom * 100)}%</span>
      <button type="button" className="btn btn-ghost btn-icon" aria-label="Larger" title="Larger" onClick={() => void zoomIn()}>
        <Icon name="plus" />
      </button>
      <button type="button" className="btn btn-ghost btn-icon" aria-label="Show all" title="Show all" onClick={() => void fitView({ padding: 0.1, maxZoom: 1 })}>
        <Icon name="maximize" />
      </button>
    </div>
  );
}
