// The operator's choice of light or dark, kept in the browser; without one the system decides.

const KEY = 'headrace-theme';

function paint(theme) {
  document.documentElement.dataset.theme = theme;
  return theme;
}

/** Shows the page in that theme from now on, also the next time. */
export function chooseTheme(theme) {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
  return paint(theme);
}

/** Goes with the system's theme whenever it changes, unless one was chosen. */
export function followSystem(tell) {
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', (system) => {
    if (!chosen()) tell(paint(system.matches ? 'dark' : 'light'));
  });
}

function chosen() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
