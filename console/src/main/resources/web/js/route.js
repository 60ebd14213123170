// The page's state in the address: #/traces?q=47&outcome=wrong

const VIEWS = ['overview', 'traces', 'dead-letters'];

export function read() {
  const [path, query] = location.hash.replace(/^#\/?/, '').split('?');
  const view = VIEWS.includes(path) ? path : 'overview';
  return {view, ...Object.fromEntries(new URLSearchParams(query ?? ''))};
}

export function href(route) {
  const {view, ...rest} = route;
  const given = Object.entries(rest).filter(([, value]) => value !== undefined && value !== '');
  const query = new URLSearchParams(given).toString();
  return `#/${view}${query ? '?' + query : ''}`;
}

/** Goes to another state; Back returns to this one unless it is replaced. */
export function go(route, {replace = false} = {}) {
  const target = href(route);
  if (target === location.hash) return;
  if (replace) {
    history.replaceState(null, '', target);
    window.dispatchEvent(new HashChangeEvent('hashchange'));
  } else {
    location.hash = target;
  }
}
