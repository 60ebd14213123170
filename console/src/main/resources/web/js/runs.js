// The list of the runs on the broker; only the followed one has details.

import {count} from './format.js';
import {html, nothing} from './lit.js';
import {stageLabel} from './progress.js';
import {href} from './route.js';
import {when} from './time.js';

export function runList(store) {
  return html`<div class="traces">
    <header class="bar"><h1>Runs</h1><span class="readout">${count(store.runs.length)} on this broker</span></header>
    <div class="card scroll rows" tabindex="0" role="region" aria-label="Runs"><table>
      <thead><tr><th scope="col">run</th><th scope="col">stage</th><th scope="col" class="n">step</th><th scope="col" class="n">last event</th></tr></thead>
      <tbody>${store.runs.map(row)}</tbody></table></div>
  </div>`;
}

function row(run) {
  if (!run.followed) {
    return html`<tr><th scope="row">${run.run}</th><td colspan="3">not followed; its own process serves its console</td></tr>`;
  }
  return html`<tr><th scope="row"><a href=${href({view: 'overview', run: run.run})}>${run.run}</a></th>
    <td>${stageLabel(run)}</td><td class="n">${count(run.step)}</td><td class="n">${run.updatedAt === null ? '–' : when(run.updatedAt)}</td></tr>`;
}

/** Shown instead of a view of a run that this console does not follow. */
export function otherRun(name, store) {
  return html`<div class="notice" role="alert"><h1>This console does not follow run ${name}</h1>
    <p>It follows <a href=${href({view: 'overview', run: store.runName})}>${store.runName}</a>. Each run's console is served by the run's own process.</p>
    ${store.runs.length > 1 ? html`<p><a href=${href({view: 'runs'})}>All runs</a></p>` : nothing}</div>`;
}
