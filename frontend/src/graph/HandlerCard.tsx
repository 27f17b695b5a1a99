import type { NodeProps } from "@xyflow/react";
import { Handle, Position, useStore } from "@xyflow/react";

import { Tile } from "../icons/Tile";
import type { CardNode } from "./drawing";
import { hasRows } from "./layout";
import type { WayOut } from "./outcomes";

const LOW_DETAIL_BELOW = 0.5;

interface PortProps {
  way: WayOut;
  isLinked: boolean;
  isRow: boolean;
}

function Port({ way, isLinked, isRow }: PortProps) {
  const classes = ["port", way.id === "failed" ? "port-failed" : "", isLinked ? "" : "port-open"];
  return (
    <li className={classes.filter(Boolean).join(" ")} title={isLinked ? way.label : `${way.label}: the path ends here`}>
      <span className="cut">{way.label}</span>
      <Handle id={way.id} type="source" position={isRow ? Position.Right : Position.Bottom} isConnectable={false} />
    </li>
  );
}

/** A handler: tile, label, kind, one line of what it does, and its ways out. */
export function HandlerCard({ data, selected }: NodeProps<CardNode>) {
  const { node, ways, linked } = data;
  const isLow = useStore((state) => state.transform[2] < LOW_DETAIL_BELOW);
  const isRows = hasRows(ways.length);
  return (
    <div className={`card ${selected ? "card-chosen" : ""} ${isLow ? "card-low" : ""}`}>
      <Handle type="target" position={Position.Top} isConnectable={false} />
      <div className="card-head">
        <Tile group={data.group} icon={data.icon} />
        <div className="grow">
          <b className="card-label cut" title={node.label}>{node.label}</b>
          <span className="card-kind">{data.kind}</span>
        </div>
      </div>
      <p className="card-summary" title={node.summary}>{node.summary}</p>
      <ul className={isRows ? "ports-rows" : "ports"}>
        {ways.map((way) => <Port key={way.id} way={way} isLinked={linked.has(way.id)} isRow={isRows} />)}
      </ul>
    </div>
  );
}
