import {count, fixed, oneLine, significant, visible, words} from './format.js';
import {LitElement, html, nothing, svg} from './lit.js';
import {go, href} from './route.js';
import {when} from './time.js';
import {outcome} from './traces.js';

const SHOWN = 4000;
/** Lower bounds of the probability of each colour, highest first. */
export const BOUNDS = [0.9, 0.7, 0.5, 0.3, 0.1, 0.01, 0];
const LABELS = ['≥ 90 %', '≥ 70 %', '≥ 50 %', '≥ 30 %', '≥ 10 %', '≥ 1 %', '< 1 %'];

/** The scorers of the trace, with their weights when there are several. */
const scorers = (trace) => {
  const weights = Object.entries(trace.scorerWeights ?? {});
  return weights.length === 0
    ? html`verifier <code>${trace.verifier}</code>`
    : html`scorers ${weights.map(([name, weight], i) => html`${i > 0 ? ', ' : ''}<code>${name}</code> × ${weight}`)}`;
};

const bucket = (logProb) => BOUNDS.findIndex((bound) => Math.exp(logProb) >= bound);

/** One trace: prompt, tokens coloured by log-prob, segments, verdicts, the other samples of its group. */
class HeadraceTrace extends LitElement {
  static properties = {
    answer: {attribute: false}, problem: {}, route: {attribute: false},
    at: {state: true}, shown: {state: true},
  };

  createRenderRoot() {
    return this;
  }

  willUpdate(changed) {
    if (changed.has('answer')) {
      this.at = null;
      this.shown = SHOWN;
    }
  }

  render() {
    if (this.problem) {
      return html`<p class="notice bad" role="alert">${this.problem} <a href=${this.#back()}>Back to the list</a></p>`;
    }
    if (!this.answer) return html`<p class="notice" role="status">Fetching the trace from the log…</p>`;
    const {trace} = this.answer;
    return html`<article class="trace">
      <header class="bar"><a class="back" href=${this.#back()}>← Traces</a><h1 class="mono">${trace.traceId}</h1></header>
      <div class="columns">
        <div>${this.#prompt(trace)} ${this.#response(trace)}</div>
        <div>${this.#verdicts()} ${this.#siblings()} ${this.#facts(trace)}</div>
      </div>
    </article>`;
  }

