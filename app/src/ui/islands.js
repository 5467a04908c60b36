// Starts the islands of a page; walls have none. Browsers without modules do not load this file, those without wasm stop here, and
// those that cannot run this wasm log a warning: the page works without islands.
const build = new URL(import.meta.url).search;

async function wake() {
  const islands = await import(`/pkg/sanh.js${build}`);
  await islands.default({ module_or_path: `/pkg/sanh.wasm${build}` });
  islands.hydrate();
  for (const island of document.querySelectorAll("leptos-island")) islands[island.dataset.component](island);
}

if (typeof WebAssembly === "object") wake().catch((why) => console.warn("The islands of this page stay asleep:", why));
