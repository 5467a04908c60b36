/*
 * Opens the print dialog with a button, or at once if the address asks for it. Without script a paper is printed from the
 * browser's menu.
 */
(function () {
  'use strict';

  var button = document.getElementById('print');
  if (!button || !window.print) { return; }
  function print() { window.print(); }
  button.hidden = false;
  button.addEventListener('click', print);
  if (!/[?&]print(?:=|&|$)/.test(window.location.search)) { return; }
  // After a reload the paper is only shown.
  if (window.history && window.history.replaceState) {
    window.history.replaceState(null, '', window.location.pathname);
  }
  window.addEventListener('load', print);
}());
