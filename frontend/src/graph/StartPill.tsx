import type { NodeProps } from "@xyflow/react";
import { Handle, Position } from "@xyflow/react";

import { Icon } from "../icons/Icon";
import type { StartNode } from "./drawing";

/** Where sessions begin, and what begins them. */
export function StartPill({ data }: NodeProps<StartNode>) {
  return (
    <div className="start">
      <span className="start-mark"><Icon name="play" size="xs" /></span>
      <span className="cut" title={data.words}>{data.words}</span>
      <Handle type="source" position={Position.Bottom} isConnectable={false} />
    </div>
  );
}
