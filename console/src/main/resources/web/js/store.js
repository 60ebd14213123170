// What the page knows of the run, kept up to date by server-sent events.

import {follow} from './route.js';

const MOST_STEPS = 2500;
const MOST_EVALUATIONS = 1000;
const MOST_WEIGHTS = 3000;
const STALE_AFTER = 4000;
const AGAIN_AFTER = 3000;

async function get(path) {
  const response = await fetch(path, {headers: {accept: 'application/json'}});
  if (!response.ok) {
    throw new Refused(await sentence(response, path), response.status);
  }
  return response.json();
}

/** The server is there and says no. */
class Refused extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

async function sentence(response, path) {
  const body = await response.json().catch(() => null);
  return body?.error?.message ?? `${path} answered ${response.status}`;
}

class Store extends EventTarget {
  status = 'loading'; // loading, live, stale, failed
  problem = '';
  loggedOut = false;
  paused = false;
  runs = []; // all on the broker, as /api/runs lists them
  runName = ''; // the one that this console follows
  answer = null; // the last state of that run
  steps = [];
  evaluations = [];
  throughput = [];
  weights = [];
  deadLetters = [];
  traceChanges = 0;
  #pending = null; // the newest state that came while the page was paused
  #lastHeard = 0;
  #lastLoad = 0;
  #loading = null;
  #source = null;

  start() {
    this.#listen();
    setInterval(() => this.#watch(), 1000);
    setInterval(() => this.#loadThroughput(), 5000);
  }

  get run() {
    return this.answer?.run ?? null;
  }

  /** The address of the run, or of something below it. */
  path(below = '') {
    return `/api/runs/${this.runName}${below}`;
  }

  async #findRun() {
    if (this.runName) return;
    await this.loadRuns();
  }

  /** Asks for the runs on the broker, and at first for the one that this console follows. */
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
      setTimeout(() => this.#listen(), AGAIN_AFTER);
      if (!this.paused) this.load(); // says why
      return;
    }
    this.#source = new EventSource(this.path('/events'));
    this.#source.addEventListener('hello', (event) => this.#hello(JSON.parse(event.data)));
    this.#source.addEventListener('update', (event) => this.#receive(JSON.parse(event.data)));
    this.#source.onerror = () => this.#lost();
  }

  /** The browser reconnects by itself, except after an answer that is no event stream. */
  #lost() {
    if (this.#source.readyState === EventSource.CLOSED) {
      this.#source.close();
      setTimeout(() => this.#listen(), AGAIN_AFTER);
      if (!this.paused) this.load(); // shows the run as it is without the stream, or tells why not
    }
    this.#watch();
  }

  #hello(hello) {
    this.#lastHeard = Date.now();
    const restarted = this.answer !== null && this.answer.instance !== hello.state.instance;
    if (this.paused) this.#pending = hello.state;
    else if (!hello.resumed || restarted || !this.answer) this.load();
  }

  #receive(update) {
    this.#lastHeard = Date.now();
    if (this.paused) {
      this.#pending = update.state;
      return;
    }
    this.#apply(update);
    if (this.status !== 'loading') this.#show('live');
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
    if (this.steps.length > MOST_STEPS || this.evaluations.length > MOST_EVALUATIONS || this.weights.length > MOST_WEIGHTS) this.load();
  }

  /** Loads everything; at most one load at a time and one in two seconds. */
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
      this.#lastHeard = Date.now();
      this.problem = '';
      this.loggedOut = false;
      this.#show('live');
    } catch (problem) {
      this.problem = problem instanceof Refused || !this.answer ? problem.message : '';
      this.loggedOut = problem.status === 401;
      this.#show(this.answer ? 'stale' : 'failed');
    }
  }

  async #loadThroughput() {
    if (this.status !== 'live' || this.paused) return;
    try {
      this.throughput = await get(this.path('/throughput'));
      this.#show(this.status);
    } catch {
      this.#watch();
    }
  }

  #watch() {
    if (this.status === 'live' && Date.now() - this.#lastHeard > STALE_AFTER) this.#show('stale');
  }

  #show(status) {
    this.status = status;
    this.dispatchEvent(new Event('change'));
  }

  /** Stops or goes on showing what comes; the run does not notice. */
  togglePause() {
    this.paused = !this.paused;
    if (!this.paused && this.#pending) {
      this.answer = this.#pending;
      this.#pending = null;
      this.load();
    }
    this.#show(this.status);
  }

  /** How long ago the server was heard. */
  get silence() {
    return Date.now() - this.#lastHeard;
  }

  /** Fetches something of the run, once it is known which. */
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
    if (!response.ok) throw new Refused(await sentence(response, 'the console'), response.status);
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
