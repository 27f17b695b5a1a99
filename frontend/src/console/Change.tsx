import type { VariableChange } from "../types";
import { asText } from "./values";

/** A variable before and after. */
export function Change({ change }: { change: VariableChange }) {
  return (
    <span className="change">
      <span className="mono">{change.scope}.{change.key}</span>{" "}
      <s className="mono"><span className="sr-only">was </span>{asText(change.before)}</s>
      <span aria-hidden="true"> → </span>
      <span className="sr-only"> now </span>
      <span className="mono">{asText(change.after)}</span>
    </span>
  );
}
