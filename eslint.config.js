/** Lint rules. Which folder may import which is .dependency-cruiser.cjs's part. */
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

/** Decisions must come out the same every time: time, chance and ids are handed in. */
const PURE = [
  {
    selector: "MemberExpression[object.name='Date'][property.name='now']",
    message: "Take now as an argument.",
  },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: "Take now as an argument.",
  },
  { selector: "CallExpression[callee.name='Date']", message: "Take now as an argument." },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: "Take randomness as an argument.",
  },
];
const PURE_GLOBALS = [
  { name: "crypto", message: "Take ids and randomness as arguments." },
  { name: "performance", message: "Take now as an argument." },
  { name: "fetch", message: "Decisions do no I/O; return an effect." },
  { name: "setTimeout", message: "Decisions do not wait; return a wakeup." },
  { name: "console", message: "Decisions do not log; return an event." },
];

export default tseslint.config(
  {
    ignores: [
      "build/",
      "node_modules/",
      ".cache/",
      ".data/",
      "**/.wrangler/",
      "coverage/",
      "**/*.cjs",
    ],
  },
  {
    files: ["**/*.{ts,tsx,mjs,js}"],
    extends: [tseslint.configs.recommendedTypeChecked],
    linterOptions: { reportUnusedDisableDirectives: "error" },
    languageOptions: {
      parserOptions: {
        project: [
          "app/tsconfig.json",
          // All of workers/, tests included.
          "workers/tsconfig.test.json",
          "container/tsconfig.json",
          "dev/tsconfig.json",
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      // Ports are plain objects of functions that never read `this`; handing one on alone is fine.
      "@typescript-eslint/unbound-method": "off",
      // Async functions without an await keep a promised shape; a rejected promise stays a promise.
      "@typescript-eslint/require-await": "off",
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_", ignoreRestSiblings: true },
      ],
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-var": "error",
      "prefer-const": "error",
    },
  },
  {
    files: ["app/**/*.{ts,tsx}"],
    extends: [reactHooks.configs.flat.recommended],
  },
  {
    files: ["app/**/*.{ts,tsx}"],
    rules: {
      // Remix ends a loader by throwing a Response.
      "@typescript-eslint/only-throw-error": "off",
    },
  },
  {
    files: ["workers/**/*.ts"],
    rules: { "no-console": "error" },
  },
  {
    files: ["workers/platform/log.ts", "workers/**/*.test.ts"],
    rules: { "no-console": "off" },
  },
  {
    files: ["workers/domain/**/*.ts", "workers/contracts/**/*.ts"],
    ignores: ["**/*.test.ts"],
    rules: {
      "no-restricted-syntax": ["error", ...PURE],
      "no-restricted-globals": ["error", ...PURE_GLOBALS],
    },
  },
  {
    files: ["**/*.test.{ts,tsx}"],
    rules: {
      // expect.any() and its kin are `any` by design.
      "@typescript-eslint/no-unsafe-assignment": "off",
    },
  },
  {
    files: ["dev/**/*.mjs"],
    rules: {
      // Plain JavaScript checked through JSDoc, where what comes out of JSON.parse can't be narrowed
      // by a cast as briefly as in TypeScript.
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-return": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-explicit-any": "off",
    },
  },
  {
    files: ["eslint.config.js"],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { parserOptions: { project: null } },
  },
);
