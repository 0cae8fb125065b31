// What somebody hears who does not see the page: its accessibility tree, as the browser hands it to a screen reader.
'use strict';

// The tree, with each node's role, name, properties, and the element that it stands for.
async function tree(page) {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  const known = new Map(nodes.map((node) => [node.nodeId, node]));
  const all = nodes.filter((node) => !node.ignored).map((node) => ({
    role: node.role?.value, name: node.name?.value ?? '', parent: known.get(node.parentId), node,
    is: Object.fromEntries((node.properties ?? []).map(({ name, value }) => [name, value.value])),
  }));
  all.within = (one, wanted) => {
    for (let at = known.get(one.node.parentId); at; at = known.get(at.parentId)) if (wanted(at)) return at;
    return undefined;
  };
  return all;
}

// The words below a node.
function heard(all, within) {
  return all.filter((one) => one.role === 'StaticText' && all.within(one, (at) => at.nodeId === within.node.nodeId))
    .map(({ name }) => name).join(' ');
}

// Notes from now on what is announced by itself, as long as the page is open; `said` gives it.
const watch = (page) => page.evaluate(() => {
  window.said = [];
  new MutationObserver((changes) => {
    for (const { target } of changes) {
      const live = (target.nodeType === 1 ? target : target.parentElement)?.closest('[aria-live], [role=status], [role=alert]');
      if (live?.textContent.trim()) window.said.push(live.textContent.trim());
    }
  }).observe(document.body, { childList: true, characterData: true, subtree: true });
});
const said = (page) => page.evaluate(() => window.said);

module.exports = { heard, said, tree, watch };
