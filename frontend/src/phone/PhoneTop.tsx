import type { RoutingCode } from "../types";
import { setCode, usePhone } from "./store";

interface Props {
  codes: readonly RoutingCode[];
  code: RoutingCode | null;
  isLoading: boolean;
  error: string;
}

function Which({ codes, code }: Pick<Props, "codes" | "code">) {
  return (
    <select className="phone-code" aria-label="Code to text" value={code?.code ?? ""} onChange={(event) => { setCode(event.target.value); }}>
      {codes.map(({ id, code: digits, name }) => (
        <option key={id} value={digits}>{name && name !== digits ? `${digits} ${name}` : digits}</option>
      ))}
    </select>
  );
}

/** The code this phone is texting, and from which number. */
export function PhoneTop({ codes, code, isLoading, error }: Props) {
  const number = usePhone((state) => state.number);
  return (
    <div className="phone-top">
      {codes.length > 0 && <Which codes={codes} code={code} />}
      {!codes.length && !isLoading && !error && <b>No routing code yet</b>}
      {error && <span className="error">{error}</span>}
      <span className="text-11 mute num">from {number}</span>
    </div>
  );
}
