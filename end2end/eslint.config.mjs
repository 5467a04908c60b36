// The wall's script and the kiosk page run on the engines that TVs have: ES5 syntax, and no interface younger than
// Chromium 53. Run from the project's folder (see package.json), so that it sees the script beside its screen.
import compat from "eslint-plugin-compat";
import html from "eslint-plugin-html";

const browser = Object.fromEntries(
  [
    "window", "document", "location", "navigator", "screen", "setTimeout", "clearTimeout", "setInterval", "clearInterval",
    "EventSource", "XMLHttpRequest", "DOMParser", "performance", "requestAnimationFrame", "console", "URL", "fetch", "Promise",
  ].map((name) => [name, "readonly"]),
);
const node = Object.fromEntries(["process", "console", "URL", "fetch", "setTimeout", "clearTimeout"].map((name) => [name, "readonly"]));

/** Methods of nodes and texts younger than Chromium 53; eslint-plugin-compat sees only globals and statics. */
const lateMethods =
  "append|prepend|before|after|replaceWith|replaceChildren|toggleAttribute|getAttributeNames|padStart|padEnd|flat|flatMap|" +
  "finally|matchAll|replaceAll|trimStart|trimEnd|at|composedPath|scrollIntoViewIfNeeded";

const mistakes = {
  "no-undef": "error",
  "no-unused-vars": ["error", { args: "after-used", caughtErrors: "none" }],
  "no-redeclare": "error",
  "no-unreachable": "error",
  "no-dupe-keys": "error",
  "no-self-assign": "error",
  "no-cond-assign": "error",
  "use-isnan": "error",
  "valid-typeof": "error",
  eqeqeq: ["error", "always", { null: "ignore" }],
};

export default [
  { ignores: ["**/node_modules/**", "**/target/**", "**/*.ts"] },
  {
    // The desk's islands are a module: no engine that is older than its syntax comes to run it.
    files: ["app/src/ui/islands.js"],
    languageOptions: { ecmaVersion: 2022, sourceType: "module", globals: { ...browser, WebAssembly: "readonly" } },
    rules: mistakes,
  },
  {
    ignores: ["app/src/ui/islands.js"],
    files: ["app/src/**/*.js", "app/src/**/*.html", "style/public/**/*.js", "style/public/**/*.html", "server/src/**/*.html"],
    plugins: { compat, html },
    languageOptions: { ecmaVersion: 5, sourceType: "script", globals: browser },
    settings: { browsers: ["chrome 53"], lintAllEsApis: true },
    rules: {
      ...mistakes,
      "compat/compat": "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-restricted-syntax": [
        "error",
        {
          selector: `CallExpression > MemberExpression > Identifier.property[name=/^(${lateMethods})$/]`,
          message: "This method is younger than Chromium 53.",
        },
        { selector: "MemberExpression > Identifier.property[name='style']", message: "Inline style; set a class or an SVG attribute." },
      ],
    },
  },
  {
    // Runs inside every engine that is tried, old and of another maker.
    files: ["end2end/support/in-page/*.js"],
    languageOptions: { ecmaVersion: 2015, sourceType: "script", globals: { ...browser, NodeFilter: "readonly", sanhInk: "readonly", sanhColour: "readonly", sanhGeometry: "readonly" } },
    rules: { ...mistakes, "no-unused-vars": ["error", { vars: "local", args: "after-used" }], "no-redeclare": ["error", { builtinGlobals: false }] },
  },
  {
    files: ["end2end/**/*.mjs"],
    languageOptions: { ecmaVersion: 2022, sourceType: "module", globals: node },
    rules: mistakes,
  },
];
