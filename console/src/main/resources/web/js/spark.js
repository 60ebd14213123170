import {nothing, svg} from './lit.js';

const WIDTH = 96;
const HEIGHT = 26;
const POINTS = 48;

/** A sparkline without axes beside the newest value. */
export function spark(values, color) {
  const given = values.filter((value) => value !== null).slice(-POINTS * 4);
  const every = Math.max(1, Math.ceil(given.length / POINTS));
  const shown = given.filter((_, i) => (given.length - 1 - i) % every === 0);
  if (shown.length < 2) return nothing;
  const low = Math.min(...shown);
  const span = Math.max(...shown) - low || 1;
  const points = shown.map((value, i) => {
    const x = 1 + (i / (shown.length - 1)) * (WIDTH - 2);
    const y = HEIGHT - 2 - ((value - low) / span) * (HEIGHT - 4);
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
  return svg`<svg class="spark ${color}" viewBox="0 0 ${WIDTH} ${HEIGHT}" width=${WIDTH} height=${HEIGHT} aria-hidden="true">
    <polyline points=${points.join(' ')} fill="none" stroke-width="1.6" stroke-linejoin="round"/></svg>`;
}
