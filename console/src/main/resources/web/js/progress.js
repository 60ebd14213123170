import {count, duration, plural, visible, words} from './format.js';
import {html, nothing} from './lit.js';
import {when} from './time.js';

const ENDS = ['FINISHING', 'FINISHED'];
const KINDS = {sft: 'SFT', rl: 'RL'};
const named = (stage) => `${stage.id ?? stage.stage} (${stage.kind})`;

/** Stage, time, how far, and what an operator may ask of the run. */
export function progress(store, actions) {
  const {run, answer} = store;
  const finished = run.end === 'FINISHED';
  return html`<section class="card progress" aria-label="Run">
    <div class="line">
      <span class="phase ${run.end ?? ''}">${run.paused ? 'paused' : standing(run)}</span>
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

/** The stage or end state that a run is in, in words. */
export const standing = (run) => (run.stage ? named(run.stage) : words(run.end) || 'starting');

function reason(run) {
  if (run.asked && run.asked.command !== 'RESUME') {
    const why = run.asked.reason ? `: ${visible(run.asked.reason)}` : '';
    return html`${words(run.asked.command)} asked by ${run.asked.issuedBy} at ${when(run.asked.at)}${why}`;
  }
  return run.reason || (run.startedAt ? '' : 'Waiting for RunStarted on the control topic.');
}

function bar(store, goals) {
  const {run, steps} = store;
  const ended = run.end === 'FINISHED';
  const elapsed = run.startedAt ? (ended ? run.since : run.now) - run.startedAt : null;
  const names = [...run.plan.map(named), ...ENDS.map(words)];
  const reached = place(run);
  const shown = run.plan[Math.min(Math.max(reached, 0), run.plan.length - 1)];
  const isLast = shown === run.plan.at(-1);
  const own = steps.filter((p) => p.stageId === shown.id);
  const done = own.reduce((sum, p) => sum + p.steps, 0);
  const most = shown.steps ?? (isLast ? goals?.maxSteps : null) ?? 0;
  return html`<div class="line times">
    <ol class="phases" aria-label="Stages">${names.map((name, i) => html`<li
      class=${i < reached ? 'past' : i === reached ? 'now' : ''} aria-current=${i === reached ? 'step' : 'false'}>${name}</li>`)}</ol>
    ${most > 0 ? html`<label class="steps">${KINDS[shown.kind] ?? shown.kind} step ${count(done)} of at most ${count(most)}
      <progress max=${most} value=${Math.min(done, most)}></progress></label>` : nothing}
    ${elapsed === null ? nothing : html`<span>${ended ? 'took' : 'running'} ${duration(elapsed)}, began ${when(run.startedAt)}</span>`}
    ${ended ? nothing : html`<span>${left(own, isLast, done, most, goals, elapsed)}</span>`}
    <span>${plural(run.totals.groupsScored, 'group')} · ${plural(run.totals.traces, 'trace')}</span>
  </div>`;
}

/** The place of the run among the stages and end states; -1 before the first. */
function place(run) {
  if (run.end) return run.plan.length + ENDS.indexOf(run.end);
  return run.stage ? run.plan.findIndex((stage) => stage.id === run.stage.stage) : -1;
}

/** The nearer of two ends: the steps of the last stage at their present pace, the time budget. */
function left(own, isLast, done, most, goals, elapsed) {
  const last = own.slice(-20);
  const budget = goals?.timeBudget && elapsed !== null ? goals.timeBudget - elapsed : Infinity;
  let pace = Infinity;
  if (isLast && last.length > 1 && most > 0) {
    const taken = last.slice(1).reduce((sum, p) => sum + p.steps, 0);
    pace = ((last.at(-1).at - last[0].at) / taken) * Math.max(0, most - done);
  }
  const nearer = Math.min(budget, pace);
  if (!Number.isFinite(nearer)) return '';
  if (nearer <= 0) return budget <= 0 ? 'time budget used up' : 'the last evaluation is left';
  return `at most ${duration(nearer)} left`;
}
