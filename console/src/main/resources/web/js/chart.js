import uPlot from '../vendor/uplot/uPlot.esm.js';
import {csv, save} from './curves.js';
import {clock, count} from './format.js';
import {LitElement, html, nothing} from './lit.js';

const HEIGHT = 190;
const TABLE_ROWS = 500;

const paint = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/**
 * A chart with its table twin.
 *
 * figure: {title, note, time, format, xs, series: [{label, color, values, kind}], goals: [{value, label}], range}
 * kind: raw (faint), smooth (solid), line, dots, low and high (the edges of a band, in this order).
 * xs are steps, or milliseconds when time is set.
 */
class HeadraceChart extends LitElement {
  static properties = {figure: {attribute: false}, theme: {}, table: {state: true}, readout: {state: true}};

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
    this.#drop();
  }

  get #empty() {
    return this.figure.xs.length === 0;
  }

  render() {
    const {title, note} = this.figure;
    return html`
      <section class="card chart" aria-label=${title}>
        <header>
          <h3>${title}</h3>
          <span class="readout">${this.readout ?? note}</span>
          ${this.#tools()}
        </header>
        ${this.#empty ? html`<p class="empty">${this.figure.waiting ?? 'No point yet.'}</p>` : this.#body()}
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
    return html`
      <div class="plot" ?hidden=${this.table} role="img" aria-label=${this.#summary()}></div>
      ${this.table ? this.#rows() : this.#legend()}`;
  }

  #summary() {
    const said = this.figure.series
      .filter((series) => series.kind !== 'raw')
      .map((series) => `${series.label} ${this.figure.format(series.values.findLast((v) => v !== null))}`);
    return `${this.figure.title}: ${this.figure.xs.length} points, last ${said.join(', ')}`;
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
    const {xs, series, time, format, title} = this.figure;
    const last = xs.map((_, i) => i).slice(-TABLE_ROWS).reverse();
    return html`<div class="scroll twin" tabindex="0" role="region" aria-label="${title}, table">
      <table>
        <thead><tr><th scope="col">${time ? 'time' : 'step'}</th>${series.map((s) => html`<th scope="col">${s.label}</th>`)}</tr></thead>
        <tbody>${last.map((i) => html`<tr><th scope="row">${time ? clock(xs[i]) : count(xs[i])}</th>
          ${series.map((s) => html`<td>${format(s.values[i])}</td>`)}</tr>`)}</tbody>
      </table></div>`;
  }

  updated(changed) {
    if (this.#empty || this.table) {
      this.#drop();
      return;
    }
    const shape = this.theme + this.figure.series.map((s) => s.label).join() + JSON.stringify(this.figure.goals ?? []);
    if (this.#plot && (shape !== this.#shape || changed.has('theme'))) this.#drop();
    this.#shape = shape;
    const data = [this.#xs(), ...this.figure.series.map((s) => s.values)];
    if (this.#plot) this.#plot.setData(data);
    else this.#plot = new uPlot(this.#options(), data, this.querySelector('.plot'));
  }

  #xs() {
    return this.figure.time ? this.figure.xs.map((ms) => ms / 1000) : this.figure.xs;
  }

  #drop() {
    this.#plot?.destroy();
    this.#plot = null;
  }

  #fit() {
    const width = this.querySelector('.plot')?.clientWidth ?? 0;
    if (this.#plot && width > 0 && width !== this.#plot.width) this.#plot.setSize({width, height: HEIGHT});
  }

  #options() {
    const axis = {
      stroke: paint('--muted'),
      font: '11px InterVariable, sans-serif',
      grid: {stroke: paint('--grid'), width: 1},
      ticks: {show: false},
    };
    const low = this.figure.series.findIndex((s) => s.kind === 'low') + 1;
    return {
      width: this.querySelector('.plot').clientWidth || 400,
      height: HEIGHT,
      padding: [8, 8, 0, 0],
      legend: {show: false},
      cursor: {y: false, points: {size: 6}},
      scales: {x: {time: Boolean(this.figure.time)}, y: {range: this.figure.range ?? spread}},
      axes: [
        {...axis, size: 28, values: (_, ticks) => ticks.map((tick) => (this.figure.time ? clock(tick * 1000).slice(0, 5) : count(tick)))},
        {...axis, size: 48, values: (_, ticks) => ticks.map((tick) => this.figure.axis?.(tick) ?? this.figure.format(tick))},
      ],
      series: [{}, ...this.figure.series.map(stroke)],
      bands: low > 0 ? [{series: [low + 1, low], fill: paint('--' + this.figure.series[low].color) + '2b'}] : [],
      hooks: {draw: [(plot) => this.#goals(plot)], setCursor: [(plot) => this.#read(plot.cursor.idx)]},
    };
  }

  #goals(plot) {
    const pen = plot.ctx;
    pen.save();
    pen.setLineDash([4, 4]);
    pen.strokeStyle = paint('--muted');
    pen.lineWidth = devicePixelRatio;
    for (const goal of this.figure.goals ?? []) {
      const y = plot.valToPos(goal.value, 'y', true);
      pen.beginPath();
      pen.moveTo(plot.bbox.left, y);
      pen.lineTo(plot.bbox.left + plot.bbox.width, y);
      pen.stroke();
    }
    pen.restore();
  }

  #read(index) {
    if (index === null || index === undefined) {
      this.readout = undefined;
      return;
    }
    const {xs, series, time, format} = this.figure;
    const said = series.map((s) => `${s.label} ${format(s.values[index])}`).join(' · ');
    this.readout = `${time ? clock(xs[index]) : 'step ' + count(xs[index])} · ${said}`;
  }

  get #file() {
    return 'headrace-' + this.figure.title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  }

  #csv() {
    const {xs, series, time} = this.figure;
    const rows = xs.map((x, i) => [time ? new Date(x).toISOString() : x, ...series.map((s) => s.values[i])]);
    const text = csv([time ? 'time' : 'step', ...series.map((s) => s.label)], rows);
    save(new Blob([text], {type: 'text/csv'}), this.#file + '.csv');
  }

  async #png() {
    this.table = false;
    await this.updateComplete;
    const chart = this.#plot.ctx.canvas;
    const copy = document.createElement('canvas');
    const top = 28 * devicePixelRatio;
    copy.width = chart.width;
    copy.height = chart.height + top;
    const pen = copy.getContext('2d');
    pen.fillStyle = paint('--panel');
    pen.fillRect(0, 0, copy.width, copy.height);
    pen.fillStyle = paint('--ink');
    pen.font = `600 ${13 * devicePixelRatio}px InterVariable, sans-serif`;
    pen.fillText(this.figure.title, 10 * devicePixelRatio, 19 * devicePixelRatio);
    pen.drawImage(chart, 0, top);
    copy.toBlob((blob) => save(blob, this.#file + '.png'));
  }
}

/** A little air above and below; a flat curve gets some too. */
function spread(_, low, high) {
  if (low === null || high === null) return [0, 1];
  const air = (high - low || Math.abs(high) || 1) * 0.08;
  return [low >= 0 ? Math.max(0, low - air) : low - air, high + air];
}

function stroke({label, color, kind}) {
  const ink = paint('--' + color);
  const styles = {
    raw: {stroke: ink + '59', width: 1},
    smooth: {stroke: ink, width: 2},
    line: {stroke: ink, width: 2},
    dashed: {stroke: ink, width: 2, dash: [6, 4]},
    'dashed-plain': {stroke: ink, width: 2, dash: [6, 4]},
    low: {stroke: 'transparent', width: 0},
    high: {stroke: 'transparent', width: 0},
  };
  const marked = kind === 'line' || kind === 'dashed';
  return {label, spanGaps: true, points: {show: marked ? undefined : false, size: 5}, ...styles[kind]};
}

customElements.define('headrace-chart', HeadraceChart);
