// Hears of news: over a stream of events, and by asking every few seconds where none comes through.
const TICK = 5000; // between two questions
const FIRST = 6000; // within this a stream says that it is there
const SILENT = 25000; // it does so again every ten seconds

const mark = (name, on) => document.body.classList.toggle(name, on);

// `news(kind)` brings the page up to date, and fails where the server cannot be reached.
export function listen(root, news, gone) {
  let source = null, row = root.dataset.row, opened = 0, heard = 0, elsewhere = false, behind = false, over = false;

  const close = () => { source?.close(); source = null; };
  const bring = async (kind) => {
    try {
      await news(kind);
      behind = false;
      mark("lost", false);
    } catch {
      behind = true;
      mark("lost", true);
    }
  };
  const hear = (event) => {
    heard = Date.now();
    if (event.lastEventId) row = event.lastEventId;
    mark("asking", false);
    if (!behind) mark("lost", false);
  };
  const open = () => {
    close();
    opened = Date.now();
    source = new EventSource(`${root.dataset.events}?since=${row}`);
    source.addEventListener("here", hear);
    for (const kind of ["turn", "row"]) source.addEventListener(kind, (event) => { hear(event); bring(kind); });
    source.addEventListener("gone", () => { over = true; close(); gone(); });
    // this seat has more pages open than streams: this one asks instead
    source.addEventListener("elsewhere", () => { close(); elsewhere = true; });
    source.onerror = () => mark("lost", true);
  };
  const tick = async () => {
    if (document.hidden || over) return;
    const now = Date.now(), silent = now - Math.max(heard, opened) > (heard > opened ? SILENT : FIRST);
    // a browser gives up for good on an answer that is no stream, as while a server is busy or a network asks for a password
    if (!elsewhere && (!source || source.readyState === EventSource.CLOSED || (silent && now - opened > SILENT))) open();
    if (silent || elsewhere) {
      await bring("turn");
      mark("asking", true);
    } else if (behind) {
      await bring("turn");
    }
  };
  setInterval(tick, TICK);
  // a browser opens six streams to one machine at most: hidden tabs give theirs back
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) { close(); } else if (!over) { elsewhere = false; open(); }
  });
  open();
}
