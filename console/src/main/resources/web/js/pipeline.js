import {count, fixed, plural, short} from './format.js';
import {html, nothing} from './lit.js';
import {when} from './time.js';

const NAMES = {TASKS: 'tasks', ROLLOUT: 'rollout', VERDICT: 'verdict', ASSEMBLE: 'assemble', LEARN: 'learn'};
const UNITS = {TASKS: 'samples', ROLLOUT: 'samples', VERDICT: 'verdicts', ASSEMBLE: 'groups', LEARN: 'groups'};

const rate = (value) => (value >= 10 || value === 0 ? short(Math.round(value)) : fixed(1)(value));

/** The stages with rates and lag, and a sentence that names the limiting one; unknown while the broker is unreachable. */
export function pipeline(run, unreachable) {
  const limiting = unreachable ? null : run.bottleneck.stage;
  const sentence = unreachable ? 'The limiting stage is unknown until the console can read the log again.' : run.bottleneck.sentence;
  return html`<section class="card pipeline" aria-label="Pipeline">
    <header><h2>Pipeline</h2><p class="sentence ${limiting ? 'limits' : ''}">${sentence}</p></header>
    <ol class="stages">${run.stages.map((flow) => stage(flow, flow.stage === limiting, unreachable || !isActive(run)))}
      ${furtherLearners(run).map((instance) => furtherLearner(instance, instanceState(instance, unreachable)))}</ol>
  </section>`;
}

/** Instances of the run's further learners, whose services are named learner.ID. */
export const furtherLearners = (run) => run.services.filter((s) => s.service.startsWith('learner.'));

/** A row for a further learner: its state and the step and weights version of its heartbeat. */
function furtherLearner(instance, {word, kind}) {
  const step = instance.metrics.headrace_learner_step;
  return html`<li class="stage learner ${instance.problem ? 'problem' : ''}">
    <div class="name">learn <span class="tag">${instance.service.slice('learner.'.length)}</span></div>
    <dl>
      <div><dt>state</dt><dd><span class="state ${kind}">${word}</span></dd></div>
      <div><dt>step</dt><dd>${step === undefined ? '–' : count(step)}</dd></div>
      <div><dt>weights</dt><dd>${instance.weightsVersion === null ? '–' : 'v' + instance.weightsVersion}</dd></div>
    </dl>
    ${instance.problem ? html`<p class="why">${instance.problem}</p>` : nothing}
  </li>`;
}

const isActive = (run) => (run.stage !== null || run.end !== null) && run.end !== 'FINISHED';

function stage(flow, limits, idle) {
  const unit = UNITS[flow.stage];
  return html`<li class="stage ${limits ? 'limits' : ''} ${flow.problem ? 'problem' : ''}">
    <div class="name">${NAMES[flow.stage]}${limits ? html`<span class="tag">limits the run</span>` : nothing}</div>
    <div class="rate"><b>${rate(flow.outPerSecond)}</b> <span>${unit}/s out</span></div>
    <dl>
      ${flow.stage === 'TASKS' ? nothing : html`<div><dt>in</dt><dd>${rate(flow.inPerSecond)}/s</dd></div>
        <div><dt>waiting</dt><dd>${count(flow.waiting)}</dd></div>`}
      <div><dt>done</dt><dd>${short(flow.done)}</dd></div>
      ${flow.instances === 0 && !idle
        ? html`<div><dt class="hidden">alive</dt><dd><span class="state bad">none alive</span></dd></div>`
        : html`<div><dt>alive</dt><dd>${idle && flow.instances === 0 ? '–' : flow.instances}</dd></div>`}
    </dl>
    ${flow.problem ? html`<p class="problem-text">${flow.problem}</p>` : nothing}
  </li>`;
}

/** An instance's state by its last heartbeat: a word and its colour class. */
export function instanceState(instance, unreachable) {
  if (unreachable) return {word: 'unknown', kind: 'idle'};
  if (instance.state === 'FAILED') return {word: 'failed', kind: 'bad'};
  if (instance.state === 'STOPPED') return {word: 'stopped', kind: 'idle'};
  if (!instance.alive) return {word: 'no heartbeat', kind: 'bad'};
  return {word: instance.state.toLowerCase(), kind: instance.problem ? 'warn' : 'good'};
}

/** The service instances with state, weights version and time of the last heartbeat. */
export function services(run, unreachable) {
  const alive = run.services.filter((s) => s.alive).length;
  return html`<section class="card services" aria-label="Services">
    <header><h3>Services</h3><span class="readout">${unreachable ? '' : plural(alive, 'instance') + ' alive'}</span></header>
    ${run.services.length === 0 ? html`<p class="empty">No service has sent a heartbeat yet.</p>` : html`
    <div class="scroll" tabindex="0" role="region" aria-label="Service instances"><table>
      <thead><tr><th scope="col">service</th><th scope="col">instance</th><th scope="col">state</th><th scope="col" class="n">weights</th><th scope="col" class="n">last heartbeat</th></tr></thead>
      <tbody>${run.services.map((instance) => serviceRow(instance, instanceState(instance, unreachable)))}</tbody>
    </table></div>`}
  </section>`;
}

function serviceRow(instance, {word, kind}) {
  return html`<tr><th scope="row">${instance.service}</th><td>${instance.instance}</td>
    <td><span class="state ${kind}">${word}</span>${instance.problem ? html`<div class="problem-text">${instance.problem}</div>` : nothing}</td>
    <td class="n">${instance.weightsVersion === null ? '' : 'v' + instance.weightsVersion}</td><td class="n">${when(instance.at)}</td></tr>`;
}
