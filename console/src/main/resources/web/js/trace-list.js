import {go} from './route.js';

const SOONEST = 1500;

/** The rows of the list, and which of them is selected. */
export class TraceList {
  rows = [];
  loaded = false;
  problem = '';
  selected = null;
  fresh = false;
  #store;
  #changed;
  #route = {};
  #asked = 0;
  #seen = -1;
  #last = 0;

  constructor(store, changed) {
    this.#store = store;
    this.#changed = changed;
  }

  show(route) {
    const key = (r) => [r.q ?? '', r.outcome ?? 'any', r.purpose ?? ''].join('\n');
    const same = this.loaded && key(route) === key(this.#route);
    this.#route = route;
    if (!same) this.selected = null;
    this.load();
  }

  /** Something came. The list stays where it is while a row is selected. */
  noticed() {
    if (this.#store.traceChanges === this.#seen || this.#store.paused) return;
    if (this.selected) this.fresh = true;
    else if (Date.now() - this.#last > SOONEST) this.load();
  }

  async load() {
    this.#last = Date.now();
    this.#seen = this.#store.traceChanges;
    const mine = ++this.#asked;
    const {q = '', outcome = 'any', purpose = ''} = this.#route;
    try {
      const rows = await this.#store.fetch(`/api/traces?${new URLSearchParams({query: q, outcome, purpose, limit: 200})}`);
      if (mine !== this.#asked) return;
      Object.assign(this, {rows, problem: '', fresh: false, loaded: true});
    } catch (problem) {
      if (mine !== this.#asked) return;
      this.problem = problem.message;
    }
    this.#changed();
  }

  select(id) {
    this.selected = id;
    this.#changed();
  }

  move(by) {
    const at = this.rows.findIndex((row) => row.traceId === this.selected);
    const next = this.rows[Math.max(0, Math.min(this.rows.length - 1, at + by))];
    if (!next) return;
    this.select(next.traceId);
    requestAnimationFrame(() => document.querySelector('tr.selected')?.scrollIntoView({block: 'nearest'}));
  }

  openSelected() {
    const row = this.rows.find((known) => known.traceId === this.selected) ?? this.rows[0];
    if (row) this.open(row);
  }

  open(row) {
    this.selected = row.traceId;
    go({...this.#route, view: 'traces', trace: row.traceId, at: row.position});
  }
}
