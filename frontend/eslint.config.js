import js from "@eslint/js";
import hooks from "eslint-plugin-react-hooks";
import ts from "typescript-eslint";

export default ts.config(
  { ignores: ["dist", "node_modules"] },
  js.configs.recommended,
  ...ts.configs.strict,
  hooks.configs.flat.recommended,
  {
    rules: {
      complexity: ["error", 8],
      "max-lines": ["error", { max: 200, skipBlankLines: true }],
      "max-params": ["error", 5],
      "no-console": "error",
      "@typescript-eslint/no-explicit-any": "error",
    },
  },
);
