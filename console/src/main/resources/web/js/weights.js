import {csv, save} from './curves.js';
import {FONT, fileName, themeColor, savePng} from './drawing.js';
import {bytes, count, plural, short} from './format.js';
import {LitElement, html, nothing, svg} from './lit.js';
import {clock, tick, when, zone} from './time.js';

const TITLE = 'Weights';
const WIDTH = 1000;
const HEIGHT = 34;
const MAX_TICKS = 400;
const MAX_ROWS = 200;
const AXIS_TICKS = 5;
const STAGES = {SFT: 'supervised', RL: 'RL'};

/** A timeline with a tick for each published weights version and, above, one for each evaluation. */
class HeadraceWeights extends LitElement {
  static properties = {
    weights: {attribute: false}, evaluations: {attribute: false}, run: {attribute: false}, theme: {},
    index: {state: true},
  };

  createRenderRoot() {
    return this;
  }

  render() {
    const newest = this.weights.at(-1);
    return html`<section class="card weights" aria-label="Weights timeline">
      <header><h3>${TITLE}</h3>${newest ? this.#tools() : nothing}</header>
      <p class="readout">${newest ? this.#readout(this.weights[this.index] ?? newest) : 'versions that the learner published'}</p>
      ${newest ? this.#body() : html`<p class="empty">No weights version is published yet.</p>`}
    </section>`;
  }

