(() => {
  // Notes become findings without the mouse. Nothing leaves the browser but what is marked, once it is sent.
  const root = [...document.querySelectorAll('[data-comb]')].pop();
  if (!root || root.dataset.done) return;
  root.dataset.done = 'yes';
  const given = JSON.parse(root.dataset.comb);
  const kept = (window.combed ||= {});
  // Notes of an interview that is no more go from the browser, too.
  for (const key of Object.keys(kept)) if (!given.known.includes(key.slice(0, key.lastIndexOf(' ')))) delete kept[key];
  const second = given.second;  // drawn lines that somebody else has coded: [{ number, text }]
  const state = (kept[given.key] ||= { lines: second ? second.map((one) => one.text) : [], at: 0, done: [], keep: false });
  const number = (line) => (second ? second[line].number : line + 1);
  const SIGNS = { '+': 'supports', '-': 'contradicts', '\u2212': 'contradicts', '0': 'mentions' };
  const WORDS = { supports: '+ supports', contradicts: '\u2212 contradicts', mentions: '0 mentions' };
  const plain = (text) => text.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').toLowerCase();
  const make = (tag, attributes = {}, ...inside) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...inside);
    return made;
  };
  const said = make('p', { class: 'comb-said', role: 'status', 'aria-live': 'polite' });
  let stance = 'mentions';
  let shown = [];
  let chosen = 0;

  const begin = () => {
    const notes = make('textarea', { class: 'comb-notes', rows: '10', 'aria-label': 'Notes of the interview, one thought a line' });
    const file = make('input', { class: 'comb-file', type: 'file', accept: '.txt,.md,text/plain', 'aria-label': 'Open the notes from a file' });
    const go = make('button', { class: 'comb-button', type: 'button' }, 'Comb these lines (Ctrl+Enter)');
    const start = () => {
      const lines = notes.value.split(/\r?\n/).map((line) => line.trim()).filter(Boolean);
      if (!lines.length) { said.textContent = 'There is no line yet.'; return; }
      Object.assign(state, { lines, at: 0, done: [] });
      draw();
    };
    file.addEventListener('change', async () => { if (file.files[0]) notes.value = (await file.files[0].text()).slice(0, 1000000); });
    notes.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { event.preventDefault(); event.stopPropagation(); start(); }
    });
    go.addEventListener('click', start);
    root.replaceChildren(notes, make('div', { class: 'comb-row' }, file, go), said);
  };

  const options = (text) => {
    const wanted = plain(text.trim());
    if (!wanted) return [];
    const fits = given.options.filter((one) => plain(one.label).includes(wanted));
    const rank = (one) => (plain(one.label).startsWith(wanted) ? 0 : 1) + (one.kind === 'theme' ? 0 : 0.5);
    fits.sort((a, b) => rank(a) - rank(b));
    const own = state.done.filter((d) => d.new).map((d) => ({ kind: 'theme', label: d.theme, theme: d.theme }))
      .filter((one, i, all) => plain(one.label).includes(wanted) && all.findIndex((x) => x.label === one.label) === i);
    const found = [...own, ...fits].slice(0, 8);
    const fresh = { kind: 'new theme', label: text.trim(), theme: text.trim(), new: true };
    if (found.some((one) => plain(one.label) === wanted)) return found;
    return found.length && plain(found[0].label).startsWith(wanted) ? [...found, fresh] : [fresh, ...found];
  };

  const noted = () => state.done.filter((d) => d.theme).map((d) => ({
    line: number(d.line), theme: d.theme, need_id: d.need_id || '', hypothesis_id: d.hypothesis_id || '', stance: d.stance,
    quote: state.keep ? state.lines[d.line] : '',
  }));
  const put = (what, told) => {
    const area = document.querySelector('.st-key-comb_sent textarea');
    if (!area) return;
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value').set.call(area, JSON.stringify(what));
    area.dispatchEvent(new Event('input', { bubbles: true }));
    setTimeout(() => area.dispatchEvent(new FocusEvent('focusout', { bubbles: true })), 60);
    said.textContent = told;
  };
  const unread = () => {
    if (state.at >= state.lines.length) return false;
    said.textContent = 'Go through all lines first: those without a finding count as well.';
    return true;
  };
  const send = () => {
    const found = noted();
    if (second && unread()) return;
    put(second ? { coded: found } : found, `${found.length} sent: see below what would be stored.`);
  };
  // The lot of a line, as cx/coding/draw.py draws it.
  const lot = (line) => {
    let x = (given.sample.seed + Math.imul(line, 0x9e3779b9)) >>> 0;
    x = Math.imul(x ^ (x >>> 16), 0x85ebca6b) >>> 0;
    x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35) >>> 0;
    return (x ^ (x >>> 16)) >>> 0;
  };
  const hand = () => {
    if (unread()) return;
    const all = state.lines.map((_, i) => i + 1);
    const size = Math.min(all.length, Math.max(given.sample.fewest, Math.ceil(all.length * given.sample.share)));
    const drawn = all.sort((a, b) => lot(a) - lot(b)).slice(0, size);
    const lines = Object.fromEntries(drawn.map((line) => [line, state.lines[line - 1]]));
    put({ handed: state.lines.length, lines, noted: noted() }, `${size} of ${state.lines.length} lines drawn: see below what would be handed over.`);
  };

  const draw = () => {
    if (!state.lines.length) { begin(); return; }
    const box = make('input', {
      class: 'comb-box', type: 'text', role: 'combobox', autocomplete: 'off', 'aria-expanded': 'false', 'aria-controls': 'comb-list',
      'aria-label': 'Theme, need or statement', placeholder: '+ supports, - contradicts, 0 mentions; then type a theme, need or statement',
    });
    const list = make('ul', { class: 'comb-list', id: 'comb-list', role: 'listbox', 'aria-label': 'What it is about' });
    const sign = make('span', { class: 'comb-sign' });
    const lines = make('ol', { class: 'comb-lines', 'aria-label': 'Lines' });
    const count = make('span', { class: 'comb-count' });
    const quotes = make('input', { type: 'checkbox' });
    quotes.checked = state.keep;
    quotes.addEventListener('change', () => { state.keep = quotes.checked; });
    const sending = make('button', { class: 'comb-button', type: 'button' }, second ? 'I have read them all (Ctrl+Enter)' : 'See what would be stored (Ctrl+Enter)');
    const handing = make('button', { class: 'comb-button', type: 'button' }, 'Hand over to a second coder');
    const anew = make('button', { class: 'comb-button', type: 'button' }, 'Other notes');

    const line = () => {
      const from = Math.max(0, state.at - 2);
      lines.replaceChildren(...state.lines.slice(from, from + 7).map((text, i) => {
        const place = from + i;
        const marks = state.done.filter((d) => d.line === place && d.theme).map((d) => make('span', { class: 'comb-mark' }, `${WORDS[d.stance][0]} ${d.label}`));
        return make('li', { value: String(number(place)), ...(place === state.at ? { 'aria-current': 'true' } : {}) }, text, ' ', ...marks);
      }));
      const found = state.done.filter((d) => d.theme).length;
      count.textContent = `Line ${Math.min(state.at + 1, state.lines.length)} of ${state.lines.length} \u00b7 ${found} ${found === 1 ? 'finding' : 'findings'}`;
      sign.textContent = WORDS[stance];
      sign.dataset.stance = stance;
    };
    const offer = () => {
      shown = options(box.value);
      chosen = 0;
      pick();
    };
    const pick = () => {
      list.replaceChildren(...shown.map((one, i) => {
        const item = make('li', { role: 'option', id: `comb-${i}`, 'aria-selected': String(i === chosen) }, make('small', {}, one.kind), ' ', one.label);
        if (one.means) item.append(make('small', { class: 'comb-means' }, one.means));
        item.addEventListener('mousedown', (event) => { event.preventDefault(); chosen = i; mark(false); });
        return item;
      }));
      box.setAttribute('aria-expanded', String(shown.length > 0));
      if (shown.length) box.setAttribute('aria-activedescendant', `comb-${chosen}`); else box.removeAttribute('aria-activedescendant');
    };
    const forward = () => {
      state.at = Math.min(state.at + 1, state.lines.length);
      if (state.at === state.lines.length) said.textContent = 'That was the last line. Ctrl+Enter shows what would be stored; Backspace takes the last step back.';
    };
    const mark = (stay) => {
      const one = shown[chosen];
      if (one && state.at < state.lines.length) {
        state.done.push({ line: state.at, stance, label: one.label, theme: one.theme, need_id: one.need_id, hypothesis_id: one.hypothesis_id, new: one.new, stay });
        said.textContent = `Noted: ${WORDS[stance]} ${one.label}.`;
      }
      box.value = '';
      stance = 'mentions';
      if (!stay) forward();
      offer();
      line();
    };
    const skip = () => {
      if (state.at >= state.lines.length) return;
      state.done.push({ line: state.at });
      said.textContent = 'Line skipped.';
      forward();
      line();
    };
    const undo = () => {
      const last = state.done.pop();
      if (!last) { said.textContent = 'There is nothing to take back.'; return; }
      state.at = last.line;
      said.textContent = last.theme ? `Taken back: ${last.label}.` : 'Back to the line that was skipped.';
      line();
    };
    box.addEventListener('input', offer);
    box.addEventListener('keydown', (event) => {
      const empty = !box.value;
      const first = box.selectionStart === 0 && box.selectionEnd === 0;
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
      else if (event.isComposing) return;
      else if (event.key === 'Enter' && empty) skip();
      else if (event.key === 'Enter') mark(event.shiftKey);
      else if (event.key === 'Backspace' && empty) undo();
      else if (first && SIGNS[event.key] && !event.ctrlKey && !event.metaKey && !event.altKey) { stance = SIGNS[event.key]; line(); }
      else if (event.key === 'ArrowDown' && shown.length) { chosen = (chosen + 1) % shown.length; pick(); }
      else if (event.key === 'ArrowUp' && shown.length) { chosen = (chosen + shown.length - 1) % shown.length; pick(); }
      else if (event.key === 'Escape') { box.value = ''; offer(); }
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    sending.addEventListener('click', send);
    handing.addEventListener('click', hand);
    anew.addEventListener('click', () => { Object.assign(state, { lines: [], at: 0, done: [] }); draw(); });
    root.replaceChildren(
      make('div', { class: 'comb-row' }, count, sign), lines, box, list, said,
      ...(second ? [] : [make('label', { class: 'comb-row' }, quotes, 'Keep each line as a quotation')]),
      make('div', { class: 'comb-row' }, sending, ...(given.sample ? [handing] : []), ...(second ? [] : [anew])),
    );
    offer();
    line();
    box.focus();
  };
  draw();
})();
