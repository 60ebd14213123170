import {save} from './curves.js';

// What the charts share in drawing.

export const FONT = '11px InterVariable, sans-serif';
const HEAD = 28;
const FOOT = 26;

/** A colour of the theme that is shown. */
export const paint = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

export const fileName = (title) => 'headrace-' + title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');

/**
 * Saves a picture of a chart with its title above and its legend below.
 *
 * @param chart a canvas in device pixels
 * @param legend {label, color, dash} of each line; colours as they are painted
 */
export function savePng(title, chart, legend) {
  const copy = document.createElement('canvas');
  copy.width = chart.width;
  copy.height = chart.height + (HEAD + FOOT) * devicePixelRatio;
  const pen = copy.getContext('2d');
  pen.fillStyle = paint('--panel');
  pen.fillRect(0, 0, copy.width, copy.height);
  pen.drawImage(chart, 0, HEAD * devicePixelRatio);
  pen.scale(devicePixelRatio, devicePixelRatio);
  pen.fillStyle = paint('--ink');
  pen.font = '600 13px InterVariable, sans-serif';
  pen.fillText(title, 10, 19);
  key(pen, legend, copy.height / devicePixelRatio - 9);
  copy.toBlob((blob) => save(blob, fileName(title) + '.png'));
}

function key(pen, legend, y) {
  let x = 10;
  pen.font = FONT;
  pen.lineWidth = 2;
  for (const {label, color, dash} of legend) {
    pen.strokeStyle = color;
    pen.setLineDash(dash ?? []);
    pen.beginPath();
    pen.moveTo(x, y - 4);
    pen.lineTo(x + 16, y - 4);
    pen.stroke();
    pen.fillStyle = paint('--muted');
    pen.fillText(label, x + 22, y);
    x += 22 + pen.measureText(label).width + 16;
  }
}

/** uPlot's options for a figure; what it is told of: width, height, goals(plot) and read(index). */
export function plotOptions(figure, {width, height, goals, read}) {
  const low = figure.series.findIndex((s) => s.kind === 'low') + 1;
  return {
    width,
    height,
    padding: [8, 22, 0, 0],
    legend: {show: false},
    cursor: {y: false, points: {size: 6}},
    scales: {x: {time: Boolean(figure.time)}, y: {range: figure.range ?? spread}},
    axes: axes(figure),
    series: [{}, ...figure.series.map(stroke)],
    bands: low > 0 ? [{series: [low + 1, low], fill: paint('--' + figure.series[low].color) + '2b'}] : [],
    hooks: {draw: [goals], setCursor: [(plot) => read(plot.cursor.idx)]},
  };
}

function axes({time, tick, x, unit, axis, format}) {
  const look = {
    stroke: paint('--muted'),
    font: FONT,
    labelFont: FONT,
    labelGap: 0,
    labelSize: 15,
    grid: {stroke: paint('--grid'), width: 1},
    ticks: {show: false},
  };
  return [
    {...look, size: 24, space: time ? 72 : 50, label: x, values: (_, ticks) => ticks.map((at) => tick(at, ticks))},
    {...look, size: 46, label: unit, values: (_, ticks) => ticks.map((at) => axis?.(at) ?? format(at))},
  ];
}

/** A little air above and below; a flat curve gets some too. */
function spread(_, low, high) {
  if (low === null || high === null) return [0, 1];
  const air = (high - low || Math.abs(high) || 1) * 0.08;
  return [low >= 0 ? Math.max(0, low - air) : low - air, high + air];
}

const DASH = [6, 4];

/** How the lines of each kind look. */
function stroke({label, color, kind}) {
  const ink = paint('--' + color);
  const styles = {
    raw: {stroke: ink + '59', width: 1},
    smooth: {stroke: ink, width: 2},
    line: {stroke: ink, width: 2},
    dashed: {stroke: ink, width: 2, dash: DASH},
    'dashed-plain': {stroke: ink, width: 2, dash: DASH},
    low: {stroke: 'transparent', width: 0},
    high: {stroke: 'transparent', width: 0},
  };
  const marked = kind === 'line' || kind === 'dashed';
  return {label, spanGaps: true, points: {show: marked ? undefined : false, size: 5}, ...styles[kind]};
}

/** The legend of a figure as savePng takes it. */
export function legend(figure) {
  return figure.series.filter((series) => series.kind !== 'low').map((series) => {
    const {stroke: color, dash} = stroke(series);
    const band = series.kind === 'high';
    return {label: series.legend ?? series.label, color: band ? paint('--' + series.color) + '4d' : color, dash};
  });
}
