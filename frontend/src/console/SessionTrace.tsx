import { useQuery } from "@tanstack/react-query";

import { fetchSession } from "../api";
import type { Line } from "../types";
import { Facts } from "./Facts";
import { Timeline } from "./Timeline";

interface Props {
  id: string;
  line: Line;
}

/** The whole trace of a session, read again whenever something new of it arrives. */
export function SessionTrace({ id, line }: Props) {
  const session = useQuery({ queryKey: ["session", id], queryFn: () => fetchSession(id) });
  return (
    <>
      <Facts line={line} session={session.data ?? null} />
      {session.data && <Timeline trace={session.data.trace} waitingUntil={session.data.waiting_until} />}
      {session.isPending && <div className="skeleton h-8" />}
      {session.isError && !session.data && (
        <p className="error">
          {session.error.message}
          <button type="button" className="link" onClick={() => void session.refetch()}>Try again</button>
        </p>
      )}
    </>
  );
}
