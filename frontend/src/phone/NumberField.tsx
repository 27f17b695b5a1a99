import { useState } from "react";

import { Icon } from "../icons/Icon";
import { setNumber, usePhone } from "./store";
import { asNumber } from "./thread";

/** Which phone this is: any number, or one used before. */
export function NumberField() {
  const { number, recent } = usePhone();
  const [typed, setTyped] = useState(number);
  const wanted = asNumber(typed);
  const use = () => {
    if (wanted && wanted !== number) setNumber(wanted);
  };
  return (
    <div className="phone-number">
      <div className="search">
        <Icon name="phone" />
        <input
          list="phone-numbers"
          inputMode="tel"
          aria-label="Number of the phone"
          aria-invalid={!wanted}
          aria-describedby={wanted ? undefined : "phone-number-error"}
          value={typed}
          onChange={(event) => { setTyped(event.target.value); }}
          onBlur={use}
          onKeyDown={(event) => { if (event.key === "Enter") use(); }}
        />
      </div>
      <datalist id="phone-numbers">{recent.map((known) => <option key={known} value={known} />)}</datalist>
      {!wanted && <p className="error" id="phone-number-error">Use 6–16 digits, for example 447700900001</p>}
    </div>
  );
}
