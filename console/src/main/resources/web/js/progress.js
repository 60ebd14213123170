import {count, duration, plural, visible, words} from './format.js';
import {html, nothing} from './lit.js';
import {when} from './time.js';

const ENDS = ['FINISHING', 'FINISHED'];
const KINDS = {sft: 'SFT', rl: 'RL'};
const named = (stage) => `${stage.id ?? stage.stage} (${stage.kind})`;

/** Current stage, steps, times, and the commands that an operator can issue. */
export function progress(store, actions) {
  const {run, answer} = store;
  const finished = run.end === 'FINISHED';
  return html`<section class="card progress" aria-label="Run">
    <div class="line">
      <span class="current-stage ${run.end ?? ''}">${run.paused ? 'paused' : stageLabel(run)}</span>
      <p class="reason">${reason(run)}</p>
      ${finished ? nothing : html`<span class="actions">
        ${run.paused
          ? html`<button @click=${() => actions.confirm('resume')}>Resume run</button>`
          : html`<button @click=${() => actions.confirm('pause')}>Pause run</button>`}
        <button class="danger" @click=${() => actions.confirm('stop')}>Stop run</button></span>`}
    </div>
    ${stageProgress(store, answer.goals)}
  </section>`;
}

/** The label of the run's stage or end state. */
export const stageLabel = (run) => (run.stage ? named(run.stage) : words(run.end) || 'starting');

function reason(run) {
  if (run.asked && run.asked.command !== 'RESUME') {
    const why = run.asked.reason ? `: ${visible(run.asked.reason)}` : '';
    return html`${words(run.asked.command)} requested by ${run.asked.issuedBy} at ${when(run.asked.at)}${why}`;
  }
  return run.reason || (run.startedAt ? '' : 'Waiting for RunStarted on the control topic.');
}

function stageProgress(store, goals) {
  const {run, steps} = store;
  const ended = run.end === 'FINISHED';
  const elapsed = run.startedAt ? (ended ? run.since : run.now) - run.startedAt : null;
  const names = [...run.plan.map(named), ...ENDS.map(words)];
  const reached = stageIndex(run);
  const shown = run.plan[Math.min(Math.max(reached, 0), run.plan.length - 1)];
  const isLast = shown === run.plan.at(-1);
  const ofStage = steps.filter((p) => p.stageId === shown.id);
  const done = ofStage.reduce((sum, p) => sum + p.steps, 0);
  const maxSteps = shown.steps ?? (isLast ? goals?.maxSteps : null) ?? 0;
  return html`<div class="line times">
    <ol class="plan" aria-label="Stages">${names.map((name, i) => html`<li
      class=${i < reached ? 'past' : i === reached ? 'now' : ''} aria-current=${i === reached ? 'step' : 'false'}>${name}</li>`)}</ol>
    ${maxSteps > 0 ? html`<label class="steps">${KINDS[shown.kind] ?? shown.kind} step ${count(done)} of at most ${count(maxSteps)}
      <progress max=${maxSteps} value=${Math.min(done, maxSteps)}></progress></label>` : nothing}
    ${elapsed === null ? nothing : html`<span>${ended ? 'took' : 'running'} ${duration(elapsed)}, started ${when(run.startedAt)}</span>`}
    ${ended ? nothing : html`<span>${timeLeft(ofStage, isLast, done, maxSteps, goals, elapsed)}</span>`}
    <span>${plural(run.totals.groupsScored, 'group')} · ${plural(run.totals.traces, 'trace')}</span>
  </div>`;
}

/** The index of the current stage or end state in the plan; -1 before the first stage. */
function stageIndex(run) {
  if (run.end) return run.plan.length + ENDS.indexOf(run.end);
  return run.stage ? run.plan.findIndex((stage) => stage.id === run.stage.stage) : -1;
}

/** Remaining time: the smaller of the time budget and the time for the last stage at its current pace. */
function timeLeft(ofStage, isLast, done, maxSteps, goals, elapsed) {
  const last = ofStage.slice(-20);
  const budget = goals?.timeBudget && elapsed !== null ? goals.timeBudget - elapsed : Infinity;
  let pace = Infinity;
  if (isLast && last.length > 1 && maxSteps > 0) {
    const taken = last.slice(1).reduce((sum, p) => sum + p.steps, 0);
    pace = ((last.at(-1).at - last[0].at) / taken) * Math.max(0, maxSteps - done);
  }
  const remaining = Math.min(budget, pace);
  if (!Number.isFinite(remaining)) return '';
  if (remaining <= 0) return budget <= 0 ? 'time budget used up' : 'last evaluation pending';
  return `at most ${duration(remaining)} left`;
}
