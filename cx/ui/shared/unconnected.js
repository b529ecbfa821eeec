(() => {
  // Streamlit tries for ever to open the web socket of a page, and shows nothing meanwhile. Who waits is told what is wrong.
  const PATIENCE = 8000, AGAIN = 1000;
  let since = 0, said = null, told = '', connected = false;
  const say = (title, text) => {
    if (told === title) return;  // a screen reader reads it aloud whenever it is written
    told = title;
    said ||= document.body.appendChild(document.createElement('div'));
    said.setAttribute('role', 'alert');
    said.className = 'unconnected';
    said.style.cssText = 'position:fixed;inset:4rem 1rem auto;margin:auto;max-width:36rem;padding:1rem 1.25rem;z-index:1000000;'
      + 'font:1rem/1.5 "Source Sans",sans-serif;background:Canvas;color:CanvasText;color-scheme:light dark;border:1px solid;border-radius:6px';
    const head = document.createElement('strong');
    head.textContent = title;
    const body = document.createElement('div');
    body.textContent = text;
    said.replaceChildren(head, body);
  };
  const health = () => new URL('../../_stcore/health', document.querySelector('script[type=module][src]').src);
  const look = async () => {
    const app = document.querySelector('[data-test-connection-state]');
    if (!app) return;  // the program of the page is still being loaded
    if (app.dataset.testConnectionState === 'CONNECTED') {
      connected = true;
      clearInterval(timer);
      said?.remove();
      return;
    }
    since ||= Date.now();
    if (Date.now() - since < PATIENCE) return;
    const answers = await fetch(health(), { cache: 'no-store' }).then((answer) => answer.ok, () => false);
    if (connected) return;
    if (answers) say(
      'The connection of this page could not be opened',
      'The dashboard answers, but not over the web socket that its pages need. Whoever runs it looks at what stands between: a proxy has to pass '
        + 'web sockets on (the headers Upgrade and Connection), as the files in .deploy show. This page goes on by itself once that is so.',
    );
    else say('The dashboard does not answer', 'It may be starting anew. This page goes on by itself once it answers; nothing that was saved is lost.');
  };
  const timer = setInterval(look, AGAIN);
})();
