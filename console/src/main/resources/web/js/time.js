import {html} from './lit.js';

// Times in the viewer's zone; the same in UTC is the title.

const isTime = (ms) => typeof ms === 'number' && Number.isFinite(ms);
const DAY_MS = 86400000;
const two = (n) => String(n).padStart(2, '0');
const month = (date) => date.toLocaleDateString('en-GB', {month: 'short'});
const hours = (date) => `${two(date.getHours())}:${two(date.getMinutes())}`;
const seconds = (date) => `${hours(date)}:${two(date.getSeconds())}`;

/** The time of day, with the date when it is another day than today. */
export function clock(ms, now = Date.now()) {
  if (!isTime(ms)) return '–';
  const date = new Date(ms);
  const today = new Date(now);
  if (date.toDateString() === today.toDateString()) return seconds(date);
  const year = date.getFullYear() === today.getFullYear() ? '' : ` ${date.getFullYear()}`;
  return `${date.getDate()} ${month(date)}${year} ${seconds(date)}`;
}

/** The same time in UTC, to the second. */
export const utc = (ms) => `${new Date(ms).toISOString().replace('T', ' ').slice(0, 19)} UTC`;

/** A time on the page. */
export const when = (ms) =>
  isTime(ms) ? html`<time datetime=${new Date(ms).toISOString()} title=${utc(ms)}>${clock(ms)}</time>` : '–';

/** A time on an axis that covers so many milliseconds. */
export function tick(ms, span) {
  const date = new Date(ms);
  if (span < DAY_MS / 144) return seconds(date);
  if (span < 1.5 * DAY_MS) return hours(date);
  if (span < 5 * DAY_MS) return `${date.getDate()} ${month(date)} ${hours(date)}`;
  return span < 300 * DAY_MS ? `${date.getDate()} ${month(date)}` : `${month(date)} ${date.getFullYear()}`;
}

/** The viewer's zone as UTC+01:00. */
export function zone(at = new Date()) {
  const minutes = -at.getTimezoneOffset();
  if (minutes === 0) return 'UTC';
  const size = Math.abs(minutes);
  return `UTC${minutes < 0 ? '−' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
