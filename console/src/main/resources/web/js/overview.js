import './chart.js';
import './weights.js';
import {column, smooth} from './curves.js';
import {metricTiles} from './metric-tiles.js';
import {fixed, percent, short, significant} from './format.js';
import {html} from './lit.js';
import {pipeline, services} from './pipeline.js';
import {progress} from './progress.js';

const unit = () => [0, 1];
const fromZero = (_, __, high) => [0, (high || 1) * 1.1];

/** The first view: progress, main metrics, pipeline with the limiting stage, curves, weights and services. */
export function overview(store, theme, actions) {
  const {run, answer} = store;
  const unreachable = Boolean(answer.problem);
  return html`<div class="overview">
    <h1 class="hidden">Overview of run ${run.run}</h1>
    ${progress(store, actions)}
    ${metricTiles(store, answer.goals)}
    ${pipeline(run, unreachable)}
    <h2 class="hidden">Curves</h2>
    <div class="charts">
      ${[reward(store), accuracy(store), tokens(store), staleness(store), loss(store), learner(store)].map(
        (chart) => html`<headrace-chart .figure=${chart} theme=${theme}></headrace-chart>`)}
    </div>
    <h2 class="hidden">Weights and services</h2>
    <div class="charts"><headrace-weights .weights=${store.weights} .evaluations=${store.evaluations} .run=${run} theme=${theme}></headrace-weights> ${services(run, unreachable)}</div>
  </div>`;
}

const rlSteps = (store) => store.steps.filter((point) => point.stage === 'RL');

function reward(store) {
  const points = rlSteps(store);
  const raw = column(points, 'REWARD');
  return {
    title: 'Reward', note: 'mean over the traces of each step', unit: 'reward', waiting: 'No RL step yet.',
    xs: points.map((p) => p.step), format: fixed(3), axis: fixed(1), range: unit,
    series: [
      {label: 'p10', color: 'c3', kind: 'low', values: column(points, 'REWARD_P10')},
      {label: 'p90', legend: 'p10–p90 of groups', color: 'c3', kind: 'high', values: column(points, 'REWARD_P90')},
      {label: 'raw', color: 'c3', kind: 'raw', values: raw},
      {label: 'smoothed', color: 'c3', kind: 'smooth', values: smooth(raw)},
    ],
  };
}

function accuracy(store) {
  const share = (part) => part?.accuracy ?? null;
  const goals = store.answer.goals;
  const points = [...store.evaluations].sort((a, b) => a.step - b.step);
  return {
    title: 'Held-out accuracy', note: 'of held-out tasks, which are never trained on', unit: 'correct answers', waiting: 'No evaluation yet.',
    xs: points.map((e) => e.step), format: percent, axis: (v) => Math.round(v * 100) + ' %', range: unit,
    series: [
      {label: 'greedy', color: 'c1', kind: 'line', values: points.map((e) => share(e.greedy))},
      {label: 'sampled', legend: 'sampled (T = 1)', color: 'c2', kind: 'dashed', values: points.map((e) => share(e.sampled))},
    ],
    goals: goals?.greedyAccuracy && goals?.sampledAccuracy ? [
      {value: goals.greedyAccuracy, label: `goals: greedy ${percent(goals.greedyAccuracy)}, sampled ${percent(goals.sampledAccuracy)}`},
      {value: goals.sampledAccuracy},
    ] : [],
  };
}

function tokens(store) {
  const rate = (name) => store.throughput.map((bucket) => bucket.perSecond[name] ?? null);
  const sampled = rate('SAMPLED_TOKENS');
  return {
    title: 'Tokens per second', note: 'sampled by the workers, trained on by the learner', unit: 'tokens/s', time: true, waiting: 'No trace yet.',
    xs: store.throughput.map((bucket) => bucket.at), format: short, range: fromZero,
    series: [
      {label: 'sampled', color: 'c5', kind: 'raw', values: sampled},
      {label: 'sampled, smoothed', color: 'c5', kind: 'smooth', values: smooth(sampled)},
      {label: 'trained, smoothed', color: 'c1', kind: 'dashed-plain', values: smooth(rate('TRAINED_TOKENS'))},
    ],
  };
}

function staleness(store) {
  const points = rlSteps(store);
  return {
    title: 'Staleness', note: 'weights versions behind, over the tokens of each step', unit: 'versions', waiting: 'No RL step yet.',
    xs: points.map((p) => p.step), format: significant, range: fromZero,
    series: [
      {label: 'largest', color: 'c4', kind: 'raw', values: column(points, 'STALENESS_MAX')},
      {label: 'mean', color: 'c4', kind: 'smooth', values: smooth(column(points, 'STALENESS_MEAN'))},
    ],
  };
}

function loss(store) {
  const raw = column(store.steps, 'LOSS');
  return {
    title: 'Loss', note: 'of the objective of each stage; not comparable between stages', unit: 'loss', waiting: 'No step yet.',
    xs: store.steps.map((p) => p.step), format: significant,
    series: [
      {label: 'raw', color: 'c6', kind: 'raw', values: raw},
      {label: 'smoothed', color: 'c6', kind: 'smooth', values: byStage(store.steps, raw)},
    ],
  };
}

/** Smoothed within each stage, since objective and recipe may differ between stages. */
function byStage(points, values) {
  const ends = points.flatMap((point, i) => (i + 1 === points.length || points[i + 1].stageId !== point.stageId ? [i + 1] : []));
  return ends.flatMap((end, i) => smooth(values.slice(i === 0 ? 0 : ends[i - 1], end)));
}

function learner(store) {
  const points = store.steps;
  return {
    title: "Learner's time", note: 'seconds of each step', unit: 's per step', waiting: 'No step yet.',
    xs: points.map((p) => p.step), format: significant, range: fromZero,
    series: [
      {label: 'computing', color: 'c1', kind: 'smooth', values: smooth(column(points, 'COMPUTE_SECONDS'), 5)},
      {label: 'waiting for groups', color: 'c3', kind: 'dashed-plain', values: smooth(column(points, 'WAIT_SECONDS'), 5)},
    ],
  };
}
