import './trace.js';
import {deadLetters} from './dead-letters.js';
import {commandDialog, helpDialog} from './dialogs.js';
import {count, duration} from './format.js';
import {bindKeys} from './keys.js';
import {LitElement, html, nothing} from './lit.js';
import {overview} from './overview.js';
import {go, href, namesRun, read} from './route.js';
import {otherRun, runList} from './runs.js';
import {store} from './store.js';
import {chooseTheme, followSystem} from './theme-choice.js';
import {TraceList} from './trace-list.js';
import {traceList} from './traces.js';

const VIEWS = [['overview', 'Overview'], ['traces', 'Traces'], ['dead-letters', 'Dead letters']];

/** The page: header, one of the views, dialogs. */
class HeadraceConsole extends LitElement {
  static properties = {route: {state: true}, theme: {state: true}, problem: {state: true}};

  #list = new TraceList(store, () => this.requestUpdate());
  #trace = {id: null, answer: null, problem: ''};
  #selectedLetter = null;
  #command = null;
  #issuing = false;

  constructor() {
    super();
    this.route = read();
    this.theme = document.documentElement.dataset.theme;
  }

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    store.addEventListener('change', () => this.#storeChanged());
    window.addEventListener('hashchange', () => this.#applyRoute());
    setInterval(() => store.status !== 'live' && this.requestUpdate(), 1000);
    followSystem((theme) => (this.theme = theme));
    bindKeys(this);
    store.start();
    this.#applyRoute();
  }

  #applyRoute() {
    if (store.runName && !namesRun()) {
      go(read(), {replace: true});
      return;
    }
    this.route = read();
    if (this.route.view === 'runs') store.loadRuns().catch(() => this.requestUpdate());
    if (this.#isOtherRun()) {
      this.requestUpdate();
      return;
    }
    if (this.route.view === 'traces') {
      if (this.route.trace) this.#fetchTrace();
      else this.#list.show(this.route);
    }
    const label = VIEWS.find(([name]) => name === this.route.view)?.[1] ?? 'Runs';
    document.title = `${label} · ${store.run?.run ?? 'headrace'}`;
  }

