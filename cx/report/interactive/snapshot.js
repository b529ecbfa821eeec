// The script of the snapshot. It lays out what stands in the data of the page, shows the part of it that is asked for, and opens
// what stands behind a cell. It computes nothing: every number and every sentence was made where the page of the product takes its
// own from. It builds elements and sets their text, and never reads HTML, so that a name is a name whatever it is made of.
'use strict';

(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const WAYS = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };
  const TONE = 2, GLYPH = 3, TEXT = 4, STATE = 5, VALUE = 6, RESTS = 7, REMARKS = 8, DECIDES = 9, MARK = 10; // places in a cell
  const view = { persona: '', kind: '', state: '', find: '', short: false, table: false, cell: -1 };

  // --- elements ---------------------------------------------------------------------------------------------------

  const make = (name, attributes = {}, ...inside) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) if (value !== null && value !== undefined) made.setAttribute(key, value);
    made.append(...inside);
    return made;
  };
  // A text of people's runs in its own direction and turns nothing around it; sentences of ours run as the page does.
  const own = (text) => make('bdi', {}, text);
  const chip = ([tone, glyph, word]) => make('span', { class: `chip t-${tone}` }, make('span', { 'aria-hidden': 'true' }, glyph), own(word));
  const button = (text, press, attributes = {}) => {
    const made = make('button', { type: 'button', ...attributes }, text);
    made.addEventListener('click', press);
    return made;
  };

  // --- blocks: what a section or a panel says -----------------------------------------------------------------------

  const cellOf = (cell) => {
    if (typeof cell === 'string') return [own(cell)];
    const parts = [];
    let text = cell.t ? own(cell.t) : null;
    if (text && cell.bold) text = make('b', {}, text);
    if (text && cell.go !== undefined) text = button(text, () => open(cell.go, true), { class: 'go' });
    if (text) parts.push(text);
    if (cell.chip) parts.push(chip(cell.chip));
    if (cell.quiet) parts.push(make('span', { class: 'quiet' }, cell.quiet));
    return parts;
  };

  const tableOf = (block) => {
    const { head, num, tight = [] } = block.table ? data.tables[block.table] : block;
    const look = (n) => [num.includes(n) ? 'num' : '', tight.includes(n) ? 'tight' : ''].join(' ').trim() || null;
    const row = (given) => {
      const cells = given.cells || given;
      const line = make('tr', given.of === undefined ? {} : { 'data-of': given.of });
      cells.forEach((cell, n) => {
        const said = cellOf(cell);
        line.append(make('td', { class: look(n), 'data-label': n && cell !== '' && cell.bold !== true ? head[n] : null }, ...said));
      });
      return line;
    };
    const heads = head.map((name, n) => make('th', { scope: 'col', class: look(n) }, name ? own(name) : hidden(tr('Place'))));
    const body = make('tbody', {}, ...block.rows.map(row));
    const made = make('table', { class: head.length > 4 ? 'list wide' : 'list' }, make('caption', {}, block.caption), make('thead', {}, make('tr', {}, ...heads)), body);
    return make('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': tr('Table: {block.caption}') }, made);
  };
  const hidden = (text) => make('span', { 'aria-label': text, role: 'img' });

  const BLOCKS = {
    fold: (block, level) => make('details', {}, make('summary', {}, block.fold), ...block.blocks.map((one) => draw(one, level))),
    state: (block) => {
      const [value, ...state] = block.state;
      const said = make('p', {}, ...(value ? [make('span', { class: 'value' }, value)] : []), chip(state));
      if (block.verdict) said.append(' ', make('span', { class: 'tag' }, block.verdict[0]), make('span', { class: 'quiet' }, ` ${block.verdict[1]}`));
      return said;
    },
    tag: (block) => make('p', {}, make('span', { class: 'tag' }, block.tag), ' ', block.p),
    p: (block) => make('p', block.quiet ? { class: 'quiet' } : {}, block.p),
    h: (block, level) => make(`h${level}`, {}, block.h),
    terms: (block) => make('dl', { class: 'terms' }, ...block.terms.flatMap(([term, meaning]) => [make('dt', {}, own(term)), make('dd', {}, own(meaning))])),
    list: (block) => make('ul', {}, ...block.list.map((text) => make('li', {}, text))),
    rows: tableOf,
  };
  const draw = (block, level) => BLOCKS[Object.keys(BLOCKS).find((kind) => kind in block)](block, level);

  // --- the map: a grid in which arrow keys move, and one place takes the focus -----------------------------------------

  const places = []; // number of the cell -> its button
  const lines = []; // number of the row -> its line on the map
  const at = new Map(); // "row column" -> number of the cell
  data.cells.forEach((cell, n) => at.set(`${cell[0]} ${cell[1]}`, n));

  const sayCell = (cell) => {
    const text = cell[TEXT];
    const state = !text || text === '→' || cell[STATE].includes(text) ? cell[STATE] : `${cell[STATE]}, ${text}`;
    return `${data.rows[cell[0]].label}, ${data.columns[cell[1]].label}: ${state}${cell[MARK] ? `; ${cell[REMARKS]}` : ''}`;
  };
  const placeOf = (n) => {
    const cell = data.cells[n];
    const made = button('', () => open(n, true), {
      class: `place t-${cell[TONE]}`, tabindex: '-1', 'aria-pressed': 'false', 'aria-label': sayCell(cell), title: `${cell[VALUE]}; ${cell[RESTS]}`,
    });
    made.append(make('span', {}, cell[GLYPH]), ...(cell[TEXT] ? [make('span', {}, cell[TEXT])] : []), ...(cell[MARK] ? [make('sup', {}, cell[MARK])] : []));
    if (cell[DECIDES]) made.dataset.decides = '';
    made.addEventListener('keydown', (event) => move(event, n));
    made.addEventListener('focus', () => onlyStop(n));
    places[n] = made;
    return made;
  };
  const lineOf = (row, number) => {
    const line = make('tr', { class: row.role || null });
    if (row.id === undefined) line.append(make('th', { scope: 'row' }, own(row.label)), make('td', { colspan: data.columns.length }));
    else {
      line.append(make('th', { scope: 'row' }, own(row.label)));
      data.columns.forEach((_, column) => {
        const n = at.get(`${number} ${column}`);
        line.append(n === undefined ? make('td', {}, '·') : make('td', {}, placeOf(n)));
      });
    }
    return line;
  };
  const theMap = () => {
    const head = make('tr', {}, make('th', { scope: 'col' }, tr('Need')), ...data.columns.map((column) => make('th', { scope: 'col' }, own(column.label))));
    data.rows.forEach((row, number) => lines.push(lineOf(row, number)));
    const table = make('table', { class: 'map', role: 'grid', 'aria-label': tr('Map: needs by stages. Arrow keys move, Enter opens a cell.') }, make('thead', {}, head), make('tbody', {}, ...lines));
    return make('div', { class: 'frame', id: 'frame', tabindex: '0', role: 'region', 'aria-label': tr('Map') }, table);
  };
  const onlyStop = (n) => {
    for (const place of places) place.tabIndex = -1;
    if (places[n]) places[n].tabIndex = 0;
  };
  const move = (event, n) => {
    if (event.key === 'Home' || event.key === 'End') {
      const inRow = data.columns.map((_, column) => at.get(`${data.cells[n][0]} ${column}`)).filter((one) => one !== undefined);
      places[event.key === 'Home' ? inRow[0] : inRow[inRow.length - 1]].focus();
      event.preventDefault();
      return;
    }
    const way = WAYS[event.key];
    if (!way || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    let [row, column] = data.cells[n];
    for (;;) { // over headings, rows that are filtered out, and places where nothing is needed
      row += way[0];
      column += way[1];
      if (!data.rows[row] || !data.columns[column]) return;
      const next = at.get(`${row} ${column}`);
      if (next !== undefined && !lines[row].hidden) {
        places[next].focus();
        return;
      }
    }
  };

  // --- its twin: the same cells as a table ------------------------------------------------------------------------------

  const kindOf = Object.fromEntries(data.kinds);
  const nameOf = Object.fromEntries(data.personas.map((one) => [one.id, one.name]));
  let twinLines = null; // lines of the table with the row of the map that each belongs to, made when it is asked for
  const theTwin = () => {
    const rows = data.cells.map((cell, n) => {
      const row = data.rows[cell[0]];
      const state = { t: '', chip: [cell[TONE], cell[GLYPH], cell[STATE]] };
      return [{ t: row.label, quiet: nameOf[row.of], bold: 1, go: n }, kindOf[row.kind], data.columns[cell[1]].label, state, cell[VALUE], cell[RESTS], cell[REMARKS]];
    });
    const made = tableOf({ table: 'cells', caption: tr('The cells of the map'), rows });
    twinLines = [...made.querySelectorAll('tbody tr')].map((line, n) => [line, data.cells[n][0]]);
    return made;
  };

  // --- what is behind a cell -------------------------------------------------------------------------------------------

  const panel = make('div', { class: 'panel', id: 'panel', role: 'region', 'aria-label': tr('What a cell rests on'), tabindex: '-1' });
  const legend = () => {
    const sign = (one) => (Array.isArray(one) ? chip(one) : one === 'outline' ? make('span', { class: 'thick' }) : one === 'italic' ? make('i', {}, tr('Italic need')) : make('b', {}, one));
    const said = data.legend.flatMap(([one, meaning]) => [make('dt', {}, sign(one)), make('dd', {}, meaning)]);
    panel.replaceChildren(make('h3', {}, tr('How to read it')), make('p', {}, tr('Open a cell to see what it rests on; open the journey to see its stages.')), make('dl', { class: 'legend' }, ...said));
  };
  const open = (n, goThere) => {
    if (places[view.cell]) places[view.cell].setAttribute('aria-pressed', 'false');
    view.cell = n;
    const cell = data.cells[n];
    if (!cell) { legend(); remember(); return; }
    const row = data.rows[cell[0]];
    places[n].setAttribute('aria-pressed', 'true');
    onlyStop(n);
    const title = make('h3', { tabindex: '-1' }, own(row.label));
    const where = [nameOf[row.of], data.columns[cell[1]].label, kindOf[row.kind]].flatMap((text, place) => (place ? [' · ', own(text)] : [own(text)]));
    const close = button(tr('Close', 'the panel'), () => { open(-1); backTo(n); }, { class: 'close' });
    const behind = data.behind[n];
    const said = behind ? behind.map((block) => draw(block, 4)) : [make('p', {}, `${cell[STATE]}. ${cell[VALUE]}. ${cell[RESTS]}.`), make('p', { class: 'cut' }, data.cut)];
    panel.replaceChildren(close, title, make('p', { class: 'quiet' }, ...where), ...said);
    panel.scrollTop = 0;
    if (goThere) { title.focus(); panel.scrollIntoView({ block: 'nearest' }); }
    remember();
  };
  const backTo = (n) => {
    if (view.table || lines[data.cells[n][0]].hidden) document.getElementById('map').focus();
    else places[n].focus();
  };
  panel.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !data.cells[view.cell]) return;
    const n = view.cell;
    open(-1);
    backTo(n);
  });

  // --- filters --------------------------------------------------------------------------------------------------------

  const plain = (text) => text.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').toLowerCase();
  const found = data.rows.map((row) => plain(row.find || ''));
  const isShown = (row, number) => (!view.persona || row.of === view.persona) && (!view.kind || row.kind === view.kind)
    && (!view.state || row.states.includes(view.state)) && (!view.short || row.short === 1)
    && found[number].includes(plain(view.find.trim().replace(/\s+/g, ' ')));
  const status = make('p', { class: 'quiet', role: 'status', 'aria-live': 'polite' });
  const finding = make('p', {});

  const show = () => {
    const kept = data.rows.map((row, number) => row.id !== undefined && isShown(row, number));
    // A heading stands where a need stands below it, before the next heading of its rank.
    data.rows.forEach((row, number) => {
      const below = row.role === 'persona' ? (one) => one.of === row.of : (one) => one.of === row.of && one.kind === row.kind;
      lines[number].hidden = row.id === undefined ? !data.rows.some((one, n) => kept[n] && below(one)) : !kept[number];
    });
    if (twinLines) for (const [line, number] of twinLines) line.hidden = !kept[number];
    for (const line of document.querySelectorAll('[data-of]')) line.hidden = Boolean(view.persona) && line.dataset.of !== view.persona;
    for (const body of document.querySelectorAll('tbody:has([data-of])')) body.parentElement.toggleAttribute('data-none', [...body.rows].every((line) => line.hidden));
    const every = data.rows.filter((row) => row.id !== undefined).length;
    const count = kept.filter(Boolean).length;
    status.textContent = count === every ? `${every} ${every === 1 ? tr('need') : tr('needs')}` : count ? tr('{count} of {every} needs are shown') : tr('No need fits these choices.');
    const chosen = data.personas.find((one) => one.id === view.persona);
    finding.replaceChildren(...(chosen ? [chosen.finding, make('br'), make('span', { class: 'quiet' }, chosen.scope)] : []));
    finding.hidden = !chosen;
    const first = data.cells.findIndex((cell) => kept[cell[0]]);
    onlyStop(data.cells[view.cell] && kept[data.cells[view.cell][0]] ? view.cell : first);
  };

  const controls = {};
  const pick = (name, label, options) => {
    const select = make('select', {}, ...options.map(([value, text]) => make('option', { value }, text)));
    select.addEventListener('change', () => { view[name] = select.value; show(); remember(); });
    controls[name] = select;
    return make('label', {}, label, select);
  };
  const tick = (name, label, changed) => {
    const box = make('input', { type: 'checkbox' });
    box.addEventListener('change', () => { view[name] = box.checked; changed(); remember(); });
    controls[name] = box;
    return make('label', { class: 'check' }, box, label);
  };
  const search = () => {
    const box = make('input', { type: 'search', placeholder: tr('Need or theme'), maxlength: '80' });
    box.addEventListener('input', () => { view.find = box.value; show(); remember(); });
    controls.find = box;
    return make('label', {}, tr('Search'), box);
  };
  const reset = () => { Object.assign(view, { persona: '', kind: '', state: '', find: '', short: false }); fill(); show(); remember(); };
  const fill = () => {
    for (const name of ['persona', 'kind', 'state', 'find']) controls[name].value = view[name];
    for (const name of ['short', 'table']) controls[name].checked = view[name];
  };
  const swap = () => {
    const frame = document.getElementById('frame');
    if (view.table && !twinLines) { frame.after(theTwin()); show(); }
    frame.hidden = view.table;
    if (twinLines) frame.nextElementSibling.hidden = !view.table;
  };

  // --- the address: what is looked at stands behind its #, so that a link opens the same ---------------------------------

  const remember = () => {
    const said = new URLSearchParams();
    for (const name of ['persona', 'kind', 'state', 'find']) if (view[name]) said.set(name, view[name]);
    for (const name of ['short', 'table']) if (view[name]) said.set(name, '1');
    const cell = data.cells[view.cell];
    if (cell) { said.set('need', data.rows[cell[0]].id); said.set('stage', data.columns[cell[1]].id); }
    try { history.replaceState(null, '', `#${said}`); } catch { /* some browsers allow no address on a disk */ }
  };
  const recall = () => {
    const asked = location.hash.slice(1);
    if (!asked.includes('=')) return;
    const said = new URLSearchParams(asked);
    for (const name of ['persona', 'kind', 'state']) if ([...controls[name].options].some((one) => one.value === said.get(name))) view[name] = said.get(name);
    view.find = (said.get('find') || '').slice(0, 80);
    for (const name of ['short', 'table']) view[name] = said.get(name) === '1';
    view.cell = data.cells.findIndex((cell) => data.rows[cell[0]].id === said.get('need') && data.columns[cell[1]].id === said.get('stage'));
  };

  // --- the page ------------------------------------------------------------------------------------------------------

  const card = (one) => {
    const lines = [['quiet', one.tagline], ['big', one.headline], ['quiet', one.range], ['quiet', one.beside], ['quiet', one.rests]];
    const to = () => { view.persona = one.id; fill(); show(); remember(); document.getElementById('map').focus(); };
    return make('li', { class: 'card' }, make('h3', {}, own(one.name)), ...lines.filter(([, text]) => text).map(([kind, text]) => make('p', { class: kind }, own(text))),
      button(tr('Show on the map'), to, { 'aria-label': tr('Show {one.name} on the map') }));
  };
  const section = (id, title, ...inside) => make('section', { id, 'aria-labelledby': `${id}-title` }, make('h2', { id: `${id}-title` }, title), ...inside);
  const all = (text, options) => [['', text], ...options];

  const page = () => {
    const people = section('personas', tr('Personas'), make('ul', { class: 'cards' }, ...data.personas.map(card)), ...data.across.map((block) => draw(block, 3)));
    const filters = make('div', { class: 'filters', role: 'group', 'aria-label': tr('What the map shows') },
      pick('persona', tr('Persona'), all(tr('All personas'), data.personas.map((one) => [one.id, one.name]))),
      pick('kind', tr('Kind'), all(tr('All kinds'), data.kinds)), pick('state', tr('State'), all(tr('Any state'), data.states)), search(),
      tick('short', tr('Only what falls short'), show), tick('table', tr('As a table'), swap), button(tr('Show all'), reset));
    const map = section('map', tr('The map'), filters, status, finding, make('div', { class: 'both' }, make('div', {}, theMap()), panel));
    map.tabIndex = -1;
    const others = data.sections.map((one) => section(one.id, one.title, ...one.blocks.map((block) => draw(block, 3))));
    document.getElementById('main').append(...(data.personas.length ? [people] : []), map, ...others);
    const listed = [...(data.personas.length ? [['personas', tr('Personas')]] : []), ['map', tr('The map')], ...data.sections.map((one) => [one.id, one.title])];
    document.getElementById('contents').append(make('ul', {}, ...listed.map(([id, title]) => make('li', {}, make('a', { href: `#${id}` }, title)))));
  };

  page();
  recall();
  fill();
  swap();
  show();
  if (data.cells[view.cell]) open(view.cell, true); else legend();
  addEventListener('hashchange', () => {
    if (!location.hash.includes('=')) return; // the address of a section
    recall();
    fill();
    swap();
    show();
    open(view.cell, true);
  });
  document.body.dataset.ready = 'yes';
})();
