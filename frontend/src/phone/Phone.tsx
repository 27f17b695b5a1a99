import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";

import { fetchMessages, fetchRoutingCodes } from "../api";
import { Icon } from "../icons/Icon";
import type { RoutingCode } from "../types";
import { Composer } from "./Composer";
import { NumberField } from "./NumberField";
import { PhoneTop } from "./PhoneTop";
import { QuickReplies } from "./QuickReplies";
import { Thread } from "./Thread";
import { takeLines, usePhone } from "./store";

function useHistory(number: string): void {
  const history = useQuery({ queryKey: ["phone", number], queryFn: () => fetchMessages(number) });
  useEffect(() => {
    if (history.data) takeLines(history.data.results);
  }, [history.data]);
}

function useCodes() {
  const wanted = usePhone((state) => state.code);
  const { data, isPending, error } = useQuery({ queryKey: ["routing-codes"], queryFn: fetchRoutingCodes });
  const codes: readonly RoutingCode[] = data?.results ?? [];
  const code = codes.find((known) => known.code === wanted) ?? codes[0] ?? null;
  return { codes, code, isLoading: isPending, error: error?.message ?? "" };
}

/** A phone that texts any routing code and shows what comes back. */
export function Phone() {
  const number = usePhone((state) => state.number);
  const choice = useCodes();
  const digits = choice.code?.code ?? "";
  useHistory(number);
  return (
    <aside className="phone-side" aria-label="Phone">
      <div className="phone-head">
        <h2>Phone</h2>
        <NumberField key={number} />
      </div>
      <div className="phone">
        <div className="phone-screen">
          <PhoneTop {...choice} />
          <Thread code={digits} />
          <QuickReplies code={choice.code} />
          <Composer code={digits} />
        </div>
      </div>
      <p className="note">
        <Icon name="shield-check" />
        <span>Runs on the simulator. Nothing goes to a carrier.</span>
      </p>
    </aside>
  );
}
