// Wakes the islands of a page: the desk's, never the wall's. A browser without modules does not come here, one without wasm turns
// round here, and one that cannot run this wasm says so on its console: the page works without.
const build = new URL(import.meta.url).search;

async function wake() {
  const islands = await import(`/pkg/sanh.js${build}`);
  await islands.default({ module_or_path: `/pkg/sanh.wasm${build}` });
  islands.hydrate();
  for (const island of document.querySelectorAll("leptos-island")) islands[island.dataset.component](island);
}

if (typeof WebAssembly === "object") wake().catch((why) => console.warn("The islands of this page stay asleep:", why));
