// The line that old TV engines draw: what is in style/ is understood by Chromium 53, or stands inside @supports,
// so that an engine without it keeps the plainer rule before it.
import stylelint from "stylelint";

const ruleName = "sanh/late-only-inside-supports";
const messages = stylelint.utils.ruleMessages(ruleName, {
  late: (what, since) => `"${what}" came with Chromium ${since}: put it inside @supports, with a plainer rule before`,
});
/** What arrived after Chromium 53, and the version it arrived with. */
const lateProperties = {
  "aspect-ratio": 88, "backdrop-filter": 76, "column-gap": 66, gap: 66, grid: 57, inset: 87,
  "overscroll-behavior": 63, "place-content": 59, "place-items": 59, "place-self": 59, position: { sticky: 56 },
  display: { grid: 57, "inline-grid": 57, "flow-root": 58, contents: 65 }, "row-gap": 66, translate: 104, rotate: 104, scale: 104,
};
const lateFunctions = { clamp: 79, min: 79, max: 79, env: 69, "color-mix": 111, "light-dark": 123, oklch: 111 };

const isInsideSupports = (node) => {
  for (let at = node.parent; at; at = at.parent) if (at.type === "atrule" && at.name === "supports") return true;
  return false;
};

const lateIn = ({ prop, value }) => {
  const known = lateProperties[prop.startsWith("grid-") ? "grid" : prop];
  if (typeof known === "number") return [prop, known];
  if (known && known[value]) return [`${prop}: ${value}`, known[value]];
  const late = Object.keys(lateFunctions).find((name) => new RegExp(`(^|[^a-z-])${name}\\(`).test(value));
  return late && [`${late}()`, lateFunctions[late]];
};

const lateOnlyInsideSupports = stylelint.createPlugin(ruleName, (isOn) => (root, result) => {
  if (!isOn) return;
  root.walkDecls((node) => {
    const late = lateIn(node);
    if (!late || isInsideSupports(node)) return;
    stylelint.utils.report({ ruleName, result, node, message: messages.late(...late) });
  });
});

export default {
  plugins: ["stylelint-no-unsupported-browser-features", lateOnlyInsideSupports],
  rules: {
    [ruleName]: true,
    "plugin/no-unsupported-browser-features": [
      true,
      {
        browsers: ["chrome 53"],
        ignorePartialSupport: true,
        // The first four are held by the rule above, which knows @supports. An engine that does not know the next
        // two skips the one declaration and shows the text a little plainer; one without the one after shows light pages.
        // The last is about lines with a colour or a style of their own; `none` and `line-through` were always understood.
        ignore: ["css-grid", "css-sticky", "flexbox-gap", "css-math-functions", "text-size-adjust", "css-font-rendering-controls", "prefers-color-scheme", "mdn-text-decoration-shorthand"],
      },
    ],
    // One selector that is not understood takes its whole rule with it.
    "selector-disallowed-list": [/:has\(/, /:is\(/, /:where\(/],
    "at-rule-disallowed-list": ["layer", "container", "scope", "starting-style"],
    // Nothing moves: not for those who asked for less motion, nor for anyone else.
    "property-disallowed-list": [/^animation/, /^transition/],
    // Mistakes.
    "block-no-empty": true,
    "color-no-invalid-hex": true,
    "declaration-block-no-duplicate-properties": [true, { ignore: ["consecutive-duplicates-with-different-values"] }],
    "font-family-no-missing-generic-family-keyword": true,
    "media-feature-name-no-unknown": true,
    "no-duplicate-at-import-rules": true,
    "no-duplicate-selectors": true,
    "no-invalid-position-at-import-rule": true,
    "property-no-unknown": true,
    "selector-pseudo-class-no-unknown": true,
    "selector-pseudo-element-no-unknown": true,
    "selector-type-no-unknown": true,
    "unit-no-unknown": true,
  },
};
