/*
 * The button that opens printing, and printing at once where the address asks for it. Without script a paper is printed by the
 * browser's own menu.
 */
(function () {
  'use strict';

  var button = document.getElementById('print');
  if (!button || !window.print) { return; }
  function print() { window.print(); }
  button.hidden = false;
  button.addEventListener('click', print);
  if (!/[?&]print(?:=|&|$)/.test(window.location.search)) { return; }
  // Loaded again, the paper is only shown.
  if (window.history && window.history.replaceState) {
    window.history.replaceState(null, '', window.location.pathname);
  }
  window.addEventListener('load', print);
}());
