import { Icon } from "./Icon";
import { groupClass } from "./group";

interface Props {
  group: string;
  icon: string;
  small?: boolean;
}

/** A handler's icon on the colour of its group. */
export function Tile({ group, icon, small = false }: Props) {
  return (
    <span className={`tile ${small ? "tile-small" : ""} ${groupClass(group)}`} aria-hidden="true">
      <Icon name={icon || "workflow"} size={small ? "xs" : undefined} />
    </span>
  );
}
