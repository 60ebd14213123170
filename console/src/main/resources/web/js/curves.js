// Functions on curves, and export of their values.

/** Exponential moving average whose window grows with the length of the curve; null for absent values. */
export function smooth(values, window = Math.max(3, Math.min(20, values.length / 20))) {
  const decay = 1 - 1 / window;
  let weighted = 0;
  let weight = 0;
  return values.map((value) => {
    if (value === null || value === undefined) return null;
    weighted = weighted * decay + value;
    weight = weight * decay + 1;
    return weighted / weight;
  });
}

export const column = (points, name) => points.map((point) => point.values[name] ?? null);

/** Comma-separated values with a header; text with commas, quotes or line breaks is quoted. */
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
