// Arithmetic on curves: plain functions without the page.

/** Exponential moving mean whose reach grows with the curve; null where there is no value. */
export function smooth(values, reach = Math.max(3, Math.min(20, values.length / 20))) {
  const keep = 1 - 1 / reach;
  let weighted = 0;
  let weight = 0;
  return values.map((value) => {
    if (value === null || value === undefined) return null;
    weighted = weighted * keep + value;
    weight = weight * keep + 1;
    return weighted / weight;
  });
}

export const column = (points, name) => points.map((point) => point.values[name] ?? null);

/** Comma-separated values with a header; text that needs it is quoted. */
export function csv(header, rows) {
  const cell = (value) => {
    const text = value === null || value === undefined ? '' : String(value);
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [header, ...rows].map((row) => row.map(cell).join(',')).join('\n') + '\n';
}

export function save(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
