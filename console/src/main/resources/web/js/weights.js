import {bytes, clock, count, short} from './format.js';
import {html, svg} from './lit.js';

const WIDTH = 1000;
const MOST_TICKS = 400;
const MOST_ROWS = 200;

/** When each weights version was published, as ticks over the run's time. */
export function weightsTimeline(store) {
  const {weights, run, evaluations} = store;
  const newest = weights.at(-1);
  return html`<section class="card weights" aria-label="Weights timeline">
    <header><h3>Weights</h3><span class="readout">${newest
      ? `v${newest.version} · ${bytes(newest.bytes)} · ${short(newest.parameters)} parameters · published ${clock(newest.at)}`
      : ''}</span></header>
    ${newest ? body(weights, run, evaluations) : html`<p class="empty">No weights version is published yet.</p>`}
  </section>`;
}

function body(weights, run, evaluations) {
  const from = Math.min(run.startedAt ?? weights[0].at, weights[0].at);
  const to = Math.max(run.now, from + 1000);
  const x = (at) => ((at - from) / (to - from)) * (WIDTH - 4) + 2;
  const every = Math.ceil(weights.length / MOST_TICKS);
  const shown = weights.filter((_, i) => i % every === 0 || i === weights.length - 1);
  return html`
    <svg class="timeline" viewBox="0 0 ${WIDTH} 34" preserveAspectRatio="none" role="img"
      aria-label="${weights.length} weights versions and ${evaluations.length} evaluations since ${clock(from)}">
      <line x1="0" x2=${WIDTH} y1="20" y2="20" class="base"/>
      ${shown.map((w) => svg`<line class="tick ${w.stage}" x1=${x(w.at)} x2=${x(w.at)} y1="12" y2="28"/>`)}
      ${evaluations.map((e) => svg`<line class="evaluation" x1=${x(e.at)} x2=${x(e.at)} y1="2" y2="10"/>`)}
    </svg>
    <ul class="legend"><li><i class="key line c6"></i>supervised version</li><li><i class="key line c1"></i>RL version</li>
      <li><i class="key line c5"></i>evaluation (above)</li><li class="end">${clock(from)} to now</li></ul>
    <details><summary>${count(weights.length)} versions as a table</summary>
      <div class="scroll twin" tabindex="0" role="region" aria-label="Weights versions, table"><table>
        <thead><tr><th scope="col">version</th><th scope="col">step</th><th scope="col">stage</th><th scope="col">size</th><th scope="col">checkpoint</th><th scope="col">published</th></tr></thead>
        <tbody>${weights.slice(-MOST_ROWS).reverse().map((w) => html`<tr><th scope="row">v${w.version}</th><td class="n">${count(w.step)}</td><td>${w.stage}</td><td class="n">${bytes(w.bytes)}</td><td>${w.checkpoint}</td><td>${clock(w.at)}</td></tr>`)}</tbody>
      </table></div></details>`;
}
