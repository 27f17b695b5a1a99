/// <reference types="vitest/config" />
import tailwind from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

import { iconSprite } from "./build/sprite.ts";

export default defineConfig({
  base: "/static/",
  plugins: [iconSprite(), react(), tailwind()],
  build: {
    manifest: true,
    target: "es2022",
    rolldownOptions: {
      input: ["src/console.tsx", "src/graph.tsx", "src/pages.ts", "src/styles.css"],
    },
  },
  test: { environment: "happy-dom", include: ["src/**/*.test.{ts,tsx}", "build/**/*.test.ts"] },
});
