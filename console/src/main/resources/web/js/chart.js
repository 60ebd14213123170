import uPlot from '../vendor/uplot/uPlot.esm.js';
import {csv, save} from './curves.js';
import {fileName, legend, themeColor, plotOptions, savePng} from './drawing.js';
import {count} from './format.js';
import {LitElement, html, nothing} from './lit.js';
import {clock, tick, when, zone} from './time.js';

const HEIGHT = 214;
const TABLE_ROWS = 500;

/**
 * A chart that can also be shown as a table. Its readout shows the values at the pointer, or at the
 * point reached with the arrow keys.
 *
 * figure: {title, note, time, unit, format, xs, series: [{label, color, values, kind}], goals: [{value, label}], range}
 * kind: raw (faint), smooth (solid), line, dots, low and high (the edges of a band, in this order).
 * xs are steps, or milliseconds when time is set. unit labels the other axis.
 */
class HeadraceChart extends LitElement {
  static properties = {figure: {attribute: false}, theme: {}, table: {state: true}, index: {state: true}};

  #plot = null;
  #shape = '';
  #resize = new ResizeObserver(() => this.#fit());

  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#resize.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#resize.disconnect();
    this.#destroyPlot();
  }

  get #empty() {
    return this.figure.xs.length === 0;
  }

  render() {
    const {title, note} = this.figure;
    return html`
      <section class="card chart" aria-label=${title}>
        <header><h3>${title}</h3>${this.#tools()}</header>
        <p class="readout">${this.#hasIndex() ? this.#readout(this.index) : note}</p>
        ${this.#empty ? html`<p class="empty">${this.figure.waiting ?? 'No points yet.'}</p>` : this.#body()}
      </section>`;
  }

  #tools() {
    if (this.#empty) return nothing;
    return html`<span class="tools">
      <button class="quiet" aria-pressed=${this.table ? 'true' : 'false'}
        aria-label="${this.figure.title} as a table" @click=${() => (this.table = !this.table)}>table</button>
      <button class="quiet" aria-label="${this.figure.title} as CSV" @click=${() => this.#csv()}>csv</button>
      <button class="quiet" aria-label="${this.figure.title} as PNG" @click=${() => this.#png()}>png</button>
    </span>`;
  }

  #body() {
    const last = this.figure.xs.length - 1;
    const at = this.#hasIndex() ? this.index : last;
    return html`
      <div class="plot" ?hidden=${this.table} role="slider" tabindex="0" aria-label=${this.#summary()}
        aria-valuemin="0" aria-valuemax=${last} aria-valuenow=${at} aria-valuetext=${this.#readout(at)}
        @keydown=${(e) => this.#key(e)} @blur=${() => this.#setIndex(null)}></div>
      ${this.table ? this.#rows() : this.#legend()}`;
  }

  #summary() {
    const values = this.figure.series
      .filter((series) => series.kind !== 'raw')
      .map((series) => `${series.label} ${this.figure.format(series.values.findLast((v) => v !== null))}`);
    return `${this.figure.title}: ${this.figure.xs.length} points, last ${values.join(', ')}; arrow keys read the values`;
  }

  #legend() {
    return html`<ul class="legend">
      ${this.figure.series
        .filter((series) => series.kind !== 'low')
        .map((series) => html`<li><i class="key ${series.kind} ${series.color}"></i>${series.legend ?? series.label}</li>`)}
      ${(this.figure.goals ?? []).filter((goal) => goal.label).map((goal) => html`<li><i class="key goal"></i>${goal.label}</li>`)}
    </ul>`;
  }

  #rows() {
    const {xs, series, time, format, title, unit} = this.figure;
    const last = xs.map((_, i) => i).slice(-TABLE_ROWS).reverse();
    return html`<div class="scroll chart-table" tabindex="0" role="region" aria-label="${title} in ${unit}, table">
      <table>
        <thead><tr><th scope="col">${time ? 'time' : 'step'}</th>${series.map((s) => html`<th scope="col">${s.label}</th>`)}</tr></thead>
        <tbody>${last.map((i) => html`<tr><th scope="row">${time ? when(xs[i]) : count(xs[i])}</th>
          ${series.map((s) => html`<td>${format(s.values[i])}</td>`)}</tr>`)}</tbody>
      </table></div>`;
  }

  updated(changed) {
    if (this.#empty || this.table) {
      this.#destroyPlot();
      return;
    }
    const shape = this.theme + this.figure.series.map((s) => s.label).join() + JSON.stringify(this.figure.goals ?? []);
    if (this.#plot && (shape !== this.#shape || changed.has('theme'))) this.#destroyPlot();
    this.#shape = shape;
    const data = [this.#xs(), ...this.figure.series.map((s) => s.values)];
    if (!this.#plot) this.#plot = new uPlot(this.#options(), data, this.querySelector('.plot'));
    else if (changed.has('figure')) this.#plot.setData(data);
  }

  #xs() {
    return this.figure.time ? this.figure.xs.map((ms) => ms / 1000) : this.figure.xs;
  }

  #destroyPlot() {
    this.#plot?.destroy();
    this.#plot = null;
  }

  #fit() {
    const width = this.querySelector('.plot')?.clientWidth ?? 0;
    if (this.#plot && width > 0 && width !== this.#plot.width) this.#plot.setSize({width, height: HEIGHT});
  }

  #options() {
    const {time} = this.figure;
    const span = (ticks) => (ticks.at(-1) - ticks[0]) * 1000;
    const figure = {
      ...this.figure,
      x: time ? `time (${zone()})` : 'step',
      tick: (at, ticks) => (time ? tick(at * 1000, span(ticks)) : count(at)),
    };
    return plotOptions(figure, {
      width: this.querySelector('.plot').clientWidth || 400,
      height: HEIGHT,
      goals: (plot) => this.#drawGoals(plot),
      read: (index) => (this.index = index ?? null),
    });
  }

  #drawGoals(plot) {
    const context = plot.ctx;
    context.save();
    context.setLineDash([4, 4]);
    context.strokeStyle = themeColor('--muted');
    context.lineWidth = devicePixelRatio;
    for (const goal of this.figure.goals ?? []) {
      const y = plot.valToPos(goal.value, 'y', true);
      context.beginPath();
      context.moveTo(plot.bbox.left, y);
      context.lineTo(plot.bbox.left + plot.bbox.width, y);
      context.stroke();
    }
    context.restore();
  }

  #hasIndex() {
    return this.index !== null && this.index !== undefined && this.index < this.figure.xs.length;
  }

  #readout(index) {
    const {xs, series, time, format} = this.figure;
    const values = series.map((s) => `${s.label} ${format(s.values[index])}`).join(' · ');
    return `${time ? clock(xs[index]) : 'step ' + count(xs[index])} · ${values}`;
  }

  #key(event) {
    const last = this.figure.xs.length - 1;
    const at = this.#hasIndex() ? this.index : last + 1;
    const next = {ArrowRight: at + 1, ArrowLeft: at - 1, PageUp: at + 10, PageDown: at - 10, Home: 0, End: last}[event.key];
    if (next === undefined) return;
    event.preventDefault();
    this.#setIndex(Math.max(0, Math.min(last, next)));
  }

  #setIndex(index) {
    const left = index === null ? -10 : this.#plot?.valToPos(this.#xs()[index], 'x');
    this.#plot?.setCursor({left, top: index === null ? -10 : 20}, false);
    this.index = index;
  }

  #csv() {
    const {xs, series, time, title} = this.figure;
    const rows = xs.map((x, i) => [time ? new Date(x).toISOString() : x, ...series.map((s) => s.values[i])]);
    const text = csv([time ? 'time' : 'step', ...series.map((s) => s.label)], rows);
    save(new Blob([text], {type: 'text/csv'}), fileName(title) + '.csv');
  }

  async #png() {
    this.table = false;
    await this.updateComplete;
    savePng(this.figure.title, this.#plot.ctx.canvas, legend(this.figure));
  }
}

customElements.define('headrace-chart', HeadraceChart);
