import {count, duration, plural, visible, words} from './format.js';
import {html, nothing} from './lit.js';
import {when} from './time.js';

const PHASES = ['COLD_START', 'TRAINING', 'FINISHING', 'FINISHED'];

/** Phase, time, how far, and what an operator may ask of the run. */
export function progress(store, actions) {
  const {run, answer} = store;
  const finished = run.phase === 'FINISHED';
  return html`<section class="card progress" aria-label="Run">
    <div class="line">
      <span class="phase ${run.phase ?? ''}">${run.paused ? 'paused' : words(run.phase) || 'starting'}</span>
      <p class="reason">${reason(run)}</p>
      ${finished ? nothing : html`<span class="ask">
        ${run.paused
          ? html`<button @click=${() => actions.ask('resume')}>Resume run</button>`
          : html`<button @click=${() => actions.ask('pause')}>Pause run</button>`}
        <button class="danger" @click=${() => actions.ask('stop')}>Stop run</button></span>`}
    </div>
    ${bar(store, answer.goals)}
  </section>`;
}

function reason(run) {
  if (run.asked && run.asked.command !== 'RESUME') {
    const why = run.asked.reason ? `: ${visible(run.asked.reason)}` : '';
    return html`${words(run.asked.command)} asked by ${run.asked.issuedBy} at ${when(run.asked.at)}${why}`;
  }
  return run.phaseReason || (run.startedAt ? '' : 'Waiting for RunStarted on the control topic.');
}

function bar(store, goals) {
  const {run, steps} = store;
  const ended = run.phase === 'FINISHED';
  const elapsed = run.startedAt ? (ended ? run.phaseSince : run.now) - run.startedAt : null;
  const rl = steps.filter((p) => p.stage === 'RL').reduce((sum, p) => sum + p.steps, 0);
  const most = goals?.maxSteps ?? 0;
  const reached = PHASES.indexOf(run.phase);
  return html`<div class="line times">
    <ol class="phases" aria-label="Phases">${PHASES.map((phase, i) => html`<li
      class=${i < reached ? 'past' : i === reached ? 'now' : ''} aria-current=${i === reached ? 'step' : 'false'}>${words(phase)}</li>`)}</ol>
    ${most > 0 ? html`<label class="steps">RL step ${count(rl)} of at most ${count(most)}
      <progress max=${most} value=${Math.min(rl, most)}></progress></label>` : nothing}
    ${elapsed === null ? nothing : html`<span>${ended ? 'took' : 'running'} ${duration(elapsed)}, began ${when(run.startedAt)}</span>`}
    ${ended ? nothing : html`<span>${left(run, steps, rl, most, goals, elapsed)}</span>`}
    <span>${plural(run.totals.groupsScored, 'group')} · ${plural(run.totals.traces, 'trace')}</span>
  </div>`;
}

/** The nearer of two ends: the steps at their present pace, the time budget. */
function left(run, steps, rl, most, goals, elapsed) {
  const last = steps.filter((p) => p.stage === 'RL').slice(-20);
  const budget = goals?.timeBudget && elapsed !== null ? goals.timeBudget - elapsed : Infinity;
  let pace = Infinity;
  if (last.length > 1 && most > 0) {
    const done = last.slice(1).reduce((sum, p) => sum + p.steps, 0);
    pace = ((last.at(-1).at - last[0].at) / done) * Math.max(0, most - rl);
  }
  const nearer = Math.min(budget, pace);
  if (!Number.isFinite(nearer)) return '';
  if (nearer <= 0) return budget <= 0 ? 'time budget used up' : 'the last evaluation is left';
  return `at most ${duration(nearer)} left`;
}
