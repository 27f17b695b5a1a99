import { Tile } from "../icons/Tile";
import type { HandlerInfo, ServiceGraph } from "../types";
import type { CardData } from "./drawing";
import { cardsOf } from "./drawing";

interface Props {
  graph: ServiceGraph;
  catalogue: readonly HandlerInfo[];
}

function Ways({ card, graph }: { card: CardData; graph: ServiceGraph }) {
  return (
    <ul className="outline-ways">
      {card.ways.map(({ id, label }) => {
        const link = graph.links.find((known) => known.from === card.node.id && known.outcome === id);
        const target = graph.nodes.find((node) => node.id === link?.to);
        return (
          <li key={id}>
            <span className={id === "failed" ? "text-bad-text" : "soft"}>{label}</span>
            {target ? <a className="link" href={`#outline-${target.id}`}>{target.label}</a> : <span className="mute">ends here</span>}
          </li>
        );
      })}
    </ul>
  );
}

/** The same service as text: each handler, what it does, and where its ways out lead. */
export function Outline({ graph, catalogue }: Props) {
  return (
    <ol className="outline">
      {cardsOf(graph, catalogue).map((card) => (
        <li key={card.node.id} id={`outline-${card.node.id}`} tabIndex={-1}>
          <span className="row">
            <Tile group={card.group} icon={card.icon} small />
            <b>{card.node.label}</b>
            <span className="mute">{card.kind}{card.node.id === graph.start ? ", the start" : ""}</span>
          </span>
          {card.node.summary && <p className="soft">{card.node.summary}</p>}
          <Ways card={card} graph={graph} />
        </li>
      ))}
    </ol>
  );
}
