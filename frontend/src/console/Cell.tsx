import { Icon } from "../icons/Icon";
import { Tile } from "../icons/Tile";
import type { Line } from "../types";
import { StatusBadge } from "./StatusBadge";
import type { Column } from "./columns";
import { effectsText } from "./columns";
import { usePlace } from "./place";

interface Props {
  column: Column;
  line: Line;
  isOpen: boolean;
}

const WAY_ICONS: Record<string, string> = { MO: "arrow-down-left", MT: "arrow-up-right", Step: "corner-down-right", Event: "circle-alert" };

function Time({ line, isOpen }: { line: Line; isOpen: boolean }) {
  const { clock } = usePlace();
  return (
    <button type="button" className="console-open" aria-expanded={isOpen} title={clock.exact(line.at)} data-line={line.id}>
      <Icon name="chevron-right" size="xs" />
      <span className="sr-only">Show all of the line of </span>
      {clock.time(line.at)}
    </button>
  );
}

function Text({ line, text }: { line: Line; text: string }) {
  if (line.kind !== "trace") return <span title={text}>{text.slice(0, 160)}</span>;
  return (
    <span className="inline-flex items-center gap-1.5" title={text}>
      <Tile group={line.group} icon={line.icon} small />
      <b>{line.label}</b>
      <span className="soft">{effectsText(line)}</span>
    </span>
  );
}

function Way({ way }: { way: string }) {
  return (
    <span className={`console-way ${way === "MO" ? "console-way-in" : ""}`}>
      <Icon name={WAY_ICONS[way] ?? "minus"} size="s" />{way}
    </span>
  );
}

function content({ column, line, isOpen }: Props) {
  const text = column.text(line);
  if (column.id === "time") return <Time line={line} isOpen={isOpen} />;
  if (column.id === "way") return <Way way={text} />;
  if (column.id === "text") return <Text line={line} text={text} />;
  if (column.id === "keyword") return text && <span className="badge badge-code">{text}</span>;
  if (column.id === "status") return <StatusBadge line={line} />;
  if (column.id === "id") return <span className="mono">{text}</span>;
  return text;
}

const CLASSES: Record<string, string> = { number: "num", status: "right", text: "", way: "", keyword: "" };

/** What one column says of one line. */
export function Cell(props: Props) {
  return <td className={CLASSES[props.column.id] ?? "num soft"}>{content(props)}</td>;
}