  /** Whether the address names a run that this console does not follow. */
  #isOtherRun() {
    return Boolean(this.route.run && store.runName && this.route.run !== store.runName);
  }

  #storeChanged() {
    if (store.runName && !namesRun()) this.#applyRoute();
    if (this.route.view === 'traces' && !this.route.trace) this.#list.storeChanged();
    this.requestUpdate();
  }

  async #fetchTrace() {
    const {trace: id, at} = this.route;
    if (this.#trace.id === id && this.#trace.answer) return;
    this.#trace = {id, answer: null, problem: ''};
    try {
      const answer = await store.fetch(`/traces/${encodeURIComponent(id)}${at ? '?at=' + encodeURIComponent(at) : ''}`);
      if (this.#trace.id === id) this.#trace.answer = answer;
    } catch (problem) {
      if (this.#trace.id === id) this.#trace.problem = problem.message;
    }
    this.requestUpdate();
  }

  render() {
    return html`
      <a class="skip" href="#main" @click=${(e) => this.#skip(e)}>Skip to content</a>
      ${this.#header()}
      ${this.#banner()}
      <main id="main" tabindex="-1">${this.#view()}</main>
      ${helpDialog()}
      ${commandDialog(this.#command, this.problem, (reason) => this.#issue(reason))}`;
  }

  #skip(event) {
    event.preventDefault();
    this.querySelector('main').focus();
  }

  #header() {
    const letters = store.run?.totals.deadLetters ?? 0;
    return html`<header class="shell">
      <a class="brand" href=${href({view: 'overview'})}><img src="/icon.svg" alt="" width="22" height="22"> headrace</a>
      ${store.run ? html`<a class="run" title="run; all runs" href=${href({view: 'runs'})}>${store.run.run}</a>` : nothing}
      <nav aria-label="Views">${VIEWS.map(([name, label]) => html`<a href=${href({view: name})} aria-current=${this.route.view === name ? 'page' : 'false'}>${label}${name === 'dead-letters' && letters > 0 ? html` <span class="badge">${count(letters)}</span>` : nothing}</a>`)}</nav>
      <span class="end">
        <span class="live ${this.#livenessKind()}" role="status">${this.#liveness()}</span>
        <button class="quiet" @click=${() => store.togglePause()} aria-pressed=${store.paused ? 'true' : 'false'} title="space: stops the page, not the run">${store.paused ? 'Resume page' : 'Pause page'}</button>
        <button class="quiet" @click=${() => this.toggleTheme()} title="t: theme" aria-label="${this.theme === 'dark' ? 'Light' : 'Dark'} theme">${this.theme === 'dark' ? 'Light' : 'Dark'}</button>
        <button class="quiet" @click=${() => this.help()} title="?: keys">Keys</button>
      </span></header>`;
  }

  #livenessKind() {
    if (store.paused) return 'paused';
    return store.status === 'live' && store.answer.problem ? 'stale' : store.status;
  }

  #liveness() {
    if (store.paused) return 'page paused';
    if (store.status === 'live' && store.answer.problem) return 'broker unreachable';
    return {loading: 'loading', live: 'live', stale: store.loggedOut ? 'logged out' : 'disconnected', failed: 'failed'}[store.status];
  }

  #banner() {
    if (store.status === 'stale') {
      return html`<p class="banner warn" role="alert">${store.loggedOut
        ? html`The console requires its token again. <a href="/">Log in</a>; the values shown are ${duration(store.sinceLastMessage)} old.`
        : html`The console's server has not answered for ${duration(store.sinceLastMessage)}${store.problem ? `: ${store.problem}` : ''}. The values shown are from before; the page reconnects automatically.`}</p>`;
    }
    if (store.answer?.problem) {
      return html`<p class="banner warn" role="alert">The values shown may be out of date: ${store.answer.problem}.</p>`;
    }
    if (store.answer && !store.answer.caughtUp) {
      return html`<p class="banner" role="status">The console is still reading the run's log; counts and curves are incomplete until it has caught up.</p>`;
    }
    return nothing;
  }

  #view() {
    if (!store.run && store.status === 'failed') {
      return html`<div class="notice bad" role="alert"><h1>The console could not load the run</h1><p>${store.problem}</p>
        <button @click=${() => store.load()}>Try again</button></div>`;
    }
    if (!store.run) return html`<div class="loading" role="status"><h1 class="hidden">Headrace console</h1><span class="skeleton"></span><span class="skeleton wide"></span><span class="skeleton tall"></span>Loading the run…</div>`;
    if (this.#isOtherRun()) return otherRun(this.route.run, store);
    switch (this.route.view) {
      case 'runs':
        return runList(store);
      case 'traces':
        return this.route.trace
          ? html`<headrace-trace .answer=${this.#trace.answer} .problem=${this.#trace.problem} .route=${this.route}></headrace-trace>`
          : traceList(this.#list, this.route);
      case 'dead-letters':
        return deadLetters(store, this.#selectedLetter, (position) => this.#selectLetter(position));
      default:
        return overview(store, this.theme, {confirm: (command) => this.confirmCommand(command)});
    }
  }

  #selectLetter(position) {
    this.#selectedLetter = position;
    this.requestUpdate();
  }

  async confirmCommand(command) {
    this.#command = command;
    this.problem = '';
    this.requestUpdate();
    await this.updateComplete;
    this.querySelector('#reason').value = '';
    this.querySelector('#command-dialog').showModal();
  }

  async #issue(reason) {
    if (this.#issuing) return;
    this.#issuing = true;
    try {
      await store.command(this.#command, reason);
      this.querySelector('#command-dialog').close();
    } catch (problem) {
      this.problem = problem.message;
    } finally {
      this.#issuing = false;
    }
  }

  // Actions of the keys.

  help() {
    const dialog = this.querySelector('#help');
    if (dialog.open) dialog.close();
    else dialog.showModal();
  }

  toggleTheme() {
    this.theme = chooseTheme(this.theme === 'dark' ? 'light' : 'dark');
  }

  togglePause() {
    store.togglePause();
  }

  async filter() {
    if (this.route.view !== 'traces' || this.route.trace) go({...this.route, view: 'traces', trace: undefined, at: undefined});
    await new Promise(requestAnimationFrame);
    await this.updateComplete;
    this.querySelector('#filter')?.focus();
  }

  move(by) {
    if (this.route.view === 'traces' && !this.route.trace) this.#list.move(by);
    if (this.route.view === 'traces' && this.route.trace) this.#sibling(by);
    if (this.route.view === 'dead-letters') this.#moveSelection(by);
  }

  #sibling(by) {
    const members = this.#trace.answer?.group?.members ?? [];
    const at = members.findIndex((member) => member.traceId === this.route.trace);
    const next = members[at + by];
    if (at >= 0 && next) go({...this.route, trace: next.traceId, at: undefined});
  }

  #moveSelection(by) {
    const letters = store.deadLetters;
    const at = letters.findIndex((letter) => letter.position === this.#selectedLetter);
    const next = letters[Math.max(0, Math.min(letters.length - 1, at + by))];
    if (next) this.#selectLetter(next.position);
  }

  open() {
    if (this.route.view === 'traces' && !this.route.trace) this.#list.openSelected(this.route);
  }

  back() {
    if (this.route.trace) go({...this.route, trace: undefined, at: undefined});
    else if (this.route.view === 'traces' && this.#list.selected) this.#list.select(null);
    else if (this.#selectedLetter) this.#selectLetter(null);
    else if (this.route.view !== 'overview') go({view: 'overview'});
  }

  view(name) {
    go({view: name});
  }
}

customElements.define('headrace-console', HeadraceConsole);
