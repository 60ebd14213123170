// The state of the run on the page, updated by server-sent events.

import {follow} from './route.js';

const MAX_STEPS = 2500;
const MAX_EVALUATIONS = 1000;
const MAX_WEIGHTS = 3000;
const STALE_AFTER = 4000;
const RETRY_AFTER = 3000;

async function get(path) {
  const response = await fetch(path, {headers: {accept: 'application/json'}});
  if (!response.ok) {
    throw new ErrorAnswer(await errorMessage(response, path), response.status);
  }
  return response.json();
}

/** The server answered with an error. */
class ErrorAnswer extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

async function errorMessage(response, path) {
  const body = await response.json().catch(() => null);
  return body?.error?.message ?? `${path} answered ${response.status}`;
}

class Store extends EventTarget {
  status = 'loading'; // loading, live, stale, failed
  problem = '';
  loggedOut = false;
  paused = false;
  runs = []; // all runs on the broker, from /api/runs
  runName = ''; // the run that this console follows
  answer = null; // the last state of that run
  steps = [];
  evaluations = [];
  throughput = [];
  weights = [];
  deadLetters = [];
  traceChanges = 0;
  #pending = null; // the newest state received while the page was paused
  #lastMessageAt = 0;
  #lastLoad = 0;
  #loading = null;
  #source = null;

  start() {
    this.#listen();
    setInterval(() => this.#checkStale(), 1000);
    setInterval(() => this.#loadThroughput(), 5000);
  }

  get run() {
    return this.answer?.run ?? null;
  }

  /** The API address of the run, or one below it. */
  path(below = '') {
    return `/api/runs/${this.runName}${below}`;
  }

  async #findRun() {
    if (this.runName) return;
    await this.loadRuns();
  }

  /** Loads the runs on the broker and the name of the followed one. */
  async loadRuns() {
    this.runs = (await get('/api/runs')).runs;
    this.runName = this.runs.find((run) => run.followed).run;
    follow(this.runName);
    this.dispatchEvent(new Event('change'));
  }

  async #listen() {
    try {
      await this.#findRun();
    } catch {
      setTimeout(() => this.#listen(), RETRY_AFTER);
      if (!this.paused) this.load(); // shows the error
      return;
    }
    this.#source = new EventSource(this.path('/events'));
    this.#source.addEventListener('hello', (event) => this.#hello(JSON.parse(event.data)));
    this.#source.addEventListener('update', (event) => this.#receive(JSON.parse(event.data)));
    this.#source.onerror = () => this.#connectionLost();
  }

  /** The browser reconnects automatically, except after an answer that is not an event stream. */
  #connectionLost() {
    if (this.#source.readyState === EventSource.CLOSED) {
      this.#source.close();
      setTimeout(() => this.#listen(), RETRY_AFTER);
      if (!this.paused) this.load(); // shows the current state or the error
    }
    this.#checkStale();
  }

  #hello(hello) {
    this.#lastMessageAt = Date.now();
    const restarted = this.answer !== null && this.answer.instance !== hello.state.instance;
    if (this.paused) this.#pending = hello.state;
    else if (!hello.resumed || restarted || !this.answer) this.load();
  }

  #receive(update) {
    this.#lastMessageAt = Date.now();
    if (this.paused) {
      this.#pending = update.state;
      return;
    }
    this.#apply(update);
    if (this.status !== 'loading') this.#setStatus('live');
  }

  #apply({state, changes}) {
    this.answer = state;
    if (!changes.complete) {
      this.load();
      return;
    }
    upsert(this.steps, changes.steps, (point) => point.step);
    upsert(this.evaluations, changes.evaluations, (point) => point.evaluation);
    upsert(this.weights, changes.weights, (point) => point.version);
    for (const letter of changes.deadLetters) {
      if (!this.deadLetters.some((known) => known.position === letter.position)) {
        this.deadLetters.unshift(letter);
      }
    }
    this.deadLetters.length = Math.min(this.deadLetters.length, 500);
    if (changes.traces.length > 0) this.traceChanges++;
    if (this.steps.length > MAX_STEPS || this.evaluations.length > MAX_EVALUATIONS || this.weights.length > MAX_WEIGHTS) this.load();
  }

  /** Loads the whole state; one load at a time, at most one in two seconds. */
  load() {
    this.#loading ??= this.#loadSoon().finally(() => {
      this.#loading = null;
    });
    return this.#loading;
  }

  async #loadSoon() {
    const wait = this.#lastLoad + 2000 - Date.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    this.#lastLoad = Date.now();
    try {
      await this.#findRun();
      const [answer, series, weights, letters] = await Promise.all(
        ['', '/series', '/weights', '/deadletters'].map((below) => get(this.path(below))));
      this.answer = answer;
      this.steps = series.steps;
      this.evaluations = series.evaluations;
      this.throughput = series.throughput;
      this.weights = weights.reverse();
      this.deadLetters = letters;
      this.traceChanges++;
      this.#lastMessageAt = Date.now();
      this.problem = '';
      this.loggedOut = false;
      this.#setStatus('live');
    } catch (problem) {
      this.problem = problem instanceof ErrorAnswer || !this.answer ? problem.message : '';
      this.loggedOut = problem.status === 401;
      this.#setStatus(this.answer ? 'stale' : 'failed');
    }
  }

  async #loadThroughput() {
    if (this.status !== 'live' || this.paused) return;
    try {
      this.throughput = await get(this.path('/throughput'));
      this.#setStatus(this.status);
    } catch {
      this.#checkStale();
    }
  }

  #checkStale() {
    if (this.status === 'live' && Date.now() - this.#lastMessageAt > STALE_AFTER) this.#setStatus('stale');
  }

  #setStatus(status) {
    this.status = status;
    this.dispatchEvent(new Event('change'));
  }

  /** Pauses or resumes the updates of this page; the run is not affected. */
  togglePause() {
    this.paused = !this.paused;
    if (!this.paused && this.#pending) {
      this.answer = this.#pending;
      this.#pending = null;
      this.load();
    }
    this.#setStatus(this.status);
  }

  /** Milliseconds since the last message of the server. */
  get sinceLastMessage() {
    return Date.now() - this.#lastMessageAt;
  }

  /** Fetches an address below the run, after the run is known. */
  async fetch(below) {
    await this.#findRun();
    return get(this.path(below));
  }

  async command(command, reason) {
    const response = await fetch(this.path('/commands'), {
      method: 'POST',
      headers: {'content-type': 'application/json'},
      body: JSON.stringify({command, reason}),
    });
    if (!response.ok) throw new ErrorAnswer(await errorMessage(response, 'the console'), response.status);
  }
}

/** Adds points in order, replacing those of the same key among the newest. */
function upsert(points, newer, key) {
  for (const point of newer) {
    const at = points.findLastIndex((known) => key(known) === key(point));
    if (at >= 0) points[at] = point;
    else points.push(point);
  }
}

export const store = new Store();
