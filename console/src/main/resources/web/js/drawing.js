import {save} from './curves.js';

// Canvas drawing and plot options shared by the charts.

export const FONT = '11px InterVariable, sans-serif';
const HEAD = 28;
const FOOT = 26;

/** A colour of the current theme, by the name of its CSS variable. */
export const themeColor = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

export const fileName = (title) => 'headrace-' + title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');

/**
 * Saves a picture of a chart with its title above and its legend below.
 *
 * @param chart a canvas in device pixels
 * @param legend {label, color, dash} of each line
 */
export function savePng(title, chart, legend) {
  const copy = document.createElement('canvas');
  copy.width = chart.width;
  copy.height = chart.height + (HEAD + FOOT) * devicePixelRatio;
  const context = copy.getContext('2d');
  context.fillStyle = themeColor('--panel');
  context.fillRect(0, 0, copy.width, copy.height);
  context.drawImage(chart, 0, HEAD * devicePixelRatio);
  context.scale(devicePixelRatio, devicePixelRatio);
  context.fillStyle = themeColor('--ink');
  context.font = '600 13px InterVariable, sans-serif';
  context.fillText(title, 10, 19);
  drawLegend(context, legend, copy.height / devicePixelRatio - 9);
  copy.toBlob((blob) => save(blob, fileName(title) + '.png'));
}

function drawLegend(context, legend, y) {
  let x = 10;
  context.font = FONT;
  context.lineWidth = 2;
  for (const {label, color, dash} of legend) {
    context.strokeStyle = color;
    context.setLineDash(dash ?? []);
    context.beginPath();
    context.moveTo(x, y - 4);
    context.lineTo(x + 16, y - 4);
    context.stroke();
    context.fillStyle = themeColor('--muted');
    context.fillText(label, x + 22, y);
    x += 22 + context.measureText(label).width + 16;
  }
}

/** uPlot's options for a figure; goals(plot) draws the goal lines, read(index) receives the cursor's point. */
export function plotOptions(figure, {width, height, goals, read}) {
  const low = figure.series.findIndex((s) => s.kind === 'low') + 1;
  return {
    width,
    height,
    padding: [8, 22, 0, 0],
    legend: {show: false},
    cursor: {y: false, points: {size: 6}},
    scales: {x: {time: Boolean(figure.time)}, y: {range: figure.range ?? rangeWithMargin}},
    axes: axes(figure),
    series: [{}, ...figure.series.map(stroke)],
    bands: low > 0 ? [{series: [low + 1, low], fill: themeColor('--' + figure.series[low].color) + '2b'}] : [],
    hooks: {draw: [goals], setCursor: [(plot) => read(plot.cursor.idx)]},
  };
}

function axes({time, tick, x, unit, axis, format}) {
  const style = {
    stroke: themeColor('--muted'),
    font: FONT,
    labelFont: FONT,
    labelGap: 0,
    labelSize: 15,
    grid: {stroke: themeColor('--grid'), width: 1},
    ticks: {show: false},
  };
  return [
    {...style, size: 24, space: time ? 72 : 50, label: x, values: (_, ticks) => ticks.map((at) => tick(at, ticks))},
    {...style, size: 46, label: unit, values: (_, ticks) => ticks.map((at) => axis?.(at) ?? format(at))},
  ];
}

/** The range of the values with a margin above and below, also for a constant curve. */
function rangeWithMargin(_, low, high) {
  if (low === null || high === null) return [0, 1];
  const margin = (high - low || Math.abs(high) || 1) * 0.08;
  return [low >= 0 ? Math.max(0, low - margin) : low - margin, high + margin];
}

const DASH = [6, 4];

/** The line style of a series by its kind. */
function stroke({label, color, kind}) {
  const lineColor = themeColor('--' + color);
  const styles = {
    raw: {stroke: lineColor + '59', width: 1},
    smooth: {stroke: lineColor, width: 2},
    line: {stroke: lineColor, width: 2},
    dashed: {stroke: lineColor, width: 2, dash: DASH},
    'dashed-plain': {stroke: lineColor, width: 2, dash: DASH},
    low: {stroke: 'transparent', width: 0},
    high: {stroke: 'transparent', width: 0},
  };
  const marked = kind === 'line' || kind === 'dashed';
  return {label, spanGaps: true, points: {show: marked ? undefined : false, size: 5}, ...styles[kind]};
}

/** The legend entries of a figure for savePng. */
export function legend(figure) {
  return figure.series.filter((series) => series.kind !== 'low').map((series) => {
    const {stroke: color, dash} = stroke(series);
    const band = series.kind === 'high';
    return {label: series.legend ?? series.label, color: band ? themeColor('--' + series.color) + '4d' : color, dash};
  });
}
