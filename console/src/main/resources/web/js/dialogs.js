import {html, nothing} from './lit.js';
import {KEYS} from './keys.js';

const CONSEQUENCE = {
  pause: 'No new groups are asked for and no step is taken until somebody resumes. What is in progress is finished.',
  resume: 'The curriculum asks for groups and the learner takes steps again.',
  stop: 'No further step is taken; the last weights are evaluated and the run ends. It cannot be resumed.',
};

export function helpDialog() {
  return html`<dialog id="help" aria-labelledby="help-title">
    <h2 id="help-title">Keys</h2>
    <dl class="keys">${KEYS.map(([key, what]) => html`<div><dt><kbd>${key}</kbd></dt><dd>${what}</dd></div>`)}</dl>
    <form method="dialog"><button autofocus>Close</button></form>
  </dialog>`;
}

export function askDialog(command, problem, issue) {
  const name = command ? command[0].toUpperCase() + command.slice(1) : '';
  return html`<dialog id="ask" aria-labelledby="ask-title">
    <h2 id="ask-title">${name} the run?</h2>
    <p>${CONSEQUENCE[command] ?? ''}</p>
    <label>Why (optional, kept in the log)<input id="why" maxlength="500"></label>
    ${problem ? html`<p class="notice bad" role="alert">${problem}</p>` : nothing}
    <div class="ask"><button @click=${(e) => e.target.closest('dialog').close()}>Cancel</button>
      <button class=${command === 'stop' ? 'danger' : 'strong'}
        @click=${(e) => issue(e.target.closest('dialog').querySelector('#why').value)}>${name} run</button></div>
  </dialog>`;
}