  #back() {
    return href({...this.route, trace: undefined, at: undefined});
  }

  #prompt(trace) {
    return html`<section class="card"><header><h2>Prompt</h2><span class="readout">${count(trace.promptTokens)} tokens</span></header>
      <pre class="mono">${visible(trace.prompt) || '(empty)'}</pre>
      <p class="gold">gold answer <code>${visible(trace.answer) || '(none)'}</code> · ${scorers(trace)}</p></section>`;
  }

  #response(trace) {
    const pieces = trace.pieces ?? piecesWithoutTokenizer(trace);
    return html`<section class="card response"><header><h2>Response</h2><span class="readout">${count(trace.tokens.length)} tokens · ${words(trace.finishReason)}</span></header>
      ${this.#segments(trace)}
      <div class="tokens mono" role="group" aria-label="Response tokens; arrow keys move, the line below shows the log-probability"
        @mousemove=${(e) => this.#hover(e)} @focusin=${(e) => this.#select(e)} @keydown=${(e) => this.#move(e)}
        >${pieces.slice(0, this.shown).map((piece, i) => this.#token(trace, piece, i))}</div>
      <p class="token-details" role="status">${this.at === null ? 'Point at a token, or select one with Tab and the arrow keys, to see its log-probability.' : this.#tokenDetails(trace, pieces)}</p>
      ${pieces.length > this.shown ? html`<button @click=${() => (this.shown += SHOWN)}>Show ${count(Math.min(SHOWN, pieces.length - this.shown))} more of ${count(pieces.length - this.shown)}</button>` : nothing}
      <ul class="legend scale" aria-label="Colours by probability">${LABELS.map((label, i) => html`<li><i class="tok lp${i}">a</i>${label}</li>`)}
        <li>probability of the drawn token${trace.temperature > 0 && trace.temperature !== 1 ? ` at temperature ${trace.temperature}` : ''}</li></ul>
    </section>`;
  }

  #token(trace, piece, i) {
    const segment = segmentStarts(trace.segments).get(i);
    const text = visible(piece).replaceAll('\n', '↵\n');
    return html`${segment !== undefined && i > 0 ? html`<span class="segment-start" title="from here ${originWords(segment)}">${sourceName(segment)}</span>` : nothing}<span
      class="tok lp${bucket(trace.logProbs[i])}" data-i=${i} tabindex=${i === (this.at ?? 0) ? 0 : -1}>${text}</span>`;
  }

  #tokenDetails(trace, pieces) {
    const i = this.at;
    const logProb = trace.logProbs[i];
    return html`token <b>${count(i + 1)}</b> of ${count(trace.tokens.length)} · <code>${visible(JSON.stringify(pieces[i]))}</code> · id ${trace.tokens[i]} ·
      log-prob <b>${fixed(4)(logProb)}</b> · probability <b>${significant(Math.exp(logProb) * 100)} %</b> · ${origin(trace.segments, i)}`;
  }

  #select(event) {
    const index = event.target.dataset?.i;
    if (index !== undefined) this.at = Number(index);
  }

  /** Selects the token under the mouse when the mouse moves, not when the text scrolls under it. */
  #hover(event) {
    if (event.movementX || event.movementY) this.#select(event);
  }

  #move(event) {
    const by = {ArrowRight: 1, ArrowLeft: -1, ArrowDown: 20, ArrowUp: -20}[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const last = Math.min(this.shown, this.answer.trace.tokens.length) - 1;
    const next = Math.max(0, Math.min(last, (this.at ?? 0) + by));
    this.querySelector(`[data-i="${next}"]`)?.focus();
  }

  #segments(trace) {
    const total = trace.tokens.length || 1;
    let from = 0;
    const parts = trace.segments.map((segment, i) => {
      const x = (from / total) * 1000;
      from += segment.tokens;
      return svg`<rect class="part p${i % 3}" x=${x} width=${(segment.tokens / total) * 1000} height="8" y="0"/>`;
    });
    const counts = trace.segments.map((s) => `${sourceName(s)}: ${count(s.tokens)}`).join(' · ');
    return html`<div class="segments"><svg viewBox="0 0 1000 8" preserveAspectRatio="none" role="img" aria-label="Segments by weights version: ${counts}">${parts}</svg>
      <span>tokens by weights version — ${counts}</span></div>`;
  }

  #verdicts() {
    const summary = this.answer.summary;
    const verdicts = summary?.verdicts ?? [];
    return html`<section class="card"><header><h2>Verdicts</h2>${summary ? html`<span class="state ${outcome(summary).kind}">${outcome(summary).word}</span>` : nothing}</header>
      ${verdicts.length === 0 ? html`<p class="empty">${summary ? 'No verdict yet.' : 'The console keeps the newest verdicts only; those of this trace are in the log.'}</p>` : verdicts.map((v) => html`
        <div class="verdict"><b>${v.scorer}</b> <span class="chip">version ${v.scorerVersion}</span> <span class="state ${v.status === 'OK' ? 'good' : 'warn'}">${words(v.status)}</span>
          <b class="score">${v.score === null ? 'no score' : fixed(2)(v.score)}</b><p>${visible(v.detail)}</p><small>${count(v.latencyMicros)} µs</small></div>`)}
      ${summary?.dropReason ? html`<p class="problem-text">dropped: ${summary.dropReason}</p>` : nothing}</section>`;
  }

  #siblings() {
    const group = this.answer.group;
    if (!group) return html`<section class="card"><header><h2>Group</h2></header><p class="empty">The group is not assembled yet, or is older than the groups that the console keeps.</p></section>`;
    const open = this.answer.trace.traceId;
    return html`<section class="card"><header><h2>Group</h2><span class="readout">${words(group.status)} · ${group.members.length} of ${group.requested}</span></header>
      <div class="scroll" tabindex="0" role="region" aria-label="Samples of the group"><table>
        <thead><tr><th scope="col">sample</th><th scope="col">response ends in</th><th scope="col" class="n">tokens</th><th scope="col" class="n">score</th><th scope="col" class="n">reward</th></tr></thead>
        <tbody>${group.members.map((m) => html`<tr class=${m.traceId === open ? 'selected' : ''} @click=${() => this.#open(m)}>
          <th scope="row">${m.traceId === open ? html`#${m.sample} <span class="hidden">shown here</span>` : html`<a href=${href({...this.route, trace: m.traceId, at: undefined})}>#${m.sample}</a>`}</th>
          <td class="mono text">${[...oneLine(m.text)].slice(-26).join('')}</td><td class="n">${count(m.tokens)}</td>
          <td class="n">${m.score === null ? html`<span class="problem-text">${m.dropReason || 'none'}</span>` : fixed(2)(m.score)}</td><td class="n">${fixed(2)(m.reward)}</td></tr>`)}
          ${group.missing.map((m) => html`<tr><th scope="row">${m.traceId.split('#').at(-1)}</th><td colspan="4" class="problem-text">missing: ${m.reason}</td></tr>`)}</tbody>
      </table></div>${group.dropReason ? html`<p class="problem-text">dropped: ${group.dropReason}</p>` : nothing}</section>`;
  }

  #open(member) {
    go({...this.route, trace: member.traceId, at: undefined});
  }

  #facts(trace) {
    const took = trace.finishedAt - trace.startedAt;
    const facts = [
      ['task', trace.taskId], ['group', trace.groupId], ['sample', `${trace.sample + 1} of ${trace.samples}`],
      ['purpose', words(trace.purpose)], ['temperature', trace.temperature], ['max new tokens', count(trace.maxNewTokens)],
      ['worker', trace.worker], ['delivery', trace.attempt], ['waited', significant((trace.startedAt - trace.receivedAt) / 1000) + ' s'],
      ['sampled in', significant(took / 1000) + ' s'], ['finished', when(trace.finishedAt)], ['position', trace.position],
    ];
    return html`<section class="card"><header><h2>Details</h2></header><dl class="facts">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd class="mono">${value}</dd></div>`)}</dl></section>`;
  }
}

/** Texts of the tokens without a tokenizer: characters if their number fits, else token ids. */
function piecesWithoutTokenizer(trace) {
  const characters = [...trace.text];
  const close = trace.tokens.length - characters.length;
  if (close === 0 || close === 1) return [...characters, ...(close ? ['⏹'] : [])];
  return trace.tokens.map((id) => ` ${id}`);
}

const cache = new WeakMap();

/** The source of a segment: v7 for the weights version that drew it, or environment. */
function sourceName(segment) {
  return segment.source === 'ENVIRONMENT' ? 'environment' : `v${segment.weightsVersion}`;
}

/** The segments by the index of their first token. */
function segmentStarts(segments) {
  if (!cache.has(segments)) {
    const map = new Map();
    let from = 0;
    for (const segment of segments) {
      map.set(from, segment);
      from += segment.tokens;
    }
    cache.set(segments, map);
  }
  return cache.get(segments);
}

/** The source of a token, in words. */
function origin(segments, index) {
  let end = 0;
  for (const segment of segments) {
    end += segment.tokens;
    if (index < end) return originWords(segment);
  }
  return segments.length ? originWords(segments.at(-1)) : '';
}

function originWords(segment) {
  if (segment.source === 'ENVIRONMENT') return 'written by the environment';
  return `weights v${segment.weightsVersion}${segment.trained === false ? ', not trained on' : ''}`;
}

customElements.define('headrace-trace', HeadraceTrace);
