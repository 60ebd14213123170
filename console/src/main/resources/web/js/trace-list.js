import {go} from './route.js';

const RELOAD_INTERVAL = 1500;
const PAGE = 200;
/** Maximum number of rows, for smooth scrolling; older traces are found with a filter. */
const MAX_ROWS = 2000;

/** The rows of the list and the selected row. */
export class TraceList {
  rows = [];
  loaded = false;
  problem = '';
  selected = null;
  hasNewer = false;
  hasOlder = false;
  loadingOlder = false;
  #store;
  #changed;
  #route = {};
  #lastRequest = 0;
  #loadedChanges = -1;
  #loadedAt = 0;

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

  /** Reloads after a change; not while a row is selected or older traces are shown. */
  storeChanged() {
    if (this.#store.traceChanges === this.#loadedChanges || this.#store.paused || this.loadingOlder) return;
    if (this.selected || this.rows.length > PAGE) this.hasNewer = true;
    else if (Date.now() - this.#loadedAt > RELOAD_INTERVAL) this.load();
  }

  async load() {
    this.#loadedAt = Date.now();
    this.#loadedChanges = this.#store.traceChanges;
    const request = ++this.#lastRequest;
    try {
      const rows = await this.#page({});
      if (request !== this.#lastRequest) return;
      Object.assign(this, {rows, problem: '', hasNewer: false, loaded: true, hasOlder: rows.length === PAGE});
    } catch (problem) {
      if (request !== this.#lastRequest) return;
      this.problem = problem.message;
    }
    this.#changed();
  }

  /** Adds the next older traces below. */
  async loadOlder() {
    const request = ++this.#lastRequest;
    this.loadingOlder = true;
    try {
      const rows = await this.#page({before: this.rows.at(-1).traceId});
      if (request !== this.#lastRequest) return;
      this.rows = [...this.rows, ...rows];
      this.hasOlder = rows.length === PAGE && this.rows.length < MAX_ROWS;
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
