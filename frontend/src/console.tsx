/** Mounts the console with its phone on `#console`; everything it must know is in data attributes. */
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { Console } from "./console/Console";
import { begin } from "./console/store";

const place = document.getElementById("console");
if (place) {
  const { liveUrl = "", backlogUrl = "/console/backlog", zone = "UTC", serviceUrl = "" } = place.dataset;
  const client = new QueryClient({ defaultOptions: { queries: { retry: 2, refetchOnWindowFocus: false } } });
  begin(new URLSearchParams(location.search));
  createRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <Console liveUrl={liveUrl} backlogUrl={backlogUrl} zone={zone} serviceUrl={serviceUrl} />
      </QueryClientProvider>
    </StrictMode>,
  );
}
