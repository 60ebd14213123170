// Sets the theme before the page is painted. A classic script, so that it runs before the first frame.
(() => {
  let stored = null;
  try {
    stored = localStorage.getItem('headrace-theme');
  } catch {
    // Storage may be switched off; then the system decides.
  }
  const dark = matchMedia('(prefers-color-scheme: dark)').matches;
  document.documentElement.dataset.theme = stored ?? (dark ? 'dark' : 'light');
})();
