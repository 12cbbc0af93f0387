import eslint from "@eslint/js";
import { defineConfig } from "eslint/config";
import prettier from "eslint-config-prettier";
import { importX } from "eslint-plugin-import-x";
import tseslint from "typescript-eslint";

/**
 * Each folder of src/ may import from the ones named after it, and from itself.
 * @type {Record<string, string[]>}
 */
export const layers = {
  util: [],
  awx: [],
  servers: ["awx", "util"],
  tokens: ["awx", "util"],
  ui: ["awx", "servers", "tokens", "util"],
  views: ["awx", "servers", "tokens", "ui", "util"],
  documents: ["awx", "servers", "tokens", "ui", "util"],
  commands: ["awx", "servers", "tokens", "ui", "views", "documents", "util"],
  files: ["awx", "servers", "tokens", "ui", "views", "documents", "commands", "util"],
  api: ["awx", "servers", "tokens", "ui", "commands", "util"],
};

export default defineConfig(
  { ignores: ["dist/", "out/", ".cache/", "**/node_modules/"] },
  eslint.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ["eslint.config.mjs"] } } },
    plugins: { "import-x": importX },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "import-x/no-default-export": "error",
      "import-x/no-cycle": "error",
      "import-x/order": ["error", { alphabetize: { order: "asc" }, "newlines-between": "never" }],
      "no-console": "error",
    },
    settings: { "import-x/resolver": { typescript: true } },
  },
  {
    files: ["src/**"],
    rules: {
      "import-x/no-restricted-paths": [
        "error",
        {
          zones: [
            { target: "./src", from: ["./test", "./scripts"] },
            ...Object.entries(layers).map(([folder, below]) => ({
              target: `./src/${folder}`,
              from: "./src",
              except: [folder, ...below, "contributions.ts"].map((allowed) => `./${allowed}`),
            })),
          ],
        },
      ],
      "no-restricted-syntax": [
        "error",
        {
          selector: "CallExpression[callee.property.name=/^register(TextEditor)?Command$/]",
          message: "Commands are registered in commands/register.ts alone.",
        },
        {
          selector: "Literal[value='setContext']",
          message: "Context keys are set in util/contextKeys.ts alone.",
        },
        {
          selector: "Literal[value=/^awxTokens/]",
          message: "Contributed ids are spelled in contributions.ts alone.",
        },
      ],
    },
  },
  {
    files: ["src/awx/**", "src/tokens/**"],
    rules: {
      "no-restricted-imports": ["error", { paths: [{ name: "vscode", message: "This folder runs without VS Code." }] }],
    },
  },
  {
    files: ["src/contributions.ts", "src/commands/register.ts", "src/util/contextKeys.ts"],
    rules: { "no-restricted-syntax": "off" },
  },
  {
    files: ["test/**", "scripts/**"],
    rules: {
      "no-console": "off",
      // mocha's describe and it return nothing to wait for; node:test's would.
      "@typescript-eslint/no-floating-promises": "error",
    },
  },
  { files: ["eslint.config.mjs"], rules: { "import-x/no-default-export": "off" } },
  prettier,
);
