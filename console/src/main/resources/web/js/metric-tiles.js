import {column, smooth} from './curves.js';
import {count, fixed, percent, short, significant} from './format.js';
import {html, nothing} from './lit.js';
import {spark} from './spark.js';

const share = (part) => part?.accuracy ?? null;

/** The tiles with the newest values of the main metrics. */
export function metricTiles(store, goals) {
  const {run, steps, evaluations, throughput} = store;
  const last = evaluations.at(-1);
  const rl = steps.filter((point) => point.stage === 'RL');
  const rewards = smooth(column(rl, 'REWARD'));
  const staleness = column(rl, 'STALENESS_MEAN');
  const tokens = throughput.map((bucket) => bucket.perSecond.SAMPLED_TOKENS ?? null);
  return html`<div class="tiles">
    ${tile('Greedy accuracy', percent(share(last?.greedy)), countsAndGoal(last?.greedy, goals?.greedyAccuracy),
      evaluations.map((e) => share(e.greedy)), 'c1')}
    ${tile('Sampled accuracy', percent(share(last?.sampled)), countsAndGoal(last?.sampled, goals?.sampledAccuracy),
      evaluations.map((e) => share(e.sampled)), 'c2')}
    ${tile('Reward', fixed(3)(rewards.at(-1)), rl.length ? 'smoothed over steps' : 'no RL step yet', rewards, 'c3')}
    ${tile('Staleness', significant(staleness.at(-1)), 'versions behind, mean', staleness, 'c4')}
    ${tile('Sampled tokens/s', short(run.sampledTokensPerSecond), `${short(run.totals.sampledTokens)} in total`, tokens, 'c5')}
    ${tile('Step', count(run.lastStep?.step), stepNote(run), column(steps, 'LOSS'), 'c6', 'loss')}
  </div>`;
}

function countsAndGoal(part, goal) {
  if (!part) return 'no evaluation yet';
  if (share(part) === null) return `too few scored: ${part.scored} of ${part.requested}`;
  return `${part.correct} of ${part.scored}` + (goal ? ` · goal ${Math.round(goal * 100)} %` : '');
}

function stepNote(run) {
  const point = run.lastStep;
  if (!point) return 'no step yet';
  const seconds = (point.values.COMPUTE_SECONDS ?? 0) + (point.values.WAIT_SECONDS ?? 0);
  return `${point.stageId} (${point.stage.toLowerCase()}) · ${significant(seconds)} s per step`;
}

function tile(label, value, note, curve, color, curveName) {
  return html`<div class="tile">
    <div class="label">${label}${curveName ? html`<small>${curveName}</small>` : nothing}</div>
    <div class="value">${value}${spark(curve, color)}</div>
    <div class="note">${note}</div>
  </div>`;
}
