import {html, nothing} from './lit.js';
import {KEYS} from './keys.js';

const EFFECTS = {
  pause: 'No new groups are requested and no step is taken until the run is resumed. Work in progress is completed.',
  resume: 'The curriculum requests groups and the learner takes steps again.',
  stop: 'No further step is taken; the last weights are evaluated and the run ends. It cannot be resumed.',
};

export function helpDialog() {
  return html`<dialog id="help" aria-labelledby="help-title">
    <h2 id="help-title">Keys</h2>
    <dl class="keys">${KEYS.map(([key, action]) => html`<div><dt><kbd>${key}</kbd></dt><dd>${action}</dd></div>`)}</dl>
    <form method="dialog"><button autofocus>Close</button></form>
  </dialog>`;
}

export function commandDialog(command, problem, issue) {
  const name = command ? command[0].toUpperCase() + command.slice(1) : '';
  return html`<dialog id="command-dialog" aria-labelledby="command-title">
    <h2 id="command-title">${name} the run?</h2>
    <p>${EFFECTS[command] ?? ''}</p>
    <label>Reason (optional, written to the log)<input id="reason" maxlength="500"></label>
    ${problem ? html`<p class="notice bad" role="alert">${problem}</p>` : nothing}
    <div class="actions"><button @click=${(e) => e.target.closest('dialog').close()}>Cancel</button>
      <button class=${command === 'stop' ? 'danger' : 'strong'}
        @click=${(e) => issue(e.target.closest('dialog').querySelector('#reason').value)}>${name} run</button></div>
  </dialog>`;
}
