import {count, fixed, oneLine, plural, words} from './format.js';
import {html, nothing, repeat} from './lit.js';
import {go, href} from './route.js';
import {when} from './time.js';

export const OUTCOMES = ['any', 'right', 'wrong', 'failed', 'waiting'];
const PURPOSES = [['', 'all'], ['train', 'train'], ['evaluation', 'evaluation']];

/** The outcome of a trace: a word and its colour class. */
export function outcome(trace) {
  const failed = trace.verdicts.find((verdict) => verdict.status !== 'OK');
  if (failed) return {word: words(failed.status), kind: 'warn'};
  if (trace.dropReason) return {word: 'dropped', kind: 'warn'};
  if (trace.score === null) return {word: 'waiting', kind: 'idle'};
  if (trace.score >= 1) return {word: 'right', kind: 'good'};
  return trace.score > 0 ? {word: 'partly', kind: 'idle'} : {word: 'wrong', kind: 'bad'};
}

/** The list of traces with its filter. */
export function traceList(list, route) {
  return html`<div class="traces">
    <header class="bar">
      <h1>Traces</h1>
      ${filters(route)}
      <span class="readout" role="status">${list.hasNewer
        ? html`<button class="quiet" @click=${() => list.load()}>newer traces · show</button>`
        : `${plural(list.rows.length, 'trace')}, newest first`}</span>
    </header>
    ${body(list, route)}
  </div>`;
}

function filters(route) {
  const set = (change) => go({...route, ...change, trace: undefined}, {replace: true});
  return html`<form class="filters" role="search" @submit=${(e) => e.preventDefault()}>
    <input id="filter" type="search" placeholder="Filter by prompt, response, id, worker" aria-label="Filter traces"
      .value=${route.q ?? ''} @input=${(e) => set({q: e.target.value})}>
    <label>score <select @change=${(e) => set({outcome: e.target.value})}>
      ${OUTCOMES.map((name) => html`<option value=${name} ?selected=${(route.outcome ?? 'any') === name}>${name}</option>`)}</select></label>
    <label>purpose <select @change=${(e) => set({purpose: e.target.value})}>
      ${PURPOSES.map(([value, label]) => html`<option value=${value} ?selected=${(route.purpose ?? '') === value}>${label}</option>`)}</select></label>
  </form>`;
}

function body(list, route) {
  if (list.problem) return html`<div class="notice bad" role="alert"><p>The list could not be loaded: ${list.problem}</p>
    <button @click=${() => list.load()}>Try again</button></div>`;
  if (!list.loaded) return html`<p class="notice" role="status">Loading traces…</p>`;
  if (list.rows.length === 0) {
    const filtered = route.q || route.purpose || (route.outcome ?? 'any') !== 'any';
    return html`<p class="notice">${filtered
      ? html`No trace matches this filter. <a href=${href({view: 'traces'})}>Show all</a>`
      : 'No trace yet. The first appears as soon as a rollout worker has finished one.'}</p>`;
  }
  return html`<div class="card scroll rows" tabindex="0" role="region" aria-label="Newest traces">
    <table>
      <thead><tr><th scope="col">prompt</th><th scope="col">response</th><th scope="col">score</th><th scope="col" class="n minor">tokens</th>
        <th scope="col" class="n minor">mean log-prob</th><th scope="col" class="n minor">weights</th><th scope="col" class="minor">ended</th><th scope="col" class="n">time</th></tr></thead>
      <tbody>${repeat(list.rows, (row) => row.traceId, (row) => line(row, row.traceId === list.selected, list, route))}</tbody>
    </table>
    ${list.hasOlder ? html`<p class="older"><button @click=${() => list.loadOlder()} ?disabled=${list.loadingOlder}>Older traces</button></p>` : nothing}
    </div>`;
}

function line(row, selected, list, route) {
  const result = outcome(row);
  return html`<tr class=${selected ? 'selected' : ''} aria-selected=${selected ? 'true' : 'false'} data-trace=${row.traceId}
      @click=${() => list.open(row)}>
    <td class="mono prompt"><a href=${href({...route, view: 'traces', trace: row.traceId, at: row.position})}>${oneLine(row.prompt) || '(empty prompt)'}</a></td>
    <td class="mono text">${oneLine(row.text)}</td>
    <td><span class="state ${result.kind}">${result.word}</span>${row.score !== null && row.score > 0 && row.score < 1 ? html` ${fixed(2)(row.score)}` : nothing}</td>
    <td class="n minor">${count(row.tokens)}</td>
    <td class="n minor">${fixed(3)(row.meanLogProb)}</td>
    <td class="n minor">${row.weightsVersion < 0 ? '–' : 'v' + row.weightsVersion}</td>
    <td class="minor">${words(row.finishReason)}${row.purpose === 'EVALUATION' ? html` <span class="chip">evaluation</span>` : nothing}</td>
    <td class="n">${when(row.at)}</td>
  </tr>`;
}