  #tools() {
    return html`<span class="tools">
      <button class="quiet" aria-label="${TITLE} as CSV" @click=${() => this.#csv()}>csv</button>
      <button class="quiet" aria-label="${TITLE} as PNG" @click=${() => this.#png()}>png</button>
    </span>`;
  }

  #readout(version) {
    return html`v${version.version} · step ${count(version.step)} · ${STAGES[version.stage]} · ${bytes(version.bytes)} · ${short(version.parameters)} parameters · published ${when(version.at)}`;
  }

  /** Start and end of the time axis, and the position of a time on it, 0 to 1. */
  get #scale() {
    const from = Math.min(this.run.startedAt ?? this.weights[0].at, this.weights[0].at);
    const until = this.run.end === 'FINISHED' ? this.run.since : this.run.now;
    const to = Math.max(until, this.weights.at(-1).at, from + 1000);
    return {from, to, share: (at) => (at - from) / (to - from)};
  }

  get #ticks() {
    const every = Math.ceil(this.weights.length / MAX_TICKS);
    return this.weights.filter((_, i) => i % every === 0 || i === this.weights.length - 1);
  }

  #body() {
    const scale = this.#scale;
    const x = (at) => scale.share(at) * (WIDTH - 4) + 2;
    const at = this.index ?? this.weights.length - 1;
    const version = this.weights[at] ?? this.weights.at(-1);
    return html`
      <div class="track" role="slider" tabindex="0" aria-valuemin="0" aria-valuemax=${this.weights.length - 1} aria-valuenow=${at}
        aria-valuetext="v${version.version}, step ${version.step}, published ${clock(version.at)}"
        aria-label="${plural(this.weights.length, 'weights version')} and ${plural(this.evaluations.length, 'evaluation')} since ${clock(scale.from)}; arrow keys select one"
        @keydown=${(e) => this.#key(e)} @blur=${() => (this.index = undefined)}
        @pointermove=${(e) => this.#hover(e, scale)} @pointerleave=${() => (this.index = undefined)}>
        <svg class="timeline" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true">
          <line x1="0" x2=${WIDTH} y1="20" y2="20" class="base"/>
          ${this.#ticks.map((w) => svg`<line class="tick ${w.stage}" x1=${x(w.at)} x2=${x(w.at)} y1="12" y2="28"/>`)}
          ${this.evaluations.map((e) => svg`<line class="evaluation" x1=${x(e.at)} x2=${x(e.at)} y1="2" y2="10"/>`)}
          ${this.index === undefined ? nothing : svg`<line class="pointed" x1=${x(version.at)} x2=${x(version.at)} y1="0" y2="34"/>`}
        </svg></div>
      <div class="axis" aria-hidden="true">${this.#marks(scale).map((mark) => html`<span>${mark}</span>`)}</div>
      <ul class="legend"><li><i class="key line c6 sft"></i>supervised version</li><li><i class="key line c1"></i>RL version</li>
        <li><i class="key line c5"></i>evaluation (above)</li><li class="end">time (${zone()})</li></ul>
      ${this.#table()}`;
  }

  #marks({from, to}) {
    return Array.from({length: AXIS_TICKS}, (_, i) => tick(from + ((to - from) * i) / (AXIS_TICKS - 1), to - from));
  }

  #table() {
    const rows = this.weights.slice(-MAX_ROWS).reverse();
    const all = rows.length === this.weights.length;
    return html`<details><summary>${all ? plural(rows.length, 'version') : `newest ${rows.length} of ${count(this.weights.length)} versions`} as a table</summary>
      <div class="scroll chart-table" tabindex="0" role="region" aria-label="Weights versions, table"><table>
        <thead><tr><th scope="col">version</th><th scope="col">step</th><th scope="col">stage</th><th scope="col">size</th><th scope="col">checkpoint</th><th scope="col">published</th></tr></thead>
        <tbody>${rows.map((w) => html`<tr><th scope="row">v${w.version}</th><td class="n">${count(w.step)}</td><td>${STAGES[w.stage]}</td><td class="n">${bytes(w.bytes)}</td><td>${w.checkpoint}</td><td>${when(w.at)}</td></tr>`)}</tbody>
      </table></div></details>`;
  }

  #hover(event, scale) {
    const box = event.currentTarget.getBoundingClientRect();
    const at = scale.from + ((event.clientX - box.left) / box.width) * (scale.to - scale.from);
    let nearest = 0;
    this.weights.forEach((w, i) => {
      if (Math.abs(w.at - at) < Math.abs(this.weights[nearest].at - at)) nearest = i;
    });
    this.index = nearest;
  }

  #key(event) {
    const last = this.weights.length - 1;
    const at = this.index ?? last + 1;
    const next = {ArrowRight: at + 1, ArrowLeft: at - 1, PageUp: at + 10, PageDown: at - 10, Home: 0, End: last}[event.key];
    if (next === undefined) return;
    event.preventDefault();
    this.index = Math.max(0, Math.min(last, next));
  }

  #csv() {
    const rows = this.weights.map((w) => [w.version, w.step, STAGES[w.stage], w.bytes, w.parameters, w.checkpoint, new Date(w.at).toISOString()]);
    const text = csv(['version', 'step', 'stage', 'bytes', 'parameters', 'checkpoint', 'published'], rows);
    save(new Blob([text], {type: 'text/csv'}), fileName(TITLE) + '.csv');
  }

  #png() {
    const canvas = document.createElement('canvas');
    const width = this.querySelector('.track').clientWidth;
    canvas.width = (width + 20) * devicePixelRatio;
    canvas.height = (HEIGHT + 20) * devicePixelRatio;
    const context = canvas.getContext('2d');
    context.scale(devicePixelRatio, devicePixelRatio);
    context.translate(10, 0);
    this.#draw(context, width);
    savePng(TITLE, canvas, [
      {label: 'supervised version', color: themeColor('--c6'), dash: [3, 2]}, {label: 'RL version', color: themeColor('--c1')},
      {label: 'evaluation (above)', color: themeColor('--c5')},
    ]);
  }

  #draw(context, width) {
    const scale = this.#scale;
    const line = (at, top, bottom, color, dash = []) => {
      context.strokeStyle = themeColor(color);
      context.setLineDash(dash);
      context.beginPath();
      context.moveTo(scale.share(at) * width, top);
      context.lineTo(scale.share(at) * width, bottom);
      context.stroke();
    };
    context.lineWidth = 1.5;
    this.#ticks.forEach((w) => (w.stage === 'SFT' ? line(w.at, 12, 28, '--c6', [3, 2]) : line(w.at, 12, 28, '--c1')));
    this.evaluations.forEach((e) => line(e.at, 2, 10, '--c5'));
    context.font = FONT;
    context.fillStyle = themeColor('--muted');
    this.#marks(scale).forEach((mark, i) => {
      context.textAlign = ['left', 'center', 'center', 'center', 'right'][i];
      context.fillText(mark, (i / (AXIS_TICKS - 1)) * width, HEIGHT + 14);
    });
  }
}

customElements.define('headrace-weights', HeadraceWeights);
