// Formats of numbers, durations and texts.

const ABSENT = '–';
const whole = new Intl.NumberFormat('en', {maximumFractionDigits: 0});
const isNumber = (value) => typeof value === 'number' && Number.isFinite(value);

export const count = (value) => (isNumber(value) ? whole.format(value) : ABSENT);

/** 1234567 as 1.23M, 45210 as 45.2k. */
export function short(value) {
  if (!isNumber(value)) return ABSENT;
  for (const [size, unit] of [[1e12, 'T'], [1e9, 'G'], [1e6, 'M'], [1e4, 'k']]) {
    if (Math.abs(value) >= size) {
      const scale = unit === 'k' ? 1e3 : size;
      return (value / scale).toPrecision(3).replace(/\.0+$/, '') + unit;
    }
  }
  return Math.abs(value) >= 100 || Number.isInteger(value) ? whole.format(value) : value.toPrecision(3);
}

export const fixed = (digits) => (value) => (isNumber(value) ? value.toFixed(digits) : ABSENT);
export const percent = (value) => (isNumber(value) ? (value * 100).toFixed(1) + ' %' : ABSENT);

/** Three significant digits, small numbers as 4.0e-4. */
export function significant(value) {
  if (!isNumber(value)) return ABSENT;
  if (value !== 0 && Math.abs(value) < 1e-3) return value.toExponential(1);
  return Number(value.toPrecision(3)).toString();
}

/** Milliseconds as 4 min 12 s. */
export function duration(ms) {
  if (!isNumber(ms)) return ABSENT;
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** 1048576 as 1.0 MiB. */
export function bytes(value) {
  if (!isNumber(value)) return ABSENT;
  if (value >= 2 ** 30) return (value / 2 ** 30).toFixed(1) + ' GiB';
  if (value >= 2 ** 20) return (value / 2 ** 20).toFixed(1) + ' MiB';
  return value >= 1024 ? (value / 1024).toFixed(1) + ' KiB' : value + ' B';
}

export const plural = (n, one, many = one + 's') => `${count(n)} ${n === 1 ? one : many}`;

// Control characters and invisible characters that reorder or hide text, without those that join emoji.
const INVISIBLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** Text that a model or a task wrote, with a code in place of each invisible character. */
export function visible(text) {
  return text.toWellFormed().replace(INVISIBLE, (character) =>
    `⟨U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`);
}

/** As {@link visible}, on one line. */
export const oneLine = (text) => visible(text).replaceAll('\n', '⏎').replaceAll('\t', ' ');

export const words = (name) => (name ?? '').toLowerCase().replaceAll('_', ' ');
