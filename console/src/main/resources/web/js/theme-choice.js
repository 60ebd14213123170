// The operator's choice of the light or dark theme, stored in the browser; the default is the system's theme.

const KEY = 'headrace-theme';

function applyTheme(theme) {
  document.documentElement.dataset.theme = theme;
  return theme;
}

/** Applies a theme and stores it for later visits. */
export function chooseTheme(theme) {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Without storage the choice applies to this page only.
  }
  return applyTheme(theme);
}

/** Applies the system's theme when it changes, unless one was chosen. */
export function followSystem(changed) {
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', (system) => {
    if (!chosen()) changed(applyTheme(system.matches ? 'dark' : 'light'));
  });
}

function chosen() {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
