(() => {
  // What a map holds is put in place; a link to a cell is followed without a new visit, and the arrow keys go from cell to cell.
  const map = document.currentScript.previousElementSibling;
  map.innerHTML = map.dataset.cells;
  delete map.dataset.cells;
  if (window.cellsAreFollowed) return;
  window.cellsAreFollowed = true;
  const WAYS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -1, ArrowDown: 1 };
  const cellOf = (event) => event.target instanceof Element && event.target.closest('a.map-cell');
  const isPlain = (event) => !(event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  addEventListener('click', (event) => {
    const cell = cellOf(event);
    if (!cell || !isPlain(event)) return;
    event.preventDefault();
    history.pushState({}, '', cell.href);
    dispatchEvent(new PopStateEvent('popstate'));
  });
  addEventListener('keydown', (event) => {
    const cell = cellOf(event), way = WAYS[event.key];
    if (!cell || !way || !isPlain(event)) return;
    event.preventDefault();
    const line = cell.closest('.map-line'), own = [...line.querySelectorAll('a')];
    let next = own[own.indexOf(cell) + way];
    if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      const lines = [...line.parentElement.children].filter((one) => one.querySelector('a'));
      const off = (one) => Math.abs(one.getBoundingClientRect().x - cell.getBoundingClientRect().x);
      const there = [...(lines[lines.indexOf(line) + way]?.querySelectorAll('a') ?? [])];
      next = there.sort((one, other) => off(one) - off(other))[0];
    }
    if (!next) return;
    cell.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });
})();
