// The page's state in the address: #/runs/demo/traces?q=47&outcome=wrong; #/runs lists the runs.

const VIEWS = ['overview', 'traces', 'dead-letters'];

let followed = ''; // the run of addresses that name none

/** Sets the run that links lead to. */
export function follow(run) {
  followed = run;
}

export function read() {
  const [path, query] = location.hash.replace(/^#\/?/, '').split('?');
  const parts = path.split('/');
  if (path === 'runs') return {view: 'runs', run: followed};
  const run = parts[0] === 'runs' ? parts[1] : followed;
  const name = parts[0] === 'runs' ? parts[2] : path;
  const view = VIEWS.includes(name) ? name : 'overview';
  return {...Object.fromEntries(new URLSearchParams(query ?? '')), view, run};
}

/** Whether the address names its run, as all that this page writes do. */
export function namesRun() {
  return /^#\/runs(\/|$)/.test(location.hash);
}

export function href(route) {
  const {view, run = followed, ...rest} = route;
  if (view === 'runs') return '#/runs';
  const given = Object.entries(rest).filter(([, value]) => value !== undefined && value !== '');
  const query = new URLSearchParams(given).toString();
  return `#/${run ? `runs/${run}/` : ''}${view}${query ? '?' + query : ''}`;
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
