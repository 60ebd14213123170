export {LitElement, html, svg, nothing} from '../vendor/lit/lit-element.js';
export {repeat} from '../vendor/lit/directives/repeat.js';
export {live} from '../vendor/lit/directives/live.js';
export {classMap} from '../vendor/lit/directives/class-map.js';
