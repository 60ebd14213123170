import {count, fixed, plural, short} from './format.js';
import {html, nothing} from './lit.js';

const NAMES = {TASKS: 'tasks', ROLLOUT: 'rollout', VERDICT: 'verdict', ASSEMBLE: 'assemble', LEARN: 'learn'};
const UNITS = {TASKS: 'samples', ROLLOUT: 'samples', VERDICT: 'verdicts', ASSEMBLE: 'groups', LEARN: 'groups'};

const rate = (value) => (value >= 10 || value === 0 ? short(Math.round(value)) : fixed(1)(value));

/** The stages with their rates and lag, and the limiting one in words. */
export function pipeline(run) {
  const limiting = run.bottleneck.stage;
  return html`<section class="card pipeline" aria-label="Pipeline">
    <header><h2>Pipeline</h2><p class="sentence ${limiting ? 'limits' : ''}">${run.bottleneck.sentence}</p></header>
    <ol class="stages">${run.stages.map((flow) => stage(flow, flow.stage === limiting))}</ol>
  </section>`;
}

function stage(flow, limits) {
  const unit = UNITS[flow.stage];
  return html`<li class="stage ${limits ? 'limits' : ''} ${flow.trouble ? 'trouble' : ''}">
    <div class="name">${NAMES[flow.stage]}${limits ? html`<span class="tag">limits the run</span>` : nothing}</div>
    <div class="rate"><b>${rate(flow.outPerSecond)}</b> <span>${unit}/s out</span></div>
    <dl>
      ${flow.stage === 'TASKS' ? nothing : html`<div><dt>in</dt><dd>${rate(flow.inPerSecond)}/s</dd></div>
        <div><dt>waiting</dt><dd>${count(flow.waiting)}</dd></div>`}
      <div><dt>done</dt><dd>${short(flow.done)}</dd></div>
      <div><dt>alive</dt><dd>${flow.instances}</dd></div>
    </dl>
    ${flow.trouble ? html`<p class="why">${flow.trouble}</p>` : nothing}
  </li>`;
}

/** The service instances by their heartbeats. */
export function services(run) {
  return html`<section class="card services" aria-label="Services">
    <header><h3>Services</h3><span class="readout">${plural(run.services.filter((s) => s.alive).length, 'instance')} alive</span></header>
    ${run.services.length === 0 ? html`<p class="empty">No service has sent a heartbeat yet.</p>` : html`
    <div class="scroll" tabindex="0" role="region" aria-label="Service instances"><table>
      <thead><tr><th scope="col">service</th><th scope="col">instance</th><th scope="col">state</th><th scope="col">weights</th></tr></thead>
      <tbody>${run.services.map((s) => html`<tr>
        <th scope="row">${s.service}</th><td>${s.instance}</td>
        <td><span class="state ${s.alive ? (s.trouble ? 'warn' : 'good') : 'bad'}">${s.alive ? s.state.toLowerCase() : 'silent'}</span>${s.trouble ? html`<div class="why">${s.trouble}</div>` : nothing}</td>
        <td class="n">${s.weightsVersion === null ? '' : 'v' + s.weightsVersion}</td></tr>`)}</tbody>
    </table></div>`}
  </section>`;
}
