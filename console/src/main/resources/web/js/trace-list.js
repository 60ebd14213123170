import {go} from './route.js';

const SOONEST = 1500;
const PAGE = 200;
/** As many rows as a browser scrolls easily; a filter finds what is older. */
const MOST_ROWS = 2000;

/** The rows of the list, and which of them is selected. */
export class TraceList {
  rows = [];
  loaded = false;
  problem = '';
  selected = null;
  fresh = false;
  older = false;
  loadingOlder = false;
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

  /** Something came. The list stays where it is while a row is selected or older ones are shown. */
  noticed() {
    if (this.#store.traceChanges === this.#seen || this.#store.paused || this.loadingOlder) return;
    if (this.selected || this.rows.length > PAGE) this.fresh = true;
    else if (Date.now() - this.#last > SOONEST) this.load();
  }

  async load() {
    this.#last = Date.now();
    this.#seen = this.#store.traceChanges;
    const mine = ++this.#asked;
    try {
      const rows = await this.#page({});
      if (mine !== this.#asked) return;
      Object.assign(this, {rows, problem: '', fresh: false, loaded: true, older: rows.length === PAGE});
    } catch (problem) {
      if (mine !== this.#asked) return;
      this.problem = problem.message;
    }
    this.#changed();
  }

  /** Adds the next older traces below. */
  async loadOlder() {
    const mine = ++this.#asked;
    this.loadingOlder = true;
    try {
      const rows = await this.#page({before: this.rows.at(-1).traceId});
      if (mine !== this.#asked) return;
      this.rows = [...this.rows, ...rows];
      this.older = rows.length === PAGE && this.rows.length < MOST_ROWS;
    } catch (problem) {
      this.problem = problem.message;
    } finally {
      this.loadingOlder = false;
      this.#changed();
    }
  }

  #page(more) {
    const {q = '', outcome = 'any', purpose = ''} = this.#route;
    return this.#store.fetch(`/traces?${new URLSearchParams({query: q, outcome, purpose, limit: PAGE, ...more})}`);
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
