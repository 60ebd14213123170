import {bytes, count, visible} from './format.js';
import {html} from './lit.js';
import {when} from './time.js';

/** The newest dead-lettered records with error, service and origin. */
export function deadLetters(store, selected, select) {
  const {deadLetters: letters, run} = store;
  return html`<div class="traces">
    <header class="bar"><h1>Dead letters</h1><span class="readout">${count(run.totals.deadLetters)} in total${letters.length < run.totals.deadLetters ? `, newest ${letters.length} shown` : ''}</span></header>
    ${letters.length === 0
      ? html`<p class="notice">No dead letters: no service has rejected a record.</p>`
      : html`<div class="card scroll rows" tabindex="0" role="region" aria-label="Dead letters"><table>
          <thead><tr><th scope="col">error</th><th scope="col">problem</th><th scope="col">service</th><th scope="col">origin</th><th scope="col" class="n">attempt</th><th scope="col" class="n">time</th></tr></thead>
          <tbody>${letters.map((letter) => rows(letter, letter.position === selected, select))}</tbody></table></div>`}
  </div>`;
}

function rows(letter, open, select) {
  return html`<tr class=${open ? 'selected' : ''} data-letter=${letter.position} @click=${() => select(open ? null : letter.position)}>
      <th scope="row"><button class="quiet mono" aria-expanded=${open ? 'true' : 'false'}>${letter.errorCode}</button></th>
      <td class="message">${visible(letter.message)}</td><td>${letter.service}</td><td class="mono">${letter.origin}</td><td class="n">${letter.attempt}</td><td class="n">${when(letter.at)}</td></tr>
    ${open ? html`<tr class="more"><td colspan="6"><dl class="facts">
        <div><dt>key</dt><dd class="mono">${visible(letter.key) || '(none)'}</dd></div>
        <div><dt>value</dt><dd>${bytes(letter.valueBytes)}</dd></div>
        <div><dt>first bytes</dt><dd class="mono">${letter.valueHead || '(none)'}</dd></div>
        <div><dt>position of the dead letter</dt><dd class="mono">${letter.position}</dd></div></dl></td></tr>` : ''}`;
}
