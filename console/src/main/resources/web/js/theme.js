// Sets the theme before the page is painted. A classic script, so that it runs before the first frame.
(() => {
  let stored = null;
  try {
    stored = localStorage.getItem('headrace-theme');
  } catch {
    // Storage may be disabled; the system's theme is used.
  }
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  document.documentElement.dataset.theme = stored ?? (dark ? 'dark' : 'light');
})();
