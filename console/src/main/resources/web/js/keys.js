/** The keys and their actions, as the help shows them. */
export const KEYS = [
  ['g o', 'overview'],
  ['g t', 'traces'],
  ['g d', 'dead letters'],
  ['j / k', 'next / previous row, or sibling in a trace'],
  ['Enter', 'open the selected trace'],
  ['Esc', 'back'],
  ['/', 'filter traces'],
  ['space', 'pause this page, not the run'],
  ['t', 'light or dark'],
  ['?', 'these keys'],
];

const CHORD_MS = 1200;

export function bindKeys(page) {
  let chord = 0;
  const views = {o: 'overview', t: 'traces', d: 'dead-letters'};
  const keys = {
    '?': () => page.help(),
    '/': () => page.filter(),
    ' ': () => page.togglePause(),
    t: () => page.toggleTheme(),
    j: () => page.move(1),
    k: () => page.move(-1),
    Enter: () => page.open(),
    Escape: () => page.back(),
  };
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (isHandledByFocus(event)) return;
    if (event.key === 'g') {
      chord = Date.now();
      return;
    }
    const chorded = Date.now() - chord < CHORD_MS && views[event.key];
    chord = 0;
    const act = chorded ? () => page.view(chorded) : keys[event.key];
    if (act) {
      event.preventDefault();
      act();
    }
  });
}

/** Whether the focused element or an open dialog handles the key. */
function isHandledByFocus(event) {
  const target = event.target;
  if (document.querySelector('dialog[open]')) {
    return event.key !== '?' || target.matches('input, textarea');
  }
  if (target.matches('input, textarea, select')) {
    if (event.key === 'Escape') target.blur();
    return true;
  }
  return target.matches('button, a, summary') && (event.key === ' ' || event.key === 'Enter');
}
